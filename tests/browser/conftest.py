"""A real browser for the tests: the Chromium of the system, which must load nothing but the page itself."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from mentoring.analysis.comparison import Comparison
from mentoring.domain.plan import Plan
from mentoring.exports.pdf import find_browser
from mentoring.exports.picture import write_ring
from mentoring.exports.report import city_html, person_html, report_html
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


FEEDS = "https://example.org/calendars"


def _changed(plan: Plan) -> Plan:
    """The plan with one visit a week later, one dropped, and a meeting that a city has left."""
    told = plan.model_dump()
    visits = [event for event in told["events"] if event["mentor"]]
    visits[1]["first"] += timedelta(weeks=1)
    visits[1]["last"] += timedelta(weeks=1)
    visits[2]["status"] = "cancelled"
    told["events"][-1]["participants"] = told["events"][-1]["participants"][1:]
    return Plan.model_validate(told)


@pytest.fixture(scope="session")
def reports(tmp_path_factory, repository) -> dict[str, Path]:
    """Every kind of page on the disk: of a stored plan, beside another plan, of a city, a person, of hostile names."""
    folder = tmp_path_factory.mktemp("reports")
    plan = read_plan(repository / "tests" / "views" / "golden" / "implementoring.plan.json")
    harms = [{"who": city, "status": "infeasible", "lost": []} for city in plan.scenario.cities]
    beside = Comparison(("new", "old"), (_changed(plan), plan))
    person = next(iter(plan.scenario.people))
    pages = {
        "stored": report_html(plan, drill={"harms": harms}),
        "compared": report_html(_changed(plan), comparison=beside, feeds=FEEDS),
        "city": city_html(plan, "athens", feeds=FEEDS),
        "person": person_html(plan, person, f"{FEEDS}/person/key.ics"),
        "hostile": report_html(hostile(), with_contacts=True),
    }
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages} | {"ring": write_ring(plan, folder / "ring.svg")}


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
