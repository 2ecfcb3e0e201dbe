// The show script as an outline: one line per segment, the lines of an open one side by side in both languages.
// Behind edits.js: `edit`, `counted` and `el` are there.

const held = new WeakMap();
const TYPING_MS = 700;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cc-outline");
  let view = held.get(root);
  if (!view) {
    view = { client: Math.random().toString(36).slice(2), n: 0, queue: [], open: new Set(), rows: new Map(), timers: new Map() };
    held.set(root, view);
    root.addEventListener("keydown", (event) => keys(event, view));
    root.addEventListener("dragover", (event) => dragging(event, view));
    root.addEventListener("drop", (event) => dropped(event, view));
    view.leave = (event) => { if (view.data.unsaved) event.preventDefault(); };
    addEventListener("beforeunload", view.leave);
  }
  view.root = root;
  view.send = () => setTriggerValue("edit", { client: view.client, edits: view.queue });
  const before = view.data;
  view.data = data;
  if (before && before.script !== data.script) { view.open.clear(); view.rows.clear(); root.replaceChildren(); }
  counted(view, data.seen);
  if (data.focus && (!before || before.focus !== data.focus)) { view.open.clear(); view.open.add(data.focus.split(":")[0]); }
  draw(view);
  if (data.focus && (!before || before.focus !== data.focus)) view.rows.get(data.focus.split(":")[0])?.el.scrollIntoView({ block: "nearest" });
  return () => { clearTimeout(view.gone); view.gone = setTimeout(() => { if (!root.isConnected) removeEventListener("beforeunload", view.leave); }, 1000); };
}

