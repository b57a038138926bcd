"""Goal: blocking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.preference import acceptable, find_blocking, mentee_liking, mentor_liking
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Cost, Measure
from mentoring.language.fact import AnyOf, AtLeast, Fact, Paired
from mentoring.language.frame import Frame, Part


class Blocking(Goal):
    """No two cities would both rather work with each other than with whom they got: such pairs, fewest.

    A city likes those it `prefers`, then those that fit better. It would rather have a pairing when it has a place
    free, or gives one to a city that it likes less in the theme. Dates and money are not asked (Gale and Shapley 1962
    call a plan with no such pair stable)."""

    slug = "blocking"
    unit = "pairs"
    reads = ("cities.*.offers.*.prefers", "cities.*.needs.*.prefers", "cities.*.offers.*.mentees", "cities.*.mentees",
             "cities.*.needs.*.mentors")  # fmt: skip

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        scenario = frame.scenario
        pairs = list(acceptable(scenario))
        of_mentor: dict[str, list[Pairing]] = defaultdict(list)
        of_mentee: dict[tuple[str, str], list[Pairing]] = defaultdict(list)
        for pair in frame.pairs:
            of_mentor[pair.mentor].append(pair)
            of_mentee[pair.mentee, pair.theme].append(pair)
        settled: list[tuple[Fact, int]] = []
        for pair in pairs:
            city, own = scenario.cities[pair.mentor], of_mentor[pair.mentor]
            liking, wish = mentor_liking(scenario, pair), mentee_liking(scenario, pair)
            in_theme = [one for one in own if one.theme == pair.theme and mentor_liking(scenario, one) >= liking]
            wanted = [one for one in of_mentee[pair.mentee, pair.theme] if mentee_liking(scenario, one) >= wish]
            reasons = [Paired(pair), *_full(in_theme, city.offers[pair.theme].mentees, pair)]
            reasons += _full(wanted, scenario.cities[pair.mentee].needs[pair.theme].mentors, pair)
            if city.mentees is not None:
                others = [one for one in own if one.theme != pair.theme]
                reasons += _full([*in_theme, *others], city.mentees, pair)
            settled.append((AnyOf(f"{pair} is settled", tuple(reasons)), -1))
        return Cost(tuple(settled), constant=len(pairs))

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        return len(find_blocking(plan))


def _full(kept: Sequence[Pairing], places: int, pair: Pairing) -> Iterable[Fact]:
    """That all places are given to cities liked as much, the pair itself left out."""
    facts = tuple(Paired(one) for one in kept if one != pair)
    return (AtLeast(facts, places),) if len(facts) >= places else ()
