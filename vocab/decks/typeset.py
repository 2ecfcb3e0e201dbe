"""Setting text: which font sets which sign, how wide a line is, where a line may break, what fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from vocab.decks.fonts import Face, Fonts, Role

#: Marks that may not begin a line, and marks that may not end one (GB/T 15834, W3C clreq 3.1).
NO_START = frozenset("，。、；：？！）》」』】〉”’…—·％%,.;:?!)]}/")
NO_END = frozenset("（《「『【〈“‘([{")

#: A run of text in one font.
Run = tuple[Face, str]


class Unset(ValueError):
    """A text that no font here can set whole; `signs` are the ones that are missing."""

    def __init__(self, text: str, signs: str) -> None:
        super().__init__(f"no font has {signs!r} of {text!r}")
        self.signs = signs


@dataclass(slots=True)
class Setter:
    """Measures and breaks text with the fonts there are, and remembers which signs each font has to carry."""

    fonts: Fonts
    used: dict[str, tuple[Face, set[str]]] = field(default_factory=dict)
    _advances: dict[tuple[str, Role], tuple[Face, float]] = field(default_factory=dict)

    def runs(self, text: str, role: Role) -> tuple[Run, ...]:
        """The text as runs of one font each.

        Raises:
            Unset: some sign is in no font.
        """
        found: list[tuple[Face, list[str]]] = []
        missing = "".join(sign for sign in text if self._place(sign, role) is None)
        if missing:
            raise Unset(text, missing)
        for sign in text:
            place = self._place(sign, role)
            assert place is not None
            face = found[-1][0] if sign == " " and found else place[0]
            if not found or found[-1][0] is not face:
                found.append((face, []))
            found[-1][1].append(sign)
            self.used.setdefault(face.key, (face, set()))[1].add(sign)
        return tuple((face, "".join(signs)) for face, signs in found)

    def settable(self, text: str, role: Role) -> bool:
        """Whether every sign of the text is in some font."""
        return all(self._place(sign, role) is not None for sign in text)

    def plain(self, text: str, role: Role) -> str:
        """The text without symbols that no font has (emoji in shop titles); letters are never dropped."""
        kept = (
            sign
            for sign in text
            if self._place(sign, role) is not None or unicodedata.category(sign)[0] in "LMN"
        )
        return " ".join("".join(kept).split())

    def width(self, text: str, role: Role, size: float) -> float:
        """The width in points at a size in points."""
        places = (self._place(sign, role) for sign in text)
        return size * sum(place[1] for place in places if place is not None)

    def fit(self, text: str, role: Role, *, size: float, width: float, least: float) -> float:
        """The largest size up to `size` at which the text takes one line of `width`, not below `least`."""
        taken = self.width(text, role, 1.0)
        return size if taken * size <= width else max(least, width / taken)

    def lines(self, text: str, role: Role, size: float, width: float) -> list[str]:
        """The text broken to lines of at most `width`; as even as they go, nothing is cut.

        A word that is wider than a line alone is broken between signs.
        """
        pieces = [part for piece in _pieces(text) for part in self._broken(piece, role, size, width)]
        # Pieces with their width whole and without the blank at their end; without kerning, widths add.
        sized = [
            (piece, self.width(piece, role, size), self.width(piece.rstrip(), role, size)) for piece in pieces
        ]
        lines = _filled(sized, width)
        if len(lines) > 1:
            # Same number of lines, as even as they go: the narrowest measure that still needs no more.
            low, high = width / 2, width
            for _ in range(6):
                middle = (low + high) / 2
                narrow = _filled(sized, middle)
                if len(narrow) <= len(lines):
                    high, lines = middle, narrow
                else:
                    low = middle
        return lines

    def _broken(self, piece: str, role: Role, size: float, width: float) -> Iterator[str]:
        if self.width(piece.rstrip(), role, size) <= width:
            yield piece
            return
        part = ""
        for sign in piece:
            if part and self.width(part + sign, role, size) > width:
                yield part
                part = ""
            part += sign
        yield part

    def _place(self, sign: str, role: Role) -> tuple[Face, float] | None:
        key = (sign, role)
        if key not in self._advances:
            face = self.fonts.face(sign, role)
            if face is None:
                return None
            self._advances[key] = (face, face.advance(sign))
        return self._advances[key]


def _filled(pieces: list[tuple[str, float, float]], width: float) -> list[str]:
    lines: list[str] = []
    line, taken = "", 0.0
    for piece, whole, bare in pieces:
        if line and taken + bare > width:
            lines.append(line.rstrip())
            line, taken = piece, whole
        else:
            line, taken = line + piece, taken + whole
    if line.strip():
        lines.append(line.rstrip())
    return lines


def is_han(sign: str) -> bool:
    """Whether a line may break beside this sign: Han, kana and full-width marks."""
    return unicodedata.east_asian_width(sign) in ("W", "F")


def _pieces(text: str) -> list[str]:
    """The text cut where a line may break: after blanks and hyphens, between Han, with the marks' rules."""
    pieces: list[str] = []
    for sign in text:
        before = pieces[-1][-1] if pieces else ""
        joins = (
            not before
            or sign == " "
            or sign in NO_START
            or before in NO_END
            or not (before in " -–/" or is_han(sign) or is_han(before))
        )
        if joins and pieces:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
