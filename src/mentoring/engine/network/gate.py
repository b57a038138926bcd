"""Meetings of a theme: the days on which one can be held, as far as they leave cities out, and where it can be held.

A pairing is possible only if the meetings of its theme fall on days that suit both cities. Days that suit the same
cities are one gate; a gate that suits fewer cities than another is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.domain.event import Agenda, Event
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage
from mentoring.engine.network.block import ThemeBlock
from mentoring.engine.network.globe import Flags
from mentoring.engine.prices.reach import Ints
from mentoring.language.declaration import Days
from mentoring.language.fact import Held, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.base import declare_all

NOBODY: Ints = np.zeros(0, dtype=np.int64)
ALL_AT_ONCE = 4000  # gates; so many are not compared with each other


@dataclass(frozen=True, slots=True)
class Gates:
    """One gate a row: whether each mentor and each mentee of the block can come, and on which start days, as a mask.

    `shut` are, for each gate, pairs (rows, columns) that it lets not through though both cities can come. `of_day` has
    a row for each start day in `starts`: the cities that can come, mentors first. `meeting` is the event's id.
    """

    mentors: Flags
    mentees: Flags
    days: tuple[int, ...] = (0,)
    shut: tuple[tuple[Ints, Ints], ...] = ((NOBODY, NOBODY),)
    of_day: Flags | None = None
    starts: tuple[int, ...] = ()
    meeting: str = ""

    def __len__(self) -> int:
        return len(self.mentors)

    def cells(self, gate: int) -> Flags:
        """The pairs that a gate lets through."""
        found: Flags = self.mentors[gate][:, None] & self.mentees[gate][None, :]
        found[self.shut[gate]] = False
        return found

    def split(self, pairs: Mapping[tuple[int, int], int]) -> Gates:
        """Every gate there is, also those that another one includes, where these pairs can come on such days only."""
        if self.of_day is None or not self.starts:
            return self
        cells = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        days = [pairs[row, column] for row, column in cells.tolist()]
        can = np.array([[mask >> start & 1 for mask in days] for start in self.starts], dtype=np.bool_)
        cities = self.of_day.shape[1]
        table = np.concatenate([self.of_day, can.reshape(len(self.starts), len(days))], axis=1)
        both, number = np.unique(table, axis=0, return_inverse=True)
        masks = [0] * len(both)
        for start, gate in zip(self.starts, number.ravel().tolist(), strict=True):
            masks[gate] |= 1 << start
        mentors, mentees = both[:, : self.mentors.shape[1]], both[:, self.mentors.shape[1] : cities]
        shut = []
        for gate, row in enumerate(both[:, cities:]):
            out = cells[~row & mentors[gate][cells[:, 0]] & mentees[gate][cells[:, 1]]]
            shut.append((out[:, 0], out[:, 1]))
        return Gates(mentors, mentees, tuple(masks), tuple(shut), self.of_day, self.starts, self.meeting)


def open_gates(block: ThemeBlock) -> Gates:
    """One gate that lets everybody through."""
    return Gates(np.ones((1, block.shape[0]), dtype=np.bool_), np.ones((1, block.shape[1]), dtype=np.bool_))


def find_gates(scenario: Scenario, blocks: list[ThemeBlock]) -> list[Gates]:
    """The gates of each block: those of its narrowest meeting; one that lets everybody through where it has none."""
    meetings = {name: _alone(stage) for name, stage in scenario.stages.items() if stage.gathers == "theme"}
    if not meetings:
        return [open_gates(block) for block in blocks]
    bare = scenario.model_copy(update={"stages": meetings})
    frame = Frame(bare, [pair for block in blocks for pair in _cover(block)])
    declared: dict[str, list[Days]] = {}
    for one in declare_all(RULES, frame):
        if isinstance(one, Days):
            declared.setdefault(one.event, []).append(one)
    agenda = Agenda(scenario, ())
    found = []
    for block in blocks:
        own = [event for event in frame.events if event.theme == block.theme]
        gates = [_gates(block, event, declared.get(event.id, []), agenda, frame) for event in own]
        narrow = min(gates, key=_widest, default=None)
        found.append(open_gates(block) if narrow is None else narrow)
    return found


def _alone(stage: Stage) -> Stage:
    """The stage without people, ties to others and a host to choose: what leaves out a city then does so with them."""
    is_open = stage.same_as is not None or stage.host == "participant"
    return stage.model_copy(update={"after": {}, "people": {}} | ({"host": "none"} if is_open else {}))


def _cover(block: ThemeBlock) -> Iterable[Pairing]:
    """Few pairs in which every city of the block stands."""
    mentors, mentees = block.shape
    for number in range(max(mentors, mentees)):
        yield Pairing(block.mentors[number % mentors], block.mentees[number % mentees], block.theme)


def _widest(gates: Gates) -> int:
    """How many cities the widest gate lets through."""
    return int((gates.mentors.sum(axis=1) + gates.mentees.sum(axis=1)).max(initial=0))


def _gates(block: ThemeBlock, event: Event, declared: list[Days], agenda: Agenda, frame: Frame) -> Gates:
    common = frame.every_day
    own: dict[str, int] = {}
    for one in declared:
        if one.when is None or one.when == Held(event.id):
            common &= one.mask
        elif isinstance(one.when, TakesPart) and agenda.is_there(one.when.who, event.stage):
            own[one.when.who] = own.get(one.when.who, -1) & one.mask
    days = _bits([common & own.get(name, -1) for name in (*block.mentors, *block.mentees)], frame.horizon)
    usable = _bits([common], frame.horizon)[0]
    return _strip(days.T[usable], block.shape[0], tuple(np.flatnonzero(usable).tolist()), event.id)


def _bits(masks: list[int], horizon: int) -> Flags:
    """Masks as a table, a row for each, a column for each day."""
    size = (horizon + 7) // 8
    raw = np.frombuffer(b"".join(mask.to_bytes(size, "little") for mask in masks), dtype=np.uint8)
    return np.unpackbits(raw.reshape(len(masks), size), axis=1, bitorder="little", count=horizon).astype(np.bool_)


def _strip(of_day: Flags, mentors: int, starts: tuple[int, ...], meeting: str) -> Gates:
    """Each gate once, and none that another one includes."""
    both = np.unique(of_day, axis=0)
    if 1 < len(both) <= ALL_AT_ONCE:
        ones: NDArray[np.float32] = both.astype(np.float32)  # floats: only they are multiplied fast
        missing = ones @ (1 - ones).T  # how many cities of the row's gate the column's gate lacks
        np.fill_diagonal(missing, 1)
        both = both[missing.min(axis=1) > 0]
    shut = ((NOBODY, NOBODY),) * len(both)
    return Gates(both[:, :mentors], both[:, mentors:], (0,) * len(both), shut, of_day, starts, meeting)
