"""The trade-off between two goals: points none of which is better in both, and where giving up pays least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentoring.domain.plan import Plan
from mentoring.goals import BY_SLUG
from mentoring.language.frame import Part

Aim = tuple[Part, str]
"""A goal in its place: who and where (`pairing`) or when (`dates`), and which."""


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of the front: its values in the two goals, the file that holds it, and whether both are proven."""

    values: tuple[int, int]
    plan: Plan
    file: str
    is_proven: bool = True


@dataclass(frozen=True, slots=True)
class Front:
    """All points between two goals, from the best in the first to the best in the second.

    `is_complete`: it is proven that there is no other point. `reason` tells why not.
    """

    aims: tuple[Aim, Aim]
    points: tuple[Point, ...]
    is_complete: bool = True
    reason: str = ""

    @property
    def knee(self) -> int | None:
        """The position of the knee; None where no point lies better than the line between the two ends."""
        return find_knee([point.values for point in self.points], (sign_of(self.aims[0]), sign_of(self.aims[1])))


def sign_of(aim: Aim) -> int:
    """1 where less of the goal is better, -1 where more is."""
    return 1 if BY_SLUG[aim[1]].direction == "least" else -1


def is_dominated(one: tuple[int, int], by: tuple[int, int], signs: tuple[int, int]) -> bool:
    """Whether the other values are as good in both and better in one."""
    pairs = [(sign * value, sign * other) for sign, value, other in zip(signs, one, by, strict=True)]
    return all(other <= value for value, other in pairs) and any(other < value for value, other in pairs)


def find_knee(values: Sequence[tuple[int, int]], signs: tuple[int, int]) -> int | None:
    """The point farthest on the better side of the line between the two ends, each goal scaled to its range.

    Before it a little of the first goal buys much of the second, behind it much buys little. Points in order from the
    best in the first goal; the first of several that are as far.
    """
    if len(values) < 3:
        return None
    costs = [(signs[0] * one, signs[1] * two) for one, two in values]
    (low, high), (top, bottom) = costs[0], costs[-1]
    if top == low or high == bottom:
        return None
    # Scaled, the line runs from (0, 1) to (1, 0); with whole numbers nothing is rounded.
    gains = [(top - low) * (high - bottom) - (one - low) * (high - bottom) - (two - bottom) * (top - low)
             for one, two in costs]  # fmt: skip
    best = max(gains)
    return gains.index(best) if best > 0 else None
