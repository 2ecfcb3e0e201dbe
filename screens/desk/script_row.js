// The outline view: one line per segment; an open one shows its lines side by side in both languages.

function drawHead(view, row, index, open) {
  const picked = view.picked.has(row.id);
  const est = el("span", { class: `o-est${["over", "impossible"].includes(row.state) ? " o-over" : ""}`, title: W(view, "estimate") }, row.est ? `≈${mmss(row.est)}` : "");
  const badge = (kind, sign, n, label) => (n ? el("span", { class: `o-flag f-${kind}`, title: label }, sign + n) : null);
  return el("div", { class: "o-head", draggable: "true",
    ondragstart: (event) => { event.dataTransfer.setData("text/plain", row.id); event.dataTransfer.effectAllowed = "move"; view.drag = row.id; },
    ondragend: () => { view.drag = null; undrop(view); } },
    el("input", { type: "checkbox", class: "o-pick", "data-act": "pick", "aria-label": `${W(view, "pick")} ${row.title}`, checked: picked, onclick: (event) => pick(view, row.id, event.target.checked, event.shiftKey) }),
    el("button", { type: "button", class: "o-toggle", "data-act": "toggle", "aria-expanded": String(open), onclick: () => { open ? view.open.delete(row.id) : view.open.add(row.id); draw(view); } },
      el("span", { class: `o-at${row.fixed ? " o-fixed" : ""}`, title: row.fixed ? W(view, "fixed") : null }, row.at),
      el("span", { class: `o-kind k-${row.kind}` }, row.kindLabel),
      el("span", { class: "o-title" }, row.milestone ? el("span", { class: "o-mile", title: W(view, "milestone") }, `◆ ${row.milestone.split(" | ")[0]}`) : null,
        row.again ? el("span", { class: "o-again", title: row.again }, "↻") : null, row.title, row.other ? el("small", {}, row.other) : null),
      badge("clash", "⚡", row.conflicts.length, W(view, "clashes")),
      badge("comment", "💬", row.comments.length, W(view, "comments")),
      badge(row.worst, row.worst === "block" || row.worst === "error" ? "⛔" : "", row.flags, W(view, "flags")),
      el("span", { class: `o-by${row.late ? " o-late" : ""}`, title: W(view, "must_start") }, row.by ? `≤${row.by}` : ""),
      el("span", { class: "o-len" }, mmss(row.ms)), est),
    icon("↑", W(view, "up"), () => edit(view, "step", { segments: [row.id], by: -1 }), { "data-act": "up", disabled: index === 0 }),
    icon("↓", W(view, "down"), () => edit(view, "step", { segments: [row.id], by: 1 }), { "data-act": "down", disabled: index === view.data.rows.length - 1 }),
    icon(row.skip ? "↺" : "⤼", W(view, row.skip ? "unskip" : "skip"), () => edit(view, "skip", { segments: [row.id], value: !row.skip }), { "data-act": "skip", "aria-pressed": String(row.skip) }));
}

function drawBody(view, row, held, open) {
  if (!open) { held.body?.remove(); held.body = held.shape = null; return; }
  const shape = JSON.stringify([row.cues.map((cue) => [cue.id, cue.kind, cue.board]), row.kind, row.product, row.checks, row.lints, row.comments, row.conflicts, Object.keys(row.columns), view.data.words.up]);
  if (!held.body || held.shape !== shape) {
    const active = held.body?.contains(document.activeElement) ? document.activeElement : null;
    const spot = active?.dataset.field ?? active?.dataset.word;
    const [text, from, to] = spot != null && "selectionStart" in active ? [active.value, active.selectionStart, active.selectionEnd] : [];
    const typing = active && (view.timers.has(active) || active.dataset.word != null);
    const fresh = buildBody(view, row);
    if (held.body) held.body.replaceWith(fresh); else held.el.append(fresh);
    held.body = fresh;
    held.shape = shape;
    const again = spot != null ? fresh.querySelector(`[data-field="${CSS.escape(spot)}"], [data-word="${CSS.escape(spot)}"]`) : null;
    if (again) {
      again.focus();
      // What is being typed stays as it is, with its cursor; it is saved like any other typing.
      if (typing) { again.value = text; again.dispatchEvent(new Event("input")); }
      if (from != null) again.setSelectionRange(from, to);
    }
  }
  const values = valuesOf(row);
  for (const field of held.body.querySelectorAll("[data-field]")) {
    const value = values[field.dataset.field] ?? "";
    const waits = view.timers.has(field) || view.queue.some((one) => one.field === field.dataset.field && one.segment === row.id);
    if (field !== document.activeElement && !waits && field.value !== value) field.value = value;
    if (field.tagName === "TEXTAREA") fit(field);
  }
}

function choice(view, label, list, value, act, attrs = {}) {
  const node = el("select", { "aria-label": label, title: label, onchange: (event) => act(event.target.value, event.target), ...attrs }, ...list.map(([key, text]) => el("option", { value: key, selected: key === value }, text)));
  if (value && !list.some(([key]) => key === value)) node.prepend(el("option", { value, selected: true }, value));
  return node;
}

