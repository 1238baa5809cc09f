// The reader: search inside the document, the clause that one is in, and for each clause what copies it with its
// citation, links to it or puts it aside.
(() => {
  "use strict";
  const { make, arrived, showBasket, toClipboard, say } = window.policysearch;
  const inWords = window.policysearchChoice.say;
  const NO_TEXT = ".permalink, .page, .clause-tools";
  const MOST_MARKS = 2000;
  const FIND_MS = 180;

  // ---- search inside

  // Words as they are compared: half-width, lower-case; a blank in the text (a broken line) does not hide a word.
  function folded(char) {
    const plain = char.normalize("NFKC").toLowerCase();
    return plain.length === 1 ? plain : char;
  }

  // The letters of a block, without blanks, each with its text node and place in it.
  function letters(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => node.parentElement.closest(NO_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.data.length; at++) {
        if (!/\s/.test(node.data[at])) found.push({ char: folded(node.data[at]), node, at });
      }
    }
    return found;
  }

  let hits = [];
  let current = -1;

  function clear() {
    const parents = new Set();
    document.querySelectorAll("mark.find").forEach((mark) => {
      parents.add(mark.parentNode);
      mark.replaceWith(...mark.childNodes);
    });
    parents.forEach((parent) => parent.normalize());
    hits = [];
    current = -1;
  }

  // Every place of the words becomes a list of marks, one for each text node that it runs over. Later ones first, so that
  // the offsets of the earlier ones stay true.
  function mark(block, wanted) {
    const all = letters(block);
    const text = all.map((letter) => letter.char).join("");
    const places = [];
    for (let at = text.indexOf(wanted); at >= 0 && hits.length + places.length < MOST_MARKS; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
    const found = places.reverse().map((at) => {
      const runs = new Map();
      for (const { node, at: place } of all.slice(at, at + wanted.length)) {
        const run = runs.get(node) || { start: place };
        runs.set(node, { ...run, end: place + 1 });
      }
      return [...runs].reverse().map(([node, { start, end }]) => {
        const part = node.splitText(start);
        part.splitText(end - start);
        const one = make("mark", "", { class: "find" });
        part.replaceWith(one);
        one.append(part);
        return one;
      }).reverse();
    });
    hits.push(...found.reverse());
  }

  function find(words, isFirst) {
    const text = document.querySelector(".document .text");
    if (!text) return;
    clear();
    const wanted = [...words].filter((char) => !/\s/.test(char)).map(folded).join("");
    if (wanted) {
      text.querySelectorAll(":scope > :not(div), th, td, caption, .loose").forEach((block) => {
        if (hits.length < MOST_MARKS) mark(block, wanted);
      });
    }
    if (hits.length && isFirst) {
      const top = window.innerHeight * 0.2;
      const below = hits.findIndex(([one]) => one.getBoundingClientRect().top >= top);
      step(below < 0 ? 0 : below);
    } else count(wanted !== "");
    remember(words.trim());
  }

  function step(to) {
    if (!hits.length) return;
    if (current >= 0) hits[current].forEach((one) => one.classList.remove("current"));
    current = (to + hits.length) % hits.length;
    hits[current].forEach((one) => one.classList.add("current"));
    hits[current][0].scrollIntoView({ block: "center" });
    count(true);
  }

  function count(isAsked) {
    const form = document.querySelector("form.find");
    const most = hits.length >= MOST_MARKS ? "+" : "";
    form.querySelector("output").textContent = !isAsked ? "" : hits.length ? (current + 1) + "/" + hits.length + most : inWords("没有");
    form.querySelectorAll("button").forEach((button) => { button.disabled = hits.length === 0; });
  }

  // The words stand in the address, so that a link or a reload finds them again.
  function remember(words) {
    const query = new URLSearchParams(location.search);
    if (!query.get("doc") || (query.get("find") || "") === words) return;
    if (words) query.set("find", words);
    else query.delete("find");
    history.replaceState(history.state, "", "?" + query.toString());
  }

  let later = 0;
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", (event) => {
    composing = false;
    if (event.target.id === "find-in-document") soon(event.target);
  }, true);
  const soon = (box) => {
    clearTimeout(later);
    later = setTimeout(() => find(box.value, true), FIND_MS);
  };
  document.addEventListener("input", (event) => {
    if (event.target.id === "find-in-document" && !composing) soon(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "find-in-document" || event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(later);
      if (current < 0) find(event.target.value, true);
      else step(current + (event.shiftKey ? -1 : 1));
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.target.value = "";
      find("", false);
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("form.find button");
    if (button) step(current + (button.classList.contains("next") ? 1 : -1));
  });
  document.addEventListener("submit", (event) => { if (event.target.matches("form.find")) event.preventDefault(); });

  // ---- the clause that one is in: told by the outline, whose link page.js marks

  function where(view) {
    const line = view.querySelector(".where");
    const outline = view.querySelector(".outline");
    if (!line || !outline) return;
    const tell = () => {
      const names = [];
      const link = outline.querySelector("a[aria-current]");
      for (let item = link && link.closest("li"); item; item = item.parentElement.closest("li")) {
        names.unshift(item.querySelector("a").textContent);
      }
      line.textContent = names.join(" › ");
      line.title = line.textContent;
    };
    new MutationObserver(tell).observe(outline, { subtree: true, attributes: true, attributeFilter: ["aria-current"] });
    tell();
  }

  // ---- what one can do with a clause

  const tools = make("span", "", { class: "clause-tools" });

  // A group of buttons with the words that they take along; page.js copies, basket.js puts aside.
  function group(words, place, ref, copyName, keepName) {
    const { doc, title } = document.querySelector(".document .text").dataset;
    const part = make("span");
    const source = make("span", "", { class: "copy-text", hidden: "" });
    source.append("“", make("q", words), "”——", make("cite", "《" + title + "》" + place));
    part.append(make("button", copyName, { type: "button", class: "copy" }), source);
    if (ref) part.append(make("button", keepName, { type: "button", class: "keep", "data-doc": doc, "data-refs": ref, "data-name": keepName }));
    return part;
  }

  function words(block) {
    if (block.tagName === "TR") return [...block.cells].map(words).filter(Boolean).join("　");
    const copy = block.cloneNode(true);
    copy.querySelectorAll(NO_TEXT).forEach((part) => part.remove());
    return copy.textContent.trim();
  }

  // The lines of a clause: from its heading to where the next begins that is not under it.
  function wholeWords(block) {
    const path = block.id;
    const lines = [words(block)];
    for (let next = block.nextElementSibling; next && (!next.id || next.id.startsWith(path + ".")); next = next.nextElementSibling) lines.push(words(next));
    return lines.filter(Boolean).join("\n");
  }

  function offer(block) {
    const link = block.querySelector(":scope > .permalink, :scope > td > .permalink");
    if (!link || link.nextElementSibling === tools) return;
    const { ref, place, whole, wholePlace } = link.dataset;
    const named = make("button", inWords("复制链接"), { type: "button", class: "copy-link" });
    named.addEventListener("click", async () => {
      const done = await toClipboard(new URL(link.getAttribute("href"), location.href).href);
      say(inWords(done ? "链接已复制，打开就是这一处。" : "复制不了，请手工复制地址栏。"));
    });
    const groups = [];
    if (whole) groups.push(group(wholeWords(block), wholePlace, whole, inWords("复制整条"), inWords("摘录整条")));
    if (!whole || block.tagName === "P") groups.push(group(words(block), place, ref, inWords("复制引文"), inWords("摘录")));
    tools.replaceChildren(...groups, named);
    link.after(tools);
    showBasket();
  }

  const blockOf = (target) => target instanceof Element ? target.closest(".document .text > :is(p, h2, h3, h4, h5, h6), .document .text tr") : null;
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const block = blockOf(event.target);
      if (block) offer(block);
    });
  }

  arrived((view) => {
    hits = [];
    current = -1;
    if (view.dataset.view !== "reader") return;
    where(view);
    const box = view.querySelector("#find-in-document");
    box.value = (new URLSearchParams(location.search).get("find") || "").slice(0, 60);
    if (box.value) find(box.value, !document.getElementById("cited"));
  });
})();
