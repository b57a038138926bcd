from __future__ import annotations

import re
from itertools import combinations

import pytest

from mentoring.files.plan import read_plan
from mentoring.views.timeline import draw_timeline
from mentoring.views.timescale import cities_in, rows_of, scale_of
from mentoring.views.visit import Sheet
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan
from tests.report_plan import crowd


@pytest.fixture(scope="module")
def stored(repository):
    return Sheet(read_plan(repository / "tests" / "views" / "golden" / "implementoring.plan.json"))


@pytest.mark.parametrize("zoom", ["week", "day"])
def test_every_event_is_in_the_row_of_every_city_that_takes_part(stored, zoom):
    scale = scale_of(stored, zoom)
    found = {(row.city, item.event.id) for row in rows_of(stored, scale, 0, "west", 20, 0) for item in row.items}
    assert found == {(city, event.id) for event in stored.events for city in event.participants}


@pytest.mark.parametrize("zoom", ["week", "day"])
def test_no_mark_lies_on_another_or_outside_the_frame(zoom):
    sheet = Sheet(crowd(12, 60))
    scale = scale_of(sheet, zoom)
    for row in rows_of(sheet, scale, 0, "west", 20, 0):
        for one, two in combinations(row.items, 2):
            assert one.lane != two.lane or one.right <= two.left + 0.2 or two.right <= one.left + 0.2
        for item in row.items:
            assert 140 <= item.left < item.right <= scale.right + 16
            assert row.top < row.middle(item.lane) < row.top + row.height


def test_the_day_zoom_shows_true_days():
    sheet = Sheet(smallest_plan("2024-01-10"))
    scale = scale_of(sheet, "day")
    left, _ = scale.span(sheet.events[0])
    assert left == pytest.approx(scale.x(sheet.events[0].first) + 0.5)
    assert scale.x(sheet.events[0].first) - scale.x(scale.monday) == pytest.approx(9 * scale.per_day)


def test_cities_stand_in_the_order_asked_for(stored):
    scenario = stored.plan.scenario
    west = cities_in(stored, "west")
    assert [scenario.cities[city].longitude for city in west] == sorted(
        scenario.cities[city].longitude for city in west
    )
    names = [scenario.name(city).casefold() for city in cities_in(stored, "name")]
    assert names == sorted(names)
    load = [sum(city in event.participants for event in stored.events) for city in cities_in(stored, "load")]
    assert load == sorted(load, reverse=True)
    assert set(cities_in(stored, "theme")) == set(west)


def test_the_weeks_are_named_again_after_twenty_rows():
    def heads(cities: int) -> int:
        return draw_timeline(Sheet(crowd(cities, 10))).count("ISO week")

    assert [heads(20), heads(21), heads(60)] == [1, 2, 3]


def test_what_moved_is_drawn_with_where_it_was():
    before, after = Sheet(smallest_plan("2024-01-10")), Sheet(smallest_plan("2024-02-14"))
    moved = draw_timeline(after, before=before)
    assert moved.count('class="was ') == 2  # once in each of the two rows
    assert " still " not in moved
    assert "was: ghent hosts oslo, 10 Jan 2024" in moved
    unmoved = draw_timeline(after, before=after)
    assert 'class="was ' not in unmoved
    assert unmoved.count(" still ") == 2


def test_the_same_plan_gives_the_same_drawing(stored):
    assert draw_timeline(stored) == draw_timeline(Sheet(stored.plan))


def test_one_citys_page_has_only_its_partners(stored):
    city = stored.events[0].participants[0]
    drawn = draw_timeline(Sheet(stored.plan, city))
    rows = set(re.findall(r'href="#city-([a-z0-9-]+)"', drawn))
    partners = {other for event in stored.events if city in event.participants for other in event.participants}
    assert rows == {city} | partners


def trio(*cities: str) -> Sheet:
    """A visit of Oslo to Ghent, and a meeting of these cities."""
    known = {"ghent": {"country": "BE", "needs": {"housing": {}}}, "oslo": {"country": "NO", "offers": {"housing": {}}},
             "riga": {"country": "LV", "name": "Riga"}}  # fmt: skip
    of = scenario(
        cities={city: known[city] for city in cities},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "days": 1},
                "meeting": {"gathers": "all", "host": "ghent", "days": 1}},
    )  # fmt: skip
    return Sheet(plan_of(of, [PAIRING], {VISIT: "2024-01-10", "meeting": "2024-02-14"}))


def test_a_city_that_is_gone_keeps_a_row_of_where_it_was():
    before, after = trio("ghent", "oslo", "riga"), trio("ghent", "oslo")
    drawn = draw_timeline(after, before=before)
    assert "Riga: no longer in the programme" in drawn
    assert 'href="#city-riga"' not in drawn
    assert drawn.count('class="was ') == 1
    assert "was: Riga travels to ghent: Meeting, 14 Feb 2024" in drawn
    assert "Riga" not in draw_timeline(after)


def test_an_event_of_other_cities_is_not_pale_although_it_stays_on_its_day():
    before, after = trio("ghent", "oslo", "riga"), trio("ghent", "oslo")
    drawn = draw_timeline(after, before=before)
    assert 'class="meet tn"' in drawn
    assert drawn.count(" still ") == 2  # the visit, at both cities
    back = draw_timeline(before, before=after)
    assert 'class="meet tn"' in back
    assert 'class="was ' not in back


def test_an_event_that_was_cancelled_is_drawn_where_it_was():
    before = Sheet(smallest_plan("2024-01-10"))
    after = Sheet(plan_of(before.plan.scenario, [PAIRING], {VISIT: "2024-01-10"}, statuses={VISIT: "cancelled"}))
    drawn = draw_timeline(after, before=before)
    assert drawn.count('class="was ') == 2
    assert drawn.count(", dropped<") == 2
