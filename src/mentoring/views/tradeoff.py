"""A trade-off between two goals, in a sentence, a table and plain values."""

from __future__ import annotations

from typing import Any

from mentoring.analysis.difference import compare
from mentoring.analysis.front import Aim, Front
from mentoring.goals import BY_SLUG
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.difference import say_difference
from mentoring.views.record import goal_record
from mentoring.views.wording import count, figure, goal_name


def tradeoff_blocks(front: Front) -> list[Block]:
    """How many points there are and whether these are all, then each with what it gives up and wins."""
    first, second = (name_of(aim) for aim in front.aims)
    blocks: list[Block] = [Heading(f"From the best {first} to the best {second}"), Sentence(say_front(front))]
    if not front.is_complete:
        blocks.append(Sentence(f"There may be other points: {front.reason}.", "warning"))
    rows = []
    for number, point in enumerate(front.points):
        before = front.points[number - 1] if number else None
        rows.append(
            (
                f"{number + 1}",
                *(figure(value) for value in point.values),
                "" if before is None else _step(front, number),
                "" if before is None else say_difference(compare(before.plan, point.plan)).removesuffix("."),
                "here" if number == front.knee else "",
                point.file,
            )
        )
    columns = (
        Column("Plan", figures=True), Column(first, figures=True), Column(second, figures=True),
        Column("Against the plan above"), Column("What changes"), Column("Knee"), Column("File", figures=True),
    )  # fmt: skip
    return [*blocks, Table(columns, tuple(rows), "There is no plan.")]


def name_of(aim: Aim) -> str:
    """`fit`, or `travel km (when)` for a goal about dates."""
    return goal_name(aim[1]) if aim[0] == "pairing" else f"{goal_name(aim[1])} (when)"


def say_front(front: Front) -> str:
    """Whether anything can be traded at all, and where the knee lies."""
    first, second = (name_of(aim) for aim in front.aims)
    number = len(front.points)
    if number == 1:
        return f"One plan is best in both: there is nothing to trade between {first} and {second}."
    said = f"{count(number, 'plan')}, of which none is better in both" + (
        ", and no other plan is." if front.is_complete else "."
    )
    knee = front.knee
    if knee is not None:
        said += f" Plan {knee + 1} is the knee: the plans beside it give up more for what they win."
    return said


def _step(front: Front, number: int) -> str:
    """`fit 3 less, travel km 5 000 less`."""
    before, after = front.points[number - 1].values, front.points[number].values
    told = []
    for aim, one, two in zip(front.aims, before, after, strict=True):
        told.append(f"{name_of(aim)} {figure(abs(two - one))} {'more' if two > one else 'less'}")
    return ", ".join(told)


def tradeoff_record(front: Front) -> dict[str, Any]:
    """The trade-off for programs; the keys are a promise."""
    return {
        "between": [{"part": part, "goal": goal, "direction": BY_SLUG[goal].direction} for part, goal in front.aims],
        "complete": front.is_complete,
        "reason": front.reason,
        "knee": front.knee,
        "points": [
            {
                "values": list(point.values),
                "proven": point.is_proven,
                "plan": point.file,
                "goals": [goal_record(goal) for goal in point.plan.goals],
                "pairings": [one.pairing for one in point.plan.pairings],
            }
            for point in front.points
        ],
    }
