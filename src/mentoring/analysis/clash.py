"""On which days one more pairing's events could be beside a plan as it is, and what stands in the way on the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby, islice

from mentoring.analysis.reason import WITHOUT_DAYS, Reason, extend, find_place, list_hosts, of_pairs, place
from mentoring.domain.consistency.target import read_target
from mentoring.domain.dates import each_day, say_day, say_span
from mentoring.domain.event import Agenda, Event
from mentoring.domain.naming import name_event, say_plainly, title_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.language.declaration import Subject
from mentoring.rules import RULES
from mentoring.rules.base import Rule, Violation

STAGES_OWN = {"window", "weekday"}
"""Days outside a stage's own window and weekdays are not worth a word."""

MOST_TRIED = 60
"""So many choices of people to send, and of hosts, are tried for a day."""


BY_ENTRY = {"closed", "holiday", "lead-time", "left", "order", "person-free", "person-language", "pin", "unavailable"}
"""Rules whose own sentence says what stands in the way, whatever the day: what a check says is about one day."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """First days (rising, with no possible one between them) on which an event cannot begin, and why not.

    Each sentence has its place in the file (file:line:column; empty when that is not known).
    """

    days: tuple[date, ...]
    said: tuple[str, ...]
    places: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The first place there is."""
        return next((place for place in self.places if place), "")


@dataclass(frozen=True, slots=True)
class Room:
    """One event that a pairing would add, with the first days it could have beside the plan, and all others.

    `is_held`: the event is in the plan already, and only its new participants are asked.
    """

    event: str
    title: str
    free: tuple[date, ...]
    obstacles: tuple[Obstacle, ...]
    is_held: bool = False


def find_room(plan: Plan, pair: Pairing) -> list[Room]:
    """For each event that the pairing would add or join, the days left beside everything else as the plan has it.

    Each event is looked at by itself: that their order leaves days for all of them is another question.
    """
    agenda = Agenda(plan.scenario, plan.paired | {pair})
    hosts = list(islice(list_hosts(plan, pair), MOST_TRIED)) or [{}]
    larger = extend(plan, pair, hosts[0], {})
    larger = larger.model_copy(update={"events": tuple(one for one in larger.held if one.id in plan.by_id)})
    return [_Look(plan, agenda, event, larger, hosts).room() for event in agenda.of_pair.get(pair, ())]


def find_shut(plan: Plan, pair: Pairing, reasons: Iterable[Reason]) -> list[Room]:
    """The events of a pairing that have no first day by themselves, whatever else is in the plan, and why not.

    On each day those of the `reasons` are told that take it; others only where none of them does.
    """
    told = {(one.rule, one.subject) for one in reasons}
    agenda = Agenda(plan.scenario, plan.paired | {pair})
    hosts = list(islice(list_hosts(plan, pair), MOST_TRIED)) or [{}]
    alone = plan.model_copy(update={"events": (), "pairings": tuple(of_pairs(plan, agenda.pairs))})
    looks = (_Look(alone, agenda, event, alone, hosts) for event in agenda.of_pair.get(pair, ()))
    rooms = (look.room(told) for look in looks)
    return [room for room in rooms if not room.free]


def find_obstacles(plan: Plan, event: str, days: Sequence[date]) -> list[Obstacle]:
    """What forbids an event each of these first days by itself, whatever else is in the plan; nothing for the others.

    Days in a row that the same forbids stand together. The event is one of the plan's, or of one more pairing.
    """
    target = read_target(plan.scenario, event)
    more = {target.pairing} if target is not None and target.pairing is not None else set()
    agenda = Agenda(plan.scenario, plan.paired | more)
    own = agenda.events[event]
    alone = plan.model_copy(update={"events": (), "pairings": tuple(of_pairs(plan, agenda.pairs))})
    hosts = [{agenda.root(own).id: place} for place in agenda.hosts(own)] or [{}]
    look = _Look(plan, agenda, own, alone, hosts[:MOST_TRIED])
    tried = [(first, look.first_break(first)) for first in days]
    groups = ([*group] for _, group in groupby(tried, key=look.told))
    return [look.obstacle(group) for group in groups]