const W = (view, name) => view.data.words[name];
const icon = (sign, label, onclick, extra = {}) => el("button", { type: "button", class: "o-icon", title: label, "aria-label": label, onclick, ...extra }, sign);
const mmss = (ms) => {
  const seconds = Math.round(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
};

function draw(view) {
  const { root, data, rows } = view;
  const wanted = new Set(data.rows.map((row) => row.id));
  for (const [id, row] of rows) if (!wanted.has(id)) { row.el.remove(); rows.delete(id); view.open.delete(id); }
  let ruler = root.querySelector(":scope > .o-ruler");
  if (!ruler) { ruler = el("div", { class: "o-ruler", "aria-hidden": "true" }); root.prepend(ruler); }
  ruler.replaceChildren(...data.rows.filter((row) => !row.skip && row.ms).map((row) =>
    el("i", { class: `k-${row.kind} s-${row.state}`, style: `flex-grow:${row.ms}`, title: `${row.at} ${row.title}`, onclick: () => reveal(view, row.id) })));
  let at = ruler;
  data.rows.forEach((row, index) => {
    let held = rows.get(row.id);
    if (!held) {
      held = { el: el("div", { class: "o-row", "data-id": row.id }) };
      rows.set(row.id, held);
    }
    if (at.nextSibling !== held.el) at.after(held.el);
    at = held.el;
    const open = view.open.has(row.id);
    const head = JSON.stringify([row, index, data.rows.length, open, data.words.up]);
    if (held.head !== head) {
      const focus = held.el.contains(document.activeElement) ? document.activeElement.getAttribute("data-act") : null;
      const fresh = drawHead(view, row, index, open);
      if (held.headEl) held.headEl.replaceWith(fresh); else held.el.prepend(fresh);
      held.headEl = fresh;
      held.head = head;
      held.el.className = `o-row s-${row.state}${open ? " o-open" : ""}`;
      if (focus) (fresh.querySelector(`[data-act="${focus}"]:not(:disabled)`) ?? fresh.querySelector(".o-toggle")).focus();
    }
    drawBody(view, row, held, open);
  });
}

function drawHead(view, row, index, open) {
  const last = view.data.rows.length - 1;
  const over = row.state === "over" || row.state === "impossible";
  const head = el("div", { class: "o-head", draggable: "true",
    ondragstart: (event) => { event.dataTransfer.setData("text/plain", row.id); event.dataTransfer.effectAllowed = "move"; view.drag = row.id; },
    ondragend: () => { view.drag = null; view.root.querySelectorAll(".o-drop").forEach((node) => node.classList.remove("o-drop")); } },
    el("button", { type: "button", class: "o-toggle", "data-act": "toggle", "aria-expanded": String(open),
      onclick: () => { open ? view.open.delete(row.id) : view.open.add(row.id); draw(view); } },
      el("span", { class: "o-at" }, row.at),
      el("span", { class: `o-kind k-${row.kind}` }, row.kindLabel),
      el("span", { class: "o-title" }, row.title, row.other ? el("small", {}, row.other) : null),
      row.flags ? el("span", { class: `o-flag f-${row.severity}` }, String(row.flags)) : null,
      el("span", { class: "o-len" }, mmss(row.ms)),
      el("span", { class: `o-est${over ? " o-over" : ""}`, title: W(view, "estimate") }, row.est ? `≈${mmss(row.est)}` : "")),
    icon("↑", W(view, "up"), () => edit(view, "move", { segment: row.id, to: index - 1 }), { "data-act": "up", disabled: index === 0 }),
    icon("↓", W(view, "down"), () => edit(view, "move", { segment: row.id, to: index + 1 }), { "data-act": "down", disabled: index === last }),
    icon(row.skip ? "↺" : "⤼", W(view, row.skip ? "unskip" : "skip"), () => edit(view, "skip", { segment: row.id, value: !row.skip }),
      { "data-act": "skip", "aria-pressed": String(row.skip) }));
  return head;
}

function drawBody(view, row, held, open) {
  if (!open) { held.body?.remove(); held.body = held.shape = null; return; }
  const shape = JSON.stringify([row.cues.map((cue) => [cue.id, cue.kind, cue.board]), row.kind, row.product, row.notes, view.data.words.up]);
  if (!held.body || held.shape !== shape) {
    const spot = held.body?.contains(document.activeElement) ? document.activeElement.getAttribute("data-field") : null;
    const fresh = buildBody(view, row);
    if (held.body) held.body.replaceWith(fresh); else held.el.append(fresh);
    held.body = fresh;
    held.shape = shape;
    if (spot) fresh.querySelector(`[data-field="${spot}"]`)?.focus();
  }
  const values = { "title.zh": row.zh, "title.en": row.en, length: mmss(row.ms) };
  for (const cue of row.cues) { values[`${cue.id}.zh`] = cue.zh; values[`${cue.id}.en`] = cue.en; }
  for (const field of held.body.querySelectorAll("[data-field]")) {
    const value = values[field.dataset.field];
    const waits = view.timers.has(field) || view.queue.some((one) => one.field === field.dataset.field);
    if (value !== undefined && field !== document.activeElement && !waits && field.value !== value) field.value = value;
    if (field.tagName === "TEXTAREA") fit(field);
  }
}

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function input(view, tag, name, value, label, lang, send) {
  const field = el(tag, { "data-field": name, "aria-label": label, placeholder: label, lang: lang === "zh" ? "zh-CN" : lang, rows: tag === "textarea" ? "1" : null, spellcheck: "false" });
  field.value = value;
  let sent = value;
  const commit = () => {
    clearTimeout(view.timers.get(field));
    view.timers.delete(field);
    if (field.value !== sent) { sent = field.value; send(field.value); }
  };
  field.addEventListener("focus", () => { sent = field.value; });
  field.addEventListener("input", (event) => {
    if (tag === "textarea") fit(field);
    clearTimeout(view.timers.get(field));
    if (!event.isComposing) view.timers.set(field, setTimeout(commit, TYPING_MS));
  });
  field.addEventListener("compositionend", () => view.timers.set(field, setTimeout(commit, TYPING_MS)));
  field.addEventListener("change", commit);
  return field;
}

function buildBody(view, row) {
  const w = (name) => W(view, name);
  const title = (lang) => input(view, "input", `title.${lang}`, row[lang], w(`title_${lang}`), lang, (value) => edit(view, "title", { segment: row.id, lang, value, field: `title.${lang}` }));
  const kind = el("select", { "aria-label": w("kind"), onchange: (event) => edit(view, "kind", { segment: row.id, value: event.target.value }) },
    ...view.data.kinds.map(([value, label]) => el("option", { value, selected: value === row.kind }, label)));
  if (!view.data.kinds.some(([value]) => value === row.kind)) kind.prepend(el("option", { value: row.kind, selected: true }, row.kind));
  const add = el("select", { class: "o-add", "aria-label": w("add_cue"), onchange: (event) => { edit(view, "add_cue", { segment: row.id, kind: event.target.value }); event.target.value = ""; } },
    el("option", { value: "" }, `＋ ${w("add_cue")}`), ...view.data.cueKinds.map(([value, label]) => el("option", { value }, label)));
  return el("div", { class: "o-body" },
    row.product ? el("p", { class: "o-product" }, row.product) : null,
    ...row.notes.map((note) => el("p", { class: `o-note f-${note.severity}` }, el("b", {}, note.what), ` ${note.fix}`)),
    el("div", { class: "o-fields" }, title("zh"), title("en"), kind,
      input(view, "input", "length", mmss(row.ms), w("length"), null, (value) => edit(view, "length", { segment: row.id, value, field: "length" }))),
    ...row.cues.map((cue, index) => el("div", { class: "o-cue" },
      el("div", { class: "o-cue-head" }, el("span", { class: `o-ckind c-${cue.kind}` }, cue.kindLabel),
        ...cue.board.map((word) => el("span", { class: "o-word", lang: "en" }, word)),
        el("span", { class: "o-gap" }),
        icon("↑", w("up"), () => edit(view, "move_cue", { cue: cue.id, to: index - 1 }), { disabled: index === 0 }),
        icon("↓", w("down"), () => edit(view, "move_cue", { cue: cue.id, to: index + 1 }), { disabled: index === row.cues.length - 1 }),
        icon("✕", w("remove_cue"), () => edit(view, "remove_cue", { cue: cue.id }))),
      ...["zh", "en"].map((lang) => input(view, "textarea", `${cue.id}.${lang}`, cue[lang], w(lang), lang, (value) => edit(view, "line", { cue: cue.id, lang, value, field: `${cue.id}.${lang}` }))))),
    el("div", { class: "o-foot" }, add, el("span", { class: "o-gap" }),
      el("button", { type: "button", onclick: () => edit(view, "duplicate", { segment: row.id }) }, w("duplicate")),
      el("button", { type: "button", class: "o-danger", onclick: () => edit(view, "remove", { segment: row.id }) }, w("remove"))));
}

function reveal(view, id) {
  view.open.add(id);
  draw(view);
  view.rows.get(id).el.scrollIntoView({ block: "center" });
}

function keys(event, view) {
  if (!event.altKey || event.isComposing || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const id = event.target.closest(".o-row")?.dataset.id;
  const index = view.data.rows.findIndex((row) => row.id === id);
  const to = index + (event.key === "ArrowUp" ? -1 : 1);
  if (index < 0 || to < 0 || to >= view.data.rows.length || event.target.matches("textarea, input, select")) return;
  event.preventDefault();
  edit(view, "move", { segment: id, to });
}

function dragging(event, view) {
  const row = event.target.closest(".o-row");
  if (!view.drag || !row) return;
  event.preventDefault();
  view.root.querySelectorAll(".o-drop").forEach((node) => node.classList.remove("o-drop"));
  row.classList.add("o-drop");
}

function dropped(event, view) {
  const row = event.target.closest(".o-row");
  if (!view.drag || !row) return;
  event.preventDefault();
  const to = view.data.rows.findIndex((one) => one.id === row.dataset.id);
  if (row.dataset.id !== view.drag) edit(view, "move", { segment: view.drag, to });
}
