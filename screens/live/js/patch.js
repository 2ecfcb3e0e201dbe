// A document after what changed in it; `studio/patch.py` makes the steps and says what they mean.

/** The document after the steps. The given one stays as it was; parts that did not change are shared. */
export function applyPatch(document, steps) {
  return steps.reduce((held, [path, ...what]) => done(held, path, what), document);
}

function done(held, path, what) {
  if (!path.length) {
    if (what.length === 1) return what[0];
    const [at, cut, items] = what;
    return [...held.slice(0, at), ...items, ...held.slice(at + cut)];
  }
  const [key, ...rest] = path;
  const copy = Array.isArray(held) ? [...held] : { ...held };
  if (!rest.length && !what.length) delete copy[key];
  else copy[key] = done(held[key], rest, what);
  return copy;
}
