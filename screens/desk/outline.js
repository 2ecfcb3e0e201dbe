// The script editor: a bar, a ruler of the whole show, and the script as an outline or as a table. Each edit gets a
// number and is sent again until the server has counted it; the bar says when the store took the last one.

const held = new WeakMap();
const SLOW_MS = 6000;
// A server that died and came back has not heard of what was under way: it is sent again, and counted once.
const AGAIN_MS = 4000;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cc-outline");
  let view = held.get(root);
  if (!view) {
    view = { client: Math.random().toString(36).slice(2), n: 0, queue: [], told: new Map(), open: new Set(), picked: new Set(), rows: new Map(), heads: new Map(), timers: new Map(), mode: localStorage.getItem("cc_script_view") === "table" ? "table" : "outline" };
    held.set(root, view);
    root.addEventListener("keydown", (event) => keys(event, view));
    root.addEventListener("dragover", (event) => dragging(event, view));
    root.addEventListener("drop", (event) => dropped(event, view));
    view.leave = (event) => { if (view.queue.length || view.timers.size) event.preventDefault(); };
    addEventListener("beforeunload", view.leave);
  }
  view.root = root;
  const post = () => { view.sentAt = Date.now(); setTriggerValue("edit", { client: view.client, script: view.data?.script ?? "", holds: view.stamp ?? 0, edits: view.queue }); };
  view.send = () => { view.since ??= Date.now(); post(); drawState(view); };
  view.ask = (text) => setTriggerValue("ask", text);
  const before = view.data;
  if (!understood(view, data)) { view.stamp = 0; post(); return; }
  // A cookie, so that the store knows this browser again after a reload and takes back its own edits only.
  if (view.data.client && !document.cookie.includes("cc_desk=")) document.cookie = `cc_desk=${view.data.client};path=/;max-age=31536000;samesite=lax`;
  if (before && before.script !== view.data.script) { view.open.clear(); view.picked.clear(); view.rows.clear(); view.heads.clear(); view.lines?.clear(); root.replaceChildren(); view.box = view.bar = view.show = view.ruler = null; }
  counted(view, view.data.seen);
  if (!view.queue.length) view.since = null;
  const focus = view.data.focus && (!before || before.focus !== view.data.focus) ? view.data.focus.split(":")[0] : "";
  if (focus) { view.open.clear(); view.open.add(focus); }
  draw(view);
  if (focus) view.rows.get(focus)?.el.scrollIntoView({ block: "nearest" });
  return () => { clearTimeout(view.gone); view.gone = setTimeout(() => { if (!root.isConnected) removeEventListener("beforeunload", view.leave); }, 1000); };
}

/** Take in a message: the whole, or what changed since one that this page holds; false when it holds no such one. */
function understood(view, { stamp, base, order, rows, parts }) {
  const from = base ? view.told.get(base) : { rows: new Map(), parts: {}, order: [] };
  if (!from) return false;
  const now = { rows: new Map(from.rows), parts: { ...from.parts, ...parts }, order: order ?? from.order };
  for (const row of rows) now.rows.set(row.id, row);
  for (const old of view.told.keys()) if (old < base) view.told.delete(old);
  view.told.set(stamp, now);
  view.stamp = stamp;
  view.data = { ...now.parts, rows: now.order.map((id) => now.rows.get(id)) };
  return true;
}

function draw(view) {
  drawBar(view);
  drawRuler(view);
  drawShow(view);
  view.root.classList.toggle("o-as-table", view.mode === "table");
  if (view.mode === "table") {
    for (const held of [...view.rows.values(), ...view.heads.values()]) held.el.remove();
    view.rows.clear();
    view.heads.clear();
    drawTable(view);
    return;
  }
  view.box?.remove();
  view.box = null;
  const { data, rows, heads } = view;
  const wanted = new Set(data.rows.map((row) => row.id));
  for (const [id, row] of rows) if (!wanted.has(id)) { row.el.remove(); rows.delete(id); view.open.delete(id); view.picked.delete(id); }
  let at = view.show;
  let group = null;
  const used = new Set();
  data.rows.forEach((row, index) => {
    if (row.group !== group) {
      group = row.group;
      const key = `${group}:${row.id}`;
      used.add(key);
      const head = drawGroup(view, heads, key, group);
      if (at.nextSibling !== head) at.after(head);
      at = head;
    }
    let held = rows.get(row.id);
    if (!held) rows.set(row.id, (held = { el: el("div", { class: "o-row", "data-id": row.id }) }));
    if (at.nextSibling !== held.el) at.after(held.el);
    at = held.el;
    const open = view.open.has(row.id);
    const head = [row, index, index === data.rows.length - 1, open, view.picked.has(row.id), data.words.up];
    if (!held.head?.every((one, n) => one === head[n])) {
      const focus = held.el.contains(document.activeElement) ? document.activeElement.getAttribute("data-act") : null;
      const fresh = drawHead(view, row, index, open);
      if (held.headEl) held.headEl.replaceWith(fresh); else held.el.prepend(fresh);
      held.headEl = fresh;
      held.head = head;
      held.el.className = `o-row s-${row.state}${open ? " o-open" : ""}${row.group ? " o-in" : ""}${view.picked.has(row.id) ? " o-picked" : ""}`;
      if (focus) (fresh.querySelector(`[data-act="${focus}"]:not(:disabled)`) ?? fresh.querySelector(".o-toggle")).focus();
    }
    drawBody(view, row, held, open);
  });
  view.listing?.();
  for (const [key, head] of heads) if (!used.has(key)) { head.el.remove(); heads.delete(key); }
}

