"""Who is sent: people for events whose dates are known, one event after the other.

An event takes the persons who came from their last event most recently, so that others stay free for long. Where
nobody is left, one person is exchanged. What this does not find may still exist; what it finds keeps the rules about
people, and the independent check looks at it again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mentoring.domain.event import Event
from mentoring.engine.prices.reach import Ints
from mentoring.language.declaration import Declaration, Forbid, Require
from mentoring.language.fact import Goes, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.people import list_asked
from mentoring.rules.person_free import free_starts
from mentoring.rules.person_language import understands
from mentoring.rules.same_person import kept_roles, list_holders

PEOPLE_RULES = frozenset(("people", "person-free", "person-gap", "person-language", "same-person"))


@dataclass(slots=True)
class Task:
    """Events that the same persons go to, `count` of them out of `persons`."""

    events: list[Event]
    persons: frozenset[str]
    count: int
    sent: list[str] = field(default_factory=list)


class Crew:
    """Assigns persons to dated events; `hosts` and `starts` by event id, start days from `programme.first`."""

    def __init__(
        self, frame: Frame, declarations: Sequence[Declaration], hosts: dict[str, str], starts: dict[str, int]
    ) -> None:
        self.frame = frame
        self.hosts = hosts
        self.starts = starts
        self.sent: dict[str, list[Event]] = defaultdict(list)
        self.days = {event.id: frame.scenario.stages[event.stage].days for event in frame.events}
        self.people = sorted(frame.scenario.people)
        self.number = {who: number for number, who in enumerate(self.people)}
        self.last: Ints = np.full(len(self.people), -1, dtype=np.int64)  # the day after the last event of each
        last = max((starts[event] + days for event, days in self.days.items()), default=0)
        self.busy = np.zeros((last, len(self.people)), dtype=bool)  # [days, persons]
        self.trips = {event.id: frame.agenda.trip(event) for event in frame.events}
        self.never = {one.fact for one in declarations if isinstance(one, Forbid)}
        wanted = [one.fact for one in declarations if isinstance(one, Require)]
        self.wanted: dict[str, set[str]] = defaultdict(set)  # persons by event
        for fact in wanted:
            if isinstance(fact, TakesPart) and fact.who in self.number:
                self.wanted[fact.event].add(fact.who)
        self.tasks_of: dict[str, list[Task]] = defaultdict(list)
        self._masks: dict[tuple[str, int], int] = {}
        self._pools: dict[frozenset[str], Ints] = {}

    def assign(self) -> dict[str, tuple[str, ...]] | None:
        """Persons by event id, sorted; None when somebody was not found."""
        for task in sorted(self.tasks, key=self._turn):
            for event in task.events:
                self.tasks_of[event.id].append(task)
            for who in self._wanted(task)[: task.count]:
                if not self._can(who, task):
                    return None
                self._send(who, task)
            while len(task.sent) < task.count:
                found_one = self._choose(task) or self._exchange(task)
                if found_one is None:
                    return None
                self._send(found_one, task)
        found: dict[str, set[str]] = {event.id: set() for event in self.frame.events}
        for task in self.tasks:
            for event in task.events:
                found[event.id].update(task.sent)
        return {event: tuple(sorted(who)) for event, who in found.items()}

    def _turn(self, task: Task) -> tuple[bool, int, str, int]:
        """Who must go goes first, so that nobody sends them elsewhere; then the earlier event, its rarest role."""
        is_open = len(task.persons) > task.count and not self._wanted(task)
        return is_open, self.starts[task.events[0].id], task.events[0].id, len(task.persons)

    def _wanted(self, task: Task) -> list[str]:
        """Persons who must be sent to one of the task's events, and are not sent there yet in another role."""
        found = {
            who
            for event in task.events
            for who in self.wanted.get(event.id, ())
            if who in task.persons and event not in self.sent[who]
        }
        return sorted(found)

    @cached_property
    def tasks(self) -> list[Task]:
        """What is asked, event by event; roles kept for a pairing ask for all its events at once."""
        return list(self._list_tasks())

    def able(self, task: Task) -> list[str]:
        """Who can be sent to all events of a task, whatever their days; sorted."""
        return [who for who in sorted(task.persons) if all(self.could(who, event) for event in task.events)]

    def _list_tasks(self) -> Iterable[Task]:
        scenario = self.frame.scenario
        kept = [(frozenset(list_holders(scenario, role)), stages) for role, stages in kept_roles(scenario).items()]
        together: dict[tuple[frozenset[str], int, object], Task] = {}
        for stage, events in self.frame.agenda.stages.items():
            times: Counter[frozenset[str]] = Counter()  # two roles may be held by the same persons
            for persons, count in list_asked(scenario, stage):
                times[persons] += 1
                same = next((stages for holders, stages in kept if stage in stages and persons <= holders), None)
                for event in events:
                    key = (persons, times[persons], event.pairs)
                    if same is not None and key in together and len(persons) > 1:
                        together[key].events.append(event)
                        continue
                    task = Task([event], persons, count)
                    if same is not None and len(persons) > 1:
                        together[key] = task
                    yield task

    def _choose(self, task: Task, *, but: str | None = None) -> str | None:
        """Whoever can go and was away last, `but` not this person."""
        free = self._pool(task.persons)
        for event in task.events:
            free = free[~self.busy[self._when(event)][:, free].any(axis=0)]
        by_rest = (self.people[number] for number in free[np.argsort(-self.last[free], kind="stable")])
        return next((who for who in by_rest if who != but and self._can(who, task)), None)

    def _pool(self, persons: frozenset[str]) -> Ints:
        """The numbers of the persons, rising."""
        if persons not in self._pools:
            self._pools[persons] = np.array(sorted(self.number[who] for who in persons), dtype=np.int64)
        return self._pools[persons]

    def _when(self, event: Event) -> slice:
        """The event's days."""
        return slice(self.starts[event.id], self.starts[event.id] + self.days[event.id])

    def _can(self, who: str, task: Task) -> bool:
        if who in task.sent or any(self.busy[self._when(event), self.number[who]].any() for event in task.events):
            return False
        return all(self._is_open(who, event) and self._has_time(who, event) for event in task.events)

    def _is_open(self, who: str, event: Event) -> bool:
        return bool(self.start_mask(who, event) >> self.starts[event.id] & 1) and self.could(who, event)

    def could(self, who: str, event: Event) -> bool:
        """Whether the person can be sent to the event, whatever its days."""
        host = self.hosts.get(event.id)
        forbidden = TakesPart(event.id, who) in self.never or (host and Goes(event.id, who, host) in self.never)
        return not forbidden and (host is None or understands(self.frame.scenario, who, host))

    def start_mask(self, who: str, event: Event) -> int:
        """The days on which the event can begin as far as the person's own days go."""
        days = self.days[event.id]
        key = (who, days)
        if key not in self._masks:
            self._masks[key] = free_starts(self.frame, who, days)
        return self._masks[key]

    def _has_time(self, who: str, event: Event) -> bool:
        """Whether the person has time to travel from and to the other events they are sent to."""
        host, start = self.hosts.get(event.id), self.starts[event.id]
        for other in self.sent[who]:
            begins = self.starts[other.id]
            free = max(start - begins - self.days[other.id], begins - start - self.days[event.id])
            if free >= FAR or self.trips[other.id] == self.trips[event.id]:
                continue
            place = self.hosts.get(other.id)
            if place is not None and host is not None and free < self.frame.scenario.journeys.free_days(place, host):
                return False
        return True

    def _send(self, who: str, task: Task) -> None:
        task.sent.append(who)
        for event in task.events:
            when, number = self._when(event), self.number[who]
            self.busy[when, number] = True
            self.sent[who].append(event)
            self.last[number] = max(self.last[number], when.stop)

    def _recall(self, who: str, task: Task) -> None:
        task.sent.remove(who)
        for event in task.events:
            self.busy[self._when(event), self.number[who]] = False
            self.sent[who].remove(event)

    def _exchange(self, task: Task) -> str | None:
        """Somebody who is sent elsewhere, where another person can go instead."""
        for who in sorted(task.persons):
            for event in list(self.sent[who]):
                if who in task.sent or not self._near(event, task):
                    continue
                for other in self.tasks_of[event.id]:
                    if who in other.sent and len(other.events) == 1 and who not in self.wanted.get(event.id, ()):
                        self._recall(who, other)
                        instead = self._choose(other, but=who) if self._can(who, task) else None
                        if instead is not None:
                            self._send(instead, other)
                            return who
                        self._send(who, other)
        return None

    def _near(self, event: Event, task: Task) -> bool:
        start, days = self.starts[event.id], self.days[event.id]
        return any(start - self.days[one.id] - FAR < self.starts[one.id] < start + days + FAR for one in task.events)


FAR = 30  # free days that no journey needs more of
