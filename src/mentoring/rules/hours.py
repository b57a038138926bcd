"""Capacity: a mentor's hours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from mentoring.domain.naming import theme_of
from mentoring.domain.number import say_count
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class Hours(Rule):
    """A mentor spends at most the `hours` of its offer on the efforts of its pairings in the theme.

    Why: some mentees take more of an expert's time than others."""

    slug = "hours"
    reads = ("cities.*.offers.*.hours", "pairs.*.effort")
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return any(offer.hours is not None for city in scenario.cities.values() for offer in city.offers.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        terms: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for pair in frame.pairs:
            effort = frame.scenario.effort(pair)
            if effort:
                terms[pair.mentor, pair.theme].append(Term(Paired(pair), effort))
        for (city, theme), counted in terms.items():
            hours = frame.scenario.cities[city].offers[theme].hours
            if hours is not None and sum(term.weight for term in counted) > hours:
                yield Limit(tuple(counted), at_most=hours, subject=(city, theme))

    def check(self, plan: Plan) -> Iterator[Violation]:
        spent: Counter[tuple[str, str]] = Counter()
        for pairing in plan.pairings:
            spent[pairing.key.mentor, pairing.key.theme] += plan.scenario.effort(pairing.key)
        for (city, theme), hours in sorted(spent.items()):
            most = plan.scenario.cities[city].offers[theme].hours
            if most is not None and hours > most:
                name, what = plan.scenario.name(city), theme_of(plan.scenario, theme)
                told = f"{name} spends {say_count(hours, 'hour')} on {what}, at most {most}"
                yield self.violation(told, city, theme)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        city, theme = subject
        hours = scenario.cities[city].offers[theme].hours or 0
        return f"{scenario.name(city)} has {say_count(hours, 'hour')} for mentoring in {theme_of(scenario, theme)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"cities.{subject[0]}.offers.{subject[1]}.hours",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        city, theme = subject
        own = [pair for pair in plan.paired if (pair.mentor, pair.theme) == (city, theme)]
        hours = sum(scenario.effort(pair) for pair in own)
        told = f"let {scenario.name(city)} spend {say_count(hours, 'hour')} on {theme_of(scenario, theme)}"
        return Loosening(told, ((self.levers(scenario, subject)[0], hours),))
