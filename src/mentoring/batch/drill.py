"""How fragile a plan is: without each city and person in turn, or with weeks closed at random, what would be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from mentoring.analysis.harm import Harm, Mishap, judge
from mentoring.analysis.stand_in import list_orphans
from mentoring.batch.clash import say_clash
from mentoring.batch.study import Variant, study, variant_of
from mentoring.domain.settled import is_settled
from mentoring.errors import UsageError
from mentoring.views.wording import joined, stage_title

if TYPE_CHECKING:
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario
    from mentoring.files.scenario import Loaded


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
    from mentoring.domain.plan import Plan

    before = plan if isinstance(plan, Plan) else api.load_plan(plan)
    base = _base(before.scenario)
    mishaps = [*_drop_outs(base), *_random_weeks(base, random, closed, cities, seed)]
    round_ = Round(before, base, mishaps, seconds, should_stop)
    variants = map(round_.vary, range(len(mishaps)))
    options: dict[str, Any] = {"against": before, "seconds": seconds, "work": work}
    harms: list[Harm] = []
    for found in study(
        variants, folder, jobs=jobs, executor=executor, should_stop=should_stop, why=round_.clash, **options
    ):
        if found.is_cut_short:
            continue
        file = found.path.name if found.path is not None and found.plan is not None else ""
        possible = round_.possible(found.number, found.plan)
        harms.append(judge(before, mishaps[found.number], found.plan, found.status, found.reason, file, possible))
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


class Round:
    """The mishaps of one drill: the programme after each, and what can be told of it without its plan."""

    def __init__(
        self,
        before: Plan,
        base: Scenario,
        mishaps: Sequence[Mishap],
        seconds: float | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.before = before
        self.base = base
        self.mishaps = mishaps
        self.seconds = seconds
        self.should_stop = should_stop

    def vary(self, number: int) -> Variant:
        """The scenario after the mishap of that number."""
        mishap, base = self.mishaps[number], self.base
        if mishap.kind == "city" and (hosted := _hosted_by(base, mishap.who)):
            verb = "has" if len(hosted) == 1 else "have"
            return Variant(number, None, f"{joined(hosted)} {verb} no host without {base.name(mishap.who)}")
        return variant_of(number, self._load(mishap), _label(mishap))

    def clash(self, number: int) -> str:
        """Which facts clash after the mishap, where that is known in time; else nothing."""
        loaded = self._load(self.mishaps[number])
        return say_clash(loaded, self.seconds, self.should_stop, against=self.before)

    def possible(self, number: int, after: Plan | None) -> list[tuple[Pairing, int]]:
        """Every pairing, with its fit, that the rules allow those whose mentor is gone."""
        from mentoring import api

        mishap = self.mishaps[number]
        orphans = [pair for pair in list_orphans(self.before, mishap.who) if pair.mentee in self.base.cities]
        if not orphans or mishap.kind != "city":
            return []
        varied = after.scenario if after is not None else self._load(mishap).scenario
        if varied is None:
            return []
        found = [
            (one.pairing, one.fit)
            for mentee, theme in sorted({(pair.mentee, pair.theme) for pair in orphans})
            for one in api.candidates(varied, mentee, theme)
            if one.is_possible and (one.pairing.mentee, one.pairing.theme) == (mentee, theme)
        ]
        return list(dict.fromkeys(found))

    def _load(self, mishap: Mishap) -> Loaded:
        """The scenario after the mishap, with all reserves called in."""
        from mentoring.files.variant import vary

        changes = _changes(self.base, mishap)
        if mishap.kind == "person":
            changes["people"] = {mishap.who: self._gone(mishap.who)}
        return vary(self.base, changes, "the drill", self.before.positions)

    def _gone(self, who: str) -> dict[str, Any] | None:
        """What a what-if file would say of a person who drops out: nothing is left of them, but what is settled.

        Where they were is not forgotten; to what is only confirmed others may be sent.
        """
        settled = [one for one in self.before.held if who in one.people and is_settled(one, self.base)]
        if not settled:
            return None
        before = self.base.planned_on - timedelta(days=1)
        is_past = [one.last for one in settled if one.status == "done" or one.last < self.base.planned_on]
        return {"left_on": max([before, *is_past])}


def _label(mishap: Mishap) -> str:
    """How the file of the plan after a mishap is called: `without oslo`, `closed oslo ghent`."""
    return f"without {mishap.who}" if mishap.who else " ".join(["closed", *(city for city, _ in mishap.weeks)])


def _hosted_by(scenario: Scenario, city: str) -> list[str]:
    """Titles of the stages that have the city as their host by name."""
    return [stage_title(scenario, name) for name, stage in scenario.stages.items() if stage.host == city]


def _changes(base: Scenario, mishap: Mishap) -> dict[str, Any]:
    """What a what-if file would say of the mishap."""
    changes: dict[str, Any] = {"cities": {}}
    for name, city in base.cities.items():
        called_in = {theme: {"reserve": None} for theme, offer in city.offers.items() if offer.reserve}
        if called_in:
            changes["cities"][name] = {"offers": called_in}
    if mishap.kind == "city":
        changes["cities"][mishap.who] = None
    for closing, mondays in mishap.weeks:
        spans = [{"first": monday, "last": monday + timedelta(days=6), "why": "drill"} for monday in mondays]
        changes["cities"].setdefault(closing, {})["unavailable+"] = spans
    return changes
