// What a person keeps at the desk lives in the browser: lists that are bounded and never trusted when they are read
// again, and a line at the foot of the window that says what was done.
(() => {
  "use strict";
  const SAY_MS = 8000;
  const inWords = window.policysearchChoice.say;

  // A list under a name. ``isItem`` says whether something read is an item; ``most`` bounds their number. What cannot be
  // read is put beside (NAME.damaged), told once by ``trouble``, and the list begins anew. Without storage the list
  // lives as long as the page.
  function list(area, name, most, isItem) {
    let memory = [];
    let trouble = "";
    let works = true;

    function storage() {
      return area === "session" ? window.sessionStorage : window.localStorage;
    }

    function get() {
      let raw = null;
      try { raw = storage().getItem(name); } catch { works = false; }
      if (!works) return memory.slice();
      if (raw === null) return [];
      let found = null;
      try { found = JSON.parse(raw); } catch { found = null; }
      const items = Array.isArray(found) ? found.filter(isItem).slice(0, most) : [];
      if (!Array.isArray(found) || items.length < Math.min(found.length, most)) {
        trouble = inWords("这个浏览器里原来存的内容有一部分读不出，已另存一份，没有显示。");
        try {
          storage().setItem(name + ".damaged", raw);
          storage().setItem(name, JSON.stringify(items));
        } catch { /* what is there stays as it is */ }
      }
      return items;
    }

    // Whether the browser keeps it.
    function set(items) {
      memory = items.slice(0, most);
      try {
        storage().setItem(name, JSON.stringify(memory));
        works = true;
        return true;
      } catch {
        works = false;
        trouble = inWords("浏览器不让保存（无痕窗口，或空间已满）：关掉这一页，新收的内容就没有了，请先导出。");
        return false;
      }
    }

    return { name, most, get, set, trouble: () => trouble };
  }

  // ---- a line that says what was done, with one thing that can be done about it

  let hiding = 0;
  function say(words, name, act) {
    let box = document.getElementById("said");
    if (!box) {
      box = document.createElement("div");
      box.id = "said";
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    const line = document.createElement("span");
    line.textContent = words;
    box.replaceChildren(line);
    if (name) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => { box.replaceChildren(); act(); });
      box.append(button);
    }
    clearTimeout(hiding);
    hiding = setTimeout(() => box.replaceChildren(), SAY_MS);
  }

  // What was said of one view is not said of the next.
  document.addEventListener("policysearch:arrived", () => {
    const box = document.getElementById("said");
    if (box) box.replaceChildren();
  });

  // A new element with words; a class and attributes where they are given.
  function make(name, words, attributes) {
    const one = document.createElement(name);
    if (words) one.textContent = words;
    for (const [key, value] of Object.entries(attributes || {})) one.setAttribute(key, value);
    return one;
  }

  const viewNamed = () => new URLSearchParams(location.search).get("view");
  const arrived = (act) => document.addEventListener("policysearch:arrived", (event) => act(event.detail));
  Object.assign(window.policysearch, { list, say, make, viewNamed, arrived });
})();
