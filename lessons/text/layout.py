"""The names and shapes shared by reader and writer of the script text."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from catalog.bilingual import Bilingual
from lessons.text.escape import escape, split, unescape

#: Field names of the head, of a segment and of a cue, with the Chinese names that may be typed instead.
HEAD_FIELDS = {
    "start": "start", "zone": "zone", "hosts": "hosts", "开始": "start", "时区": "zone", "主播": "hosts",
}  # fmt: skip
SEGMENT_FIELDS = {
    "id": "id", "kind": "kind", "duration": "duration", "start": "start", "sku": "sku", "skip": "skip",
    "note": "note", "milestone": "milestone", "again": "again", "类型": "kind", "时长": "duration",
    "开始": "start", "商品": "sku", "跳过": "skip", "备注": "note", "里程碑": "milestone", "返场自": "again",
}  # fmt: skip
GROUP_FIELDS = {
    "id": "id", "target": "target", "note": "note", "目标": "target", "目标时长": "target", "备注": "note",
}  # fmt: skip
CUE_FIELDS = {"id": "id", "zh": "zh", "en": "en", "note": "note", "中": "zh", "英": "en", "备注": "note"}
#: Before a column whose name is also a field name.
COLUMN = "column/"
YES = frozenset({"yes", "true", "y", "1", "是", "跳过"})
NO = frozenset({"no", "false", "n", "0", "否", ""})
UNSET = "-"
#: A heading `# -` ends the group before it.
NO_GROUP = "-"
DEFAULT_ZONE = "Asia/Shanghai"
KEY_MARKS = ":："
TITLE_MARKS = "|｜"
HOST_MARKS = ",，、"
CONTINUED = "    "


def group_default(position: int) -> str:
    """The id of the group that is the `position`-th (from 1) to appear and names none."""
    return f"g{position:02d}"


def segment_default(position: int) -> str:
    """The id of the segment at `position` (from 1) that names none."""
    return f"s{position:02d}"


def cue_default(segment_id: str, position: int) -> str:
    """The id of the cue at `position` (from 1) of a segment that names none."""
    return f"{segment_id}c{position:02d}"


def has_han(text: str) -> bool:
    """Whether `text` holds a Chinese character."""
    return any("\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff" for char in text)


def read_title(text: str) -> Bilingual:
    """`中文 | English`; a single part is Chinese when it holds a Chinese character, else English."""
    first, *rest = split(text, TITLE_MARKS)
    zh = unescape(first) or None
    if not rest:
        return Bilingual(zh=zh) if zh is None or has_han(zh) else Bilingual(en=zh)
    return Bilingual(en=unescape(" | ".join(rest)) or None, zh=zh)


def write_title(title: Bilingual) -> str:
    """The heading that `read_title` reads."""
    zh = escape(title.zh, TITLE_MARKS) if title.zh else ""
    en = escape(title.en, TITLE_MARKS) if title.en else ""
    if not en:
        return f"{zh} |" if title.zh and not has_han(title.zh) else zh
    if not zh:
        return f"| {en}" if title.en and has_han(title.en) else en
    return f"{zh} | {en}"


def read_clock(text: str, show_start: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) of a hard start, None when it cannot be told.

    `20:00` or `20:00:30` is the first such local time at or after the show's start; anything else is
    ISO 8601, local to `zone` when it names no offset. Raises ValueError for text that is neither.
    """
    if "-" not in text:
        clock = time.fromisoformat(text if len(text.split(":")[0]) == 2 else "0" + text)
        if show_start is None or clock.tzinfo is not None:
            return None
        local = show_start.astimezone(zone)
        day = local.date() if clock >= local.time() else local.date() + timedelta(days=1)
        return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
    return read_instant(text, zone)


def read_instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO 8601 instant as UTC; without an offset it is local to `zone`. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    return (instant if instant.tzinfo is not None else instant.replace(tzinfo=zone)).astimezone(UTC)


def write_instant(instant: datetime, zone: ZoneInfo) -> str:
    """ISO 8601 with the offset that holds in `zone` at that instant."""
    return instant.astimezone(zone).isoformat()


def write_clock(instant: datetime, show_start: datetime | None, zone: ZoneInfo) -> str:
    """The shortest form of a hard start that `read_clock` reads back as the same instant."""
    local = instant.astimezone(zone)
    if not local.microsecond:
        clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
        if read_clock(clock, show_start, zone) == instant:
            return clock
    return write_instant(instant, zone)
