"""The script for the printer: A4 landscape with a repeated head and unsplit rows, host cards, facts card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from catalog.bilingual import Bilingual, Lang
from lessons.rundown import Rundown, Segment
from lessons.speech import Slot, timeline
from screens import time_text
from screens.headers import policy_of
from screens.script_rows import kind_text
from screens.texts import TEXTS, text
from studio.editing import UnknownScript
from studio.scripts import Scripts
from studio.studio import Studio

#: The button prints; nothing else runs on these pages.
PRESS = "document.querySelector('.bar button').addEventListener('click', () => print());"
KINDS = ("table", "cards", "facts")
CSS = (Path(__file__).with_name("desk") / "print.css").read_text(encoding="utf-8")


def print_url(scripts: Scripts, script: str, kind: str, lang: Lang) -> str:
    """The address of a page for the printer: of the newest version, whatever is edited meanwhile."""
    return f"/print/{scripts.passes.make(script)}?{urlencode({'kind': kind, 'lang': lang})}"


def print_route(current: Callable[[], Studio]) -> Route:
    """`/print/{pass}?kind=table|cards|facts&lang=zh|en`; the pass comes from the script page."""

    async def page(request: Request) -> Response:
        kind = request.query_params.get("kind", "table")
        lang: Lang = "en" if request.query_params.get("lang") == "en" else "zh"
        if kind not in KINDS:
            return PlainTextResponse("404", status_code=404)
        scripts = current().scripts
        script = await run_in_threadpool(scripts.passes.read, request.path_params["token"])
        if script is None:
            return PlainTextResponse(text("print.too_old", lang), status_code=403)
        try:
            body = await run_in_threadpool(print_html, scripts, script, kind, lang)
        except UnknownScript as error:
            return PlainTextResponse(str(error), status_code=404)
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": policy_of(body)}
        return HTMLResponse(body, headers=headers)

    return Route("/print/{token}", page)


def print_html(scripts: Scripts, script: str, kind: str, lang: Lang) -> str:
    """The whole page; raises UnknownScript."""
    rundown, version = scripts.editing.load(script)
    words = {card.id: f"{card.headword} {card.gloss}" for card in scripts.cards_of(rundown).values()}
    start = (
        "—"
        if rundown.start is None
        else time_text.day(int(rundown.start.timestamp() * 1000), zone=rundown.zone)
    )
    meta = text("print.page_of", lang, show=rundown.title.best(lang), start=start, version=version)
    boards = {
        str(segment.id): "; ".join(
            words.get(card, str(card).removeprefix("word:")) for cue in segment.cues for card in cue.card_ids
        )
        for segment in rundown.segments
    }
    match kind:
        case "cards":
            body = "".join(_cards(rundown, boards, meta, lang))
        case "facts":
            body = _facts(scripts, rundown, meta, lang)
        case _:
            body = _table(rundown, boards, meta, lang)
    title = escape(rundown.title.best(lang) or text("nav.script", lang))
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><meta charset="utf-8">'
        f"<title>{title}</title><style>{CSS}</style>"
        f'<div class="bar"><button>{escape(text("print.go", lang))}</button></div>'
        f"<main>{body}</main><script>{PRESS}</script></html>"
    )


def _clock(rundown: Rundown, slot: Slot) -> str:
    if slot.start is None:
        return time_text.duration(slot.offset_ms)
    return time_text.clock(int(slot.start.timestamp() * 1000), zone=rundown.zone)


def _head(title: str, meta: str) -> str:
    return f'<h1>{escape(title)}</h1><p class="meta">{escape(meta)}</p>'


def _both(value: Bilingual) -> str:
    return "<br>".join(escape(each) for each in (value.zh, value.en) if each)


def _lines(segment: Segment, lang: Lang) -> str:
    return "<br>".join(
        escape(line).replace("\n", "<br>") for cue in segment.cues if (line := cue.lines.get(lang))
    )


#: Columns and their widths in millimetres (0: what is left of the 279 on the page).
HEADS = (
    ("number", 11), ("time", 16), ("length", 13), ("segment", 33), ("lines_zh", 0), ("lines_en", 0),
    ("board", 27), ("posts", 46),
)  # fmt: skip


def _table(rundown: Rundown, boards: dict[str, str], meta: str, lang: Lang) -> str:
    """The whole show; what each post does stands in one column, private notes too: the desk's copy."""
    cells = "".join(
        f"<th{f' style=width:{width}mm' if width else ''}>{escape(text(f'print.{name}', lang))}</th>"
        for name, width in HEADS
    )
    groups = {group.id: group for group in rundown.groups}
    held = None
    out = []
    for number, (segment, slot) in enumerate(zip(rundown.segments, timeline(rundown), strict=True), start=1):
        if segment.group != held:
            held = segment.group
            if held is not None:
                group = groups[held]
                target = "" if group.target_ms is None else f" · {time_text.duration(group.target_ms)}"
                title = escape(group.title.best(lang))
                out.append(f'<tr class="group"><td colspan="{len(HEADS)}">{title}{target}</td></tr>')
        out.append(_row(number, segment, _clock(rundown, slot), boards[segment.id], lang))
    body = f"<table><thead><tr>{cells}</tr></thead><tbody>{''.join(out)}</tbody></table>"
    return _head(rundown.title.best(lang), meta) + body


