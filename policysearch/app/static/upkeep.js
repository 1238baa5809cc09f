// Upkeep of uploaded documents, and who is logged in. Everything from the server is written as text, never as markup.
(() => {
  "use strict";
  const LOOK_MS = 700, REST_MS = 5000;
  const say = window.policysearchChoice.say;
  const $ = (id) => document.getElementById(id);
  let timer = 0;
  let state = null;
  let described = "";

  function made(name, text, className) {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  // What the server says, or a sentence why not.
  async function asked(path, options) {
    let reply;
    try {
      reply = await fetch(path, { cache: "no-store", ...options });
    } catch {
      throw new Error(say("连不上服务，请稍后再试。"));
    }
    const value = await reply.json().catch(() => ({}));
    if (!reply.ok) throw new Error(say(value.detail || "没有成功，请再试一次。"));
    return value;
  }

  function changed(action, value) {
    const headers = { "Content-Type": "application/json" };
    return asked("upkeep/" + action, { method: "POST", headers, body: JSON.stringify(value) });
  }

  function tell(sentence, id = "upkeep-told") {
    const place = $(id);
    if (!place) return;
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  // ---- the state, looked at often while something goes on

  async function look() {
    clearTimeout(timer);
    if (!$("upkeep-open")) return;
    try {
      state = await asked("upkeep/state");
      show();
    } catch (error) {
      tell(error.message);  // and looked again later: one request that failed must not leave the page closed
    }
    const busy = state && (state.stage || state.is_waiting);
    timer = setTimeout(look, busy ? LOOK_MS : REST_MS);
  }

  function show() {
    const open = $("upkeep-open");
    if (!open) return;
    open.hidden = false;
    tell(state.fault || "");
    const bar = $("upkeep-bar");
    const busy = state.stage || state.is_waiting;
    const counted = state.total ? state.done + "/" + state.total : "";
    const version = state.version || "";
    $("upkeep-stage").textContent = state.stage
      ? say("正在建索引：{stage} {counted}", { stage: say(state.stage), counted })
      : state.is_waiting ? say("有改动，马上重建索引…") : say("索引是最新的。{version}", { version });
    bar.hidden = !busy;
    if (state.total) { bar.max = state.total; bar.value = state.done; } else bar.removeAttribute("value");
    $("upkeep-rebuild").disabled = Boolean(busy);
    $("upkeep-none").hidden = state.files.length > 0;
    $("upkeep-rows").replaceChildren(...state.files.map(row));
  }

  function row(file) {
    const line = made("tr");
    line.dataset.name = file.name;
    const outcome = made("td");
    for (const found of file.documents) {
      const link = made("a", "《" + found.title + "》");
      link.href = "?" + new URLSearchParams([["doc", found.doc_id]]);
      const told = made("div");
      told.append(link);
      outcome.append(told);
    }
    if (file.grade) outcome.append(made("div", say("已收录，整理质量：{grade}", { grade: say(file.grade) })));
    const lost = file.grade ? "部分没有收录：{reason}" : "没有收录：{reason}";
    if (file.reason) outcome.append(made("div", say(lost, { reason: file.reason }), "bad"));
    if (!file.grade && !file.reason) outcome.append(made("div", say("等待收录")));
    const actions = made("td");
    for (const [text, act] of [["元数据", describe], ["替换", replace], ["删除", remove]]) {
      const button = made("button", say(text));
      button.type = "button";
      button.setAttribute("aria-label", say(text) + ": " + file.name);
      button.addEventListener("click", () => act(file));
      actions.append(button);
    }
    line.append(made("td", file.name), made("td", size(file.bytes)), outcome, actions);
    return line;
  }

  function size(bytes) {
    return bytes < 1024 ? bytes + " B" : bytes < 1048576 ? (bytes / 1024).toFixed(0) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  // ---- sending

  function send(file, name, isReplacement) {
    const line = made("li");
    const bar = made("progress");
    const said = made("span", say("上传中"));
    line.append(made("span", file.name), bar, said);
    $("upkeep-sending").append(line);
    if (state && file.size > state.most_bytes) {
      const sizes = { size: size(file.size), most: size(state.most_bytes) };
      failed(line, said, say("文件有 {size}，超过上限 {most}：请拆分后再上传。", sizes));
      return Promise.resolve();
    }
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const query = new URLSearchParams([["name", name]]);
      if (isReplacement) query.append("replace", "1");
      request.open("POST", "upkeep/upload?" + query);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; }
      });
      request.addEventListener("loadend", () => {
        if (request.status === 201) {
          said.textContent = say("已上传");
          bar.remove();
          setTimeout(() => line.remove(), 4000);
        } else {
          let detail = say("没有上传成功，请再试一次。");
          try { detail = JSON.parse(request.responseText).detail || detail; } catch { /* no sentence came */ }
          failed(line, said, detail);
        }
        look();
        done();
      });
      request.send(file);
    });
  }

  function failed(line, said, sentence) {
    const bar = line.querySelector("progress");
    if (bar) bar.remove();
    said.textContent = sentence;
    said.className = "bad";
    said.setAttribute("role", "alert");
  }

  async function sendAll(files) {
    for (const file of files) await send(file, file.name, false);
  }

  // ---- what is done with a file

  function replace(file) {
    const pick = made("input");
    pick.type = "file";
    pick.addEventListener("change", () => { if (pick.files[0]) send(pick.files[0], file.name, true); });
    pick.click();
  }

  async function remove(file) {
    if (!window.confirm(say("删除“{name}”？删除后查不到它，也不能恢复。", { name: file.name }))) return;
    try { await changed("remove", { name: file.name }); } catch (error) { tell(error.message); }
    look();
  }

  function describe(file) {
    described = file.name;
    $("upkeep-of").textContent = file.name;
    tell("", "upkeep-wrong");
    for (const input of $("upkeep-form").querySelectorAll("input[name]")) input.value = file.fields[input.name] || "";
    $("upkeep-dialog").showModal();
  }

  async function save() {
    const fields = {};
    for (const input of $("upkeep-form").querySelectorAll("input[name]")) if (input.value.trim()) fields[input.name] = input.value;
    try {
      await changed("describe", { name: described, fields });
      $("upkeep-dialog").close();
    } catch (error) {
      tell(error.message, "upkeep-wrong");
    }
    look();
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "upkeep-form") return;
    event.preventDefault();
    save();
  });
  document.addEventListener("click", async (event) => {
    if (event.target.id === "upkeep-cancel") $("upkeep-dialog").close();
    if (event.target.id !== "upkeep-rebuild") return;
    try { await changed("rebuild", {}); } catch (error) { tell(error.message); }
    look();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "upkeep-files") return;
    sendAll([...event.target.files]);
    event.target.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const place = event.target.closest && event.target.closest("#upkeep-drop");
      if (!place) return;
      event.preventDefault();
      place.classList.toggle("over", kind === "dragover");
      if (kind === "drop") sendAll([...event.dataTransfer.files]);
    });
  }

  // ---- who is logged in: a way to the upkeep and a way out, in the head of the page

  async function greet(nav) {
    let who;
    try { who = await asked("whoami"); } catch { return; }
    if (who.can_keep) {
      const link = made("a", say("维护"));
      link.href = "?view=upkeep";
      nav.append(link);
    }
    if (who.name) {
      const form = made("form", "", "account");
      form.method = "post";
      form.action = "logout";
      const button = made("button", say("退出 {name}", { name: who.name }));
      form.append(button);
      nav.append(form);
    }
  }

  new MutationObserver(() => {
    const nav = document.querySelector(".masthead nav");
    if (nav && !nav.dataset.greeted) {
      nav.dataset.greeted = "yes";
      greet(nav);
    }
    const open = $("upkeep-open");
    if (open && !open.dataset.looked) {
      open.dataset.looked = "yes";
      state = null;
      look();
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
