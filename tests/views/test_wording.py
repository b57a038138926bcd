"""The words said about a plan: dates, figures, sentences."""

from __future__ import annotations

from datetime import date

import pytest

from mentoring.analysis.trial import Trial
from mentoring.domain.plan import GoalValue
from mentoring.views.next_step import next_steps, quoted
from mentoring.views.table import goal_table, say_open
from mentoring.views.trial import say_proof as say_trials_proof
from mentoring.views.wording import (
    count,
    figure,
    fitted,
    joined,
    say_bound,
    say_event,
    say_found,
    say_gap,
    say_plan,
    say_proof,
    say_seconds,
    say_unit,
    say_who,
    short_span,
    width_of,
)  # fmt: skip
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan


def goal(value: int, bound: int | None, name: str = "fit", direction: str = "most") -> GoalValue:
    gap = None if bound is None else abs(value - bound) / max(1, abs(value))
    return GoalValue(goal=name, part="pairing", value=value, bound=bound, gap=gap, unit="points", direction=direction)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((2013, 6, 9), (2013, 6, 9), "9 Jun 2013"),
        ((2013, 6, 9), (2013, 6, 10), "9–10 Jun 2013"),
        ((2013, 2, 28), (2013, 3, 3), "28 Feb–3 Mar 2013"),
        ((2013, 12, 30), (2014, 1, 2), "30 Dec 2013–2 Jan 2014"),
    ],
)
def test_a_span_in_a_table(first, last, said):
    assert short_span(date(*first), date(*last)) == said


def test_figures_have_a_space_between_thousands():
    assert [figure(number) for number in (0, 999, 72311, -1000)] == ["0", "999", "72 311", "-1 000"]
    assert [count(1, "city", "cities"), count(2000, "city", "cities"), count(2, "visit")] == [
        "1 city", "2 000 cities", "2 visits",
    ]  # fmt: skip


def test_names_are_joined_as_people_write_them():
    assert [joined([]), joined(["a"]), joined(["a", "b"]), joined("abc")] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "width", "said"),
    [
        ("Oslo", 6, "Oslo  "),
        ("Amsterdam", 6, "Amste…"),
        ("東京都", 5, "東京…"),
        ("東京都", 4, "東… "),
        ("Ma\u0301laga", 6, "Ma\u0301laga"),
        ("Oslo", 0, ""),
    ],
)
def test_a_text_is_cut_and_filled_to_columns(text, width, said):
    assert fitted(text, width) == said
    assert width_of(fitted(text, width)) == width


@pytest.mark.parametrize(
    ("found", "wanted", "said"),
    [
        (0, 0, "No mentor is asked for"),
        (0, 3, "None of the 3 mentors asked for is found"),
        (1, 1, "The one mentor asked for is found"),
        (1, 3, "1 of the 3 mentors asked for is found"),
        (2, 3, "2 of the 3 mentors asked for are found"),
        (3, 3, "All 3 mentors asked for are found"),
    ],
)
def test_how_many_mentors_are_found(found, wanted, said):
    assert say_found(found, wanted) == said


@pytest.mark.parametrize(
    ("goals", "said"),
    [
        ([], "no goal was asked for"),
        ([goal(3, 3)], "proven: no plan is better on any goal, taken in their order"),
        ([goal(3, 3), goal(100, 110, "early")], "at most 10.0 % to gain on early"),
        ([goal(3, None, "a"), goal(2, None, "b")], "nothing proven on a and b"),
        ([goal(3, None, "a"), goal(9999, 9998, "c")], "less than 0.1 % to gain on c and nothing proven on a"),
    ],
)  # fmt: skip
def test_how_much_is_proven_in_all(goals, said):
    assert say_proof(goals) == said


def test_how_much_is_proven_of_one_goal():
    assert [say_gap(goal(3, 3)), say_gap(goal(3, None)), say_gap(goal(4, 5))] == [
        "proven", "not proven", "at most 25.0 % to gain",
    ]  # fmt: skip
    assert [say_bound(goal(3, 1200)), say_bound(goal(3, 1, direction="least")), say_bound(goal(3, None))] == [
        "not above 1 200", "not below 1", "not known",
    ]  # fmt: skip


