"""Which pairings two cities would both rather have: what makes a plan restless.

A city likes a partner better whom it names in `prefers`, and among those the one that fits better.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mentoring.domain.consistency.conflict import fixed_pairings
from mentoring.domain.pairing import Pairing

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario

Liking = tuple[bool, int]
"""How much a city likes a pairing: whether it asked for the partner, then the fit, 0-100."""

ANYBODY, CONTENT = (False, -1), (True, 100)
"""Less than the least liking, and the highest there is."""

Side = tuple[str, str]  # a city and a theme


def mentor_liking(scenario: Scenario, pair: Pairing) -> Liking:
    """How much the mentor likes it."""
    return pair.mentee in scenario.cities[pair.mentor].offers[pair.theme].prefers, scenario.fit(pair)


def mentee_liking(scenario: Scenario, pair: Pairing) -> Liking:
    """How much the mentee likes it."""
    return pair.mentor in scenario.cities[pair.mentee].needs[pair.theme].prefers, scenario.fit(pair)


def acceptable(scenario: Scenario) -> Iterator[Pairing]:
    """Conceivable pairings that may be: see `Acceptance`."""
    is_acceptable = Acceptance(scenario)
    return (pair for pair in scenario.conceivable if is_acceptable(pair))


class Acceptance:
    """Which pairings the programme's `pairing` rules allow, neither side refuses or keeps in reserve, no pin rules out.

    Days, money and places are not asked for: a pairing may be wanted and still find no date.
    """

    def __init__(self, scenario: Scenario) -> None:
        pins = scenario.pins.values()
        self._scenario = scenario
        self._refused = {pin.negated.pairing for pin in pins if pin.negated is not None}
        self._fixed = fixed_pairings(scenario)
        self._met: dict[tuple[str, str], bool] = {}

    def __call__(self, pair: Pairing) -> bool:
        scenario, rules = self._scenario, self._scenario.pairing
        offer = scenario.cities[pair.mentor].offers[pair.theme]
        need = scenario.cities[pair.mentee].needs[pair.theme]
        return (
            (not offer.reserve or pair in self._fixed)
            and pair.mentee not in offer.refuses
            and pair.mentor not in need.refuses
            and str(pair) not in self._refused
            and self._may_meet(pair.mentor, pair.mentee)
            and scenario.fit(pair) >= rules.min_fit
            and all(scenario.is_similar(pair, trait) for trait in rules.similar.required)
        )

    def _may_meet(self, mentor: str, mentee: str) -> bool:
        if (mentor, mentee) not in self._met:
            rules, journeys = self._scenario.pairing, self._scenario.journeys
            one, two = self._scenario.cities[mentor], self._scenario.cities[mentee]
            is_fine = rules.same_country or one.country != two.country
            is_fine = is_fine and not (rules.common_language and set(one.languages).isdisjoint(two.languages))
            is_fine = is_fine and (rules.max_km is None or journeys.km(mentor, mentee) <= rules.max_km)
            self._met[mentor, mentee] = is_fine
        return self._met[mentor, mentee]


def find_blocking(plan: Plan) -> list[Pairing]:
    """Acceptable pairings that are not in the plan though both sides would rather have them; sorted.

    A side would when it has a place free, or gives one to somebody it likes less in the same theme. A mentor's places
    are those of its offer and, over all themes, of the city (`mentees`). One that it likes as much keeps its place.
    """
    scenario, made = plan.scenario, plan.paired
    is_acceptable = Acceptance(scenario)
    of_mentor: dict[str, list[Pairing]] = defaultdict(list)
    of_mentee: dict[Side, list[Pairing]] = defaultdict(list)
    for pair in sorted(made):
        of_mentor[pair.mentor].append(pair)
        of_mentee[pair.mentee, pair.theme].append(pair)
    found: list[Pairing] = []
    for theme, mentors in scenario.offering.items():
        wishing = [(city, _mentee_floor(scenario, city, theme, of_mentee[city, theme]))
                   for city in scenario.needing.get(theme, ())]  # fmt: skip
        open_to = [(city, floor) for city, floor in wishing if floor < CONTENT]
        for mentor in mentors:
            floor = _mentor_floor(scenario, mentor, theme, of_mentor[mentor])
            if floor >= CONTENT:
                continue
            for mentee, least in open_to:
                pair = Pairing(mentor, mentee, theme)
                if (
                    mentor != mentee
                    and pair not in made
                    and mentor_liking(scenario, pair) > floor
                    and mentee_liking(scenario, pair) > least
                    and is_acceptable(pair)
                ):
                    found.append(pair)
    return sorted(found)


def _mentor_floor(scenario: Scenario, mentor: str, theme: str, own: list[Pairing]) -> Liking:
    """What a mentor must like a further pairing more than, so as to rather have it."""
    city = scenario.cities[mentor]
    likings = sorted((mentor_liking(scenario, one) for one in own if one.theme == theme), reverse=True)
    places = city.offers[theme].mentees
    if city.mentees is not None:
        places = min(places, city.mentees - (len(own) - len(likings)))
    return _floor(likings, places)


def _mentee_floor(scenario: Scenario, mentee: str, theme: str, own: list[Pairing]) -> Liking:
    """The same for a mentee."""
    likings = sorted((mentee_liking(scenario, one) for one in own), reverse=True)
    return _floor(likings, scenario.cities[mentee].needs[theme].mentors)


def _floor(likings: list[Liking], places: int) -> Liking:
    """What has to be liked more, where all places are given: the least liked of those that keep theirs."""
    if places <= 0:
        return CONTENT
    return likings[places - 1] if len(likings) >= places else ANYBODY
