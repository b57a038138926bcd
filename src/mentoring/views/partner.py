"""Whom a city could meet: as mentor and as mentee, the possible by fit, the others with the reasons."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.wording import figure, theme_title

Told = tuple[Pairing, int, int, tuple[str, ...]]
"""A pairing, its fit, its km one way, and why it falls out (empty: it does not)."""


def partner_blocks(scenario: Scenario, city: str, partners: Sequence[Told]) -> list[Block]:
    """Possible partners first, then those that fall out."""
    possible = [one for one in partners if not one[3]]
    fallen = [one for one in partners if one[3]]
    name = scenario.name(city)
    blocks: list[Block] = [Heading(f"{name}: possible partners, the best fit first")]
    blocks.append(_table(scenario, city, possible, with_reasons=False))
    if fallen:
        blocks += [Heading(f"{name}: partners that fall out"), _table(scenario, city, fallen, with_reasons=True)]
    if not partners:
        blocks.append(Sentence("Nobody offers what it needs, and nobody needs what it offers."))
    return blocks


def _table(scenario: Scenario, city: str, partners: Sequence[Told], with_reasons: bool) -> Table:
    rows = tuple(
        (
            scenario.name(pair.mentee if pair.mentor == city else pair.mentor),
            "would learn from it" if pair.mentor == city else "would teach it",
            theme_title(scenario, pair.theme),
            figure(fit),
            figure(km),
            *(("; ".join(reasons),) if with_reasons else ()),
        )
        for pair, fit, km, reasons in partners
    )
    theme = scenario.programme.heading("theme")
    columns = (Column("Partner", style="strong"), Column("Role"), Column(theme), Column("Fit", figures=True),
               Column("Km apart", figures=True), *((Column("Why not"),) if with_reasons else ()))  # fmt: skip
    return Table(columns, rows, "There is none.")
