"""What a planner is told when a deck cannot be made as asked, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Severity, Where

_INSTALL = Bilingual(
    en="Install a Chinese font (Debian and Ubuntu: apt-get install fonts-noto-cjk fonts-lxgw-wenkai; other "
    "systems: LXGW WenKai or Noto Sans CJK SC), or set STUDIO_FONT to the path of a .ttf, .otf or .ttc file. "
    "The web page, Anki, CSV, XLSX, JSON, TSV and PPTX need no font and work now.",
    zh="请安装一款中文字体（Debian/Ubuntu：apt-get install fonts-noto-cjk fonts-lxgw-wenkai；"
    "其他系统：霞鹜文楷或思源黑体），或把环境变量 STUDIO_FONT 设为一个 .ttf、.otf 或 .ttc 文件的路径。"
    "网页、Anki、CSV、XLSX、JSON、TSV、PPTX 不需要字体，现在就能导出。",
)
_REASONS = {
    "unreadable": Bilingual(en="it is missing or not a font", zh="文件不存在，或不是字体文件"),
    "outlines": Bilingual(en="its outlines cannot be embedded in a PDF", zh="它的字形格式无法嵌入 PDF"),
    "licence": Bilingual(en="its licence bits forbid embedding", zh="它的授权标志不允许嵌入"),
    "chinese": Bilingual(en="it has no simplified Chinese", zh="它不含简体中文"),
}


def no_font() -> Finding:
    """No font that can set Chinese was found."""
    what = Bilingual(
        en="No Chinese font was found that can be embedded; a PDF or picture would show empty boxes.",
        zh="没有找到可嵌入的中文字体，PDF 和图片会变成方框，所以没有生成。",
    )
    return _finding("vocab.decks.no_font", "error", what, _INSTALL)


def bad_font(name: str, reason: str) -> Finding:
    """The font of STUDIO_FONT cannot be used."""
    why = _REASONS[reason]
    what = Bilingual(
        en=f"STUDIO_FONT names {name}, but {why.en}.", zh=f"STUDIO_FONT 指定的 {name} 不能用：{why.zh}。"
    )
    return _finding("vocab.decks.bad_font", "error", what, _INSTALL, file=name)


def no_cards(skus: Sequence[str]) -> Finding:
    """Nothing to hand out."""
    asked = "、".join(skus[:5]) + ("……" if len(skus) > 5 else "")
    what = Bilingual(
        en=f"No approved card{' for ' + ', '.join(skus[:5]) if skus else ''}: there is nothing to hand out.",
        zh=f"{'商品 ' + asked + ' ' if skus else ''}没有已通过的板书词，词卡是空的。",
    )
    fix = Bilingual(
        en="Approve cards on the Cards page first, or choose other products.",
        zh="请先在「板书」页通过一些词，或换几件商品。",
    )
    return _finding("vocab.decks.no_cards", "error", what, fix)


def unknown_sku(sku: str) -> Finding:
    """A product that the catalogue does not know."""
    what = Bilingual(en=f"The catalogue has no product {sku}.", zh=f"商品库里没有 {sku}。")
    fix = Bilingual(
        en="Check the SKU on the Catalogue page, then ask again.", zh="请到「商品」页核对货号后再导出。"
    )
    return _finding("vocab.decks.unknown_sku", "error", what, fix)


def unknown_show(show: str) -> Finding:
    """A show that taught nothing, is not over, or is not there."""
    what = Bilingual(
        en=f"No words are remembered of the show {show}: it has not ended, or had none on its board.",
        zh=f"直播 {show} 没有记下的词：还没下播，或没出过板书。",
    )
    fix = Bilingual(en="Choose a show that has ended.", zh="请选一场已下播的直播。")
    return _finding("vocab.decks.unknown_show", "error", what, fix)


def left_out(count: int, words: str) -> Finding:
    """Words of a show that are not approved (any more)."""
    what = Bilingual(
        en=f"{count} words of the show are not approved and were left out: {words}.",
        zh=f"这场有 {count} 个词没有通过，未放进词表：{words}。",
    )
    fix = Bilingual(en="Approve them on the Cards page.", zh="请到「板书」页通过后再导出。")
    return _finding("vocab.decks.left_out", "warn", what, fix)


def bad_url(url: str) -> Finding:
    """An address that no phone would open."""
    what = Bilingual(
        en=f"“{url}” is not a web address, so there is no QR code.",
        zh=f"“{url}”不是网址，二维码没有生成。",
    )
    fix = Bilingual(
        en="Give the whole address, with https:// in front.", zh="请填完整网址，以 https:// 开头。"
    )
    return _finding("vocab.decks.bad_url", "error", what, fix)


def unset(where: str, signs: str, *, severity: Severity = "warn") -> Finding:
    """A text that was left out because some of its signs are in no font."""
    shown = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in dict.fromkeys(signs))
    what = Bilingual(
        en=f"{where}: no font here has {shown}, so that text was left out.",
        zh=f"{where}：本机字体缺 {shown}，这段文字没有印上。",
    )
    fix = Bilingual(
        en="Install a font that has these signs (for phonetics: fonts-dejavu-core or Charis SIL; for rare "
        "characters: fonts-noto-cjk), then make the deck again.",
        zh="请安装含有这些字符的字体（音标：fonts-dejavu-core 或 Charis SIL；"
        "生僻字：fonts-noto-cjk），再重新生成。",
    )
    return _finding("vocab.decks.unset", severity, what, fix)


def _finding(
    code: str, severity: Severity, what: Bilingual, fix: Bilingual, *, file: str | None = None
) -> Finding:
    return Finding(where=Where(file=file), what=what, fix=fix, severity=severity, code=code)
