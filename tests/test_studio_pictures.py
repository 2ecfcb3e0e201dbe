"""Pictures: only files of our own folders are opened, and none that would take the machine with it."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from screens.picture_route import picture_route
from studio.pictures import EDGES, MAX_BYTES, BadPicture, Pictures
from studio.studio import Studio


def photo(width: int = 800, height: int = 600, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """A plain picture of that size."""
    out = io.BytesIO()
    Image.new(mode, (width, height), 120).save(out, kind)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head promises that many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def held(tmp_path: Path) -> Pictures:
    """The pictures of a store in a folder of its own."""
    return Pictures(f"sqlite:///{tmp_path / 'data' / 'studio.db'}")


def test_a_picture_is_kept_once_and_comes_back_small(held: Pictures) -> None:
    """The same bytes have the same name; a thumbnail fits its square and is made once."""
    name = held.add(photo())
    assert held.add(photo()) == name
    assert [path.name for path in held.folder.iterdir()] == [name]
    for edge in EDGES:
        small = held.thumbnail(name, edge)
        assert small is not None and small.media == "image/jpeg"
        assert max(Image.open(io.BytesIO(small.data)).size) == edge
        assert held.thumbnail(name, edge) == small


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("GIF", "P")])
def test_the_formats_of_shops_are_taken(held: Pictures, kind: str, mode: str) -> None:
    """With and without transparency."""
    small = held.thumbnail(held.add(photo(kind=kind, mode=mode)), 96)
    assert small is not None and Image.open(io.BytesIO(small.data)).mode == "RGB"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"MZ\x90\0", "format"),
        (b"", "format"),
        (photo()[:200], "damaged"),
        (bomb(60_000, 60_000), "pixels"),
        (bomb(2**31 - 1, 2**31 - 1), "pixels"),
    ],
    ids=["svg", "program", "empty", "cut", "bomb", "bomb2"],
)
def test_what_is_no_picture_is_refused_with_the_reason(held: Pictures, data: bytes, reason: str) -> None:
    """Refused before it is kept; a bomb before it is decoded."""
    with pytest.raises(BadPicture) as error:
        held.add(data)
    assert error.value.reason == reason
    assert not held.folder.exists()


def test_a_large_file_is_refused_unread(held: Pictures) -> None:
    """By its length, whether it comes by the door or lies in the folder already."""
    with pytest.raises(BadPicture, match="large"):
        held.add(b"\0" * (MAX_BYTES + 1))
    held.folder.mkdir(parents=True)
    with (held.folder / "big.jpg").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert held.whole("big.jpg") is None
    with pytest.raises(BadPicture, match="large"):
        held.thumbnail("big.jpg", 96)


@pytest.mark.parametrize(
    "name",
    [
        "../studio.db",
        "..\\studio.db",
        "/etc/passwd",
        "a/../../studio.db",
        "C:\\data\\studio.db",
        "",
        ".",
        "x\0.jpg",
        "link.jpg",
        "sub",
        "./peach.jpg/..",
    ],
)
def test_nothing_outside_the_folder_is_opened(held: Pictures, tmp_path: Path, name: str) -> None:
    """Neither by dots, nor by drives, nor through a link that leads out."""
    (tmp_path / "data" / "images" / "sub").mkdir(parents=True)
    (tmp_path / "data" / "studio.db").write_bytes(photo())
    (held.folder / "link.jpg").symlink_to(tmp_path / "data" / "studio.db")
    assert held.find(name) is None
    assert held.whole(name) is None
    assert held.thumbnail(name, 96) is None


def test_a_planners_own_path_means_the_file_of_that_name(held: Pictures) -> None:
    """Sub-folders count; a path of another machine falls back to its last name."""
    (held.folder / "fruit").mkdir(parents=True)
    (held.folder / "fruit" / "peach.jpg").write_bytes(photo())
    (held.folder / "tea.jpg").write_bytes(photo())
    assert held.find("fruit/peach.jpg") == (held.folder / "fruit" / "peach.jpg").resolve()
    assert held.find("D:\\商品图\\tea.jpg") == (held.folder / "tea.jpg").resolve()


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop keeps its pictures where it likes."""
    monkeypatch.setenv("STUDIO_IMAGES", str(tmp_path / "shop"))
    assert Pictures(f"sqlite:///{tmp_path / 'x.db'}").folder == tmp_path / "shop"


def test_the_route_hands_out_files_thumbnails_and_nothing_else(tmp_path: Path) -> None:
    """Whole and small, of the sample too; other sizes, other places and broken files are refused."""
    studio = Studio(f"sqlite:///{tmp_path / 'studio.db'}")
    name = studio.pictures.add(photo())
    (studio.pictures.folder / "broken.jpg").write_bytes(b"no picture")
    (studio.pictures.folder / "own.svg").write_bytes(b"<svg/>")
    with TestClient(Starlette(routes=[picture_route(lambda: studio)])) as web:
        whole = web.get(f"/live/images/{name}")
        assert (whole.status_code, whole.content) == (200, photo())
        small = web.get(f"/live/images/{name}?w=96")
        assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
        assert web.get("/live/images/P001.svg?w=96").headers["content-type"] == "image/svg+xml"
        assert "script" not in small.headers["content-security-policy"]
        outside = ("own.svg", "own.svg?w=96", "../studio.db", "%2e%2e/studio.db")
        for path in (f"{name}?w=97", f"{name}?w=x", *outside):
            assert web.get(f"/live/images/{path}").status_code == 404, path
        assert web.get("/live/images/broken.jpg?w=96").status_code == 415
    studio.close()
