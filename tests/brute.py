"""The best plan of a small programme by trying all plans: the judge of both engines.

It knows the rules' `check` and the goals' `measure`, never what they declare. Some plans are left out unseen; each
time because a rule named below already breaks on a part of the plan, and would break on the whole of it too. What is
counted are the plans that are left to try.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from math import prod
from typing import Literal

from mentoring.domain.dates import each_day, end_of, weekday
from mentoring.domain.event import Agenda, Event
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent, PlannedPairing
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals import BY_SLUG
from mentoring.goals.away import Away
from mentoring.goals.hosting import Hosting
from mentoring.goals.score import order
from mentoring.language.frame import Part
from mentoring.rules import RULES, check_plan

# These look at pairings only, so what they say of pairings without events they say with events too.
OF_PAIRINGS = {
    "capacity", "country", "distance", "hours", "in-or-out", "language", "least-fit", "refusal", "reserve",
    "similarity", "theme-role",
}  # fmt: skip
# These of them forbid something to pairings: more pairings make it no better.
OF_FEWER_PAIRINGS = OF_PAIRINGS - {"in-or-out"}
# These look at one event at a time, whatever else is held; people who are sent only add to what they say.
OF_ONE_EVENT = {"closed", "flight", "holiday", "lead-time", "left", "unavailable", "weekday", "window"}
# These ask who is sent to one event, whatever else is held.
OF_PEOPLE = {"flight", "people", "person-free", "person-language"}
# These forbid something about two or more events that are all held: more events make it no better.
OF_SEVERAL = {"all-within", "events-at-once", "order", "person-gap", "same-person", "trip-gap"}

PAIRINGS = 20  # a set of pairings takes the time of so many plans, whether it is possible or not


class TooManyPlans(Exception):
    """The programme has more plans than were to be tried."""


# An event as one layout holds it: id, pairings, participants, host.
Held = tuple[str, tuple[Pairing, ...], tuple[str, ...], str | None]


@dataclass(frozen=True)
class Best:
    """`optimal` with a best plan and the values of all goals in order, or `infeasible`."""

    status: Literal["optimal", "infeasible"]
    values: tuple[int, ...] = ()
    plan: Plan | None = None


@dataclass(eq=False)
class Layout:
    """Who meets whom and where: everything of a plan but its days and people."""

    agenda: Agenda
    hosts: dict[str, str | None]
    dated: Plan | None = None  # a feasible plan of it; None: not looked for
    possible: bool | None = None


def count_plans(scenario: Scenario, most: int = 10**6) -> int:
    """At least as many as there are plans, and one for each layout; beyond `most` simply one more than that."""
    try:
        return Search(scenario, None).count(most)
    except TooManyPlans:
        return most + 1


def solve_brute(scenario: Scenario, against: Plan | None = None, most: int = 10**6) -> Best:
    """The best plan in the order of the scenario's goals.

    Raises:
        TooManyPlans: when `count_plans` is above `most`.
    """
    search = Search(scenario, against)
    search.count(most)
    return search.solve()


def is_within(use: GoalUse, best: int, value: int) -> bool:
    """Whether a value is good enough for all later goals, given the best."""
    if BY_SLUG[use.goal].direction == "most":
        return value >= -(-best * (10_000 - use.tolerance) // 10_000)
    return value <= best * (10_000 + use.tolerance) // 10_000


def _days(scenario: Scenario, event: Event) -> list[date]:
    """First days inside the programme and the stage's window, on weekdays that are allowed and worked."""
    stage = scenario.stages[event.stage]
    first, last = stage.window or scenario.span
    worked = stage.working_days or scenario.programme.working_days
    return [
        day
        for day in each_day(max(first, scenario.span.first), min(last, scenario.span.last))
        if (not stage.first or day == stage.first)
        and (not stage.start_on or weekday(day) in stage.start_on)
        and all(weekday(busy) in worked for busy in each_day(day, end_of(day, stage.days)))
    ]


def _teams(scenario: Scenario, event: Event) -> list[tuple[str, ...]]:
    asked = sum(sent.count for sent in scenario.stages[event.stage].people.values())
    return list(combinations(scenario.people_for(event.stage), asked))


