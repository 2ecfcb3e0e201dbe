// The table view: the whole-show sheet, one line per cue; a cell turns into a field when somebody types into it.

// Left out on a phone, where the lines themselves must be in reach.
const WIDE = ["by", "start", "est", "kind", "cue"];

function columnsOf(view) {
  const w = (name) => W(view, name);
  const extra = [...new Set(view.data.rows.flatMap((row) => Object.keys(row.columns)))].filter((name) => !view.data.roles.some(([known]) => known === name));
  const columns = [["n", "#", "3.1rem"], ["at", w("time"), "4.6rem"], ["by", w("must_start"), "4.8rem"], ["start", w("start"), "5.2rem"], ["length", w("length_short"), "4.2rem"], ["est", w("est_short"), "4.2rem"],
    ["kind", w("kind"), "5rem"], ["title.zh", w("title_zh"), "10rem"], ["title.en", w("title_en"), "10rem"], ["cue", w("cue_kind"), "5rem"], ["zh", w("zh"), "20rem"], ["en", w("en"), "20rem"], ["board", w("board"), "9rem"],
    ...view.data.roles.map(([name, label]) => [`column.${name}`, label, "9rem"]), ...extra.map((name) => [`column.${name}`, name, "9rem"]), ["note", w("note"), "9rem"], ["flags", w("flags"), "3.4rem"]];
  const deadlines = view.data.rows.some((row) => row.by);
  const narrow = matchMedia("(max-width: 760px)").matches;
  return columns.filter(([name]) => (name !== "by" || deadlines) && !(narrow && WIDE.includes(name)));
}

function drawTable(view) {
  const columns = columnsOf(view);
  const shape = JSON.stringify(columns);
  let box = view.box;
  if (!box || view.tableShape !== shape) {
    box?.remove();
    box = view.box = el("div", { class: "o-table", tabindex: "-1", role: "grid", style: `--cols:${columns.map(([, , width]) => width).join(" ")}` },
      el("div", { class: "t-line t-top", role: "row" }, ...columns.map(([name, label]) => el("div", { class: `t-cell t-${name.split(".")[0]}`, role: "columnheader" }, label))));
    view.root.append(box);
    view.tableShape = shape;
    view.lines = new Map();
    // 500 segments are 70 000 cells: a row gets its cells when it comes near the window.
    view.near?.disconnect();
    view.near = new IntersectionObserver((entries) => {
      const seen = entries.filter((one) => one.isIntersecting).map((one) => view.lines.get(one.target.dataset.id)).filter((line) => line && !line.seen);
      for (const line of seen) { line.seen = true; fillRow(view, line); }
    }, { root: box, rootMargin: "800px" });
    box.addEventListener("click", (event) => { const cell = event.target.closest(".t-edit"); if (cell && !event.target.closest("textarea, button")) cellEdit(view, cell); });
    box.addEventListener("keydown", (event) => tableKeys(event, view));
  }
  const wanted = new Set(view.data.rows.map((row) => row.id));
  for (const [id, line] of view.lines) if (!wanted.has(id)) { line.el.remove(); view.lines.delete(id); }
  let at = box.firstChild;
  view.data.rows.forEach((row, index) => {
    let line = view.lines.get(row.id);
    if (!line) {
      view.lines.set(row.id, (line = { el: el("div", { class: "t-row", "data-id": row.id, role: "rowgroup" }), seen: index < 20 }));
      view.near.observe(line.el);
    }
    if (at.nextSibling !== line.el) at.after(line.el);
    at = line.el;
    Object.assign(line, { row, index, columns });
    if (line.seen) fillRow(view, line); else line.el.style.minHeight = `${row.cues.length * 1.9}rem`;
  });
}

function fillRow(view, line) {
  const { row, index, columns } = line;
  const state = JSON.stringify([row, index, view.picked.has(row.id)]);
  if (line.state === state || line.el.querySelector("textarea")) return; // a cell that is typed into is drawn when it is left
  const focus = line.el.contains(document.activeElement) ? document.activeElement.dataset.field : null;
  line.el.style.minHeight = "";
  line.el.className = `t-row s-${row.state}${view.picked.has(row.id) ? " o-picked" : ""}`;
  line.el.replaceChildren(...row.cues.map((cue, inner) => tableLine(view, columns, row, index, cue, inner)), ...row.conflicts.map((one) => clash(view, row, one)));
  line.state = state;
  if (focus) line.el.querySelector(`[data-field="${CSS.escape(focus)}"]`)?.focus();
}

