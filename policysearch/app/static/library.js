// The library: its search box, and what has come since the last visit. The browser keeps which documents it has shown;
// the server only says which there are.
(() => {
  "use strict";
  const { list, make, arrived, called, go } = window.policysearch;
  const { say, language } = window.policysearchChoice;
  const MOST_NAMED = 20;
  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isIds = (value) => Array.isArray(value) && value.every((id) => typeof id === "string");
  const isSeen = (one) => isMap(one) && typeof one.index === "string" && isMap(one.docs) && isIds(one.added)
    && isIds(one.changed) && Number.isInteger(one.gone) && typeof one.day === "string";
  const seen = list("local", "policysearch.library", 1, isSeen);

  const today = () => new Date().toLocaleDateString(language() === "en" ? "en-GB" : "zh-CN", { month: "long", day: "numeric" });

  // What is kept, brought up to the index of today: what has come or changed since is added to what was not yet seen.
  async function upToDate(index) {
    const [before] = seen.get();
    if (before && before.index === index) return before;
    const now = await called("editions", []);
    const ids = Object.keys(now.documents);
    let next = { index: now.index_id, docs: now.documents, added: [], changed: [], gone: 0, day: today() };
    if (before) {
      const isHere = (id) => id in now.documents;
      const added = ids.filter((id) => !(id in before.docs));
      const changed = ids.filter((id) => id in before.docs && before.docs[id] !== now.documents[id]);
      const gone = Object.keys(before.docs).filter((id) => !isHere(id)).length;
      next = {
        ...next,
        added: [...new Set([...before.added.filter(isHere), ...added])],
        changed: [...new Set([...before.changed.filter(isHere), ...changed])].filter((id) => !before.added.includes(id)),
        gone: before.gone + gone,
        day: before.added.length + before.changed.length + before.gone ? before.day : before.last || before.day,
      };
    }
    seen.set([{ ...next, last: today() }]);
    return next;
  }

  function mark(view, ids, words, kind) {
    const wanted = new Set(ids);
    view.querySelectorAll(".documents tr[data-doc]").forEach((row) => {
      if (!wanted.has(row.dataset.doc) || row.querySelector(".badge.new, .badge.fresh")) return;
      row.querySelector("a").after(make("span", words, { class: "badge " + kind }));
    });
  }

  async function tell(view) {
    const place = view.querySelector(".news");
    let now;
    try { now = await upToDate(view.querySelector(".library").dataset.index); } catch { return; }
    const total = now.added.length + now.changed.length + now.gone;
    if (!total || !document.contains(place)) return;
    mark(view, now.added, say("新"), "new");
    mark(view, now.changed, say("有变动"), "fresh");
    const parts = [[now.added.length, "新增 {count} 份"], [now.changed.length, "有变动 {count} 份"], [now.gone, "移走 {count} 份"]];
    const said = parts.filter(([count]) => count).map(([count, phrase]) => say(phrase, { count })).join(say("，"));
    place.querySelector("h2").textContent = say("上次来访（{day}）以后{said}", { day: now.day, said });
    const ids = [...now.added, ...now.changed];
    try {
      const named = await called("documents", [ids.slice(0, MOST_NAMED)]);
      const items = named.map((one) => {
        const item = make("li");
        item.append(make("a", one.title, { href: one.address.replace(/^\//, "") }));
        item.append(make("span", [one.date, one.kind].filter(Boolean).join("　"), { class: "issued" }));
        return item;
      });
      if (ids.length > MOST_NAMED) items.push(make("li", say("……另有 {count} 份，在下面的表里标了“新”。", { count: ids.length - MOST_NAMED })));
      place.querySelector("ol").replaceChildren(...items);
    } catch { /* the counts and the marks are there */ }
    place.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".news .seen");
    if (!button) return;
    const [now] = seen.get();
    if (now) seen.set([{ ...now, added: [], changed: [], gone: 0, day: today() }]);
    button.closest(".news").hidden = true;
    document.querySelectorAll(".badge.new, .badge.fresh").forEach((badge) => badge.remove());
    const head = document.querySelector(".library h1");
    if (head) head.focus();
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".library-form")) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(event.target));
    if (!query.get("word").trim()) query.delete("word");
    go("?" + query.toString());
  });

  arrived((view) => {
    if (view.dataset.view !== "library") return;
    // Where the years do not fit, the last ones are seen first.
    const years = view.querySelector(".timeline ol");
    if (years) years.scrollLeft = years.scrollWidth;
    tell(view);
  });
})();