class _Look:
    """One event seen against all others that it may clash with."""

    def __init__(self, plan: Plan, agenda: Agenda, event: Event, others: Plan, hosts: list[dict[str, str]]) -> None:
        self.plan, self.event, self.agenda = plan, event, agenda
        self.scenario = plan.scenario
        self.hosts = hosts
        near = tuple(one for one in others.events if one.id != event.id and self._may_meet(one))
        self.around = others.model_copy(update={"events": near})
        self.rules = [
            rule for rule in RULES if rule.applies(self.scenario) and rule.slug not in (*WITHOUT_DAYS, "whole")
        ]
        self.before = {rule.slug: set(rule.check(self.around)) for rule in self.rules}

    def room(self, told: Collection[tuple[str, Subject]] = ()) -> Room:
        """The days left, and what takes the others; only what is `told` of, where that takes the day as well."""
        known = self.plan.by_id.get(self.event.id)
        if known is not None:
            larger = known.model_copy(update={"participants": self.event.members})
            days = [(known.first, self._break(larger, with_people=True))]
        else:
            days = [(first, self.first_break(first)) for first in each_day(*self.scenario.span)]
            days = [(first, found) for first, found in days if not any(one.rule in STAGES_OWN for one in found)]
        if told:
            days = [
                (first, tuple(one for one in found if (one.rule, one.subject) in told) or found)
                for first, found in days
            ]
        groups = ([*group] for _, group in groupby(days, key=self.told))
        return Room(
            self.event.id,
            title_of(self.scenario, self.event.id),
            tuple(first for first, found in days if not found),
            tuple(self.obstacle(group) for group in groups if group[0][1]),
            known is not None,
        )

    def _may_meet(self, other: PlannedEvent) -> bool:
        """Whether the two can stand in each other's way."""
        scenario, stage = self.scenario, self.event.stage
        people = set(scenario.people_for(stage))
        return (
            scenario.limits.events_at_once is not None
            or not set(self.event.members).isdisjoint(other.participants)
            or not people.isdisjoint(other.people)
            or (other.stage == stage and scenario.stages[stage].all_within is not None)
        )

    def first_break(self, first: date) -> tuple[Violation, ...]:
        """What is broken when the event begins on that day, at the place and with the people that break the least."""
        least: tuple[Violation, ...] | None = None
        for chosen in self.hosts:
            host = chosen.get(self.agenda.root(self.event).id)
            found = self._break(place(self.plan, self.event, host, first)) or self._send(host, first)
            if least is None or len(found) < len(least):
                least = found
            if not least:
                break
        return least or ()

    def _send(self, host: str | None, first: date) -> tuple[Violation, ...]:
        """What keeps everybody who could be sent from coming; nothing when some of them can."""
        asked = sum(sent.count for sent in self.scenario.stages[self.event.stage].people.values())
        found: dict[Violation, None] = {}
        teams = combinations(self.scenario.people_for(self.event.stage), asked)
        for team in islice(teams, MOST_TRIED if asked else 0):
            broken = self._break(place(self.plan, self.event, host, first, team), with_people=True)
            if not broken:
                return ()
            found.update(dict.fromkeys(broken))
        told = tuple(one for one in found if one.rule != "people")
        return told or tuple(found)

    def _break(self, event: PlannedEvent, with_people: bool = False) -> tuple[Violation, ...]:
        """What the event adds to what the others break."""
        full = self.around.model_copy(update={"events": (*self.around.events, event)})
        return tuple(
            found
            for rule in self.rules
            if with_people or rule.slug != "people"
            for found in rule.check(full)
            if found not in self.before[rule.slug]
        )

    def obstacle(self, group: list[tuple[date, tuple[Violation, ...]]]) -> Obstacle:
        """Days on which the same stands in the way."""
        told = {self._say(one): self._place(one) for one in reversed(_telling(group[0][1]))}
        told = dict(reversed(told.items()))
        return Obstacle(tuple(first for first, _ in group), tuple(told), tuple(told.values()))

    def told(self, day: tuple[date, tuple[Violation, ...]]) -> tuple[object, ...]:
        """Equal for days on which the same things stand in the way."""
        return tuple(
            (one.rule, *(part for part in one.subject if part != self.event.id), self._others(one)) for one in day[1]
        )

    def _place(self, found: Violation) -> str:
        return find_place(_rule(found).where(self.scenario, found.subject), self.plan.positions)

    def _say(self, found: Violation) -> str:
        """What stands in the way, in the words of somebody who looks for a day for the event."""
        name = name_event(self.scenario, self.event.id)
        if found.rule not in BY_ENTRY:
            return found.message.replace(name, "it") + self._others(found)
        told = say_plainly(_rule(found).say(self.scenario, found.subject))
        if found.rule == "unavailable" and f"{name} is held" not in found.message:
            return f"{told}, and would have to travel then"
        earlier = self.around.by_id.get(found.subject[2]) if found.rule == "order" else None
        dated = earlier is not None and f" ({say_span(earlier.first, earlier.last)})"
        return f"{told}{dated or ''}"

    def _others(self, found: Violation) -> str:
        """The events that a crowded day is crowded with; nothing of other rules."""
        if found.rule not in ("at-once", "events-at-once"):
            return ""
        who = next(iter(found.subject), "")
        day = re.search(r"on (\d+ \w+ \d{4})", found.message)
        named = [
            f"{name_event(self.scenario, one.id)}, {say_span(one.first, one.last)}"
            for one in self.around.events
            if (not who or who in one.participants) and day and _lies_on(one, day[1])
        ]
        return f" (there is {'; '.join(named)})" if named else ""


def _lies_on(event: PlannedEvent, day: str) -> bool:
    return any(say_day(one) == day for one in each_day(event.first, event.last))


def _telling(found: tuple[Violation, ...]) -> list[Violation]:
    """One for each rule and city; who is at another event anyway need not be told to lack days for the way."""
    first = {(one.rule, one.subject[:1]): one for one in reversed(found)}
    busy = {one.subject[:1] for one in found if one.rule == "at-once"}
    kept = [one for one in found if first[one.rule, one.subject[:1]] is one]
    return [one for one in kept if one.rule != "trip-gap" or one.subject[:1] not in busy]


def _rule(found: Violation) -> Rule:
    return next(rule for rule in RULES if rule.slug == found.rule)
