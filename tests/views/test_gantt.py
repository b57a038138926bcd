"""The block Gantt: right marks in right columns, inside the terminal, readable without colour."""

from __future__ import annotations

import pytest

from mentoring.domain.plan import Plan
from mentoring.views.block import Picture
from mentoring.views.gantt import ASCII, MOST_ROWS, draw_gantt
from mentoring.views.week import week_grid, west_to_east
from mentoring.views.wording import width_of
from tests.builders import city, plan_of, scenario

STAGES = {
    "kick-off": {"gathers": "all", "host": "ghent"},
    "visit": {"gathers": "pairing", "host": "mentee", "days": 3},
    "follow-up": {"gathers": "pairing", "host": {"same_as": "visit"}, "after": {"visit": {"min": "0d", "max": "0d"}}},
    "report": {"gathers": "pairing", "host": "none"},
}
PAIRINGS = ["oslo > ghent in housing", "rome > ghent in housing"]
CITIES = {
    "ghent": city("BE", (51.05, 3.72), name="Gent", needs={"housing": {"mentors": 2}}),
    "oslo": city(
        "NO", (59.91, 10.75), offers={"housing": {}}, unavailable=[{"first": "2024-02-12", "last": "2024-02-16"}]
    ),
    "rome": city("IT", (41.9, 12.5), offers={"housing": {}}, left_on="2024-03-15"),
}


def drawn_plan() -> Plan:
    """Two visits (one with a follow-up on the same trip), a kick-off, a report, and closed weeks of every kind."""
    return plan_of(
        scenario(
            cities=CITIES,
            stages=STAGES,
            programme={"closed": [{"first": "2024-02-19", "last": "2024-02-25"}]},
            countries={"IT": {"unavailable": [{"first": "2024-02-26", "last": "2024-03-03"}]}},
        ),
        PAIRINGS,
        {
            "kick-off": "2024-01-10",
            "visit/oslo/ghent/housing": "2024-01-15",
            "follow-up/oslo/ghent/housing": "2024-01-18",
            "visit/rome/ghent/housing": "2024-01-16",
            "report/oslo/ghent/housing": "2024-02-05",
        },
    )


def text_of(picture: Picture) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in picture.lines]


def test_every_mark_stands_in_its_week():
    assert text_of(draw_gantt(drawn_plan(), 40)) == [
        "     2024",
        "     Jan     Feb       Mar",
        "week 01  03  05  07  09  11  13",
        "Gent · ██2 · · ○ · ░░· · · · ·",
        "oslo · ◆ ▸ · · ○ ░░░░· · · · ·",
        "rome · ◆ ▸ · · · · ░░░░· · ░░░░",
        "",
        "█ hosts   ▸ travels to a partner",
        "◆ meets all or its theme   ○ online",
        "░ closed or absent   2 that many events",
    ]


def test_narrow_terminals_show_codes_and_tell_whose_they_are():
    cities = {**CITIES, "oslo": {**CITIES["oslo"], "name": "Oslo kommune"}, "rome": {**CITIES["rome"], "code": "RMA"}}
    plan = plan_of(scenario(cities=cities, stages={}))
    lines = text_of(draw_gantt(plan, 59))
    assert [line.split()[0] for line in lines[3:6]] == ["GHE", "OSL", "RMA"]
    assert lines[-1] == "GHE Gent   OSL Oslo kommune   RMA rome"
    assert "Oslo kommune" in text_of(draw_gantt(plan, 60))[4]


def test_a_long_programme_gets_one_column_a_week_or_less():
    programme = {"last": "2024-07-28"}
    plan = plan_of(scenario(cities=CITIES, stages=STAGES, programme=programme), PAIRINGS, {"kick-off": "2024-01-10"})
    assert text_of(draw_gantt(plan, 40))[:4] == [
        "     2024",
        "     Jan Feb  Mar Apr May  Jun Jul",
        "week 01  05  09  13  17  21  25  29",
        "Gent ·█····························",
    ]
    longer = plan_of(scenario(cities=CITIES, stages=STAGES, programme={"last": "2025-12-28"}), PAIRINGS)
    lines = text_of(draw_gantt(longer, 40))
    assert lines[:3] == [
        "     2024             2025",
        "      Feb May  Aug Nov  Feb May Aug  Nov",
        "week 01  13  25  37  49  09  21  33  45",
    ]
    assert lines[-1] == "one column is 3 weeks"


