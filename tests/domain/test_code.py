"""Codes of cities: three signs, all different, the file's own first."""

from __future__ import annotations

import re

from mentoring.domain.code import codes
from tests.builders import city, scenario


def of(*names: str, **own: str) -> dict[str, str]:
    cities = {name: city(code=own[name]) if name in own else city() for name in names}
    return codes(scenario(cities=cities, stages={}))


def test_codes_are_the_first_letters_of_the_id():
    assert of("ghent", "oslo") == {"ghent": "GHE", "oslo": "OSL"}
    assert of("a-coruna") == {"a-coruna": "ACO"}


def test_two_that_begin_alike_get_different_ones():
    assert of("oslofjord", "oslo") == {"oslofjord": "OSO", "oslo": "OSL"}


def test_codes_of_the_file_are_kept_and_never_given_again():
    assert of("oslo", "ghent", ghent="OSL") == {"oslo": "OSO", "ghent": "OSL"}


def test_short_ids_and_a_thousand_alike_have_codes_too():
    short = of("a", "ab", "x1")
    many = of(*(f"city-{number}" for number in range(1000)))
    assert len(set(many.values())) == 1000
    assert all(re.fullmatch("[A-Z0-9]{3}", code) for code in (*short.values(), *many.values()))
    assert short == {"a": "AX0", "ab": "AB0", "x1": "X10"}
