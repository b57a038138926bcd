"""Every line of a scenario that retells a real programme says whether it is a fact or an assumption."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mentoring import api
from tests.scenarios.shipped import EVERY, ROOT

REAL = [name for name in EVERY if name != "first-steps.yaml"]

STRUCTURE = re.compile(r"\s*[a-z-]+:|format: 1|based_on: \S+")  # opens a section, or says what kind of file it is
MARK = re.compile(r"#\s(?:fact(?P<sources>(?: (?:[SP]\d+|map))+)|assumption)(?::|;|$)")
NAMED = re.compile(r"^#\s+([SP]\d+|map)\s+\S", re.MULTILINE)


def read_lines(name: str) -> list[tuple[int, str]]:
    """Numbered lines that say something to the program."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [(number, line) for number, line in enumerate(lines, 1) if line.split("#")[0].strip()]


def say_sources(name: str) -> set[str]:
    """Sources that a file, or the file it is based on, lists with their addresses."""
    text = (ROOT / name).read_text(encoding="utf-8")
    based_on = re.search(r"^based_on: (\S+)", text, re.MULTILINE)
    above = say_sources((Path(name).parent / based_on[1]).as_posix()) if based_on else set()
    return {*NAMED.findall(text), *above}


@pytest.mark.parametrize("name", REAL)
def test_each_line_is_marked_as_fact_or_assumption(name):
    unmarked = [
        f"{name}:{number}: {line}"
        for number, line in read_lines(name)
        if not MARK.search(line) and not STRUCTURE.fullmatch(line.rstrip())
    ]
    assert unmarked == []


@pytest.mark.parametrize("name", REAL)
def test_each_fact_names_a_source_that_the_file_lists(name):
    known = say_sources(name)
    found = [mark["sources"] for _, line in read_lines(name) if (mark := MARK.search(line)) and mark["sources"]]
    assert {source for sources in found for source in sources.split()} <= known
    assert len(known) > 3


def test_structure_is_no_loophole_for_facts():
    assert not STRUCTURE.fullmatch("  oslo: {country: NO}")
    assert not STRUCTURE.fullmatch("    days: 4")


@pytest.mark.parametrize("name", [name for name in REAL if "/" not in name])
def test_every_city_theme_person_stage_and_pin_is_marked_although_its_line_opens_a_section(name):
    loaded = api.load(ROOT / name)
    scenario, lines = loaded.require(), dict(read_lines(name))
    for section in ("cities", "themes", "people", "stages", "pins"):
        for key in getattr(scenario, section):
            at = loaded.positions[f"{section}.{key}"].line  # of its value: the key's own line, or the one below
            opening = next(lines[line] for line in (at, at - 1) if lines[line].startswith(f"  {key}:"))
            assert MARK.search(opening), f"{name}: {opening}"


def test_every_line_of_the_first_steps_is_explained():
    told = re.compile(r" # [\w`]")
    assert [line for _, line in read_lines("first-steps.yaml") if not told.search(line)] == []


@pytest.mark.parametrize("name", EVERY)
def test_first_line_names_the_packaged_schema(name):
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[0]
    relative = first.removeprefix("# yaml-language-server: $schema=")
    target = ((ROOT / name).parent / relative).resolve()
    assert target == (ROOT.parent / "src/mentoring/data/scenario.schema.json").resolve()
