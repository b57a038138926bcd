"""What one more is worth: a mentee place, a person, a week, money, an event at once, each planned anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from mentoring.analysis.addition import KINDS, Addition, list_additions
from mentoring.analysis.difference import compare
from mentoring.analysis.price import Price, PriceList
from mentoring.analysis.trial import Trial
from mentoring.api import load_plan, require_name
from mentoring.api.trial import ground
from mentoring.batch import plan_many

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.batch.outcome import Outcome
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario

Hear = Callable[[int, int, str], None]


def worth(
    plan: Plan | Path | str,
    *,
    kinds: Collection[str] = (),
    city: str | None = None,
    theme: str | None = None,
    seconds: float | None = None,
    seed: int = 1,
    jobs: int | None = None,
    executor: Executor | None = None,
    on_price: Hear | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> PriceList:
    """What one more of each thing would change in every goal, by planning anew with it; the best first.

    `kinds` (of `analysis.addition.KINDS`), `city` and `theme` leave others out. Everything is compared with the best
    plan as things are, which is planned anew as well; what is settled in the plan stays. `seconds` limits each
    planning, `jobs` are made at once, in processes or by `executor`. `on_price` hears how many are planned, of how
    many, and what was planned last. Once `should_stop` says true, what is not planned yet is left out.

    Raises:
        UsageError: for a kind, city or theme that does not exist, or `jobs` below 1.
        PlanFileError: when the file is no plan.
        NoPlanError: when even as things are no plan is found in the time.
    """
    from pathlib import Path

    from mentoring.api.known import find_city, find_theme

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    for kind in kinds:
        require_name(kind, KINDS, "kind of thing to have more of")
    if city is not None:
        city = find_city(found.scenario, city)
    if theme is not None:
        theme = find_theme(found.scenario, theme)
    base = ground(found)
    asked = [
        one
        for one in list_additions(base.scenario)
        if (not kinds or one.kind in kinds) and city in (None, one.city) and theme in (None, one.theme)
    ]
    counter = _Counter(base, asked, on_price)
    outcomes = plan_many(
        counter.scenarios(),
        jobs=jobs,
        executor=executor,
        should_stop=should_stop,
        seconds=seconds,
        seed=seed,
        workers=1,
    )
    first = next(outcomes)
    as_is = _without_changes(first.require_plan())
    trials = [counter.trial(as_is, outcome) for outcome in outcomes]
    prices = [Price(one, trial) for one, trial in zip(counter.planned, trials, strict=True)]
    prices += [Price(one, trial) for one, trial in counter.at_fault]
    left = len(asked) - sum(price.trial.status != "unknown" for price in prices)
    ranked = sorted(prices, key=lambda price: (price.trial.rank, KINDS.index(price.addition.kind), price.addition.said))
    is_whole = not kinds and city is None and theme is None
    return PriceList(found, as_is, tuple(ranked), left, is_whole)


class _Counter:
    """The scenarios to plan, first as things are, and what is known of each."""

    def __init__(self, base: Plan, asked: list[Addition], on_price: Hear | None) -> None:
        self.base, self.asked, self.on_price = base, asked, on_price
        self.planned: list[Addition] = []
        self.at_fault: list[tuple[Addition, Trial]] = []
        self.done = 0

    def scenarios(self) -> Iterator[Scenario]:
        """One after the other, made when its turn comes."""
        from mentoring.files.variant import vary

        yield self.base.scenario
        for one in self.asked:
            loaded = vary(self.base.scenario, one.changes, one.said, self.base.positions)
            if loaded.scenario is None:
                self.at_fault.append((one, Trial(one.said, one.changes, "infeasible", problems=loaded.errors)))
            else:
                self.planned.append(one)
                yield loaded.scenario

    def trial(self, as_is: Plan, outcome: Outcome) -> Trial:
        """What one more comes to, next to things as they are."""
        one = self.planned[outcome.number - 1]
        self.done += 1
        if self.on_price is not None:
            self.on_price(self.done, len(self.asked), one.said)
        if outcome.result is None or outcome.result.plan is None:
            status = "unknown" if outcome.result is None else outcome.result.status
            return Trial(one.said, one.changes, status)
        made = _without_changes(outcome.result.plan)
        return Trial(one.said, one.changes, outcome.result.status, compare(as_is, made))


def _without_changes(plan: Plan) -> Plan:
    """The plan without the goal that counts changes: there is nothing to be changed here."""
    return plan.model_copy(update={"goals": tuple(goal for goal in plan.goals if goal.goal != "changes")})