function buildBody(view, row) {
  const w = (name) => W(view, name);
  const clashes = (field) => row.conflicts.filter((one) => one.at === field).map((one) => clash(view, row, one));
  const cell = (tag, field, label, lang, hint) => el("label", { class: "o-field" }, el("span", {}, label), input(view, tag, row, field, label, lang, hint ?? ""), ...clashes(field));
  const shown = new Set(["title.zh", "title.en", "length", "note", ...row.cues.flatMap((cue) => [`${cue.id}.zh`, `${cue.id}.en`, `${cue.id}.note`]), ...view.data.roles.map(([name]) => `column.${name}`), ...Object.keys(row.columns).map((name) => `column.${name}`)]);
  const roles = [...view.data.roles, ...Object.keys(row.columns).filter((name) => !view.data.roles.some(([known]) => known === name)).map((name) => [name, name])];
  return el("div", { class: "o-body" },
    el("div", { class: "o-facts" }, row.product ? el("span", { class: "o-product" }, row.product) : null,
      row.again ? el("span", { class: "o-product" }, `↻ ${row.again}`) : null, row.by ? el("span", { class: `o-product${row.late ? " o-late" : ""}` }, `${w("must_start")} ${row.by}`) : null,
      row.est ? el("span", { class: `o-product${["over", "impossible"].includes(row.state) ? " o-late" : ""}`, title: w("estimate") }, `${w("est_short")} ≈${mmss(row.est)}`) : null),
    ...row.conflicts.filter((one) => !shown.has(one.at)).map((one) => clash(view, row, one)),
    ...row.checks.map((note) => el("p", { class: `o-note f-${note.severity}` }, el("b", {}, note.what), ` ${note.fix}`)),
    ...row.lints.filter((one) => !one.cue).map((one) => lintNote(view, row, one)),
    el("div", { class: "o-fields" }, cell("input", "title.zh", w("title_zh"), "zh"), cell("input", "title.en", w("title_en"), "en"),
      el("label", { class: "o-field" }, el("span", {}, w("kind")), choice(view, w("kind"), view.data.kinds, row.kind, (value) => edit(view, "kind", { segment: row.id, value }))),
      cell("input", "length", w("length_short"), null, w("length")), cell("input", "start", w("start"), null, w("start_soft"))),
    ...row.cues.map((cue, index) => el("div", { class: "o-cue", "data-cue": cue.id },
      el("div", { class: "o-cue-head" },
        choice(view, w("cue_kind"), view.data.cueKinds, cue.kind, (value) => edit(view, "cue_kind", { segment: row.id, cue: cue.id, value }), { class: `o-ckind c-${cue.kind}` }),
        ...cue.board.map(([card, word]) => el("span", { class: "o-word", lang: "en" }, word, el("button", { type: "button", "aria-label": `${w("drop_card")} ${word}`, onclick: () => edit(view, "drop_card", { segment: row.id, cue: cue.id, card }) }, "×"))),
        ["card", "reveal", "quiz"].includes(cue.kind) || cue.board.length ? wordField(view, row, cue.id) : null,
        el("span", { class: "o-gap" }),
        icon("↑", w("up_cue"), () => edit(view, "move_cue", { segment: row.id, cue: cue.id, to: index - 1 }), { disabled: index === 0 }),
        icon("↓", w("down_cue"), () => edit(view, "move_cue", { segment: row.id, cue: cue.id, to: index + 1 }), { disabled: index === row.cues.length - 1 }),
        icon("×2", w("duplicate_cue"), () => edit(view, "duplicate_cue", { segment: row.id, cue: cue.id })),
        icon("✕", w("remove_cue"), () => edit(view, "remove_cue", { segment: row.id, cue: cue.id }))),
      ...["zh", "en"].map((lang) => el("div", { class: "o-field" }, input(view, "textarea", row, `${cue.id}.${lang}`, w(lang), lang), ...clashes(`${cue.id}.${lang}`))),
      ...row.lints.filter((one) => one.cue === cue.id).map((one) => lintNote(view, row, one)),
      el("div", { class: "o-private" }, input(view, "input", row, `${cue.id}.note`, w("cue_note")), ...clashes(`${cue.id}.note`)))),
    el("details", { class: "o-roles", open: view.roles, ontoggle: (event) => { view.roles = event.target.open; if (view.roles) event.target.querySelectorAll("textarea").forEach(fit); } }, el("summary", {}, w("roles"), el("small", {}, roles.filter(([name]) => row.columns[name]).map(([, label]) => label).join(" · "))),
      el("div", { class: "o-role-grid" }, ...roles.map(([name, label]) => cell("textarea", `column.${name}`, label)), cell("textarea", "note", w("note")), cell("input", "milestone", w("milestone")))),
    comments(view, row),
    el("div", { class: "o-foot" },
      choice(view, w("add_cue"), [["", `＋ ${w("add_cue")}`], ...view.data.cueKinds], "", (kind, node) => { node.value = ""; edit(view, "add_cue", { segment: row.id, kind }); }, { class: "o-add" }),
      wordField(view, row, ""), el("span", { class: "o-gap" }),
      el("button", { type: "button", onclick: () => edit(view, "bring_back", { segments: [row.id] }) }, w("bring_back")),
      el("button", { type: "button", onclick: () => edit(view, "duplicate", { segments: [row.id] }) }, w("duplicate")),
      el("button", { type: "button", class: "o-danger", onclick: () => edit(view, "remove", { segments: [row.id] }) }, w("remove"))));
}
