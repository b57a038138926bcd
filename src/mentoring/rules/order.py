"""When a stage may be: the order of stages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mentoring.domain.dates import days_as_lag, earliest_after, free_days, latest_after, say_day, say_length
from mentoring.domain.event import Event, When
from mentoring.domain.naming import name_event, title_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Lag, Subject
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import stage_of
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Order(Rule):
    """An event keeps the lag of its stage to every related event of the stages that it comes after.

    Lag: free days from the day after the last day of the earlier to the first day of the later; `0d` is the next
    day, both bounds inside. Two events are related when the pairings they belong to meet.
    Why: a visit prepares the next, and what was learnt should still be fresh."""

    slug = "order"
    reads = ("stages.*.after",)
    asking = Asking.TIME

    def applies(self, scenario: Scenario) -> bool:
        return any(stage.after for stage in scenario.stages.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for event in frame.events:
            for earlier, gap in frame.scenario.stages[event.stage].after.items():
                for other, when in frame.agenda.related(event, earlier):
                    bound = None if _is_implied(when, event, other) else when
                    yield Lag(other.id, event.id, gap.min, gap.max, bound, subject=("", event.id, other.id))

    def itemise(self, frame: Frame) -> Iterator[Declaration]:
        for declared in self.declare(frame):
            if isinstance(declared, Lag):
                subject = declared.subject
                if declared.min is not None:
                    yield replace(declared, max=None, subject=(*subject, "min"))
                if declared.max is not None:
                    yield replace(declared, min=None, subject=(*subject, "max"))

    def check(self, plan: Plan) -> Iterator[Violation]:
        belonging = _Belonging(plan)
        for event in plan.held:
            for stage, gap in plan.scenario.stages[event.stage].after.items():
                for other in belonging.related(event, stage):
                    if event.first < earliest_after(other.last, gap.min):
                        told = f"less than {say_length(gap.min)} after" if gap.min.count > 0 else "before the end of"
                        yield self._about(plan, event, told, other, "min")
                    if gap.max is not None and event.first > latest_after(other.last, gap.max):
                        most = f"more than {say_length(gap.max)} after" if gap.max.count else "later than the day after"
                        yield self._about(plan, event, most, other, "max")

    def _about(self, plan: Plan, event: PlannedEvent, told: str, other: PlannedEvent, part: str) -> Violation:
        """How an event lies to another one that it should follow."""
        begins = f"{name_event(plan.scenario, event.id)} begins on {say_day(event.first)}"
        ends = f"{name_event(plan.scenario, other.id)}, which ends on {say_day(other.last)}"
        return self.violation(f"{begins}, {told} {ends}", "", event.id, other.id, part)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        later, earlier = subject[1:3]
        gap = stage_of(scenario, later).after[earlier.split("/", maxsplit=1)[0]]
        begins, after = f"{title_of(scenario, later)} begins", f"after {title_of(scenario, earlier)}"
        most = f"at most {say_length(gap.max)}" if gap.max is not None else ""
        if subject[3:] == ("max",):
            return f"{begins} {most} {after}"
        least = f"at least {say_length(gap.min)}"
        return f"{begins} {least} {after}" if subject[3:] or not most else f"{begins} {least} and {most} {after}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        later, earlier = (event.split("/", maxsplit=1)[0] for event in subject[1:3])
        return find_keys(scenario, (".".join(("stages", later, "after", earlier, *subject[3:])),), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        later, earlier = (event.split("/", maxsplit=1)[0] for event in subject[1:3])
        return (".".join(("stages", later, "after", earlier, *subject[3:])),)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        later, earlier = (event.split("/", maxsplit=1)[0] for event in subject[1:3])
        belonging = _Belonging(plan)
        free = [
            free_days(other.last, event.first)
            for event in belonging.by_stage.get(later, ())
            for other in belonging.related(event, earlier)
        ]
        days = max(free) if subject[3] == "max" else min(free)
        titles = title_of(scenario, subject[1]), title_of(scenario, subject[2])
        if days < 0:
            told = f"let {titles[0]} not wait for {titles[1]}"
            return Loosening(told, ((f"stages.{later}.after.{earlier}", None),))
        most = "up to " if subject[3] == "max" else ""
        told = f"let {titles[0]} begin {most}{say_length(days_as_lag(days))} after {titles[1]}"
        return Loosening(told, ((self.levers(scenario, subject)[0], f"{days}d"),))


def _is_implied(when: When, one: Event, two: Event) -> bool:
    """Whether one of the pairings `when` is in the plan as soon as both events are held."""
    return when is not None and any(
        not event.always and len(event.pairs) <= len(when) and set(event.pairs) <= set(when) for event in (one, two)
    )


class _Belonging:
    """Which pairings of a finished plan each of its events belongs to."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.by_stage: dict[str, list[PlannedEvent]] = {}
        for held in plan.held:
            self.by_stage.setdefault(held.stage, []).append(held)
        self.bare_lists = {
            name
            for name, stage in plan.scenario.stages.items()
            if stage.cities and not plan.scenario.is_any_conceivable(stage.cities, stage.themes)
        }
        self.lists = {name: frozenset(stage.cities) for name, stage in plan.scenario.stages.items() if stage.cities}
        self.participants: dict[str, frozenset[str]] = {}
        self.pairs: dict[str, list[Pairing]] = {}
        self.events: dict[tuple[str, Pairing], PlannedEvent] = {}
        for pair in plan.paired:
            for stage_id in plan.scenario.stages:
                event = plan.by_id.get(self._id(stage_id, pair) or "")
                if event is not None:
                    self.pairs.setdefault(event.id, []).append(pair)
                    self.events[stage_id, pair] = event

    def _id(self, stage_id: str, pair: Pairing) -> str | None:
        """The event of the stage that the pairing belongs to; None when it belongs to none."""
        stage = self.plan.scenario.stages[stage_id]
        if stage.themes and pair.theme not in stage.themes:
            return None
        if stage.cities:
            return stage_id if {pair.mentor, pair.mentee} <= self.lists[stage_id] else None
        parts = {
            "pairing": (pair.mentor, pair.mentee, pair.theme),
            "mentor": (pair.mentor, pair.theme),
            "mentee": (pair.mentee, pair.theme),
            "theme": (pair.theme,),
        }
        return "/".join((stage_id, *parts.get(str(stage.gathers), ())))

    def related(self, event: PlannedEvent, stage_id: str) -> list[PlannedEvent]:
        """Events of the stage whose pairings meet the event's; lists in which nobody could pair meet by cities."""
        others = self.by_stage.get(stage_id, [])
        stages = self.plan.scenario.stages
        if "all" in (stages[event.stage].gathers, stages[stage_id].gathers):
            return others
        if {event.stage, stage_id} & self.bare_lists:
            return [other for other in others if not self._cities(other).isdisjoint(event.participants)]
        found: dict[str, PlannedEvent] = {}
        for pair in self.pairs.get(event.id, ()):
            other = self.events.get((stage_id, pair))
            if other is not None:
                found[other.id] = other
        return [found[name] for name in sorted(found)]

    def _cities(self, event: PlannedEvent) -> frozenset[str]:
        if event.id not in self.participants:
            self.participants[event.id] = frozenset(event.participants)
        return self.participants[event.id]
