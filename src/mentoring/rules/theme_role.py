"""Allowed pairing: theme and role."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.naming import say_pair, theme_of
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Declaration, Forbid, Subject
from mentoring.language.fact import Paired
from mentoring.language.frame import Frame
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class ThemeRole(Rule):
    """A mentor offers the theme, its mentee needs it, and nobody mentors itself.

    Why: roles are per city and theme; a city may teach in one and learn in another."""

    slug = "theme-role"
    reads = ("cities.*.offers", "cities.*.needs", "themes")

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        cities, themes = frame.scenario.cities, frame.scenario.themes
        for pair in frame.pairs:
            offers = pair.theme in cities[pair.mentor].offers
            needs = pair.theme in cities[pair.mentee].needs
            if pair.mentor == pair.mentee or pair.theme not in themes or not (offers and needs):
                yield Forbid(Paired(pair), subject=tuple(pair))

    def rule_out(self, block: Block) -> Grid:
        return block.same_city if block.theme in block.scenario.themes else block.among(()) == 0

    def check(self, plan: Plan) -> Iterator[Violation]:
        for pairing in plan.pairings:
            for reason in _reasons(plan.scenario, tuple(pairing.key)):
                yield self.violation(f"{say_pair(plan.scenario, pairing.key)}: {reason}", *pairing.key)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        return "; ".join(_reasons(scenario, subject)) or f"{say_pair(scenario, subject)} may be"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        mentor, mentee, theme = subject
        sides = (
            *((f"cities.{mentor}.offers",) if theme not in scenario.cities[mentor].offers else ()),
            *((f"cities.{mentee}.needs",) if theme not in scenario.cities[mentee].needs else ()),
            *(("themes",) if theme not in scenario.themes else ()),
        )
        return find_keys(scenario, sides or (f"cities.{mentor}",), subject)


def _reasons(scenario: Scenario, subject: Subject) -> list[str]:
    """What is wrong with the three, in words; empty when nothing is."""
    mentor, mentee, theme = subject
    found = []
    if mentor == mentee:
        found.append(f"{scenario.name(mentor)} cannot mentor itself")
    if theme not in scenario.themes:
        found.append(f"the programme has no theme {theme_of(scenario, theme)}")
    if theme not in scenario.cities[mentor].offers:
        found.append(f"{scenario.name(mentor)} offers nothing in {theme_of(scenario, theme)}")
    if theme not in scenario.cities[mentee].needs:
        found.append(f"{scenario.name(mentee)} needs nothing in {theme_of(scenario, theme)}")
    return found
