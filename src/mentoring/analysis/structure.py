"""Into which parts a network falls, and the cities and links it would fall apart without.

One walk over all cities (depth first, with low points: Tarjan 1972, Hopcroft and Tarjan 1973) tells all of it. Where
many cities are all linked with each other, they hang on one knot instead: a thousand cities of one theme have half a
million links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

City = str
Link = tuple[City, City]


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


def find_structure(
    cities: Iterable[City],
    links: Iterable[Link],
    knots: Iterable[Iterable[City]],
    members: Mapping[str, Iterable[City]],
) -> Structure:
    """The structure of a graph of single links and knots; `members` are the cities of each theme.

    The cities of a knot, three or more, stay linked with each other whichever of them leaves.
    """
    walk = _Walk(sorted(cities))
    for one, two in {(min(link), max(link)) for link in links}:
        walk.join(walk.number[one], walk.number[two])
    for knot in knots:
        walk.tie(knot)
    walk.run()
    of_theme = {theme: frozenset(those) for theme, those in members.items()}
    losses = tuple(_loss(walk, city, of_theme) for city in walk.find_cuts())
    parts = sorted((tuple(sorted(part)) for part in walk.parts()), key=lambda part: (-len(part), part))
    return Structure(
        components=tuple(part for part in parts if len(part) > 1),
        articulation=tuple(loss.city for loss in losses),
        bridges=tuple(sorted(walk.find_bridges())),
        losses=losses,
    )


def _loss(walk: _Walk, city: City, members: Mapping[str, frozenset[City]]) -> Loss:
    groups = sorted((tuple(sorted(group)) for group in walk.fall_off(city)), key=lambda group: (-len(group), group))
    if walk.has_ties(city):
        groups = groups[1:]  # the largest of equals by name stays
    inside: dict[str, bool] = dict.fromkeys(members, False)
    for group in map(frozenset, groups):
        for theme, those in members.items():
            rest = len(those) - (city in those)
            if 0 < rest <= len(group) and those - {city} <= group:
                inside[theme] = True
    return Loss(city, tuple(groups), tuple(theme for theme, is_inside in inside.items() if is_inside))


class _Walk:
    """A walk over cities and knots as numbers: when each was reached, what from it, and how far back that leads."""

    def __init__(self, cities: list[City]) -> None:
        self.cities = cities
        self.number = {city: number for number, city in enumerate(cities)}
        self.near: list[list[int]] = [[] for _ in cities]

    def join(self, one: int, two: int) -> None:
        """Link two of them."""
        self.near[one].append(two)
        self.near[two].append(one)

    def tie(self, cities: Iterable[City]) -> None:
        """Hang cities on a new knot."""
        self.near.append([])
        for city in cities:
            self.join(self.number[city], len(self.near) - 1)

    def run(self) -> None:
        """Reach everything: `order` is the way, an entry's own stretch of it ends before `end`."""
        count = len(self.near)
        self.at, self.low, self.end, self.parent = [-1] * count, [0] * count, [0] * count, [-1] * count
        self.root = [-1] * count
        self.children: list[list[int]] = [[] for _ in range(count)]
        self.order: list[int] = []
        self.roots: list[int] = []
        for root in range(len(self.cities)):
            if self.at[root] < 0:
                self.roots.append(root)
                self._reach(root)
        self.before = [0]  # how many cities come before a place on the way
        for one in self.order:
            self.before.append(self.before[-1] + (one < len(self.cities)))

    def _reach(self, root: int) -> None:
        open_: list[tuple[int, int]] = [(root, 0)]
        self._enter(root, root)
        while open_:
            one, next_ = open_.pop()
            if next_ < len(self.near[one]):
                open_.append((one, next_ + 1))
                other = self.near[one][next_]
                if self.at[other] < 0:
                    self.parent[other] = one
                    self.children[one].append(other)
                    self._enter(other, root)
                    open_.append((other, 0))
                elif other != self.parent[one]:
                    self.low[one] = min(self.low[one], self.at[other])
            else:
                self.end[one] = len(self.order)
                if self.parent[one] >= 0:
                    self.low[self.parent[one]] = min(self.low[self.parent[one]], self.low[one])

    def _enter(self, one: int, root: int) -> None:
        self.at[one] = self.low[one] = len(self.order)
        self.root[one] = root
        self.order.append(one)

    def _cities(self, first: int, end: int) -> list[City]:
        """The cities on a stretch of the way, `end` outside."""
        return [self.cities[one] for one in self.order[first:end] if one < len(self.cities)]

    def parts(self) -> list[list[City]]:
        """Cities that hang together."""
        return [self._cities(self.at[root], self.end[root]) for root in self.roots]

    def _cut_off(self, one: int) -> list[int]:
        """Those reached from a city that nothing links with what was reached before it."""
        return [child for child in self.children[one] if self.low[child] >= self.at[one]]

    def find_cuts(self) -> list[City]:
        """Cities without which a part falls apart, by name."""
        found = []
        for one, city in enumerate(self.cities):
            needed = 2 if self.parent[one] < 0 else 1
            if len(self._cut_off(one)) >= needed:
                found.append(city)
        return found

    def find_bridges(self) -> list[Link]:
        """Single links without which a part falls apart."""
        found = []
        for one, city in enumerate(self.cities):
            other = self.parent[one]
            if 0 <= other < len(self.cities) and self.low[one] > self.at[other]:
                found.append((min(city, self.cities[other]), max(city, self.cities[other])))
        return found

    def _sizes(self, city: City) -> tuple[dict[int, int], int]:
        """How many cities each child that is cut off leads, and how many are left on the other side."""
        one = self.number[city]
        below = {child: self._count(child) for child in self._cut_off(one)}
        return below, self._count(self.root[one]) - 1 - sum(below.values())

    def _count(self, one: int) -> int:
        """How many cities its own stretch of the way has."""
        return self.before[self.end[one]] - self.before[self.at[one]]

    def has_ties(self, city: City) -> bool:
        """Whether the largest group that is left without the city is as large as another."""
        below, rest = self._sizes(city)
        sizes = sorted([*below.values(), rest])
        return sizes[-1] == sizes[-2]

    def fall_off(self, city: City) -> list[list[City]]:
        """The groups left without the city; of these the largest is not listed, unless others are as large."""
        one = self.number[city]
        below, rest = self._sizes(city)
        largest = max(rest, *below.values())
        is_alone = not self.has_ties(city)
        groups = [
            self._cities(self.at[child], self.end[child])
            for child, size in below.items()
            if size < largest or not is_alone
        ]
        if rest and (rest < largest or not is_alone):
            mine = {one, *(place for child in below for place in self.order[self.at[child] : self.end[child]])}
            root = self.root[one]
            stretch = self.order[self.at[root] : self.end[root]]
            groups.append([self.cities[place] for place in stretch if place < len(self.cities) and place not in mine])
        return groups
