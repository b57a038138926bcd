"""What a wish would cost: fixed by pins, planned anew with the rest held and with the rest free, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.analysis.wish import WishReport
from mentoring.api import load_plan
from mentoring.api.trial import ASKED, explain_trial, ground, hold, pin, try_out
from mentoring.domain.dates import say_day

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.analysis.clash import Obstacle
    from mentoring.analysis.trial import Trial
    from mentoring.analysis.wish import Body, Wish
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan

MOST_DAYS = 8
"""Days of a month for which it is told one by one what forbids them."""


def weigh_wish(plan: Plan | Path | str, wish: str, *, seconds: float | None = None, seed: int = 1) -> WishReport:
    """Whether a wish can be, and how much better or worse each goal is with it; which other events would move.

    How wishes are written stands in `analysis.wish.GRAMMAR`. `seconds` limits each planning.

    Raises:
        UsageError: when the wish is not understood, or names what is not there.
        PlanFileError: when the file is no plan.
    """
    from pathlib import Path

    from mentoring.analysis.wish import parse_wish

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    asked = parse_wish(found, wish)
    if asked.why_not:
        return WishReport(found, asked.said, why_not=asked.why_not)
    base = ground(found)
    let_go = tuple(_rivals(base, _new_pairs(base, asked)))
    rest = hold(base, pairs=let_go, events=_tied(base, asked))
    free = _best(base, asked, (), seconds, seed)
    held = _best(base, asked, rest, seconds, seed)
    is_met = held.difference is not None and held.difference.is_empty
    if asked.days and free.status == "infeasible":
        return WishReport(
            found, asked.said, held, free, obstacles=tuple(_obstacles(base, asked, seconds)), let_go=let_go
        )
    free = replace(free, impasse=explain_trial(base, free, seconds=seconds))
    soon = _too_soon(base, asked, free)
    return WishReport(found, asked.said, held, free, is_met=is_met, let_go=let_go, too_soon=soon)


def _too_soon(base: Plan, asked: Wish, trial: Trial) -> str:
    """Which lead time or visa the wished event would break, if no pin had freed it from them; empty: none."""
    from mentoring.domain.naming import name_event
    from mentoring.rules.lead_time import LeadTime

    if trial.difference is None or not asked.event:
        return ""
    unpinned = trial.difference.after.model_copy(update={"scenario": base.scenario})
    found = (one for one in LeadTime().check(unpinned) if asked.event in one.subject)
    return "; ".join(one.message.replace(name_event(base.scenario, asked.event), "it") for one in found)


def _obstacles(base: Plan, asked: Wish, seconds: float | None) -> Iterator[Obstacle]:
    """Why the event cannot begin on any of the days, whatever else moves; days with the same reasons together."""
    from mentoring.analysis.clash import Obstacle, find_obstacles

    for found in find_obstacles(base, asked.event, asked.days):
        if found.said:
            yield found
            continue
        for day in found.days[:MOST_DAYS]:  # nothing by itself: others that must take place stand in the way
            body = {"event": asked.event, "first": day.isoformat()}
            trial = try_out(base, pin(base, body), f"it begins on {say_day(day)}", seconds=seconds)
            impasse = explain_trial(base, trial, seconds=seconds, with_ways=False)
            causes = [one for one in impasse.conflicts[0].causes if one.rule != ASKED] if impasse else []
            place = next((one.places[0] for one in causes if one.places), "")
            yield Obstacle((day,), tuple(one.sentence for one in causes), place)


def _best(base: Plan, asked: Wish, held: Sequence[Body], seconds: float | None, seed: int) -> Trial:
    """The best of all ways in which the wish can be met."""

    def best_of(ways: Iterable[tuple[Body, ...]]) -> Trial:
        trials = (try_out(base, pin(base, *way, held=held), asked.said, seconds=seconds, seed=seed) for way in ways)
        return min(trials, key=lambda trial: trial.rank)

    best = best_of(asked.ways)
    is_lost = best.difference is not None and asked.event and asked.event not in best.difference.after.by_id
    return best_of(_on_each_day(base, asked)) if is_lost else best


def _on_each_day(base: Plan, asked: Wish) -> list[tuple[Body, ...]]:
    """For an event that the best plan would rather do without: each first day that the wish leaves it."""
    from mentoring.analysis.wish import list_first_days

    ruled_out = {body["not"]["first"] for way in asked.ways for body in way if "not" in body}
    days = [day.isoformat() for day in list_first_days(base.scenario, asked.event)]
    return [({"event": asked.event, "first": day},) for day in days if day not in ruled_out]


def _new_pairs(base: Plan, asked: Wish) -> tuple[Pairing, ...]:
    """The pairings wished, or that of an event which the plan does not hold."""
    from mentoring.domain.consistency.target import read_target

    target = read_target(base.scenario, asked.event) if asked.event else None
    if target is None or target.pairing is None or target.pairing in base.paired:
        return asked.pairs
    return (target.pairing,)


def _rivals(base: Plan, pairs: tuple[Pairing, ...]) -> list[Pairing]:
    """Pairings of the plan that may have to make way: those that fill the mentee's need and the mentor's offers."""
    wanted = {(pair.mentee, pair.theme) for pair in pairs}
    mentors = {pair.mentor for pair in pairs}
    return [one for one in sorted(base.paired) if (one.mentee, one.theme) in wanted or one.mentor in mentors]


def _tied(base: Plan, asked: Wish) -> set[str]:
    """Events that follow where the wished one goes: those that share its host."""
    if not asked.event:
        return set()
    known = base.agenda.events.get(asked.event)
    if known is None:
        return {asked.event}
    root = base.agenda.root(known).id
    return {asked.event, *(event.id for event in base.agenda.events.values() if base.agenda.root(event).id == root)}