def _row(number: int, segment: Segment, clock: str, board: str, lang: Lang) -> str:
    """A segment as a row that is not split."""
    posts = [(name, value) for name, value in segment.columns if value]
    posts += [("note", segment.note)] if segment.note else []
    told = "<br>".join(
        f"<b>{escape(_post(name, lang))}</b> {escape(value).replace(chr(10), '<br>')}"
        for name, value in posts
    )
    fixed = " fixed" if segment.hard_start is not None else ""
    mile = f"◆ {escape(segment.milestone.best(lang))}<br>" if segment.milestone else ""
    again = "↻ " if segment.again else ""
    kind = " · ".join(filter(None, (kind_text("kind", segment.kind, lang), segment.sku)))
    return (
        f'<tr class="row{" skip" if segment.skip else ""}"><td class="t">{number}</td>'
        f'<td class="t{fixed}">{clock}</td><td class="t">{time_text.duration(segment.duration_ms)}</td>'
        f'<td>{mile}{again}{_both(segment.title)}<span class="kind">{escape(kind)}</span></td>'
        f"<td>{_lines(segment, 'zh')}</td><td>{_lines(segment, 'en')}</td>"
        f"<td>{escape(board)}</td><td>{told}</td></tr>"
    )


def _post(name: str, lang: Lang) -> str:
    """The name of a column as people call it."""
    if name == "note":
        return text("outline.note", lang)
    return text(f"post.{name}", lang) if f"post.{name}" in TEXTS else name


def _cards(rundown: Rundown, boards: dict[str, str], meta: str, lang: Lang) -> Iterator[str]:
    """A page for each host: what is theirs when a segment names who leads, else the whole show.

    The letters shrink with the number of segments, so that a four-hour show still is one page.
    """
    for host in rundown.hosts or (text("print.host_none", lang),):
        mine = [
            (segment, slot)
            for segment, slot in zip(rundown.segments, timeline(rundown), strict=True)
            if not segment.skip and dict(segment.columns).get("lead") in (None, host)
        ]
        size = next((size for most, size in SIZES if len(mine) <= most), SIZES[-1][1])
        lines = "".join(
            f"<article><p><b>{_clock(rundown, slot)[:5]}</b> {escape(segment.title.best(lang))}</p>"
            + (f'<p class="words">{escape(boards[segment.id])}</p>' if boards[segment.id] else "")
            + (f'<p class="line">{escape(_first(segment, lang))}</p>' if len(mine) <= ROOMY else "")
            + "</article>"
            for segment, slot in mine
        )
        gap = "0.3mm" if size < 7 else "1.2mm"
        columns = 2 if len(mine) <= 60 else 4 if len(mine) <= 220 else 6
        yield (
            f'<section class="card" style="font-size:{size}pt;--gap:{gap};column-count:{columns}"><header>'
            f"{_head(text('print.host', lang, host=host), meta)}</header>{lines}</section>"
        )


def _first(segment: Segment, lang: Lang) -> str:
    """What the host says first, to begin with."""
    return next((cue.lines.best(lang) for cue in segment.cues if cue.lines), "")


#: Up to so many segments a card has room for the first line of each.
ROOMY = 30
#: Letters in points by the number of segments on a card: what fits an A4 page in its columns.
SIZES = ((16, 12.0), (30, 10.0), (60, 8.0), (120, 7.0), (220, 5.6), (500, 4.4))


def _facts(scripts: Scripts, rundown: Rundown, meta: str, lang: Lang) -> str:
    """The claims with their sources; those without one stand out."""
    titles = {segment.id: segment.title.best(lang) for segment in rundown.segments}
    lines = {cue.id: cue.lines for segment in rundown.segments for cue in segment.cues}
    heads = "".join(
        f"<th{f' style=width:{width}mm' if width else ''}>{escape(text(f'facts.{name}', lang))}</th>"
        for name, width in (("segment", 45), ("claim", 40), ("kind", 20), ("line", 0), ("source", 60))
    )
    rows = "".join(
        f'<tr class="row"><td>{escape(titles[one.segment])}</td><td><b>{escape(one.claim.text)}</b></td>'
        f"<td>{escape(text(f'facts.{one.claim.kind}', lang))}</td>"
        f"<td>{escape(lines[one.cue].get(one.lang) or '')}</td>"
        f'<td class="{"" if one.source else "open"}">{escape(_source(one.source, lang))}</td></tr>'
        for one in scripts.facts(rundown)
    )
    body = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return _head(text("print.facts", lang), meta) + body


def _source(source: str | None, lang: Lang) -> str:
    if source is None:
        return "⚠ " + text("facts.no_source", lang)
    if source.startswith("card "):
        return text("facts.card", lang, word=source.removeprefix("card "))
    return text(f"field.{source}", lang) if f"field.{source}" in TEXTS else source.removeprefix("attributes.")
