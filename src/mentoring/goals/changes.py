"""Goal: changes."""

from __future__ import annotations

from functools import cache

from mentoring.domain.plan import EventStatus, PairingStatus, Plan, PlannedEvent
from mentoring.domain.programme import GoalUse
from mentoring.domain.scenario import Scenario
from mentoring.goals.base import Goal
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Cost, DayCost, Measure
from mentoring.language.fact import Fact, Held, Hosts, Paired
from mentoring.language.frame import Frame, Part

EVENT_WEIGHTS: dict[EventStatus, int] = {"proposed": 1, "announced": 10, "confirmed": 100, "done": 100, "cancelled": 0}
PAIRING_WEIGHTS: dict[PairingStatus, int] = {"proposed": 1, "accepted": 10, "declined": 1, "ended": 1}


class Changes(Goal):
    """What was told to cities stays: the weight of what differs from an earlier plan, least.

    Who and where: a pairing that is gone counts 1 (accepted 10), an event dropped or hosted elsewhere 1, 10 or 100 as
    it was proposed, announced or confirmed. When: an event still held that begins on another day counts the same.
    Without an earlier plan it is 0."""

    slug = "changes"
    unit = "weight"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        if frame.against is None:
            return Cost()
        return _who_and_where(frame, frame.against) if part == "pairing" else _when(frame, frame.against)

    def weigh(self, block: Block, against: Plan | None) -> Grid:
        kept = block.among(())
        for old in against.pairings if against else ():
            if old.key.theme == block.theme:
                kept = kept + block.among([old.key[:2]], -PAIRING_WEIGHTS[old.status])
        for before in against.held if against else ():
            if before.theme == block.theme and _is_visit(block.scenario, before) and before.mentor and before.mentee:
                kept = kept + block.among([(before.mentor, before.mentee)], -EVENT_WEIGHTS[before.status])
        return kept

    def outset(self, scenario: Scenario, against: Plan | None) -> int:
        """As if every shared event of a stage that is still there were kept."""
        if against is None:
            return 0
        gone = [one for one in against.held if one.stage not in scenario.stages or _is_visit(scenario, one)]
        lost = sum(PAIRING_WEIGHTS[old.status] for old in against.pairings)
        return lost + sum(EVENT_WEIGHTS[one.status] for one in gone)

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        if against is None:
            return 0
        weight = 0
        if part == "pairing":
            weight += sum(PAIRING_WEIGHTS[old.status] for old in against.pairings if old.key not in plan.paired)
        for before in against.held:
            now = plan.by_id.get(before.id)
            if part == "pairing":
                changed = now is None or now.host != before.host
            else:
                changed = now is not None and now.first != before.first
            weight += EVENT_WEIGHTS[before.status] if changed else 0
        return weight


def _is_visit(scenario: Scenario, event: PlannedEvent) -> bool:
    """Whether the event belongs to one pairing alone."""
    return event.stage in scenario.stages and scenario.stages[event.stage].gathers == "pairing"


def _who_and_where(frame: Frame, against: Plan) -> Cost:
    """Everything counts as changed, less what is kept."""
    kept: list[tuple[Fact, int]] = []
    pairs = set(frame.pairs)
    constant = 0
    for old in against.pairings:
        constant += PAIRING_WEIGHTS[old.status]
        if old.key in pairs:
            kept.append((Paired(old.key), -PAIRING_WEIGHTS[old.status]))
    for before in against.held:
        weight = EVENT_WEIGHTS[before.status]
        constant += weight
        event = frame.agenda.events.get(before.id)
        hosts = frame.agenda.hosts(event) if event else ()
        if event and before.host is None and not hosts:
            kept.append((Held(event.id), -weight))
        elif event and before.host in hosts:
            kept.append((Hosts(event.id, str(before.host)), -weight))
    return Cost(facts=tuple(kept), constant=constant)


def _when(frame: Frame, against: Plan) -> Cost:
    @cache
    def costs(weight: int, stays: int) -> tuple[int, ...]:
        return tuple(0 if start == stays else weight for start in range(frame.horizon))

    return Cost(
        days=tuple(
            DayCost(before.id, costs(EVENT_WEIGHTS[before.status], frame.day(before.first)))
            for before in against.held
            if before.id in frame.agenda.events
        )
    )
