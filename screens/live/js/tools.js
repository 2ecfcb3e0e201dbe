// The desk's tools: a row of buttons, each opening a sheet over the desk while the show goes on.

import { beatsSheet } from './beats.js';
import { h, setAttr } from './dom.js';
import { may } from './frame.js';
import { boardsSheet, editSheet, layerSheet, repairSheet, timeSheet } from './steer.js';
import { t } from './texts.js';
import { lookupSheet } from './words.js';

/** The row `el` with all sheets; `draw()`, `tick(now, flow)` and `words()` keep them true. */
export function deskTools(screen, { act, feed }) {
  const lookup = lookupSheet(screen, { feed, act });
  const repair = repairSheet(screen, { feed, act });
  const time = timeSheet(screen, { feed, act });
  const edit = editSheet(screen, { feed, act });
  const beats = beatsSheet(screen, { feed, act });
  const layers = layerSheet(screen, { feed, act });
  const boards = boardsSheet(screen, { feed, act });
  const all = [lookup, boards, repair, time, edit, beats, layers];
  const rights = new Map([[lookup, 'board_show'], [boards, 'board_show'], [repair, 'skip'], [time, 'finish_at'], [edit, 'edit'], [beats, 'beat_set'], [layers, 'overlay']]);
  const el = h('div', { class: 'cc-pane cc-tools', 'data-tab': 'now', role: 'group' }, all.map(({ button }) => button));
  return {
    el,
    lookup,
    edit,
    draw() {
      for (const one of all) setAttr(one.button, 'hidden', !may(feed.role, rights.get(one)));
      time.draw();
      layers.draw();
      boards.draw();
    },
    tick(now, flow) {
      repair.tick(flow);
      beats.tick(now);
    },
    words() {
      setAttr(el, 'aria-label', t(screen.lang, 'tools'));
      for (const one of all) one.words();
      if (!feed.ready) return;
      time.draw();
      layers.draw();
      boards.draw();
    },
  };
}
