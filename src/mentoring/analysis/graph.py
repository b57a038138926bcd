"""The exchange graph: who mentors whom, and which cities share a theme.

From a plan it shows the pairings that are made; from a scenario every offer that meets a need, whatever rules say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from mentoring.analysis.cohesion import Findings, find_cohesion
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Exchange:
    """The two graphs of a plan or scenario, and what they show.

    `pairs`: directed, mentor to mentee, one edge a pairing with its theme as key. `themes`: undirected, cities joined
    when they share a theme. Both hold every city of the programme.
    """

    pairs: nx.MultiDiGraph[str]
    themes: nx.Graph[str]
    findings: Findings


def analyse(source: Plan | Scenario) -> Exchange:
    """Both graphs of a plan, or of a scenario's offers and needs, with their findings."""
    pairs = build_pair_graph(source)
    themes = build_theme_graph(source)
    return Exchange(pairs, themes, find_cohesion(pairs, themes, theme_members(source)))


def build_pair_graph(source: Plan | Scenario) -> nx.MultiDiGraph[str]:
    """One edge a pairing, from mentor to mentee, with theme and fit; from a plan also status, visits and their days.

    Visits are the events that bring the two together: gathered by pairing, mentee or mentor, and not cancelled.
    `dates` lists them as `2013-06-11/2013-06-14`, both days inside, with `; ` between.
    """
    import networkx as nx

    scenario = source.scenario if isinstance(source, Plan) else source
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=scenario.programme.title or scenario.programme.id)
    _add_cities(graph, scenario)
    for pair in _pairings(source):
        title = scenario.themes[pair.theme].title or pair.theme
        attributes: dict[str, str | int] = {"theme": pair.theme, "title": title}
        if isinstance(source, Plan):
            attributes |= _visits(source, pair)
        else:
            attributes["fit"] = scenario.fit(pair)
        graph.add_edge(pair.mentor, pair.mentee, key=pair.theme, **attributes)
    return graph


def build_theme_graph(source: Plan | Scenario) -> nx.Graph[str]:
    """Cities joined when they share a theme; an edge has `themes` (ids, `, ` between) and their number, `weight`."""
    import networkx as nx

    scenario = source.scenario if isinstance(source, Plan) else source
    graph: nx.Graph[str] = nx.Graph(name=scenario.programme.title or scenario.programme.id)
    _add_cities(graph, scenario)
    shared: dict[tuple[str, str], list[str]] = {}
    for theme, members in theme_members(source).items():
        for one, two in combinations(members, 2):
            shared.setdefault((one, two), []).append(theme)
    for (one, two), themes in sorted(shared.items()):
        graph.add_edge(one, two, themes=", ".join(themes), weight=len(themes))
    return graph


def theme_members(source: Plan | Scenario) -> dict[str, tuple[str, ...]]:
    """Cities of each theme, sorted: with a pairing in it in a plan, with an offer or need in a scenario."""
    if isinstance(source, Plan):
        found: dict[str, set[str]] = {theme: set() for theme in source.scenario.themes}
        for pair in source.paired:
            found.setdefault(pair.theme, set()).update((pair.mentor, pair.mentee))
        return {theme: tuple(sorted(cities)) for theme, cities in found.items()}
    cities = sorted(source.cities.items())
    return {
        theme: tuple(city for city, record in cities if theme in record.offers or theme in record.needs)
        for theme in source.themes
    }


def _pairings(source: Plan | Scenario) -> Iterable[Pairing]:
    return sorted(source.paired) if isinstance(source, Plan) else source.conceivable


def _add_cities(graph: nx.Graph[str], scenario: Scenario) -> None:
    for city, record in sorted(scenario.cities.items()):
        known = {
            "name": record.name or city,
            "country": record.country,
            "latitude": record.latitude,
            "longitude": record.longitude,
            "population": record.population,
        }
        graph.add_node(city, **{key: value for key, value in known.items() if value is not None})


def _visits(plan: Plan, pair: Pairing) -> dict[str, str | int]:
    planned = next(known for known in plan.pairings if known.key == pair)
    visits = sorted((event for event in plan.held if _joins(event, pair)), key=lambda event: (event.first, event.id))
    found: dict[str, str | int] = {"fit": planned.fit, "status": planned.status, "visits": len(visits)}
    if visits:
        found["dates"] = "; ".join(f"{event.first}/{event.last}" for event in visits)
    return found


def _joins(event: PlannedEvent, pair: Pairing) -> bool:
    if event.theme != pair.theme or (event.mentor is None and event.mentee is None):
        return False
    return event.mentor in (None, pair.mentor) and event.mentee in (None, pair.mentee)
