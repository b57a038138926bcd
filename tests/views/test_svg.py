from __future__ import annotations

import pytest

from mentoring.views.svg import Drawn, escape, fit_text, number, tag, text_width
from tests.report_plan import HOSTILE


@pytest.mark.parametrize("name", HOSTILE.values())
def test_whatever_a_name_holds_it_stays_text(name):
    drawn = tag("text", name, title=name)
    assert drawn.count("<") == 2
    assert drawn.count(">") == 2
    assert "\n" not in drawn
    assert "\u202e" not in drawn  # turns the reading direction


def test_finished_markup_is_not_escaped_again():
    assert tag("g", tag("path", d="M0 0")) == '<g><path d="M0 0"/></g>'
    assert escape(Drawn("<b>")) == "<b>"


def test_attributes_are_written_as_html_has_them():
    assert tag("a", cls="x", data_e=3, viewBox="0 0 1 1", for_="y", none=None) == (
        '<a class="x" data-e="3" viewBox="0 0 1 1" for="y"></a>'
    )


@pytest.mark.parametrize(("value", "said"), [(12.0, "12"), (12.34, "12.3"), (-0.01, "0"), (-2.5, "-2.5")])
def test_coordinates_are_short(value, said):
    assert number(value) == said


def test_a_long_name_is_cut_to_its_room():
    cut = fit_text(HOSTILE["long"], 13, 90)
    assert cut.endswith("…")
    assert text_width(cut, 13) <= 90
    assert fit_text("Oslo", 13, 90) == "Oslo"


def test_letters_of_the_far_east_and_accents_count_as_they_look():
    assert text_width("東京", 10) > text_width("ab", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)
