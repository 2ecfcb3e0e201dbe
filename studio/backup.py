"""Backups: a whole store in one file, made while it serves, proven before it counts, put back anywhere.

The file is a zip: `studio.db`, the store as a SQLite file whatever engine it came from, `images/` with the
pictures that were added to products, and `manifest.json` (`studio.backup_file`) with sizes, hashes and what
was proven. It holds every secret of the store.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from sqlalchemy import delete
from sqlalchemy.engine import Connection, make_url

from store import snapshot
from store.engine import StoreError, open_engine, sqlite_path
from store.listen import is_served
from store.migrate import head
from store.store import Store
from store.tables import setting
from studio.backup_file import DATABASE, MANIFEST, PICTURE, BadBackup, Manifest, open_archive, read_manifest
from studio.holding import hold
from studio.pictures import MAX_BYTES, Pictures

#: Bytes read at once.
CHUNK = 1 << 20


class BackupExists(StoreError):
    """A backup overwrites nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already: nothing was written. {path} 已存在，未写入。")


class NoStore(StoreError):
    """There is nothing to back up."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no store at {path}. {path} 处没有存储。")


class StoreNotEmpty(StoreError):
    """A restore overwrites nothing."""

    def __init__(self, place: object) -> None:
        super().__init__(
            f"{place} holds data: move it away first, a restore overwrites nothing. "
            f"{place} 已有数据：请先移走，恢复不会覆盖任何内容。"
        )


class StoreServed(StoreError):
    """Nothing is restored under a running server."""

    def __init__(self, url: str) -> None:
        super().__init__(
            f"A server is running on {_place(url)}: stop it first. {_place(url)} 正在运行：请先停止服务。"
        )


def back_up(url: str, out: Path, *, now: int) -> tuple[Path, Manifest]:
    """Copy the store behind `url` into `out` (a new file, or a folder: named by `now`) and prove it.

    The copy is checked by SQLite, its counters are rebuilt and compared, every journal's chain is walked.
    Only then the file gets its name: a file with that name is a good one.

    Raises:
        StoreError: `NoStore`, `BackupExists`, or `BadBackup` when the copy does not hold.
    """
    source = sqlite_path(url)
    if source is not None and not source.is_file():
        raise NoStore(source)
    if out.is_dir():
        out = out / f"studio-{now}.zip"
    if out.exists():
        raise BackupExists(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=out.parent) as folder:
        copy, packed = Path(folder) / DATABASE, Path(folder) / "packed.zip"
        snapshot.copy_out(url, copy)
        size, digest = copy.stat().st_size, _sha256(copy)
        with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(copy, DATABASE)
            # What is proven may be upgraded for it: the bytes of the store are in the archive by now.
            schema = _schema(copy)
            rows, counters, chains = _prove(copy, out)
            engine = make_url(url).get_backend_name()
            pictures = _pack_pictures(Pictures(url).folder, archive)
            manifest = Manifest(now, engine, schema, size, digest, rows, counters, chains, pictures)
            archive.writestr(MANIFEST, json.dumps(manifest.to_json(), ensure_ascii=False, indent=1))
        packed.chmod(0o600)
        with packed.open("rb+") as file:
            os.fsync(file.fileno())
        if out.exists():
            raise BackupExists(out)
        packed.rename(out)
    return out, manifest


def restore(path: Path, url: str) -> Manifest:
    """Put a backup into the empty store behind `url` and prove it again; an older schema is upgraded.

    Raises:
        StoreError: `BadBackup`, `StoreNotEmpty`, or `StoreBusy` when a process serves that store.
    """
    manifest = read_manifest(path)
    target = sqlite_path(url)
    lock = hold(url)
    try:
        if target is not None:
            _restore_file(path, manifest, target)
        else:
            with tempfile.TemporaryDirectory(prefix="restore-") as folder:
                copy = Path(folder) / DATABASE
                _unpack(path, manifest, copy)
                _restore_rows(copy, url)
        _unpack_pictures(path, manifest, Pictures(url).folder)
    finally:
        if lock is not None:
            lock.release()
    return manifest


def prune(folder: Path, *, keep: int) -> tuple[Path, ...]:
    """Remove the oldest scheduled backups of a folder beyond the newest `keep`; returns what went."""
    made = sorted(folder.glob("studio-*.zip"), key=lambda path: (len(path.name), path.name))
    gone = tuple(made[:-keep]) if keep > 0 else ()
    for path in gone:
        path.unlink()
    return gone


def _restore_file(path: Path, manifest: Manifest, target: Path) -> None:
    # A WAL that was left behind would be played into the restored file.
    for name in (target.name, f"{target.name}-wal", f"{target.name}-shm"):
        if target.with_name(name).exists():
            raise StoreNotEmpty(target.with_name(name))
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        _unpack(path, manifest, copy)
        copy.rename(target)


def _restore_rows(copy: Path, url: str) -> None:
    target = Store(url)
    source = open_engine(f"sqlite:///{copy}", writes=False)
    try:

        def work(connection: Connection) -> None:
            if is_served(connection):
                raise StoreServed(url)
            held = snapshot.rows(connection)
            if any(count for name, count in held.items() if name != setting.name):
                raise StoreNotEmpty(_place(url))
            connection.execute(delete(setting))
            with source.connect() as read:
                snapshot.copy_rows(read, connection)
            if snapshot.counters_digest(connection) is None:
                raise BadBackup(copy, "its counters are not what its events say", "计数与事件不符")

        target.write(work)
    finally:
        source.dispose()
        target.close()


def _unpack(path: Path, manifest: Manifest, copy: Path) -> None:
    """The SQLite file of a backup, proven to be the one that was backed up and brought to this release."""
    digest, size = hashlib.sha256(), 0
    try:
        with open_archive(path) as archive, archive.open(DATABASE) as packed, copy.open("xb") as out:
            # No more than was announced is ever unpacked, whatever the archive holds.
            while block := packed.read(min(CHUNK, manifest.size - size + 1)):
                size += len(block)
                if size > manifest.size:
                    break
                digest.update(block)
                out.write(block)
            _flush(out)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise BadBackup(path, "it is damaged", "文件已损坏") from error
    if (size, digest.hexdigest()) != (manifest.size, manifest.sha256):
        raise BadBackup(path, "it is damaged", "文件已损坏")
    _, counters, chains = _prove(copy, path)
    if (counters, chains) != (manifest.counters, manifest.chains):
        raise BadBackup(path, "it is not what its manifest says", "内容与清单不符")


def _pack_pictures(folder: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Put the pictures that were added here into the archive; those of a shop's own folder are the shop's."""
    hashes = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if PICTURE.fullmatch(file.name):
            body = file.read_bytes()
            archive.writestr(f"images/{file.name}", body, zipfile.ZIP_STORED)
            hashes[file.name] = hashlib.sha256(body).hexdigest()
    return hashes


