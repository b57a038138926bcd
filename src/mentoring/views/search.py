"""How the search went: the best plan so far and what no plan can pass, goal by goal, until the two lines meet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log10

from mentoring.domain.plan import GoalValue, Plan
from mentoring.views import phrase
from mentoring.views.svg import Drawn, number, tag
from mentoring.views.wording import figure, goal_name, say_proof, say_seconds

WIDE, HIGH, LEFT, LOW = 560.0, 230.0, 64.0, 196.0


@dataclass(frozen=True, slots=True)
class Step:
    """After so many seconds: the best value so far and the bound; None: not known yet."""

    seconds: float
    best: int | None
    bound: int | None


def say_search(plan: Plan) -> str:
    """What the search came to, in one or two sentences."""
    if plan.goals and all(goal.is_proven for goal in plan.goals):
        return phrase.SEARCH_PROVEN
    return phrase.SEARCH_OPEN.format(gap=say_proof(plan.goals).capitalize())


def draw_search(plan: Plan) -> Drawn:
    """The goal that took the search longest to settle as a picture; empty when no line moved."""
    told = _steps(plan)
    if not told:
        return Drawn("")
    goal, steps = told
    values = [value for step in steps for value in (step.best, step.bound) if value is not None]
    low, high = min(values, default=0), max(values, default=0)
    if low == high:
        return Drawn("")  # found and settled at once: nothing to draw
    room = max(1.0, (high - low) * 0.15)
    floor, roof = low - room, high + room
    begin = max(0.05, min(step.seconds for step in steps))
    end = max(begin * 1.05, float(plan.run.get("seconds") or 0), *(step.seconds for step in steps))

    def x(seconds: float) -> float:
        return LEFT + (WIDE - LEFT - 8) * log10(max(seconds, begin) / begin) / log10(end / begin)

    def y(value: float) -> float:
        return LOW - (LOW - 14) * (value - floor) / (roof - floor)

    parts = []
    for value in sorted({low, (low + high) // 2, high}):
        parts.append(tag("path", d=f"M{number(LEFT)} {number(y(value))}H{number(WIDE - 8)}", cls="rule"))
        parts.append(tag("text", figure(value), x=LEFT - 8, y=y(value) + 4, cls="soft small end"))
    for seconds, said in _ticks(begin, end):
        at = min(x(seconds), WIDE - 22)
        parts.append(tag("text", said, x=at, y=LOW + 15, cls="soft small mid"))
    best = [(x(step.seconds), y(step.best)) for step in steps if step.best is not None]
    bound = [(x(step.seconds), y(step.bound)) for step in steps if step.bound is not None]
    best, bound = ([*line, (x(end), line[-1][1])] if line else [] for line in (best, bound))
    if best and bound:
        parts.append(tag("path", d=f"{_stairs(best)}L{_stairs(bound, back=True)}z", cls="gap"))
    parts += [
        tag("path", d=_stairs(line), cls=cls) for line, cls in ((bound, "bound-line"), (best, "best-line")) if line
    ]
    is_least = goal.direction == "least"
    if best:
        parts.append(
            tag("text", phrase.SEARCH_BEST, x=WIDE - 14, y=best[-1][1] + (-9 if is_least else 18), cls="small end")
        )
    if bound:
        said = phrase.SEARCH_LEAST if is_least else phrase.SEARCH_MOST
        parts.append(tag("text", said, x=WIDE - 14, y=bound[-1][1] + (18 if is_least else -9), cls="small end"))
    counted = phrase.SEARCH_CHANGES if goal.goal == "changes" else f"{goal_name(goal.goal)}, in {goal.unit}"
    about = phrase.SEARCH_AXES.format(counted=counted)
    return tag("svg", *parts, tag("text", about, x=LEFT, y=HIGH - 6, cls="soft small"), cls="picture", role="img",
               viewBox=f"0 0 {number(WIDE)} {number(HIGH)}", aria_label=f"{phrase.SEARCH} {about}")  # fmt: skip


def say_time(plan: Plan) -> str:
    """How long the search took; empty when the plan does not know."""
    seconds = plan.run.get("seconds")
    return f"Found in {say_seconds(float(seconds))}." if isinstance(seconds, int | float) else ""


def _steps(plan: Plan) -> tuple[GoalValue, list[Step]] | None:
    """The goal whose lines moved most often, the later of two equal ones, with its steps."""
    progress = plan.run.get("progress")
    if not isinstance(progress, list):
        return None
    stories: dict[tuple[str, int], list[Step]] = {}
    part, before = 0, None
    names = [goal.goal for goal in plan.goals]
    for entry in progress:
        if not isinstance(entry, list | tuple) or len(entry) < 4 or entry[1] not in names:
            continue
        seconds, name, best, bound = entry[:4]
        if name != before and (name, part) in stories:
            part += 1  # the same goal comes again among those for the dates
        before = name
        stories.setdefault((name, part), []).append(Step(float(seconds), best, bound))
    told = [(len({(step.best, step.bound) for step in steps}), place, name, steps)
            for place, ((name, _), steps) in enumerate(stories.items())]  # fmt: skip
    if not told:
        return None
    _, _, name, steps = max(told, key=lambda one: (one[0], one[1]))
    return next(goal for goal in reversed(plan.goals) if goal.goal == name), steps


def _stairs(points: list[tuple[float, float]], back: bool = False) -> str:
    """Steps: a value holds until the next one comes."""
    corners = [points[0]]
    for (_, y1), (x2, y2) in pairwise(points):
        corners += [(x2, y1), (x2, y2)]
    told = "L".join(f"{number(x)} {number(y)}" for x, y in (reversed(corners) if back else corners))
    return told if back else f"M{told}"


def _ticks(begin: float, end: float) -> list[tuple[float, str]]:
    """Round times between begin and end, at most seven."""
    known = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200)
    inside = [seconds for seconds in known if begin <= seconds <= end]
    inside = inside[:: max(1, -(-len(inside) // 7))] or [begin, end]
    return [(seconds, f"{seconds:.2g} s" if seconds < 120 else f"{seconds / 60:g} min") for seconds in inside]
