"""A real browser for the tests: the Chromium of the system, which must load nothing but the page itself."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mentoring.exports.pdf import find_browser
from mentoring.exports.report import report_html
from mentoring.files.plan import read_plan
from tests.conftest import require_system
from tests.report_plan import hostile


@dataclass
class Watched:
    """A page with everything it complained about or asked the network for."""

    page: object
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests."""
    path = find_browser()
    require_system("Chromium", path)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which(str(path)), args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory, repository) -> dict[str, Path]:
    """Reports on the disk: of a stored plan, and of one with hostile names."""
    folder = tmp_path_factory.mktemp("reports")
    plan = read_plan(repository / "tests" / "views" / "golden" / "implementoring.plan.json")
    pages = {"stored": report_html(plan), "hostile": report_html(hostile(), with_contacts=True)}
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def open_page(chromium, reports):
    """Opens a report; at the end nothing may have gone wrong in it, nor been fetched."""
    opened = []

    def opens(name: str = "stored", *, width: int = 1320, look: str = "light", script: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=look, java_script_enabled=script, bypass_csp=False
        )
        page = context.new_page()
        page.set_default_timeout(5000)
        watched = Watched(page)
        page.on("console", lambda message: watched.complaints.append(message.text))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("request", lambda request: watched.requests.append(request.url))
        page.goto(reports[name].as_uri())
        opened.append((context, watched, reports[name].as_uri()))
        return page

    yield opens
    for context, watched, address in opened:
        assert watched.complaints == []
        assert {url.partition("#")[0] for url in watched.requests} == {address}
        context.close()
