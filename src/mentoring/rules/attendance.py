"""Who is where in a finished plan: the plain lists that checks of a city's or person's time count over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from heapq import heappop, heappush

from mentoring.domain.account import trip_until
from mentoring.domain.dates import Lag, each_day, free_days, say_day, say_length
from mentoring.domain.naming import name_event
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage

MOST_CLASHES = 10
"""With so many earlier events an event is said to clash; a plan that is full of clashes has no end of them."""


def list_attended(plan: Plan) -> dict[str, list[PlannedEvent]]:
    """Events that each city takes part in, by first day."""
    return _list(plan, lambda event: event.participants)


def list_sent(plan: Plan) -> dict[str, list[PlannedEvent]]:
    """Events that each person is sent to, by first day."""
    return _list(plan, lambda event: event.people)


def _list(plan: Plan, who: Callable[[PlannedEvent], tuple[str, ...]]) -> dict[str, list[PlannedEvent]]:
    found: dict[str, list[PlannedEvent]] = {}
    for event in sorted(plan.held, key=lambda event: (event.first, event.id)):
        for one in who(event):
            found.setdefault(one, []).append(event)
    return dict(sorted(found.items()))


def pass_neighbours(events: Iterable[PlannedEvent], days: int) -> Iterator[tuple[PlannedEvent, Iterable[PlannedEvent]]]:
    """Each event with those before it that end fewer than `days` free days earlier, or overlap it; latest first.

    The events come by first day. The neighbours are good until the next event is asked for.
    """
    near: dict[str, PlannedEvent] = {}
    ends: list[tuple[date, str]] = []
    for event in events:
        while ends and free_days(ends[0][0], event.first) >= days:
            near.pop(heappop(ends)[1], None)
        yield event, reversed(near.values())
        near[event.id] = event
        heappush(ends, (event.last, event.id))


def trip_of(plan: Plan, event: PlannedEvent) -> str:
    """Id of the event with which this one's trip begins: its own, unless it continues another."""
    return [event, *trip_until(plan, event)][-1].id


def say_too_close(scenario: Scenario, who: str, needed: int, one: PlannedEvent, two: PlannedEvent) -> str:
    """What is said of two events, the earlier first, that leave somebody fewer free days than needed."""
    overlap = two.first <= one.last
    what = "cannot be at two events at once:" if overlap or not needed else (
        f"needs {say_length(Lag(needed, 'd'), 'free ')} between"
    )  # fmt: skip
    before, after = name_event(scenario, one.id), name_event(scenario, two.id)
    return f"{scenario.name(who)} {what} {before}, to {say_day(one.last)}, and {after}, from {say_day(two.first)}"


def days_inside(scenario: Scenario, first: date, last: date) -> Iterator[date]:
    """Days from `first` to `last`, both inside, as far as they belong to the programme."""
    return each_day(max(first, scenario.programme.first), min(last, scenario.programme.last))


def stage_of(scenario: Scenario, event: str) -> Stage:
    """The stage of an event, by the event's id."""
    return scenario.stages[event.split("/", maxsplit=1)[0]]


def of_stage(plan: Plan, event: str) -> list[PlannedEvent]:
    """Events held of the same stage as the event of that id."""
    stage = event.split("/", maxsplit=1)[0]
    return [other for other in plan.held if other.stage == stage]


def most_at_once(events: Iterable[PlannedEvent]) -> int:
    """How many of the events lie on one day, at most."""
    busy: Counter[date] = Counter()
    for event in events:
        busy.update(each_day(event.first, event.last))
    return max(busy.values(), default=0)
