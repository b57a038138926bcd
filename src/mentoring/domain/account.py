"""What a finished plan's journeys come to: who travels to which event, how far, how, and for how much.

A plain count over the plan's events, without the language that rules and goals are declared in.
A journey counts at the first event of its trip that somebody attends; the days away count at every event.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mentoring.domain.plan import Journey, Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.domain.travel import Mode


@dataclass(frozen=True, slots=True)
class Trip:
    """One city or person at one event away from home: `km` there and back of one traveller, money and CO2 of all.

    `km` and `co2_kg` are 0, and `eur` holds the days only, where the trip began with an earlier event.
    """

    event: str
    who: str
    is_person: bool
    travellers: int
    km: int
    mode: Mode
    eur: int
    co2_kg: int
    in_rate_table: bool = True


def count_trips(plan: Plan) -> list[Trip]:
    """Every stay away from home of the events held, in the plan's order, cities before persons."""
    return [trip for event in plan.held for trip in _count(plan, event)]


def list_journeys(plan: Plan, event: PlannedEvent) -> tuple[Journey, ...]:
    """The journeys of one event as a plan keeps them; stays that cost neither way nor money are left out."""
    return tuple(
        Journey(
            who=trip.who, travellers=trip.travellers, km=trip.km, mode=trip.mode, eur=trip.eur, co2_kg=trip.co2_kg,
            in_rate_table=trip.in_rate_table,
        )
        for trip in _count(plan, event)
        if trip.km or trip.eur or trip.co2_kg or not trip.in_rate_table
    )  # fmt: skip


def host_event(plan: Plan, event: PlannedEvent) -> PlannedEvent | None:
    """The event held whose host this one shares (`same_as`); None when it has a host of its own."""
    same_as = plan.scenario.stages[event.stage].same_as
    mentor, mentee, theme = event.mentor or "", event.mentee or "", event.theme or ""
    for group in ((), (theme,), (mentor, theme), (mentee, theme), (mentor, mentee, theme)):
        other = plan.by_id.get("/".join((same_as or "", *group)))
        if other is not None and other.id != event.id and _holds(other, event):
            return other
    return None


def is_online(scenario: Scenario, stage: str) -> bool:
    """Whether nobody travels to the stage: its host is `none`, or that of a stage whose host is."""
    same_as = scenario.stages[stage].same_as
    return scenario.stages[stage].host == "none" if same_as is None else is_online(scenario, same_as)


def trip_before(plan: Plan, event: PlannedEvent) -> PlannedEvent | None:
    """The event whose trip this one continues: same host, following on at once; None: it begins a trip of its own."""
    stage = plan.scenario.stages[event.stage]
    gap = stage.after.get(stage.same_as) if stage.same_as else None
    if gap is None or gap.max is None or gap.max.count > 0:
        return None
    return host_event(plan, event)


def trip_until(plan: Plan, event: PlannedEvent) -> list[PlannedEvent]:
    """The events of one trip that come before this one, nearest first; empty when it begins the trip."""
    found: dict[str, PlannedEvent] = {}
    earlier = trip_before(plan, event)
    while earlier is not None and earlier.id not in found:
        found[earlier.id] = earlier
        earlier = trip_before(plan, earlier)
    return list(found.values())


def _holds(other: PlannedEvent, event: PlannedEvent) -> bool:
    """Whether the other's group is that of the event, or a wider one around it."""
    shared = ((other.mentor, event.mentor), (other.mentee, event.mentee), (other.theme, event.theme))
    return all(theirs is None or theirs == own for theirs, own in shared)


def _count(plan: Plan, event: PlannedEvent) -> Iterator[Trip]:
    if event.host is None:
        return
    for city in event.participants:
        travellers = plan.scenario.stages[event.stage].travellers
        if city != event.host:
            yield _trip(plan, event, city, city, travellers)
    for person in event.people:
        home = plan.scenario.people[person].home
        if home != event.host:
            yield _trip(plan, event, person, home, 1)


def _trip(plan: Plan, event: PlannedEvent, who: str, home: str | None, travellers: int) -> Trip:
    scenario, host = plan.scenario, event.host or ""
    days_eur = travellers * scenario.travel.daily_eur * ((event.last - event.first).days + 1)
    if home is None or _is_on_the_way(plan, event, who):
        mode = scenario.journeys.mode(home, host) if home else "rail"
        return Trip(event.id, who, who in scenario.people, travellers, 0, mode, days_eur, 0)
    journeys, rates = scenario.journeys, scenario.resolution.rates
    return Trip(
        event.id,
        who,
        who in scenario.people,
        travellers,
        journeys.return_km(home, host),
        journeys.mode(home, host),
        days_eur + travellers * journeys.trip_eur(home, host),
        journeys.trip_co2_kg(home, host, travellers),
        rates is None or rates.eur(journeys.km(home, host)) is not None,
    )


def _is_on_the_way(plan: Plan, event: PlannedEvent, who: str) -> bool:
    """Whether the city or person attended an earlier event of the same trip."""
    return any(who in earlier.participants or who in earlier.people for earlier in trip_until(plan, event))
