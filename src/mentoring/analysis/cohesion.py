"""What holds a programme together: its parts, the cities it would fall apart without, who gives and who takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import networkx as nx

City = str
Link = tuple[City, City]

_MOST_EXACT = 400  # cities up to which betweenness is counted over all of them, not over a sample


@dataclass(frozen=True, slots=True)
class Loss:
    """What falls off when one city leaves: groups of cities without their largest, and themes wholly inside them."""

    city: City
    groups: tuple[tuple[City, ...], ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of one graph, its directions left aside; single cities without any link are not listed as parts.

    `articulation`: cut vertices, the cities without which a part falls apart. `bridges`: links of that kind.
    """

    components: tuple[tuple[City, ...], ...]
    articulation: tuple[City, ...]
    bridges: tuple[Link, ...]
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """Pairings of one city: in how many it is mentee (`learns`), in how many mentor (`teaches`)."""

    learns: int
    teaches: int


@dataclass(frozen=True, slots=True)
class Hanging:
    """A theme in which every pairing needs one and the same city."""

    theme: str
    city: City
    role: Literal["mentor", "mentee"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a network officer asks of the exchange graph; everything sorted.

    `reciprocal` are two cities that mentor each other, in whatever themes; `reciprocity` is the share of linked
    pairs of cities that do (0 to 1). `betweenness` (0 to 1) says on how many shortest ways between two other cities,
    along shared themes, a city lies. `isolated` cities are in no pairing.
    """

    pairs: Structure
    themes: Structure
    reciprocal: tuple[Link, ...]
    reciprocity: float
    load: dict[City, Load]
    betweenness: dict[City, float]
    isolated: tuple[City, ...]
    hanging: tuple[Hanging, ...]


def find_cohesion(
    pairs: nx.MultiDiGraph[str], themes: nx.Graph[str], members: Mapping[str, tuple[City, ...]]
) -> Findings:
    """Everything about the graph of pairings and the graph of shared themes; `members` are the cities of each theme."""
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(pairs.nodes))
    plain.add_edges_from(sorted((one, two) for one, two in pairs.edges()))
    reciprocal = tuple(sorted({(a, b) for a, b in pairs.edges() if a < b and pairs.has_edge(b, a)}))
    links = plain.number_of_edges()
    return Findings(
        pairs=_structure(plain, members),
        themes=_structure(themes, members),
        reciprocal=reciprocal,
        reciprocity=round(len(reciprocal) / links, 4) if links else 0.0,
        load={city: Load(pairs.in_degree(city), pairs.out_degree(city)) for city in sorted(pairs.nodes)},
        betweenness=_betweenness(themes),
        isolated=tuple(sorted(nx.isolates(pairs))),
        hanging=_hanging(pairs),
    )


def _structure(graph: nx.Graph[str], members: Mapping[str, tuple[City, ...]]) -> Structure:
    import networkx as nx

    cuts = tuple(sorted(nx.articulation_points(graph)))
    return Structure(
        components=tuple(part for part in _parts(graph) if len(part) > 1),
        articulation=cuts,
        bridges=tuple(sorted((min(link), max(link)) for link in nx.bridges(graph))),
        losses=tuple(_loss(graph, city, members) for city in cuts),
    )


def _parts(graph: nx.Graph[str]) -> list[tuple[City, ...]]:
    """Connected parts, largest first, then by name."""
    import networkx as nx

    parts = [tuple(sorted(part)) for part in nx.connected_components(graph)]
    return sorted(parts, key=lambda part: (-len(part), part))


def _loss(graph: nx.Graph[str], city: City, members: Mapping[str, tuple[City, ...]]) -> Loss:
    import networkx as nx

    around = nx.node_connected_component(graph, city) - {city}
    groups = _parts(graph.subgraph(around))[1:]
    themes = [
        theme
        for theme, cities in members.items()
        if any(set(cities) - {city} and set(cities) - {city} <= set(group) for group in groups)
    ]
    return Loss(city, tuple(groups), tuple(themes))


def _betweenness(graph: nx.Graph[str]) -> dict[City, float]:
    import networkx as nx

    sample = _MOST_EXACT if graph.number_of_nodes() > _MOST_EXACT else None
    counted = nx.betweenness_centrality(graph, k=sample, seed=1)
    return {city: round(share, 4) for city, share in sorted(counted.items())}


def _hanging(pairs: nx.MultiDiGraph[str]) -> tuple[Hanging, ...]:
    mentors: dict[str, set[City]] = {}
    mentees: dict[str, set[City]] = {}
    for mentor, mentee, theme in pairs.edges(keys=True):
        mentors.setdefault(theme, set()).add(mentor)
        mentees.setdefault(theme, set()).add(mentee)
    found = [Hanging(theme, min(cities), "mentor") for theme, cities in mentors.items() if len(cities) == 1]
    found += [Hanging(theme, min(cities), "mentee") for theme, cities in mentees.items() if len(cities) == 1]
    return tuple(sorted(found, key=lambda hanging: (hanging.theme, hanging.role, hanging.city)))
