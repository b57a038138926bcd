"""The order of stages: no circles, one host for those that share one, and time enough before the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from mentoring.domain.consistency.finding import Finding, Path, say_list
from mentoring.domain.dates import Lag, earliest_after, end_of, say_day
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage

_COARSER = {"pairing": ("pairing", "mentor", "mentee", "theme"), "mentor": ("mentor", "theme"),
            "mentee": ("mentee", "theme"), "theme": ("theme",)}  # fmt: skip


def find_bad_orders(scenario: Scenario) -> Iterator[Finding]:
    """Circles, lags that contradict themselves, hosts that cannot be shared, and stages that come too late."""
    stages = scenario.stages
    after = {name: [other for other in stage.after if other in stages] for name, stage in stages.items()}
    circles = list(_circles(after))
    for circle in circles:
        steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
        paths: list[Path] = [("stages", one, "after", two) for one, two in steps]
        if len(circle) == 1:
            message = f"{circle[0]} cannot come after itself"
        else:
            message = "the order runs in a circle: " + ", ".join(f"{one} after {two}" for one, two in steps)
        yield Finding(paths[0], message, "take one of these relations out", tuple(paths[1:]))
    yield from _shared_hosts(scenario)
    for name, stage in stages.items():
        for other, gap in stage.after.items():
            if gap.max is not None and _least_days(gap.min) > _most_days(gap.max):
                message = f"at least {gap.min} but at most {gap.max} after {other}"
                yield Finding(("stages", name, "after", other), message, "lower `min` or raise `max`")
    if not circles:
        yield from _too_late(scenario, after)


def host_stage(scenario: Scenario, name: str) -> str | None:
    """The stage whose host this one has in the end, by `same_as`; None in a circle or when a stage is missing."""
    seen = set()
    while name not in seen and name in scenario.stages:
        seen.add(name)
        same_as = scenario.stages[name].same_as
        if same_as is None:
            return name
        name = same_as
    return None


def themes_of(scenario: Scenario, stage: Stage) -> set[str]:
    """Themes that the stage is about."""
    return set(stage.themes or scenario.themes)


def _circles(following: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Circles that share no member, each once, from its first member in the file's order."""
    leading: dict[str, list[str]] = {name: [] for name in following}
    open_ways = dict.fromkeys(following, 0)
    for name, others in following.items():
        for other in others:
            if other in leading:
                leading[other].append(name)
                open_ways[name] += 1
    left = set(following)

    def take_out(names: list[str]) -> None:
        waiting = [name for name in names if name in left]
        left.difference_update(waiting)
        for name in waiting:  # grows while it is read: what leads nowhere any more goes too
            for user in leading[name]:
                open_ways[user] -= 1
                if open_ways[user] == 0 and user in left:
                    left.discard(user)
                    waiting.append(user)

    take_out([name for name, number in open_ways.items() if number == 0])
    for start in following:
        while start in left:
            way: dict[str, int] = {}
            name = start
            while name not in way:
                way[name] = len(way)
                name = next(other for other in following[name] if other in left)
            circle = list(way)[way[name] :]
            yield circle
            take_out(circle)


def _shared_hosts(scenario: Scenario) -> Iterator[Finding]:
    stages = scenario.stages
    shared = {name: [stage.same_as] if stage.same_as else [] for name, stage in stages.items()}
    for circle in _circles(shared):
        paths: list[Path] = [("stages", name, "host", "same_as") for name in circle]
        message = "has itself as host" if len(circle) == 1 else f"{say_list(circle)} wait for each other's host"
        yield Finding(paths[0], message, "give one of them a host of its own", tuple(paths[1:]))
    for name, stage in stages.items():
        base = stages.get(stage.same_as) if stage.same_as else None
        if base is None or stage is base or base.gathers == "all" or base.cities or not stage.gathers:
            continue
        path: Path = ("stages", name, "host", "same_as")
        also: tuple[Path, ...] = (("stages", str(stage.same_as), "gathers"),)
        grouping = "a list" if stage.cities else str(stage.gathers)
        if base.gathers not in _COARSER.get(grouping, ()):
            message = f"{name} gathers {grouping} and {stage.same_as} {base.gathers}: which event's host is not clear"
            yield Finding(path, message, "name a stage with one event for each of these, or a host", also)
            continue
        missing = sorted(themes_of(scenario, stage) - themes_of(scenario, base))
        if missing:
            message = f"{stage.same_as} has no event in {say_list(missing)} whose host {name} could share"
            also = (("stages", str(stage.same_as), "themes"),)
            yield Finding(path, message, f"add the themes to {stage.same_as}, or narrow `themes` of {name}", also)


def _least_days(lag: Lag) -> int:
    return lag.count * {"d": 1, "w": 7, "m": 28}[lag.unit]


def _most_days(lag: Lag) -> int:
    return lag.count * {"d": 1, "w": 7, "m": 31}[lag.unit]


def _too_late(scenario: Scenario, after: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Stages that cannot end in time once all stages before them have taken their days and lags."""
    ends: dict[str, date] = {}
    for name in _in_order(after):
        if any(other not in ends for other in after[name]):
            continue  # a stage that comes too late is told once, not again for all that follow
        stage = scenario.stages[name]
        own = [scenario.programme.first]
        own += [stage.between.first] if stage.between else []
        own += [stage.first] if stage.first else []
        lags = [(earliest_after(ends[other], stage.after[other].min), other) for other in after[name]]
        earliest = max([*own, *(day for day, _ in lags)])
        latest = min([scenario.programme.last, *([stage.between.last] if stage.between else [])])
        end = end_of(earliest, stage.days)
        if end <= latest:
            ends[name] = end
        elif end_of(max(own), stage.days) <= latest:
            cause = max(lags)[1]
            message = f"after {cause} it cannot end before {say_day(end)}, but must by {say_day(latest)}"
            hint = "shorten a lag, or widen a window: as it stands its events cannot be held"
            yield Finding(("stages", name, "after", cause), message, hint, warning=True)


def _in_order(after: Mapping[str, list[str]]) -> Iterator[str]:
    """Stages so that each comes after those it waits for; expects no circles."""
    waiting = {name: len(set(others)) for name, others in after.items()}
    followers: dict[str, list[str]] = {}
    for name, others in after.items():
        for other in set(others):
            followers.setdefault(other, []).append(name)
    ready = [name for name, number in waiting.items() if number == 0]
    for name in ready:  # grows while it is read
        yield name
        for follower in followers.get(name, ()):
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)
