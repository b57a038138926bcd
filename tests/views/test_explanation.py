"""How an impasse is told: conflict after conflict, and what is not known."""

from __future__ import annotations

from mentoring.domain.impasse import Cause, Conflict, Impasse, WayOut
from mentoring.views.block import Heading, Sentence, Table
from mentoring.views.explanation import impasse_blocks
from tests.builders import scenario

CLOSED = Cause("Oslo is unavailable 4-8 March 2024", "unavailable", ("cities.oslo.unavailable.0",), ("a.yaml:7:9",))
HOLIDAY = Cause("8 March 2024 is a public holiday in Ghent", "holiday", ("cities.ghent.country",), (), False)


def said(impasse: Impasse) -> list[str]:
    """Headings, sentences and the cells of tables, one after the other."""
    found: list[str] = []
    for block in impasse_blocks(impasse):
        if isinstance(block, Table):
            found += [" | ".join(row) for row in block.rows]
        elif isinstance(block, Heading | Sentence):
            found.append(block.text)
    return found


def test_further_conflicts_follow_the_first():
    two = (Conflict((CLOSED, HOLIDAY)), Conflict((HOLIDAY,)))
    way = WayOut(("open Oslo on 4 March 2024", "drop the pin x"), {"pins": {"x": None}}, 13)
    assert said(Impasse(scenario(), "infeasible", two, (way,))) == [
        "Why there is no plan",
        "These 2 facts cannot all hold; without any one of them the others can.",
        "Lines are those of a.yaml.",
        "1 | Oslo is unavailable 4-8 March 2024 | line 7",
        "2 | 8 March 2024 is a public holiday in Ghent | ",
        "What clashes besides, even if all of that gave way",
        "This alone cannot be kept.",
        "1 | 8 March 2024 is a public holiday in Ghent | ",
        "Ways out, the easiest to ask for first",
        "Each was tried: with it there is a plan.",
        "1 | Open Oslo on 4 March 2024; and drop the pin x",
    ]


def test_what_nobody_can_change_is_told_so():
    told = said(Impasse(scenario(), "infeasible", (Conflict((HOLIDAY,)),)))
    assert told[-1] == "Nobody can be asked to change that."
    told = said(Impasse(scenario(), "infeasible", (Conflict((CLOSED, HOLIDAY), is_confirmed=False),)))
    assert told[-2:] == [
        "The time was too short to tell whether each of them is needed for it.",
        "No way out was found.",
    ]


def test_what_is_not_known_is_told_so():
    assert said(Impasse(scenario(), "unknown", note="The time was too short.", seconds=3.21)) == [
        "In 3.2 seconds it could not be told whether there is a plan.",
        "The time was too short.",
    ]
    assert said(Impasse(scenario(), "infeasible", note="The programme is too large.")) == [
        "There is no plan that keeps every rule; this is proven.",
        "The programme is too large.",
    ]
