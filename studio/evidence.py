"""The file for a regulator: one show's journal, script versions, sign-offs and permissions, to be read.

    README.txt            what is in here, in Chinese and English, and how the hashes are checked
    show.json             the show: titles, when it was on air, currency
    plan.md               the frozen script that was on air, as show script text (`plan.json` as stored)
    journal.csv           every command: local time, who, role, what
    journal.jsonl         the same as stored, with each event's hash: the chain can be computed from it
    scripts/v0001.md …    every version of the script, `scripts/versions.csv` who saved which when
    signoffs.jsonl        reviews before air: findings, reasons, hash of the text and of the rules
    permissions.csv       price findings that somebody let pass, with reason
    manifest.json         SHA-256 of every file above, and the head of the chain

No buyers: orders are not in it.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import Connection

from catalog.cells import protect
from lessons.text.writer import format_script
from store import journal_chain, overrides, reviews, scripts, shows
from store.store import Store
from store.tables import journal, show
from store.text import dump, load
from studio.backup import BackupExists
from studio.backup_file import MANIFEST

README = """双语直播台 Chalk & Cart：一场直播的留存资料
Records of one livestream.

journal.csv        每一步操作（本地时间、谁、身份、做了什么）。Every command, in local time.
journal.jsonl      同一份日志的原样，含每条的哈希。The same as stored, with hashes.
plan.md            播出时冻结的脚本。The script as frozen for the show.
scripts/           脚本的每个版本。Every version of the script.
signoffs.jsonl     开播前合规审核：发现、理由、审核人。Reviews before air: findings, reasons, reviewer.
permissions.csv    被放行的价格提醒及理由。Price findings let pass, with reasons.
manifest.json      以上每个文件的 SHA-256 与日志链头。SHA-256 of each file, head of the chain.

核对 To check:
  文件 files:  sha256sum 与 manifest.json 对照。Compare sha256sum with manifest.json.
  日志 chain:  h0 = sha256(JSON [show, plan.json 的原文 its text])，之后 then
               h = sha256(h + "\\n" + JSON [show, seq, id, at, actor, role, verb, expects, args])，
               expects、args 为其原文 as stored；JSON 无空格、UTF-8 no spaces, UTF-8。
               应与每条的 hash 相等。Must equal each line's hash.
  或 or:       python -m studio verify --against 本文件 this file
"""

#: The columns of a command in the table for people.
TOLD = ("actor", "role", "verb", "expects", "args")


class EvidenceFor:
    """Files of the records of shows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, show_id: str, out: Path) -> Path | None:
        """Write a show's records into the new zip `out`; None when there is none (`last`: the newest).

        Raises:
            BackupExists: when `out` is there.
        """
        if out.exists():
            raise BackupExists(out)
        with self._store.read() as connection:
            row = next((each for each in shows.listing(connection) if show_id in ("last", each.id)), None)
            if row is None:
                return None
            files = dict(_files(connection, row))
            chain = journal_chain.walk(connection, row.id)
        hashes = {name: sha256(body).hexdigest() for name, body in files.items()}
        heads = {row.id: [chain.events, chain.head]}
        manifest = {"files": hashes, "chains": heads, "holds": chain.broken is None}
        files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        out.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(out, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, body in files.items():
                archive.writestr(name, body)
        return out


def _files(connection: Connection, row: shows.ShowRow) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    plan = str(connection.scalar(select(show.c.plan).where(show.c.id == row.id)))
    rundown = shows.Journals().rundown(connection, row.id)
    zone = ZoneInfo(rundown.zone)
    about = {
        "id": row.id,
        "title": {"zh": row.title.zh, "en": row.title.en},
        "script": row.script,
        "version": row.version,
        "currency": row.currency,
        "zone": rundown.zone,
        "started": _time(row.started_at, zone),
        "ended": _time(row.ended_at, zone),
    }
    yield "show.json", json.dumps(about, ensure_ascii=False, indent=1).encode()
    yield "plan.json", plan.encode()
    yield "plan.md", format_script(rundown).encode()
    events = [dict(each) for each in connection.execute(
        select(journal).where(journal.c.show == row.id).order_by(journal.c.seq)
    ).mappings()]  # fmt: skip
    yield "journal.jsonl", "".join(dump(each) + "\n" for each in events).encode()
    yield "journal.csv", _table(
        ("序号 no.", "时间 time", "谁 who", "身份 role", "操作 did", "位置 at", "内容 what"),
        ([each["seq"], _time(each["at"], zone), *(each[name] for name in TOLD)] for each in events),
    )
    yield from _scripts(connection, row.script, zone)
    skus = sorted({segment.sku for segment in rundown.segments if segment.sku})
    let_pass = [each for sku in skus for each in overrides.of_product(connection, sku)]
    yield "permissions.csv", _table(
        ("货号 SKU", "规则 rule", "发现 finding", "理由 reason", "谁 who", "从 from", "到 to", "撤回 back"),
        (
            [p.sku, p.code, p.what, p.reason, p.by]
            + [_time(at, zone) for at in (p.at, p.until, p.withdrawn_at)]
            for p in let_pass
        ),
    )


def _scripts(connection: Connection, script: str | None, zone: tzinfo) -> Iterator[tuple[str, bytes]]:
    history = () if script is None else scripts.history(connection, script)
    rows = []
    for version in history:
        found = scripts.load_script(connection, str(script), version.version)
        if found is not None:
            yield f"scripts/v{version.version:04}.md", format_script(found[0]).encode()
        rows.append([version.version, _time(version.at, zone), version.by or "", version.act])
    yield "scripts/versions.csv", _table(("版本 version", "时间 saved", "谁 who", "动作 act"), rows)
    signed = () if script is None else reviews.of_script(connection, script)
    lines = ({"version": each.version, "hash": each.hash, **each.record} for each in signed)
    yield "signoffs.jsonl", "".join(dump(line) + "\n" for line in lines).encode()


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV that Excel opens in Chinese and runs nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([protect("" if cell is None else str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _time(at: int | None, zone: tzinfo) -> str | None:
    if at is None:
        return None
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).isoformat(timespec="milliseconds")


def chains_of(path: Path) -> dict[str, tuple[int, str]]:
    """The chains that a backup or a file of records names: show → (events, hash).

    Raises:
        ValueError: when the file names none.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            held = load(archive.read(MANIFEST).decode())["chains"]
        return {str(one): (int(events), str(head)) for one, (events, head) in held.items()}
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, AttributeError) as error:
        words = f"{path} names no journals: no backup, no records. {path} 不是备份或留存资料。"
        raise ValueError(words) from error