class Search:
    def __init__(self, scenario: Scenario, against: Plan | None) -> None:
        self.scenario = scenario
        self.against = against
        self.rules = [rule for rule in RULES if rule.applies(scenario)]
        one_team = all(city.at_once == 1 for city in scenario.cities.values())
        # Several teams may rest between two events, but not when a third makes them one trip: no plain count then.
        self.of_several = OF_SEVERAL | ({"at-once"} if one_team and OF_SEVERAL else set())
        self.known: dict[Pairing, PlannedPairing] = {}
        self.nothing = Agenda(scenario, ())
        self.options: dict[Held, list[PlannedEvent]] = {}
        self.clashes: dict[tuple[Held, int, Held, int], bool] = {}

    def count(self, most: int) -> int:
        """Layouts times days times people.

        Raises:
            TooManyPlans: when there are more than `most`.
        """
        found = 0
        for layout in self.lay_out(most):
            found += max(1, prod(len(self.choices(layout, event)) for event in layout.agenda.events.values()))
            if found > most:
                raise TooManyPlans(f"more than {most} plans")
        return found

    def solve(self) -> Best:
        """Narrows the layouts goal by goal, then the dated plans of those that are left."""
        goals = order(self.scenario)
        layouts = [layout for layout in self.lay_out() if self.is_limited(self.undated(layout), "pairing")]
        values = []
        for use, part in goals:
            if part == "pairing":
                best, layouts = self.narrow(layouts, use, part)
                if best is None:
                    return Best("infeasible")
                values.append(best)
        uses = [use for use, part in goals if part == "dates"]
        found = self.date_all(layouts, uses)
        for position, use in enumerate(uses):
            pick = max if BY_SLUG[use.goal].direction == "most" else min
            best = pick((vector[position] for vector in found), default=0)
            found = {vector: plan for vector, plan in found.items() if is_within(use, best, vector[position])}
            values.append(best)
        if not found:
            return Best("infeasible")
        return Best("optimal", tuple(values), next(iter(found.values())))

    def narrow(self, layouts: list[Layout], use: GoalUse, part: Part) -> tuple[int | None, list[Layout]]:
        """The best value of a goal over layouts that can be dated, and the layouts good enough for later goals."""
        goal = BY_SLUG[use.goal]
        if use.leximin and isinstance(goal, Hosting | Away):
            loads = [sorted(goal.loads(self.undated(layout)).values(), reverse=True) for layout in layouts]
            for least, layout in sorted(zip(loads, layouts, strict=True), key=lambda one: one[0]):
                if self.can_be_dated(layout):
                    return least[0], [other for own, other in zip(loads, layouts, strict=True) if own == least]
            return None, []
        values = [goal.measure(self.undated(layout), part, self.against) for layout in layouts]
        sign = -1 if goal.direction == "most" else 1
        for value, layout in sorted(zip(values, layouts, strict=True), key=lambda one: sign * one[0]):
            if self.can_be_dated(layout):
                near = [is_within(use, value, other) for other in values]
                return value, [other for other, is_near in zip(layouts, near, strict=True) if is_near]
        return None, []

    def lay_out(self, most: int = 10**9) -> Iterator[Layout]:
        """Every set of pairings that its own rules allow, with every choice of hosts.

        Raises:
            TooManyPlans: when even the sets of pairings take longer than to try `most` plans.
        """
        for sets, pairs in enumerate(self.pair()):
            if sets * PAIRINGS > most:
                raise TooManyPlans(f"more than {most // PAIRINGS} sets of pairings")
            agenda = Agenda(self.scenario, pairs)
            if self.breaks(self.plan(agenda, ()), OF_PAIRINGS):
                continue
            own = [event for event in agenda.events.values() if agenda.base(event) is None]
            for places in product(*(agenda.hosts(event) or (None,) for event in own)):
                hosts = {event.id: place for event, place in zip(own, places, strict=True)}
                for event in agenda.events.values():
                    hosts[event.id] = hosts[_root(agenda, event).id]
                yield Layout(agenda, hosts)

    def pair(self) -> Iterator[tuple[Pairing, ...]]:
        """Every set of pairings but those that hold a smaller one which their own rules forbid."""
        single = [pair for pair in self.scenario.conceivable if not self.forbids((pair,))]

        def join(chosen: tuple[Pairing, ...], rest: int) -> Iterator[tuple[Pairing, ...]]:
            yield chosen
            for number in range(rest, len(single)):
                joined = (*chosen, single[number])
                if not chosen or not self.forbids(joined):
                    yield from join(joined, number + 1)

        return join((), 0)

    def forbids(self, pairs: tuple[Pairing, ...]) -> bool:
        return self.breaks(self.plan(self.nothing, (), pairs), OF_FEWER_PAIRINGS)

    def planned(self, pair: Pairing) -> PlannedPairing:
        if pair not in self.known:
            fit, effort = self.scenario.fit(pair), self.scenario.effort(pair)
            self.known[pair] = PlannedPairing(pairing=str(pair), fit=fit, effort=effort)
        return self.known[pair]

    def plan(self, agenda: Agenda, events: tuple[PlannedEvent, ...], pairs: tuple[Pairing, ...] | None = None) -> Plan:
        """A plan made fast: without validation, sharing the agenda that follows from its pairings anyway."""
        pairings = tuple(self.planned(pair) for pair in (agenda.pairs if pairs is None else pairs))
        plan = Plan.model_construct(scenario=self.scenario, status="feasible", pairings=pairings, events=events)
        plan.__dict__["agenda"] = agenda
        return plan

    def event(self, layout: Layout, event: Event, first: date, people: tuple[str, ...]) -> PlannedEvent:
        return PlannedEvent.model_construct(
            id=event.id, stage=event.stage, mentor=event.mentor, mentee=event.mentee, theme=event.theme,
            host=layout.hosts[event.id], participants=event.members, people=people,
            first=first, last=end_of(first, self.scenario.stages[event.stage].days),
        )  # fmt: skip

    def undated(self, layout: Layout) -> Plan:
        """The layout with all events on the first day, for goals that ask neither for days nor for people."""
        first = self.scenario.programme.first
        events = layout.agenda.events.values()
        return self.plan(layout.agenda, tuple(self.event(layout, event, first, ()) for event in events))

    def breaks(self, plan: Plan, slugs: set[str]) -> bool:
        return any(next(iter(rule.check(plan)), None) for rule in self.rules if rule.slug in slugs)

    def is_limited(self, plan: Plan, part: Part) -> bool:
        """Whether the goals of a part are within the limits that they have."""
        for use, where in order(self.scenario):
            if use.limit is not None and where == part:
                value = BY_SLUG[use.goal].measure(plan, part, self.against)
                if value < use.limit if BY_SLUG[use.goal].direction == "most" else value > use.limit:
                    return False
        return True

    def is_sound(self, plan: Plan) -> bool:
        return self.is_limited(plan, "dates") and not check_plan(plan)

    def can_be_dated(self, layout: Layout) -> bool:
        if layout.possible is None:
            layout.dated = next((plan for plan in self.date(layout) if self.is_sound(plan)), None)
            layout.possible = layout.dated is not None
        return layout.possible

    def date_all(self, layouts: list[Layout], uses: list[GoalUse]) -> dict[tuple[int, ...], Plan]:
        """Every vector of values that a plan of these layouts reaches, each with one such plan."""
        if not uses:
            dated = (layout.dated for layout in layouts if self.can_be_dated(layout))
            return {(): plan for plan in dated if plan is not None}  # noqa: B035
        found: dict[tuple[int, ...], Plan] = {}
        strict = not any(use.tolerance for use in uses)
        signs = [-1 if BY_SLUG[use.goal].direction == "most" else 1 for use in uses]
        best: list[int] | None = None
        for layout in layouts:
            for plan in self.date(layout):
                vector = tuple(BY_SLUG[use.goal].measure(plan, "dates", self.against) for use in uses)
                signed = [sign * value for sign, value in zip(signs, vector, strict=True)]
                if vector in found or (strict and best is not None and signed >= best) or not self.is_sound(plan):
                    continue
                found[vector] = plan
                best = signed if best is None else min(best, signed)
        return found

    def date(self, layout: Layout) -> Iterator[Plan]:
        """Every plan of a layout but those with a part that no rule would let pass."""
        agenda = layout.agenda
        # The first event of a trip is set before the others: what these cost and need depends on it.
        events = sorted(agenda.events.values(), key=lambda event: len(agenda.before_in_trip(event)))
        options = [self.choices(layout, event) for event in events]
        held = [_held(layout, event) for event in events]
        are_trips = any(agenda.before_in_trip(event) for event in events)

        def extend(done: tuple[PlannedEvent, ...], numbers: tuple[int, ...]) -> Iterator[Plan]:
            if are_trips and len(done) > 1 and self.breaks(self.plan(agenda, done), self.of_several):
                return
            position = len(done)
            if position == len(events):
                yield self.plan(agenda, done)
                return
            for number, option in enumerate(options[position]):
                if are_trips or not any(
                    self.clash(layout, (held[earlier], done[earlier], other), (held[position], option, number))
                    for earlier, other in enumerate(numbers)
                ):
                    yield from extend((*done, option), (*numbers, number))

        yield from extend((), ()) if all(options) else ()

    def clash(self, layout: Layout, one: tuple[Held, PlannedEvent, int], two: tuple[Held, PlannedEvent, int]) -> bool:
        """Whether two events break a rule by themselves; each is given with its number among its choices."""
        key = (one[0], one[2], two[0], two[2])
        if key not in self.clashes:
            self.clashes[key] = self.breaks(self.plan(layout.agenda, (one[1], two[1])), self.of_several)
        return self.clashes[key]

    def choices(self, layout: Layout, event: Event) -> list[PlannedEvent]:
        """The event on all days and with all people that no rule about single events forbids."""
        key = _held(layout, event)
        if key not in self.options:
            bare = (self.event(layout, event, day, ()) for day in _days(self.scenario, event))
            days = [one.first for one in bare if not self.breaks(self.plan(layout.agenda, (one,)), OF_ONE_EVENT)]
            teams = _teams(self.scenario, event)
            sent = (self.event(layout, event, day, team) for day in days for team in teams)
            self.options[key] = [one for one in sent if not self.breaks(self.plan(layout.agenda, (one,)), OF_PEOPLE)]
        return self.options[key]


def _held(layout: Layout, event: Event) -> Held:
    return event.id, event.pairs, event.members, layout.hosts[event.id]


def _root(agenda: Agenda, event: Event) -> Event:
    base = agenda.base(event)
    return event if base is None else _root(agenda, base)
