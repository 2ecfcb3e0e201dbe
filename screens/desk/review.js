// The review desk: a product's text beside its cards, each card one line with what to do at its end.
// Edits are numbered and sent until the server has counted them, as in the outline.

const held = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cc-review");
  let view = held.get(root);
  if (!view) {
    view = { client: Math.random().toString(36).slice(2), n: 0, queue: [], open: "", blocks: new Map() };
    held.set(root, view);
    root.addEventListener("keydown", (event) => keys(event, view));
  }
  view.root = root;
  view.data = data;
  view.send = () => setTriggerValue("edit", { client: view.client, edits: view.queue });
  if (data.seen.client === view.client) view.queue = view.queue.filter((edit) => edit.n > data.seen.n);
  draw(view);
}

function edit(view, op, fields) {
  view.n += 1;
  view.queue.push({ n: view.n, op, ...fields });
  view.open = "";
  view.send();
}

function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function draw(view) {
  const wanted = view.data.products.map((product) => product.sku);
  for (const [sku, block] of view.blocks) if (!wanted.includes(sku)) { block.el.remove(); view.blocks.delete(sku); }
  let at = null;
  for (const product of view.data.products) {
    const state = JSON.stringify([product, view.data.words.approve, product.cards.some((card) => view.open.startsWith(key(card) + " ")) ? view.open : ""]);
    let block = view.blocks.get(product.sku);
    if (!block || block.state !== state) {
      const active = block?.el.contains(document.activeElement) ? document.activeElement.closest("[data-card]") : null;
      const place = active ? [...block.el.querySelectorAll("[data-card]")].indexOf(active) : -1;
      const fresh = drawProduct(view, product);
      if (block) block.el.replaceWith(fresh);
      block = { el: fresh, state };
      view.blocks.set(product.sku, block);
      // A card that became another one, or left, gives its focus to the card in its place.
      if (active) (next(view, active.dataset.card) ?? [...fresh.querySelectorAll("[data-card]")].at(Math.min(place, fresh.querySelectorAll("[data-card]").length - 1)))?.focus();
    }
    if (at ? at.nextSibling !== block.el : view.root.firstChild !== block.el) at ? at.after(block.el) : view.root.prepend(block.el);
    at = block.el;
  }
}

const key = (card) => `${card.sku}/${card.id}`;

function next(view, name) {
  const row = view.root.querySelector(`[data-card="${CSS.escape(name)}"]`);
  return row;
}

function drawProduct(view, product) {
  const w = view.data.words;
  const sure = product.cards.filter((card) => !card.check);
  const guesses = product.cards.filter((card) => card.check);
  const waiting = sure.filter((card) => card.status === "draft");
  const source = el("div", { class: "r-source", tabindex: "0", role: "region", "aria-label": w.source });
  for (const [lang, html] of product.text) source.append(el("div", { lang }, ...marked(html)));
  return el("section", { class: "r-product", "aria-label": product.title },
    el("div", { class: "r-head" },
      product.image ? el("img", { src: product.image, alt: "", loading: "lazy" }) : null,
      el("h2", {}, product.title), el("span", { class: "r-meta" }, product.meta),
      el("span", { class: "r-gap" }),
      el("span", { class: `cc-chip ${product.done ? "cc-ok" : ""}` }, product.tally),
      waiting.length > 1 ? el("button", { type: "button", class: "r-all", onclick: () => edit(view, "approve_all", { sku: product.sku }) }, product.approveAll) : null),
    el("div", { class: "r-body" }, source,
      el("div", { class: "r-cards", role: "list" },
        ...sure.map((card) => drawCard(view, card)),
        guesses.length ? el("p", { class: "r-guess" }, w.guesses) : null,
        ...guesses.map((card) => drawCard(view, card)),
        product.cards.length ? null : el("p", { class: "r-none" }, product.empty))));
}

function marked(passages) {
  return passages.map(([kind, pieces]) => el("p", { class: `r-${kind}` }, ...pieces.map(([text, hit]) => (hit ? el("mark", {}, text) : text))));
}

