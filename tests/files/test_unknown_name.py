"""Names that nothing has are told in the same reading as mistakes of form, and never a name that the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.files.scenario import load_scenario

SOUND = """\
format: 1
programme: {id: demo, first: 2013-02-25, last: 2013-12-20}
themes: {housing: {}, jobs: {}}
cities:
  oslo:
    offers: {housing: {}, jobs: {}}
  genoa:
    needs: {housing: {refuses: [oslo]}}
  graz:
    needs: {jobs: {}}
people:
  kim: {home: oslo, roles: [facilitator]}
stages:
  visit: {gathers: pairing, host: mentee, days: 2, people: {facilitator: 1}}
  close: {gathers: all, host: oslo, days: 1, after: {visit: {min: 0d}}}
pins:
  one: {pairing: oslo > graz in jobs}
  two: {event: close, first: 2013-12-03}
"""

STRANGE = (
    ("refuses: [oslo]", "refuses: [oslx]", "cities.genoa.needs.housing.refuses.0"),
    ("home: oslo", "home: osloo", "people.kim.home"),
    ("people: {facilitator", "people: {facilitater", "stages.visit.people.facilitater"),
    ("after: {visit", "after: {vist", "stages.close.after.vist"),
    ("in jobs}", "in jobz}", "pins.one.pairing"),
    ("event: close", "event: closing", "pins.two.event"),
)
"""Names that nothing has, and where that is told."""

MISTAKES = (
    ("first: 2013-02-25", "first: 2013-02-31", "programme.first"),
    ("first: 2013-02-25", "first: 2014-02-25", "programme.first"),
    ("first: 2013-02-25, ", "", "programme"),
    ("id: demo", "id: The Demo", "programme.id"),
    ("programme: {", "x: {", ""),
    ("format: 1\n", "", ""),
    ("gathers: all, host: oslo", "gathers: all", "stages.close"),
    ("first: 2013-12-03", "first: soon", "pins.two.first"),
    ("  genoa:", "  Genoa:", "cities.Genoa"),
)
"""Mistakes of form, and where each is told; nothing that the file names is told as unknown for it."""


def _told(text: str, folder: Path) -> list[str]:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return [problem.path for problem in load_scenario(path).errors]


def _with(text: str, *changes: tuple[str, str, str]) -> str:
    for right, wrong, _ in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


def test_without_mistakes_nothing_is_told(tmp_path: Path) -> None:
    assert _told(SOUND, tmp_path) == []


@pytest.mark.parametrize(("right", "wrong", "where"), MISTAKES)
def test_unknown_names_are_told_beside_a_mistake_of_form(right: str, wrong: str, where: str, tmp_path: Path) -> None:
    told = _told(_with(SOUND, *STRANGE, (right, wrong, where)), tmp_path)
    assert {each for _, _, each in STRANGE} <= set(told)
    assert where in told
    assert len(told) == len(set(told)) <= len(STRANGE) + 2  # `x` instead of `programme` is told as well


@pytest.mark.parametrize(("right", "wrong", "where"), MISTAKES)
def test_names_that_the_file_says_are_never_told_as_unknown(right: str, wrong: str, where: str, tmp_path: Path) -> None:
    told = _told(_with(SOUND, (right, wrong, where)), tmp_path)
    assert set(told) - {"x"} == {where}


@pytest.mark.parametrize(
    ("right", "wrong", "where"),
    [
        ("themes: {housing: {}, jobs: {}}", "themes: [housing, jobs]", ["themes"]),
        ("themes: {housing: {}, jobs: {}}", "themes: two of them", ["themes"]),
        ("themes: {housing: {}, jobs: {}}", "subjects: {housing: {}, jobs: {}}", ["subjects"]),
        ("themes: {housing: {}, jobs: {}}", "subjects: [{id: housing}, {id: jobs}]", ["subjects"]),
        ("jobs: {}}\ncities", "jobs: 3}\ncities", ["themes.jobs"]),
        ("  kim: {", "  - {", ["people"]),
        ("  kim: {", "  kim: {xyz: 1, ", ["people.kim.xyz"]),
        ("cities:\n", "cities: [oslo, genoa, graz]\nx:\n", ["cities", "x"]),
    ],
)
def test_what_a_section_of_a_wrong_form_says_counts_as_said(
    right: str, wrong: str, where: list[str], tmp_path: Path
) -> None:
    assert _told(_with(SOUND, (right, wrong, "")), tmp_path) == where


def test_a_city_written_with_a_capital_is_the_city_that_was_meant(tmp_path: Path) -> None:
    changes = (
        ("  genoa:", "  Genoa:\n    country: Italy", ""),
        ("{housing: {refuses", "{housing: {priority: x, refuses", ""),
    )
    told = _told(_with(SOUND, *changes), tmp_path)
    assert told == ["cities.Genoa", "cities.Genoa.country", "cities.Genoa.needs.housing.priority"]


def test_of_a_file_of_another_format_only_that_is_told(tmp_path: Path) -> None:
    assert _told(_with(SOUND, *STRANGE, ("format: 1", "format: 2", "")), tmp_path) == ["format"]
