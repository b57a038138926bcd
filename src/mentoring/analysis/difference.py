"""What is different between two plans: pairings, events, goals, and what stays open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from mentoring.domain.plan import GoalValue, Plan, PlannedEvent, PlannedPairing

Kind = Literal["added", "dropped", "moved", "re-hosted", "other people", "other cities"]
Verdict = Literal["same", "better", "worse", "unlike"]


@dataclass(frozen=True, slots=True)
class EventChange:
    """One event that is not the same in both plans, and in what; None: it is not held in that plan."""

    id: str
    kinds: tuple[Kind, ...]
    before: PlannedEvent | None
    after: PlannedEvent | None


@dataclass(frozen=True, slots=True)
class GoalChange:
    """One goal in both plans; None: that plan was not asked for it.

    `gone` is how much of the value before is about cities that are not there after, `come` how much of that after is
    about cities that were not there before: neither makes a plan better or worse.
    """

    goal: str
    part: str
    before: GoalValue | None
    after: GoalValue | None
    gone: int = 0
    come: int = 0

    @property
    def verdict(self) -> Verdict:
        """Whether the second plan is better or worse; `unlike`: only one of them was asked for this goal."""
        if self.before is None or self.after is None:
            return "unlike"
        if not self.step:
            return "same"
        return "better" if (self.step < 0) == (self.after.direction == "least") else "worse"

    @property
    def change(self) -> int:
        """How much the value grows (below 0: shrinks); 0 for a goal that only one plan was asked for."""
        return self.after.value - self.before.value if self.before is not None and self.after is not None else 0

    @property
    def step(self) -> int:
        """How much the value grows among the cities that both plans have."""
        return self.change + self.gone - self.come


@dataclass(frozen=True, slots=True)
class OpenChange:
    """A need whose missing mentors are not the same number in both plans; whether each plan has the city at all."""

    city: str
    theme: str
    before: int
    after: int
    was_there: bool = True
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """From one plan to another; everything sorted by id, goals in the order of the second plan."""

    before: Plan
    after: Plan
    gained: tuple[PlannedPairing, ...]
    lost: tuple[PlannedPairing, ...]
    events: tuple[EventChange, ...]
    goals: tuple[GoalChange, ...]
    needs: tuple[OpenChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both plans have the same pairings and the same events."""
        return not (self.gained or self.lost or self.events)

    def count(self, kind: Kind) -> int:
        """How many events changed so."""
        return sum(kind in event.kinds for event in self.events)


def compare(before: Plan, after: Plan) -> Difference:
    """What the second plan has otherwise than the first. Cancelled events count as not held."""
    old = {one.pairing: one for one in before.pairings}
    new = {one.pairing: one for one in after.pairings}
    return Difference(
        before,
        after,
        tuple(new[name] for name in sorted(new.keys() - old.keys())),
        tuple(old[name] for name in sorted(old.keys() - new.keys())),
        tuple(_events(before, after)),
        tuple(_goals(before, after)),
        tuple(_needs(before, after)),
    )


def _events(before: Plan, after: Plan) -> list[EventChange]:
    changes: list[EventChange] = []
    for name in sorted(before.by_id.keys() | after.by_id.keys()):
        one, two = before.by_id.get(name), after.by_id.get(name)
        kinds = _kinds(one, two)
        if kinds:
            changes.append(EventChange(name, kinds, one, two))
    return changes


def _kinds(before: PlannedEvent | None, after: PlannedEvent | None) -> tuple[Kind, ...]:
    if before is None:
        return ("added",)
    if after is None:
        return ("dropped",)
    differs: tuple[tuple[Kind, bool], ...] = (
        ("moved", (before.first, before.last) != (after.first, after.last)),
        ("re-hosted", before.host != after.host),
        ("other people", before.people != after.people),
        ("other cities", before.participants != after.participants),
    )
    return tuple(kind for kind, is_so in differs if is_so)


def _goals(before: Plan, after: Plan) -> list[GoalChange]:
    """Goals by name and part; the order is the second plan's, what only the first was asked for comes last."""
    old = {(one.goal, one.part): one for one in before.goals}
    new = {(one.goal, one.part): one for one in after.goals}
    apart = {"needs": (missing_alone(before, after), missing_alone(after, before))}
    return [
        GoalChange(*key, old.get(key), new.get(key), *(apart.get(key[0], ()) if key in old and key in new else ()))
        for key in dict.fromkeys((*new, *old))
    ]


def missing_alone(plan: Plan, other: Plan, *, by_priority: bool = True) -> int:
    """What the needs of cities add to the missing mentors of a plan whom the other plan does not have."""
    cities = other.scenario.cities
    mine = [one for one in plan.unserved if one.city not in cities]
    return sum(one.missing * (one.priority if by_priority else 1) for one in mine)


def _needs(before: Plan, after: Plan) -> list[OpenChange]:
    old, new = _missing(before), _missing(after)
    return [
        OpenChange(*key, old[key], new[key], key[0] in before.scenario.cities, key[0] in after.scenario.cities)
        for key in sorted(old.keys() | new.keys())
        if old[key] != new[key]
    ]


def _missing(plan: Plan) -> Counter[tuple[str, str]]:
    return Counter({(one.city, one.theme): one.missing for one in plan.unserved})
