"""The history of a plan: what each revision was made for, and the way back to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mentoring.errors import UsageError

if TYPE_CHECKING:
    from mentoring.analysis.difference import Difference
    from mentoring.api.decide import Decided
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Chapter:
    """One revision: when and what for it was made, and what it has otherwise than the one before (None: the first)."""

    number: int
    made_at: str
    why: str
    difference: Difference | None


def history(plan: Plan) -> list[Chapter]:
    """All revisions of a plan, the first one first."""
    from mentoring.analysis.difference import compare
    from mentoring.files.revision import past_plan

    plans = [past_plan(plan, plan.revision - back) for back in range(len(plan.history), 0, -1)] + [plan]
    return [
        Chapter(one.revision, one.made_at(one.revision) or "", one.why, compare(before, one) if before else None)
        for before, one in zip([None, *plans], plans, strict=False)
    ]


def revert(plan: Plan, revision: int, *, why: str = "", at: str | None = None) -> Decided:
    """The plan as it was in an earlier revision, as the next revision; the history keeps what is taken back.

    Scenario, pairings, events, goals and decisions are those of that revision. Sequences go on, as calendars take an
    older one for old news; events that have come since stay as cancelled.

    Raises UsageError when there is no such revision.
    """
    from mentoring.api.decide import Decided
    from mentoring.files.moment import moment
    from mentoring.files.revision import follow, past_plan

    made_at = moment(at)
    if revision == plan.revision:
        return Decided(plan)
    first = plan.revision - len(plan.history)
    if not first <= revision < plan.revision:
        raise UsageError(f"the plan has no revision {revision}: it has {first} to {plan.revision}")
    past = past_plan(plan, revision)
    said = f"The plan is again as in revision {revision}"
    places = _same_places(plan, past.scenario)
    because = said + (f": {why}" if why else "")
    made = follow(past, plan, places, why=because, decisions=past.decisions, is_by_hand=True)
    return Decided(made.model_copy(update={"run": {"made_at": made_at}}), (said, *_say_untold(plan, made)))


def _same_places(plan: Plan, scenario: Scenario) -> dict[str, str]:
    """Where the values stand that are the same in this scenario: of others the files that are at hand tell nothing."""
    now, then = (
        one.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"resolution"})
        for one in (plan.scenario, scenario)
    )
    return {key: place for key, place in plan.positions.items() if _at(now, key) == _at(then, key)}


def _at(value: Any, key: str) -> Any:
    """What stands at a dotted key; None when nothing does."""
    for step in key.split("."):
        if isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _say_untold(plan: Plan, made: Plan) -> Iterator[str]:
    """How many events that the cities were told of are mere proposals again; nothing where there are none."""
    from mentoring.views.wording import count

    now = {event.id: event.status for event in made.events}
    lost = Counter(event.status for event in plan.events if now.get(event.id) == "proposed")
    for status in ("announced", "confirmed"):
        if lost[status]:
            were, are = ("that was", "is") if lost[status] == 1 else ("that were", "are")
            yield f"{count(lost[status], 'event')} {were} {status} {are} proposed again"
