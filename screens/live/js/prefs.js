// What this screen remembers of its viewer's taste (language, focus). Nothing of the show: that is the server's.

const KEY = 'chalk-and-cart.';

/** The kept value of `name` if it is one of `allowed`, else the first of `allowed`. */
export function recall(name, allowed, first = undefined) {
  let held = null;
  try {
    held = localStorage.getItem(KEY + name);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is closed in private frames: nothing is kept then
  }
  return [held, first].find((value) => allowed.includes(value)) ?? allowed[0];
}

/** Keep a value for the next visit, where the browser allows it. */
export function keep(name, value) {
  try {
    localStorage.setItem(KEY + name, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