def _unpack_pictures(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the pictures; a name that is there already is the same picture."""
    with open_archive(path) as archive:
        for name, digest in manifest.pictures.items():
            with archive.open(f"images/{name}") as packed:
                body = packed.read(MAX_BYTES + 1)
            if hashlib.sha256(body).hexdigest() != digest:
                raise BadBackup(path, f"the picture {name} is damaged", f"图片 {name} 已损坏")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(body)


def _prove(copy: Path, path: Path) -> tuple[dict[str, int], str, dict[str, tuple[int, str]]]:
    """Rows, hash of the counters and chains of a SQLite file, which is upgraded; raises `BadBackup`."""
    if not snapshot.intact(copy):
        raise BadBackup(path, "the database is damaged", "数据库已损坏")
    store = Store(f"sqlite:///{copy}")
    try:
        with store.read() as connection:
            counters = snapshot.counters_digest(connection)
            rows, chains = snapshot.rows(connection), snapshot.chain_heads(connection)
    finally:
        store.close()
    if counters is None:
        raise BadBackup(
            path,
            "the counters are not what the events say (run `python -m studio rebuild` first)",
            "计数与事件不符（请先运行 `python -m studio rebuild`）",
        )
    return rows, counters, chains


def _schema(copy: Path) -> str:
    engine = open_engine(f"sqlite:///{copy}", writes=False)
    try:
        with engine.connect() as connection:
            return str(snapshot.schema(connection) or head())
    finally:
        engine.dispose()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
