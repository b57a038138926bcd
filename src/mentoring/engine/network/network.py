"""Who and where without listing pairs: a relaxation of the pairing goals over every conceivable pair at once.

Each theme is a network of needs and offers, with the gates of its meeting and the hosts it could have. What the
network says holds for every plan: no plan is better than its bound, and a plan at least as good as a given one uses
only the pairs that survive. Rules that it does not know only make plans worse than it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from mentoring.domain.event import Places
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.candidates import Candidates
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.order import levels_of
from mentoring.engine.network.block import blocks_of
from mentoring.engine.network.clash import Clashes
from mentoring.engine.network.concert import Concert
from mentoring.engine.network.gate import find_gates
from mentoring.engine.network.globe import Flags, Numbers
from mentoring.engine.network.matching import Prices
from mentoring.engine.network.precedence import MOST_MAGNITUDE, Precedence
from mentoring.engine.network.purse import find_tightest
from mentoring.engine.network.ration import Ration
from mentoring.engine.network.relaxed import Marks, Relaxed, keep_least
from mentoring.engine.network.sweep import Sweep
from mentoring.engine.network.venue import Venue, hosts_of, meeting_of
from mentoring.engine.network.weight import Weights

FINE_FLOW = 1 << 57  # the same where fine shares have a price as well
FEW_HOSTS, MORE_HOSTS = 8, 10  # of each meeting, if more could be as good: so many are left in question at first
SMALL = 1000  # conceivable pairs, up to which there are more
FORBIDDEN = 4  # times the price of two places: what a pair costs that no plan as good has
FINE = 1 << 20  # parts of a point of a goal in which prices of fine shares are found
SCALES = (4, 8, 12, 16, 20, 26, 32)  # bits by which earlier goals weigh less where they were not reached


class Network:
    """The relaxation of one scenario's pairing goals."""

    def __init__(self, scenario: Scenario, against: Plan | None) -> None:
        self.scenario = scenario
        self.levels = levels_of(scenario, "pairing")
        self.blocks = blocks_of(scenario)
        self.gates = find_gates(scenario, self.blocks)
        self.hosts = [hosts_of(block) for block in self.blocks]
        self._nodes = max((sum(block.shape) for block in self.blocks), default=0) + 3  # of the largest flow
        self.ration = find_tightest(scenario, self.blocks, self.hosts)
        self.clashes = Clashes(self.blocks, self.gates)
        self.is_rationed = False  # whether a budget was found to leave no room for all that would be good
        self._is_known = False  # whether the gates know of clashes
        self._remembered: dict[tuple[int, tuple[int, ...]], list[Relaxed]] = {}
        self._latest: tuple[int, list[Sweep]] | None = None  # the last level relaxed, and how
        self.weights = [Weights(scenario, self.blocks, self.hosts, level, against) for level in self.levels]
        self._precedence = Precedence(self.weights, self._nodes)

    def strike(self, pairs: Iterable[Pairing]) -> None:
        """These pairs cannot be made: nothing that was said before is wrong, what is said next is sharper."""
        struck = self.cells(pairs)
        if any(cells.any() for cells in struck):
            self._remembered.clear()
        for block, cells in zip(self.blocks, struck, strict=True):
            block.open = block.open & ~cells

    def learn(self, candidates: Candidates, choice: Relaxed) -> bool:
        """Take in what candidates say of the days of meetings; whether the choice is still one that finds days."""
        self.clashes.learn(candidates)
        is_fine = self.clashes.suits(choice.chosen)
        if not is_fine:
            self.heed_clashes()
        return is_fine

    def heed_clashes(self) -> None:
        """From now on gates know which days single pairs do not have, and which lie too near other meetings."""
        self.gates = self.clashes.apply()
        self._is_known, self._latest = True, None
        self._remembered.clear()

    def knows(self, index: int) -> bool:
        """Whether a level is a sum over pairings and journeys."""
        return self.weights[index].is_sum

    def relax(self, index: int, caps: Sequence[int]) -> list[Relaxed]:
        """The level's relaxation under the caps of the levels before it, the best bound first.

        Goals before count so much that none of them is given up; where a cap lies above what the network reaches,
        they are also tried with less weight.
        """
        key = (index, tuple(caps[:index]))
        if key not in self._remembered:
            self._remembered[key] = self._ask(index, caps)
        return self._remembered[key]

    def loosest(self, index: int, caps: Sequence[int]) -> int:
        """What no plan within caps far from what the network reaches undercuts: goals before count little at first."""
        known = [number for number in range(index + 1) if self.knows(number)]
        best = -(1 << 62)
        for weights in self._less(known)[::-1] or [self._precedence.weigh(known)]:
            bound = self._relax(known, weights, caps).bound
            if bound < best:
                break
            best = bound
        return best

    def _less(self, known: Sequence[int]) -> list[dict[int, int]]:
        """Weights of levels that count less and less than those before them are worth, down to nothing."""
        strict, found = self._precedence.weigh(known), list[dict[int, int]]()
        for bits in SCALES if len(known) > 1 else ():
            found.append({number: weight >> bits if number != known[-1] else 1 for number, weight in strict.items()})
            if not any(found[-1][number] for number in known[:-1]):
                break
        return found

    def _ask(self, index: int, caps: Sequence[int]) -> list[Relaxed]:
        known = [number for number in range(index + 1) if self.knows(number)]
        last = known[-1]
        if len(known) > 1 and not self._precedence.carries(known):
            before = self.relax(known[-2], caps)[0]
            if all(self.value(before, number) == caps[number] for number in known[:-1]):
                return [self._relax_on_face(before, caps[known[-2]], last)]
        found = [self._relax(known, self._precedence.weigh(known), caps)]
        given = [number for number in known[:-1] if self.value(found[0], number) < caps[number]]
        if given and last == index:
            found += [self._relax(known, weights, caps) for weights in self._less(known)]
        return sorted(found, key=lambda one: -one.bound)

    def _relax(self, known: list[int], weights: dict[int, int], caps: Sequence[int]) -> Relaxed:
        last = known[-1]
        spent = sum(weights[number] * (caps[number] - self.weights[number].outset) for number in known[:-1])
        used = [(self.weights[number], weight) for number, weight in weights.items() if weight]
        costs: list[Numbers] = []
        venues: list[Venue] = []
        for place, block in enumerate(self.blocks):
            costs.append(sum((own.grids[place] * weight for own, weight in used), np.zeros(block.shape, np.int64)))
            venues.append(sum((own.venues[place] * weight for own, weight in used), used[0][0].venues[place] * 0))
        return self._sweep(costs, venues, weights, last, spent)

    def _relax_on_face(self, before: Relaxed, reached: int, last: int) -> Relaxed:
        """A level over what keeps the goals before it at their best: its pairs alone, and every place that they fill.

        Each place that is filled in all such plans has a price which is more than the level's whole range, so that
        none of them is left free; paid in every plan, it is taken off again.
        """
        own, marks, full = self.weights[last], before.survivors(reached), before.full(reached)
        price = 1 + own.range
        costs: list[Numbers] = []
        spent = 0
        for block, grid, cells, tight in zip(self.blocks, own.grids, marks.pairs, full, strict=True):
            rows, columns = np.split(tight.astype(np.int64) * price, [block.shape[0]])
            costs.append(np.where(cells, grid - rows[:, None] - columns[None, :], FORBIDDEN * price))
            spent -= int(rows @ block.places) + int(columns @ block.wanted)
        return self._sweep(costs, own.venues, {last: 1}, last, spent, FORBIDDEN * price)

    def _sweep(
        self,
        costs: list[Numbers],
        venues: Sequence[Venue],
        weights: dict[int, int],
        last: int,
        spent: int,
        largest: int = 0,
    ) -> Relaxed:
        ration = self.ration or Ration((0,) * len(self.blocks), 0)
        scale = 1
        if ration.is_fine:
            largest = max(largest, self._precedence.largest(weights))
            scale = max(1, min(FINE, min(MOST_MAGNITUDE, FINE_FLOW // self._nodes) // max(1, largest)))
            costs, venues = [cost * scale for cost in costs], [venue * scale for venue in venues]
        starts = self._starts(weights)

        def offer(price: int) -> tuple[int, int, tuple[list[Sweep], Concert | None]]:
            dear = (
                [one + two * price for one, two in zip(venues, ration.venues, strict=True)] if ration.venues else venues
            )
            tables = zip(self.blocks, costs, self.gates, dear, ration.shares, starts, strict=True)
            sweeps = [
                Sweep(block, cost + price * share, gates, venue, start)
                for block, cost, gates, venue, share, start in tables
            ]
            together = self.clashes.concert(sweeps) if self._is_known else None
            taken = sum(ration.taken(place, sweep.chosen, sweep.host) for place, sweep in enumerate(sweeps))
            return together.bound if together else sum(sweep.bound for sweep in sweeps), taken, (sweeps, together)

        dearest = ration.dearest(-min((int(cost.min(initial=0)) for cost in costs), default=0), self._nodes)
        price, bound, (sweeps, together), (modest, _), (crowded, _) = ration.find_price(offer, dearest)
        chosen = [sweep.chosen for sweep in crowded]
        if ration.is_fine and crowded is not modest:
            taken = sum(ration.taken(place, sweep.chosen, sweep.host) for place, sweep in enumerate(modest))
            chosen = ration.fill([sweep.chosen for sweep in modest], chosen, self.blocks, costs, taken)
        elif not ration.is_fine and (crowded is not sweeps or price):
            chosen = ration.trim(chosen, costs)
        self.is_rationed = self.is_rationed or (ration.is_fine and price > 0)
        outset = self.weights[last].outset
        self._latest = None if ration.is_fine else (last, sweeps)
        floor = outset + sum(int(np.minimum(grid, 0).sum()) for grid in self.weights[last].grids)
        least = max(floor, outset - (-bound // scale) - spent)
        return Relaxed(sweeps, chosen, least, spent, outset, together, scale, price * ration.room)

    def _starts(self, weights: dict[int, int]) -> Sequence[Prices | None]:
        """For each block the prices of the level asked last, where these count as much as they do now."""
        if self._latest is None or not weights.get(self._latest[0]):
            return [None] * len(self.blocks)
        return [sweep.prices(weights[self._latest[0]]) for sweep in self._latest[1]]

    def value(self, relaxed: Relaxed, index: int) -> int:
        """What a level comes to in the choice that the relaxation reached."""
        own, total = self.weights[index], self.weights[index].outset
        for place, (sweep, chosen) in enumerate(zip(relaxed.sweeps, relaxed.chosen, strict=True)):
            total += int(own.grids[place][chosen].sum())
            total += int(own.venues[place].mentors[chosen.any(axis=1), sweep.host].sum())
            total += int(own.venues[place].mentees[chosen.any(axis=0), sweep.host].sum())
        return total

    def pairings(self, marked: Sequence[Flags]) -> set[Pairing]:
        """The pairs of marked cells, block by block."""
        return {pair for block, cells in zip(self.blocks, marked, strict=True) for pair in block.pairings(cells)}

    def cells(self, pairs: Iterable[Pairing]) -> list[Flags]:
        """The pairs as marked cells."""
        found = {block.theme: np.zeros(block.shape, dtype=np.bool_) for block in self.blocks}
        blocks = {block.theme: block for block in self.blocks}
        for pair in pairs:
            if pair.theme in blocks and blocks[pair.theme].has(pair):
                found[pair.theme][blocks[pair.theme].cell(pair)] = True
        return list(found.values())

    @property
    def everything(self) -> Marks:
        """Marks for every pair that is still open, and for every host."""
        hosts = [np.ones(len(names), dtype=np.bool_) for names in self.hosts]
        return Marks([block.open for block in self.blocks], hosts)

    def without(self, marks: Marks, pairs: Iterable[Pairing]) -> Marks:
        """The marks without those of some pairs."""
        return Marks([one & ~two for one, two in zip(marks.pairs, self.cells(pairs), strict=True)], marks.hosts)

    def count(self, marked: Sequence[Flags]) -> int:
        """How many cells are marked."""
        return sum(int(np.count_nonzero(cells)) for cells in marked)

    def nearest(self, choice: Relaxed | None, marked: Sequence[Flags], most: int) -> list[Flags]:
        """At most so many of the marked cells: those that cost least beyond the prices of the choice."""
        if self.count(marked) <= most:
            return list(marked)
        excess = [choice.sweeps[place].excess() if choice else -block.fit for place, block in enumerate(self.blocks)]
        return keep_least(excess, marked, most)

    def partners(
        self, theme: str, *, mentor: str | None = None, mentee: str | None = None
    ) -> tuple[list[Pairing], list[Pairing]]:
        """The conceivable pairs of an offer or a need: those ruled out or struck, and all others."""
        for block in self.blocks:
            if block.theme == theme:
                own = np.zeros(block.shape, dtype=np.bool_)
                row = slice(None) if mentor is None else block.row[mentor]
                own[row, slice(None) if mentee is None else block.column[mentee]] = True
                own &= ~block.same_city
                return list(block.pairings(own & ~block.open)), list(block.pairings(own & block.open))
        return [], []

    def choice(self, relaxed: Relaxed) -> Decision:
        """The pairs and hosts that the relaxation reached."""
        pairs = sorted(self.pairings(relaxed.chosen))
        hosts: dict[str, str] = {}
        for block, names, sweep, chosen in zip(self.blocks, self.hosts, relaxed.sweeps, relaxed.chosen, strict=True):
            if names[sweep.host] and chosen.any():
                hosts[meeting_of(block)] = names[sweep.host]
        return Decision(tuple(pairs), hosts)

    def places(
        self, marked: Sequence[Flags], choice: Relaxed | None, before: Places | None = None
    ) -> dict[str, str | tuple[str, ...]]:
        """The places left in question for each meeting with a host to choose: those marked, and those of `before`.

        At first the best two and the pinned ones too: a host without an alternative would say more than is meant.
        """
        pinned = {pin.body.host for pin in self.scenario.pins.values() if pin.body.host}
        few = MORE_HOSTS if self.scenario.count_conceivable() <= SMALL else FEW_HOSTS
        found: dict[str, str | tuple[str, ...]] = {}
        for place, (block, names) in enumerate(zip(self.blocks, self.hosts, strict=True)):
            if names == ("",):
                continue
            event = meeting_of(block)
            kept = {names[number] for number in np.flatnonzero(marked[place])}
            if before is None:
                kept = kept if len(kept) <= few or not choice else set()
                best = choice.sweeps[place].best_hosts(2 if kept else few) if choice else range(len(names))
                kept |= {names[number] for number in best} | (pinned & set(names))
            else:
                own = before.get(event, ())
                if choice and len(kept) > few + len(own):
                    kept &= {names[number] for number in choice.sweeps[place].best_hosts(few + len(own))}
                kept |= {*own, *(pinned & set(names))}
            found[event] = tuple(sorted(kept))
        return found if before is None or before else {}
