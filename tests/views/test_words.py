"""A programme's own words for mentor, mentee, theme and pairing stand in headings and calendars."""

from __future__ import annotations

from mentoring.domain.consistency import find_problems
from mentoring.domain.plan import Plan
from mentoring.exports.entry import description
from mentoring.views.table import pairing_table, unserved_table
from tests.builders import PAIRING, VISIT, plan_of, scenario

WORDS = {"mentor": "expert city", "mentee": "implementing  city", "theme": "cluster", "pairing": "twinning"}


def plan(words: dict[str, str]) -> Plan:
    return plan_of(scenario(programme={"words": words}), [PAIRING], {VISIT: "2024-01-08"})


def test_headings_of_tables():
    titles = [column.title for column in pairing_table(plan(WORDS)).columns]
    assert titles[:3] == ["Cluster", "Expert city", "Implementing city"]
    assert unserved_table(plan(WORDS)).columns[1].title == "Needs an expert city in"
    assert [column.title for column in pairing_table(plan({})).columns][:3] == ["Theme", "Mentor", "Mentee"]
    assert unserved_table(plan({"mentor": ""})).columns[1].title == "Needs a mentor in"


def test_calendars():
    visit = plan(WORDS).by_id[VISIT]
    lines = description(plan(WORDS), visit).splitlines()
    assert [line for line in lines if line.startswith(("Cluster", "Expert", "Implementing"))] == [
        "Cluster: housing", "Expert city: oslo", "Implementing city: ghent",
    ]  # fmt: skip
    assert "Mentor: " not in description(plan({}), visit)


def test_a_word_that_is_never_shown_is_told():
    found = [one for one in find_problems(scenario(programme={"words": {"mentees": "cities"}})) if one.warning]
    ((path, hint),) = [(one.path, one.hint) for one in found]
    assert path == ("programme", "words", "mentees")
    assert hint == "did you mean mentee or mentor?"
