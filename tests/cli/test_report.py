"""`report`, `show --open` and `graph -o x.svg`: what they write, and how they refuse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import webbrowser
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest

from mentoring.domain.plan import Unserved
from mentoring.exports.pdf import find_browser
from mentoring.files.plan import plan_text, write_plan
from tests.builders import plan_of, scenario
from tests.conftest import require_system
from tests.report_plan import hostile


def _hostile_file(folder: Path) -> Path:
    """The plan with hostile names, but for the signs that no plan file may hold."""
    path = folder / "plan.json"
    path.write_text(plan_text(hostile()).replace("\u202e", "").replace("\u202c", ""), encoding="utf-8")
    return path


def test_a_report_is_one_file(run, plan_file, tmp_path):
    answer = run("report", plan_file, "-o", "report.html")
    assert answer.stdout == "report.html: written. Open it in any browser.\n"
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_same_plan_gives_the_same_bytes(run, plan_file, tmp_path):
    run("report", plan_file, "-o", "one.html")
    run("report", plan_file, "-o", "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_files_written_as_json(run, plan_file, tmp_path):
    found = json.loads(run("report", plan_file, "-o", "report.html", "--json").stdout)
    assert [Path(file).name for file in found["files"]] == ["report.html"]


def test_other_plans_stand_beside_it_by_their_names(run, plan_file, open_plan_file, tmp_path):
    run("report", plan_file, "-o", "report.html", "--compare", open_plan_file)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "A · plan" in html
    assert "B · open" in html
    assert "What changed since open" in html


def test_pages_for_all_name_only_their_own_address(run, tmp_path):
    plan_file = _hostile_file(tmp_path)
    run("report", plan_file, "-o", "report.html", "--pages", "pages")
    assert "@example.org" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    for page in (tmp_path / "pages" / "city").iterdir():
        found = set(re.findall(r"[\w-]+@example\.org", page.read_text(encoding="utf-8")))
        assert found == {f"{page.stem}@example.org"}
    (person,) = (tmp_path / "pages" / "person").iterdir()
    assert re.fullmatch(r"guide-1-[a-z2-7]{16}\.html", person.name)
    assert "guide@example.org" in person.read_text(encoding="utf-8")


def test_names_of_persons_pages_stay_the_same_and_hang_on_the_key(run, tmp_path):
    plan_file = _hostile_file(tmp_path)

    def name() -> str:
        run("report", plan_file, "-o", "report.html", "--pages", "pages")
        (person,) = (tmp_path / "pages" / "person").iterdir()
        person.unlink()
        return person.name

    first = name()
    assert name() == first
    (tmp_path / "mentoring.key").unlink()
    assert name() != first


def test_a_plan_is_never_replaced_by_a_page(run, plan_file, open_plan_file):
    before = open_plan_file.read_bytes()
    assert "name another one" in run("report", plan_file, "-o", plan_file, code=2).stderr
    assert "is a plan and stays as it is" in run("report", plan_file, "-o", open_plan_file, code=5).stderr
    assert open_plan_file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--city", "oslp"), "did you mean oslo?"),
        (("--city", "oslo", "--compare", "plan.json"), "leave out --compare or --city"),
        (("--drill", "plan.json"), "this is not what `mentoring drill PLAN --json` prints"),
        (("--compare", "gone.json"), "there is no such file"),
    ],
)
def test_wrong_words_are_told(run, plan_file, tmp_path, arguments, said):
    assert said in run("report", plan_file, "-o", "report.html", *arguments, code=2).stderr
    assert not (tmp_path / "report.html").exists()


def test_without_a_browser_it_says_how_to_print(run, plan_file, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    answer = run("report", plan_file, "-o", "report.html", "--pdf", code=2)
    assert "no Chromium or Chrome was found to print with: install one" in answer.stderr


def test_it_is_printed(run, plan_file, tmp_path):
    require_system("Chromium", find_browser())
    run("report", plan_file, "-o", "report.html", "--pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_the_plan_opens_in_the_browser(run, plan_file, monkeypatch):
    opened: list[str] = []

    def opens(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", opens)
    assert "opened in your browser" in run("show", plan_file, "--open").stdout
    assert [address.rpartition("/")[2] for address in opened] == ["small.html"]
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert "no browser was found; open this file in one" in run("show", plan_file, "city", "oslo", "--open").stdout


def test_who_mentors_whom_as_a_picture(run, plan_file, scenario_file, tmp_path):
    run("graph", plan_file, "-o", "ring.svg")
    text = (tmp_path / "ring.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "oslo" in "".join(root.itertext())
    assert root.attrib["data-look"] == "light"
    assert not any(name.startswith("data-") for part in root.iter() if part is not root for name in part.attrib)
    assert "plan it first" in run("graph", scenario_file, "-o", "ring.svg", code=2).stderr


def _open_plan(folder: Path, near: int) -> Path:
    """Ghent needs a mentor; so many cities of its own country offer it, whom a rule keeps from pairing with it."""
    at_home = {f"town-{number}": {"country": "BE", "offers": {"housing": {}}} for number in range(near)}
    cities = {"ghent": {"country": "BE", "needs": {"housing": {}}}, **at_home}
    unserved = (Unserved(city="ghent", theme="housing", missing=1, priority=3, reason="nobody may pair with it"),)
    of = scenario(cities=cities, pairing={"same_country": False})
    places = {"pairing.same_country": "small.yaml:7:3"}
    return write_plan(plan_of(of, [], {}, unserved=unserved, positions=places), folder / "home.json")


def test_an_open_need_tells_of_every_candidate_why_it_falls_out(run, tmp_path):
    run("report", _open_plan(tmp_path, 2), "-o", "report.html")
    told = re.findall(r'<span class="why">(.*?)</span>', (tmp_path / "report.html").read_text(encoding="utf-8"))
    lines = [re.sub("<[^>]*>", "", line) for line in told]
    assert lines[0] == "town-0: Town-0 and ghent are in the same country (BE) (small.yaml:7)."
    assert lines[1].startswith("town-1: Town-1 and ghent")


def test_of_many_candidates_the_first_are_told_and_of_very_many_none(run, tmp_path):
    def why(near: int) -> list[str]:
        run("report", _open_plan(tmp_path, near), "-o", "report.html")
        html = (tmp_path / "report.html").read_text(encoding="utf-8")
        return re.findall(r'<span class="why">(.*?)</span>', html)

    lines = why(8)
    assert len(lines) == 7
    assert lines[-1] == "2 more cities offer it: mentoring explain PLAN --need ghent/housing tells of each."
    assert why(101) == []


@pytest.mark.parametrize("for_whom", [[], ["--city", "oslo"]])
def test_rows_of_the_timeline_stand_in_the_order_asked_for(run, plan_file, tmp_path, for_whom):
    def rows(*asked: str) -> list[str]:
        run("report", plan_file, "-o", "report.html", *asked, *for_whom)
        html = (tmp_path / "report.html").read_text(encoding="utf-8")
        first = html[html.index('class="names"') : html.index('class="scroll days"')]
        return re.findall(r'data-press="([a-z]+)"', first)

    assert rows() == rows("--order", "west")
    assert rows("--order", "name") == ["ghent", "oslo"]
    assert run("report", plan_file, "-o", "report.html", "--order", "size", code=2).output.count("'west', 'load'") == 1


@pytest.mark.parametrize(("seed", "zone"), [("1", "Pacific/Kiritimati"), ("42", "America/St_Johns")])
def test_neither_hash_seed_nor_time_zone_changes_a_byte_of_any_page(run, tmp_path, seed, zone):
    plan_file = _hostile_file(tmp_path)
    feeds = ["--feeds", "https://example.org/calendars"]
    calls: list[list[object]] = [["report", "-o", "{}/all.html", "--compare", plan_file, "--pages", "{}/pages", *feeds],
             ["report", "-o", "{}/city.html", "--city", "long", *feeds], ["graph", "-o", "{}/ring.svg"]]  # fmt: skip
    program = "import sys; from mentoring.cli.group import mentoring; mentoring(sys.argv[1:])"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"}
    for call in calls:
        here, there = ([str(part).format(tmp_path / where) for part in call] for where in ("here", "there"))
        run(here[0], plan_file, *here[1:])
        subprocess.run([sys.executable, "-c", program, there[0], plan_file, *there[1:]], env=environment, check=True)
    made = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*.*"))
    assert len(made) == 3 + 8 + 1  # the pages of eight cities, and of one person
    for name in made:
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name


@pytest.mark.parametrize("how", [[], ["--city", "ghent"]])
def test_pages_of_cities_link_to_their_calendars_and_nothing_is_loaded(run, plan_file, tmp_path, how):
    run("report", plan_file, "-o", "report.html", "--feeds", "https://example.org/a&b/", *how)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    links = [unescape(link) for link in re.findall(r'href="([^#"][^"]*)"', html) if "ghent" in link]
    assert links == [
        "webcal://example.org/a&b/city/ghent.ics",
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fexample.org%2Fa%26b%2Fcity%2Fghent.ics",
        "https://outlook.live.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fexample.org%2Fa%26b%2Fcity%2Fghent.ics&name=ghent",
        "https://example.org/a&b/city/ghent.ics",
    ]
    assert ("city/oslo.ics" in html) is (how == [])
    assert "default-src 'none'" in html
    assert " src=" not in html


def test_pages_for_cities_link_too(run, plan_file, tmp_path):
    run("report", plan_file, "-o", "report.html", "--pages", "pages", "--feeds", "http://example.org")
    html = (tmp_path / "pages" / "city" / "oslo.html").read_text(encoding="utf-8")
    assert 'href="webcal://example.org/city/oslo.ics"' in html
    assert "ghent.ics" not in html


@pytest.mark.parametrize("address", [
    "example.org/calendars", "javascript:alert(1)", "https://", "https://example.org/a b", "https://example.org/?key=1",
    "https://me:secret@example.org/", "https://example.org:0/", "https://example.org:x/", "https://[", "",
    "webcal://example.org",
])  # fmt: skip
def test_what_is_no_address_of_calendars_is_refused(run, plan_file, tmp_path, address):
    answer = run("report", plan_file, "-o", "report.html", "--feeds", address, code=2)
    assert "https://example.org/calendars" in answer.output
    assert "secret" not in answer.output
    assert not (tmp_path / "report.html").exists()


def test_a_persons_page_links_to_the_calendar_that_is_exported_and_no_other_page_does(run, tmp_path):
    plan_file, folder = _hostile_file(tmp_path), "https://example.org/calendars"
    run("report", plan_file, "-o", "report.html", "--pages", "pages", "--feeds", folder)
    run("export", plan_file, "--to", "ics", "-o", "calendars")
    (calendar,) = (tmp_path / "calendars" / "person").iterdir()
    (person,) = (tmp_path / "pages" / "person").iterdir()
    assert f'href="{folder}/person/{calendar.name}"' in person.read_text(encoding="utf-8")
    for page in (tmp_path / "report.html", *(tmp_path / "pages" / "city").iterdir()):
        assert calendar.stem not in page.read_text(encoding="utf-8")
