"""Events: one stage for one group of cities; which there are, follows from the pairings.

An `Agenda` holds every event that a set of pairings can bring about. Given the candidates it says what could be
held; given a plan's pairings it says exactly what is held, and who takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.domain.window import earliest_last_day


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """One stage for one group.

    `pairs` are the pairings (of those in question) that it belongs to; it is held when one of them is in the plan,
    or always when `always` is true. `joining` tells for each city that can take part which pairings bring it,
    None: it takes part whenever the event is held.
    """

    id: str
    stage: str
    mentor: str | None = None
    mentee: str | None = None
    theme: str | None = None
    pairs: tuple[Pairing, ...] = ()
    always: bool = False
    joining: dict[str, tuple[Pairing, ...] | None] = field(default_factory=dict)

    @property
    def members(self) -> tuple[str, ...]:
        """Every city that can take part, sorted."""
        return tuple(self.joining)

    def __hash__(self) -> int:
        return hash(self.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and other.id == self.id

    def __lt__(self, other: Event) -> bool:
        return self.id < other.id


When = tuple[Pairing, ...] | None  # any of these pairings is in the plan; None: whenever both events are held


Places = Mapping[str, str | tuple[str, ...]]  # by event: the place decided, or the places left in question


class Agenda:
    """The events that a set of pairings can bring about, in the order of the scenario's stages, then by id.

    `hosts` are the places already decided, by the id of the event whose host it is (its own `root`): one, or those
    that are still in question.
    """

    def __init__(self, scenario: Scenario, pairs: Iterable[Pairing], *, hosts: Places | None = None) -> None:
        self.scenario = scenario
        self.decided_hosts = dict(hosts or {})
        self._bases: dict[str, Event | None] = {}
        self._hosts: dict[str, tuple[str, ...]] = {}
        self._pair_sets: dict[str, frozenset[Pairing]] = {}
        self.pairs = tuple(sorted(set(pairs)))
        self.stages: dict[str, tuple[Event, ...]] = {
            stage: tuple(sorted(self._gather(stage), key=lambda event: event.id)) for stage in scenario.stages
        }
        self.events: dict[str, Event] = {event.id: event for group in self.stages.values() for event in group}
        if scenario.resolution.cancelled:
            self._leave_out(set(scenario.resolution.cancelled))

    def _leave_out(self, gone: set[str]) -> None:
        """Events called off by hand are not held, nor are those that would be where one of them is (`same_as`)."""
        while gone:
            for stage, group in self.stages.items():
                self.stages[stage] = tuple(event for event in group if event.id not in gone)
            self.events = {event.id: event for group in self.stages.values() for event in group}
            self.__dict__.pop("of_pair", None)  # worked out from events that are no longer there
            gone = {event.id for event in self.events.values() if not self._has_place(event)}

    def _has_place(self, event: Event) -> bool:
        same_as = self.scenario.stages[event.stage].same_as
        if same_as is None:
            return True
        group = self.stages[same_as]
        return (len(group) == 1 and group[0].always) or any(True for _ in self.related(event, same_as))

    def _gather(self, stage_id: str) -> list[Event]:
        stage = self.scenario.stages[stage_id]
        pairs = [pair for pair in self.pairs if not stage.themes or pair.theme in stage.themes]
        if stage.gathers == "all" or stage.cities:
            cities = stage.cities or tuple(self.scenario.cities)
            there = {city: None for city in sorted(cities) if self.is_there(city, stage_id)}
            if stage.cities:
                listed = set(cities)
                pairs = [pair for pair in pairs if pair.mentor in listed and pair.mentee in listed]
            return [Event(stage_id, stage_id, pairs=tuple(pairs), always=True, joining=dict(there))]
        groups: dict[tuple[str | None, str | None, str], list[Pairing]] = {}
        for pair in pairs:
            mentor = pair.mentor if stage.gathers in ("pairing", "mentor") else None
            mentee = pair.mentee if stage.gathers in ("pairing", "mentee") else None
            groups.setdefault((mentor, mentee, pair.theme), []).append(pair)
        return [self._event(stage_id, key, group) for key, group in groups.items()]

    def _event(self, stage_id: str, key: tuple[str | None, str | None, str], group: list[Pairing]) -> Event:
        mentor, mentee, theme = key
        bring: dict[str, list[Pairing]] = {}
        for pair in group:
            for city in (pair.mentor, pair.mentee):
                bring.setdefault(city, []).append(pair)
        joining: dict[str, tuple[Pairing, ...] | None] = {
            city: None if city in (mentor, mentee) else tuple(by) for city, by in bring.items()
        }
        stage = self.scenario.stages[stage_id]
        if stage.gathers == "theme" and stage.members == "all":
            for city in (*self.scenario.offering.get(theme, ()), *self.scenario.needing.get(theme, ())):
                joining[city] = None
        own = (mentor, mentee)
        there = {city: by for city, by in sorted(joining.items()) if city in own or self.is_there(city, stage_id)}
        parts = [part for part in (stage_id, mentor, mentee, theme) if part]
        return Event("/".join(parts), stage_id, mentor, mentee, theme, tuple(group), joining=there)

    def is_there(self, city: str, stage: str) -> bool:
        """Whether the city is still in the programme at this stage: `left_on` does not lie before its earliest end."""
        left_on = self.scenario.cities[city].left_on
        return left_on is None or self.earliest_ends[stage] <= left_on

    @cached_property
    def earliest_ends(self) -> dict[str, date]:
        """The earliest last day of each stage's events, by windows and lags alone."""
        return {stage: earliest_last_day(self.scenario, stage) for stage in self.scenario.stages}

    @cached_property
    def of_city(self) -> dict[str, tuple[Event, ...]]:
        """Events that each city can take part in."""
        found: dict[str, list[Event]] = {city: [] for city in self.scenario.cities}
        for event in self.events.values():
            for city in event.members:
                found[city].append(event)
        return {city: tuple(events) for city, events in found.items()}

    @cached_property
    def of_pair(self) -> dict[Pairing, tuple[Event, ...]]:
        """Events gathered by pairing, mentee, mentor or theme that each pairing belongs to."""
        found: dict[Pairing, list[Event]] = {pair: [] for pair in self.pairs}
        for event in self.events.values():
            if not event.always:
                for pair in event.pairs:
                    found[pair].append(event)
        return {pair: tuple(events) for pair, events in found.items()}

    def related(self, event: Event, stage: str) -> list[tuple[Event, When]]:
        """Events of another stage whose pairings meet this one's, each with the pairings that make them meet."""
        others = self.stages[stage]
        if self.scenario.stages[stage].gathers == "all" or self.scenario.stages[event.stage].gathers == "all":
            return [(other, None) for other in others]
        if event.always or self.scenario.stages[stage].cities:
            return [(other, when) for other in others for when in [self._meets_list(event, other)] if when != ()]
        met: dict[Event, list[Pairing]] = {}
        for pair in event.pairs:
            for other in self.of_pair[pair]:
                if other.stage == stage:
                    met.setdefault(other, []).append(pair)
        return [(other, tuple(by)) for other, by in sorted(met.items())]

    def _meets_list(self, one: Event, two: Event) -> When:
        """When a list of cities is one of the two: () never, None always, else the pairings they share."""
        if any(event.always and not self._has_own_pairs(event) for event in (one, two)):
            brought: set[Pairing] = set()
            fewer, more = sorted((one.joining, two.joining), key=len)
            for city in fewer.keys() & more.keys():
                ways = (one.joining[city], two.joining[city])
                if ways == (None, None):
                    return None
                brought.update(pair for way in ways if way is not None for pair in way)
            return tuple(sorted(brought))
        few, many = sorted((one, two), key=lambda event: len(event.pairs))
        return tuple(pair for pair in few.pairs if pair in self._pairs_of(many))

    def _pairs_of(self, event: Event) -> frozenset[Pairing]:
        if event.id not in self._pair_sets:
            self._pair_sets[event.id] = frozenset(event.pairs)
        return self._pair_sets[event.id]

    def _has_own_pairs(self, event: Event) -> bool:
        """Whether any conceivable pairing lies inside the list; known from the file alone."""
        return event.stage in self._lists_with_pairs

    @cached_property
    def _lists_with_pairs(self) -> frozenset[str]:
        stages = self.scenario.stages.items()
        return frozenset(name for name, stage in stages if self.scenario.is_any_conceivable(stage.cities, stage.themes))

    def base(self, event: Event) -> Event | None:
        """The event whose host this one shares (`same_as`); None when the host is its own."""
        if event.id not in self._bases:
            self._bases[event.id] = self._find_base(event)
        return self._bases[event.id]

    def _find_base(self, event: Event) -> Event | None:
        same_as = self.scenario.stages[event.stage].same_as
        if same_as is None:
            return None
        if len(self.stages[same_as]) == 1 and self.stages[same_as][0].always:
            return self.stages[same_as][0]
        return next(other for other, _ in self.related(event, same_as))

    def root(self, event: Event) -> Event:
        """The event whose host this one has in the end: itself when it shares nobody's."""
        base = self.base(event)
        return event if base is None else self.root(base)

    def before_in_trip(self, event: Event) -> tuple[Event, ...]:
        """Earlier events of the same trip, nearest first: same host, following on at once."""
        stage = self.scenario.stages[event.stage]
        gap = stage.after.get(stage.same_as) if stage.same_as else None
        if gap is None or gap.max is None or gap.max.count > 0:
            return ()
        base = self.base(event)
        return (base, *self.before_in_trip(base)) if base else ()

    @cached_property
    def after_in_trip(self) -> dict[Event, tuple[Event, ...]]:
        """Later events of the same trip for each event that has some."""
        found: dict[Event, list[Event]] = {}
        for event in self.events.values():
            for earlier in self.before_in_trip(event):
                found.setdefault(earlier, []).append(event)
        return {event: tuple(later) for event, later in found.items()}

    def trip(self, event: Event) -> str:
        """Id of the trip: that of its first event."""
        before = self.before_in_trip(event)
        return before[-1].id if before else event.id

    def hosts(self, event: Event) -> tuple[str, ...]:
        """Every city or place where the event could be, sorted; the decided one alone if it is; empty for `none`."""
        if event.id not in self._hosts:
            self._hosts[event.id] = self._find_hosts(event)
        return self._hosts[event.id]

    def _find_hosts(self, event: Event) -> tuple[str, ...]:
        host = self.scenario.stages[event.stage].host
        base = self.base(event)
        if base is not None:
            return self.hosts(base)
        decided = self.decided_hosts.get(event.id)
        if isinstance(decided, str):
            return (decided,)
        if host == "none":
            return ()
        if host == "mentor":
            return (event.mentor,) if event.mentor else ()
        if host == "mentee":
            return (event.mentee,) if event.mentee else ()
        if host == "participant":
            able = tuple(city for city in event.members if self.scenario.cities[city].can_host)
            return able if decided is None else tuple(city for city in able if city in decided) or able
        return (str(host),)
