"""Zip containers whose bytes depend on their contents alone: no clock, no machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

#: The date of every member: the first day that a zip file can say.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(members: Iterable[tuple[str, bytes]], *, compress: bool = True) -> bytes:
    """A zip of the members in the order given; equal members give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            archive.writestr(info, data)
    return buffer.getvalue()


def rezipped(data: bytes) -> bytes:
    """The same archive with every date fixed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped((info.filename, archive.read(info)) for info in archive.infolist())
