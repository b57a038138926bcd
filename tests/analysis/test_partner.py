"""One city's candidates, judged among a few others, are what they are among all."""

from __future__ import annotations

import pytest
from hypothesis import event, given

from mentoring import api
from mentoring.analysis.partner import list_pairings_of, surround
from mentoring.domain.consistency import find_problems
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import find_candidates
from tests.builders import city, scenario
from tests.strategies import scenarios


def judged_among_all(of: Scenario, who: str) -> dict[str, list[tuple[str, str]]]:
    found = find_candidates(of, in_pieces=True)
    reasons = {
        str(pair): [(slug, said) for (slug, _), said in zip(why, found.say(pair), strict=True)]
        for pair, why in found.fallen.items()
    }
    return {str(pair): reasons.get(str(pair), []) for pair in of.conceivable if who in pair[:2]}


def judged_alone(of: Scenario, who: str) -> dict[str, list[tuple[str, str]]]:
    return {str(one.pairing): list(one.reasons) for one in api.candidates(of, who)}


@given(scenarios())
def test_they_are_judged_as_among_all(of: Scenario):
    if any(not finding.warning for finding in find_problems(of)):
        return
    for who in of.cities:
        told = judged_among_all(of, who)
        event(f"{any(told.values())=}")
        assert judged_alone(of, who) == told


@pytest.mark.parametrize("gathers", ["mentor", "mentee", "theme"])
@pytest.mark.parametrize("able", ["oslo", "riga", "bergen", "graz", "none"])
def test_who_else_could_host_counts_though_it_is_no_partner(gathers: str, able: str):
    """Without rail nobody may go to the only host nearby; with another host the pairing is possible."""
    places = {"oslo": (59.9, 10.7), "bergen": (60.4, 5.3), "riga": (56.9, 24.1), "graz": (47.1, 15.4)}
    of = scenario(
        cities={
            name: city("NO", at, can_host=name == able, **{side: {"housing": {}}})
            for (name, at), side in zip(places.items(), ("offers", "needs", "offers", "needs"), strict=True)
        },
        stages={"meeting": {"gathers": gathers, "host": "participant"}},
        limits={"rail_only_below_km": 1500},
        travel={"no_rail": ["oslo", "bergen", "riga", "graz"]},
    )  # fmt: skip
    for who in places:
        assert judged_alone(of, who) == judged_among_all(of, who)


def test_only_what_is_asked_for_is_surrounded():
    of = scenario()
    pairs = list_pairings_of(of, "oslo")
    assert surround(of, pairs) == (pairs, {})
