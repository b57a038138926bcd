"""Exchange graphs as files: GraphML and GEXF for graph programs, JSON for other programs, DOT for Graphviz.

Written here and not by a library, so that the same graph gives the same bytes on any day and hostile names stay text.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.errors import UsageError
from mentoring.exports.graph_content import GraphContent, read_graph
from mentoring.exports.graph_xml import gexf, graphml
from mentoring.files.output import write_whole

if TYPE_CHECKING:
    import networkx as nx


def node_link(content: GraphContent) -> str:
    """JSON with `nodes` (each with `id`) and `edges` (each with `source` and `target`, and `key` in a multigraph)."""
    edges = []
    for link in content.links:
        ends = {"source": link.source, "target": link.target, **({} if link.key is None else {"key": link.key})}
        edges.append({**ends, **link.attributes})
    whole = {
        "directed": content.directed,
        "multigraph": content.multigraph,
        "graph": {"name": content.name},
        "nodes": [{"id": node, **attributes} for node, attributes in content.nodes],
        "edges": edges,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def dot(content: GraphContent) -> str:
    """The graph in Graphviz's language, with names and themes as labels."""
    kind, arrow = ("digraph", "->") if content.directed else ("graph", "--")
    lines = [f"{kind} {_quoted(content.name)} {{", '  node [shape=box, style="rounded"];']
    for node, attributes in content.nodes:
        lines.append(f"  {_quoted(node)} [label={_quoted(str(attributes.get('name', node)))}];")
    for link in content.links:
        lines.append(f"  {_quoted(link.source)} {arrow} {_quoted(link.target)} [label={_quoted(link.label)}];")
    return "\n".join([*lines, "}"]) + "\n"


FORMS: dict[str, Callable[[GraphContent], str]] = {"graphml": graphml, "gexf": gexf, "json": node_link, "dot": dot}


def graph_text(graph: nx.Graph[str], form: str) -> str:
    """The graph in one of FORMS; the same graph gives the same text."""
    return FORMS[form](read_graph(graph))


def write_graph(graph: nx.Graph[str], path: Path | str) -> Path:
    """Writes the graph in the form that the file's ending names: .graphml, .gexf, .json or .dot.

    Raises:
        UsageError: for another ending, or when the file cannot be written.
    """
    return write_whole(path, graph_text(graph, check_known_ending(path)))


def check_known_ending(path: Path | str) -> str:
    """The form that a file's ending names. Raises UsageError when it is none of FORMS."""
    form = Path(path).suffix.lstrip(".").lower()
    if form not in FORMS:
        named = f"in .{form}" if form else "without an ending"
        raise UsageError(f"a graph file {named} is not known: end it in .graphml, .gexf, .json or .dot")
    return form


def _quoted(text: str) -> str:
    """A name or label in quotes: backslashes are doubled, as Graphviz reads `\\N` or `\\"` in them."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
