// Text that fits its box: the largest size at which nothing is cut, found by halving.

// As near to the largest size as an eye can tell from two metres: each look at a size is a layout of half a
// millisecond, and a new line waits for all of them before it is seen.
const NEAR = 0.02;

/**
 * Give `box` the largest font size (px, in whole quarters, to 2 %) between `min` and `max` at which its content
 * does not overflow. Below `min` reading fails from the distance it is meant for, so at `min` the box may scroll instead.
 * Returns the size.
 */
export function fit(box, { min, max }) {
  if (!box.clientWidth || !box.clientHeight) return max;
  const fits = (size) => {
    box.style.fontSize = `${size}px`;
    return box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;
  };
  let low = min;
  let high = max;
  if (fits(max)) {
    scrolls(box, false);
    return max;
  }
  while (high - low > Math.max(0.25, low * NEAR)) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  const size = Math.floor(low * 4) / 4;
  const whole = fits(size);
  scrolls(box, !whole);
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
