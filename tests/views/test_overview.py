"""What a plan comes to on one screen, and a city's page."""

from __future__ import annotations

import pytest

from mentoring.domain.plan import Journey, Unserved
from mentoring.domain.travel import Co2Table
from mentoring.views.attention import findings
from mentoring.views.block import Heading, Sentence, Table
from mentoring.views.city import city_page, say_load
from mentoring.views.gantt import RULER_EVERY, Marks, draw_gantt
from mentoring.views.overview import MOST_OPEN, notes, open_blocks, overview
from mentoring.views.table import unserved_table
from mentoring.views.visit import Sheet
from tests.builders import VISIT, city, plan_of, scenario, scenario_data, smallest_plan


def sentences(blocks):
    return [block.text for block in blocks if isinstance(block, Sentence)]


def with_journey(**more):
    journey = Journey(who="oslo", travellers=2, km=2158, mode="flight", eur=720, co2_kg=400, **more)
    plan = smallest_plan()
    return plan.model_copy(
        update={"events": tuple(event.model_copy(update={"journeys": (journey,)}) for event in plan.events)}
    )


def test_the_parts_stand_in_the_order_a_reader_asks_for_them():
    titles = [block.text for block in overview(smallest_plan(), 80, Marks()) if isinstance(block, Heading)]
    assert titles == ["small", "Weeks", "Goals, in their order", "Still open"]


def test_a_plan_without_events_has_no_weeks():
    titles = [block.text for block in overview(plan_of(scenario()), 80, Marks()) if isinstance(block, Heading)]
    assert "Weeks" not in titles


def test_a_long_list_is_cut_beside_everything_else_and_whole_by_itself():
    many = tuple(
        Unserved(city="ghent", theme="housing", missing=1, priority=number, reason=str(number))
        for number in range(MOST_OPEN + 5)
    )
    plan = smallest_plan().model_copy(update={"unserved": many})
    blocks = open_blocks(plan, MOST_OPEN)
    assert sentences(blocks) == ["and 5 more, in the view `unserved`"]
    (cut,) = [block for block in blocks if isinstance(block, Table)]
    assert len(cut.rows) == MOST_OPEN
    assert cut.rows[0][4] == str(MOST_OPEN + 4)
    assert len(unserved_table(plan).rows) == MOST_OPEN + 5


def test_a_pairing_all_of_whose_own_events_are_called_off_is_told():
    plan = smallest_plan()
    assert len(sentences(open_blocks(plan))) == 1
    off = tuple(event.model_copy(update={"status": "cancelled"}) for event in plan.events)
    changed = plan.model_copy(update={"events": off})
    said = "oslo > ghent in housing stays in the plan, but what only these two meet for is called off: visit."
    assert sentences(open_blocks(changed))[1:] == [said]
    assert [told for _, word, told in findings(Sheet(changed)) if word == "Called off"] == [said.replace(">", "&gt;")]
    assert not any(word == "Called off" for _, word, _ in [*findings(Sheet(plan)), *findings(Sheet(changed, "riga"))])


def test_figures_that_are_not_to_be_trusted_are_named():
    table = Co2Table(name="example", source="made up", rail_g=10, flight_g=100)
    plan = smallest_plan(resolution={"co2": table.model_dump()})
    assert sentences(notes(plan)) == ["CO2 comes from the table `example`: it shows the order, not the truth."]
    assert sentences(notes(with_journey(in_rate_table=False))) == [
        "1 journey is not in the table of costs and counted as 0 EUR."
    ]
    assert notes(with_journey()) == []


def test_the_ruler_is_repeated_in_a_long_picture():
    cities = {f"city-{number}": city("BE", (50, number), needs={"housing": {}}) for number in range(RULER_EVERY + 1)}
    lines = draw_gantt(plan_of(scenario(cities=cities, stages={})), 80).lines
    assert sum(line[0].text.startswith("week ") for line in lines if line) == 2


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("oslo", "1 event: it hosts 0 days, is away 1 day and travels 2 158 km there and back."),
        ("ghent", "1 event: it hosts 1 day and is away 0 days."),
    ],
)
def test_what_the_plan_asks_of_a_city(who, said):
    assert say_load(smallest_plan(), who) == said


def test_a_city_page_names_whom_to_ask_and_when_it_is_away():
    cities = scenario_data()["cities"]
    cities["ghent"] |= {
        "name": "Gent",
        "represented_by": "Department of Housing",
        "contact": {"name": "An", "email": "an@example.org", "phone": "+32 1"},
        "unavailable": [{"first": "2024-02-01", "last": "2024-02-02", "why": "fair"}],
    }
    said = sentences(city_page(smallest_plan(cities=cities), "ghent"))
    assert "Represented by Department of Housing." in said
    assert "Contact: An, an@example.org, +32 1." in said
    assert "Not available: 1-2 February 2024 (fair)." in said


def test_a_city_that_is_not_there():
    with pytest.raises(KeyError):
        city_page(smallest_plan(), "rome")


def test_a_cancelled_event_stays_on_the_page_but_not_in_the_load():
    plan = smallest_plan()
    gone = plan.model_copy(update={"events": tuple(e.model_copy(update={"status": "cancelled"}) for e in plan.events)})
    assert say_load(gone, "oslo") == "0 events: it hosts 0 days and is away 0 days."
    tables = [block for block in city_page(gone, "oslo") if isinstance(block, Table)]
    assert tables[-1].rows[0][-1] == "cancelled"
    assert VISIT in [event.id for event in gone.events]
