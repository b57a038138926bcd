"""Decisions by hand about how far events have come: announce, confirm, done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from mentoring.api.decide import Decided, Draft, apply, check_open
from mentoring.api.event_decision import find_events
from mentoring.domain.naming import begin_with_event
from mentoring.errors import ForbiddenError, Problem

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan, PlannedEvent

Status = Literal["announced", "confirmed", "done"]
_VERBS: dict[Status, str] = {"announced": "is announced", "confirmed": "is confirmed", "done": "is done"}


def set_status(
    plan: Plan, events: Sequence[str], status: Status, *, ahead: bool = False, why: str = "", at: str | None = None
) -> Decided:
    """These events are announced, confirmed or done from now on; those that are so already stay untouched.

    What is still to come by `at` (or the clock) is not done, unless it is said that it is `ahead`.

    Raises:
        ForbiddenError: when one is cancelled, or over and not merely marked as done, or still to come and done.
        UsageError: when there is no such event.
    """
    found = find_events(plan, events)
    new = [one for one in found if one.status != status]
    for one in new:
        if status != "done" or one.status == "cancelled":
            check_open(one, plan)
    if status == "done" and not ahead:
        _check_over(plan, new, at)
    if not new:
        return Decided(plan)
    changed = {one.id for one in new}
    listed = tuple(one.model_copy(update={"status": status}) if one.id in changed else one for one in plan.events)
    said = tuple(f"{begin_with_event(plan.scenario, one.id)} {_VERBS[status]}{_taken_back(one, status)}" for one in new)
    return apply(plan, Draft(said, events=listed), why=why, at=at)


def _check_over(plan: Plan, events: Sequence[PlannedEvent], at: str | None) -> None:
    """Raises ForbiddenError for events that have not ended yet: what is done never moves again."""
    from mentoring.domain.dates import parse_day, say_day
    from mentoring.files.moment import moment

    today = parse_day(moment(at)[:10])
    hint = "--ahead marks it all the same"
    found = []
    for one in events:
        if one.last > today:
            told = f"{begin_with_event(plan.scenario, one.id)} lasts until {say_day(one.last)}"
            found.append(Problem("", f"{told}, and today is {say_day(today)}", hint))
    if found:
        raise ForbiddenError(found)


def _taken_back(event: PlannedEvent, status: Status) -> str:
    return " again: it was confirmed, and may move now" if (event.status, status) == ("confirmed", "announced") else ""
