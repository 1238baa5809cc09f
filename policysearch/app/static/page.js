// The address decides what the page shows. Links inside the page are followed without a reload:
// the address changes, the hidden button asks the server for the view, the view settles.
(() => {
  "use strict";
  const RESULTS = "policysearch.results";
  const KEPT = ["doc_id", "region", "kind", "from", "to"];
  let composing = false;
  let restoring = null;
  let followAgain = 0;
  let first = null;

  const say = window.policysearchChoice.say;
  const view = () => document.getElementById("view");

  // While the server works a line runs at the top; when nothing comes, ask whether it is still there.
  const PATIENCE_MS = 4000;
  let watch = 0;
  const SLOW_MS = 1500;
  let slow = 0;
  let isStopped = false;
  function busy(on) {
    const root = document.documentElement.classList;
    root.toggle("busy", on);
    root.remove("slow");
    clearTimeout(watch);
    clearTimeout(slow);
    if (!on) return;
    isStopped = false;
    watch = setTimeout(stillThere, PATIENCE_MS);
    slow = setTimeout(() => root.add("slow"), SLOW_MS); // now the button that stops it stands beside the box
  }

  async function stillThere() {
    try {
      await fetch("gradio_api/app_id", { cache: "no-store" });
      watch = setTimeout(stillThere, PATIENCE_MS);
    } catch {
      failed();
    }
  }

  // Until the first view is there its answer is still on the way, and would stay in place of the one asked for now.
  let hasArrived = false;
  let isPending = false;

  function follow() {
    const button = document.getElementById("follow");
    busy(true);
    if (!hasArrived) { isPending = true; return; }
    if (button) button.click();
    else if (followAgain++ < 50) setTimeout(follow, 100);
  }

  function go(href) {
    history.replaceState({ ...history.state, y: window.scrollY }, "");
    history.pushState({}, "", href);
    restoring = null;
    follow();
  }

  // The same address once more, as after a change of language; nobody loses the place.
  function again() {
    restoring = window.scrollY;
    follow();
  }

  // ---- asking

  function asked(text) {
    const question = (text || "").trim();
    const now = new URLSearchParams(location.search);
    const next = new URLSearchParams([["q", question]]);
    for (const name of KEPT) for (const value of now.getAll(name)) next.append(name, value);
    // What was switched off of a question belongs to it: another one begins anew. A rule (synonyms) stays off.
    const isSame = now.get("q") === question;
    for (const key of now.getAll("off")) if (isSame || !key.includes(":")) next.append("off", key);
    if (isSame) for (const key of now.getAll("after")) next.append("after", key);
    const href = "?" + next.toString();
    busy(true);
    restoring = null;
    if (href !== location.search) {
      history.replaceState({ ...history.state, y: window.scrollY }, "");
      history.pushState({}, "", href);
    }
    return href;
  }

  // Enter that ends or confirms a Chinese composition belongs to the input method, not to us.
  // Safari reports it after compositionend, as keyCode 229.
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { setTimeout(() => { composing = false; }, 0); }, true);
  for (const kind of ["keydown", "keypress", "keyup"]) {
    document.addEventListener(kind, (event) => {
      if (event.key !== "Enter") return;
      if (event.isComposing || event.keyCode === 229 || composing) event.stopImmediatePropagation();
    }, true);
  }

  // ---- following links

  function jump(target) {
    document.querySelectorAll(".here").forEach((old) => old.classList.remove("here"));
    target.classList.add("here");
    target.scrollIntoView({ block: "start" });
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }

  // Ten more cards come with the same view; the place is kept and the first new card gets the focus.
  function more(href) {
    first = document.querySelectorAll(".card").length;
    history.replaceState(history.state, "", href);
    again();
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    const button = event.target.closest("button.copy, button.copy-address");
    if (button) { copy(button); return; }
    const wanted = event.target.closest("button.export");
    if (wanted) { download(wanted); return; }
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const href = link.getAttribute("href");
    if (link.hasAttribute("data-jump")) {
      const target = document.getElementById(link.dataset.jump);
      event.preventDefault();
      if (target) target.scrollIntoView({ block: "center" });
      return;
    }
    if (!href.startsWith("?") || link.target) return;
    event.preventDefault();
    if (link.hasAttribute("data-more")) { more(href); return; }
    const target = link.dataset.anchor && document.getElementById(link.dataset.anchor);
    if (target) {
      history.replaceState({ ...history.state, y: window.scrollY }, "");
      history.pushState({}, "", href);
      jump(target);
      return;
    }
    go(href);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.trace-form, form.follow-form")) return;
    event.preventDefault();
    go("?" + new URLSearchParams(new FormData(event.target)).toString());
  });

  window.addEventListener("popstate", (event) => {
    restoring = event.state && typeof event.state.y === "number" ? event.state.y : 0;
    follow();
  });
  history.scrollRestoration = "manual";

  // ---- copying: only textContent is read, so nothing in a document can become code

  async function copy(button) {
    const text = button.classList.contains("copy-address")
      ? location.href
      : button.parentElement.querySelector(".copy-text").textContent;
    const done = say((await toClipboard(text)) ? "已复制" : "复制不了，请手工选取");
    if (!button.dataset.name) button.dataset.name = button.textContent;
    button.textContent = done;
    setTimeout(() => { button.textContent = button.dataset.name; }, 1600);
  }

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "off-screen";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  // ---- exporting: the file comes in the reply and is made here, so the server keeps none

  async function download(button) {
    button.disabled = true;
    try {
      save(await called("export", [location.search, button.dataset.export]));
    } catch {
      failed();
    }
    button.disabled = false;
  }

  function save(file) {
    const bytes = Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.media_type }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // What a named endpoint returns: the call gives a number, under which the result comes as an event stream.
  async function called(name, data) {
    const url = "gradio_api/call/" + name;
    const headers = { "Content-Type": "application/json" };
    const begun = await fetch(url, { method: "POST", headers, body: JSON.stringify({ data }) });
    const stream = await fetch(url + "/" + (await begun.json()).event_id);
    const done = /event: complete\s*\ndata: (.*)/.exec(await stream.text());
    return JSON.parse(done[1])[0];
  }

  // ---- after a view has come

  function arrive() {
    const now = view();
    if (!now || now.dataset.settled) return;
    now.dataset.settled = "yes";
    hasArrived = true;
    if (isPending) { isPending = false; follow(); return; }
    busy(false);
    const name = now.dataset.view;
    document.body.dataset.view = name;
    document.title = now.dataset.title;
    if (name === "ask") sessionStorage.setItem(RESULTS, location.search);
    const back = now.querySelector("a.back");
    const results = sessionStorage.getItem(RESULTS);
    if (back && results) {
      back.setAttribute("href", results);
      back.textContent = say("← 返回查找结果");
    }
    addresses(now);
    fold(now);
    scrollable(now);
    place(now);
    followOutline(now);
    document.dispatchEvent(new CustomEvent("policysearch:arrived", { detail: now }));
  }

  // On paper a link is no use: print.css writes these addresses out.
  function addresses(now) {
    now.dataset.address = location.href;
    now.querySelectorAll(".citations a.place").forEach((link) => { link.dataset.address = link.href; });
  }

  // A table wider than its place is moved by the arrow keys, so the keyboard has to reach it.
  function scrollable(now) {
    now.querySelectorAll("div.table").forEach((box) => {
      if (box.scrollWidth <= box.clientWidth) return;
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      const caption = box.querySelector("caption");
      box.setAttribute("aria-label", caption ? caption.textContent : say("表格，可左右滚动"));
    });
  }

  function fold(now) {
    if (!window.matchMedia("(max-width: 820px)").matches) return;
    now.querySelectorAll("details.facets, details.outline").forEach((part) => part.removeAttribute("open"));
  }

  function place(now) {
    const cited = document.getElementById("cited");
    if (restoring !== null) window.scrollTo(0, restoring);
    else if (cited) {
      cited.scrollIntoView({ block: "center" });
      // Late layout (fonts, the shell of the page) may move it: look once more.
      setTimeout(() => { if (document.contains(cited)) cited.scrollIntoView({ block: "center" }); }, 120);
    } else window.scrollTo(0, 0);
    const head = now.querySelector("h1[tabindex]");
    if (head && now.dataset.view !== "ask") head.focus({ preventScroll: true });
    const card = first === null ? null : now.querySelectorAll(".card")[first];
    if (card) card.querySelector("a").focus({ preventScroll: true });
    restoring = first = null;
  }

  function followOutline(now) {
    const links = new Map();
    now.querySelectorAll(".outline a[data-anchor]").forEach((link) => links.set(link.dataset.anchor, link));
    if (!links.size) return;
    const box = now.querySelector(".outline");
    const parts = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    let current = null;
    let waiting = false;
    const look = () => {
      waiting = false;
      if (!document.contains(box)) { window.removeEventListener("scroll", later); return; }
      const line = window.innerHeight * 0.5;
      let low = 0, high = parts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (parts[middle].getBoundingClientRect().top <= line) low = middle + 1;
        else high = middle;
      }
      const link = low ? links.get(parts[low - 1].id) : null;
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      current = link;
      if (!link) return;
      link.setAttribute("aria-current", "location");
      const top = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
      if (top < 30 || top > box.clientHeight - 60) box.scrollTop += top - box.clientHeight / 2;
    };
    const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(look); } };
    window.addEventListener("scroll", later, { passive: true });
    look();
  }

  function failed() {
    if (isStopped) return; // what was stopped ends as a failure
    notify(say("刚才没有成功，请再试一次；还不行，请看看程序是否仍在运行。"));
  }

  function stopped() {
    isStopped = true;
    notify(say("已停止。下面还是原来的内容；要再查，请按“查找”。"));
  }

  function notify(sentence) {
    busy(false);
    const page = document.getElementById("page");
    const old = document.getElementById("failed");
    if (old) old.remove();
    const notice = document.createElement("p");
    notice.id = "failed";
    notice.className = "notice";
    notice.setAttribute("role", "alert");
    notice.textContent = sentence;
    page.prepend(notice);
  }

  function settled() {
    const notice = document.getElementById("failed");
    if (notice) notice.remove();
    busy(false);
    setTimeout(arrive, 0);
  }

  new MutationObserver(arrive).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("beforeprint", () => {
    const now = view();
    if (now) now.dataset.printed = say("打印于 {date}", { date: new Date().toLocaleDateString("sv") });
  });
  // Other scripts build on these; ``carried`` is what the browser keeps for the view of an address, as JSON.
  window.policysearch = {
    asked, again, settled, failed, stopped, go, called, save, toClipboard, carried: () => "",
  };
})();
