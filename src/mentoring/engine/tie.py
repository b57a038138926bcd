"""Ties: pairings that some equally good choices have and others have not, and what all of these choices share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.engine.decision import Decision
from mentoring.engine.literal import Lit
from mentoring.engine.pairing import PairingModel, add_clause, host_facts
from mentoring.engine.solving import GRACE_SECONDS, Answer, solve
from mentoring.engine.timetable import part_of
from mentoring.language.fact import Hosts, Paired

MOST_QUESTIONS = 12  # each finds all the differences it can


@dataclass(frozen=True, slots=True)
class Ties:
    """`fixed` is what all tied choices have; each of `needs` is served by one of its pairings, or by none if None."""

    fixed: Decision
    needs: tuple[tuple[Pairing | None, ...], ...]

    @property
    def pairs(self) -> list[Pairing]:
        """The pairings in question."""
        return [pair for need in self.needs for pair in need if pair is not None]

    @property
    def are_served(self) -> bool:
        """Whether every choice serves all needs in question."""
        return all(pair is not None for need in self.needs for pair in need)


def find_ties(model: PairingModel, capped: cp_model.CpModel, decision: Decision) -> Ties | None:
    """What the choices that the capped model allows have in common with this one; None when that is not found out.

    That is so too where an event of all of them could be elsewhere.
    """
    chosen = set(decision.pairs)
    literals = model.compiled.literals
    waiting: dict[Pairing, Lit] = {}
    for pair in model.candidates.alive:
        made = literals.sure(Paired(pair))
        waiting[pair] = literals.negate(made) if pair in chosen else made
    open_pairs: set[Pairing] = set()
    for _ in range(MOST_QUESTIONS):
        answer = _differ(model, capped, [lit for lit in waiting.values() if not isinstance(lit, bool)])
        if answer.status == "infeasible":
            return _sorted(model, capped, decision, open_pairs)
        if not answer.has_solution:
            return None
        found = chosen.symmetric_difference(model.read(answer).pairs) & waiting.keys()
        open_pairs |= found
        for pair in found:
            del waiting[pair]
    return None


def _differ(model: PairingModel, capped: cp_model.CpModel, differences: list[Lit]) -> Answer:
    """A choice with as many of these differences as possible, one at least."""
    tied = capped.clone()
    tied.clear_objective()
    add_clause(tied, differences)
    if differences:
        tied.maximize(cp_model.LinearExpr.sum(differences))
    else:
        return Answer("infeasible", lambda _: 0)
    return solve(tied, model.clock, grace=GRACE_SECONDS)


def _sorted(model: PairingModel, capped: cp_model.CpModel, decision: Decision, open_pairs: set[Pairing]) -> Ties | None:
    fixed = part_of(decision, tuple(pair for pair in decision.pairs if pair not in open_pairs))
    literals = model.compiled.literals
    agenda = model.candidates.frame.agenda
    held = {event.id for pair in fixed.pairs for event in agenda.of_pair[pair]}
    held |= {event.id for event in agenda.events.values() if event.always}
    there = [fact for fact, _ in host_facts(model, decision) if isinstance(fact, Hosts) and fact.event in held]
    elsewhere = [literals.negate(literals.sure(fact)) for fact in there]
    if _differ(model, capped, [lit for lit in elsewhere if not isinstance(lit, bool)]).status != "infeasible":
        return None
    needs: dict[tuple[str, str], list[Pairing | None]] = defaultdict(list)
    for pair in sorted(open_pairs):
        needs[pair.mentee, pair.theme].append(pair)
    if not _are_always_served(model, capped, list(needs.values())):
        for pairs in needs.values():
            pairs.append(None)
    return Ties(fixed, tuple(tuple(pairs) for pairs in needs.values()))


def _are_always_served(model: PairingModel, capped: cp_model.CpModel, needs: list[list[Pairing | None]]) -> bool:
    """Whether each choice serves all these needs."""
    tied = capped.clone()
    tied.clear_objective()
    literals = model.compiled.literals
    left = [tied.new_bool_var("") for _ in needs]
    tied.add_bool_or(left)
    for pairs, lit in zip(needs, left, strict=True):
        none = [literals.negate(literals.sure(Paired(pair))) for pair in pairs if pair is not None]
        if any(one is False for one in none):
            tied.add_bool_and([~lit])
        tied.add_bool_and([one for one in none if not isinstance(one, bool)]).only_enforce_if(lit)
    return solve(tied, model.clock, grace=GRACE_SECONDS).status == "infeasible"