function drawGroup(view, heads, key, id) {
  const group = view.data.groups.find((one) => one.id === id) ?? null;
  const state = JSON.stringify([group, view.data.words.up]);
  let head = heads.get(key);
  if (!head) heads.set(key, (head = { el: el("div", { class: "o-group" }) }));
  if (head.state !== state && !head.el.contains(document.activeElement)) {
    head.state = state;
    const field = (op, value, label, css) => el("input", { class: css, value, "aria-label": label, placeholder: label, title: label, onchange: (event) => edit(view, op, { group: id, value: event.target.value, was: value }) });
    head.el.replaceChildren(...(group ? [field("group_title", group.title, W(view, "group"), "o-gtitle"), el("span", { class: `o-len${group.over ? " o-over" : ""}` }, mmss(group.planned)), el("span", {}, "/"), field("group_target", group.target === null ? "" : mmss(group.target), W(view, "group_target"), "o-gtarget"),
      icon("⊟", W(view, "ungroup"), () => edit(view, "ungroup", { segments: group.segments }))] : [el("hr", {})]));
  }
  return head.el;
}

function drawBar(view) {
  const w = (name) => W(view, name);
  if (!view.bar || view.barWords !== view.data.words.up) {
    view.bar?.remove();
    const button = (name, label, act, sign) => el("button", { type: "button", "data-do": name, title: label, "aria-label": label, onclick: act }, sign ?? label);
    const many = (name, act, css = "") => el("button", { type: "button", class: css, "data-do": name, onclick: () => act([...view.picked]) }, w(name));
    view.bar = el("div", { class: "o-bar" },
      el("span", { class: "o-state", role: "status" }), el("span", { class: "o-sum" }), el("span", { class: "o-gap" }),
      button("undo", w("undo"), () => edit(view, "undo", {}), "↶"), button("redo", w("redo"), () => edit(view, "redo", {}), "↷"),
      choice(view, w("add_segment"), [["", `＋ ${w("add_segment")}`], ...view.data.kinds], "", (kind, node) => { node.value = ""; const last = view.data.rows.filter((row) => view.picked.has(row.id)).at(-1) ?? view.data.rows.at(-1); edit(view, "add", { kind, segment: last?.id ?? "", zh: view.data.kindNames[kind][0], en: view.data.kindNames[kind][1] }); }, { class: "o-add" }),
      el("span", { class: "o-modes", role: "group", "aria-label": w("view") }, ...["outline", "table"].map((mode) => el("button", { type: "button", "data-mode": mode, onclick: () => { view.mode = mode; localStorage.setItem("cc_script_view", mode); draw(view); } }, w(`view_${mode}`)))),
      el("div", { class: "o-many" }, el("span", { class: "o-picked-n" }),
        many("pick_up", (segments) => edit(view, "step", { segments, by: -1 })), many("pick_down", (segments) => edit(view, "step", { segments, by: 1 })),
        many("duplicate", (segments) => edit(view, "duplicate", { segments })), many("bring_back", (segments) => edit(view, "bring_back", { segments })),
        many("make_group", (segments) => edit(view, "group", { segments, zh: w("group_zh"), en: w("group_en") })), many("ungroup", (segments) => edit(view, "ungroup", { segments })),
        many("skip", (segments) => edit(view, "skip", { segments, value: !segments.every((id) => rowOf(view, id)?.skip) })),
        many("remove", (segments) => { edit(view, "remove", { segments }); view.picked.clear(); }, "o-danger"),
        button("pick_all", w("pick_all"), () => { view.data.rows.forEach((row) => view.picked.add(row.id)); draw(view); }), button("pick_none", w("pick_none"), () => { view.picked.clear(); draw(view); })));
    view.barWords = view.data.words.up;
    view.root.prepend(view.bar);
  }
  const [past, future] = view.data.steps;
  view.bar.querySelector("[data-do=undo]").disabled = !past && !view.queue.length;
  view.bar.querySelector("[data-do=redo]").disabled = !future;
  view.bar.querySelector(".o-sum").textContent = view.data.facts;
  for (const one of view.bar.querySelectorAll("[data-mode]")) one.setAttribute("aria-pressed", String(one.dataset.mode === view.mode));
  view.bar.classList.toggle("o-picking", view.picked.size > 0);
  view.bar.querySelector(".o-picked-n").textContent = w("picked").replace("{n}", view.picked.size);
  drawState(view);
}

