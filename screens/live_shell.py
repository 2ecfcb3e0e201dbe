"""The plain pages around the live modules: one shell for all, one of its own for the overlay."""

from __future__ import annotations

from pathlib import Path
from string import Template

LIVE = Path(__file__).with_name("live")
#: Page of the address `/live/{page}` → the module it mounts and its title, Chinese first.
PAGES = {
    "host": ("host", "主播屏 · Host screen"),
    "producer": ("producer", "导播台 · Producer desk"),
    "remote": ("producer", "导播台 · Producer desk"),
    "prompter": ("prompter", "提词屏 · Prompter"),
    "assistant": ("assistant", "助播屏 · Assistant"),
    "board": ("board", "板书 · Board"),
    "print": ("boardprint", "打印板书 · Print boards"),
    "overlay": ("overlay", "直播画面浮层 · Stream overlay"),
}


def page_html(page: str) -> str | None:
    """The document of a live page; None for a page that there is not.

    The overlay has a shell of its own: transparent, and trying again until the studio answers.
    """
    if page not in PAGES:
        return None
    module, title = PAGES[page]
    shell = "overlay.html" if module == "overlay" else "page.html"
    text = (LIVE / shell).read_text(encoding="utf-8")
    return Template(text).substitute(title=title, module=module)
