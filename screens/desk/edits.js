// What every desk shares: elements, and edits that are numbered and sent again until the server has counted them,
// so that a quick hand loses nothing. Put in front of the desk's own script.

function edit(view, op, fields) {
  view.n += 1;
  view.queue.push({ n: view.n, op, ...fields });
  view.send();
}

function counted(view, seen) {
  if (seen && seen.client === view.client) view.queue = view.queue.filter((one) => one.n > seen.n);
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
