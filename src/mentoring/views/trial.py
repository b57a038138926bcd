"""What a change would do, in words: every goal that differs, by how much, and whether that is proven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mentoring.analysis.difference import Difference, GoalChange
from mentoring.analysis.trial import Trial, weigh_loads
from mentoring.domain.naming import say_plainly
from mentoring.views.block import Block, Sentence
from mentoring.views.difference import difference_record, say_difference
from mentoring.views.explanation import impasse_record
from mentoring.views.wording import figure, goal_name, singular

Record = dict[str, Any]

_OURS = re.compile(
    r"pins\.(asked|held)-\d+\S* in line 0(, )?| \(see pins\.(asked|held)-\d+\S* in line 0\)"
    r"| \(see pins\.(by-hand|kept)-[^)]*\)"
)
"""What a message says of pins that nobody wrote."""


def say_goals(difference: Difference) -> str:
    """`needs 1 priority better, travel km 6 912 worse`; which part of a goal's name comes twice is told."""
    goals = difference.goals
    both = {one.goal for one in goals if one.part == "pairing"} & {one.goal for one in goals if one.part == "dates"}
    told = []
    for one in goals:
        name = say_name(one.goal) + (" (with people)" if one.goal in both and one.part == "dates" else "")
        evenness = next((load for load in weigh_loads(difference, one) if load), 0)
        if one.verdict in ("better", "worse"):
            told.append(f"{name} {figure(abs(one.change))}{_unit(one)} {one.verdict}{_doubt(one)}")
        elif evenness:
            told.append(f"{name} shared {'less' if evenness > 0 else 'more'} evenly{_doubt(one)}")
        elif _doubt(one):
            told.append(f"{name} the same{_doubt(one)}")
    return ", ".join(told) if told else "every goal stays the same"


def _unit(one: GoalChange) -> str:
    """The unit after the figure, unless the goal's name ends with it."""
    unit = one.after.unit if one.after is not None else ""
    if not unit or say_name(one.goal).endswith(unit):
        return ""
    return f" {singular(unit) if abs(one.change) == 1 else unit}"


def _doubt(one: GoalChange) -> str:
    """What is not proven about it; nothing where it is exact."""
    goal = one.after
    if goal is None or goal.is_proven:
        return ""
    if goal.bound is None or one.before is None:
        return " (not proven)"
    best = goal.bound - one.before.value
    way = "better" if (best < 0) == (goal.direction == "least") else "worse"
    return f" (not proven: at best {figure(abs(best))} {way if best else 'different'})"


def say_name(goal: str) -> str:
    """A goal's name as words."""
    return goal_name(goal)


def say_trial(trial: Trial) -> str:
    """Better, equal or worse by how much, or why not."""
    if trial.difference is None:
        return say_no_plan(trial)
    told = {"better": "Better", "worse": "Worse", "same": "Equal", "unlike": "Not to be compared"}[trial.verdict]
    return f"{told}: {say_goals(trial.difference)}."


def say_no_plan(trial: Trial) -> str:
    """That there is no plan, or none was found."""
    if trial.status == "unknown":
        return "No plan was found in the time given; there may be one."
    causes = trial.impasse.conflicts[0].causes if trial.impasse is not None and trial.impasse.conflicts else ()
    if causes:
        said = "; ".join(one.sentence for one in causes if one.rule != "asked")
        return f"Impossible: {said}."
    if trial.problems:
        told = dict.fromkeys(say_plainly(_OURS.sub("", problem.message)) for problem in trial.problems)
        said = "; ".join(f"what is asked {one}" if one.startswith("fixes ") else one for one in told)
        return f"Impossible: {said}."
    return "Impossible: no plan keeps every rule; this is proven."


def trial_blocks(trial: Trial) -> list[Block]:
    """The verdict, and what else is different."""
    style = {"better": "good", "worse": "warning"}.get(trial.verdict, "")
    blocks: list[Block] = [Sentence(say_trial(trial), style)]  # type: ignore[arg-type]  # one of the styles
    if trial.difference is not None and not trial.difference.is_empty:
        blocks.append(Sentence(say_difference(trial.difference)))
    return blocks


def say_proof(trials: Sequence[Trial]) -> str:
    """How far the figures can be trusted."""
    if trials and all(trial.difference is None and trial.status == "infeasible" for trial in trials):
        return "That it is impossible is proven." if len(trials) == 1 else "That each of them is impossible is proven."
    if all(trial.is_proven for trial in trials):
        return "Every figure is exact: each change was planned anew, and no plan with it is better."
    number = sum(not trial.is_proven for trial in trials)
    what = "One of these plans is" if number == 1 else f"{figure(number)} of these plans are"
    return f"{what} not proven to be best in the time given: with more --seconds figures may become better."


def trial_record(trial: Trial) -> Record:
    """One trial for programs; `changes` are what a what-if file would say."""
    return {
        "said": trial.said,
        "changes": dict(trial.changes),
        "status": trial.status,
        "proven": trial.is_proven,
        "verdict": trial.verdict if trial.difference is not None else None,
        "difference": difference_record(trial.difference) if trial.difference is not None else None,
        "problems": [f"{problem.path}: {problem.message}" for problem in trial.problems],
        "impasse": impasse_record(trial.impasse) if trial.impasse is not None else None,
    }
