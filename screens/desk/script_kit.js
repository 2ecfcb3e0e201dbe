// Pieces of the script editor: fields that save themselves, lengths, findings, clashes, comments.

const TYPING_MS = 700;
const W = (view, name) => view.data.words[name];
const icon = (sign, label, onclick, extra = {}) => el("button", { type: "button", class: "o-icon", title: label, "aria-label": label, onclick, ...extra }, sign);
const mmss = (ms) => {
  const seconds = Math.round(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
};
const rowOf = (view, id) => view.data.rows.find((row) => row.id === id);

/** The texts of a row by the name of their field, as fields and table cells show them. */
function valuesOf(row) {
  const values = { "title.zh": row.zh, "title.en": row.en, length: mmss(row.ms), start: row.fixed, note: row.note, milestone: row.milestone };
  for (const [name, text] of Object.entries(row.columns)) values[`column.${name}`] = text;
  for (const cue of row.cues) { values[`${cue.id}.zh`] = cue.zh; values[`${cue.id}.en`] = cue.en; values[`${cue.id}.note`] = cue.note; }
  return values;
}

/** The edit that puts `value` into a field whose writer saw `was`. */
function fieldEdit(row, field, value, was) {
  const [head, tail] = [field.slice(0, field.indexOf(".")), field.slice(field.indexOf(".") + 1)];
  const common = { value, was, field, segment: row.id };
  if (head === "title") return ["title", { ...common, lang: tail }];
  if (head === "column") return ["column", { ...common, name: tail }];
  const cue = row.cues.find((one) => field.startsWith(`${one.id}.`));
  if (!cue) return [field, common];
  const part = field.slice(cue.id.length + 1);
  return part === "note" ? ["cue_note", { ...common, cue: cue.id }] : ["line", { ...common, cue: cue.id, lang: part }];
}

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** A field that sends what was typed after a pause, and at once when it is left; never while an input method composes. */
function input(view, tag, row, field, label, lang, hint) {
  const node = el(tag, { "data-field": field, "aria-label": label, placeholder: hint ?? label, title: label, lang: lang === "zh" ? "zh-CN" : lang, rows: tag === "textarea" ? "1" : null, spellcheck: "false" });
  let sent = node.value = valuesOf(row)[field] ?? "";
  const commit = () => {
    clearTimeout(view.timers.get(node));
    view.timers.delete(node);
    if (node.value === sent) { drawState(view); return; }
    const [op, fields] = fieldEdit(rowOf(view, row.id) ?? row, field, node.value, sent);
    sent = node.value;
    edit(view, op, fields);
  };
  const later = () => { clearTimeout(view.timers.get(node)); view.timers.set(node, setTimeout(commit, TYPING_MS)); drawState(view); };
  node.addEventListener("focus", () => { sent = node.value; });
  node.addEventListener("input", (event) => { if (tag === "textarea") fit(node); if (!event.isComposing) later(); });
  node.addEventListener("compositionend", later);
  node.addEventListener("change", commit);
  return node;
}

/** Two texts for one cell: both are shown until somebody decides. */
function clash(view, row, one) {
  const held = valuesOf(row)[one.at] ?? "";
  const line = (who, text, label, act) => el("div", { class: "o-side" }, el("b", {}, who), el("span", {}, text || "—"), act ? el("button", { type: "button", onclick: act }, label) : null);
  return el("div", { class: "o-clash", role: "alert" }, el("p", {}, `⚡ ${one.what}`),
    line(W(view, "clash_held"), held, W(view, "clash_keep"), () => edit(view, "settle", { note: one.id, segment: row.id })),
    line(`${one.by} ${one.time}`, one.text, W(view, "clash_take"), one.can ? () => edit(view, "take_mine", { note: one.id, segment: row.id }) : null));
}

/** What the law says of a wording: the words, why, what could excuse them, and other words at one press. */
function lintNote(view, row, one) {
  const swap = (value) => edit(view, "replace", { segment: row.id, cue: one.cue, lang: one.lang, start: one.start, end: one.end, found: one.text, value });
  const actions = one.severity === "info" ? [] : [
    one.swap ? el("button", { type: "button", class: "o-swap", onclick: () => swap(one.swap) }, W(view, "swap").replace("{text}", one.swap)) : null,
    el("button", { type: "button", onclick: () => swap("") }, W(view, "swap_out"))];
  return el("div", { class: `o-note o-lint f-${one.severity}` },
    el("p", {}, el("span", { class: "o-cat", title: one.group }, one.category), el("mark", {}, one.text), ` ${one.why}`),
    el("p", { class: "o-fine" }, `${one.article}${one.excuse ? ` · ${one.excuse}` : ""}${one.papers ? ` · ${one.papers}` : ""}`),
    one.severity === "info" ? null : el("p", {}, `${W(view, "instead")} ${one.suggest} `, ...actions.filter(Boolean)));
}

function comments(view, row) {
  const field = el("input", { class: "o-say", "aria-label": W(view, "comment"), placeholder: W(view, "comment"), maxlength: "1000" });
  const send = () => { if (field.value.trim()) edit(view, "comment", { segment: row.id, value: field.value }); field.value = ""; };
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) send(); });
  return el("div", { class: "o-comments" },
    ...row.comments.map((one) => el("p", {}, el("b", {}, `${one.by} ${one.time}`), ` ${one.text} `, el("button", { type: "button", onclick: () => edit(view, "settle", { note: one.id, segment: row.id }) }, W(view, "settle")))),
    el("div", { class: "o-saying" }, field, el("button", { type: "button", onclick: send }, W(view, "comment_do"))));
}
