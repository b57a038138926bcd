"""A programme of more cities than can be drawn: its months, with what begins in each."""

from __future__ import annotations

from mentoring.views.block import Heading, Picture, Sentence, Table
from mentoring.views.gantt import MOST_ROWS, Marks
from mentoring.views.month import month_table, time_blocks
from mentoring.views.overview import overview
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, smallest_plan

STAGES = {
    "kick-off": {"gathers": "all", "host": "none", "title": "Kick-off"},
    "visit": {"gathers": "pairing", "host": "mentee"},
}


def test_months_run_from_the_first_event_to_the_last_with_what_begins_in_each():
    plan = plan_of(scenario(stages=STAGES), [PAIRING], {"kick-off": "2024-01-31", VISIT: "2024-03-01"})
    table = month_table(plan)
    assert [column.title for column in table.columns] == ["Month", "Events", "Of which"]
    assert table.rows == (("Jan 2024", "1", "1 Kick-off"), ("Feb 2024", "0", ""), ("Mar 2024", "1", "1 Visit"))


def test_what_is_called_off_does_not_count():
    events = {"kick-off": "2024-01-31", VISIT: "2024-03-01"}
    plan = plan_of(scenario(stages=STAGES), [PAIRING], events, statuses={"kick-off": "cancelled"})
    assert month_table(plan).rows == (("Mar 2024", "1", "1 Visit"),)
    assert month_table(plan_of(scenario())).rows == ()


def test_few_cities_are_drawn_and_many_are_counted():
    assert isinstance(time_blocks(smallest_plan(), 80, Marks())[1], Picture)
    more = {f"city-{number}": city() for number in range(MOST_ROWS)}
    cities = {"oslo": city("NO", offers={"housing": {}}), "ghent": city(needs={"housing": {}}), **more}
    plan = plan_of(scenario(cities=cities), [PAIRING], {VISIT: "2024-03-01"})
    heading, table, sentence = time_blocks(plan, 80, Marks())
    assert heading == Heading("Months")
    assert isinstance(table, Table)
    assert isinstance(sentence, Sentence)
    assert sentence.text.startswith(f"{MOST_ROWS + 2} cities are too many to be drawn; the view `events`")
    assert table in overview(plan, 80, Marks())
