// One card of the review desk: its line, its menus, its forms.

function drawCard(view, product, card) {
  const w = view.data.words;
  const name = cardKey(card);
  const target = { sku: card.sku, card: card.id, seen: { id: card.id, ...card.typed } };
  const approved = card.status === "approved";
  const held = waits(view, card);
  const fold = (act, label, focus) => el("button", { type: "button", class: "r-small", "data-act": act, "aria-expanded": String(view.open === `${name} ${act}`), onclick: () => unfold(view, name, act, focus) }, label);
  const row = el("div", { class: `r-card${card.check && !approved ? " r-check" : ""}${approved ? " r-approved" : ""}${held ? " r-waits" : ""}`, role: "listitem", tabindex: "0", "data-card": name, "aria-busy": held ? "true" : null, "aria-label": `${card.headword} ${card.gloss}` },
    el("div", { class: "r-line" },
      el("div", { class: "r-words" }, el("b", { lang: "en" }, card.headword), ...card.said.map((said) => el("span", { class: "r-ipa" }, said)),
        el("button", { type: "button", class: "r-say", "data-act": "us", title: w.say_us, "aria-label": `${w.say_us} ${card.headword}`, onclick: () => say(view, row, card.headword, "en-US") }, "▷")),
      el("div", { class: "r-words" }, el("span", { class: "r-gloss", lang: "zh-CN" }, card.gloss), el("span", { class: "r-pinyin" }, card.pinyin)),
      el("div", { class: "r-chips" },
        card.faceLabel ? el("span", { class: "cc-chip" }, card.faceLabel) : null,
        card.level ? el("span", { class: "cc-chip", title: card.levelHint }, card.level) : null,
        ...card.exams.slice(0, 1).map((exam) => el("span", { class: "cc-chip", title: card.exams.join(" ") }, exam)),
        card.hsk ? el("span", { class: "cc-chip r-hsk", title: card.hskHint, lang: "zh-CN" }, card.hsk) : null,
        el("span", { class: `cc-chip r-ev r-ev-${card.evidence}`, tabindex: "0", "data-tip": card.why }, card.evidenceLabel)),
      el("div", { class: "r-acts" },
        card.alternatives.length ? fold("alts", `${w.alternatives} ${card.alternatives.length}`, ".r-alts button") : null,
        fold("edit", w.edit, "input"),
        el("button", { type: "button", class: "r-small", "data-act": "more", title: w.more, "aria-label": `${w.more} ${card.headword}`, "aria-expanded": String(view.open === `${name} more`), onclick: () => unfold(view, name, "more", ".r-alts button") }, "⋯"),
        el("button", { type: "button", class: "r-small r-no", title: w.reject, "aria-label": `${w.reject} ${card.headword}`, onclick: () => change(view, "reject", target) }, "✕"),
        approved ? el("button", { type: "button", class: "r-main r-done", disabled: held, title: w.reopen, onclick: () => change(view, "reopen", target) }, `✓ ${w.approved}`)
          : el("button", { type: "button", class: "r-main", disabled: held, onclick: () => change(view, "approve", target) }, held ? w.saving : w.approve))),
    card.taught ? el("p", { class: "r-hook r-taught" }, card.taught) : null,
    card.hooks.length ? el("p", { class: "r-hook" }, card.hooks[0]) : null);
  const open = view.open.startsWith(`${name} `) ? view.open.slice(name.length + 1) : "";
  if (open === "alts") {
    row.append(el("div", { class: "r-alts", role: "group", "aria-label": w.alternatives },
      ...card.alternatives.map((gloss, index) => el("button", { type: "button", lang: "zh-CN", onclick: () => change(view, "choose", { ...target, gloss }) }, index < 9 ? el("kbd", {}, String(index + 1)) : null, gloss))));
  }
  if (open === "more") row.append(...drawMore(view, product, card, target, row));
  if (open === "edit") row.append(form(view, view.open, card.sku, [target.seen], [card.typed], w.save));
  if (open === "split") row.append(form(view, view.open, card.sku, [target.seen], card.halves, w.split_save));
  if (open === "merge") {
    const below = product.cards[product.cards.indexOf(card) + 1];
    const joined = { ...card.typed, headword: `${card.typed.headword} ${below.typed.headword}`, gloss: card.typed.gloss + below.typed.gloss, pinyin: "", ipa: "" };
    row.append(form(view, view.open, card.sku, [target.seen, { id: below.id, ...below.typed }], [joined], w.merge_save));
  }
  if (open === "face") row.append(faceForm(view, card, target));
  return row;
}

