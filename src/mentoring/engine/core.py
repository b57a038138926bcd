"""Cuts back: which few pairings already make dates impossible (or not good enough)."""

from __future__ import annotations

from collections.abc import Callable

from mentoring.domain.pairing import Pairing
from mentoring.engine.decision import Decision
from mentoring.engine.pairing import Cut, PairingModel, whole_cut
from mentoring.engine.timetable import part_of
from mentoring.language.fact import Fact, Hosts, Paired
from mentoring.language.frame import Frame

Fails = Callable[[Decision], bool]  # whether a part of the decision surely has no (good enough) dates


def shrink(pairs: tuple[Pairing, ...], fails: Callable[[tuple[Pairing, ...]], bool]) -> tuple[Pairing, ...]:
    """A smallest-by-deletion part that still fails: first large pieces are left out, then single ones."""
    core = list(pairs)
    size = max(1, len(core) // 2)
    while True:
        position = 0
        while position < len(core):
            rest = core[:position] + core[position + size :]
            if fails(tuple(rest)):
                core = rest
            else:
                position += size
        if size == 1:
            return tuple(core)
        size = max(1, size // 2)


def find_cut(model: PairingModel, decision: Decision, fails: Fails) -> Cut:
    """The combination to rule out; `fails` must be sure, and stay true whatever pairings join.

    When even the whole decision does not fail in that sense, exactly this decision is ruled out.
    """
    if not fails(decision):
        return whole_cut(model, decision)
    core = shrink(decision.pairs, lambda pairs: fails(part_of(decision, pairs)))
    return _facts(model, decision, core)


def _facts(model: PairingModel, decision: Decision, core: tuple[Pairing, ...]) -> Cut:
    """The pairings of the core, and the chosen hosts of the events they bring about."""
    agenda = Frame(model.candidates.frame.scenario, core, decided=True).agenda
    whole = model.candidates.frame.agenda
    facts: set[tuple[Fact, bool]] = {(Paired(pair), True) for pair in core}
    for event in agenda.events.values():
        base = whole.base(whole.events[event.id])
        source = base.id if base is not None else event.id
        place = decision.hosts.get(source)
        if place is not None and len(whole.hosts(whole.events[source])) > 1:
            facts.add((Hosts(source, place), True))
    return frozenset(facts)
