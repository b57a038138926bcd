"""The best plan of a small programme by trying all plans: the judge of both engines.

It knows the rules' `check` and the goals' `measure`, never what they declare. Some plans are left out unseen; each
time because a rule named below already breaks on a part of the plan, and would break on the whole of it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, product
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
    "capacity", "country", "distance", "hours", "in-or-out", "language", "least-fit", "refusal", "similarity",
    "theme-role",
}  # fmt: skip
# These look at one event at a time, whatever else is held; people who are sent only add to what they say.
OF_ONE_EVENT = {"closed", "flight", "holiday", "lead-time", "left", "unavailable", "weekday", "window"}
# These ask who is sent to one event, whatever else is held.
OF_PEOPLE = {"flight", "people", "person-free", "person-language"}
# These forbid something about two or more events that are all held: more events make it no better.
OF_SEVERAL = {"all-within", "events-at-once", "order", "person-gap", "same-person", "trip-gap"}

Choice = tuple[date, tuple[str, ...]]  # first day, people sent


class TooManyPlans(Exception):
    """The programme has more plans than were to be tried."""


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


def count_plans(scenario: Scenario) -> int:
    """At least as many as there are plans: sets of pairings x hosts x people x days with the right weekdays."""
    if len(scenario.conceivable) > 10:
        return 10**9
    return sum(_count(scenario, Agenda(scenario, pairs)) for pairs in _subsets(scenario.conceivable))


def solve_brute(scenario: Scenario, against: Plan | None = None, most: int = 10**6) -> Best:
    """The best plan in the order of the scenario's goals.

    Raises:
        TooManyPlans: when `count_plans` is above `most`.
    """
    if count_plans(scenario) > most:
        raise TooManyPlans(f"{count_plans(scenario)} plans")
    return Search(scenario, against).solve()


def is_within(use: GoalUse, best: int, value: int) -> bool:
    """Whether a value is good enough for all later goals, given the best."""
    if BY_SLUG[use.goal].direction == "most":
        return value >= -(-best * (10_000 - use.tolerance) // 10_000)
    return value <= best * (10_000 + use.tolerance) // 10_000


def _count(scenario: Scenario, agenda: Agenda) -> int:
    own = [event for event in agenda.events.values() if agenda.base(event) is None]
    hosts = prod(max(1, len(agenda.hosts(event))) for event in own)
    return hosts * prod(len(_days(scenario, event)) * len(_teams(scenario, event)) for event in agenda.events.values())


def _subsets(pairs: tuple[Pairing, ...]) -> Iterator[tuple[Pairing, ...]]:
    return chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1))


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
        self.of_several = OF_SEVERAL | ({"at-once"} if one_team else set())
        self.options: dict[tuple[str, tuple[str, ...], str | None], list[Choice]] = {}

    def solve(self) -> Best:
        """Narrows the layouts goal by goal, then the dated plans of those that are left."""
        goals = order(self.scenario)
        layouts = list(self.lay_out())
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

    def lay_out(self) -> Iterator[Layout]:
        """Every set of pairings that its own rules allow, with every choice of hosts."""
        for pairs in _subsets(self.scenario.conceivable):
            agenda = Agenda(self.scenario, pairs)
            if self.breaks(self.plan(agenda, ()), OF_PAIRINGS):
                continue
            own = [event for event in agenda.events.values() if agenda.base(event) is None]
            for places in product(*(agenda.hosts(event) or (None,) for event in own)):
                hosts = {event.id: place for event, place in zip(own, places, strict=True)}
                for event in agenda.events.values():
                    hosts[event.id] = hosts[_root(agenda, event).id]
                yield Layout(agenda, hosts)

    def plan(self, agenda: Agenda, events: tuple[PlannedEvent, ...]) -> Plan:
        """A plan made fast: without validation, sharing the agenda that follows from its pairings anyway."""
        pairings = tuple(
            PlannedPairing(pairing=str(pair), fit=self.scenario.fit(pair), effort=self.scenario.effort(pair))
            for pair in agenda.pairs
        )
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

    def can_be_dated(self, layout: Layout) -> bool:
        if layout.possible is None:
            layout.dated = next((plan for plan in self.date(layout) if not check_plan(plan)), None)
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
                if vector in found or (strict and best is not None and signed >= best) or check_plan(plan):
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

        def extend(done: tuple[PlannedEvent, ...]) -> Iterator[Plan]:
            plan = self.plan(agenda, done)
            if len(done) > 1 and self.breaks(plan, self.of_several):
                return
            if len(done) == len(events):
                yield plan
                return
            event = events[len(done)]
            for first, people in options[len(done)]:
                yield from extend((*done, self.event(layout, event, first, people)))

        yield from extend(()) if all(options) else ()

    def choices(self, layout: Layout, event: Event) -> list[Choice]:
        """Days and people for one event that no rule about single events forbids."""
        key = (event.id, event.members, layout.hosts[event.id])
        if key not in self.options:
            days = [day for day in _days(self.scenario, event) if self.alone(layout, event, (day, ()), OF_ONE_EVENT)]
            teams = _teams(self.scenario, event)
            chosen = [(day, team) for day in days for team in teams]
            self.options[key] = [one for one in chosen if self.alone(layout, event, one, OF_PEOPLE)]
        return self.options[key]

    def alone(self, layout: Layout, event: Event, choice: Choice, slugs: set[str]) -> bool:
        return not self.breaks(self.plan(layout.agenda, (self.event(layout, event, *choice),)), slugs)


def _root(agenda: Agenda, event: Event) -> Event:
    base = agenda.base(event)
    return event if base is None else _root(agenda, base)
