"""Cuts back: which few pairings already make dates impossible (or not good enough)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mentoring.domain.pairing import Pairing
from mentoring.engine.model.decision import Decision
from mentoring.engine.when.timetable import part_of
from mentoring.engine.who.pairing import Cut, PairingModel, whole_cut
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


def find_cut(
    model: PairingModel,
    decision: Decision,
    fails: Fails,
    confirm: Fails | None = None,
    guesses: Iterable[tuple[Pairing, ...]] = (),
) -> Cut:
    """The combination to rule out; `fails` must be sure, and stay true whatever pairings join.

    When even the whole decision does not fail in that sense, or `confirm` (a second opinion) does not find that the
    part left fails, exactly this decision is ruled out. `guesses` are pairings of it that may well fail alone.
    """
    guess = next((guess for guess in guesses if fails(part_of(decision, guess))), None)
    if guess is None and not fails(decision):
        return whole_cut(model, decision)
    core = part_of(decision, shrink(guess or decision.pairs, lambda pairs: fails(part_of(decision, pairs))))
    for event, _ in chosen_hosts(model, core):
        rest = {other: place for other, place in core.hosts.items() if other != event}
        elsewhere = Decision(core.pairs, rest)
        core = elsewhere if fails(elsewhere) else core
    if confirm is not None and not confirm(core):
        return whole_cut(model, decision)
    facts: set[tuple[Fact, bool]] = {(Paired(pair), True) for pair in core.pairs}
    return frozenset(facts | {(Hosts(event, place), True) for event, place in chosen_hosts(model, core)})


def chosen_hosts(model: PairingModel, core: Decision) -> list[tuple[str, str]]:
    """The hosts that were a choice, among the events that the core's pairings bring about.

    An event whose host is left out of a decision is nowhere: nobody is away for it, so that what fails all the same
    fails wherever it is held.
    """
    agenda = Frame(model.candidates.frame.scenario, core.pairs).agenda
    whole = model.candidates.frame.agenda
    found: dict[str, str] = {}
    for event in agenda.events.values():
        source = whole.root(whole.events[event.id])
        place = core.hosts.get(source.id)
        if place is not None and len(whole.hosts(source)) > 1:
            found[source.id] = place
    return sorted(found.items())
