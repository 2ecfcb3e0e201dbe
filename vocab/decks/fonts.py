"""Fonts for paper: found on the machine, checked that they may and can be embedded, cut down to what is used.

A deck is read far from here, so its fonts travel with it. Roles, not names: `kai` is Chinese to look at,
`sans` Chinese to read small, `serif` and `bold` English, `ipa` phonetic signs. Each role has a stack, best
first, as in docs/design.md; every sign is set in the first font of the stack that has it. A deck in
handwriting looks first in the hands: `Fonts.in_hand`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import uharfbuzz as hb  # type: ignore[import-untyped]

Role = Literal["kai", "sans", "serif", "bold", "ipa"]
ROLES: tuple[Role, ...] = ("kai", "sans", "serif", "bold", "ipa")

#: File names of each role, best first. Where from: Debian fonts-lxgw-wenkai, fonts-noto-cjk, fonts-noto-core,
#: fonts-wqy-*, fonts-sil-*; macOS /System/Library/Fonts; Windows and Office fonts.
_KAI = (
    "LXGWWenKai-Regular.ttf|LXGWWenKaiGB-Regular.ttf|Kaiti.ttc|STKaiti.ttf|simkai.ttf|"
    "NotoSerifCJK-Regular.ttc|NotoSerifCJKsc-Regular.otf|NotoSerifSC-Regular.otf|NotoSerifSC-Regular.ttf|"
    "SourceHanSerifSC-Regular.otf|SourceHanSerif.ttc|NotoSerifSC[wght].ttf|Songti.ttc|STSONG.TTF|simsun.ttc"
)
_SANS = (
    "NotoSansCJK-Regular.ttc|NotoSansCJKsc-Regular.otf|NotoSansSC-Regular.otf|NotoSansSC-Regular.ttf|"
    "NotoSansSC[wght].ttf|NotoSansSC-VF.ttf|SourceHanSansSC-Regular.otf|SourceHanSans.ttc|"
    "HarmonyOS_Sans_SC_Regular.ttf|MiSans-Regular.ttf|PingFang.ttc|Hiragino Sans GB.ttc|STHeiti Light.ttc|"
    "STHeiti Medium.ttc|msyh.ttc|msyh.ttf|Deng.ttf|simhei.ttf|wqy-microhei.ttc|wqy-zenhei.ttc|"
    "DroidSansFallbackFull.ttf|Arial Unicode.ttf"
)
_SERIF = (
    "Iowan Old Style.ttc|Palatino.ttc|SourceSerif4-Regular.otf|SourceSerif4-Regular.ttf|"
    "NotoSerif-Regular.ttf|NotoSerifCJK-Regular.ttc|Georgia.ttf|pala.ttf|LiberationSerif-Regular.ttf|DejaVuSerif.ttf|times.ttf"
)
_BOLD = (
    "SourceSerif4-Semibold.otf|SourceSerif4-Semibold.ttf|NotoSerif-SemiBold.ttf|NotoSerif-Bold.ttf|"
    "NotoSerifCJK-Bold.ttc|Georgia Bold.ttf|georgiab.ttf|palab.ttf|LiberationSerif-Bold.ttf|"
    "DejaVuSerif-Bold.ttf|timesbd.ttf"
)
_IPA = (
    "CharisSIL-Regular.ttf|CharisSILR.ttf|DoulosSIL-Regular.ttf|DoulosSILR.ttf|NotoSans-Regular.ttf|"
    "segoeui.ttf|DejaVuSans.ttf|LiberationSans-Regular.ttf|Arial Unicode.ttf|Arial.ttf|arial.ttf|times.ttf"
)
#: Handwriting: English in the hand that a system brings, else slanted; Chinese in regular or running script.
#: Where from: macOS Chalkboard, Bradley Hand, Hannotate, HanziPen, Xingkai; Windows Segoe Print, Ink Free;
#: Debian fonts-comic-neue, fonts-lxgw-wenkai.
_HAND = (
    "ChalkboardSE.ttc|Bradley Hand Bold.ttf|segoepr.ttf|Inkfree.ttf|ComicNeue-Italic.otf|"
    "ComicNeue-Italic.ttf|SourceSerif4-It.otf|SourceSerif4-Italic.ttf|NotoSerif-Italic.ttf|"
    "Georgia Italic.ttf|georgiai.ttf|palai.ttf|LiberationSerif-Italic.ttf|DejaVuSerif-Italic.ttf|timesi.ttf"
)
_BRUSH = (
    "LXGWWenKai-Regular.ttf|LXGWWenKaiGB-Regular.ttf|Xingkai.ttc|Hannotate.ttc|Hanzipen.ttc|STXINGKA.TTF|"
    "Kaiti.ttc|STKaiti.ttf|simkai.ttf"
)
HANDS: dict[Role, tuple[str, ...]] = {
    "kai": tuple(_BRUSH.split("|")),
    "serif": tuple(_HAND.split("|")),
    "bold": tuple(_HAND.split("|")),
}
STACKS: dict[Role, tuple[str, ...]] = {
    "kai": tuple(_KAI.split("|")),
    "sans": tuple(_SANS.split("|")),
    "serif": tuple(_SERIF.split("|")),
    "bold": tuple(_BOLD.split("|")),
    "ipa": tuple(_IPA.split("|")),
}
#: Where a role looks when its own stack lacks a sign.
AFTER: dict[Role, tuple[Role, ...]] = {
    "kai": ("sans", "serif", "ipa"),
    "sans": ("kai", "serif", "ipa"),
    "serif": ("kai", "sans", "ipa"),
    "bold": ("serif", "kai", "sans", "ipa"),
    "ipa": ("serif", "sans", "kai"),
}
#: Signs that a font must have to set simplified Chinese with its readings: 汉 and 词 are simplified forms.
CHINESE_PROOF = "汉词拼音"
#: OS/2 `fsType` bits (OpenType 1.9): restricted licence, no subsetting, bitmaps only.
_FORBIDDEN = 0x0002 | 0x0100 | 0x0200
_PERMISSIVE = 0x0004 | 0x0008


class FontError(ValueError):
    """A file that cannot be embedded in a document; `reason` is a key of `vocab.decks.problems`."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name} cannot be embedded: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font of a file, open for measuring; `key` (ASCII, lower case) tells it from others."""

    key: str
    path: Path
    index: int
    weight: int
    signs: frozenset[int]
    upem: int
    _font: hb.Font

    def advance(self, sign: str) -> float:
        """The width of a sign in ems."""
        glyph = self._font.get_nominal_glyph(ord(sign))
        return 0.0 if glyph is None else self._font.get_glyph_h_advance(glyph) / self.upem

    def cut(self, signs: Iterable[str]) -> bytes:
        """The font with these signs only, variable axes pinned: small, and quick to embed."""
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.NO_HINTING
        # No shaping on paper: without its rules the font does not pull in the glyphs they lead to.
        wanted.layout_feature_tag_set.clear()
        for sign in signs:
            wanted.unicode_set.add(ord(sign))
        if self._font.face.axis_infos:
            wanted.pin_all_axes_to_default(self._font.face)
            if any(axis.tag == "wght" for axis in self._font.face.axis_infos):
                wanted.pin_axis_location(self._font.face, "wght", self.weight)
        return bytes(hb.subset(self._font.face, wanted).blob.data)


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces of each role, best first, and those that go before them in handwriting."""

    stacks: Mapping[Role, tuple[Face, ...]]
    hands: Mapping[Role, tuple[Face, ...]] = field(default_factory=dict)

    def in_hand(self) -> Fonts:
        """The same roles written by hand, as far as this machine has a hand for them."""
        return Fonts({role: (*self.hands.get(role, ()), *faces) for role, faces in self.stacks.items()})

    def face(self, sign: str, role: Role) -> Face | None:
        """The face that sets a sign in a role; None when no font here has it."""
        code = ord(sign)
        for name in (role, *AFTER[role]):
            for face in self.stacks[name]:
                if code in face.signs:
                    return face
        return None


def places(*, platform: str, home: Path | None, environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders in which a system keeps fonts; `platform` as `sys.platform` says it."""
    if platform == "darwin":
        base = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path("/System/Library/AssetsV2")]
        return tuple(base + ([home / "Library/Fonts"] if home else []))
    if platform == "win32":
        held = [Path(environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        local = environ.get("LOCALAPPDATA")
        return tuple(held + ([Path(local) / "Microsoft/Windows/Fonts"] if local else []))
    shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return tuple(shared + ([home / ".local/share/fonts", home / ".fonts"] if home else []))


def find_fonts(folders: Sequence[Path], *, chosen: Path | None = None) -> Fonts:
    """The fonts of every role found in the folders; `chosen` goes before everything Chinese.

    A file that cannot be embedded is passed over, except `chosen`: that one was asked for.

    Raises:
        FontError: `chosen` cannot be used.
    """
    by_name = _listing(folders)
    stacks = {role: _faces(STACKS[role], role, by_name) for role in ROLES}
    hands = {role: _faces(names, role, by_name) for role, names in HANDS.items()}
    if chosen is not None:
        first = open_face(chosen, role="kai")
        if not all(ord(sign) in first.signs for sign in CHINESE_PROOF):
            raise FontError(chosen, "chinese")
        for role in ("kai", "sans"):
            stacks[role] = (first, *stacks[role])
        hands["kai"] = (first, *hands["kai"])
    return Fonts(stacks, hands)


def has_chinese(fonts: Fonts) -> bool:
    """Whether Chinese with its readings can be set at all."""
    return all(fonts.face(sign, "kai") is not None for sign in CHINESE_PROOF)


def open_face(path: Path, *, role: Role) -> Face:
    """The face of a file that fits a role: simplified Chinese of a collection, bold or regular.

    Raises:
        FontError: not a font, outlines that a document cannot hold, or a licence that forbids it.
    """
    try:
        blob = hb.Blob.from_file_path(str(path))
    except (OSError, hb.HarfBuzzError) as error:
        raise FontError(path, "unreadable") from error
    faces = [hb.Face(blob, index) for index in range(max(1, hb.Face(blob).count))]
    face = max(faces, key=lambda item: _fitness(item, role))
    tables = set(face.table_tags)
    if not tables & {"glyf", "CFF "} or ("fvar" in tables and "glyf" not in tables):
        raise FontError(path, "outlines" if tables else "unreadable")
    kind = int.from_bytes(bytes(face.reference_table("OS/2").data[8:10]), "big")
    if kind & _FORBIDDEN and not (kind & 0x0002 and kind & _PERMISSIVE):
        raise FontError(path, "licence")
    weight = 650 if role == "bold" else 400
    font = hb.Font(face)
    if "fvar" in tables:
        font.set_variations({"wght": weight})
    index = faces.index(face)
    stem = "".join(sign for sign in path.stem.casefold() if sign.isascii() and sign.isalnum())
    return Face(f"{stem}{index}w{weight}", path, index, weight, frozenset(face.unicodes), face.upem, font)


def _faces(names: Sequence[str], role: Role, by_name: Mapping[str, Path]) -> tuple[Face, ...]:
    """The faces of those files that are here and can be embedded, in the order of the names."""
    files = [by_name[name.casefold()] for name in names if name.casefold() in by_name]
    return tuple(face for face in (_openable(path, role) for path in files) if face is not None)


def _openable(path: Path, role: Role) -> Face | None:
    try:
        return open_face(path, role=role)
    except FontError:
        return None


def _fitness(face: hb.Face, role: Role) -> tuple[int, int]:
    names = " ".join(filter(None, (face.get_name(number) for number in (1, 2, 4, 16, 17)))).casefold()
    simplified = int(any(mark in names.split() for mark in ("sc", "gb", "cn")) or " sc" in names)
    wanted = ("semibold", "bold") if role == "bold" else ("regular", "roman", "book", "normal")
    slanted = any(mark in names for mark in ("italic", "oblique"))
    return simplified, (0 if slanted else 1 + int(any(mark in names for mark in wanted)))


def _listing(folders: Sequence[Path]) -> dict[str, Path]:
    """Font files by name in lower case; the first folder that has a name wins, names sorted within it."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.rglob("*.[tToO][tT][fFcC]")):
                found.setdefault(path.name.casefold(), path)
    return found
