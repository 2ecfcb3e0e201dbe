// How a long text stands under the reading line: gliding to a place, rolling at a speed, keeping a line in sight.

// A step of speed, in lines of the script per second: at 1 Chinese is read in peace, 12 is more than anyone speaks.
const LINES_PER_STEP = 0.09;
export const SPEEDS = { min: -4, max: 12 };
const GLIDE_MS = 420;
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Scrolling of `box` (its children are keyed articles with `.cc-row` lines). `lineHeight()` gives a line in px.
 * `to(y)` glides, `by(px)` moves at once, `speed` rolls until it is 0, `keep(at, work)` does `work` and leaves the
 * line at `at` px from the top where it was. `onMove()` is called after each move.
 */
export function scroller(box, { lineHeight, onMove }) {
  let speed = 0;
  let place = 0;
  let held = false;
  let glide = null;
  let frame = 0;
  let last = 0;

  const set = (y) => {
    place = Math.max(0, Math.min(y, box.scrollHeight - box.clientHeight));
    box.scrollTop = place;
  };

  function turn(now) {
    const since = Math.min(100, now - last); // a page that slept does not leap
    last = now;
    if (glide) {
      const share = Math.min(1, (now - glide.began) / GLIDE_MS);
      set(glide.from + (glide.to - glide.from) * (1 - (1 - share) ** 3));
      if (share === 1) glide = null;
    } else if (speed && !held) set(place + speed * LINES_PER_STEP * lineHeight() * (since / 1000));
    frame = glide || speed ? requestAnimationFrame(turn) : 0;
  }

  function wake() {
    if (frame) return;
    last = performance.now();
    frame = requestAnimationFrame(turn);
  }

  const scrolled = () => {
    if (Math.abs(box.scrollTop - place) > 1.5) {
      place = box.scrollTop; // somebody moved it by hand
      glide = null;
    }
    onMove();
  };
  const hold = () => {
    held = true;
    glide = null;
  };
  const free = () => {
    held = false;
  };
  box.addEventListener('scroll', scrolled, { passive: true });
  box.addEventListener('pointerdown', hold);
  for (const name of ['pointerup', 'pointercancel', 'touchend', 'touchcancel']) addEventListener(name, free);

  return {
    get speed() {
      return speed;
    },
    set speed(value) {
      speed = Math.max(SPEEDS.min, Math.min(SPEEDS.max, value));
      if (speed) wake();
    },
    get moving() {
      return glide !== null;
    },
    to(y, { now = false } = {}) {
      if (now || calm()) {
        glide = null;
        set(y);
        return onMove();
      }
      glide = { from: box.scrollTop, to: y, began: performance.now() };
      wake();
    },
    by(px) {
      glide = null;
      set(box.scrollTop + px);
      onMove();
    },
    keep(at, work) {
      const anchor = find(box, at);
      const towards = glide;
      work();
      const moved = anchor ? locate(box, anchor) - at : 0;
      glide = towards;
      if (Math.abs(moved) < 0.5) return; // what was rounded did not move
      set(box.scrollTop + moved);
      if (glide) glide = { ...glide, from: glide.from + moved, to: glide.to + moved };
    },
    destroy() {
      cancelAnimationFrame(frame);
      box.removeEventListener('scroll', scrolled);
      for (const name of ['pointerup', 'pointercancel', 'touchend', 'touchcancel']) removeEventListener(name, free);
    },
  };
}

/** Top of `el` in px from the top of `box`; by layout, so that a mirrored stage does not matter. */
export const topOf = (box, el) => layoutTop(el) - layoutTop(box) - box.scrollTop;

function layoutTop(el) {
  let top = 0;
  for (let one = el; one; one = one.offsetParent) top += one.offsetTop;
  return top;
}

const articles = (box) => [...box.querySelectorAll('article')];
const rowsOf = (article) => [...article.querySelectorAll('.cc-row')].filter((row) => row.offsetHeight);

/** What stands at `at` px: the article, its line, and how far into the line. */
function find(box, at) {
  const all = articles(box);
  const inside = all.findIndex((one) => topOf(box, one) + one.offsetHeight > at);
  if (inside < 0) return null;
  const article = all[inside];
  const rows = rowsOf(article);
  const row = rows.find((one) => topOf(box, one) + one.offsetHeight > at) ?? rows.at(-1) ?? article;
  return {
    article, row: rows.indexOf(row), text: row === article ? null : row.textContent, side: row.parentElement,
    px: at - topOf(box, row), height: row.offsetHeight, after: all.slice(inside + 1),
  };
}

/** Where that place stands now: the same words first, else the same line, else the next article that is left. */
function locate(box, anchor) {
  const { article, text, px, height } = anchor;
  if (!article.isConnected) {
    const next = anchor.after.find((one) => one.isConnected);
    return next ? topOf(box, next) : 0;
  }
  const rows = rowsOf(article);
  const same = rows.find((row) => row.textContent === text && row.parentElement === anchor.side) ?? rows.find((row) => row.textContent === text);
  const row = same ?? rows[Math.min(anchor.row, rows.length - 1)] ?? article;
  // Other letters, same words: the same share of the line; other words: the same distance from its head.
  const into = same && px > 0 && height ? (px / height) * row.offsetHeight : px;
  return topOf(box, row) + Math.min(into, Math.max(px, row.offsetHeight));
}
