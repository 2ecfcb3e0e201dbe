"""What the connect page draws: rows to copy, the last deliveries, the hint for OBS, a signed probe."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from catalog.bilingual import Lang
from sales.inbox.generic import SIGNATURE
from screens import frame, markup, time_text
from screens.texts import TEXTS, text

DESK = Path(__file__).with_name("desk")
#: What an OBS browser source of ours is set to, as (text key, value).
OBS = (("obs.width", "1920"), ("obs.height", "1080"), ("obs.fps", "30"), ("obs.css", "obs.css_none"))
#: The outcomes of a delivery that the inbox writes, and how good they are.
OUTCOMES = {"counted": "ok", "empty": "", "test": "ok", "bad_signature": "bad"}


def copy_rows(rows: Sequence[tuple[str, str, str]], *, key: str) -> None:
    """Rows of (name, hint, text to copy): the text in full on one line, buttons to copy and to open."""
    mount = st.components.v2.component(
        "cc_copy",
        html='<div class="cc-copy"></div>',
        css=(DESK / "copy.css").read_text(encoding="utf-8"),
        js=(DESK / "copy.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    names = ("copy", "copied", "open", "by_hand")
    words = {name: text(f"copy.{name}", frame.lang()) for name in names}
    mount(data={"rows": [list(row) for row in rows], "words": words}, key=f"copy-{key}")


def is_loopback(base: str) -> bool:
    """Whether an address leads nowhere from another device."""
    return urlsplit(base).hostname in ("127.0.0.1", "localhost", "::1")


def obs(lang: Lang) -> str:
    """How to set up the browser source."""
    values = {text(name, lang): text(value, lang) if value in TEXTS else value for name, value in OBS}
    return (
        f'<div class="cc-obs"><p><b>{escape(text("obs.title", lang))}</b> {escape(text("obs.how", lang))}</p>'
        f"{markup.figures(values)}</div>"
    )


def deliveries(rows: Sequence[Mapping[str, object]], lang: Lang) -> str:
    """The last deliveries as a table; a wrong signature stands out."""
    head = "".join(
        f"<th>{escape(text(f'connect.{name}', lang))}</th>"
        for name in ("received", "source", "signed", "outcome")
    )
    body = []
    for row in rows:
        outcome = str(row["outcome"])
        signed = text("connect.good" if row["signed"] else "connect.bad", lang)
        kind = "ok" if row["signed"] else "bad"
        words = text(f"outcome.{outcome}", lang) if outcome in OUTCOMES else outcome
        cells = (
            time_text.clock(int(str(row["received_at"]))),
            escape(str(row["source"])),
            f'<span class="cc-chip cc-{kind}">{escape(signed)}</span>',
            escape(words),
        )
        body.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return f'<table class="cc-table"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def curl(base: str) -> str:
    """A command that posts one signed paid order; the secret stays in a variable, out of the history."""
    event: dict[str, Any] = {
        "kind": "paid",
        "order_id": "TEST-1",
        "line_id": "1",
        "sku": "P001",
        "qty": 1,
        "amount": "69.00",
        "currency": "CNY",
        "occurred_at": "2026-06-12T20:30:00+08:00",
    }
    body = json.dumps({"shop": "test", "events": [event]})
    return (
        "read -rs SECRET\n"
        f"BODY='{body}'\n"
        'SIGN=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" | sed \'s/.*= //\')\n'
        f"curl -X POST {base}/hooks/generic -H 'Content-Type: application/json' \\\n"
        f'  -H "{SIGNATURE}: sha256=$SIGN" --data "$BODY"'
    )
