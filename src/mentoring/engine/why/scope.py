"""What is looked at to explain why there is no plan: few pairings, as most are missed by nobody, and some days more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from mentoring.domain.pairing import Pairing
from mentoring.domain.pin import PinBody
from mentoring.domain.scenario import Scenario
from mentoring.engine.why.claim import Claim, list_claims, list_goal_limits
from mentoring.engine.why.guard import Guarded
from mentoring.language.frame import Frame

MOST_PAIRS = 20_000  # conceivable pairings that are looked through
MOST_EVENTS = 1000  # possible events of which one model with all claims on guards can still be asked


@dataclass(frozen=True)
class Scope:
    """A frame, and everything that the scenario claims over it."""

    frame: Frame
    claims: list[Claim]

    @property
    def is_too_large(self) -> bool:
        """Whether nothing can be told about it in a reasonable time."""
        return len(self.frame.agenda.events) > MOST_EVENTS

    @cached_property
    def guarded(self) -> Guarded:
        """One model of all of it."""
        return Guarded(self.frame, self.claims)


def survey(scenario: Scenario, longer: Scenario, pairs: Iterable[Pairing] | None = None) -> Scope:
    """The scenario over the days of a longer one, which is the same but for its last day; all pairings, or these."""
    frame = Frame(longer, scenario.conceivable if pairs is None else pairs)
    return Scope(frame, list_claims(frame, scenario))


def list_needed(scenario: Scenario) -> tuple[Pairing, ...] | None:
    """The conceivable pairings that a pin asks for, those of events that pins ask for, and all they need beside them.

    Where goals have limits these are all, as a goal may count whatever is there. None: there are too many.
    A plan of these alone is a plan. Where there is none of them there is none at all, but for rare savings: a pairing
    that only lets a city begin a trip in another month.
    """
    if list_goal_limits(scenario):
        return scenario.conceivable if scenario.count_conceivable() <= MOST_PAIRS else None
    wanted = [test for pin in scenario.pins.values() if pin.negated is None for test in _wanted(pin)]
    themes = {name for test in wanted for name in test if name in scenario.themes}
    if sum(_size(scenario, theme) for theme in themes) > MOST_PAIRS:
        return None
    known = [pair for theme in sorted(themes) for pair in _pairs_in(scenario, theme)]
    needed: set[Pairing] = set()
    groups: set[tuple[str, str, str]] = set()
    while True:
        found = {
            pair
            for pair in known
            if any(test <= {*pair} for test in wanted) or any(key in groups for key in _groups(scenario, pair))
        }
        more = {key for pair in found for key in _groups(scenario, pair)}
        if found == needed and more == groups:
            return tuple(sorted(needed))
        needed, groups = found, more


def _size(scenario: Scenario, theme: str) -> int:
    return len(scenario.offering.get(theme, ())) * len(scenario.needing.get(theme, ()))


def _pairs_in(scenario: Scenario, theme: str) -> Iterator[Pairing]:
    """Every pairing that is conceivable in the theme."""
    for mentor, mentee in product(scenario.offering.get(theme, ()), scenario.needing.get(theme, ())):
        if mentor != mentee:
            yield Pairing(mentor, mentee, theme)


def _wanted(pin: PinBody) -> Iterator[frozenset[str]]:
    """Names of which a pairing has all, for each thing the pin speaks of."""
    if pin.pairing is not None:
        mentor, _, rest = pin.pairing.partition(" > ")
        mentee, _, theme = rest.partition(" in ")
        yield frozenset((mentor, mentee, theme))
    for event in (*(pin.same_days or ()), *((pin.event,) if pin.event else ())):
        _, *names = event.split("/")
        if names:
            yield frozenset(names)


def _groups(scenario: Scenario, pair: Pairing) -> Iterator[tuple[str, str, str]]:
    """What the pairing brings with it: groups that are large enough or none."""
    theme = scenario.themes[pair.theme]
    if theme.min_cities > 1 or theme.min_countries > 1:
        yield "theme", "", pair.theme
    if scenario.cities[pair.mentor].offers[pair.theme].min_mentees > 1:
        yield "mentor", pair.mentor, pair.theme
    if scenario.cities[pair.mentee].needs[pair.theme].min_mentors > 1:
        yield "mentee", pair.mentee, pair.theme