function tableLine(view, columns, row, index, cue, inner) {
  const values = valuesOf(row);
  const first = inner === 0;
  const over = ["over", "impossible"].includes(row.state);
  const fixed = { n: first ? String(index + 1) : "", at: first ? row.at : "", by: first ? row.by : "", est: first && row.est ? `≈${mmss(row.est)}` : "", kind: first ? row.kindLabel : "", cue: cue.kindLabel, board: cue.board.map(([, word]) => word).join("; "), flags: first && row.flags ? String(row.flags) : "" };
  return el("div", { class: `t-line${first ? " t-first" : ""}`, role: "row" }, ...columns.map(([name]) => {
    const css = `t-cell t-${name.split(".")[0]}${name === "est" && over ? " o-over" : ""}${name === "by" && row.late ? " o-late" : ""}${name === "flags" && row.flags ? ` f-${row.worst}` : ""}`;
    if (name === "n") return el("div", { class: css, role: "rowheader" }, first ? el("input", { type: "checkbox", class: "o-pick", "aria-label": `${W(view, "pick")} ${row.title}`, checked: view.picked.has(row.id), onclick: (event) => pick(view, row.id, event.target.checked, event.shiftKey) }) : null, fixed.n);
    if (name in fixed) return el("div", { class: css, role: "gridcell", title: name === "flags" ? [...row.checks.map((one) => one.what), ...row.lints.map((one) => `${one.text}: ${one.why}`)].join("\n") : null }, fixed[name]);
    const own = name === "zh" || name === "en";
    if (!own && !first) return el("div", { class: css, role: "gridcell" });
    const field = own ? `${cue.id}.${name}` : name;
    const marks = own ? row.lints.filter((one) => one.cue === cue.id && one.lang === name) : [];
    return el("div", { class: `${css} t-edit`, role: "gridcell", tabindex: "0", "data-field": field, lang: name.endsWith("zh") ? "zh-CN" : name.endsWith("en") ? "en" : null }, ...marked(values[field] ?? "", marks));
  }));
}

/** A line with the words that the law minds underlined. */
function marked(text, lints) {
  const pieces = [];
  let at = 0;
  for (const one of [...lints].sort((a, b) => a.start - b.start)) {
    if (one.start < at || text.slice(one.start, one.end) !== one.text) continue;
    pieces.push(text.slice(at, one.start), el("mark", { class: `f-${one.severity}`, title: `${one.why}\n${one.suggest}` }, one.text));
    at = one.end;
  }
  return [...pieces, text.slice(at)];
}

function cellEdit(view, cell, typed) {
  const row = rowOf(view, cell.closest(".t-row").dataset.id);
  const field = cell.dataset.field;
  const area = input(view, "textarea", row, field, cell.closest(".o-table").querySelector(".t-top").children[[...cell.parentNode.children].indexOf(cell)].textContent, cell.lang.slice(0, 2));
  cell.replaceChildren(area);
  cell.classList.add("t-open");
  area.focus();
  if (typed !== undefined) { area.value = typed; area.dispatchEvent(new Event("input")); } else area.select();
  fit(area);
  area.addEventListener("blur", () => {
    area.dispatchEvent(new Event("change"));
    const value = area.value;
    cell.classList.remove("t-open");
    cell.replaceChildren(value);
    view.lines.get(row.id).state = null;
    setTimeout(() => draw(view));
  });
}

function tableKeys(event, view) {
  if (event.isComposing) return;
  const cell = event.target.closest(".t-edit");
  if (!cell) return;
  const cells = () => [...view.box.querySelectorAll(".t-edit")];
  const beside = (by) => { const all = cells(); return all[all.indexOf(cell) + by]; };
  const below = (by) => {
    const lines = [...view.box.querySelectorAll(".t-line:not(.t-top)")];
    const column = [...cell.parentNode.children].indexOf(cell);
    for (let at = lines.indexOf(cell.parentNode) + by; at >= 0 && at < lines.length; at += by) if (lines[at].children[column].matches(".t-edit")) return lines[at].children[column];
    return null;
  };
  const open = event.target.tagName === "TEXTAREA";
  const go = (target) => { if (target) { event.preventDefault(); target.focus(); target.scrollIntoView({ block: "nearest", inline: "nearest" }); } };
  if (event.key === "Tab") {
    const target = beside(event.shiftKey ? -1 : 1);
    go(target);
  } else if (open) {
    if (event.key === "Escape") { event.target.value = valuesOf(rowOf(view, cell.closest(".t-row").dataset.id))[cell.dataset.field] ?? ""; go(cell); cell.focus(); }
    if (event.key === "Enter" && !event.shiftKey) { const target = below(1) ?? cell; event.preventDefault(); event.target.blur(); target.focus(); }
  } else if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); cellEdit(view, cell); }
  else if (event.key === "ArrowRight") go(beside(1));
  else if (event.key === "ArrowLeft") go(beside(-1));
  else if (event.key === "ArrowDown") go(below(1));
  else if (event.key === "ArrowUp") go(below(-1));
  else if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); cellEdit(view, cell, ""); }
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); cellEdit(view, cell, event.key); }
}
