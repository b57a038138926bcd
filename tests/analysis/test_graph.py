"""The exchange graph, on the four schemes of 2013 as they are documented."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.analysis.cohesion import Hanging, Load
from mentoring.analysis.graph import analyse, build_pair_graph, build_theme_graph, theme_members
from mentoring.domain.scenario import Scenario
from tests.builders import plan_of, scenario

SCHEMES = {
    "perception": ["genoa", "riga", "tampere", "lublin"],
    "administration": ["copenhagen", "tampere", "oslo", "manchester"],
    "neighbourhoods": ["dublin", "malmo", "rotterdam", "ghent", "athens", "amsterdam"],
    "political": ["athens", "oslo", "genoa", "milan"],
}
PAIRINGS = [
    "tampere > lublin in perception",
    "genoa > riga in perception",
    "manchester > copenhagen in administration",
    "oslo > tampere in administration",
    "dublin > rotterdam in neighbourhoods",
    "malmo > ghent in neighbourhoods",
    "amsterdam > athens in neighbourhoods",
    "athens > genoa in political",
    "oslo > milan in political",
]
CITIES = sorted({city for cities in SCHEMES.values() for city in cities})


def programme(*, without: str = "") -> Scenario:
    cities: dict[str, dict[str, dict[str, dict[str, int]]]] = {city: {} for city in CITIES if city != without}
    for pairing in PAIRINGS:
        mentor, _, mentee, _, theme = pairing.split()
        for city, side in ((mentor, "offers"), (mentee, "needs")):
            if city in cities:
                cities[city].setdefault(side, {})[theme] = {}
    return scenario(cities=cities, themes={theme: {} for theme in SCHEMES})


def plan(of: Scenario | None = None, pairings: list[str] = PAIRINGS, events: dict[str, str] | None = None):
    return plan_of(of or programme(), pairings, events)


def test_members_of_a_theme_are_those_with_a_pairing_in_a_plan_and_with_an_offer_or_need_in_a_scenario():
    expected = {theme: tuple(sorted(cities)) for theme, cities in SCHEMES.items()}
    assert theme_members(plan()) == expected
    assert theme_members(programme()) == expected
    assert theme_members(plan(pairings=[]))["political"] == ()


@pytest.mark.parametrize("source", [plan(), programme()], ids=["plan", "scenario"])
def test_athens_is_the_only_articulation_city_of_shared_themes(source):
    themes = analyse(source).findings.themes
    assert themes.components == (tuple(CITIES),)
    assert themes.articulation == ("athens",)
    (loss,) = themes.losses
    assert loss.city == "athens"
    assert loss.groups == (("amsterdam", "dublin", "ghent", "malmo", "rotterdam"),)
    assert loss.themes == ("neighbourhoods",)


def test_the_pairings_fall_into_five_parts():
    assert analyse(plan()).findings.pairs.components == (
        ("amsterdam", "athens", "genoa", "riga"),
        ("lublin", "milan", "oslo", "tampere"),
        ("copenhagen", "manchester"),
        ("dublin", "rotterdam"),
        ("ghent", "malmo"),
    )


def test_without_athens_the_neighbourhoods_scheme_is_cut_off():
    parts = analyse(programme(without="athens")).findings.themes.components
    assert len(parts) == 2
    assert ("amsterdam", "dublin", "ghent", "malmo", "rotterdam") in parts


def test_every_edge_of_a_forest_of_pairings_is_a_bridge():
    pairs = analyse(plan()).findings.pairs
    assert len(pairs.bridges) == len(PAIRINGS)
    assert ("amsterdam", "athens") in pairs.bridges
    assert "athens" in pairs.articulation


def test_betweenness_is_highest_for_the_city_that_joins_two_halves():
    shares = analyse(plan()).findings.betweenness
    assert max(shares, key=lambda city: shares[city]) == "athens"
    # Athens lies between 5 and 8 of the 78 pairs of the 13 others: (5 x 8) / 78, plus what runs on inside political.
    assert shares["athens"] >= round(40 / 78, 4)
    assert shares["dublin"] == 0


def test_load_counts_what_a_city_learns_and_teaches():
    load = analyse(plan()).findings.load
    assert load["oslo"] == Load(learns=0, teaches=2)
    assert load["athens"] == Load(learns=1, teaches=1)
    assert sum(each.learns for each in load.values()) == sum(each.teaches for each in load.values()) == len(PAIRINGS)


def test_two_cities_that_mentor_each_other_are_reciprocal_whatever_the_themes():
    of = scenario(
        cities={
            "oslo": {"offers": {"a": {}}, "needs": {"b": {}}},
            "ghent": {"offers": {"b": {}}, "needs": {"a": {}}},
            "riga": {"needs": {"a": {}}},
        },
        themes={"a": {}, "b": {}},
    )
    findings = analyse(of).findings
    assert findings.reciprocal == (("ghent", "oslo"),)
    assert findings.reciprocity == 0.5
    assert analyse(plan()).findings.reciprocal == ()
    assert analyse(plan()).findings.reciprocity == 0


def test_a_city_in_no_pairing_is_isolated_and_still_a_node():
    exchange = analyse(plan(pairings=PAIRINGS[:1]))
    assert exchange.findings.isolated == tuple(sorted(set(CITIES) - {"tampere", "lublin"}))
    assert set(exchange.pairs.nodes) == set(exchange.themes.nodes) == set(CITIES)


def test_a_theme_with_one_mentor_or_one_mentee_hangs_on_that_city():
    of = programme()
    hanging = analyse(plan(of, [*PAIRINGS[:2], "athens > genoa in political"])).findings.hanging
    assert hanging == (Hanging("political", "genoa", "mentee"), Hanging("political", "athens", "mentor"))


def test_a_pairing_carries_its_visits_with_their_days():
    graph = build_pair_graph(plan(events={"visit/tampere/lublin/perception": "2024-02-06"}))
    visited = graph.edges["tampere", "lublin", "perception"]
    assert (visited["visits"], visited["dates"], visited["status"]) == (1, "2024-02-06/2024-02-06", "proposed")
    assert graph.edges["genoa", "riga", "perception"]["visits"] == 0
    assert "dates" not in graph.edges["genoa", "riga", "perception"]


def test_a_cancelled_visit_does_not_count():
    event = "visit/tampere/lublin/perception"
    cancelled = plan_of(programme(), PAIRINGS, {event: "2024-02-06"}, statuses={event: "cancelled"})
    assert build_pair_graph(cancelled).edges["tampere", "lublin", "perception"]["visits"] == 0


def test_a_review_gathered_by_mentee_is_a_visit_of_each_of_its_pairings():
    reviewers: dict[str, Any] = {city: {"offers": {"x": {}}} for city in ("berlin", "leeds")}
    of = scenario(
        cities={"rome": {"needs": {"x": {"mentors": 2}}}, **reviewers},
        themes={"x": {}},
        stages={
            "review": {"gathers": "mentee", "host": "mentee", "days": 3},
            "kick-off": {"gathers": "all", "host": "none"},
        },
    )
    held = plan_of(
        of, ["leeds > rome in x", "berlin > rome in x"], {"review/rome/x": "2024-02-05", "kick-off": "2024-03-01"}
    )
    graph = build_pair_graph(held)
    assert [data["dates"] for _, _, data in graph.edges(data=True)] == ["2024-02-05/2024-02-07"] * 2


def test_cities_that_share_two_themes_are_joined_once_with_both_named():
    of = scenario(
        cities={city: {"offers": {"a": {}, "b": {}}} for city in ("ghent", "oslo")}, themes={"a": {}, "b": {}}
    )
    graph = build_theme_graph(of)
    assert dict(graph.edges["ghent", "oslo"]) == {"themes": "a, b", "weight": 2}


def test_a_programme_without_pairings_has_findings_all_the_same():
    findings = analyse(scenario(cities={"oslo": {}}, themes={})).findings
    assert findings.isolated == ("oslo",)
    assert findings.themes.components == findings.pairs.components == ()
    assert findings.betweenness == {"oslo": 0.0}
