"""Who would both rather work with each other than with whom they got, and whom each of the two has instead."""

from __future__ import annotations

from typing import Any

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.preference import find_blocking
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.wording import count, figure, joined, theme_title

EXPLAINED = (
    "A city likes those it prefers, then those that fit better; it would give up its least liked partner in the theme, "
    "or has a place free. Dates and money are not asked: such a pair may still find no common days."
)


def blocking_blocks(plan: Plan) -> list[Block]:
    """How many such pairs there are, and each with what the two have now."""
    found = find_blocking(plan)
    title = Heading("Pairs that would both rather work with each other")
    if not found:
        return [title, Sentence("There is none: no two cities would both rather have each other.", "good")]
    scenario = plan.scenario
    said = scenario.programme.heading
    rows = tuple(
        (
            theme_title(scenario, pair.theme),
            scenario.name(pair.mentor),
            _instead(plan, _of_mentor(plan, pair)),
            scenario.name(pair.mentee),
            _instead(plan, _of_mentee(plan, pair)),
            figure(scenario.fit(pair)),
        )
        for pair in found
    )
    columns = (Column(said("theme")), Column(said("mentor"), style="strong"), Column("has now"),
               Column(said("mentee"), style="strong"), Column("has now"), Column("Fit", figures=True))  # fmt: skip
    return [title, Table(columns, rows), Sentence(f"{count(len(found), 'such pair')}. {EXPLAINED}", "faint")]


def blocking_records(plan: Plan) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "pairing": str(pair),
            "mentor": pair.mentor,
            "mentee": pair.mentee,
            "theme": pair.theme,
            "fit": plan.scenario.fit(pair),
            "mentor_has": _of_mentor(plan, pair),
            "mentee_has": _of_mentee(plan, pair),
        }
        for pair in find_blocking(plan)
    ]


def _of_mentor(plan: Plan, pair: Pairing) -> list[str]:
    return sorted(one.mentee for one in plan.paired if (one.mentor, one.theme) == (pair.mentor, pair.theme))


def _of_mentee(plan: Plan, pair: Pairing) -> list[str]:
    return sorted(one.mentor for one in plan.paired if (one.mentee, one.theme) == (pair.mentee, pair.theme))


def _instead(plan: Plan, cities: list[str]) -> str:
    return joined(plan.scenario.name(city) for city in cities) if cities else "nobody"
