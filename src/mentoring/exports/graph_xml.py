"""Exchange graphs in XML: GraphML (yEd, Cytoscape, NetworkX) and GEXF (Gephi)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mentoring.exports.graph_content import Attributes, GraphContent

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"
_TYPES = {bool: "boolean", int: "long", float: "double"}  # all others: string


def graphml(content: GraphContent) -> str:
    """The graph with all attributes in GraphML."""
    root = Element("graphml", xmlns=_GRAPHML)
    node_keys = _keys("n", (attributes for _, attributes in content.nodes))
    edge_keys = _keys("e", (link.attributes for link in content.links))
    for kind, keys in (("node", node_keys), ("edge", edge_keys)):
        for name, (key, type_) in keys.items():
            SubElement(root, "key", {"id": key, "for": kind, "attr.name": name, "attr.type": type_})
    top = SubElement(root, "graph", id=content.name, edgedefault=_direction(content))
    for node, attributes in content.nodes:
        _add_data(SubElement(top, "node", id=node), attributes, node_keys)
    for number, link in enumerate(content.links):
        # An id must be the only one of its kind in the file, so it cannot be the theme.
        edge = SubElement(top, "edge", id=f"edge{number}", source=link.source, target=link.target)
        _add_data(edge, link.attributes, edge_keys)
    return _written(root)


def gexf(content: GraphContent) -> str:
    """The graph with all attributes in GEXF 1.2; it names no day, as the same graph gives the same bytes."""
    root = Element("gexf", xmlns=_GEXF, version="1.2")
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "mentoring"
    SubElement(meta, "description").text = content.name
    top = SubElement(root, "graph", defaultedgetype=_direction(content), mode="static")
    node_keys = _keys("n", (attributes for _, attributes in content.nodes))
    edge_keys = _keys("e", (link.attributes for link in content.links))
    for kind, keys in (("node", node_keys), ("edge", edge_keys)):
        listed = SubElement(top, "attributes", {"class": kind, "mode": "static"})
        for name, (key, type_) in keys.items():
            SubElement(listed, "attribute", id=key, title=name, type=type_)
    nodes = SubElement(top, "nodes")
    for node, attributes in content.nodes:
        label = str(attributes.get("name", node))
        _add_values(SubElement(nodes, "node", id=node, label=label), attributes, node_keys)
    edges = SubElement(top, "edges")
    for number, link in enumerate(content.links):
        edge = SubElement(edges, "edge", id=str(number), source=link.source, target=link.target, label=link.label)
        _add_values(edge, link.attributes, edge_keys)
    return _written(root)


def _direction(content: GraphContent) -> str:
    return "directed" if content.directed else "undirected"


def _keys(letter: str, all_attributes: Iterable[Attributes]) -> dict[str, tuple[str, str]]:
    """Every attribute's name with an id of its own and its type; what is of several types is text."""
    types: dict[str, set[str]] = {}
    for attributes in all_attributes:
        for name, value in attributes.items():
            types.setdefault(name, set()).add(_TYPES.get(type(value), "string"))
    found = {}
    for number, (name, kinds) in enumerate(types.items()):
        both = "double" if kinds <= {"long", "double"} else "string"
        found[name] = (f"{letter}{number}", next(iter(kinds)) if len(kinds) == 1 else both)
    return found


def _add_data(element: Element, attributes: Attributes, keys: dict[str, tuple[str, str]]) -> None:
    for name, value in attributes.items():
        SubElement(element, "data", key=keys[name][0]).text = _said(value)


def _add_values(element: Element, attributes: Attributes, keys: dict[str, tuple[str, str]]) -> None:
    values = SubElement(element, "attvalues")
    for name, value in attributes.items():
        SubElement(values, "attvalue", {"for": keys[name][0], "value": _said(value)})


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(root: Element) -> str:
    indent(root, space=" ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
