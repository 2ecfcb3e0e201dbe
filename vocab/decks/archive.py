"""Zip containers whose bytes depend on their contents alone: no clock, no machine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

#: The date of every member: the first day that a zip file can say.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
#: The date that an office file says it was made on.
OFFICE_EPOCH = b"2000-01-01T00:00:00Z"
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


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
    """The same archive with every date fixed, also the ones that an office file says of itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped(
            (info.filename, _undated(info.filename, archive.read(info))) for info in archive.infolist()
        )


def _undated(name: str, data: bytes) -> bytes:
    """openpyxl writes the time of saving into the properties, whatever they were set to."""
    return _STAMP.sub(OFFICE_EPOCH, data) if name == "docProps/core.xml" else data
