"""Draws the report for the docs: plans ImpleMentoring, writes the real report, and photographs it in a real browser.

`python scripts/report_picture.py` writes `report.png`, `report-dark.png` and `report-changed.png` (what is otherwise
when Athens drops out) into `docs/pictures`. It needs Chromium and the tools of the dev group. Run it when the page has
changed; as fonts differ, no test asks whether the pictures are new.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from mentoring import api
from mentoring.api.report import report
from mentoring.exports.pdf import find_browser

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SHOTS: tuple[tuple[str, Literal["light", "dark"], int], ...] = (("report", "light", 1560), ("report-dark", "dark", 900))
"""File, look, and how far down the page it is photographed, in pixels."""


def photograph(browser: Browser, page: Path) -> None:
    """Every picture of the page."""
    for name, look, high in SHOTS:
        tab = browser.new_page(viewport={"width": 1320, "height": high}, color_scheme=look)
        tab.goto(page.as_uri())
        tab.screenshot(path=PICTURES / f"{name}.png")
        tab.close()
        print(f"wrote docs/pictures/{name}.png")


def photograph_changes(browser: Browser, page: Path) -> None:
    """The part that tells what changed against another plan."""
    tab = browser.new_page(viewport={"width": 1320, "height": 900})
    tab.goto(page.as_uri())
    tab.locator("section", has=tab.locator("svg.changed")).locator(".scroll").first.screenshot(
        path=PICTURES / "report-changed.png"
    )
    tab.close()
    print("wrote docs/pictures/report-changed.png")


if __name__ == "__main__":
    path = find_browser()
    if path is None:
        raise SystemExit("no Chromium was found: install one, or name it in CHROMIUM")
    at = "2013-02-01T09:00:00Z"
    plan = api.plan(ROOT / "scenarios" / "implementoring-2013.yaml", at=at).require_plan()
    without = ROOT / "scenarios" / "what-if" / "athens-drops-out.yaml"
    other = api.plan(without, against=plan, at=at).require_plan()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(path), args=["--no-sandbox"] if is_root else []
        )
        photograph(chromium, report(plan, Path(folder) / "report.html"))
        photograph_changes(chromium, report(other, Path(folder) / "changed.html", compare=[plan]))
        chromium.close()
