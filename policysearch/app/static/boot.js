// Before anything is drawn: the colours and the language that this visitor chose.
// Gradio writes its own idea of dark on the body; ours follows it there.
(() => {
  "use strict";
  const root = document.documentElement;
  const THEMES = ["auto", "light", "dark"];
  const LANGUAGES = ["zh-CN", "en"];
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = {};

  function kept(name, values) {
    try {
      const value = localStorage.getItem("policysearch." + name);
      if (values.includes(value)) return value;
    } catch { /* storage is switched off: the first value holds until the page is left */ }
    return chosen[name] || values[0];
  }

  function keep(name, value) {
    chosen[name] = value;
    try { localStorage.setItem("policysearch." + name, value); } catch { /* as above */ }
  }

  function paint() {
    const theme = kept("theme", THEMES);
    const isDark = theme === "dark" || (theme === "auto" && system.matches);
    root.dataset.theme = theme;
    root.classList.toggle("dark", isDark);
    if (document.body) document.body.classList.toggle("dark", isDark);
    root.lang = kept("language", LANGUAGES);
  }

  // ?lang=en is a choice of the visitor, not a part of the view: it is kept and leaves the address.
  const asked = new URLSearchParams(location.search);
  if (asked.has("lang")) {
    const wanted = asked.get("lang").toLowerCase().startsWith("en") ? "en" : "zh-CN";
    keep("language", wanted);
    asked.delete("lang");
    const rest = asked.toString();
    history.replaceState(history.state, "", location.pathname + (rest ? "?" + rest : "") + location.hash);
  }

  paint();
  system.addEventListener("change", paint);
  window.addEventListener("storage", paint);
  new MutationObserver((_, watching) => {
    if (!document.body) return;
    watching.disconnect();
    paint();
    new MutationObserver(() => {
      if (document.body.classList.contains("dark") !== root.classList.contains("dark")) paint();
    }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }).observe(root, { childList: true });

  // The words of scripts and of the masthead; what has no English stays Chinese.
  let words = null;
  function say(chinese, values) {
    words ??= JSON.parse(document.getElementById("policysearch-words").textContent);
    const phrase = (root.lang === "en" && words[chinese]) || chinese;
    return phrase.replace(/\{(\w+)\}/g, (mark, name) => (values && name in values ? String(values[name]) : mark));
  }

  // Gradio names the language of the browser, not of the page.
  new MutationObserver(() => {
    if (root.lang !== kept("language", LANGUAGES)) paint();
  }).observe(root, { attributes: true, attributeFilter: ["lang"] });

  window.policysearchChoice = {
    say,
    theme: () => kept("theme", THEMES),
    language: () => kept("language", LANGUAGES),
    nextTheme() {
      keep("theme", THEMES[(THEMES.indexOf(kept("theme", THEMES)) + 1) % THEMES.length]);
      paint();
    },
    speak(language) {
      keep("language", language);
      paint();
    },
  };
})();