function drawMore(view, product, card, target, row) {
  const w = view.data.words;
  const name = cardKey(card);
  const at = product.cards.indexOf(card);
  const item = (key, act, label, run, able = true) => el("button", { type: "button", "data-act": act, disabled: !able, onclick: run }, el("kbd", {}, key), label);
  const move = (by) => change(view, "move", { sku: card.sku, card: card.id, to: card.place + by });
  return [
    el("div", { class: "r-alts r-more", role: "group", "aria-label": w.more },
      item("V", "gb", w.say_gb, () => say(view, row, card.headword, "en-GB")),
      item("c", "zh", w.say_zh, () => say(view, row, card.gloss, "zh-CN")),
      item("Alt ↑", "up", w.up, () => move(-1), at > 0),
      item("Alt ↓", "down", w.down, () => move(1), at < product.cards.length - 1),
      item("s", "split", w.split, () => unfold(view, name, "split", "input")),
      item("m", "merge", w.merge, () => unfold(view, name, "merge", "input"), at < product.cards.length - 1),
      item("f", "face", w.face, () => unfold(view, name, "face", "select")),
      item("p", "pin", w.pin, () => change(view, "pin", target)),
      item("w", "known", w.known, () => change(view, "known", target))),
    ...card.hooks.slice(1).map((hook) => el("p", { class: "r-hook" }, hook)),
    ...card.history.map((line) => el("p", { class: "r-hook r-past" }, line))];
}

/** A form of one or two cards; what is typed outlives a reload. */
function form(view, open, sku, seen, cards, label) {
  const w = view.data.words;
  const draft = view.draft?.open === open ? view.draft.cards : cards;
  const field = (id, text, value, lang) => el("label", {}, text, el("input", { name: id, value, lang, autocomplete: "off", spellcheck: "false", maxlength: "80" }));
  const rows = draft.map((card) => el("div", { class: "r-form" },
    field("headword", w.headword, card.headword ?? "", "en"), field("gloss", w.gloss, card.gloss ?? "", "zh-CN"),
    field("pinyin", w.pinyin, card.pinyin ?? ""), field("ipa", w.ipa, card.ipa ?? ""),
    el("label", {}, w.pos, el("select", { name: "pos" }, ...view.data.poses.map(([value, text]) => el("option", { value, selected: value === (card.pos ?? "NOUN") }, text))))));
  const read = () => rows.map((row) => Object.fromEntries([...row.querySelectorAll("input, select")].map((input) => [input.name, input.value])));
  const node = el("form", { class: "r-forms", onsubmit: (event) => {
    event.preventDefault();
    const typed = read();
    const empty = rows.map((row) => [...row.querySelectorAll("[name=headword], [name=gloss]")].find((input) => !input.value.trim())).find(Boolean);
    if (empty) empty.focus();
    else change(view, "rewrite", { sku, seen, cards: typed });
  } }, ...rows, el("button", { type: "submit", class: "r-main" }, label));
  node.addEventListener("input", () => { view.draft = { open, cards: read() }; keep(view); });
  return node;
}

