"""Ties: pairings that some equally good choices have and others have not, and what all of these choices share."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

import networkx as nx
from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.decision import Decision
from mentoring.engine.model.literal import Lit
from mentoring.engine.model.solving import GRACE_SECONDS, Answer, solve
from mentoring.engine.network.swap import Side, Swaps
from mentoring.engine.when.timetable import part_of
from mentoring.engine.who.pairing import PairingModel, add_clause, host_facts
from mentoring.language.fact import Hosts, Paired

TIE_WORK = 8.0  # solver units for one question about ties: of ten thousand cities more would leave no time for dates
MOST_QUESTIONS = 12  # each finds all the differences it can
MOST_STATES = 5000  # ways in which the needs of one group can be served, that are listed

Group = tuple[tuple[Pairing, ...], ...]  # pairings that are made together, one of these in every choice


@dataclass(frozen=True, slots=True)
class Ties:
    """`fixed` is what all tied choices have; of each of the `groups` every choice has one of the pairings' sets."""

    fixed: Decision
    groups: tuple[Group, ...]

    @property
    def pairs(self) -> list[Pairing]:
        """The pairings in question."""
        return sorted({pair for group in self.groups for state in group for pair in state})

    @property
    def are_served(self) -> bool:
        """Whether every choice serves all needs in question."""
        return all(state for group in self.groups for state in group)


def find_ties(
    model: PairingModel, capped: cp_model.CpModel, decision: Decision, swaps: Swaps | None = None
) -> Ties | None:
    """What the choices that the capped model allows have in common with this one; None when that is not found out.

    That is so too where an event of all of them could be elsewhere. `swaps` are what the network knows of them: then
    no model is asked about pairs.
    """
    if swaps is not None:
        full = {need: room for need, room in _left(model, decision, swaps.pairs).items() if need not in swaps.unserved}
        ties = _sorted(model, decision, swaps.pairs, full, swaps.room)
        return _nowhere_else(model, capped, decision, ties, swaps.meetings)
    unsure = _find_unsure(model, capped, decision)
    if unsure is None:
        return None
    needs, offers = _by_need(unsure), _by_offer(unsure)
    most = Counter((pair.mentor, pair.theme) for pair in decision.pairs if pair in unsure)
    are_served = _is_never(model, capped, [(pairs, None) for pairs in needs.values()])
    if not are_served or not _is_never(model, capped, [(pairs, most[offer]) for offer, pairs in offers.items()]):
        most = Counter({offer: len(pairs) for offer, pairs in offers.items()})
    ties = _sorted(model, decision, unsure, dict.fromkeys(needs, 1) if are_served else {}, most)
    return _nowhere_else(model, capped, decision, ties)


def ties_of_two(model: PairingModel, one: Decision, other: Decision) -> Ties | None:
    """What two choices have in common, where there is no third; None where an event of both is elsewhere in one."""
    mine, theirs = set(one.pairs), set(other.pairs)
    if any(other.hosts.get(event) != place for event, place in _held_by_all(model, one, mine & theirs).items()):
        return None
    fixed = part_of(one, tuple(pair for pair in one.pairs if pair in theirs))
    return Ties(fixed, ((tuple(sorted(mine - theirs)), tuple(sorted(theirs - mine))),))


def _held_by_all(model: PairingModel, decision: Decision, fixed: Iterable[Pairing]) -> dict[str, str]:
    """The hosts that were a choice of events that every choice holds, as all have these pairings."""
    agenda = model.candidates.frame.agenda
    held = {event.id for pair in fixed for event in agenda.of_pair[pair]}
    held |= {event.id for event in agenda.events.values() if event.always}
    facts = (fact for fact, _ in host_facts(model, decision))
    return {fact.event: fact.place for fact in facts if isinstance(fact, Hosts) and fact.event in held}


def _find_unsure(model: PairingModel, capped: cp_model.CpModel, decision: Decision) -> set[Pairing] | None:
    """Pairings that some choices have and others have not, by asking the model; None when it does not tell."""
    chosen = set(decision.pairs)
    literals = model.compiled.literals
    waiting: dict[Pairing, Lit] = {}
    for pair in model.candidates.alive:
        made = literals.sure(Paired(pair))
        waiting[pair] = literals.negate(made) if pair in chosen else made
    unsure: set[Pairing] = set()
    for _ in range(MOST_QUESTIONS):
        answer = _differ(model, capped, waiting.values())
        if answer.status == "infeasible":
            return unsure
        if not answer.has_solution or model.clock.left <= 0:
            return None
        found = chosen.symmetric_difference(model.read(answer).pairs) & waiting.keys()
        unsure |= found
        for pair in found:
            del waiting[pair]
    return None


