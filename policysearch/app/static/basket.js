// The basket: clauses put aside, in the order that a person gave them, each with a note. Kept in the browser alone; the
// server is asked what the clauses are today, and for the file to be exported.
(() => {
  "use strict";
  const { list, say, viewNamed, arrived, called, save, failed } = window.policysearch;
  const inWords = window.policysearchChoice.say;
  const MOST = 100;
  const MOST_QUOTE_CHARS = 2000;
  const MOST_NOTES_CHARS = 12000;
  const REF = /^[\dp.]{1,120}-[0-9a-f]{8}-[1-9]\d{0,3}@\d{1,9}$/;
  const TITLE = "policysearch.basket.title";
  const isText = (value, most) => typeof value === "string" && value.length <= most;
  const isPick = (one) => one !== null && typeof one === "object" && isText(one.doc, 80) && one.doc !== ""
    && Array.isArray(one.refs) && one.refs.length > 0 && one.refs.length <= 12
    && one.refs.every((ref) => typeof ref === "string" && REF.test(ref))
    && isText(one.quote, MOST_QUOTE_CHARS) && isText(one.cite, 600) && isText(one.note, 500);
  const basket = list("local", "policysearch.basket", MOST, isPick);
  const key = (one) => one.doc + " " + one.refs.join(" ");
  const keyOf = (part) => part.dataset.doc + " " + part.dataset.refs;
  const told = (text, most) => text.trim().slice(0, most);

  window.policysearch.carried = () => viewNamed() === "basket"
    ? JSON.stringify(basket.get().map(({ doc, refs }) => ({ doc, refs })))
    : "";

  // ---- putting aside

  function keep(button) {
    const items = basket.get();
    const at = items.findIndex((one) => key(one) === keyOf(button));
    if (at >= 0) {
      const [gone] = items.splice(at, 1);
      write(items);
      say(inWords("已从摘录夹取出。"), inWords("撤销"), () => write([...basket.get().slice(0, at), gone, ...basket.get().slice(at)]));
      return;
    }
    if (items.length >= MOST) {
      say(inWords("摘录夹已有 {most} 条，放不下了：请先导出，再移除一些。", { most: MOST }), inWords("去摘录夹"), () => window.policysearch.go("?view=basket"));
      return;
    }
    const words = button.parentElement.querySelector(".copy-text");
    const part = (name, most) => told(words ? words.querySelector(name).textContent : "", most);
    const one = { doc: button.dataset.doc, refs: button.dataset.refs.split(" "), note: "" };
    const kept = write([...items, { ...one, quote: part("q", MOST_QUOTE_CHARS), cite: part("cite", 600) }]);
    const done = inWords("已收入摘录夹，共 {count} 条。", { count: items.length + 1 });
    say(kept ? done : basket.trouble(), inWords("去看看"), () => window.policysearch.go("?view=basket"));
  }

  function write(items) {
    const kept = basket.set(items);
    show();
    return kept;
  }

  // The count in the masthead, and which buttons have been pressed.
  function show() {
    const items = basket.get();
    const count = document.querySelector(".basket-count");
    if (count) {
      count.hidden = items.length === 0;
      count.textContent = String(items.length);
      count.parentElement.setAttribute("aria-label", items.length ? inWords("摘录夹，{count} 条", { count: items.length }) : inWords("摘录夹"));
    }
    const keys = new Set(items.map(key));
    document.querySelectorAll("button.keep").forEach((button) => {
      const isIn = keys.has(keyOf(button));
      button.setAttribute("aria-pressed", String(isIn));
      button.textContent = isIn ? inWords("✓ 已摘录") : button.dataset.name || inWords("摘录");
    });
  }

  // ---- the page of the basket

  const cards = () => [...document.querySelectorAll(".basket .pick")];

  function fill(view) {
    const items = new Map(basket.get().map((one) => [key(one), one]));
    cards().forEach((card) => {
      const one = items.get(keyOf(card));
      if (!one) return;
      card.querySelector(".note").value = one.note;
      const was = card.querySelector(".as-kept");
      if (was) was.textContent = one.quote + (one.cite ? "\n——" + one.cite : "");
    });
    const title = view.querySelector("#basket-title");
    try { title.value = localStorage.getItem(TITLE) || ""; } catch { /* no storage, no title */ }
    settle(view);
  }

  function settle(view) {
    const shown = cards();
    view.querySelector(".basket-tools").hidden = shown.length === 0;
    view.querySelector(".empty").hidden = shown.length > 0;
    view.querySelector("h1").textContent = shown.length ? inWords("摘录夹（{count} 条）", { count: shown.length }) : inWords("摘录夹");
    shown.forEach((card, place) => {
      card.querySelector(".up").disabled = place === 0;
      card.querySelector(".down").disabled = place === shown.length - 1;
    });
    const trouble = view.querySelector(".basket-trouble");
    trouble.textContent = basket.trouble();
    trouble.hidden = basket.trouble() === "";
  }

  // The order of the cards becomes that of the basket, so that a change in another window is not lost: what is not
  // shown here stays behind them. ``without`` holds what was taken out.
  function store(view, without = new Set()) {
    const items = new Map(basket.get().map((one) => [key(one), one]));
    const order = cards().map(keyOf).filter((one) => items.has(one));
    const rest = [...items.keys()].filter((one) => !order.includes(one) && !without.has(one));
    write([...order, ...rest].map((one) => items.get(one)));
    settle(view);
  }

  function move(button, view) {
    const card = button.closest(".pick");
    const isUp = button.classList.contains("up");
    const other = isUp ? card.previousElementSibling : card.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(card);
    else other.after(card);
    store(view);
    const next = button.disabled ? card.querySelector(isUp ? ".down" : ".up") : button;
    next.focus();
    view.querySelector(".basket-said").textContent = inWords("已移到第 {number} 条。", { number: cards().indexOf(card) + 1 });
  }

  function drop(taken, view, words) {
    const before = basket.get();
    const shown = cards();
    const next = taken.length === 1 ? taken[0].nextElementSibling || taken[0].previousElementSibling : null;
    taken.forEach((card) => card.remove());
    store(view, new Set(taken.map(keyOf)));
    const target = next ? next.querySelector(".drop") : view.querySelector("h1");
    target.focus();
    say(words, inWords("撤销"), () => {
      basket.set(before);
      if (document.contains(view)) {
        view.querySelector(".picks").replaceChildren(...shown);
        settle(view);
      }
      show();
    });
  }

  function note(area) {
    const items = basket.get();
    const one = items.find((item) => key(item) === keyOf(area.closest(".pick")));
    if (!one) return;
    const others = items.reduce((sum, item) => sum + (item === one ? 0 : item.note.length), 0);
    const room = Math.max(0, MOST_NOTES_CHARS - others);
    if (area.value.length > room) {
      area.value = area.value.slice(0, room);
      say(inWords("批注合计最多 {most} 字，后面的没有记下。", { most: MOST_NOTES_CHARS }));
    }
    one.note = area.value;
    if (!basket.set(items)) say(basket.trouble());
  }

  async function takeAway(button, view) {
    const picks = basket.get().map(({ doc, refs, note: words }) => ({ doc, refs, note: words }));
    button.disabled = true;
    try {
      const title = view.querySelector("#basket-title").value;
      const file = await called("export_basket", [picks, button.dataset.export, title]);
      if (file.error) say(inWords(file.error));
      else save(file);
    } catch {
      failed();
    }
    button.disabled = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || event.button !== 0) return;
    const view = document.querySelector("#view");
    if (button.matches(".keep")) keep(button);
    else if (button.matches(".pick .up, .pick .down")) move(button, view);
    else if (button.matches(".pick .drop")) drop([button.closest(".pick")], view, inWords("已移除一条。"));
    else if (button.matches(".clear-basket")) drop(cards(), view, inWords("摘录夹已清空。"));
    else if (button.matches(".export-basket")) takeAway(button, view);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches(".pick .note")) note(event.target);
    if (event.target.matches("#basket-title")) {
      try { localStorage.setItem(TITLE, event.target.value); } catch { /* it stays in the box */ }
    }
  });

  window.addEventListener("storage", (event) => {
    if (event.key !== null && event.key !== basket.name) return;
    show();
    const here = document.activeElement;
    if (viewNamed() === "basket" && !(here && here.matches(".note"))) document.getElementById("follow").click();
  });

  arrived((view) => {
    show();
    if (view.dataset.view === "basket") fill(view);
  });
  // The masthead may come after the view.
  const waiting = new MutationObserver(() => {
    if (document.querySelector(".basket-count")) { waiting.disconnect(); show(); }
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
  Object.assign(window.policysearch, { showBasket: show });
})();
