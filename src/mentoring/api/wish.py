"""What a wish would cost: fixed by pins, planned anew with the rest held and with the rest free, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.analysis.trial import Trial
from mentoring.analysis.wish import WishReport
from mentoring.api import load_plan
from mentoring.api.trial import ASKED, explain_trial, ground, hold, pin, try_out
from mentoring.api.wish_way import explain_missing, open_month
from mentoring.domain.dates import say_day

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.analysis.clash import Obstacle
    from mentoring.analysis.wish import Body, Wish
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.engine.model.clock import Clock

MOST_DAYS = 8
"""Days of a month for which it is told one by one what forbids them."""

LONGEST = 600.0
"""Seconds after which it ends in any case, also where no limit is given."""

LEAST_SECONDS = 0.5
"""So long each planning that is begun may take."""


def weigh_wish(plan: Plan | Path | str, wish: str, *, seconds: float | None = None, seed: int = 1) -> WishReport:
    """Whether a wish can be, and how much better or worse each goal is with it; which other events would move.

    How wishes are written stands in `analysis.wish.GRAMMAR`. `seconds` limits all of it (ten minutes unless given);
    `untried` counts what could not be planned with in that time.

    Raises:
        UsageError: when the wish is not understood, or names what is not there.
        PlanFileError: when the file is no plan.
    """
    from pathlib import Path

    from mentoring.analysis.wish import parse_wish
    from mentoring.api.known import spelling_of
    from mentoring.engine.model.clock import Clock

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    asked = parse_wish(found, wish, spelling_of(found.scenario))
    file = str(plan) if isinstance(plan, Path | str) else "PLAN"
    clock = Clock(seconds=LONGEST if seconds is None else seconds, seed=seed)
    if asked.why_not:
        return _hopeless(found, asked, clock, file)
    return _Weighing(ground(found), asked, clock, file).report(found)


def _hopeless(found: Plan, asked: Wish, clock: Clock, file: str) -> WishReport:
    """Why a wish cannot be that no pins ask for, with what is missing for it and where that stands."""
    from mentoring.analysis.reason import find_place
    from mentoring.analysis.trial import Trial

    place = find_place(asked.keys, found.positions)
    told = WishReport(found, asked.said, why_not=f"{asked.why_not} ({place})" if place else asked.why_not)
    impasse = explain_missing(ground(found), asked.said, asked.nearly, clock, file)
    never = Trial(asked.said, {}, "infeasible")
    return replace(told, held=never, free=replace(never, impasse=impasse)) if impasse is not None else told


class _Weighing:
    """One wish about one plan (of `ground`)."""

    def __init__(self, base: Plan, asked: Wish, clock: Clock, file: str) -> None:
        self.base, self.asked, self.clock, self.file = base, asked, clock, file
        self.untried = 0

    def report(self, found: Plan) -> WishReport:
        """What becomes of it, with nothing else held and with all else held; half of the time left goes to each."""
        base, asked = self.base, self.asked
        let_go = tuple(_rivals(base, _new_pairs(base, asked)))
        rest = hold(base, pairs=let_go, events=_tied(base, asked))
        free = held = Trial(asked.said, {}, "infeasible")
        if asked.ways:
            with self.clock.partly(0.5):
                free = self._best(())
            with self.clock.partly(0.5):
                held = self._best(rest)
        is_met = held.difference is not None and held.difference.is_empty
        told = WishReport(found, asked.said, held, free, is_met=is_met, let_go=let_go)
        if asked.days and free.status == "infeasible":
            with self.clock.partly(0.5):
                told = replace(told, obstacles=tuple(self._obstacles()))
            told = replace(told, free=replace(free, impasse=open_month(base, asked, self.clock, self.file)))
        else:
            missing = explain_missing(base, asked.said, asked.pairs, self.clock, self.file)
            impasse = missing or explain_trial(base, free, seconds=self._left, file=self.file)
            told = replace(told, free=replace(free, impasse=impasse), too_soon=_too_soon(base, asked, free))
        impasse = told.free.impasse if told.free is not None else None
        if free.status == "infeasible" and (impasse is None or not impasse.conflicts):
            told = replace(told, unpin=tuple(self._decided()))
        return replace(told, untried=self.untried)

    def _decided(self) -> Iterator[str]:
        """Commands that take back what was decided by hand about just this event or pairing."""
        from mentoring.api.plan_pin import name_for_unpin
        from mentoring.views.next_step import quoted

        about = {self.asked.event, *map(str, self.asked.pairs)}
        for one in self.base.decisions:
            if one.pin is not None and one.subject in about:
                yield f"mentoring unpin {quoted(self.file)} {name_for_unpin(one)}"

    @property
    def _left(self) -> float:
        return max(LEAST_SECONDS, self.clock.left)

    def _best(self, held: Sequence[Body]) -> Trial:
        """The best of all ways in which the wish can be met."""
        best = self._best_of(self.asked.ways, held)
        event = self.asked.event
        is_lost = best.difference is not None and event and event not in best.difference.after.by_id
        return self._best_of(_on_each_day(self.base, self.asked), held) if is_lost else best

    def _best_of(self, ways: Sequence[tuple[Body, ...]], held: Sequence[Body]) -> Trial:
        """The best plan over these ways; those for which no time is left are counted. The first is tried anyway."""
        trials: list[Trial] = []
        for number, way in enumerate(ways):
            if trials and self.clock.left <= 0:
                self.untried += 1
                continue
            share = max(LEAST_SECONDS, self.clock.left / (len(ways) - number))
            asked = pin(self.base, *way, held=held)
            trials.append(try_out(self.base, asked, self.asked.said, seconds=share, seed=self.clock.seed))
        best = min(trials, key=lambda trial: trial.rank)
        is_open = best.difference is None and (self.untried or any(one.status == "unknown" for one in trials))
        return replace(best, status="unknown") if is_open else best

    def _obstacles(self) -> Iterator[Obstacle]:
        """Why the event cannot begin on any of the days, whatever else moves; days with the same reasons together."""
        from mentoring.analysis.clash import Obstacle, find_obstacles

        base, asked = self.base, self.asked
        for found in find_obstacles(base, asked.event, asked.days):
            if found.said:
                yield found
                continue
            days = found.days[:MOST_DAYS]  # nothing by itself: others that must take place stand in the way
            for number, day in enumerate(days):
                if number and self.clock.left <= 0:
                    self.untried += len(days) - number
                    break
                share = max(LEAST_SECONDS, self.clock.left / (2 * (len(days) - number)))
                body = {"event": asked.event, "first": day.isoformat()}
                trial = try_out(base, pin(base, body), f"it begins on {say_day(day)}", seconds=share)
                impasse = explain_trial(base, trial, seconds=share, with_ways=False, file=self.file)
                known = impasse.conflicts[0].causes if impasse is not None and impasse.conflicts else ()
                causes = [one for one in known if one.rule != ASKED]
                places = tuple("".join(one.places[:1]) for one in causes)
                yield Obstacle((day,), tuple(one.sentence for one in causes), places)


def _too_soon(base: Plan, asked: Wish, trial: Trial) -> str:
    """Which lead time or visa the wished event would break, if no pin had freed it from them; empty: none."""
    from mentoring.domain.naming import name_event
    from mentoring.rules.lead_time import LeadTime

    if trial.difference is None or not asked.event:
        return ""
    unpinned = trial.difference.after.model_copy(update={"scenario": base.scenario})
    found = (one for one in LeadTime().check(unpinned) if asked.event in one.subject)
    return "; ".join(one.message.replace(name_event(base.scenario, asked.event), "it") for one in found)


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