def test_a_terminal_without_blocks_gets_letters():
    lines = text_of(draw_gantt(drawn_plan(), 40, ASCII))
    assert all(line.isascii() for line in lines)
    assert lines[3] == "Gent . HH2 . . o . --. . . . ."


def test_every_mark_differs_by_character_from_every_other():
    picture = draw_gantt(drawn_plan(), 40)
    drawn = {(style, text[0]) for line in picture.lines[3:6] for text, style in line[1:] if style != "strong"}
    assert len(drawn) == 6
    assert len({mark for _, mark in drawn}) == 6


def test_events_of_one_trip_count_once():
    grid = week_grid(drawn_plan(), ["oslo"])
    assert grid.rows[0].doings[2] == ("travels",)
    assert grid.rows[0].doings[1] == ("meets",)


def test_an_event_over_a_weekend_stands_in_both_weeks():
    plan = plan_of(scenario(cities=CITIES, stages=STAGES), PAIRINGS, {"visit/rome/ghent/housing": "2024-01-20"})
    assert sorted(week_grid(plan, ["rome"]).rows[0].doings) == [2, 3]


def test_a_cancelled_event_is_not_drawn():
    plan = drawn_plan()
    gone = plan.model_copy(update={"events": tuple(e.model_copy(update={"status": "cancelled"}) for e in plan.events)})
    assert all(not row.doings for row in week_grid(gone).rows)
    assert draw_gantt(gone, 80).spoken == ()


def test_a_week_is_closed_only_when_no_working_day_is_left():
    rows = {row.city: row.closed for row in week_grid(drawn_plan()).rows}
    assert rows == {"ghent": {7}, "oslo": {6, 7}, "rome": {7, 8, 11, 12}}
    short = {**CITIES, "oslo": {**CITIES["oslo"], "unavailable": [{"first": "2024-02-12", "last": "2024-02-15"}]}}
    plan = plan_of(scenario(cities=short, stages=STAGES))
    assert week_grid(plan, ["oslo"]).rows[0].closed == frozenset()


def test_cities_stand_from_west_to_east_and_unknown_ones_last():
    cities = {**CITIES, "atlantis": city("IS", needs={"housing": {}})}
    assert west_to_east(scenario(cities=cities)) == ("ghent", "oslo", "rome", "atlantis")


@pytest.mark.parametrize("width", [40, 60, 80, 90, 120, 200])
def test_fourteen_cities_and_seventy_weeks_fit(width):
    cities = {f"city-{number:02d}": city("BE", (50, number), name=f"Πόλη 東京 {number:02d}", needs={"housing": {}})
              for number in range(14)}  # fmt: skip
    programme = {"first": "2013-02-25", "last": "2014-06-29"}
    picture = draw_gantt(plan_of(scenario(cities=cities, stages={}, programme=programme)), width)
    lines = text_of(picture)
    rows = lines[3:17]
    assert len(rows) == 14
    assert max(width_of(line) for line in lines) <= width
    assert len({width_of(row) for row in rows}) == 1
    label = 5 if width == 40 else 13  # a code with the room of "week", or a name
    step = -(-70 // (width - label))
    columns = -(-70 // step)
    assert width_of(rows[0]) - label in (columns, columns * 2 - 1)
    assert any(f"one column is {step} weeks" in line for line in lines) is (step > 1)


def test_more_cities_than_anybody_reads_are_not_drawn():
    cities = {f"city-{number}": city("BE", (50, 4), needs={"housing": {}}) for number in range(MOST_ROWS + 1)}
    lines = text_of(draw_gantt(plan_of(scenario(cities=cities, stages={})), 80))
    assert lines == [f"{MOST_ROWS + 1} cities are too many rows for a terminal."]


def test_the_same_is_said_in_sentences_by_date():
    spoken = draw_gantt(drawn_plan(), 80).spoken
    assert spoken[0] == "10 Jan 2024: Kick off, Gent, oslo, rome, in Gent"
    assert spoken[1] == "15–17 Jan 2024: Visit, housing, oslo > Gent, in Gent"
    assert spoken[-1] == "5 Feb 2024: Report, housing, oslo > Gent, online, nobody travels"
    assert len(spoken) == 5
