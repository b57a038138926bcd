"""Why this and not that: what a pairing or event contributes to each goal, and what the next best would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.analysis.share import ALONE, Alternative, WhyReport
from mentoring.api import load_plan
from mentoring.api.trial import explain_trial, ground, hold, pin, try_out
from mentoring.domain.naming import say_mentoring
from mentoring.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.analysis.trial import Trial
    from mentoring.domain.event import Agenda
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan, PlannedEvent
    from mentoring.engine.model.clock import Clock

MOST_DATES = 3
"""So many next best first days are looked for, one after the other."""

FEW_DATES = 6
"""Where the event's window leaves no more first days than this, all of them are looked for."""

MOST_EXPLAINED = 3
"""Of so many alternatives that cannot be it is found out why."""

LONGEST = 600.0
"""Seconds after which it ends in any case, also where no limit is given."""

SHARE = 0.3
"""Of the time left, for each planning."""

LEAST_SECONDS = 0.5
"""So long each planning that is begun may take."""

MOST_OTHERS = 8
"""So many other mentors, or hosts, are tried: the best fitting first."""


def explain_choice(
    plan: Plan | Path | str, what: str, *, rest_held: bool = False, seconds: float | None = None, seed: int = 1
) -> WhyReport:
    """Why a pairing (`oslo > genoa in political`) or an event is as it is: its share of goals, and what else.

    Each alternative is planned anew, so its difference is exact where `trial.is_proven`; nothing else is held, or with
    `rest_held` everything else stays as the plan has it. `seconds` limits all of it (ten minutes unless given): what
    there was no time for is counted as `untried`.

    Raises:
        UsageError: when the plan has no such pairing or event.
        PlanFileError: when the file is no plan.
    """
    from pathlib import Path

    from mentoring.analysis.share import list_shares, without_event, without_pairing
    from mentoring.analysis.wish import parse_wish
    from mentoring.analysis.wish_name import find_event
    from mentoring.api.known import spelling_of
    from mentoring.engine.model.clock import Clock

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    base = ground(found)
    clock = Clock(seconds=LONGEST if seconds is None else seconds, seed=seed)
    choice = _Choice(base, rest_held, clock, str(plan) if isinstance(plan, Path | str) else "PLAN")
    if ">" in what:
        pairs = parse_wish(found, what, spelling_of(found.scenario)).pairs
        if not pairs or pairs[0] not in found.paired:
            raise UsageError(f"{what.strip()!r} is not in the plan; ask for it as a wish: --wish {what.strip()!r}")
        rest, subject = without_pairing(base, pairs[0]), str(pairs[0])
        alternatives = list(choice.of_pairing(pairs[0]))
    else:
        subject = find_event(found, what, spelling_of(found.scenario))
        if subject not in found.by_id:
            raise UsageError(f"{subject} is not in the plan; ask for it as a wish, as in --wish '{subject} in May'")
        rest = without_event(base, subject)
        alternatives = [*choice.of_day(found.by_id[subject]), *choice.of_host(found.by_id[subject])]
    by_rank = tuple(sorted(alternatives, key=lambda one: (one.asked, one.trial.rank)))
    return WhyReport(
        found, subject, tuple(list_shares(base, rest)), by_rank, rest_held, choice.untried, choice.has_every_day,
        choice.file,
    )  # fmt: skip


