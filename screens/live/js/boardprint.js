// Boards on paper: a page each in the ratio that was chosen, everything revealed, then the browser's own dialogue.

import { askedOf, KINDS, PRINT, RATIOS, titleOf } from './boardpreview.js';
import { boardStage } from './boardstage.js';
import { h, styles } from './dom.js';
import { t } from './texts.js';

/** Mount the sheets in `root` and print once they stand; the boards come from the tab that asked for them. */
export function mount(root) {
  const held = localStorage.getItem(PRINT);
  const holder = h('div', { hidden: true });
  root.append(holder);
  if (!held) {
    root.append(h('p', { class: 'cc-print-none', text: t('zh', 'printNone') }), h('p', { class: 'cc-print-none', text: t('en', 'printNone') }));
    styles(holder, ['boardprint']);
    return () => {};
  }
  const { boards, look, product, lang } = JSON.parse(held);
  const [width, height] = RATIOS[look.ratio];
  document.title = titleOf(product, lang) || document.title;
  // A page of paper is as large as the board: half a CSS pixel for each of its own.
  holder.append(h('style', { text: `@page { size: ${width / 2}px ${height / 2}px; margin: 0 }` }));
  const views = boards.map((cards) => {
    const sheet = h('section', { class: 'cc cc-print-sheet', lang: lang === 'en' ? 'en' : 'zh-CN' });
    sheet.style.setProperty('inline-size', `${width / 2}px`);
    sheet.style.setProperty('--cc-height', `${height / 2}px`);
    const { el, board, caption, destroy } = boardStage({ theme: look.theme, asked: askedOf(look) });
    sheet.append(el);
    root.append(sheet);
    if (product) caption.draw(product);
    return [board, cards, destroy];
  });
  styles(holder, ['tokens', 'board', 'boardpage', 'boardprint']).then(() => {
    for (const [view, cards] of views) view.show({ cards, revealed: cards.length, lang, quiz: KINDS[look.kind][1] });
    root.dataset.ready = 'true';
    setTimeout(() => window.print(), 300);
  });
  return () => views.forEach(([, , destroy]) => destroy());
}
