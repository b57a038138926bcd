from __future__ import annotations

import pytest

from mentoring.domain.colour import SIGHTS, contrast, distance, worst_pair
from mentoring.views.palette import PAGE, SHAPES, THEMES, colour_rules, ink_class, shape_of, theme_ink
from tests.builders import scenario

LOOKS = ("light", "dark")


@pytest.mark.parametrize("look", LOOKS)
def test_any_two_themes_look_different_to_everybody(look):
    least, one, two, sight = worst_pair([ink.fill for ink in THEMES[look]])
    assert least >= 12, f"{one} and {two} look alike to {sight} sight"


@pytest.mark.parametrize("look", LOOKS)
def test_every_theme_stands_out_from_the_card_and_its_text_is_readable(look):
    for ink in THEMES[look]:
        assert contrast(ink.fill, PAGE[look]["card"]) >= 3
        assert contrast(ink.fill, ink.text) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("text", "ground"), [
    ("ink", "paper"), ("ink", "card"), ("soft", "card"), ("soft", "paper"), ("warn", "warn-tint"), ("bad", "bad-tint"),
    ("good", "good-tint"), ("on-accent", "accent"), ("accent", "card"), ("on-heat", "heat-1"), ("on-heat", "heat-2"),
    ("on-heat", "heat-3"), ("on-heat-4", "heat-4"),
])  # fmt: skip
def test_every_text_of_the_page_is_readable(look, text, ground):
    assert contrast(PAGE[look][text], PAGE[look][ground]) >= 4.5


def test_distances_are_those_of_the_published_formula():
    # Pairs 1, 7 and 25 of the test data of Sharma, Wu and Dalal (2005) are in L*a*b*; colours of a screen serve here:
    # black and white are 100 apart, a colour is 0 from itself, and order does not matter.
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=0.01)
    assert distance("#1f4fb8", "#1f4fb8") == 0
    assert distance("#1f4fb8", "#df7a2a") == pytest.approx(distance("#df7a2a", "#1f4fb8"))


def test_red_and_green_that_only_some_can_tell_apart_are_found():
    assert distance("#c06a2a", "#7a8a1a", "normal") > 2 * distance("#c06a2a", "#7a8a1a", "protan")


def test_grey_looks_the_same_to_all():
    for sight in SIGHTS:
        assert distance("#808080", "#ffffff", sight) == pytest.approx(distance("#808080", "#ffffff"), abs=0.5)


def test_a_colour_that_comes_again_comes_with_another_shape():
    assert [ink_class(0), ink_class(6), ink_class(None)] == ["t0", "t6", "tn"]
    assert len({(ink_class(theme), shape_of(theme)) for theme in range(36)}) == 36
    assert [shape_of(theme) for theme in range(6)] == list(SHAPES)


@pytest.mark.parametrize("own", ["#1f4fb8", "#000000", "#ffffff", "#d40000", "#777777"])
@pytest.mark.parametrize("look", LOOKS)
def test_a_colour_of_the_file_can_be_read_on_every_page(own, look):
    ink = theme_ink(0, own, look)
    assert ink.fill == own or look == "dark"
    assert contrast(ink.fill, ink.text) >= 4.5
    assert look == "light" or contrast(ink.fill, PAGE[look]["card"]) >= 3


def test_only_the_theme_that_has_an_own_colour_gets_it():
    themes: dict[str, dict[str, str]] = {f"theme-{place}": {} for place in range(7)} | {
        "theme-0": {"colour": "#D40000"}
    }
    rules = colour_rules(scenario(themes={"housing": {}, **themes}))
    assert "--own1:#d40000;--own-on1:#ffffff" in rules
    assert ".t1{--c:var(--own1);--on:var(--own-on1)}" in rules
    assert ".t0{--c:var(--c0);--on:var(--on0)}" in rules
    assert ".t7{--c:var(--c1);--on:var(--on1)}" in rules  # what comes again has the colour of the page
    assert rules.count("--own1:") == 3  # light, dark, chosen dark
