// A question over the screen, before a step that is unusual. Escape and the first button leave everything as it is.

import { h, setAttr, setText } from './dom.js';
import { t } from './texts.js';

/** The sheet inside `frame`; `open(lang, {title, items, field, go})` resolves to null or `{text}`. */
export function askSheet(frame) {
  const title = h('h2', { class: 'cc-help-title', id: 'cc-ask-title' });
  const list = h('ul', { class: 'cc-ask-list' });
  const field = h('input', { type: 'text', maxlength: '200', autocomplete: 'off', class: 'cc-ask-field' });
  const stay = h('button', { type: 'button', class: 'cc-btn' });
  const go = h('button', { type: 'submit', class: 'cc-btn cc-ask-go' });
  const el = h('form', { class: 'cc-help cc-ask', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'cc-ask-title', hidden: true },
    title, list, field, h('div', { class: 'cc-ask-acts' }, stay, go));
  frame.append(el);
  let done = null;
  let before = null;

  function close(answer) {
    if (!done) return;
    const tell = done;
    done = null;
    el.hidden = true;
    before?.focus?.();
    tell(answer);
  }

  stay.addEventListener('click', () => close(null));
  el.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!field.hidden && !text) field.focus();
    else close({ text });
  });
  el.addEventListener('keydown', (event) => {
    event.stopPropagation(); // no key of the show acts while a question stands
    if (event.key === 'Escape' && !event.isComposing) close(null);
  });

  return {
    open(lang, question) {
      close(null);
      setText(title, question.title);
      list.replaceChildren(...(question.items ?? []).map((text) => h('li', { text })));
      setAttr(list, 'hidden', !question.items?.length);
      field.value = '';
      setAttr(field, 'hidden', !question.field);
      setAttr(field, 'placeholder', question.field ?? '');
      setAttr(field, 'aria-label', question.field ?? null);
      setText(stay, t(lang, 'leave'));
      setText(go, question.go);
      before = el.getRootNode().activeElement;
      el.hidden = false;
      (question.field ? field : stay).focus();
      return new Promise((tell) => {
        done = tell;
      });
    },
  };
}
