"""Pinyin as a person types it to find something: first letters and whole syllables, without tones."""

from __future__ import annotations


def search_keys(zh: str) -> tuple[str, str]:
    """The first letters and the whole syllables of a Chinese text's characters, each as one word.

    Readings are chosen by phrase (重庆 is cq, not zq); other characters are left out. Both are empty when
    there is no Chinese. Source of the readings: pypinyin's phrase table.

    >>> search_keys("阳山水蜜桃 8枚")
    ('yssmtm', 'yangshanshuimitaomei')
    """
    from pypinyin import lazy_pinyin  # its phrase table takes 0.3 s to load: not before somebody needs it

    syllables: list[str] = lazy_pinyin(zh, errors="ignore")
    return "".join(said[0] for said in syllables if said), "".join(syllables)
