"""Pictures of products: a folder of our own beside the store, and thumbnails of what is in it.

A catalogue names pictures by file; only what lies in one of our folders is ever opened, whatever the name
says. A picture is decoded only when its own head promises few enough pixels.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from PIL import Image, ImageOps, UnidentifiedImageError

from store.engine import sqlite_path

#: Formats that cameras and shops write. SVG is left out: it is a program in a picture's clothes.
FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}
#: Largest file taken, in bytes; a phone's photograph has 4 to 12 MB.
MAX_BYTES = 20 * 2**20
#: Most pixels decoded: 50 million take 150 MB for a moment; a phone's photograph has 12 to 48.
MAX_PIXELS = 50_000_000
#: Edges of thumbnails that can be asked for, in pixels: a table's row, a panel's head.
EDGES = (96, 360)
#: One picture is decoded at a time: of the largest each takes 250 MB.
_DECODING = Lock()
#: Pictures that ship with the sample show.
SAMPLE = Path(__file__).with_name("sample") / "images"


class BadPicture(ValueError):
    """A file that is not taken as a picture; `reason` is `large`, `format`, `pixels` or `damaged`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"this file is not taken as a picture: {reason}")


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes to hand out and what they are."""

    data: bytes
    media: str


class Pictures:
    """The pictures of one store. `STUDIO_IMAGES` names another folder, such as the one a shop keeps."""

    def __init__(self, url: str, *, folder: Path | None = None) -> None:
        database = sqlite_path(url)
        beside = Path("data") if database is None else database.parent
        named = os.environ.get("STUDIO_IMAGES")
        self.folder = folder or (Path(named) if named else beside / "images")
        self._thumbs = beside / "thumbs"

    def add(self, data: bytes) -> str:
        """Keep a picture and return the name to put into a product. The same picture has the same name.

        Raises:
            BadPicture: when it is too large, no picture, or damaged.
        """
        kind, _ = _shrunk(data, EDGES[0])
        name = sha256(data).hexdigest()[:20] + FORMATS[kind]
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(data)
            part.replace(path)
        return name

    def find(self, name: str) -> Path | None:
        """The file of that name in one of our folders, sub-folders with `/`; None for anything else."""
        pieces = name.replace("\\", "/").split("/")
        # A planner's file says D:\\pictures\\peach.jpg: the same name in our folder is what is meant.
        for wanted in (pieces, pieces[-1:]):
            if any(piece in ("", ".", "..") or ":" in piece or "\0" in piece for piece in wanted):
                continue
            for folder in (self.folder, SAMPLE):
                if (path := _inside(folder, wanted)) is not None:
                    return path
        return None

    def whole(self, name: str) -> Path | None:
        """The file itself for a page to show, of a format that is safe to hand out; None otherwise."""
        path = self.find(name)
        if path is None or path.stat().st_size > MAX_BYTES:
            return None
        known = (*FORMATS.values(), ".jpeg")
        ours = path.suffix.casefold() == ".svg" and path.is_relative_to(SAMPLE)
        return path if ours or path.suffix.casefold() in known else None

    def thumbnail(self, name: str, edge: int) -> Picture | None:
        """The picture no larger than `edge` in either direction, made once; None for what is none of ours.

        Raises:
            BadPicture: when the file cannot be shown.
        """
        path = self.find(name)
        if path is None or edge not in EDGES:
            return None
        if path.suffix.casefold() == ".svg":
            return Picture(path.read_bytes(), "image/svg+xml") if path.is_relative_to(SAMPLE) else None
        at = path.stat()
        if at.st_size > MAX_BYTES:
            raise BadPicture("large")
        key = sha256(f"{path.resolve()}\n{at.st_mtime_ns}\n{at.st_size}\n{edge}".encode()).hexdigest()[:24]
        kept = self._thumbs / f"{key}.jpg"
        if kept.exists():
            return Picture(kept.read_bytes(), "image/jpeg")
        _, small = _shrunk(path.read_bytes(), edge)
        self._thumbs.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(small)
        part.replace(kept)
        return Picture(small, "image/jpeg")


def _inside(folder: Path, pieces: Sequence[str]) -> Path | None:
    root = folder.resolve()
    path = root.joinpath(*pieces).resolve()  # a link that leads out of the folder is not ours either
    return path if path.is_relative_to(root) and path.is_file() else None


def _shrunk(data: bytes, edge: int) -> tuple[str, bytes]:
    """The format, and the picture as JPEG within a square of `edge` pixels. Raises BadPicture."""
    if len(data) > MAX_BYTES:
        raise BadPicture("large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is lower
            with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
                kind = str(image.format)
                if image.width * image.height > MAX_PIXELS:
                    raise BadPicture("pixels")
                image.draft("RGB", (edge * 2, edge * 2))  # a JPEG is decoded small at once
                with _DECODING:
                    small = image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGBA")
                    small.thumbnail((edge, edge))
                solid = ImageOps.exif_transpose(small).convert("RGBA")
                flat = Image.new("RGB", solid.size, "white")
                flat.paste(solid, mask=solid.getchannel("A"))
                out = io.BytesIO()
                flat.save(out, "JPEG", quality=82, optimize=True)
    except UnidentifiedImageError:
        raise BadPicture("format") from None
    except Image.DecompressionBombError:
        raise BadPicture("pixels") from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError) as error:
        if isinstance(error, BadPicture):
            raise
        raise BadPicture("damaged") from error
    return kind, out.getvalue()
