"""The file of a backup: what its manifest says, and how it is opened without trusting it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from store.engine import StoreError

FORMAT = 1
DATABASE, MANIFEST = "studio.db", "manifest.json"
#: A manifest has a hash per show and picture: 10 MB are a hundred thousand.
MANIFEST_BYTES = 10_000_000
#: Names that `studio.pictures` gives: no path, nothing that leads out of the folder.
PICTURE = re.compile(r"[0-9a-f]{20}\.(?:jpg|png|webp|gif)")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `made_at` is UTC epoch ms, `size` and `sha256` are of the SQLite file, `rows` are counts by table,
    `counters` a hash of the counters' table (equal to a rebuild), `chains` each show's (events, newest hash),
    `pictures` the hash of each picture by name.
    """

    made_at: int
    engine: str
    schema: str
    size: int
    sha256: str
    rows: dict[str, int]
    counters: str
    chains: dict[str, tuple[int, str]]
    pictures: dict[str, str]

    def to_json(self) -> dict[str, object]:
        """The document in the file, and of `--json`."""
        return {"format": FORMAT, **asdict(self)}


class BadBackup(StoreError):
    """The file is no backup, is damaged, or does not say the truth about itself."""

    def __init__(self, path: Path, why_en: str, why_zh: str) -> None:
        super().__init__(f"{path} cannot be used: {why_en}. {path} 无法使用：{why_zh}。")


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself; raises `BadBackup`."""
    with open_archive(path) as archive:
        try:
            if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES:
                raise BadBackup(path, "its manifest is too large", "清单过大")
            held = json.loads(archive.read(MANIFEST))
            if held.pop("format") != FORMAT:
                raise BadBackup(path, "it was written by a newer release", "由更新的版本写入")
            chains = {show: (int(events), str(last)) for show, (events, last) in held.pop("chains").items()}
            if not all(PICTURE.fullmatch(name) for name in held["pictures"]):
                raise BadBackup(path, "a picture has a name that is not ours", "图片名不合规")
            return Manifest(**held, chains=chains)
        except (KeyError, ValueError, TypeError) as error:
            raise BadBackup(path, "it is not a backup of this product", "不是本产品的备份") from error


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive of a backup, to read; raises `BadBackup` when it is none."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadBackup(path, "it is no backup file", "不是备份文件") from error
    with archive:
        yield archive
