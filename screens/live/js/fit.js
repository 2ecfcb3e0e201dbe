// Text that fits its box: the largest size at which nothing is cut, found by halving.

/**
 * Give `box` the largest font size (px, in whole quarters) between `min` and `max` at which its content does not
 * overflow. Below `min` reading fails from the distance it is meant for, so at `min` the box may scroll instead.
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
  while (high - low > 0.25) {
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
