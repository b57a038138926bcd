"""What holds a programme together, found without listing links, is what networkx finds in the listed graphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.analysis import betweenness, graph
from mentoring.analysis.betweenness import find_betweenness
from mentoring.analysis.graph import Exchange, analyse, theme_members
from mentoring.analysis.structure import Loss, Structure
from mentoring.domain.scenario import Scenario
from tests.builders import plan_of, scenario

CITIES = tuple("abcdefgh")
THEMES = tuple("stuvw")
SIDE = st.sets(st.sampled_from(THEMES), max_size=3)


@st.composite
def programmes(draw: Any) -> Scenario:
    names = CITIES[: draw(st.integers(1, len(CITIES)))]
    cities: dict[str, Any] = {
        name: {"offers": {theme: {} for theme in draw(SIDE)}, "needs": {theme: {} for theme in draw(SIDE)}}
        for name in names
    }
    return scenario(cities=cities, themes={theme: {} for theme in THEMES}, stages={})


def parts_of(of: nx.Graph) -> list[tuple[str, ...]]:
    return sorted((tuple(sorted(part)) for part in nx.connected_components(of)), key=lambda part: (-len(part), part))


def structure_of(of: nx.Graph, members: Mapping[str, tuple[str, ...]]) -> Structure:
    losses = []
    for city in sorted(nx.articulation_points(of)):
        groups = parts_of(of.subgraph(nx.node_connected_component(of, city) - {city}))[1:]
        rests = {theme: set(cities) - {city} for theme, cities in members.items()}
        inside = [theme for theme, rest in rests.items() if rest and any(rest <= set(group) for group in groups)]
        losses.append(Loss(city, tuple(groups), tuple(inside)))
    return Structure(
        components=tuple(part for part in parts_of(of) if len(part) > 1),
        articulation=tuple(sorted(nx.articulation_points(of))),
        bridges=tuple(sorted((min(link), max(link)) for link in nx.bridges(of))),
        losses=tuple(losses),
    )


def compare(found: Exchange) -> None:
    findings, pairs, members = found.findings, found.pairs, theme_members(found.source)
    plain: nx.Graph = nx.Graph()
    plain.add_nodes_from(sorted(pairs.nodes))
    plain.add_edges_from(pairs.edges())
    assert findings.pairs == structure_of(plain, members)
    assert findings.themes == structure_of(found.themes, members)
    assert findings.betweenness == pytest.approx(nx.betweenness_centrality(found.themes), abs=1e-4)
    both = tuple(
        sorted((one, two) for one, two in plain.edges() if pairs.has_edge(one, two) and pairs.has_edge(two, one))
    )
    assert findings.reciprocal == tuple(sorted((min(link), max(link)) for link in both))
    assert findings.reciprocity == (round(len(both) / plain.number_of_edges(), 4) if plain.edges else 0)
    assert {city: (load.learns, load.teaches) for city, load in findings.load.items()} == {
        city: (pairs.in_degree(city), pairs.out_degree(city)) for city in pairs
    }
    assert findings.isolated == tuple(sorted(nx.isolates(pairs)))
    hanging = set()
    for theme in THEMES:
        made = [(mentor, mentee) for mentor, mentee, key in pairs.edges(keys=True) if key == theme]
        for role, cities in zip(("mentor", "mentee"), map(set, zip(*made, strict=True)), strict=False):
            hanging |= {(theme, city, role) for city in cities if len(cities) == 1}
    assert {(one.theme, one.city, one.role) for one in findings.hanging} == hanging


@given(programmes())
def test_offers_and_needs(of: Scenario):
    compare(analyse(of))


@given(programmes(), st.data())
def test_pairings_of_a_plan(of: Scenario, data: st.DataObject):
    pairs = data.draw(st.sets(st.sampled_from(of.conceivable), max_size=12)) if of.conceivable else set()
    compare(analyse(plan_of(of, sorted(pairs))))


def test_three_thousand_cities_are_told_of_without_listing_a_million_links(monkeypatch: pytest.MonkeyPatch):
    themes = [f"t{one}" for one in range(8)]
    cities: dict[str, Any] = {
        f"c{one}": {"offers": {themes[one % 8]: {}}, "needs": {themes[(one * 3 + 1) % 8]: {}}} for one in range(3000)
    }
    of = scenario(cities=cities, themes={theme: {} for theme in themes}, stages={})
    for name in ("build_pair_graph", "build_theme_graph"):
        monkeypatch.setattr(graph, name, lambda _: pytest.fail("the links were listed"))
    monkeypatch.setattr(Scenario, "conceivable", property(lambda _: pytest.fail("the pairings were listed")))
    findings = analyse(of).findings
    assert of.count_conceivable() == sum(load.teaches for load in findings.load.values()) > 1_000_000


def test_ways_from_a_sample_are_the_same_each_time_and_near_the_truth(monkeypatch: pytest.MonkeyPatch):
    members = {theme: [f"{theme}-{one}" for one in range(30)] + [f"x-{(one + shift) % 5}" for shift in range(2)]
               for one, theme in enumerate(THEMES)}  # fmt: skip
    cities = {city for those in members.values() for city in those}
    exact = find_betweenness(cities, members)
    monkeypatch.setattr(betweenness, "_MOST_EXACT", 9)  # cities; there are ten groups of them
    some = find_betweenness(cities, members)
    assert some == find_betweenness(cities, members) != exact
    assert max(abs(some[city] - exact[city]) for city in cities) < 0.3
