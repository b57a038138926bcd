from __future__ import annotations

import pytest

from mentoring.exports.colour import COLOURS, theme_colour
from tests.builders import scenario


@pytest.mark.parametrize(("own", "name"), [("#4682b5", "steelblue"), ("#fe0000", "red"), ("#1f4fb8", "royalblue")])
def test_an_own_colour_comes_to_calendars_by_its_nearest_name(own, name):
    of = scenario(themes={"housing": {"colour": own}})
    assert theme_colour(of, "housing") == (name, own.upper())


def test_without_one_the_place_of_the_theme_decides():
    of = scenario(themes={"housing": {}, "work": {}})
    assert theme_colour(of, "work") == COLOURS[1]
    assert theme_colour(of, "gone", 4) == COLOURS[4]
