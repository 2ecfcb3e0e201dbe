// Over both views: the ruler of the whole show, and what the show says of itself.

function drawRuler(view) {
  const { data } = view;
  const state = JSON.stringify([data.ticks, data.rows.map((row) => [row.id, row.ms, row.kind, row.state, row.milestone, row.fixed, row.skip])]);
  if (view.ruler?.isConnected && view.rulerState === state) return;
  view.rulerState = state;
  const play = data.rows.filter((row) => !row.skip && row.ms);
  const total = Math.max(1, play.reduce((sum, row) => sum + row.ms, 0));
  let at = 0;
  const marks = [];
  const cells = play.map((row) => {
    if (row.milestone) marks.push(el("b", { class: "o-flagpole", style: `left:${(100 * at) / total}%`, title: `${row.at} ${row.milestone}` }, "◆"));
    if (row.fixed) marks.push(el("b", { class: "o-flagpole o-pinned", style: `left:${(100 * at) / total}%`, title: `${W(view, "fixed")} ${row.fixed}` }, "▾"));
    at += row.ms;
    return el("i", { class: `k-${row.kind} s-${row.state}`, style: `flex-grow:${row.ms}`, title: `${row.at} ${row.title} ${mmss(row.ms)}`, onclick: () => reveal(view, row.id) });
  });
  const ticks = data.ticks.map(([share, label]) => el("span", { style: `left:${share}%` }, label));
  const fresh = el("div", { class: "o-ruler", "aria-hidden": "true" }, el("div", { class: "o-marks" }, ...marks), el("div", { class: "o-cells" }, ...cells), el("div", { class: "o-ticks" }, ...ticks));
  if (view.ruler?.isConnected) view.ruler.replaceWith(fresh); else view.bar.after(fresh);
  view.ruler = fresh;
}

/** Title, start and hosts of the whole show. */
function drawShow(view) {
  const state = JSON.stringify([view.data.head, view.data.words.up]);
  if (view.show?.isConnected && (view.showState === state || view.show.contains(document.activeElement))) return;
  view.showState = state;
  const { head } = view.data;
  const field = (name, label, lang, hint) => {
    const [op, tail] = name.split(".");
    return el("label", { class: "o-field" }, el("span", {}, W(view, label)), el("input", { value: head[name], lang, placeholder: hint, onchange: (event) => edit(view, op, { value: event.target.value, was: head[name], lang: tail }) }));
  };
  const fresh = el("details", { class: "o-show", open: view.showOpen ?? false, ontoggle: (event) => { view.showOpen = event.target.open; } },
    el("summary", {}, W(view, "show_head"), el("small", {}, [head.show_start || W(view, "no_start"), head.show_hosts].filter(Boolean).join(" · "))),
    el("div", { class: "o-body o-fields" }, field("show_title.zh", "show_zh", "zh-CN"), field("show_title.en", "show_en", "en"), field("show_start", "show_start"), field("show_hosts", "show_hosts"), field("show_rate.zh", "show_rate_zh", null, view.data.rates.zh), field("show_rate.en", "show_rate_en", null, view.data.rates.en)));
  if (view.show?.isConnected) view.show.replaceWith(fresh); else view.ruler.after(fresh);
  view.show = fresh;
}
