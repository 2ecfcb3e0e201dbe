// The review desk: a product's text beside its cards, each card one line with what to do at its end.
// Behind edits.js and the other review*.js. What is typed and not yet counted outlives a reload of the page.

const held = new WeakMap();
const KEPT = "cc-review";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cc-review");
  let view = held.get(root);
  if (!view) {
    view = { client: Math.random().toString(36).slice(2), n: 0, queue: [], open: "", draft: null, clashes: [], settled: [], ...recall(), blocks: new Map(), boards: new Map(), board: "" };
    held.set(root, view);
    root.addEventListener("keydown", (event) => reviewKeys(event, view));
    root.append(el("div", { class: "r-top" }));
    if (view.queue.length) setTimeout(() => view.send(), 0);
  }
  view.root = root;
  view.data = data;
  view.send = () => { keep(view); setTriggerValue("edit", { client: view.client, edits: view.queue }); };
  counted(view, data.seen);
  for (const clash of data.clashes) {
    if (!view.settled.includes(clash.key) && !view.clashes.some((one) => one.key === clash.key)) view.clashes.push(clash);
  }
  keep(view);
  draw(view);
}

function recall() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) ?? {}; } catch { return {}; }
}

function keep(view) {
  const { client, n, queue, open, draft, clashes, settled } = view;
  try { sessionStorage.setItem(KEPT, JSON.stringify({ client, n, queue, open, draft, clashes, settled })); } catch { /* a private window keeps nothing */ }
}

/** One edit; whatever was open closes, and what it is about is quiet until the store has it. */
function change(view, op, fields) {
  view.open = "";
  view.draft = null;
  edit(view, op, fields);
  draw(view);
}

/** Whether the store has not counted yet what was pressed for a card. */
const waits = (view, card) => view.queue.some((one) => one.sku === card.sku && (one.card === card.id || one.op === "approve_all"));

function unfold(view, name, what, focus) {
  view.open = view.open === `${name} ${what}` ? "" : `${name} ${what}`;
  view.draft = null;
  keep(view);
  draw(view);
  view.root.querySelector(`[data-card="${CSS.escape(name)}"]`)?.querySelector(view.open ? focus : "[data-act=more]")?.focus();
}

const cardKey = (card) => `${card.sku}/${card.id}`;
const rowOf = (view, name) => view.root.querySelector(`[data-card="${CSS.escape(name)}"]`);

function draw(view) {
  drawTop(view);
  const wanted = view.data.products.map((product) => product.sku);
  for (const [sku, block] of view.blocks) {
    if (wanted.includes(sku)) continue;
    block.el.remove();
    view.blocks.delete(sku);
    view.boards.delete(sku);
  }
  let at = view.root.querySelector(":scope > .r-top");
  for (const product of view.data.products) {
    const mine = product.cards.some((card) => view.open.startsWith(`${cardKey(card)} `)) || view.open === `${product.sku} add`;
    const waiting = product.cards.filter((card) => waits(view, card)).map((card) => card.id);
    const state = JSON.stringify([product, view.data.words.approve, mine ? view.open : "", view.board === product.sku, waiting]);
    let block = view.blocks.get(product.sku);
    if (!block || block.state !== state) {
      const active = block?.el.contains(document.activeElement) ? document.activeElement.closest("[data-card]") : null;
      const place = active ? [...block.el.querySelectorAll("[data-card]")].indexOf(active) : -1;
      const fresh = drawProduct(view, product);
      if (block) block.el.replaceWith(fresh);
      block = { el: fresh, state };
      view.blocks.set(product.sku, block);
      // A card that became another one, or left, gives its focus to the card in its place.
      if (active) (rowOf(view, active.dataset.card) ?? [...fresh.querySelectorAll("[data-card]")].at(Math.min(place, fresh.querySelectorAll("[data-card]").length - 1)))?.focus();
    }
    if (at.nextSibling !== block.el) at.after(block.el);
    at = block.el;
  }
}

// Above the products: what the last step was, and changes that met somebody else's.
function drawTop(view) {
  const w = view.data.words;
  const top = view.root.querySelector(":scope > .r-top");
  const { last, notice } = view.data;
  const state = JSON.stringify([view.clashes, last, notice, w.undo]);
  if (top.dataset.state === state) return;
  top.dataset.state = state;
  const had = top.querySelectorAll(".r-clash").length;
  top.replaceChildren(
    ...view.clashes.map((clash) => drawClash(view, clash)),
    el("div", { class: "r-last", hidden: !last && !notice },
      el("span", { role: "status" }, notice || (last ? last.label : "")),
      last ? el("button", { type: "button", class: "r-small", "data-act": "undo", onclick: () => change(view, "undo", { step: last.id }) }, w.undo, el("kbd", {}, "z")) : null));
  if (view.clashes.length > had) top.querySelector(".r-clash button")?.focus();
}

