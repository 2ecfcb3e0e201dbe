"""What axe finds on a page that has come to rest."""

from __future__ import annotations

from typing import Any

import pytest

WORST = ("serious", "critical")


def grave(page: Any) -> list[tuple[str, str]]:
    """Serious and critical violations with their first element.

    Streamlit pales what it draws anew, so what is found is looked at again before it counts.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found: list[tuple[str, str]] = []
    for _ in range(4):
        violations = axe.Axe().run(page).response["violations"]
        found = [(one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in WORST]
        if not found:
            break
        page.wait_for_timeout(1_000)
    return found