function drawCard(view, card) {
  const w = view.data.words;
  const name = key(card);
  const toggle = (what) => { view.open = view.open === `${name} ${what}` ? "" : `${name} ${what}`; draw(view); next(view, name)?.querySelector(what === "edit" ? "input" : ".r-alts button")?.focus(); };
  const target = { sku: card.sku, card: card.id };
  const approved = card.status === "approved";
  const row = el("div", { class: `r-card${card.check && !approved ? " r-check" : ""}${approved ? " r-approved" : ""}`, role: "listitem", tabindex: "0", "data-card": name, "aria-label": `${card.headword} ${card.gloss}` },
    el("div", { class: "r-line" },
      el("div", { class: "r-words" }, el("b", { lang: "en" }, card.headword), card.ipa ? el("span", { class: "r-ipa" }, `/${card.ipa}/`) : null),
      el("div", { class: "r-words" }, el("span", { class: "r-gloss", lang: "zh-CN" }, card.gloss), el("span", { class: "r-pinyin" }, card.pinyin)),
      el("div", { class: "r-chips" },
        card.level ? el("span", { class: "cc-chip", title: card.levelHint }, card.level) : null,
        el("span", { class: `cc-chip r-ev r-ev-${card.evidence}`, tabindex: "0", "data-tip": card.why }, card.evidenceLabel)),
      el("div", { class: "r-acts" },
        card.alternatives.length ? el("button", { type: "button", class: "r-small", "data-act": "alts", "aria-expanded": String(view.open === `${name} alts`), onclick: () => toggle("alts") }, `${w.alternatives} ${card.alternatives.length}`) : null,
        el("button", { type: "button", class: "r-small", "data-act": "edit", "aria-expanded": String(view.open === `${name} edit`), onclick: () => toggle("edit") }, w.edit),
        el("button", { type: "button", class: "r-small r-no", title: w.reject, "aria-label": `${w.reject} ${card.headword}`, onclick: () => edit(view, "reject", target) }, "✕"),
        approved ? el("button", { type: "button", class: "r-main r-done", title: w.reopen, onclick: () => edit(view, "reopen", target) }, `✓ ${w.approved}`)
          : el("button", { type: "button", class: "r-main", onclick: () => edit(view, "approve", target) }, w.approve))),
    card.hook ? el("p", { class: "r-hook" }, card.hook) : null);
  if (view.open === `${name} alts`) {
    row.append(el("div", { class: "r-alts", role: "group", "aria-label": w.alternatives },
      ...card.alternatives.map((gloss, index) => el("button", { type: "button", lang: "zh-CN", onclick: () => edit(view, "choose", { ...target, gloss }) }, index < 9 ? el("kbd", {}, String(index + 1)) : null, gloss))));
  }
  if (view.open === `${name} edit`) {
    const field = (id, label, value, lang) => el("label", {}, label, el("input", { name: id, value, lang, autocomplete: "off", spellcheck: "false" }));
    row.append(el("form", { class: "r-form", onsubmit: (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(event.target));
      if (values.headword.trim() && values.gloss.trim()) edit(view, "edit", { ...target, ...values });
    } },
    field("headword", w.headword, card.headword, "en"), field("gloss", w.gloss, card.gloss, "zh-CN"),
    field("pinyin", w.pinyin, card.pinyin), field("ipa", "IPA", card.ipa ?? ""),
    el("button", { type: "submit", class: "r-main" }, w.save)));
  }
  return row;
}

// j/k or arrows walk, a approves, e edits, r opens the other glosses, 1–9 takes one.
function keys(event, view) {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    if (event.key === "Escape") { view.open = ""; draw(view); }
    return;
  }
  const rows = [...view.root.querySelectorAll("[data-card]")];
  const row = event.target.closest("[data-card]");
  const index = rows.indexOf(row);
  const press = (selector) => { const button = row?.querySelector(selector); if (button) { event.preventDefault(); button.click(); } };
  if (event.key === "j" || event.key === "ArrowDown") { event.preventDefault(); rows[Math.min(rows.length - 1, index + 1)]?.focus(); }
  else if (event.key === "k" || event.key === "ArrowUp") { event.preventDefault(); rows[Math.max(0, index - 1)]?.focus(); }
  else if (event.repeat) return;
  else if (event.key === "a") press(".r-main:not(.r-done)");
  else if (event.key === "u") press(".r-done");
  else if (event.key === "x") press(".r-no");
  else if (event.key === "e") press("[data-act=edit]");
  else if (event.key === "r") press("[data-act=alts]");
  else if (/^[1-9]$/.test(event.key)) press(`.r-alts button:nth-of-type(${event.key})`);
  else if (event.key === "Escape") { view.open = ""; draw(view); }
}
