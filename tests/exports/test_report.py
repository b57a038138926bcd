from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from time import process_time

import pytest

from mentoring.analysis.comparison import Comparison
from mentoring.exports.report import city_html, person_html, report_html
from mentoring.files.plan import read_plan
from tests.builders import PAIRING, plan_of, scenario, smallest_plan
from tests.report_plan import HOSTILE, crowd, hostile


class Page(HTMLParser):
    """What a page is made of: its elements with their attributes, and its text without script and style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        self._inside = tag

    def handle_data(self, data):
        self.text += data if self._inside not in ("script", "style") else ""

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


@pytest.fixture(scope="module")
def stored(repository):
    return read_plan(repository / "tests" / "views" / "golden" / "implementoring.plan.json")


@pytest.fixture(scope="module")
def html(stored):
    return report_html(stored)


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_every_event_is_a_row_of_the_table_and_links_lead_to_it(stored, page):
    rows = [attrs for tag, attrs in page.elements if tag == "tr" and re.fullmatch(r"e\d+", attrs.get("id", ""))]
    assert len(rows) == len(stored.events)
    ids = set(page.ids())
    links = [attrs["href"] for tag, attrs in page.elements if tag == "a" and attrs.get("href", "").startswith("#")]
    assert links
    assert {link[1:] for link in links if link != "#"} <= ids


def test_no_id_is_given_twice(page):
    assert [name for name, times in Counter(page.ids()).items() if times > 1] == []


def test_nothing_styles_or_runs_by_itself_and_nothing_is_loaded(html, page):
    for tag, attrs in page.elements:
        assert "style" not in attrs
        assert [key for key in attrs if key.startswith("on")] == []
        assert "src" not in attrs, tag
        assert not attrs.get("href", "#").startswith(("http", "//"))
    assert "http:" not in html.replace("http-equiv", "")
    assert "https:" not in html
    assert "url(#" in html
    assert not re.search(r"url\((?!#)", html)
    assert "@import" not in html


def test_only_the_one_style_and_script_may_run(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        parts = re.findall(f"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL)
        assert len(parts) == 1
        digest = base64.b64encode(hashlib.sha256(parts[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_the_script_stays_short(repository):
    script = repository / "src" / "mentoring" / "data" / "report" / "script.js"
    assert len(script.read_text(encoding="utf-8").splitlines()) < 100


def test_the_same_plan_gives_the_same_bytes(stored, html):
    assert report_html(stored) == html


def test_pages_stay_small_and_are_made_soon(stored, html):
    assert len(html.encode()) < 300_000
    plan = crowd(60, 300)
    begun = process_time()
    large = report_html(plan)
    assert process_time() - begun < 2
    assert len(large.encode()) < 1_000_000
    begun = process_time()
    report_html(stored)
    assert process_time() - begun < 1


def test_figures_are_counted_from_the_plan(stored, html):
    told = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*?)\s*(?:<small>|</dd>)", html))
    assert told["mentors found"] == str(len(stored.pairings))
    assert told["visits of two cities"] == "9"
    assert told["events in the busiest week"] == "2"
    travelled = told["km of travel of cities and people, both ways"].replace(" ", "")
    assert travelled == str(sum(trip.km for trip in stored.trips))


@pytest.fixture(scope="module")
def hostile_html():
    return report_html(hostile(), with_contacts=True)


def test_hostile_names_stay_text(hostile_html):
    page = Page(hostile_html)
    kinds = Counter(tag for tag, _ in page.elements)
    assert kinds["img"] == 0
    assert kinds["script"] == 1
    assert all("onerror" not in attrs for _, attrs in page.elements)
    for name in ("markup", "quote", "formula", "long", "emoji", "path"):
        assert HOSTILE[name] in page.text
    assert "Two Lines" in page.text
    assert "\u202e" not in hostile_html


def test_addresses_are_only_where_they_were_asked_for(hostile_html):
    assert "long@example.org" in hostile_html
    assert "+49 000" in hostile_html
    plain = report_html(hostile())
    assert "@example.org" not in plain
    assert "+49 000" not in plain


def test_a_citys_own_page_names_its_address_and_no_others():
    html = city_html(hostile(), "long")
    assert re.findall(r"[\w-]+@example\.org", html) == ["long@example.org"]
    page = Page(html)
    assert page.ids().count("city-long") == 1
    assert "=HYPERLINK" in page.text  # it meets everybody at the meeting


def test_a_persons_page_has_the_own_dates_and_address():
    html = person_html(hostile(), "guide-1")
    assert re.findall(r"[\w-]+@example\.org", html) == ["guide@example.org"]
    assert len(re.findall(r'<tr id="e\d+"', html)) == 2


def test_a_page_made_for_somebody_links_to_the_own_calendar(stored):
    person, folder = next(iter(stored.scenario.people)), "https://example.org/calendars"
    html = person_html(stored, person, f"{folder}/person/key.ics")
    assert "Subscribe to your calendar" in html
    assert html.count("person/key.ics") == 3  # for the device, as a link, and to be copied
    assert "person" not in "".join(re.findall(r'href="(https?:[^"]*)"', report_html(stored, feeds=folder)))


@pytest.mark.parametrize("lost", [1, 9])
def test_the_goals_stand_beside_the_picture_where_there_is_room(stored, lost):
    harms = [{"who": city, "status": "optimal", "lost": [{"city": city, "theme": "administration", "missing": 1}]}
             for city in list(stored.scenario.cities)[:lost]]  # fmt: skip
    html = report_html(stored, drill={"harms": harms})
    assert ('class="beside"' in html) is (lost > 6)
    assert ('<details open="open" class="goals">' in html) is (lost > 6)


def test_a_host_is_told_who_comes_in_which_languages_and_what_happens(html):
    assert "As host: Mentoring visit, 15–18 Oct 2013" in html
    brief = html[html.index("As host: Mentoring visit, 15–18 Oct 2013") :][:700]
    assert "Amsterdam: " in brief
    assert "<dt>Languages</dt><dd>English and Dutch</dd>" in brief


def test_a_plan_of_pairings_alone_has_no_empty_pictures_and_a_table_of_them():
    plan = plan_of(scenario(stages={}), [PAIRING])
    html = report_html(plan)
    for title in ("Timeline by city", "Calendar</h2>", "All visits and meetings as a table"):
        assert title not in html
    assert "oslo → ghent, housing<" in html  # and no visit is made up
    table = html[html.index("All pairings as a table") :]
    assert "<td>oslo</td><td>ghent</td>" in table[: table.index("</table>")]


def test_every_pairing_is_a_row_of_a_table(stored, html):
    table = html[html.index('id="pairings"') :]
    assert table[: table.index("</table>")].count("<tr>") == len(stored.pairings) + 1


def test_a_city_without_events_is_told_so_and_sees_no_empty_table():
    cities: dict[str, dict[str, object]] = {
        "ghent": {"needs": {"housing": {}}},
        "oslo": {"offers": {"housing": {}}},
        "riga": {},
    }
    html = city_html(smallest_plan("2024-01-10", cities=cities), "riga")
    assert "It takes part in no event of this plan." in html
    assert "<table" not in html


def test_agenda_and_venue_reach_the_host():
    html = report_html(hostile())
    assert "<dt>8 Jan 2024, 09:00</dt><dd>&lt;img src=x onerror=alert(1)&gt;</dd>" in html


def test_a_cancelled_event_stays_in_the_table_only():
    plan = smallest_plan("2024-01-10")
    gone = plan.model_copy(update={"events": (plan.events[0].model_copy(update={"status": "cancelled"}),)})
    html = report_html(type(plan).model_validate(gone.model_dump()))
    assert html.count('class="gone"') == 1
    assert 'class="box' not in html


def test_another_plan_stands_beside_it_with_what_changed(stored):
    first, second = smallest_plan("2024-01-10"), smallest_plan("2024-02-14")
    html = report_html(second, comparison=Comparison(("new", "old"), (second, first)))
    assert "What changed since old" in html
    assert "This plan beside others" in html
    assert "1 event moves" in html
    assert "This plan beside others" not in report_html(second)


def test_what_a_drill_found_is_pointed_out(stored):
    drill = {"harms": [
        {"who": "oslo", "status": "optimal", "lost": [{"city": "tampere", "theme": "administration", "missing": 1}]},
        {"who": "ghent", "status": "infeasible", "lost": []},
        {"who": "riga", "status": "optimal", "lost": []},
    ]}  # fmt: skip
    html = report_html(stored, drill=drill)
    assert "Without Oslo a mentor is missing for Tampere in Managing diversity" in html
    assert "Without Ghent there is no plan that keeps every rule." in html
    assert "Without Riga" not in html


def test_wishes_missed_and_open_needs_are_worth_a_look():
    cities = {
        "ghent": {"country": "BE", "needs": {"housing": {"mentors": 2}},
                  "wishes": [{"first": "2024-03-01", "last": "2024-03-31"}]},
        "oslo": {"country": "NO", "offers": {"housing": {}}},
    }  # fmt: skip
    plan = smallest_plan("2024-01-10", cities=cities)
    open_need = {"city": "ghent", "theme": "housing", "missing": 1, "priority": 1, "reason": "nobody else offers it"}
    html = report_html(type(plan).model_validate(plan.model_dump() | {"unserved": [open_need]}))
    assert "ghent lacks 1 mentor in housing: nobody else offers it." in html
    assert "lies outside the weeks ghent asked for" in html
    assert 'class="outside"' in html
    assert "<dd>0 %</dd>" in html


@pytest.mark.parametrize(("cities", "is_radial", "is_large"), [(28, False, False), (29, True, False), (41, True, True)])
def test_the_ring_changes_with_the_number_of_cities(cities, is_radial, is_large):
    html = report_html(crowd(cities, 40))
    ring = html[html.index('<svg class="ring') :]
    ring = ring[: ring.index("</svg>")]
    assert ("rotate(" in ring) is is_radial
    kinds = ring.partition('"')[2].partition('"')[0].split()
    assert kinds == ["ring", *["radial"] * is_radial, *["large"] * is_large]


def test_many_bands_get_a_map_for_each_theme():
    assert report_html(crowd(20, 60)).count('class="map"') == 1
    assert report_html(crowd(20, 61)).count('class="map"') == 6


def test_cities_far_away_widen_the_map():
    near = report_html(smallest_plan("2024-01-10"))
    cities = {
        "ghent": {"country": "BE", "latitude": 51.05, "longitude": 3.7167, "needs": {"housing": {}}},
        "oslo": {"country": "JP", "latitude": 35.7, "longitude": 139.7, "offers": {"housing": {}}},
    }
    far = report_html(smallest_plan("2024-01-10", cities=cities))
    for html in (near, far):
        drawn = html[html.index('<svg class="map') :]
        _, _, wide, high = map(float, re.findall(r'viewBox="([^"]*)"', drawn)[0].split())
        dots = re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', drawn[: drawn.index("</svg>")])
        assert len(dots) == 2
        assert all(0 < float(x) < wide and 0 < float(y) < high for x, y in dots)
    assert 'class="borders"' in near
    assert 'class="borders"' not in far


@pytest.mark.parametrize("made", ["report", "city", "person"])
def test_no_heading_skips_a_level(stored, html, made):
    of_city, of_person = next(iter(stored.scenario.cities)), next(iter(stored.scenario.people))
    text = {"report": html, "city": city_html(stored, of_city), "person": person_html(stored, of_person)}[made]
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", text)]
    assert levels[0] == 1
    assert all(two <= one + 1 for one, two in pairwise(levels)), levels
