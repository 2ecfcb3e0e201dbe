"""The first page of a finished deck as a picture: what one looks at before handing it out."""

from __future__ import annotations

import io
import zipfile

import pypdfium2  # type: ignore[import-untyped]

from vocab.decks.make import Format

#: Pixels a point: half of what the pictures themselves have, and a few hundredths of a second.
SCALE = 1.0


def cover(data: bytes, made_as: Format) -> bytes | None:
    """The first page as PNG; None for a format without pages, or whose pages its own program draws."""
    if made_as == "png":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(archive.namelist()[0])
    if made_as not in ("pdf", "slides"):
        return None
    document = pypdfium2.PdfDocument(data)
    try:
        image = document[0].render(scale=SCALE, rev_byteorder=True).to_pil()
    finally:
        document.close()
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
