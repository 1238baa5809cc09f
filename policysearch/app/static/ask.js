// Beside an answer: the questions of this visit, those that a person saved, and 答得不对.
(() => {
  "use strict";
  const { list, say, make, arrived, called } = window.policysearch;
  const inWords = window.policysearchChoice.say;
  const isText = (value, most) => typeof value === "string" && value.length > 0 && value.length <= most;
  const isAsked = (one) => one !== null && typeof one === "object" && isText(one.q, 2000) && isText(one.href, 8000) && one.href.startsWith("?");
  const visited = list("session", "policysearch.history", 20, isAsked);
  const saved = list("local", "policysearch.saved", 50, isAsked);

  // The address without what only this screen has: how many cards are open.
  function address() {
    const query = new URLSearchParams(location.search);
    query.delete("n");
    return "?" + query.toString();
  }

  const questionOf = (view) => (view.querySelector(".asked") || { textContent: "" }).textContent.trim().slice(0, 2000);

  // What narrows a question, in words, so that two of the same words can be told apart.
  function narrowed(href) {
    const query = new URLSearchParams(href);
    const values = ["region", "kind"].flatMap((name) => query.getAll(name).map((value) => value.split("/").pop()));
    const years = [query.get("from"), query.get("to")].filter(Boolean).map((day) => day.slice(0, 4));
    if (years.length) values.push(inWords("{year}年", { year: [...new Set(years)].join("—") }));
    if (query.has("doc_id")) values.push(inWords("指定文件"));
    return values.length ? inWords("（{names}）", { names: values.join(inWords("、")) }) : "";
  }

  function line(one) {
    const item = make("li");
    item.append(make("a", one.q + narrowed(one.href), { href: one.href }));
    return item;
  }

  // ---- this visit

  function remember(view) {
    const q = questionOf(view);
    if (!q) return;
    const href = address();
    visited.set([{ q, href }, ...visited.get().filter((one) => one.href !== href)].slice(0, visited.most));
  }

  function showVisit(view) {
    const place = view.querySelector(".history");
    if (!place) return;
    const others = visited.get().filter((one) => one.href !== address());
    place.querySelector("ol").replaceChildren(...others.map(line));
    place.querySelector("summary").textContent = inWords("这次问过（{count}）", { count: others.length });
    place.hidden = others.length === 0;
  }

  // ---- saved

  function showSaved(view) {
    const button = view.querySelector(".save-question");
    if (button) {
      const isIn = saved.get().some((one) => one.href === address());
      button.setAttribute("aria-pressed", String(isIn));
      button.textContent = inWords(isIn ? "★ 已收藏" : "☆ 收藏这个问题");
    }
    const place = view.querySelector(".saved-questions");
    if (!place) return;
    place.querySelector("ol").replaceChildren(...saved.get().map((one) => {
      const item = line(one);
      if (one.index && one.index !== place.dataset.index) item.append(make("span", inWords("收藏后文档库有更新"), { class: "since" }));
      const drop = make("button", inWords("取消收藏"), { type: "button", class: "unsave" });
      drop.dataset.href = one.href;
      item.append(drop);
      return item;
    }));
    place.hidden = saved.get().length === 0;
  }

  function toggle(button, view) {
    const href = address();
    const before = saved.get();
    const rest = before.filter((one) => one.href !== href);
    const isNew = rest.length === before.length;
    if (isNew && before.length >= saved.most) { say(inWords("收藏已有 {most} 个问题，放不下了：请先在首页取消几个。", { most: saved.most })); return; }
    const kept = saved.set(isNew ? [{ q: questionOf(view), href, index: button.dataset.index || "" }, ...rest] : rest);
    say(!kept ? saved.trouble() : inWords(isNew ? "已收藏，在首页和文档库里都能再问。" : "已取消收藏。"));
    showSaved(view);
  }

  function unsave(button, view) {
    const before = saved.get();
    saved.set(before.filter((one) => one.href !== button.dataset.href));
    showSaved(view);
    say(inWords("已取消收藏。"), inWords("撤销"), () => { saved.set(before); showSaved(view); });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const view = document.getElementById("view");
    if (!button || !view) return;
    if (button.matches(".save-question")) toggle(button, view);
    else if (button.matches(".unsave")) unsave(button, view);
    else if (button.matches(".clear-history")) { visited.set([]); showVisit(view); }
  });

  // ---- what is wrong with an answer

  document.addEventListener("submit", async (event) => {
    if (!event.target.matches(".tell-form")) return;
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    const said = form.parentElement.querySelector(".tell-said");
    const given = new FormData(form);
    const shown = document.querySelector(".answer-text");
    button.disabled = true;
    said.textContent = "";
    try {
      const fields = ["wrong", "right", "source", "words"].map((name) => String(given.get(name) || ""));
      const reply = await called("tell", [location.search, ...fields, shown ? shown.innerText.slice(0, 4000) : ""]);
      said.textContent = inWords(reply.error || reply.said);
      if (reply.said) form.hidden = true;
    } catch {
      said.textContent = inWords("没有记下：刚才没有连上程序，请再试一次。");
    }
    button.disabled = false;
  });

  // A model's answer comes in place of the extracted one under the same address: both are the same question.
  arrived((view) => {
    if (view.dataset.view === "ask") remember(view);
    showVisit(view);
    showSaved(view);
  });
})();
