// The head of a board: the product's name, its picture and its price where somebody asked for them.

import { h, setAttr, setText } from './dom.js';
import { fit, onResize } from './fit.js';

/** What an address asks for: `picture,price` → a set. */
export const wants = (text) => new Set((text ?? '').split(',').map((word) => word.trim()));

/** The address of a catalogue's picture on this server or elsewhere; null for one that no page can show. */
export const pictureOf = (image) => (!image ? null : /^https?:/.test(image) ? image : /[/\\:]/.test(image) ? null : `/live/images/${encodeURIComponent(image)}`);

// A name is set smaller until it stands whole; below this share of its own size it may take a third line.
const LEAST = 0.55;

/** The caption; `draw({title, image, price})` keeps it true, `title` as `{zh, en}`, `price` as text. */
export function boardCaption(asked) {
  const name = h('span', { class: 'cc-bp-name' });
  const picture = h('img', { class: 'cc-bp-picture', alt: '', hidden: true });
  const price = h('span', { class: 'cc-bp-price' });
  const el = h('p', { class: 'cc-bp-caption' }, picture, name, price);
  // A picture that does not come leaves no torn frame on the stream.
  picture.addEventListener('error', () => setAttr(picture, 'hidden', true));
  picture.addEventListener('load', () => setAttr(picture, 'hidden', false));
  const stop = onResize([el, picture], refit);

  function refit() {
    name.style.fontSize = '';
    const size = parseFloat(getComputedStyle(name).fontSize);
    fit(name, { min: size * LEAST, max: size });
  }
  return {
    el,
    draw({ title, image, price: text }) {
      const before = name.textContent;
      setText(name, title ? [title.zh, title.en].filter(Boolean).join('  ·  ') : '');
      const source = asked.has('picture') ? pictureOf(image) : null;
      if (picture.getAttribute('src') !== source) {
        setAttr(picture, 'hidden', true);
        setAttr(picture, 'src', source);
      }
      setText(price, asked.has('price') ? text : '');
      setAttr(price, 'hidden', !price.textContent);
      if (name.textContent !== before) refit();
    },
    destroy: stop,
  };
}
