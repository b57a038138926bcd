"""The smallest valid scenario and plan, and small changes to them: what nearly every test begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from mentoring.domain.dates import end_of, parse_day
from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.plan import Plan, PlannedEvent, PlannedPairing
from mentoring.domain.scenario import Scenario

Day = date | str

# Oslo mentors Ghent in housing: one pairing, one visit of one day, in the first quarter of 2024 (1 January: a Monday).
SMALLEST: dict[str, Any] = {
    "format": 1,
    "programme": {"id": "small", "first": "2024-01-01", "last": "2024-03-31"},
    "themes": {"housing": {}},
    "cities": {
        "ghent": {
            "country": "BE", "latitude": 51.05, "longitude": 3.7167, "languages": ["nl", "en"],
            "needs": {"housing": {}},
        },
        "oslo": {
            "country": "NO", "latitude": 59.9127, "longitude": 10.7461, "languages": ["no", "en"],
            "offers": {"housing": {}},
        },
    },
    "stages": {"visit": {"gathers": "pairing", "host": "mentee"}},
}  # fmt: skip

PAIRING = "oslo > ghent in housing"
VISIT = "visit/oslo/ghent/housing"


def scenario_data(**changes: Any) -> dict[str, Any]:
    """The smallest scenario as a file would say it.

    A key given replaces the whole key, except `programme`, into which what is given is merged; None takes it out.
    """
    data = deepcopy(SMALLEST)
    data["programme"] |= changes.pop("programme", {})
    data |= changes
    return {key: value for key, value in data.items() if value is not None}


def scenario(**changes: Any) -> Scenario:
    """The smallest scenario with the changes of `scenario_data`."""
    return Scenario.model_validate(scenario_data(**changes))


def city(country: str = "BE", at: tuple[float, float] | None = None, **more: Any) -> dict[str, Any]:
    """A city as a file would say it; `at` is (latitude, longitude)."""
    where = {"latitude": at[0], "longitude": at[1]} if at else {}
    return {"country": country, **where, **more}


def plan_of(
    of: Scenario,
    pairings: Iterable[str | Pairing] = (),
    events: Mapping[str, Any] | None = None,
    *,
    statuses: Mapping[str, Any] | None = None,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    **more: Any,
) -> Plan:
    """A plan that holds what it is told to, whether any rule likes it or not.

    `events` gives by id the first day, or (first, host), or (first, host, people). A host not given is the only
    possible one, else the alphabetically first. Participants follow from the pairings and the last day from the stage.
    `statuses` gives events another status than proposed, `changes` any other field; `more` goes to the plan.
    """
    pairs = [parse_pairing(pair) if isinstance(pair, str) else pair for pair in pairings]
    agenda = Agenda(of, pairs)
    planned = [_event(of, agenda, name, told) for name, told in (events or {}).items()]
    for name, status in (statuses or {}).items():
        changes = {**(changes or {}), name: {**(changes or {}).get(name, {}), "status": status}}
    return Plan(
        scenario=of,
        status=more.pop("status", "feasible"),
        pairings=tuple(PlannedPairing(pairing=str(pair), fit=of.fit(pair), effort=of.effort(pair)) for pair in pairs),
        events=tuple(event.model_copy(update=dict((changes or {}).get(event.id, {}))) for event in planned),
        **more,
    )


def _event(of: Scenario, agenda: Agenda, name: str, told: Any) -> PlannedEvent:
    first, host, people = (*(told if isinstance(told, tuple) else (told,)), ..., ())[:3]
    stage = name.split("/", maxsplit=1)[0]
    if host is ...:
        hosts = agenda.hosts(agenda.events[name]) if name in agenda.events else ()
        host = hosts[0] if hosts else None
    start = parse_day(first)
    known = agenda.events.get(name)
    return PlannedEvent(
        id=name,
        stage=stage,
        mentor=known.mentor if known else None,
        mentee=known.mentee if known else None,
        theme=known.theme if known else None,
        host=host,
        participants=known.members if known else (),
        people=tuple(sorted(() if people is ... else people)),
        first=start,
        last=end_of(start, of.stages[stage].days),
    )


def smallest_plan(first: Day = "2024-01-08", **changes: Any) -> Plan:
    """Oslo mentors Ghent, one visit on that day, in the smallest scenario with `changes`."""
    return plan_of(scenario(**changes), [PAIRING], {VISIT: first})
