"""Capacity: enough of them, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mentoring.domain.naming import theme_of
from mentoring.domain.number import say_count
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Declaration, Limit, Subject, Term
from mentoring.language.fact import AnyOf, Fact, Paired
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys

_UNKNOWN = "no country"  # cities whose country is not known count as if they were all of one

_COUNTED = {"mentees": ("mentee", "mentees"), "mentors": ("mentor", "mentors"), "cities": ("city", "cities"),
            "countries": ("country", "countries")}  # fmt: skip


class InOrOut(Rule):
    """A mentor has enough mentees or none, a need enough mentors or none, a theme enough cities and countries or none.

    Why: a training for one city is not worth its preparation; one mentor alone is no peer review.
    Subjects: (city, theme, `mentees` or `mentors`), (theme, `cities` or `countries`)."""

    slug = "in-or-out"
    reads = (
        "cities.*.offers.*.min_mentees", "cities.*.needs.*.min_mentors",
        "themes.*.min_cities", "themes.*.min_countries",
    )  # fmt: skip
    asking = Asking.LIMIT

    def applies(self, scenario: Scenario) -> bool:
        return any(
            any(offer.min_mentees > 1 for offer in city.offers.values())
            or any(need.min_mentors > 1 for need in city.needs.values())
            for city in scenario.cities.values()
        ) or any(theme.min_cities > 1 or theme.min_countries > 1 for theme in scenario.themes.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        counted: dict[Subject, list[Fact]] = defaultdict(list)
        brought: dict[tuple[str, str, str], list[Paired]] = defaultdict(list)
        for pair in frame.pairs:
            counted[pair.mentor, pair.theme, "mentees"].append(Paired(pair))
            counted[pair.mentee, pair.theme, "mentors"].append(Paired(pair))
            for city in (pair.mentor, pair.mentee):
                brought[pair.theme, "cities", city].append(Paired(pair))
            for country in sorted({frame.scenario.cities[city].country or _UNKNOWN for city in pair[:2]}):
                brought[pair.theme, "countries", country].append(Paired(pair))
        for (theme, kind, one), paired in brought.items():
            counted[theme, kind].append(AnyOf(f"{one} in {theme}", tuple(paired)))
        for subject, facts in counted.items():
            least = _least(frame.scenario, subject)
            if least > 1:
                yield Limit(tuple(map(Term, facts)), at_least=least, or_none=True, subject=subject)

    def check(self, plan: Plan) -> Iterator[Violation]:
        for subject, those in sorted(_found(plan).items()):
            number, least = len(those), _least(plan.scenario, subject)
            if number < least:
                *who, theme, _ = subject
                told = [*map(plan.scenario.name, who), theme_of(plan.scenario, theme)]
                what = f"{' in '.join(told)}: {say_count(number, *_COUNTED[subject[-1]])}"
                yield self.violation(f"{what}, at least {least} or none are asked", *subject)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        least = _least(scenario, subject)
        if len(subject) == 2:
            return f"the theme {theme_of(scenario, subject[0])} needs at least {least} {subject[1]}, or none"
        what = "takes" if subject[2] == "mentees" else "wants"
        inside = theme_of(scenario, subject[1])
        return f"{scenario.name(subject[0])} {what} at least {least} {subject[2]} in {inside}, or none"

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        if len(subject) == 2:
            return (f"themes.{subject[0]}.min_{subject[1]}",)
        city, theme, what = subject
        return (f"cities.{city}.{'offers' if what == 'mentees' else 'needs'}.{theme}.min_{what}",)

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        number = len(_found(plan).get(subject, ()))
        change = ((self.levers(scenario, subject)[0], number),)
        if len(subject) == 2:
            told = (
                f"let the theme {theme_of(scenario, subject[0])} go on with {say_count(number, *_COUNTED[subject[1]])}"
            )
            return Loosening(told, change)
        verb, inside = "take" if subject[2] == "mentees" else "have", theme_of(scenario, subject[1])
        told = f"let {scenario.name(subject[0])} {verb} only {say_count(number, *_COUNTED[subject[2]])} in {inside}"
        return Loosening(told, change)


def _found(plan: Plan) -> dict[Subject, set[str]]:
    """What a finished plan has of everything that is counted."""
    found: dict[Subject, set[str]] = defaultdict(set)
    for pairing in plan.pairings:
        mentor, mentee, theme = pairing.key
        found[mentor, theme, "mentees"].add(mentee)
        found[mentee, theme, "mentors"].add(mentor)
        found[theme, "cities"].update((mentor, mentee))
        found[theme, "countries"].update(plan.scenario.cities[city].country or "" for city in (mentor, mentee))
    return found


def _least(scenario: Scenario, subject: Subject) -> int:
    if len(subject) == 2:
        theme = scenario.themes[subject[0]]
        return theme.min_cities if subject[1] == "cities" else theme.min_countries
    city = scenario.cities[subject[0]]
    return city.offers[subject[1]].min_mentees if subject[2] == "mentees" else city.needs[subject[1]].min_mentors
