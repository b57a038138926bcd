"""Figures that stand in several places are the same in all of them, and marks that the legend names are drawn."""

from __future__ import annotations

import pytest

from mentoring.analysis.comparison import Comparison
from mentoring.domain.city import City
from mentoring.exports.report import city_html, report_html
from mentoring.views.city import list_absences
from mentoring.views.headline import figures, percent
from mentoring.views.legend import draw_legend
from mentoring.views.pareto import scenario_table, spots_of
from mentoring.views.sheet_page import say_office
from mentoring.views.timeline import draw_timeline
from mentoring.views.visit import Sheet
from tests.builders import PAIRING, VISIT, plan_of, scenario, scenario_data


@pytest.mark.parametrize(
    ("share", "told"), [(0, 0), (100, 100), (200 / 3, 67), (99.7, 99), (0.2, 1), (100 / 3, 33), (50.5, 50)]
)
def test_a_share_is_told_rounded_and_whole_only_when_it_is(share, told):
    assert percent(share) == told


def missed_start():
    """Oslo and Ghent wish for January; the visit lies in it, the meeting of three cities does not."""
    data = scenario_data(
        stages={
            "start": {"gathers": "all", "host": "oslo"},
            "visit": {"gathers": "pairing", "host": "mentee"},
        }
    )
    data["cities"]["oslo"]["wishes"] = [{"first": "2024-01-01", "last": "2024-01-31"}]
    data["cities"]["ghent"]["wishes"] = [{"first": "2024-01-01", "last": "2024-02-29"}]
    data["cities"]["riga"] = {"country": "LV", "latitude": 56.9, "longitude": 24.1}
    given = scenario(**{key: data[key] for key in ("stages", "cities")})
    return plan_of(given, [PAIRING], {"start": "2024-02-13", VISIT: "2024-01-16"})


def test_the_same_share_stands_at_the_head_and_in_the_table():
    plan = missed_start()
    (tile,) = [one for one in figures(Sheet(plan)) if one.label == "of wished weeks granted"]
    assert tile.value == "75 %"
    found = Comparison(("one", "other"), (plan, plan))
    assert tile.value in str(scenario_table(found))
    assert not any(spot.is_beaten for spot in spots_of(found)[0])  # equals beat nobody


def test_a_meeting_outside_the_wished_weeks_has_the_mark_of_the_legend():
    sheet = Sheet(missed_start())
    assert 'class="outside"' in str(draw_legend(sheet))
    assert str(draw_timeline(sheet)).count('class="outside"') == 1


def test_days_when_a_city_is_away_are_in_order_of_date():
    spans = [
        {"first": "2024-09-13", "last": "2024-09-14", "why": "vote"},
        {"first": "2024-05-17", "last": "2024-05-18"},
    ]
    city = City.model_validate({"country": "BE", "unavailable": spans})
    assert list_absences(city) == ["17-18 May 2024", "13-14 September 2024 (vote)"]


def test_pages_name_the_office_that_organises_and_its_addresses_only_where_they_may_stand():
    office = {"name": "Jana Nova", "email": "jana@example.org", "phone": "+420 1"}
    plan = plan_of(scenario(programme={"coordinator": office}), [PAIRING], {VISIT: "2024-01-16"})
    assert "Questions are answered by Jana Nova." in report_html(plan)
    assert "jana@example.org" not in report_html(plan)
    assert "Questions are answered by Jana Nova, jana@example.org, +420 1." in city_html(plan, "oslo")
    assert say_office(scenario(), True) == ""
