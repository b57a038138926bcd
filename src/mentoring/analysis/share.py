"""What one pairing or event contributes to each goal: the goal's value with it, less the value of the rest as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mentoring.analysis.trial import Trial
from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.goals import BY_SLUG
from mentoring.goals.score import order

ALONE = "with nothing else moved"
"""How the name ends of the best other day for which everything else stays."""


@dataclass(frozen=True, slots=True)
class Share:
    """One goal: its value in the plan, and what it would be if the thing were taken out and all else left as it is."""

    goal: str
    part: Literal["pairing", "dates"]
    unit: str
    direction: Literal["least", "most"]
    value: int
    without: int

    @property
    def contributes(self) -> int:
        """How much of the value is due to it; below 0: it makes the value smaller."""
        return self.value - self.without


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something else instead, and the best plan with it."""

    asked: Literal["mentor", "day", "host"]
    said: str
    trial: Trial


@dataclass(frozen=True, slots=True)
class WhyReport:
    """What a pairing or event contributes to each goal, and the alternatives to it, the best first.

    `subject` is the pairing or the event's id. `rest_held`: everything else was held as the plan has it.
    `untried` counts other mentors or hosts beyond those tried. `has_every_day`: those told are all days that can be.
    `file` is the plan's, as it is typed.
    """

    plan: Plan
    subject: str
    shares: tuple[Share, ...]
    alternatives: tuple[Alternative, ...]
    rest_held: bool
    untried: int = 0
    has_every_day: bool = False
    file: str = "PLAN"


def list_shares(plan: Plan, rest: Plan) -> list[Share]:
    """Every goal of the plan in order, but `changes`, with its value in the plan and in the rest of it."""
    shares = []
    for use, part in order(plan.scenario):
        goal = BY_SLUG[use.goal]
        if goal.slug != "changes":
            value, without = goal.measure(plan, part, None), goal.measure(rest, part, None)
            shares.append(Share(goal.slug, part, goal.unit, goal.direction, value, without))
    return shares


def without_pairing(plan: Plan, pair: Pairing) -> Plan:
    """The plan less a pairing: events that it alone brings about go, others lose who came only for it."""
    agenda = Agenda(plan.scenario, plan.paired - {pair})
    events = tuple(
        event.model_copy(update={"participants": agenda.events[event.id].members})
        for event in plan.held
        if event.id in agenda.events
    )
    pairings = tuple(one for one in plan.pairings if one.key != pair)
    return plan.model_copy(update={"pairings": pairings, "events": events})


def without_event(plan: Plan, event: str) -> Plan:
    """The plan less one event; its pairings stay."""
    return plan.model_copy(update={"events": tuple(one for one in plan.held if one.id != event)})
