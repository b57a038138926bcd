"""What holds a programme together: its parts, the cities it would fall apart without, who gives and who takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mentoring.analysis.betweenness import find_betweenness
from mentoring.analysis.structure import City, Link, Structure, find_structure
from mentoring.domain.pairing import Pairing

_FEW = 2  # mentors or mentees of a theme: so few are linked one by one, where more are all linked with each other


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


@dataclass(frozen=True, slots=True)
class Sides:
    """Who could teach and who could learn in one theme: everybody of the one side everybody else of the other."""

    mentors: Collection[City]
    mentees: Collection[City]


def find_cohesion(
    cities: Iterable[City],
    pairs: Iterable[Pairing],
    sides: Mapping[str, Sides],
    members: Mapping[str, Collection[City]],
) -> Findings:
    """Everything about who exchanges with whom, and about shared themes; `members` are the cities of each theme.

    Exchange is told by single `pairs`, or by the `sides` of each theme, of which there may be millions of pairs.
    """
    names = sorted(cities)
    made = sorted(pairs)
    exchange = _Exchange(names, made, sides)
    links = sum((taught | learnt).bit_count() for taught, learnt in exchange.both()) // 2
    reciprocal = tuple(exchange.find_reciprocal())
    two_or_more = [frozenset(those) for those in members.values()]
    return Findings(
        pairs=find_structure(names, exchange.list_links(), exchange.list_knots(), members),
        themes=find_structure(
            names,
            [(min(pair), max(pair)) for pair in two_or_more if len(pair) == 2],
            [knot for knot in two_or_more if len(knot) > 2],
            members,
        ),
        reciprocal=reciprocal,
        reciprocity=round(len(reciprocal) / links, 4) if links else 0.0,
        load=exchange.load,
        betweenness=find_betweenness(names, members),
        isolated=tuple(
            city for city, (taught, learnt) in zip(names, exchange.both(), strict=True) if not taught | learnt
        ),
        hanging=_hanging(made, sides),
    )


class _Exchange:
    """Who teaches and learns from whom: for each city the others as bits of a whole number."""

    def __init__(self, names: list[City], made: list[Pairing], sides: Mapping[str, Sides]) -> None:
        self.names = names
        self.made = made
        self.sides = sides
        self.bit = {city: 1 << number for number, city in enumerate(names)}
        self.teaches = dict.fromkeys(names, 0)
        self.learns = dict.fromkeys(names, 0)
        taught, learnt = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
        for mentor, mentee, _ in made:
            self.teaches[mentor] |= self.bit[mentee]
            self.learns[mentee] |= self.bit[mentor]
            taught[mentor] += 1
            learnt[mentee] += 1
        for side in sides.values():
            mentors, mentees = self._bits(side.mentors), self._bits(side.mentees)
            for city in side.mentors:
                self.teaches[city] |= mentees & ~self.bit[city]
                taught[city] += (mentees & ~self.bit[city]).bit_count()
            for city in side.mentees:
                self.learns[city] |= mentors & ~self.bit[city]
                learnt[city] += (mentors & ~self.bit[city]).bit_count()
        self.load = {city: Load(learnt[city], taught[city]) for city in names}

    def _bits(self, cities: Collection[City]) -> int:
        return sum(self.bit[city] for city in set(cities))

    def both(self) -> Iterator[tuple[int, int]]:
        """Whom each city teaches, and from whom it learns."""
        return ((self.teaches[city], self.learns[city]) for city in self.names)

    def find_reciprocal(self) -> Iterator[Link]:
        """Two cities that teach each other, by name."""
        for number, (city, (taught, learnt)) in enumerate(zip(self.names, self.both(), strict=True)):
            others = (taught & learnt) >> (number + 1)
            while others:
                lowest = (others & -others).bit_length()
                yield city, self.names[number + lowest]
                others &= others - 1

    def list_links(self) -> Iterator[Link]:
        """Two cities that pair, where not a whole theme does."""
        for pair in self.made:
            yield pair.mentor, pair.mentee
        for side in self.sides.values():
            if not _is_knot(side):
                yield from ((one, two) for one in side.mentors for two in side.mentees if one != two)

    def list_knots(self) -> Iterator[frozenset[City]]:
        """Cities that stay linked with each other whichever of them leaves: three and more on either side."""
        return (frozenset((*side.mentors, *side.mentees)) for side in self.sides.values() if _is_knot(side))


def _is_knot(side: Sides) -> bool:
    return min(len(side.mentors), len(side.mentees)) > _FEW


def _with_partner(cities: Collection[City], others: Collection[City]) -> set[City]:
    """Those who find somebody else on the other side."""
    return {city for city in cities if len(others) > (city in others)} if len(others) < 2 else set(cities)


def _hanging(made: list[Pairing], sides: Mapping[str, Sides]) -> tuple[Hanging, ...]:
    mentors: dict[str, set[City]] = {}
    mentees: dict[str, set[City]] = {}
    for mentor, mentee, theme in made:
        mentors.setdefault(theme, set()).add(mentor)
        mentees.setdefault(theme, set()).add(mentee)
    for theme, side in sides.items():
        mentors[theme] = _with_partner(side.mentors, side.mentees)
        mentees[theme] = _with_partner(side.mentees, side.mentors)
    found = [Hanging(theme, min(cities), "mentor") for theme, cities in mentors.items() if len(cities) == 1]
    found += [Hanging(theme, min(cities), "mentee") for theme, cities in mentees.items() if len(cities) == 1]
    return tuple(sorted(found, key=lambda hanging: (hanging.theme, hanging.role, hanging.city)))