def test_the_plan_in_one_sentence():
    whole = "The one mentor asked for is found; 1 event on 8 January 2024; no goal was asked for."
    assert say_plan(smallest_plan()) == whole
    assert say_plan(plan_of(scenario())) == "None of the 1 mentor asked for is found; no events; no goal was asked for."
    stage = {"gathers": "pairing", "host": "mentee", "days": 3}
    longer = plan_of(scenario(stages={"visit": stage}), [PAIRING], {VISIT: "2024-01-08"})
    assert "1 event from 8 January 2024 to 10 January 2024" in say_plan(longer)


def test_nothing_open_is_said_too():
    assert say_open(smallest_plan()) == "Every need has its mentors, and every offer is used in full."


def test_next_steps_can_be_copied():
    steps = next_steps(smallest_plan(), "plan.json", None)
    assert [step.split("   ")[0] for step in steps] == [
        "mentoring show plan.json city oslo",
        "mentoring export plan.json --to ics -o calendars",
        "mentoring graph plan.json",
    ]
    assert quoted('a "b" c') == '"a \\"b\\" c"'


def test_seconds_in_words():
    assert [say_seconds(seconds) for seconds in (0.04, 9.94, 42.4, 600)] == [
        "0.0 seconds", "9.9 seconds", "42 seconds", "10 minutes",
    ]  # fmt: skip


def test_whom_an_event_gathers_tells_its_theme():
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee"},
        "cluster": {"gathers": "theme", "host": "participant", "days": 2},
    }
    programme = scenario(stages=stages, themes={"housing": {"title": "Cool, green homes"}})
    plan = plan_of(programme, [PAIRING], {VISIT: "2024-01-08", "cluster/housing": ("2024-01-15", "ghent")})
    visit, cluster = sorted(plan.events, key=lambda event: event.first)
    assert say_who(programme, visit) == "oslo > ghent"
    assert say_event(programme, visit) == "8 Jan 2024: Visit, Cool, green homes, oslo > ghent, in ghent"
    assert say_who(programme, cluster) == "Cool, green homes, 2 cities"
    assert say_event(programme, cluster) == "15–16 Jan 2024: Cluster, Cool, green homes, 2 cities, in ghent"


def test_a_unit_says_whose_days_and_journeys_are_counted():
    alone = scenario()
    assert {say_unit(alone, goal, "pairing", "days") for goal in ("hosting", "away")} == {"days of one city"}
    assert say_unit(alone, "travel_km", "pairing", "km") == "km"  # nobody else travels
    assert say_unit(alone, "early", "dates", "days") == "days"
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"guide": 1}}}
    sent = scenario(stages=stages, people={"eva": {"roles": ["guide"]}})
    assert say_unit(sent, "travel_km", "pairing", "km") == "km of cities"
    assert say_unit(sent, "co2_kg", "dates", "kg") == "kg of cities and people"


def test_the_table_of_goals_says_what_counts_cities_alone():
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "people": {"guide": 1}}}
    of = scenario(stages=stages, people={"eva": {"roles": ["guide"], "home": "oslo"}})
    asked = (("hosting", "pairing", "days"), ("travel_km", "pairing", "km"), ("travel_km", "dates", "km"))
    goals = tuple(
        GoalValue(goal=goal, part=part, value=3, bound=3, gap=0.0, unit=unit, direction="least")
        for goal, part, unit in asked
    )
    units = [row[3] for row in goal_table(plan_of(of, goals=goals)).rows]
    assert units == ["days of one city", "km of cities", "km of cities and people"]


def test_figures_are_not_called_exact_where_there_are_none():
    never = Trial("it begins in May", {}, "infeasible")
    assert say_trials_proof([never]) == "That it is impossible is proven."
    assert say_trials_proof([never, never]) == "That each of them is impossible is proven."
    late = Trial("it begins in June", {}, "unknown")
    assert "not proven" in say_trials_proof([never, late])