class _Choice:
    """One choice of a plan, and what else could have been chosen."""

    def __init__(self, base: Plan, rest_held: bool, clock: Clock, file: str) -> None:
        self.base, self.rest_held = base, rest_held
        self.clock, self.file = clock, file
        self.untried = 0
        self.explained = 0
        self.has_every_day = False

    def of_pairing(self, pair: Pairing) -> Iterator[Alternative]:
        """Each other mentor that the mentee could have instead, and the best plan that just has not this one."""
        from mentoring.domain.pairing import Pairing
        from mentoring.engine.model.candidates import find_candidates

        scenario = self.base.scenario
        held = hold(self.base, pairs=[pair]) if self.rest_held else []
        ruled_out = {"not": {"pairing": str(pair)}}
        yield Alternative(
            "mentor", "whatever is best without it", self._try("the plan is without it", ruled_out, held=held)
        )
        others = [Pairing(one, pair.mentee, pair.theme) for one in scenario.offering.get(pair.theme, ())]
        others = [one for one in others if one.mentor != pair.mentee and one not in self.base.paired]
        found = find_candidates(scenario, pairs=[*others, *self.base.paired])
        alive = [one for one in sorted(others, key=lambda one: (-scenario.fit(one), one)) if one not in found.fallen]
        self.untried += max(0, len(alive) - MOST_OTHERS)
        for one in alive[:MOST_OTHERS]:
            if self.clock.left <= 0:
                self.untried += 1
                continue
            held = hold(self.base, pairs=[pair, *self._rivals(one)]) if self.rest_held else []
            trial = self._try(say_mentoring(scenario, one), {"pairing": str(one)}, ruled_out, held=held)
            yield Alternative("mentor", f"{scenario.name(one.mentor)} instead", trial)

    def _rivals(self, pair: Pairing) -> list[Pairing]:
        return [one for one in self.base.paired if one.mentor == pair.mentor]

    def of_day(self, event: PlannedEvent) -> Iterator[Alternative]:
        """The next best first days, each without those before it; then the best for which nothing else moves."""
        from mentoring.analysis.wish import being_held, list_first_days
        from mentoring.domain.dates import say_span

        away = [event.first]
        held = hold(self.base, events=[event.id]) if self.rest_held else []
        kept = being_held(self.base.scenario, event.id)
        there_are = len(list_first_days(self.base.scenario, event.id)) - 1
        most = there_are if there_are <= FEW_DATES else MOST_DATES
        while len(away) <= max(1, most) and (len(away) == 1 or self.clock.left > 0):
            ruled_out = [{"not": {"event": event.id, "first": day.isoformat()}} for day in away]
            trial = self._try("it begins on another day", *kept, *ruled_out, held=held)
            if trial.difference is None:
                self.has_every_day = trial.status == "infeasible"
                if len(away) == 1:
                    yield Alternative("day", "any other day", trial)
                return
            now = trial.difference.after.by_id.get(event.id)
            if now is None:
                yield Alternative("day", "not held at all", trial)
                return
            yield Alternative("day", say_span(now.first, now.last), trial)
            away.append(now.first)
        if self.rest_held or self.clock.left <= 0:
            return
        rest = hold(self.base, events=[event.id])
        another = {"not": {"event": event.id, "first": event.first.isoformat()}}
        trial = self._try("it begins on another day", *kept, another, held=rest)
        now = trial.difference.after.by_id.get(event.id) if trial.difference is not None else None
        if now is not None and now.first not in away:
            yield Alternative("day", f"{say_span(now.first, now.last)}, {ALONE}", trial)

    def of_host(self, event: PlannedEvent) -> Iterator[Alternative]:
        """Each other place where the event could be, if the plan chose one."""
        agenda = _all_around(self.base)
        known = agenda.events.get(event.id)
        if known is None or len(agenda.hosts(known)) < 2:
            return
        root = agenda.root(known).id
        tied = [one.id for one in agenda.events.values() if agenda.root(one).id == root]
        others = [place for place in agenda.hosts(known) if place != event.host]
        self.untried += max(0, len(others) - MOST_OTHERS)
        held = hold(self.base, events=tied) if self.rest_held else []
        for place in others[:MOST_OTHERS]:
            if self.clock.left <= 0:
                self.untried += 1
                continue
            said = f"in {self.base.scenario.name(place)}"
            trial = self._try(f"it is held {said}", {"event": event.id, "host": place}, held=held)
            yield Alternative("host", said, trial)

    def _try(self, said: str, *bodies: dict[str, Any], held: Iterable[dict[str, Any]] = ()) -> Trial:
        asked, share = pin(self.base, *bodies, held=held), max(LEAST_SECONDS, SHARE * self.clock.left)
        trial = try_out(self.base, asked, said, seconds=share, seed=self.clock.seed)
        if trial.status != "infeasible" or self.rest_held or self.explained == MOST_EXPLAINED:
            return trial
        self.explained += 1
        return replace(trial, impasse=explain_trial(self.base, trial, seconds=share, with_ways=False, file=self.file))


def _all_around(plan: Plan) -> Agenda:
    """The events of the plan's own pairings, none of whose places is decided."""
    from mentoring.domain.event import Agenda

    return Agenda(plan.scenario, plan.paired)