/** How the card stands on the board: a plain word, a pair, a family, a gap; filled with what the card carries. */
function faceForm(view, card, target) {
  const w = view.data.words;
  const kinds = ["word", "pair", "family", "blank"];
  const field = (kind, name, label, value, lang, tag = "input") => el("label", { "data-kind": kind }, label, el(tag, { name, lang, autocomplete: "off", spellcheck: "false", ...(tag === "input" ? { value } : { rows: "3" }) }, ...(tag === "input" ? [] : [value])));
  const { face } = card;
  const choose = el("select", { name: "kind", "aria-label": w.face }, ...kinds.map((kind) => el("option", { value: kind, selected: kind === face.kind }, w[`face_${kind}`])));
  const node = el("form", { class: "r-form r-face", onsubmit: (event) => {
    event.preventDefault();
    change(view, "face", { ...target, ...Object.fromEntries(new FormData(node)) });
  } }, el("label", {}, w.face, choose),
  field("pair", "other", w.face_other, face.other, "en"), field("pair", "ipa", w.ipa, face.ipa), field("pair", "gloss", w.gloss, face.gloss, "zh-CN"),
  field("family", "family", w.face_relatives, face.family, "en", "textarea"),
  field("blank", "en", w.face_en, face.en, "en"), field("blank", "zh", w.face_zh, face.zh, "zh-CN"),
  el("button", { type: "submit", class: "r-main" }, w.face_save));
  const show = () => node.querySelectorAll("[data-kind]").forEach((label) => { label.hidden = label.dataset.kind !== choose.value; });
  choose.addEventListener("change", show);
  show();
  return node;
}

async function say(view, row, text, lang) {
  const { speak } = await import(new URL("/live/js/speak.js", location.origin).href);
  const done = await speak(text, lang);
  row.querySelector(".r-quiet")?.remove();
  if (!done) row.append(el("p", { class: "r-hook r-quiet", role: "status" }, view.data.words.no_voice.replace("{voice}", lang)));
}

// j/k or arrows walk, a approves, e edits, r opens the other glosses, 1–9 takes one; the rest stands in the menu.
const PRESSED = { a: ".r-main:not(.r-done)", u: ".r-done", x: ".r-no", e: "[data-act=edit]", r: "[data-act=alts]", o: "[data-act=more]", v: "[data-act=us]" };
const HIDDEN = { s: "split", m: "merge", f: "face", p: "pin", w: "known", V: "gb", c: "zh" };

function reviewKeys(event, view) {
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "Escape") {
    if (view.open) {
      const name = view.open.split(" ")[0];
      view.open = "";
      view.draft = null;
      keep(view);
      draw(view);
      rowOf(view, name)?.focus();
    }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.isComposing) return;
  event.stopPropagation(); // r and c are keys of the dashboard too
  const rows = [...view.root.querySelectorAll("[data-card]")];
  const row = event.target.closest("[data-card]");
  const index = rows.indexOf(row);
  const product = view.data.products.find((one) => one.sku === event.target.closest("[data-sku]")?.dataset.sku);
  const card = product?.cards.find((one) => cardKey(one) === row?.dataset.card);
  const act = (run) => { event.preventDefault(); if (!event.repeat) run(); };
  const press = (node) => act(() => node?.click());
  if (event.altKey) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && card) act(() => change(view, "move", { sku: card.sku, card: card.id, to: card.place + by }));
  } else if (event.key === "j" || event.key === "ArrowDown") { event.preventDefault(); rows[Math.min(rows.length - 1, index + 1)]?.focus(); }
  else if (event.key === "k" || event.key === "ArrowUp") { event.preventDefault(); rows[Math.max(0, index - 1)]?.focus(); }
  else if (event.key === "z") press(view.root.querySelector("[data-act=undo]"));
  else if (event.key === "n" && product) act(() => addWord(view, product));
  else if (event.key === "b" && product) act(() => showBoard(view, product));
  else if (/^[1-9]$/.test(event.key)) { const node = row?.querySelector(`.r-alts:not(.r-more) button:nth-of-type(${event.key})`); if (node) press(node); }
  else if (row && PRESSED[event.key]) { const node = row.querySelector(PRESSED[event.key]); if (node) press(node); }
  else if (card && HIDDEN[event.key]) act(() => hidden(view, product, card, HIDDEN[event.key]));
}

/** What stands in the menu, by its key alone. */
function hidden(view, product, card, act) {
  const row = rowOf(view, cardKey(card));
  const target = { sku: card.sku, card: card.id, seen: { id: card.id, ...card.typed } };
  if (act === "pin" || act === "known") change(view, act, target);
  else if (act === "gb") say(view, row, card.headword, "en-GB");
  else if (act === "zh") say(view, row, card.gloss, "zh-CN");
  else if (act !== "merge" || product.cards.indexOf(card) < product.cards.length - 1) unfold(view, cardKey(card), act, act === "face" ? "select" : "input");
}
