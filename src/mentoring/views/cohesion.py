"""What holds a programme together, in sentences and a table: from the findings about its exchange graph."""

from __future__ import annotations

import dataclasses
from typing import Any

from mentoring.analysis.cohesion import Findings
from mentoring.analysis.structure import Structure
from mentoring.domain.naming import theme_of
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.wording import count, figure, joined, theme_title

BETWEEN = (
    "Between others: on what share of the shortest ways between two other cities a city lies (0 to 1), and whether it "
    "holds others, both by shared themes."
)
"""Which of the two graphs the table's last columns are about."""


def cohesion_blocks(scenario: Scenario, findings: Findings, source: str) -> list[Block]:
    """The findings; `source` says what the graph is made of, as in "the plan's pairings"."""
    title = scenario.programme.title or scenario.programme.id
    return [
        Heading(f"{title}: who exchanges with whom, by {source}"),
        *(Sentence(said) for said in _exchange(scenario, findings)),
        Heading("Cities that share a theme"),
        *(Sentence(said) for said in _structure(scenario, findings.themes, "themes", "their themes")),
        Heading("Cities that are paired"),
        *(Sentence(said) for said in _structure(scenario, findings.pairs, "pairings", "their pairings")),
        Heading("Cities"),
        Sentence(BETWEEN, "faint"),
        _city_table(scenario, findings),
    ]


def cohesion_record(findings: Findings, source: str) -> dict[str, Any]:
    """The findings for programs; ids throughout."""
    return {"source": source, **dataclasses.asdict(findings)}


def _exchange(scenario: Scenario, findings: Findings) -> list[str]:
    said = []
    if findings.reciprocal:
        both = "; ".join(f"{scenario.name(one)} and {scenario.name(two)}" for one, two in findings.reciprocal)
        share = f"{findings.reciprocity * 100:.0f} % of all linked pairs"
        said.append(f"{count(len(findings.reciprocal), 'pair')} of cities mentor each other ({share}): {both}.")
    else:
        said.append("No two cities mentor each other.")
    said += [
        f"{theme_title(scenario, one.theme)} hangs on {scenario.name(one.city)}, its only {one.role}."
        for one in findings.hanging
    ]
    if findings.isolated:
        names = joined(scenario.name(city) for city in findings.isolated)
        said.append(f"In no pairing: {names}.")
    return said


def _structure(scenario: Scenario, structure: Structure, links: str, theirs: str) -> list[str]:
    if not structure.components:
        return [f"There are no {links} yet."]
    if len(structure.components) == 1:
        said = [f"{count(len(structure.components[0]), 'city', 'cities')} hang together by {theirs}."]
    else:
        parts = "; ".join(joined(map(scenario.name, part)) for part in structure.components)
        said = [f"They fall into {figure(len(structure.components))} parts: {parts}."]
    for loss in structure.losses:
        groups = "; ".join(joined(map(scenario.name, group)) for group in loss.groups)
        themes = joined(theme_of(scenario, theme) for theme in loss.themes)
        lost = f" and with it the theme {themes}" if loss.themes else ""
        said.append(f"Without {scenario.name(loss.city)} this falls off: {groups}{lost}.")
    if not structure.losses:
        said.append("No single city's leaving would tear them apart.")
    if structure.bridges:
        bridges = "; ".join(f"{scenario.name(one)} and {scenario.name(two)}" for one, two in structure.bridges)
        said.append(f"Held by one link alone: {bridges}.")
    return said


def _city_table(scenario: Scenario, findings: Findings) -> Table:
    def weight(city: str) -> tuple[float, int, str]:
        load = findings.load[city]
        return -findings.betweenness.get(city, 0.0), -(load.learns + load.teaches), city

    rows = tuple(
        (
            scenario.name(city),
            figure(findings.load[city].teaches),
            figure(findings.load[city].learns),
            f"{findings.betweenness.get(city, 0.0):.2f}",
            "holds others" if city in findings.themes.articulation else "",
        )
        for city in sorted(findings.load, key=weight)
    )
    columns = (Column("City", style="strong"), Column("Mentors", figures=True), Column("Learns", figures=True),
               Column("Between others", figures=True), Column("Role"))  # fmt: skip
    return Table(columns, rows, "There are no cities.")
