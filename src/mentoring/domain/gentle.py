"""Where the goal `changes` stands in the order of goals when a plan is made anew."""

from __future__ import annotations

from mentoring.domain.programme import Goals, GoalUse

CHANGES = "changes"


def with_changes(goals: Goals) -> tuple[Goals, tuple[str, ...]]:
    """The goals with `changes` where the default order has it, and the lists it was missing in.

    Who and where: after `needs` (first where that is not asked for); when: first.
    """
    lists = {"pairing": goals.pairing, "dates": goals.dates}
    missing = tuple(part for part, uses in lists.items() if all(use.goal != CHANGES for use in uses))
    for part in missing:
        uses = lists[part]
        names = [use.goal for use in uses]
        place = names.index("needs") + 1 if part == "pairing" and "needs" in names else 0
        lists[part] = (*uses[:place], GoalUse(goal=CHANGES), *uses[place:])
    return goals.model_copy(update=lists), missing


def with_changes_last(goals: Goals) -> Goals:
    """The goals with `changes` at the end of both lists, where it only decides between plans that are as good."""
    others = {
        part: tuple(use for use in uses if use.goal != CHANGES)
        for part, uses in (("pairing", goals.pairing), ("dates", goals.dates))
    }
    return goals.model_copy(update={part: (*uses, GoalUse(goal=CHANGES)) for part, uses in others.items()})
