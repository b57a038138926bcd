"""Which pairings two cities would both rather have: what makes a plan restless.

A city likes a partner better whom it names in `prefers`, and among those the one that fits better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from mentoring.domain.pairing import Pairing

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario

Liking = tuple[bool, int]
"""How much a city likes a pairing: whether it asked for the partner, then the fit, 0-100."""


def mentor_liking(scenario: Scenario, pair: Pairing) -> Liking:
    """How much the mentor likes it."""
    return pair.mentee in scenario.cities[pair.mentor].offers[pair.theme].prefers, scenario.fit(pair)


def mentee_liking(scenario: Scenario, pair: Pairing) -> Liking:
    """How much the mentee likes it."""
    return pair.mentor in scenario.cities[pair.mentee].needs[pair.theme].prefers, scenario.fit(pair)


def acceptable(scenario: Scenario) -> Iterator[Pairing]:
    """Conceivable pairings that the programme's `pairing` rules allow, that neither side refuses, no pin rules out.

    Days, money and places are not asked for: a pairing may be wanted and still find no date.
    """
    refused = {pin.negated.pairing for pin in scenario.pins.values() if pin.negated is not None}
    rules = scenario.pairing

    @cache
    def may_meet(mentor: str, mentee: str) -> bool:
        one, two = scenario.cities[mentor], scenario.cities[mentee]
        if not rules.same_country and one.country == two.country:
            return False
        if rules.common_language and set(one.languages).isdisjoint(two.languages):
            return False
        return rules.max_km is None or scenario.journeys.km(mentor, mentee) <= rules.max_km

    for pair in scenario.conceivable:
        offer = scenario.cities[pair.mentor].offers[pair.theme]
        need = scenario.cities[pair.mentee].needs[pair.theme]
        if (
            pair.mentee not in offer.refuses
            and pair.mentor not in need.refuses
            and str(pair) not in refused
            and may_meet(pair.mentor, pair.mentee)
            and scenario.fit(pair) >= rules.min_fit
            and all(scenario.is_similar(pair, trait) for trait in rules.similar.required)
        ):
            yield pair


def find_blocking(plan: Plan) -> list[Pairing]:
    """Acceptable pairings that are not in the plan though both sides would rather have them; sorted.

    A side would when it has a place free, or gives one to somebody it likes less in the same theme. A mentor's places
    are those of its offer and, over all themes, of the city (`mentees`). One that it likes as much keeps its place.
    """
    scenario, made = plan.scenario, plan.paired
    return [
        pair
        for pair in acceptable(scenario)
        if pair not in made and _mentor_would(scenario, pair, made) and _mentee_would(scenario, pair, made)
    ]


def _mentor_would(scenario: Scenario, pair: Pairing, made: Iterable[Pairing]) -> bool:
    city = scenario.cities[pair.mentor]
    own = [one for one in made if one.mentor == pair.mentor]
    liking = mentor_liking(scenario, pair)
    kept = [one for one in own if one.theme == pair.theme and mentor_liking(scenario, one) >= liking]
    others = [one for one in own if one.theme != pair.theme]
    has_room = city.mentees is None or len(kept) + len(others) < city.mentees
    return has_room and len(kept) < city.offers[pair.theme].mentees


def _mentee_would(scenario: Scenario, pair: Pairing, made: Iterable[Pairing]) -> bool:
    liking = mentee_liking(scenario, pair)
    kept = [
        one
        for one in made
        if one.mentee == pair.mentee and one.theme == pair.theme and mentee_liking(scenario, one) >= liking
    ]
    return len(kept) < scenario.cities[pair.mentee].needs[pair.theme].mentors
