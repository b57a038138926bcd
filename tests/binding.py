"""Which rules and goals decide something in the numbered random programmes, so that leaving one out would be noticed.

A rule binds when without it the status or the best values are others. A goal is worth something when without it the
plan may be worse in it. A rule that never binds is not tested by comparing engines. To count over many programmes:

    python -m tests.binding --start 200 --count 200
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.ladder import climb, minimise
from mentoring.engine.model.order import Level, levels_of
from mentoring.goals import GOALS
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all

# They hold in whatever an engine makes: it knows no other events and no other pairs.
STRUCTURAL = {"whole", "theme-role"}
SECONDS = 20.0


def best_values(
    scenario: Scenario, against: Plan | None = None, without: Collection[str] = ()
) -> tuple[int | str | None, ...]:
    """Status and best values of a programme in which some rules are forgotten; None where one was not proven."""
    frame = Frame(scenario, scenario.conceivable, against=against)
    compiled = Compiled(frame, declare_all([rule for rule in RULES if rule.slug not in without], frame))
    levels = [*levels_of(scenario, "pairing"), *levels_of(scenario, "dates")]
    rungs = [compiled.rung(level) for level in levels]
    outcome = climb(compiled.model, rungs, Clock(seconds=SECONDS), keep=compiled.variables)
    if outcome.answer is None:
        return (outcome.status,)
    return ("possible", *(step.bound if step.is_proven else None for step in outcome.steps))


def differ(one: tuple[int | str | None, ...], two: tuple[int | str | None, ...]) -> bool:
    """Whether two outcomes surely differ: what was not proven may be anything."""
    for left, right in zip(one, two, strict=False):
        if left is None or right is None:
            return False
        if left != right:
            return True
    return False


def does_bind(slug: str, scenario: Scenario, against: Plan | None = None) -> bool:
    """Whether the rule decides something in this programme."""
    return differ(best_values(scenario, against), best_values(scenario, against, {slug}))


def binding(scenario: Scenario, against: Plan | None) -> set[str]:
    """The slugs of all rules that decide something in this programme."""
    best = best_values(scenario, against)
    slugs = [rule.slug for rule in RULES if rule.applies(scenario) and rule.slug not in STRUCTURAL]
    return {slug for slug in slugs if differ(best, best_values(scenario, against, {slug}))}


def worth(scenario: Scenario, against: Plan | None) -> set[str]:
    """Goals, as `part goal`, of which plans with all earlier goals at their best can be worse than need be."""
    frame = Frame(scenario, scenario.conceivable, against=against)
    compiled = Compiled(frame, declare_all(RULES, frame))
    found: set[str] = set()
    for level in (*levels_of(scenario, "pairing"), *levels_of(scenario, "dates")):
        rung = compiled.rung(level)
        if isinstance(rung.cost, int):
            continue
        least = minimise(compiled.model, rung, Clock(seconds=SECONDS))
        most = minimise(compiled.model, replace(rung, cost=-rung.cost), Clock(seconds=SECONDS))
        if least.objective is None or most.objective is None:
            break
        if -most.objective > least.objective:
            found.add(name_of(level))
        compiled.model.add(rung.cost <= level.cap(least.objective))
    return found


def name_of(level: Level) -> str:
    """`pairing hosting`, `pairing hosting leximin`."""
    return f"{level.part} {level.use.goal}{' leximin' if level.use.leximin else ''}"


def main() -> None:
    """Print in how many of the programmes each rule binds and each goal is worth something, with some numbers."""
    from tests.agreement import programme  # which asks this module for some programmes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=int, default=200)
    parser.add_argument("--count", type=int, default=200)
    asked = parser.parse_args()
    rules: dict[str, list[int]] = {rule.slug: [] for rule in RULES}
    goals: dict[str, list[int]] = {}
    applied, used = Counter[str](), Counter[str]()
    for number in range(asked.start, asked.start + asked.count):
        given = programme(number)
        applied.update(rule.slug for rule in RULES if rule.applies(given.scenario))
        levels = (*levels_of(given.scenario, "pairing"), *levels_of(given.scenario, "dates"))
        used.update(name_of(level) for level in levels)
        for slug in binding(given.scenario, given.against):
            rules[slug].append(number)
        for name in worth(given.scenario, given.against):
            goals.setdefault(name, []).append(number)
    for slug, numbers in rules.items():
        note = " (structural)" if slug in STRUCTURAL else ""
        print(f"{slug:18} applies {applied[slug]:4}  binds {len(numbers):4}{note}  {numbers[:5]}")  # noqa: T201
    print(f"{len(GOALS)} goals")  # noqa: T201
    for name in sorted({*used, *goals}):
        print(f"{name:24} used {used[name]:4}  worth {len(goals.get(name, [])):4}  {goals.get(name, [])[:5]}")  # noqa: T201


if __name__ == "__main__":
    main()
