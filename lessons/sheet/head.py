"""The rows above the table: the show's title, start, hosts, and whatever else stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from catalog.bilingual import Bilingual
from catalog.cells import clean
from catalog.records import Record
from lessons.gather import Findings
from lessons.rundown import Rundown
from lessons.sheet.layout import head_name
from lessons.text import layout as text_layout
from lessons.zone import find_zone


def read_head(records: Sequence[Record], found: Findings) -> Rundown:
    """The show's head from the rows above the table: `name, text` pairs; a lone cell is the title."""
    title, zone, start, hosts = Bilingual(), text_layout.DEFAULT_ZONE, "", ""
    details: list[tuple[str, str]] = []
    for record in records:
        cells = [clean(cell) for cell in record.cells if clean(cell)]
        pairs = [tuple(re.split(r"[:：]", cell, maxsplit=1)) for cell in cells if re.search(r"[:：]", cell)]
        if len(cells) == 2 and (len(pairs) < 2 or head_name(cells[0])):
            pairs = [(cells[0], cells[1])]
        elif len(cells) == 1 and not (pairs and head_name(pairs[0][0])):
            if not title:
                title = text_layout.read_title(cells[0])
            continue
        for key, text in ((pair[0].strip(), pair[1].strip()) for pair in pairs if len(pair) == 2):
            match head_name(key):
                case "title":
                    title = text_layout.read_title(text)
                case "start":
                    start = text
                case "zone":
                    zone = text
                case "hosts":
                    hosts = text
                case _:
                    details.append((key, text))
    if find_zone(zone) is None:
        found.add("lessons.script.zone", value=zone, used=text_layout.DEFAULT_ZONE)
        zone = text_layout.DEFAULT_ZONE
    begin = None
    if start:
        try:
            begin = text_layout.read_instant(start, find_zone(zone) or ZoneInfo(text_layout.DEFAULT_ZONE))
        except (ValueError, OverflowError):
            found.add("lessons.script.start", column="start", value=start)
    names = tuple(host for host in re.split(r"\s*[、,，/;；]\s*", hosts) if host)
    return Rundown(title, begin, zone, (), names, tuple(details))
