"""What `--help` says is held against the same words as every sentence."""

from __future__ import annotations

import re

import pytest

from mentoring.cli.group import VERBS
from mentoring.goals import GOALS
from tests.sentence import INSIDE, TYPED


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_speaks_of_plans_and_not_of_how_they_are_searched(run, verb: str):
    told = run(*filter(None, [verb]), "--help").stdout
    assert "Usage" in told
    goals = "|".join(goal.slug for goal in GOALS if "_" in goal.slug)  # they are what is typed
    read = re.sub(f"{TYPED}|{goals}", " ", re.sub(r"[│╭╮╰╯─]+", " ", told))
    assert [found[0] for found in re.finditer(INSIDE, read) if found[0].islower()] == []
