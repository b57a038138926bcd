"""How fragile a plan is: without each city and person in turn, or with weeks closed at random, what would be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from mentoring.analysis.harm import Harm, Mishap
from mentoring.batch.study import Variant, study, variant_of
from mentoring.errors import UsageError

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario


def drill(
    plan: Plan | Path | str,
    folder: Path | str,
    *,
    random: int = 0,
    closed: int = 1,
    cities: int = 1,
    seed: int = 1,
    seconds: float | None = None,
    work: float | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_harm: Callable[[Harm, int, int], None] | None = None,
) -> list[Harm]:
    """What each mishap does to a plan, the most harmful first: each city and person drops out, one at a time.

    With `random`, so many drills more: in each, `cities` cities chosen by chance cannot meet in `closed` weeks each,
    chosen by chance too; the same `seed`, the same drills. Each time the programme is planned anew against the plan,
    so that what need not change stays, and offers kept in reserve are used. The plans are kept in `folder`: a drill
    that was killed goes on from there. `on_harm` hears of each mishap, with how many of how many are done.
    `seconds` and `work` are limits for each plan.

    Raises:
        UsageError, PlanFileError: for a plan file that is missing or wrong, a folder that cannot be written to, or
            more random weeks or cities than there are.
    """
    from mentoring import api
    from mentoring.analysis.harm import judge
    from mentoring.domain.plan import Plan

    before = plan if isinstance(plan, Plan) else api.load_plan(plan)
    base = _base(before.scenario)
    mishaps = [*_drop_outs(base), *_random_weeks(base, random, closed, cities, seed)]
    variants = (_vary(number, base, mishap, before.positions) for number, mishap in enumerate(mishaps))
    options: dict[str, Any] = {"against": before, "seconds": seconds, "work": work}
    harms: list[Harm] = []
    for found in study(variants, folder, jobs=jobs, executor=executor, should_stop=should_stop, **options):
        if found.is_cut_short:
            continue
        file = found.path.name if found.path is not None and found.plan is not None else ""
        harms.append(judge(before, mishaps[found.number], found.plan, found.status, found.reason, file))
        if on_harm is not None:
            on_harm(harms[-1], len(harms), len(mishaps))
    return sorted(harms, key=lambda harm: harm.rank)


def count_mishaps(scenario: Scenario, random: int = 0) -> int:
    """How many plans a drill makes."""
    return len(scenario.cities) + len(scenario.people) + random


def _base(scenario: Scenario) -> Scenario:
    """The scenario with `changes` among its goals: without it nothing would keep what need not change."""
    from mentoring.domain.programme import GoalUse

    goals, changes = scenario.goals, GoalUse(goal="changes")
    pairing, dates = goals.pairing, goals.dates
    if all(use.goal != "changes" for use in pairing):
        first = next((number for number, use in enumerate(pairing, 1) if use.goal == "needs"), 0)
        pairing = (*pairing[:first], changes, *pairing[first:])
    if all(use.goal != "changes" for use in dates):
        dates = (changes, *dates)
    return scenario.model_copy(update={"goals": goals.model_copy(update={"pairing": pairing, "dates": dates})})


def _drop_outs(scenario: Scenario) -> Iterator[Mishap]:
    yield from (Mishap("city", city) for city in scenario.cities)
    yield from (Mishap("person", person) for person in scenario.people)


def _random_weeks(scenario: Scenario, times: int, closed: int, cities: int, seed: int) -> Iterator[Mishap]:
    """Raises UsageError where more weeks or cities are asked for than there are."""
    if not times:
        return
    monday = max(scenario.programme.first, scenario.planned_on)
    monday -= timedelta(days=monday.weekday())
    weeks = [monday + timedelta(weeks=number) for number in range((scenario.programme.last - monday).days // 7 + 1)]
    names = sorted(scenario.cities)
    if not 1 <= closed <= len(weeks):
        raise UsageError(f"{closed} weeks cannot be closed: the programme has {len(weeks)} weeks ahead of it")
    if not 1 <= cities <= len(names):
        raise UsageError(f"weeks cannot be closed in {cities} cities: the programme has {len(names)}")
    chance = Random(seed)
    for _ in range(times):
        chosen = sorted(chance.sample(names, cities))
        yield Mishap("weeks", weeks=tuple((city, tuple(sorted(chance.sample(weeks, closed)))) for city in chosen))


def _vary(number: int, base: Scenario, mishap: Mishap, positions: Mapping[str, str]) -> Variant:
    """The scenario after the mishap, with all reserves called in."""
    from mentoring.files.variant import vary
    from mentoring.views.wording import joined, stage_title

    hosted = [stage_title(base, name) for name, stage in base.stages.items() if stage.host == mishap.who]
    if mishap.kind == "city" and hosted:
        verb = "has" if len(hosted) == 1 else "have"
        return Variant(number, None, f"{joined(hosted)} {verb} no host without {base.name(mishap.who)}")
    changes: dict[str, Any] = {"cities": {}}
    for name, city in base.cities.items():
        called_in = {theme: {"reserve": None} for theme, offer in city.offers.items() if offer.reserve}
        if called_in:
            changes["cities"][name] = {"offers": called_in}
    if mishap.kind == "city":
        changes["cities"][mishap.who] = None
    if mishap.kind == "person":
        changes["people"] = {mishap.who: None}
    for closing, mondays in mishap.weeks:
        spans = [{"first": monday, "last": monday + timedelta(days=6), "why": "drill"} for monday in mondays]
        changes["cities"].setdefault(closing, {})["unavailable+"] = spans
    return variant_of(number, vary(base, changes, "the drill", positions))
