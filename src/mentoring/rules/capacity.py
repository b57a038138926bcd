"""Capacity: how many mentees and mentors."""

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


class Capacity(Rule):
    """A city has at most so many mentees in a theme, so many over all themes, and so many mentors for a need.

    Why: every mentee takes days of the same few experts. Subjects: (city, theme, `mentees` or `mentors`), (city,)."""

    slug = "capacity"
    reads = ("cities.*.offers.*.mentees", "cities.*.mentees", "cities.*.needs.*.mentors")
    asking = Asking.LIMIT

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        terms: dict[Subject, list[Term]] = defaultdict(list)
        for pair in frame.pairs:
            term = Term(Paired(pair))
            terms[pair.mentor, pair.theme, "mentees"].append(term)
            terms[pair.mentee, pair.theme, "mentors"].append(term)
            terms[pair.mentor,].append(term)
        for subject, counted in terms.items():
            cap = _cap(frame.scenario, subject)
            if cap is not None and len(counted) > cap:
                yield Limit(tuple(counted), at_most=cap, subject=subject)

    def check(self, plan: Plan) -> Iterator[Violation]:
        scenario, name = plan.scenario, plan.scenario.name
        keys = [pairing.key for pairing in plan.pairings]
        mentees = Counter((pair.mentor, pair.theme) for pair in keys)
        mentors = Counter((pair.mentee, pair.theme) for pair in keys)
        for (city, theme), number in sorted(mentees.items()):
            cap = plan.scenario.cities[city].offers[theme].mentees
            if number > cap:
                told = f"{name(city)} has {say_count(number, 'mentee')} in {theme_of(scenario, theme)}, at most {cap}"
                yield self.violation(told, city, theme, "mentees")
        for (city, theme), number in sorted(mentors.items()):
            cap = plan.scenario.cities[city].needs[theme].mentors
            if number > cap:
                told = f"{name(city)} has {say_count(number, 'mentor')} in {theme_of(scenario, theme)}, at most {cap}"
                yield self.violation(told, city, theme, "mentors")
        for city, number in sorted(Counter(pair.mentor for pair in keys).items()):
            most = plan.scenario.cities[city].mentees
            if most is not None and number > most:
                told = f"{name(city)} has {say_count(number, 'mentee')} over all themes, at most {most}"
                yield self.violation(told, city)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        name, cap = scenario.name(subject[0]), _cap(scenario, subject) or 0
        if len(subject) == 1:
            return f"{name} takes at most {say_count(cap, 'mentee')} over all themes"
        if subject[2] == "mentees":
            return f"{name} takes at most {say_count(cap, 'mentee')} in {theme_of(scenario, subject[1])}"
        return f"{name} wants at most {say_count(cap, 'mentor')} in {theme_of(scenario, subject[1])}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return find_keys(scenario, self.levers(scenario, subject), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        if len(subject) == 1:
            return (f"cities.{subject[0]}.mentees",)
        city, theme, what = subject
        return (f"cities.{city}.{'offers' if what == 'mentees' else 'needs'}.{theme}.{what}",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        city, *of_theme = subject
        pairs = [pair for pair in plan.paired if not of_theme or pair.theme == of_theme[0]]
        number = sum((pair.mentee if subject[2:] == ("mentors",) else pair.mentor) == city for pair in pairs)
        verb, what = ("have", "mentor") if subject[2:] == ("mentors",) else ("take", "mentee")
        inside = f" in {theme_of(scenario, of_theme[0])}" if of_theme else " over all themes"
        told = f"let {scenario.name(city)} {verb} {say_count(number, what)}{inside}"
        return Loosening(told, ((self.levers(scenario, subject)[0], number),))


def _cap(scenario: Scenario, subject: Subject) -> int | None:
    city = scenario.cities[subject[0]]
    if len(subject) == 1:
        return city.mentees
    return city.offers[subject[1]].mentees if subject[2] == "mentees" else city.needs[subject[1]].mentors
