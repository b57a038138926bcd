"""Days on which an event could begin while everything else stays as it is, by the rules' own checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mentoring.domain.dates import each_day, end_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.rules import RULES
from mentoring.rules.base import Violation


def list_free_days(plan: Plan, event: PlannedEvent, pin: str, known: Iterable[Violation]) -> tuple[date, ...]:
    """Every other first day inside the programme on which the event breaks no rule but those already broken.

    `pin` names the pin that is to fix the event's day, in the plan's scenario already: whatever day it says, it is
    taken as said for the day in question. Whoever fixes a day need not keep its lead time.
    """
    before = set(known)

    def keeps_rules(day: date) -> bool:
        tried = moved_to(plan, event, day)
        broken = (violation for rule in RULES for violation in rule.check(tried))
        return all(one in before or (one.rule, one.subject) == ("pin", (pin,)) for one in broken)

    span = plan.scenario.span
    return tuple(day for day in each_day(span.first, span.last) if day != event.first and keeps_rules(day))


def moved_to(plan: Plan, event: PlannedEvent, first: date) -> Plan:
    """The plan with the event beginning on another day, proposed anew, and everything else as it is."""
    last = end_of(first, plan.scenario.stages[event.stage].days)
    moved = event.model_copy(update={"first": first, "last": last, "status": "proposed"})
    return plan.model_copy(update={"events": tuple(moved if one.id == event.id else one for one in plan.events)})


def list_broken(plan: Plan) -> list[Violation]:
    """Everything a plan breaks, sorted, by every rule also where it is not whole.

    `check_plan` tells of a plan that is not whole only that. After a pairing was declined a plan may long be so, and
    still no day may be fixed that breaks another rule.
    """
    return sorted({violation for rule in RULES for violation in rule.check(plan)})


def find_broken(plan: Plan, known: Iterable[Violation]) -> list[Violation]:
    """What a plan breaks that was not broken before; `known` is that of `list_broken`."""
    before = set(known)
    return [violation for violation in list_broken(plan) if violation not in before]
