"""Swaps: which pairs a choice that is as good could have otherwise, seen from the network without asking any model.

Two choices of a theme differ by rings: a pair more, a pair less, a pair more, and so on, through places that are free
where there are some. So only pairs on such a ring of what can be in a choice as good may be otherwise. The rings are
the strong components of a graph (for the graph see Ahuja, Magnanti, Orlin, Network Flows, 1993, section 2.4).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import networkx as nx
import numpy as np

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.decision import Decision
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags
from mentoring.engine.network.network import Network
from mentoring.engine.network.relaxed import Relaxed
from mentoring.engine.network.venue import meeting_of

Side = tuple[str, str]  # a city and a theme


@dataclass(frozen=True, slots=True)
class Swaps:
    """`pairs` may be otherwise; a need of `unserved` may have one less; `room` is what each offer has for them.

    The `meetings` are those whose host is the same in all choices.
    """

    pairs: frozenset[Pairing]
    unserved: frozenset[Side]
    room: Counter[Side]
    meetings: frozenset[str]


def find_swaps(network: Network, relaxed: Relaxed, reached: int, decision: Decision) -> Swaps | None:
    """What choices within the caps at a cost of `reached` or less can have otherwise than this one, which is such.

    None when a meeting could be elsewhere too: then there is more to it than pairs.
    """
    relaxed.look_closer(reached)
    marks, full = relaxed.survivors(reached), relaxed.full(reached)
    chosen = network.cells(decision.pairs)
    if any(np.count_nonzero(hosts) > 1 for hosts in marks.hosts):
        return None
    pairs: set[Pairing] = set()
    unserved: set[Side] = set()
    room: Counter[Side] = Counter()
    for block, cells, made, tight in zip(network.blocks, marks.pairs, chosen, full, strict=True):
        if (made & ~cells).any():
            return None
        otherwise = _on_rings(block, cells, made, tight)
        pairs.update(block.pairings(otherwise))
        fixed = (made & ~otherwise).sum(axis=1)
        for row in np.flatnonzero(otherwise.any(axis=1)).tolist():
            room[block.mentors[row], block.theme] = int(block.places[row] - fixed[row])
        mentors = block.shape[0]
        for column in np.flatnonzero(otherwise.any(axis=0)).tolist():
            if not tight[mentors + column]:
                unserved.add((block.mentees[column], block.theme))
    meetings = (meeting_of(block) for block, names in zip(network.blocks, network.hosts, strict=True) if any(names))
    return Swaps(frozenset(pairs), frozenset(unserved), room, frozenset(meetings))


def _on_rings(block: ThemeBlock, cells: Flags, made: Flags, tight: Flags) -> Flags:
    """The cells whose two cities lie on one ring."""
    mentors, mentees = block.shape
    hub = mentors + mentees
    used = np.concatenate([made.sum(axis=1), made.sum(axis=0)])
    rooms = np.concatenate([block.places, block.wanted])
    graph: nx.DiGraph[int] = nx.DiGraph()
    rows, columns = (part.tolist() for part in np.nonzero(cells))
    is_made = made[cells].tolist()
    for row, column, there in zip(rows, columns, is_made, strict=True):
        graph.add_edge(*((row, mentors + column) if there else (mentors + column, row)))
    for node in np.flatnonzero(~tight).tolist():
        out, back = (node, hub) if node < mentors else (hub, node)
        if used[node] < rooms[node]:  # one pair more, and none less
            graph.add_edge(out, back)
        if used[node]:
            graph.add_edge(back, out)
    ring = np.arange(hub + 1)
    for number, part in enumerate(nx.strongly_connected_components(graph), start=hub + 1):
        if len(part) > 1:
            ring[list(part)] = number
    found: Flags = cells & (ring[:mentors, None] == ring[None, mentors:hub])
    return found