/** Whether everything is in the store, in words; a save that takes long says so instead of looking saved. */
function drawState(view) {
  const chip = view.bar?.querySelector(".o-state");
  if (!chip) return;
  const waits = view.queue.length + view.timers.size > 0;
  const slow = view.queue.length && view.since && Date.now() - view.since > SLOW_MS;
  const [text, kind] = slow ? [W(view, "not_saved"), "bad"] : waits ? [W(view, "saving"), "warn"] : view.data.blocked ? [W(view, "blocked"), "warn"] : [view.data.saved, "ok"];
  if (chip.textContent !== text) chip.textContent = text;
  chip.className = `o-state cc-chip cc-${kind}`;
  clearTimeout(view.watch);
  if (view.queue.length) view.watch = setTimeout(() => (Date.now() - view.sentAt > AGAIN_MS ? view.send() : drawState(view)), 1000);
}

function pick(view, id, on, range) {
  const ids = view.data.rows.map((row) => row.id);
  const from = range && view.lastPick ? ids.indexOf(view.lastPick) : -1;
  const [a, b] = from < 0 ? [ids.indexOf(id), ids.indexOf(id)] : [from, ids.indexOf(id)].sort((x, y) => x - y);
  for (const each of ids.slice(a, b + 1)) on ? view.picked.add(each) : view.picked.delete(each);
  view.lastPick = id;
  draw(view);
}

function reveal(view, id) {
  if (view.mode === "table") { view.lines.get(id).el.scrollIntoView({ block: "center" }); return; }
  view.open.add(id);
  draw(view);
  view.rows.get(id).el.scrollIntoView({ block: "center" });
}

function keys(event, view) {
  if (event.isComposing) return;
  const typing = event.target.matches("textarea, select, input:not([type=checkbox])");
  const control = event.ctrlKey || event.metaKey;
  if (control && !typing && ["z", "y"].includes(event.key.toLowerCase())) {
    event.preventDefault();
    edit(view, event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo", {});
    return;
  }
  const id = event.target.closest(".o-row")?.dataset.id;
  const index = view.data.rows.findIndex((row) => row.id === id);
  if (index < 0 || typing) return;
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const segments = view.picked.has(id) ? [...view.picked] : [id];
  if (by && event.altKey) {
    event.preventDefault();
    edit(view, "step", { segments, by });
  } else if (by) {
    event.preventDefault();
    view.rows.get(view.data.rows[index + by]?.id)?.el.querySelector(".o-toggle").focus();
  } else if (control && event.key.toLowerCase() === "d") {
    event.preventDefault();
    edit(view, "duplicate", { segments });
  }
}

const undrop = (view) => view.root.querySelectorAll(".o-drop, .o-drop-below").forEach((node) => node.classList.remove("o-drop", "o-drop-below"));

function dragging(event, view) {
  const row = event.target.closest(".o-row");
  if (!view.drag || !row) return;
  event.preventDefault();
  undrop(view);
  row.classList.add(below(event, row) ? "o-drop-below" : "o-drop");
}

const below = (event, row) => { const box = row.getBoundingClientRect(); return event.clientY > box.top + box.height / 2; };

function dropped(event, view) {
  const row = event.target.closest(".o-row");
  if (!view.drag || !row) return;
  event.preventDefault();
  const segments = view.picked.has(view.drag) ? view.data.rows.map((one) => one.id).filter((id) => view.picked.has(id)) : [view.drag];
  let at = view.data.rows.findIndex((one) => one.id === row.dataset.id) + (below(event, row) ? 1 : 0);
  while (at < view.data.rows.length && segments.includes(view.data.rows[at].id)) at += 1;
  edit(view, "move", { segments, before: view.data.rows[at]?.id ?? "" });
}
