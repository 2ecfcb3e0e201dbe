"""Numbers of the report's page that can be asked what they are: by hovering, by the keyboard, by a finger.

A number carries the name of its metric and the values of its inputs; the page holds the registry once and a
few lines of script that put the two together. Without script, and on paper, the definitions at the foot of
the page say the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Final

from catalog.bilingual import Lang
from sales.metric import Inputs, compute, format_value
from sales.metrics import INPUT_NAMES, METRICS
from sales.note import input_text
from sales.report_format import clock, day, zone_of
from sales.report_hints import NOTES
from sales.report_record import Report
from sales.report_texts import say

_LANGS: Final[tuple[Lang, ...]] = ("zh", "en")


def value_of(report: Report, name: str, inputs: Inputs, lang: Lang) -> str:
    """A metric's value as text."""
    metric = METRICS[name]
    return format_value(metric, compute(metric, inputs), currency=report.currency, lang=lang)


def number(report: Report, name: str, inputs: Inputs, lang: Lang, *, tag: str = "td", after: str = "") -> str:
    """A number of a metric in an element `tag`, with what it is made of; `after` is markup behind it."""
    given = "|".join(input_text(each, inputs, report.currency, lang) for each in METRICS[name].inputs)
    shown = escape(value_of(report, name, inputs, lang))
    kind = ' class="n"' if tag == "td" else ""
    return f'<{tag}{kind} tabindex="-1" data-m="{name}" data-i="{escape(given)}">{shown}{after}</{tag}>'


def plain(key: str, shown: str, *, tag: str = "td", kind: str = "n", after: str = "") -> str:
    """A number that is no metric (a time, a length), explained by the text `key` of `NOTES`."""
    assert key in NOTES, key
    return f'<{tag} class="{kind}" tabindex="-1" data-t="{key}">{escape(shown)}{after}</{tag}>'


def book(report: Report, lang: Lang) -> str:
    """What the numbers of the page refer to, and the script that shows it."""
    zone = zone_of(report.zone)
    at = f"{day(report.as_of, zone)} {clock(report.as_of, zone)}"
    order: tuple[Lang, ...] = (lang, *(each for each in _LANGS if each != lang))
    state = "settled" if report.final else "provisional"
    held: Mapping[str, object] = {
        "metrics": {
            name: [
                [metric.title.best(each), metric.formula.best(each),
                 [INPUT_NAMES[used].best(each) for used in metric.inputs], metric.origin]
                for each in order
            ]
            for name, metric in METRICS.items()
        },
        "texts": {key: [text.best(each) for each in order] for key, text in NOTES.items()},
        "tail": [f"{say('as_of', each, at=at)} · {say(state, each)}" for each in order],
        "desk": [say("from_desk", each) for each in order],
    }  # fmt: skip
    text = json.dumps(held, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return (
        '<div id="note" role="tooltip" hidden></div>'
        f'<script type="application/json" id="notes">{text}</script><script>{SCRIPT}</script>'
    )


#: The first number of each table is reached by Tab, its neighbours by the arrow keys: a page of a thousand
#: numbers would otherwise take a thousand steps.
SCRIPT: Final = """
(() => {
const held = JSON.parse(document.getElementById('notes').textContent);
const box = document.getElementById('note');
const all = '[data-m],[data-t]';
const lines = (el) => {
  const told = held.metrics[el.dataset.m];
  if (!told) return held.texts[el.dataset.t] ?? [];
  const given = (el.dataset.i ?? '').split('|');
  return told.flatMap(([title, formula, names, origin], n) => [
    `${title} = ${formula}`,
    names.map((name, i) => `${name} ${given[i] ?? '—'}`).join(' · '),
    held.tail[n] + (origin === 'desk' ? ` · ${held.desk[n]}` : ''),
  ]);
};
const hide = () => { box.hidden = true; };
const show = (el) => {
  const p = (line) => Object.assign(document.createElement('p'), { textContent: line });
  box.replaceChildren(...lines(el).map(p));
  box.hidden = false;
  const at = el.getBoundingClientRect(), own = box.getBoundingClientRect();
  const wide = document.documentElement.clientWidth, tall = document.documentElement.clientHeight;
  const under = at.bottom + 6;
  box.style.left = `${Math.max(8, Math.min(at.left, wide - own.width - 8))}px`;
  box.style.top = `${under + own.height > tall ? Math.max(8, at.top - own.height - 6) : under}px`;
};
const find = (event) => event.target.closest?.(all);
for (const kind of ['pointerover', 'focusin', 'click'])
  document.addEventListener(kind, (event) => { const el = find(event); if (el) show(el); else hide(); });
document.addEventListener('focusout', hide);
document.addEventListener('scroll', hide, true);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') hide();
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const el = step && find(event);
  if (!el) return;
  const group = [...el.closest('section, header, body').querySelectorAll(all)];
  const next = group[group.indexOf(el) + step];
  if (next) { event.preventDefault(); next.focus(); }
});
for (const group of document.querySelectorAll('section, header'))
  group.querySelector(all)?.setAttribute('tabindex', '0');
})();
""".strip()
