"""The cheapest choice of pairs within everybody's capacities, with prices that prove it: whole numbers throughout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from ortools.graph.python import min_cost_flow

from mentoring.engine.network.globe import Flags, Numbers

FEW_PAIRS = 8_000  # of them all are arcs from the start; more are priced in
BEST_OF_EACH = 12  # pairs of each need and of each offer to begin with, and the most that one round adds for each
MOST_ROUNDS = 40
FAR = np.int64(1) << 60
SPREAD_BITS = 6
MIX = np.array([0x9E3779B1, 0x85EBCA77C2B2, 0x9E3779B97F4A7], dtype=np.uint64)  # odd numbers without a pattern
DEAR = 4  # times the dearest pair: the price of a place at a mentor that has none, which nobody pays


@dataclass(frozen=True, slots=True)
class Prices:
    """What one more place of a mentor and one more mentor of a need are worth; never below 0.

    Whatever they are, they bound: nothing of a flow has to be believed but what adding them up says.
    """

    mentors: Numbers
    mentees: Numbers

    def excess(self, cost: Numbers) -> Numbers:
        """What each pair costs beyond the two prices; below 0 only where a pair is in every cheapest choice."""
        found: Numbers = cost + self.mentors[:, None] + self.mentees[None, :]
        return found

    def least(self, cost: Numbers, cells: Flags, places: Numbers, wanted: Numbers) -> int:
        """What no choice among the cells undercuts."""
        gained = int(np.minimum(self.excess(cost), 0)[cells].sum())
        return gained - int(self.mentors @ places) - int(self.mentees @ wanted)


@dataclass(frozen=True, slots=True)
class Matching:
    """A cheapest choice: the marked cells, and two sets of prices for it, the mentees' as low and as high as can be."""

    chosen: Flags
    prices: Prices
    others: Prices


def match(cost: Numbers, cells: Flags, places: Numbers, wanted: Numbers, start: Prices | None = None) -> Matching:
    """The cheapest choice among the cells, mentors by mentees; nobody has to be served.

    `start`: prices that were good for a similar question; they only say where to look first.
    """
    if int(np.count_nonzero(cells)) <= FEW_PAIRS:
        arcs = cells
    elif start is None:  # prices learnt from pairs that everybody likes best alone would mislead: others go with them
        arcs = _best_of_each(cost, cells) | _best_of_each(np.zeros_like(cost), cells)
    else:
        arcs = _best_of_each(start.excess(cost), cells) | _best_of_each(np.zeros_like(cost), cells)
    found = _flow(cost, arcs, places, wanted)
    for _ in range(MOST_ROUNDS):
        excess = found.prices.excess(cost)
        missed = cells & ~arcs & (excess < 0)
        if not missed.any():
            break
        arcs = arcs | _best_of_each(excess, missed)
        found = _flow(cost, arcs, places, wanted)
    return found


def _best_of_each(cost: Numbers, cells: Flags) -> Flags:
    """The cheapest few cells of each row and each column; of equal ones not always the first."""
    masked = np.where(cells, (cost << SPREAD_BITS) + _spread(*cells.shape), FAR)
    arcs = np.zeros(cells.shape, dtype=np.bool_)
    for axis in (0, 1):
        few = min(BEST_OF_EACH, cells.shape[axis])
        best = np.take(np.argpartition(masked, few - 1, axis=axis), np.arange(few), axis=axis)
        np.put_along_axis(arcs, best, True, axis=axis)
    found: Flags = arcs & cells
    return found


@lru_cache(maxsize=16)
def _spread(rows: int, columns: int) -> Numbers:
    """For each cell a small number, all over the place but always the same: where costs are equal it decides."""
    mixed = np.arange(rows, dtype=np.uint64)[:, None] * MIX[0] + np.arange(columns, dtype=np.uint64)[None, :] * MIX[1]
    found: Numbers = ((mixed * MIX[2] >> np.uint64(40)) & np.uint64((1 << SPREAD_BITS) - 1)).astype(np.int64)
    return found


def _flow(cost: Numbers, arcs: Flags, places: Numbers, wanted: Numbers) -> Matching:
    """One min-cost flow, source -> mentee -> mentor -> sink, with a way past for what stays unserved."""
    rows, columns = np.nonzero(arcs)
    mentors, mentees = arcs.shape
    source, sink, total = 0, 1, int(wanted.sum()) + 1
    mentee_nodes, mentor_nodes = 2 + np.arange(mentees), 2 + mentees + np.arange(mentors)
    tails = np.concatenate([mentee_nodes[columns], np.full(mentees, source), mentor_nodes, [source]])
    heads = np.concatenate([mentor_nodes[rows], mentee_nodes, np.full(mentors, sink), [sink]])
    rooms = np.concatenate([np.ones(len(rows), dtype=np.int64), wanted, places, [total + 1]])
    costs = np.concatenate([cost[rows, columns], np.zeros(mentees + mentors + 1, dtype=np.int64)])
    solver = min_cost_flow.SimpleMinCostFlow()
    numbers = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, rooms, costs)
    solver.set_nodes_supplies(np.array([source, sink]), np.array([total, -total]))
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("the flow of pairs was not solved: numbers too large?")
    flows = np.asarray(solver.flows(numbers), dtype=np.int64)
    chosen = np.zeros(arcs.shape, dtype=np.bool_)
    used = flows[: len(rows)] > 0
    chosen[rows[used], columns[used]] = True
    ahead, back = flows < rooms, flows > 0
    begin = np.concatenate([tails[ahead], heads[back]])
    end = np.concatenate([heads[ahead], tails[back]])
    price = np.concatenate([costs[ahead], -costs[back]])
    reach = _distances(begin, end, price, 2 + mentees + mentors, source)
    left = _distances(end, begin, price, 2 + mentees + mentors, sink)
    prices = Prices(np.maximum(0, -reach[mentor_nodes]), np.maximum(0, reach[mentee_nodes]))
    dear = np.where(places > 0, left[mentor_nodes], DEAR * (1 + np.abs(costs).max()))
    return Matching(chosen, prices, Prices(np.maximum(0, dear), np.maximum(0, -left[mentee_nodes])))


def _distances(begin: Numbers, end: Numbers, price: Numbers, nodes: int, source: int) -> Numbers:
    """Cheapest way from one node to each over what a flow leaves open: round by round, from nodes that came nearer."""
    order = np.argsort(begin, kind="stable")
    end, price = end[order], price[order]
    first = np.searchsorted(begin[order], np.arange(nodes + 1))
    found = np.full(nodes, FAR, dtype=np.int64)
    found[source] = 0
    nearer = np.array([source])
    for _ in range(nodes):
        sizes = first[nearer + 1] - first[nearer]
        arcs = np.arange(int(sizes.sum())) + np.repeat(first[nearer] - np.cumsum(sizes) + sizes, sizes)
        before = found.copy()
        np.minimum.at(found, end[arcs], np.repeat(before[nearer], sizes) + price[arcs])
        nearer = np.flatnonzero(found < before)
        if not len(nearer):
            break
    found[found > FAR // 2] = 0
    return found
