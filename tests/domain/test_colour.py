"""Colours that a file gives its themes: read, checked for being told apart, and warned of."""

from __future__ import annotations

import time

import pytest
from pydantic import ValidationError

from mentoring.domain.consistency import Finding, find_problems
from mentoring.domain.consistency.colour import MOST
from tests.builders import scenario


def warnings(**colours: str | None) -> list[Finding]:
    """What is found about themes with these colours; None: no own one."""
    themes = {name: {"colour": colour} if colour else {} for name, colour in colours.items()}
    found = find_problems(scenario(themes={"housing": {}, **themes}))
    return [one for one in found if one.path[-1] == "colour"]


@pytest.mark.parametrize("wrong", ["red", "#12345", "#1234567", "1f4fb8", "#gggggg", "#000;}"])
def test_what_is_no_colour_is_refused(wrong):
    with pytest.raises(ValidationError, match="is no colour"):
        scenario(themes={"housing": {"colour": wrong}})


def test_colours_that_everybody_tells_apart_are_not_spoken_of():
    assert warnings(work="#d40000", parks=None) == []
    assert warnings(work=None, parks=None) == []


def test_two_alike_are_named_and_for_whom():
    (found,) = warnings(work="#c06a2a", parks="#7a8a1a")
    assert found.warning
    assert (found.path, found.also) == (("themes", "work", "colour"), (("themes", "parks", "colour"),))
    assert found.message.startswith("work and parks look alike to people who see no green: #c06a2a and #7a8a1a are 2")
    (found,) = warnings(work="#2050b8")  # housing is drawn in nearly the same blue, as it has no own colour
    assert found.path == ("themes", "work", "colour")
    assert "housing and work look alike" in found.message


def test_a_colour_that_cannot_be_seen_on_white_is_named():
    (found,) = warnings(work="#ffff66")
    assert (found.path, found.warning) == (("themes", "work", "colour"), True)
    assert "hard to see on white" in found.message


def test_of_very_many_colours_only_some_pairs_are_told_and_soon():
    began = time.process_time()
    found = warnings(**{f"theme-{place}": f"#{place * 7919 % 0x800000:06x}" for place in range(300)})
    assert sum("look alike" in one.message for one in found) == MOST
    assert time.process_time() - began < 5
