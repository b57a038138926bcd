"""On how many shortest ways between two others, along shared themes, each city lies.

Cities of the same themes have the same neighbours, so the walk goes from group to group of them (Brandes 2001, with
groups for nodes): exact, and for ten thousand cities of a few themes as quick as for a hundred.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping

_MOST_EXACT = 400  # groups up to which ways from all of them are counted, not from a sample of cities


def find_betweenness(cities: Iterable[str], members: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """The share (0 to 1, four digits) of pairs of other cities between which a city lies; ties of ways are shared."""
    names = sorted(cities)
    themes: dict[str, list[str]] = {city: [] for city in names}
    for theme, those in members.items():
        for city in set(those):
            themes[city].append(theme)
    group_of = {city: frozenset(shared) for city, shared in themes.items()}
    sizes = Counter(group_of.values())
    near = _neighbours(sizes)
    sources, scale = _sources(names, group_of, sizes)
    lying = dict.fromkeys(sizes, 0.0)
    for source, times in sources.items():
        for group, share in _shares(source, near, sizes).items():
            lying[group] += times * share
    pairs = (len(names) - 1) * (len(names) - 2)
    return {city: round(lying[group_of[city]] * scale / pairs, 4) if pairs > 0 else 0.0 for city in names}


Group = frozenset[str]  # the themes of its cities


def _neighbours(sizes: Counter[Group]) -> dict[Group, list[Group]]:
    """Other groups that share a theme."""
    order = sorted(sizes, key=sorted)
    by_theme: dict[str, list[Group]] = {}
    for group in order:
        for theme in group:
            by_theme.setdefault(theme, []).append(group)
    return {
        group: sorted({other for theme in group for other in by_theme[theme] if other != group}, key=sorted)
        for group in order
    }


def _sources(names: list[str], group_of: dict[str, Group], sizes: Counter[Group]) -> tuple[Counter[Group], float]:
    """The groups to start from, with how many cities each, and by how much to enlarge what is found."""
    if len(sizes) <= _MOST_EXACT:
        return sizes, 1.0
    sample = random.Random(1).sample(names, _MOST_EXACT)
    return Counter(group_of[city] for city in sample), len(names) / _MOST_EXACT


def _shares(source: Group, near: dict[Group, list[Group]], sizes: Counter[Group]) -> dict[Group, float]:
    """For one city of the source, how much of all ways to others lies on each city of every group."""
    far = {source: 0}
    ways: dict[Group, float] = {source: 1.0}
    come_from: dict[Group, list[Group]] = {source: []}
    order = [source]
    for group in order:
        through = ways[group] * (1 if group == source else sizes[group])
        for other in near[group]:
            if other not in far:
                far[other], ways[other], come_from[other] = far[group] + 1, 0.0, []
                order.append(other)
            if far[other] == far[group] + 1:
                ways[other] += through
                come_from[other].append(group)
    share = dict.fromkeys(order, 0.0)
    for group in reversed(order):
        for before in come_from[group]:
            share[before] += sizes[group] * ways[before] / ways[group] * (1 + share[group])
    share.pop(source)
    return share
