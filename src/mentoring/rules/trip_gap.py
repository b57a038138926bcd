"""A city's time: free days between trips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from mentoring.domain.dates import Lag as Length
from mentoring.domain.dates import free_days, say_length
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Apart, Declaration, Stay, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.at_once import allow_teams
from mentoring.rules.attendance import MOST_CLASHES, list_attended, pass_neighbours, say_too_close, trip_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class TripGap(Rule):
    """A city with one team has enough free days between two trips: for the way, for travel days, for rest.

    Enough is the largest of: `travel.days` between the places; the `travel_days` of both stages added, each where
    the city travels; `rest_days` if it is away at both. Events of one trip bind each other not; each event of a trip
    keeps its own distance to other trips. Cities with several teams: see `at-once`.
    Why: the same few people pack, travel and come home."""

    slug = "trip-gap"
    reads = ("cities.*.at_once", "cities.*.rest_days", "stages.*.travel_days", "travel.days")
    asking = Asking.CITY

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for city, events in frame.agenda.of_city.items():
            record = frame.scenario.cities[city]
            if record.at_once > 1 or len({frame.agenda.trip(event) for event in events}) < 2:
                continue
            stays = [
                Stay(
                    fact,
                    event.id,
                    place,
                    frame.agenda.trip(event),
                    away=place not in (None, city),
                    travel_days=0 if place in (None, city) else frame.scenario.stages[event.stage].travel_days,
                )
                for event in events
                for fact, place in frame.stays(event, city)
            ]
            yield Apart(tuple(stays), frame.scenario.journeys.free_days, record.rest_days, subject=(city,))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for declared in self.declare(frame):
            if isinstance(declared, Apart):
                yield replace(declared, rest_days=0)
                if declared.rest_days:
                    yield replace(declared, subject=(*declared.subject, "rest_days"))

    def check(self, plan: Plan) -> Iterator[Violation]:
        trips = {event.id: trip_of(plan, event) for event in plan.held}
        for city, attended in list_attended(plan).items():
            if plan.scenario.cities[city].at_once > 1:
                continue
            reach = max(_most_needed(plan), plan.scenario.cities[city].rest_days)
            for two, near in pass_neighbours(attended, reach):
                others = ((one, *_needed(plan, city, one, two)) for one in near if trips[one.id] != trips[two.id])
                close = (found for found in others if free_days(found[0].last, two.first) < found[1])
                for one, needed, what_for in islice(close, MOST_CLASHES):
                    message = say_too_close(plan.scenario, city, needed, one, two)
                    yield self.violation(message, city, two.id, one.id, what_for)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        rest = scenario.cities[subject[0]].rest_days
        told = f"rests {say_length(Length(rest, 'd'))} between two events away"
        if subject[-1] == "rest_days":
            return f"{scenario.name(subject[0])} {told}"
        resting = f" and {told}" if rest else ""
        return f"{scenario.name(subject[0])} has one team, which needs its days for travel{resting}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        if subject[-1] == "travel.days":
            return find_keys(scenario, ("travel.days",), subject)
        if subject[-1] == "travel_days":
            return find_keys(scenario, ("stages.*.travel_days",), subject)
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.{'rest_days' if subject[-1] == 'rest_days' else 'at_once'}",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        city = subject[0]
        if subject[-1] != "rest_days":
            return allow_teams(scenario, city, plan)
        away = [event for event in list_attended(plan).get(city, ()) if event.host not in (None, city)]
        rest = [
            free_days(one.last, two.first) for one, two in pairwise(away) if trip_of(plan, one) != trip_of(plan, two)
        ]
        days = max(0, min(rest, default=0))
        told = f"let {scenario.name(city)} rest {say_length(Length(days, 'd'))} between two events away"
        return Loosening(told, ((f"cities.{city}.rest_days", days),))


def _most_needed(plan: Plan) -> int:
    """No way and no travel days of two stages need more free days than these."""
    travelling = max((stage.travel_days for stage in plan.scenario.stages.values()), default=0)
    return max(2 * travelling, plan.scenario.journeys.most_free_days)


def _needed(plan: Plan, city: str, one: PlannedEvent, two: PlannedEvent) -> tuple[int, str]:
    """Free days the city needs between the two events, and what for."""
    away = [event for event in (one, two) if event.host not in (None, city)]
    travelling = sum(plan.scenario.stages[event.stage].travel_days for event in away)
    way = plan.scenario.journeys.free_days(one.host, two.host) if one.host and two.host else 0
    rest = plan.scenario.cities[city].rest_days if len(away) == 2 else 0
    return max((rest, "rest_days"), (way, "travel.days"), (travelling, "travel_days"), (0, "at_once"))
