// A board with what stands around it: its ground to the edges, and the product's name, picture and price if asked for.

import { boardCaption } from './boardcaption.js';
import { boardView } from './cards.js';
import { h } from './dom.js';
import { money } from './format.js';
import { productOf, stageOf } from './place.js';

/** A stage `{el, board, caption, destroy}` for a board of `theme`; `asked` is the set of `wants`, `tag` the element's name. */
export function boardStage({ theme, asked, tag = 'div' }) {
  const caption = boardCaption(asked);
  const host = h('div', { class: 'cc-bp-host' });
  const el = h(tag, { class: 'cc-bp', 'data-theme': theme?.startsWith('paper') ? 'paper' : 'chalk' }, caption.el, host);
  const board = boardView(host, { theme });
  const destroy = () => {
    caption.destroy();
    board.destroy();
  };
  return { el, board, caption, destroy };
}

/** What a caption says on air: the name of what is shown, its picture, its price once it is open and not before. */
export function captionOf(plan, state, segment) {
  const product = productOf(plan, segment);
  const open = product && stageOf(state, segment.sku) === 'open';
  return { title: product?.title ?? segment?.title, image: product?.image, price: open ? money(product.price_minor, product.currency) : '' };
}