def _differ(model: PairingModel, capped: cp_model.CpModel, differences: Iterable[Lit]) -> Answer:
    """A choice with as many of these differences as possible, one at least."""
    lits = [lit for lit in differences if not isinstance(lit, bool)]
    if not lits:
        return Answer("infeasible", lambda _: 0)
    tied = capped.clone()
    tied.clear_objective()
    add_clause(tied, list(lits))
    tied.maximize(cp_model.LinearExpr.sum(lits))
    return solve(tied, model.clock, grace=GRACE_SECONDS, work=TIE_WORK)


def _nowhere_else(
    model: PairingModel, capped: cp_model.CpModel, decision: Decision, ties: Ties | None, known: Collection[str] = ()
) -> Ties | None:
    """The ties, if no event that all choices have could have another host in one of them; of `known` ones none has."""
    if ties is None:
        return None
    literals = model.compiled.literals
    there = _held_by_all(model, decision, ties.fixed.pairs)
    others = [
        literals.negate(literals.sure(Hosts(event, place))) for event, place in there.items() if event not in known
    ]
    return ties if _differ(model, capped, others).status == "infeasible" else None


def _sorted(
    model: PairingModel, decision: Decision, unsure: Collection[Pairing], least: Mapping[Side, int], most: Counter[Side]
) -> Ties | None:
    """Ties in groups: of a need's pairings each choice has `least` or more, of an offer's at most so many.

    None where a need could be served in too many ways.
    """
    fixed = part_of(decision, tuple(pair for pair in decision.pairs if pair not in unsure))
    left = _left(model, decision, unsure)
    options: list[Group] = []
    for need, pairs in _by_need(unsure).items():
        high = min(left[need], len(pairs))
        sizes = range(high, min(high, least.get(need, 0)) - 1, -1)
        if sum(math.comb(len(pairs), size) for size in sizes) > MOST_STATES:
            return None
        options.append(tuple(some for size in sizes for some in combinations(pairs, size)))
    return Ties(fixed, tuple(group for part in _parts(options) for group in _states(part, most)))


def _left(model: PairingModel, decision: Decision, unsure: Collection[Pairing]) -> dict[Side, int]:
    """For how many more mentors each need in question has room, beside those that every choice gives it."""
    cities = model.candidates.frame.scenario.cities
    fixed = Counter((pair.mentee, pair.theme) for pair in decision.pairs if pair not in unsure)
    return {need: cities[need[0]].needs[need[1]].mentors - fixed[need] for need in _by_need(unsure)}


def _by_need(pairs: Iterable[Pairing]) -> dict[Side, list[Pairing]]:
    found: dict[Side, list[Pairing]] = defaultdict(list)
    for pair in sorted(pairs):
        found[pair.mentee, pair.theme].append(pair)
    return found


def _by_offer(pairs: Iterable[Pairing]) -> dict[Side, list[Pairing]]:
    found: dict[Side, list[Pairing]] = defaultdict(list)
    for pair in sorted(pairs):
        found[pair.mentor, pair.theme].append(pair)
    return found


def _is_never(model: PairingModel, capped: cp_model.CpModel, cases: list[tuple[list[Pairing], int | None]]) -> bool:
    """Whether no choice makes none of some pairings (None), or more than so many of them."""
    tied = capped.clone()
    tied.clear_objective()
    literals = model.compiled.literals
    happens = [tied.new_bool_var("") for _ in cases]
    tied.add_bool_or(happens)
    for (pairs, most), lit in zip(cases, happens, strict=True):
        made = cp_model.LinearExpr.sum([literals.sure(Paired(pair)) for pair in pairs])
        row = made == 0 if most is None else made >= most + 1
        tied.add(row).only_enforce_if(lit)
    return solve(tied, model.clock, grace=GRACE_SECONDS, work=TIE_WORK).status == "infeasible"


def _parts(needs: Iterable[Group]) -> list[list[Group]]:
    """Needs that share mentors, together."""
    graph: nx.Graph[object] = nx.Graph()
    of_need = {ways[0][0]: ways for ways in needs}
    for first, ways in of_need.items():
        graph.add_edges_from((first, (pair.mentor, pair.theme)) for way in ways for pair in way)
    found = [[of_need[node] for node in sorted(node for node in part if node in of_need)]
             for part in nx.connected_components(graph)]  # fmt: skip
    return sorted(found)


def _states(part: list[Group], most: Counter[Side]) -> list[Group]:
    """The ways to serve these needs without asking more of a mentor; each need for itself where that is no question.

    So too where there are too many ways to list.
    """
    count = math.prod(len(ways) for ways in part)
    if count > MOST_STATES:
        return part
    joined = (tuple(pair for way in ways for pair in way) for ways in product(*part))
    kept = tuple(way for way in joined if Counter((pair.mentor, pair.theme) for pair in way) <= most)
    return [kept] if len(kept) < count else part
