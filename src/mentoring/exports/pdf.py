"""Pages printed to PDF by a browser of the computer; none is packaged, and nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from mentoring.errors import UsageError
from mentoring.exports.own_file import PDF_MARK
from mentoring.files.output import write_whole

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Programs that can print, in the order they are asked for; $CHROMIUM names another one."""
_ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
LONGEST = 120
"""Seconds that printing may take."""


def find_browser() -> str | None:
    """The browser that $CHROMIUM names, else the first of BROWSERS that is there; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or next((path for path in _ELSEWHERE if Path(path).is_file()), None)


def print_page(page: str, target: Path | str) -> Path:
    """Write a page of HTML as PDF.

    Raises UsageError when there is no browser, or it does not print, with another way to do it.
    """
    browser = find_browser()
    if browser is None:
        said = "no Chromium or Chrome was found to print with"
        raise UsageError(f"{said}: install one, name it in CHROMIUM, or open the page and print it from your browser")
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        # The sandbox refuses to start for root, as in a container; the page is our own and loads nothing.
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        options = ["--headless=new", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
                   *(["--no-sandbox"] if is_root else [])]  # fmt: skip
        command = [browser, *options, f"--print-to-pdf={printed}", source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
            content = printed.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise UsageError(f"{browser} did not print: open the page in it and print it there") from None
    return write_whole(target, content + PDF_MARK)
