"""The exchange graph: who mentors whom, and which cities share a theme.

From a plan it shows the pairings that are made; from a scenario every offer that meets a need, whatever rules say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from mentoring.analysis.cohesion import Findings, Sides, find_cohesion
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Exchange:
    """The two graphs of a plan or scenario, and what they show; a graph is built when it is asked for.

    Both hold every city of the programme. For thousands of cities they have millions of edges; the findings do without.
    """

    source: Plan | Scenario = field(repr=False)
    findings: Findings

    @cached_property
    def pairs(self) -> nx.MultiDiGraph[str]:
        """Directed, mentor to mentee, one edge a pairing with its theme as key."""
        return build_pair_graph(self.source)

    @cached_property
    def themes(self) -> nx.Graph[str]:
        """Undirected, cities joined when they share a theme."""
        return build_theme_graph(self.source)


def analyse(source: Plan | Scenario) -> Exchange:
    """What holds a plan's pairings together, or a scenario's offers and needs."""
    members = theme_members(source)
    if isinstance(source, Plan):
        return Exchange(source, find_cohesion(source.scenario.cities, source.paired, {}, members))
    sides = {theme: Sides(source.offering.get(theme, ()), source.needing.get(theme, ())) for theme in source.themes}
    return Exchange(source, find_cohesion(source.cities, (), sides, members))


def build_pair_graph(source: Plan | Scenario) -> nx.MultiDiGraph[str]:
    """One edge a pairing, from mentor to mentee, with theme and fit; from a plan also status, visits and their days.

    Visits are the events that bring the two together: gathered by pairing, mentee or mentor, and not cancelled.
    `dates` lists them as `2013-06-11/2013-06-14`, both days inside, with `; ` between.
    """
    import networkx as nx

    scenario = source.scenario if isinstance(source, Plan) else source
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=scenario.programme.title or scenario.programme.id)
    _add_cities(graph, scenario)
    visiting = _Visits(source) if isinstance(source, Plan) else None
    for pair in _pairings(source):
        title = scenario.themes[pair.theme].title or pair.theme
        attributes: dict[str, str | int] = {"theme": pair.theme, "title": title}
        if visiting is not None:
            attributes |= visiting.of(pair)
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


class _Visits:
    """What a plan holds for each of its pairings."""

    def __init__(self, plan: Plan) -> None:
        self.planned = {known.key: known for known in plan.pairings}
        self.events: dict[tuple[str | None, str | None, str | None], list[PlannedEvent]] = {}
        for event in sorted(plan.held, key=lambda event: (event.first, event.id)):
            self.events.setdefault((event.mentor, event.mentee, event.theme), []).append(event)

    def of(self, pair: Pairing) -> dict[str, str | int]:
        """Fit, status, and the events of the pairing, of its mentor or of its mentee."""
        mentor, mentee, theme = pair
        visits = [
            event
            for group in ((mentor, mentee, theme), (mentor, None, theme), (None, mentee, theme))
            for event in self.events.get(group, ())
        ]
        visits.sort(key=lambda event: (event.first, event.id))
        planned = self.planned[pair]
        found: dict[str, str | int] = {"fit": planned.fit, "status": planned.status, "visits": len(visits)}
        if visits:
            found["dates"] = "; ".join(f"{event.first}/{event.last}" for event in visits)
        return found
