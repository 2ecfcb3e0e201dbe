"""Numbers of the planner's pages that can be asked what they are: by pointer, keyboard or finger."""

from __future__ import annotations

from html import escape

from catalog.bilingual import Lang
from sales.metric import Inputs
from sales.metrics import METRICS
from sales.note import note
from screens import time_text

#: The bubble of a note; it needs no script.
STYLE = (
    "<style>.cc-asked{position:relative;cursor:help;border-radius:4px}"
    ".cc-asked:is(:hover,:focus)::after{content:attr(data-note);position:absolute;z-index:20;"
    "inset:auto 0 100% auto;inline-size:max-content;max-inline-size:min(420px,80vw);padding:8px 12px;"
    "background:#22302a;color:#fdf9f0;font-size:13px;font-weight:400;line-height:1.5;border-radius:8px;"
    "white-space:pre-line;text-align:start}</style>"
)


def noted(shown: str, metric: str, inputs: Inputs, *, currency: str, as_of: int | None, lang: Lang) -> str:
    """The number as markup with its note in both languages; it takes the keyboard's focus."""
    at = None if as_of is None else time_text.clock(as_of)
    told = note(METRICS[metric], inputs, currency=currency, as_of=at, final=False)
    first, second = (told.get(lang) or "", told.get("en" if lang == "zh" else "zh") or "")
    text = escape(f"{first}\n\n{second}", quote=True)
    return f'<span class="cc-asked" tabindex="0" data-note="{text}">{escape(shown)}</span>'
