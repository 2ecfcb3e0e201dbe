// Rows with a text to copy. Without HTTPS a browser has no clipboard: then the text is selected for Ctrl+C.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cc-copy");
  const state = JSON.stringify(data);
  if (root.dataset.state === state) return;
  root.dataset.state = state;
  const el = (tag, attrs, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attrs)) if (value != null) name === "onclick" ? node.addEventListener("click", value) : node.setAttribute(name, value);
    node.append(...children.filter((child) => child != null));
    return node;
  };
  root.replaceChildren(...data.rows.map(([name, hint, value]) => {
    const field = el("input", { readonly: "", value, "aria-label": name, spellcheck: "false" });
    field.value = value;
    field.addEventListener("focus", () => field.select());
    const copy = el("button", { type: "button", "aria-label": `${data.words.copy} ${name}`, onclick: async () => {
      let done = false;
      try { await navigator.clipboard.writeText(value); done = true; } catch { field.select(); done = document.execCommand("copy"); }
      copy.textContent = done ? data.words.copied : data.words.by_hand;
      copy.classList.toggle("c-done", done);
      if (!done) field.select();
      setTimeout(() => { copy.textContent = data.words.copy; copy.classList.remove("c-done"); }, 2000);
    } }, data.words.copy);
    const link = /^https?:.*[/]live[/]/.test(value) ? el("a", { href: value, target: "_blank", rel: "noreferrer" }, data.words.open) : null;
    return el("div", { class: "c-row" }, el("div", { class: "c-name" }, el("b", {}, name), el("small", {}, hint)), el("div", { class: "c-line" }, field, copy, link));
  }));
}
