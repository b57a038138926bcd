"""No way out asks for a day that it does not need: closing any range that it opens leaves no plan."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from mentoring.api.explain import explain
from mentoring.domain.dates import each_day
from mentoring.domain.scenario import Scenario
from mentoring.domain.value import Period
from mentoring.files.variant import vary
from mentoring.rules.asking import stretches
from tests.brute import count_plans, solve_brute
from tests.builders import city, scenario_data

MOST_PLANS = 3000


def days_of(periods: tuple[Period, ...]) -> set[date]:
    return {day for one in periods for day in each_day(one.first, one.last)}


def shut(number: int) -> Scenario:
    """Two or three visits, one of which is fixed deep inside the closed days; the others need not be there."""
    rng = Random(f"least {number}")
    first = date(2024, 1, 1)
    mentees = ["bonn", "ghent", "lille"][: rng.choice((2, 2, 3))]
    begin, end = rng.randrange(2, 5), rng.randrange(9, 13)

    def on(day: int) -> str:
        return (first + timedelta(days=day)).isoformat()

    given = scenario_data(
        programme={
            "first": on(0), "last": on(rng.randrange(end, 15)),
            "closed": [{"first": on(begin), "last": on(end), "why": "summer"}],
        },
        stages={"visit": {"gathers": "pairing", "host": "mentee", "days": rng.choice((1, 2))}},
        goals={"pairing": [], "dates": []},
        pins={"asked": {"event": f"visit/oslo/{mentees[0]}/housing", "first": on(rng.randrange(begin + 1, end - 2))}}
        | {f"also-{name}": {"pairing": f"oslo > {name} in housing"} for name in mentees},
    )  # fmt: skip
    for name in mentees:
        given["cities"][name] = city("BE", (51.05, 3.7), needs={"housing": {}})
    given["cities"]["oslo"] |= {"offers": {"housing": {"mentees": 3}}, "at_once": rng.choice((1, 2))}
    return Scenario.model_validate(given)


def test_closing_any_range_again_leaves_no_plan():
    tried = 0
    for number in range(25):
        given = shut(number)
        for way in explain(given, seconds=20).ways:
            changed = vary(given, way.changes).require()
            opened = days_of(given.programme.closed) - days_of(changed.programme.closed)
            edges = {(end, end) for span in stretches(opened) if span[0] < span[1] for end in span}
            for span in (*stretches(opened), *sorted(edges)):
                again = [one.model_dump(mode="json", exclude_defaults=True) for one in changed.programme.closed]
                again.append({"first": span[0].isoformat(), "last": span[1].isoformat()})
                less = vary(changed, {"programme": {"closed": again}}).scenario
                tried += 1
                if less is not None and count_plans(less, MOST_PLANS) <= MOST_PLANS:
                    assert solve_brute(less, None, MOST_PLANS).plan is None, (number, way.asks, span)
    assert tried > 20
