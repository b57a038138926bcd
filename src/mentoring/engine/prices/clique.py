"""Large shared events; those of which any two have somebody in common all keep out of each other's way.

Two at a time is what calendars say. An LP can keep to that with a half of each; said of all together it cannot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import networkx as nx
import numpy as np

from mentoring.domain.event import Event
from mentoring.engine.prices.crowd import Crowd, Member
from mentoring.engine.prices.reach import Flags

FEW_PAIRS = 6  # an event of more pairings is large
MOST_LARGE = 16
FEW = 3  # events; fewer are said well enough two at a time
CLIQUE = "clique"

Span = tuple[int, int]  # first day filled, counted from the start, and the day after the last


def large_events(events: Sequence[Event], allowed: Flags) -> list[int]:
    """The events of many pairings that have a choice of days ([events, positions]), by number, the largest first."""
    sizes = [len(event.pairs) for event in events]
    large = [number for number, size in enumerate(sizes) if size > FEW_PAIRS and allowed[number].sum() > 1]
    return sorted(large, key=lambda number: (-sizes[number], number))[:MOST_LARGE]


def find_cliques(crowds: Sequence[Crowd], large: Sequence[int], names: Sequence[str]) -> list[Crowd]:
    """Crowds of large events that have room for one of them on any day; `names` are those of all events."""
    spans: dict[tuple[int, int], tuple[Span, Span]] = {}
    wanted = set(large)
    for crowd in crowds:
        most = int(crowd.most.max())
        members = [one for one in crowd.members if one.event in wanted and 2 * one.weight > most]
        for one, other in combinations(members, 2):
            if one.event == other.event:
                continue
            first, second = sorted((one, other), key=lambda member: member.event)
            both = (_span(first), _span(second))
            known = spans.get((first.event, second.event))
            if known is None or _length(both) > _length(known):
                spans[first.event, second.event] = both
    graph: nx.Graph[int] = nx.Graph(list(spans))
    found: list[Crowd] = []
    for clique in nx.find_cliques(graph):
        made = _crowd(sorted(clique), spans, names, len(crowds[0].most))
        if len(clique) >= FEW and made is not None:
            found.append(made)
    return sorted(found, key=lambda crowd: crowd.name)


def _span(member: Member) -> Span:
    return member.offset, member.offset + member.size


def _length(spans: tuple[Span, Span]) -> int:
    return sum(last - first for first, last in spans)


def _crowd(
    clique: list[int], spans: dict[tuple[int, int], tuple[Span, Span]], names: Sequence[str], horizon: int
) -> Crowd | None:
    """One crowd for all: each fills the days that it fills in the calendars shared with every other."""
    filled: dict[int, list[Span]] = defaultdict(list)
    for two in combinations(clique, 2):
        for event, span in zip(two, spans[two], strict=True):
            filled[event].append(span)
    members = []
    for event in clique:
        first, last = max(span[0] for span in filled[event]), min(span[1] for span in filled[event])
        if last <= first:
            return None
        members.append(Member(event, first, last - first, 1))
    return Crowd(tuple(members), np.ones(horizon, dtype=np.int64), (CLIQUE, *(names[event] for event in clique)))
