"""Which pairings are conceivable: listed, asked one by one, and counted."""

from __future__ import annotations

from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from tests.builders import city, scenario

CITIES, THEMES = ("ghent", "oslo", "riga"), ("housing", "water")
SIDES: st.SearchStrategy[dict[str, dict[str, int]]] = st.dictionaries(st.sampled_from(THEMES), st.just({}))


@given(st.fixed_dictionaries({name: st.tuples(SIDES, SIDES) for name in CITIES}))
def test_listed_asked_and_counted_they_are_the_same(sides):
    found: Scenario = scenario(
        themes={theme: {} for theme in THEMES},
        cities={name: city(offers=offers, needs=needs) for name, (offers, needs) in sides.items()},
    )
    pairs = [Pairing(*three) for three in product((*CITIES, "nowhere"), (*CITIES, "nowhere"), (*THEMES, "none"))]
    assert tuple(sorted(filter(found.is_conceivable, pairs))) == found.conceivable
    assert found.count_conceivable() == len(found.conceivable)
    for listed in chain.from_iterable(combinations((*CITIES, "nowhere"), size) for size in range(5)):
        for themes in ((), THEMES[:1], THEMES):
            inside = [
                pair for pair in found.conceivable if {*pair[:2]} <= {*listed} and pair.theme in (themes or THEMES)
            ]
            assert found.is_any_conceivable(listed, themes) == bool(inside)
