// The frame around the views: what colours, which language. boot.js knows what was chosen, here it is shown and changed.
(() => {
  "use strict";
  const choice = window.policysearchChoice;
  const say = choice.say;
  const THEMES = { auto: "外观：自动", light: "外观：浅色", dark: "外观：深色" };
  const FIXED = "#masthead :is(nav a, .brand-name, .brand-line, .skip)";

  function label() {
    document.querySelectorAll(FIXED).forEach((part) => {
      // Its own words alone: a count may stand beside them.
      const words = part.firstChild;
      part.dataset.chinese ??= words.data;
      words.data = say(part.dataset.chinese);
    });
    const nav = document.querySelector("#masthead nav");
    nav.setAttribute("aria-label", say("主要页面"));
    document.getElementById("theme-switch").textContent = say(THEMES[choice.theme()]);
    const isEnglish = choice.language() === "en";
    const other = document.getElementById("language-switch");
    other.textContent = isEnglish ? "中文" : "English";
    other.lang = isEnglish ? "zh-CN" : "en";
    const box = document.querySelector("#question :is(input, textarea)");
    box.dataset.chinese ??= box.placeholder;
    box.placeholder = say(box.dataset.chinese);
    box.setAttribute("aria-label", say("问题"));
    document.getElementById("submit").textContent = say("查找");
    document.getElementById("stop").textContent = say("停止");
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#theme-switch")) {
      choice.nextTheme();
      label();
    } else if (event.target.closest("#language-switch")) {
      choice.speak(choice.language() === "en" ? "zh-CN" : "en");
      label();
      window.policysearch.again();
    } else if (event.target.closest("a.skip")) {
      event.preventDefault();
      event.stopPropagation();
      const head = document.querySelector("#view h1") || document.getElementById("page");
      head.setAttribute("tabindex", "-1");
      head.focus();
    }
  }, true);

  // Gradio draws the frame once, some time after this script has run.
  new MutationObserver((_, watching) => {
    const parts = ["theme-switch", "submit", "stop"].map((id) => document.getElementById(id));
    if (parts.includes(null) || !document.querySelector("#question :is(input, textarea)")) return;
    watching.disconnect();
    label();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
