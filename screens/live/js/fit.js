// Text that fits its box: the largest size at which nothing is cut, found in few looks.

// As near to the largest size as an eye can tell from two metres: each look at a size is a layout of half a
// millisecond, and a new line waits for all of them before it is seen.
const NEAR = 0.03;

/**
 * Give `box` the largest font size (px, in whole quarters, to 3 %) between `min` and `max` at which its content
 * does not overflow. Below `min` reading fails from the distance it is meant for, so at `min` the box may scroll instead.
 * Returns the size.
 *
 * How far a text spills tells the size that will hold it: lines that wrap grow with the square of their letters, a
 * word with its letters. From there it is a step up or down, four looks where halving needs eight.
 */
export function fit(box, { min, max }) {
  if (!box.clientWidth || !box.clientHeight) return max;
  /** By what the letters are too large at a size, 0 when all fits. */
  const excess = (size) => {
    box.style.fontSize = `${size}px`;
    const down = box.scrollHeight > box.clientHeight + 1 ? Math.sqrt(box.scrollHeight / box.clientHeight) : 0;
    return Math.max(down, box.scrollWidth > box.clientWidth + 1 ? box.scrollWidth / box.clientWidth : 0);
  };
  const quarters = (value) => Math.floor(value * 4) / 4;
  let over = excess(max);
  let size = max;
  if (over) {
    let [low, top, guess] = [min, max, max / over];
    while (top - low > Math.max(0.25, low * NEAR)) {
      size = Math.max(quarters(guess > low && guess < top ? guess : (low + top) / 2), quarters(low) + 0.25);
      over = excess(size);
      if (over) top = size;
      else low = size;
      guess = over ? size / over : size * (1 + 2 * NEAR);
    }
    if (over) over = excess(low);
    size = low;
  }
  scrolls(box, over > 0);
  return size;
}

/** A box that scrolls can be reached by key. */
function scrolls(box, does) {
  box.classList.toggle('cc-scrolls', does);
  if (does) box.setAttribute('tabindex', '0');
  else box.removeAttribute('tabindex');
}

/** Call `work` when the size of any of `elements` changed, at most once per frame; returns a function that ends it. */
export function onResize(elements, work) {
  let asked = 0;
  const observer = new ResizeObserver(() => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(work);
  });
  for (const el of elements) observer.observe(el);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(asked);
  };
}

/**
 * Put `work` off until what stands now was painted; asked again before that, it is done once. Returns `{ask, drop}`.
 */
export function afterPaint(work) {
  let frame = 0;
  let task = 0;
  const drop = () => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
  };
  return {
    drop,
    ask() {
      drop();
      frame = requestAnimationFrame(() => {
        task = setTimeout(work);
      });
    },
  };
}
