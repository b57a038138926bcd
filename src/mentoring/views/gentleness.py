"""How gently a plan was changed: what is proven about it, and what each further change would buy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mentoring.domain.plan import GoalValue, Plan, PlanStatus
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.record import goal_record
from mentoring.views.wording import figure, goal_name, joined


class Row(NamedTuple):
    """One step: at most so many events may change (None: any number), so many do, the goals; else why there is no plan.

    With status `infeasible` that is proven; `message` says what else is known.
    """

    most: int | None
    changed: int | None
    goals: tuple[GoalValue, ...]
    status: PlanStatus
    message: str = ""


WEIGHTS = "A proposed event or pairing counts 1, an announced event or accepted pairing 10, a confirmed event 100."


BOUNDED = (
    "In each row how little changes comes last of all goals. Without --changes it has its own place among them, so "
    "that less may change than in these rows."
)


def say_gentleness(plan: Plan, *, is_bounded: bool = False) -> str:
    """What is proven about how little a plan changes, in one or two sentences.

    `is_bounded`: only the number of changed events was bounded, and how little changes came last within that.
    """
    asked = {goal.part: goal for goal in plan.goals if goal.goal == "changes"}
    weight = sum(goal.value for goal in asked.values())
    if not asked:
        return "How little changes was not asked for."
    if not weight:
        return "Nothing of the earlier plan is dropped, moved or held elsewhere."
    said = f"What changes has a weight of {figure(weight)}. {WEIGHTS}"
    loose = next((goal for goal in asked.values() if not goal.is_proven), None)
    if loose is not None:
        return said if is_bounded else f"{said} {_say_loose(loose)}"
    told = []
    if "pairing" in asked:
        told.append(f"no plan {_as_good(_goals_before(plan, 'pairing'))}keeps more of its pairings and hosts")
    if "dates" in asked:
        others = _goals_before(plan, "dates")[len(_goals_before(plan, "pairing")) if told else 0 :]
        lead = f"and of those {_as_good(others, 'are')}none" if told else f"no plan {_as_good(others)}".rstrip()
        told.append(f"{lead} keeps more of its days")
    return f"{said} Proven to change least: {', '.join(told)}.{_say_people(plan)}"


def _say_loose(goal: GoalValue) -> str:
    """That perhaps less has to change; and how much must, where that is known."""
    if not goal.bound:
        return "Whether less would do is not known."
    about = "pairings and hosts" if goal.part == "pairing" else "days"
    known = f"for {about} the weight is {figure(goal.value)} here, and cannot be below {figure(goal.bound)}"
    return f"Whether less would do is not known: {known}."


def _say_people(plan: Plan) -> str:
    """That who is sent is no part of the proof, where anybody is."""
    asked = any(stage.people for stage in plan.scenario.stages.values())
    return " People stay wherever they can; who is sent is not counted, and no part of the proof." if asked else ""


def _as_good(goals: Sequence[str], verb: str = "is") -> str:
    return f"that {verb} as good on {joined(goals)} " if goals else ""


def _goals_before(plan: Plan, part: str) -> list[str]:
    """Goals that count before `changes` in that list, those of the list before it included."""
    found = []
    for goal in plan.goals:
        if (goal.goal, goal.part) == ("changes", part):
            break
        if goal.goal != "changes":
            found.append(goal_name(goal.goal))
    return found


def curve_blocks(rows: Sequence[Row]) -> list[Block]:
    """What each further change buys: a row for each bound, with what is better and worse than in the row before."""
    told: list[tuple[str, ...]] = []
    before: tuple[GoalValue, ...] | None = None
    for most, changed, goals, status, _ in rows:
        allowed = say_most(most)
        if not goals:
            is_proven = status == "infeasible"
            told.append((allowed, "", "not possible: more must change" if is_proven else "no plan found in time", ""))
            continue
        gains, losses = _gains(before or goals, goals)
        first = "a plan that keeps every rule" if before is None else ", ".join(gains) or "nothing"
        told.append((allowed, figure(changed or 0), first, ", ".join(losses)))
        before = goals
    columns = (Column("May change", figures=True), Column("Do change", figures=True), Column("What it buys"),
               Column("And costs"))  # fmt: skip
    known = [row for row in rows if row.goals]
    blocks: list[Block] = [Heading("What each further change buys"), Table(columns, tuple(told))]
    if known:
        blocks += [Heading("Goals, by how many events may change"), _goal_table(known)]
    if known and rows[-1].most is None:
        blocks.append(Sentence(BOUNDED))
    is_open = any(not row.goals and row.status != "infeasible" for row in rows)
    if not known and not is_open:
        return blocks
    if not is_open and all(goal.is_proven for row in known for goal in row.goals):
        blocks.append(Sentence("Proven: within each bound no plan is better on any goal, taken in their order."))
    else:
        blocks.append(
            Sentence("Not everything here is proven: with more --seconds some rows may be better.", "warning")
        )
    return blocks


def _gains(before: Sequence[GoalValue], after: Sequence[GoalValue]) -> tuple[list[str], list[str]]:
    gains: list[str] = []
    losses: list[str] = []
    for old, new in zip(before, after, strict=True):
        if old.value == new.value or new.goal == "changes":
            continue
        is_better = (new.value < old.value) == (new.direction == "least")
        (gains if is_better else losses).append(
            f"{goal_name(new.goal)} {figure(old.value)} → {figure(new.value)} {new.unit}"
        )
    return gains, losses


def _goal_table(rows: Sequence[Row]) -> Table:
    goals = [goal for goal in rows[0].goals if goal.goal != "changes"]
    columns = (Column("May change", figures=True), *(Column(goal_name(goal.goal), figures=True) for goal in goals))
    told = tuple(
        (say_most(row.most), *(figure(goal.value) for goal in row.goals if goal.goal != "changes")) for row in rows
    )
    return Table(columns, told)


def say_most(most: int | None) -> str:
    """How many events may change."""
    return "any number" if most is None else figure(most)


def curve_record(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The steps for programs; the keys are a promise."""
    return [
        {
            "at_most": row.most,
            "changed": row.changed,
            "possible": bool(row.goals),
            "status": row.status,
            "message": row.message,
            "goals": [goal_record(goal) for goal in row.goals],
        }
        for row in rows
    ]
