// Beside an answer: the questions of this visit, those that a person saved, and 答得不对.
(() => {
  "use strict";
  const { list, say, make, arrived, called } = window.policysearch;
  const inWords = window.policysearchChoice.say;
  const isText = (value, most) => typeof value === "string" && value.length > 0 && value.length <= most;
  const isAsked = (one) => one !== null && typeof one === "object" && isText(one.q, 2000) && isText(one.href, 8000) && one.href.startsWith("?");
  const visited = list("session", "policysearch.history", 20, isAsked);
  // What a saved question has found so far, as the marks of its hits; those that it did not have are new.
  const SHOWN = 10;
  const isMarks = (value) => value === undefined
    || (Array.isArray(value) && value.length <= 200 && value.every((mark) => isText(mark, 20)));
  const saved = list("local", "policysearch.saved", 50, (one) => isAsked(one) && isMarks(one.hits));

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
    const link = make("a", "", { href: one.href });
    // On an English page a question in Chinese is to be read aloud as Chinese.
    link.append(make("span", one.q, /[\u4e00-\u9fff]/.test(one.q) ? { lang: "zh-CN" } : {}), narrowed(one.href));
    item.append(link);
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
      if (isBehind(one, place.dataset.index)) {
        item.append(make("span", inWords("收藏后文档库有更新"), { class: "since", "data-href": one.href }));
      }
      const drop = make("button", inWords("取消收藏"), { type: "button", class: "unsave" });
      drop.dataset.href = one.href;
      item.append(drop);
      return item;
    }));
    place.hidden = saved.get().length === 0;
    compare(place);
  }

  const isBehind = (one, index) => Boolean(one.index) && one.index !== index;

  // For each question that was saved over another library: how many of its first hits it did not have before.
  async function compare(place) {
    const old = saved.get().filter((one) => one.hits && isBehind(one, place.dataset.index));
    if (!old.length) return;
    let found = [];
    try { found = await called("found", [old.map((one) => one.href)]); } catch { return; }
    old.forEach((one, number) => {
      const had = new Set(one.hits);
      const count = (found[number] || []).slice(0, SHOWN).filter((mark) => !had.has(mark)).length;
      place.querySelectorAll(".since").forEach((part) => {
        if (part.dataset.href !== one.href) return;
        part.classList.toggle("new", count > 0);
        part.textContent = count ? inWords("有 {count} 条新结果", { count }) : inWords("文档库有更新，没有新结果");
      });
    });
  }

  // What a saved question finds now is kept with it. Marks that it had before stay: a hit that was seen is not new again.
  async function keepFound(href, index) {
    let found = [];
    try { [found] = await called("found", [[href]]); } catch { return; }
    saved.set(saved.get().map((one) => one.href === href
      ? { ...one, index, hits: [...new Set([...found, ...(one.hits || [])])].slice(0, 200) }
      : one));
  }

  // A saved question that is asked again over another library shows which cards are new, and has seen them.
  function markNew(view) {
    const button = view.querySelector(".save-question");
    const one = button && saved.get().find((item) => item.href === address());
    if (!one || !isBehind(one, button.dataset.index)) return;
    if (one.hits) {
      const had = new Set(one.hits);
      view.querySelectorAll(".card[data-mark]").forEach((card) => {
        if (!had.has(card.dataset.mark)) card.querySelector("h3 a").after(make("span", inWords("新"), { class: "badge new" }));
      });
    }
    keepFound(one.href, button.dataset.index);
  }

  function toggle(button, view) {
    const href = address();
    const before = saved.get();
    const rest = before.filter((one) => one.href !== href);
    const isNew = rest.length === before.length;
    if (isNew && before.length >= saved.most) { say(inWords("收藏已有 {most} 个问题，放不下了：请先在首页取消几个。", { most: saved.most })); return; }
    const kept = saved.set(isNew ? [{ q: questionOf(view), href, index: button.dataset.index || "" }, ...rest] : rest);
    if (isNew && kept) keepFound(href, button.dataset.index || "");
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
    if (view.dataset.view === "ask") {
      remember(view);
      markNew(view);
    }
    showVisit(view);
    showSaved(view);
  });
})();
