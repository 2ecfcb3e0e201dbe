// Keys on air. A key acts once per press, never while text is typed or composed, and never because it is held.

const EDITABLE = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role=textbox], [role=combobox]';
const PRESSABLE = 'button, a[href], summary, [role=button], [role=tab], [role=radio]';

/** The element under the key press, seen through shadow roots. */
const target = (event) => event.composedPath()[0];

/** Whether this key press belongs to something else: typing, composition, a shortcut. */
export function isBusy(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const el = target(event);
  return el instanceof Element && el.closest(EDITABLE) !== null;
}

/**
 * Listen for keys until the returned function is called. `map` names `event.key` (letters in lower case, ` ` is
 * `Space`) → act. A button in focus keeps its own Space and Enter. Keys named in `held` act again while held: only for
 * what moves no show, such as scrolling. With `keys` the map names acts (`go`, `reveal` …) and fixed keys; `keys()`
 * gives the room's table of act → keys.
 */
export function listenKeys(map, { held = [], keys = null } = {}) {
  const press = (event) => {
    const name = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = map[keys ? actOf(keys(), name) ?? name : name];
    if (!act) return;
    const again = event.repeat && !held.includes(name);
    if (again && !event.isComposing && !(target(event) instanceof Element && target(event).closest(EDITABLE))) {
      event.preventDefault(); // a held Space must not scroll either
      return;
    }
    if (again || isBusy(event)) return;
    const el = target(event);
    if ((name === 'Space' || name === 'Enter') && el instanceof Element && el.closest(PRESSABLE)) return;
    event.preventDefault();
    act(event);
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}

const actOf = (table, key) => Object.keys(table).find((act) => table[act].includes(key));

/** After a mouse or finger press the button gives the focus back, so that the next Space is a GO again. */
export function loosen(root) {
  root.addEventListener('click', (event) => {
    if (event.detail > 0) event.target.closest?.('button')?.blur();
  });
}
