// Words for a board: the product's own first, then any approved card of the catalogue, then the word as it is typed.

const ASK_MS = 250;

function wordField(view, row, cue) {
  const name = `words-${row.id}-${cue}`;
  const list = el("ul", { class: "o-words", id: name, role: "listbox", "aria-label": W(view, "add_card"), hidden: true });
  const field = el("input", { class: "o-word-in", "data-word": cue, role: "combobox", "aria-controls": name, "aria-expanded": "false", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: "40", placeholder: `＋ ${W(view, "add_card")}`, "aria-label": W(view, "add_card") });
  let at = -1;
  let asking;
  const take = (card) => {
    field.value = "";
    edit(view, "add_card", { segment: row.id, cue, card });
    close();
  };
  const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); at = -1; if (view.listing === show) view.listing = null; };
  const show = () => {
    const typed = field.value.trim().replace(/\s+/g, " ");
    const groups = wordChoices(view, row, typed);
    at = Math.min(at, groups.reduce((sum, one) => sum + one.choices.length, 0) - 1);
    let n = -1;
    list.replaceChildren(...groups.flatMap(({ label, choices }) => [el("li", { class: "o-words-head", role: "presentation" }, label), ...choices.map(([card, word, gloss]) => {
      n += 1;
      return el("li", { role: "option", id: `${name}-${n}`, "aria-selected": String(n === at), onpointerdown: (event) => { event.preventDefault(); take(card); } }, el("b", { lang: "en" }, word), gloss ? el("span", {}, gloss) : null);
    })]));
    if (!list.childElementCount) list.append(el("li", { class: "o-words-head", role: "presentation" }, W(view, "word_none")));
    list.hidden = false;
    if (at < 0) field.removeAttribute("aria-activedescendant"); else field.setAttribute("aria-activedescendant", `${name}-${at}`);
    field.setAttribute("aria-expanded", "true");
    view.listing = show; // drawn again when the answer of the catalogue comes
  };
  const ask = () => { clearTimeout(asking); asking = setTimeout(() => { if (field.isConnected && field.value.trim()) view.ask(field.value.trim()); }, ASK_MS); };
  field.addEventListener("focus", show);
  field.addEventListener("blur", close);
  field.addEventListener("input", (event) => { at = -1; show(); if (!event.isComposing) ask(); });
  field.addEventListener("compositionend", ask);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const options = [...list.querySelectorAll("[role=option]")];
    if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      const typed = field.value.trim();
      const chosen = options[at] ?? (typed ? options[0] : null);
      if (chosen) take(wordChoices(view, row, typed.replace(/\s+/g, " ")).flatMap((one) => one.choices)[options.indexOf(chosen)][0]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = Math.max(0, Math.min(options.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      show();
      list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return el("span", { class: "o-word-add" }, field, list);
}

/** What can be put on the board, in groups: [card id, word, gloss] each. */
function wordChoices(view, row, typed) {
  const wanted = typed.toLowerCase();
  const fits = ([, word, gloss]) => !wanted || word.toLowerCase().includes(wanted) || gloss.includes(typed);
  const own = (view.data.boards[row.sku] ?? []).filter(fits);
  const have = new Set(own.map(([card]) => card));
  const all = (wanted ? view.data.found.hits : []).filter((one) => !have.has(one[0]) && fits(one));
  const exact = [...own, ...all].some(([, word]) => word.toLowerCase() === wanted);
  return [
    { label: W(view, "word_own"), choices: own },
    { label: W(view, "word_all"), choices: all },
    { label: W(view, "word_typed"), choices: typed && !exact ? [[`word:${typed}`, typed, ""]] : [] },
  ].filter((one) => one.choices.length);
}
