"""What a graph file holds, read off a graph once for all forms: clean text, fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mentoring.exports.text import clean

if TYPE_CHECKING:
    import networkx as nx

Attributes = dict[str, str | int | float | bool]


@dataclass(frozen=True, slots=True)
class Link:
    """One edge; `key` tells parallel edges apart and is None in a graph without them."""

    source: str
    target: str
    key: str | None
    attributes: Attributes

    @property
    def label(self) -> str:
        """What stands beside the edge: its key, else the themes it stands for."""
        return self.key if self.key is not None else str(self.attributes.get("themes", ""))


@dataclass(frozen=True, slots=True)
class GraphContent:
    """Name, nodes and edges in the graph's own order."""

    name: str
    directed: bool
    multigraph: bool
    nodes: tuple[tuple[str, Attributes], ...]
    links: tuple[Link, ...]


def read_graph(graph: nx.Graph[str]) -> GraphContent:
    """The content of any graph whose attributes are text, numbers or truth values."""
    edges = graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True)  # type: ignore[call-overload]
    links = []
    for source, target, *key, attributes in edges:
        links.append(Link(clean(source), clean(target), clean(str(key[0])) if key else None, _cleaned(attributes)))
    return GraphContent(
        clean(str(graph.graph.get("name", ""))),
        graph.is_directed(),
        graph.is_multigraph(),
        tuple((clean(node), _cleaned(attributes)) for node, attributes in graph.nodes.items()),
        tuple(links),
    )


def _cleaned(attributes: Attributes) -> Attributes:
    return {key: clean(value) if isinstance(value, str) else value for key, value in attributes.items()}