function drawClash(view, clash) {
  const w = view.data.words;
  const settle = (take) => {
    view.settled.push(clash.key);
    view.clashes = view.clashes.filter((one) => one !== clash);
    if (take) change(view, "rewrite", { sku: clash.sku, seen: [{ id: clash.id, ...clash.theirs }], cards: clash.mine });
    else { keep(view); draw(view); }
  };
  const side = (title, texts) => el("div", { class: "r-side" }, el("b", {}, title), ...texts.map((text) => el("p", {},
    el("span", { lang: "en" }, text.headword), " ", el("span", { lang: "zh-CN" }, text.gloss), " ",
    el("small", {}, [text.pinyin, text.ipa ? `/${text.ipa}/` : ""].filter(Boolean).join("  ")))));
  return el("div", { class: "r-clash", role: "alert", "data-card": `clash/${clash.key}` },
    el("p", { class: "r-clash-head" }, clash.title),
    el("div", { class: "r-sides" }, side(clash.by, [clash.theirs]), clash.mine.length ? side(w.clash_mine, clash.mine) : null),
    el("div", { class: "r-alts" },
      el("button", { type: "button", "data-act": "theirs", onclick: () => settle(false) }, el("kbd", {}, "1"), clash.mine.length ? w.clash_theirs : w.clash_look),
      clash.mine.length ? el("button", { type: "button", "data-act": "mine", onclick: () => settle(true) }, el("kbd", {}, "2"), w.clash_take) : null));
}

function drawProduct(view, product) {
  const w = view.data.words;
  const sure = product.cards.filter((card) => !card.check);
  const guesses = product.cards.filter((card) => card.check);
  const waiting = sure.filter((card) => card.status === "draft");
  const source = el("div", { class: "r-source", tabindex: "0", role: "region", "aria-label": w.source });
  for (const [lang, html] of product.text) source.append(el("div", { lang }, ...marked(html)));
  const shown = view.board === product.sku;
  const block = el("section", { class: "r-product", "aria-label": product.title, "data-sku": product.sku },
    el("div", { class: "r-head" },
      product.image ? el("img", { src: product.image, alt: "", loading: "lazy" }) : null,
      el("h2", {}, product.title), el("span", { class: "r-meta" }, product.meta),
      el("span", { class: "r-gap" }),
      el("span", { class: `cc-chip ${product.done ? "cc-ok" : ""}` }, product.tally),
      el("button", { type: "button", class: "r-small", "data-act": "add", "aria-expanded": String(view.open === `${product.sku} add`), onclick: () => addWord(view, product) }, `＋ ${w.add}`),
      product.cards.length ? el("button", { type: "button", class: "r-small", "data-act": "board", "aria-expanded": String(shown), onclick: () => showBoard(view, product) }, w.board) : null,
      waiting.length > 1 ? el("button", { type: "button", class: "r-all", onclick: () => change(view, "approve_all", { sku: product.sku }) }, product.approveAll) : null),
    shown ? boardOf(view, product) : null,
    el("div", { class: "r-body" }, source,
      el("div", { class: "r-cards", role: "list" },
        view.open === `${product.sku} add` ? form(view, `${product.sku} add`, product.sku, [], [{}], w.add_save) : null,
        ...sure.map((card) => drawCard(view, product, card)),
        guesses.length ? el("p", { class: "r-guess" }, w.guesses) : null,
        ...guesses.map((card) => drawCard(view, product, card)),
        product.cards.length ? null : el("p", { class: "r-none" }, product.empty))));
  return block;
}

function marked(passages) {
  return passages.map(([kind, pieces]) => el("p", { class: `r-${kind}` }, ...pieces.map(([text, hit]) => (hit ? el("mark", {}, text) : text))));
}

function addWord(view, product) {
  view.open = view.open === `${product.sku} add` ? "" : `${product.sku} add`;
  view.draft = null;
  keep(view);
  draw(view);
  view.blocks.get(product.sku).el.querySelector("form input")?.focus();
}

// The board itself, drawn by the module of the live screens: what is seen here is what goes on air.
function showBoard(view, product) {
  view.board = view.board === product.sku ? "" : product.sku;
  draw(view);
  if (view.board) view.blocks.get(product.sku).el.querySelector(".r-board").scrollIntoView({ block: "nearest" });
}

function boardOf(view, product) {
  let one = view.boards.get(product.sku);
  if (!one) {
    one = { host: el("div", { class: "r-board" }), live: null };
    view.boards.set(product.sku, one);
    import(new URL("/live/js/boardpreview.js", location.origin).href).then((module) => {
      one.live = module.mount(one.host);
      one.live.ready.then(() => one.live.update(one.data));
    });
  }
  one.data = { cards: product.cards.map((card) => card.board), product: product.board, lang: view.data.lang };
  one.live?.update(one.data);
  return one.host;
}
