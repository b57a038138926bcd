"""Why a need lacks a mentor: for every candidate the reason, and the smallest changes that would serve it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.analysis.gap import Candidate, GapReport, Kind, Mentee, NeedReport, OfferReport
from mentoring.api import load_plan, require_name
from mentoring.api.fallen import find_fallen
from mentoring.api.trial import explain_trial, ground, pin, try_out
from mentoring.domain.naming import say_mentoring, theme_of
from mentoring.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.analysis.trial import Trial
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan, Unused
    from mentoring.engine.model.clock import Clock
    from mentoring.language.declaration import Subject

MOST_TRIED = 12
"""So many candidates that nothing speaks against by itself are planned with; of the others only the plain is told."""

ABOUT_DAYS = {"closed", "holiday", "lead-time", "left", "unavailable", "weekday", "window"}
"""Rules that can leave an event no day by itself: then it is told for each day what stands in the way."""

LONGEST = 600.0
"""Seconds after which it ends in any case, also where no limit is given."""

CANDIDATES_SHARE = 0.4
"""Of the time, to plan with each candidate; the rest is for what would serve the need."""

LEAST_SECONDS = 2.0
"""So long each planning that is begun may take."""

Hear = Callable[[int, str], None]


def explain_need(
    plan: Plan | Path | str,
    city: str,
    theme: str,
    *,
    seconds: float | None = None,
    seed: int = 1,
    on_trial: Hear | None = None,
) -> NeedReport:
    """Why a need has no (further) mentor: the reason of every candidate, and the smallest changes that would serve it.

    Every candidate that could be, and every change, is planned with; nothing else is held but what is settled. With a
    change the fewest events move; with a candidate only the goals and the needs count, and more may move than must.
    Which kinds of change count, `api.serving` says. `seconds` limits all of it (ten minutes unless given); what could
    not be looked at in that time is told. `on_trial` hears how many plannings are done and what comes next.

    Raises:
        UsageError: when the plan has no such city, the city no such need, or nothing is missing.
        PlanFileError: when the file is no plan.
    """
    from pathlib import Path

    from mentoring.api.plan_pin import pins_of_plan
    from mentoring.api.serving import Serving
    from mentoring.engine.model.clock import Clock

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    require_name(city, found.scenario.cities, "city")
    require_name(theme, found.scenario.cities[city].needs, f"need of {city}")
    need = found.scenario.cities[city].needs[theme]
    missing = need.mentors - sum((pair.mentee, pair.theme) == (city, theme) for pair in found.paired)
    if missing <= 0:
        name = f"{found.scenario.name(city)} in {theme_of(found.scenario, theme)}"
        raise UsageError(f"the need of {name} has its mentors")
    base, clock = ground(found), Clock(seconds=LONGEST if seconds is None else seconds, seed=seed)
    search = _Search(base, city, theme, clock, on_trial)
    with clock.partly(CANDIDATES_SHARE):
        candidates = search.candidates()
    if not candidates:
        return NeedReport(found, city, theme, missing, need.priority, (), (), 0, "all")
    pins = pins_of_plan(base.scenario, base.decisions, str(plan) if isinstance(plan, Path | str) else "PLAN")
    ways, looked = Serving(base, pins, (city, theme), clock, search.hear).list_ways()
    return NeedReport(found, city, theme, missing, need.priority, candidates, ways, search.left, looked)


def explain_gaps(plan: Plan | Path | str, *, seconds: float | None = None) -> GapReport:
    """Every need without a mentor and every offer without a mentee, each with the reasons known without planning anew.

    After `seconds` nothing further is begun, and what is left is counted. Raises PlanFileError when the file is no
    plan.
    """
    from pathlib import Path

    from mentoring.engine.model.clock import Clock

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    base, clock = ground(found), Clock(seconds=seconds)
    needs: list[NeedReport] = []
    offers: list[OfferReport] = []
    for one in found.unserved:
        if clock.left > 0:
            candidates = _Search(base, one.city, one.theme, clock, None).candidates(tried=0)
            needs.append(NeedReport(found, one.city, one.theme, one.missing, one.priority, candidates, ()))
    for free in found.unused:
        if clock.left > 0:
            offers.append(_offer(base, free))
    left = len(found.unserved) + len(found.unused) - len(needs) - len(offers)
    return GapReport(found, tuple(needs), tuple(offers), left)


def _offer(base: Plan, unused: Unused) -> OfferReport:
    """Why an offer has places left: for every city with the need, whom it has instead or which rules speak against."""
    from mentoring.analysis.reason import explain
    from mentoring.domain.pairing import Pairing
    from mentoring.rules.sending import find_unsent

    others = (one for one in base.scenario.needing.get(unused.theme, ()) if one != unused.city)
    pairs = {Pairing(unused.city, one, unused.theme) for one in others}
    fallen = find_fallen(base.scenario, pairs)
    mentees = []
    for pair in sorted(pairs - base.paired):
        facts = fallen.get(pair) or find_unsent(base.scenario, pair)
        reasons = tuple(explain(base, slug, subject) for slug, subject in facts)
        helped = tuple(one.mentor for one in sorted(base.paired) if one[1:] == pair[1:])
        mentees.append(Mentee(pair, reasons, helped))
    return OfferReport(unused.city, unused.theme, unused.free, tuple(mentees))


class _Search:
    """The candidates of one need."""

    def __init__(self, base: Plan, city: str, theme: str, clock: Clock, on_trial: Hear | None) -> None:
        self.base, self.city, self.theme = base, city, theme
        self.clock, self.on_trial = clock, on_trial
        self.fallen: dict[Pairing, list[tuple[str, Subject]]] = {}
        self.tried = self.left = self.ahead = self.shown = 0

    def candidates(self, tried: int = MOST_TRIED) -> tuple[Candidate, ...]:
        """Every other city that offers the theme: by fit, those that could be first; so many are planned with."""
        from mentoring.domain.pairing import Pairing
        from mentoring.rules.sending import find_unsent

        scenario = self.base.scenario
        others = [one for one in scenario.offering.get(self.theme, ()) if one != self.city]
        pairs = {Pairing(one, self.city, self.theme) for one in others}
        self.fallen = find_fallen(scenario, pairs)
        for pair in pairs - self.fallen.keys() - self.base.paired:
            if unsent := find_unsent(scenario, pair):
                self.fallen[pair] = list(unsent)
        by_fit = sorted(pairs, key=lambda pair: (pair in self.fallen, -scenario.fit(pair), pair))
        self.ahead = min(tried, len(pairs) - len(self.fallen))
        return tuple(self._judge(pair, number < tried) for number, pair in enumerate(by_fit))

    def _judge(self, pair: Pairing, is_tried: bool) -> Candidate:
        from mentoring.analysis.clash import find_room, find_shut
        from mentoring.analysis.reason import explain, find_full

        fit = self.base.scenario.fit(pair)
        if pair in self.fallen:
            reasons = tuple(explain(self.base, slug, subject) for slug, subject in self.fallen[pair])
            about_days = any(one.rule in ABOUT_DAYS for one in reasons)
            self.shown += about_days
            shut = find_shut(self.base, pair, reasons) if about_days and self.shown <= MOST_TRIED else ()
            return Candidate(pair, "falls out", fit, reasons, tuple(shut))
        if pair in self.base.paired:
            return Candidate(pair, "helps", fit)
        full = tuple(find_full(self.base, pair))
        rooms = tuple(find_room(self.base, pair)) if not full else ()
        trial = self._try(pair) if is_tried else None
        kind: Kind = "full" if full else "no dates" if any(not room.free for room in rooms) else "not known"
        if trial is not None and trial.status == "infeasible":
            kind = "impossible"
            impasse = explain_trial(self.base, trial, seconds=self._share(), with_ways=False)
            trial = replace(trial, impasse=impasse)
        elif trial is not None and trial.difference is not None:
            if trial.hurt:
                kind = "others first" if kind == "not known" else kind
            else:
                kind = "goals first" if trial.verdict == "worse" else "better"
        return Candidate(pair, kind, fit, full, rooms, trial)

    def _try(self, pair: Pairing) -> Trial | None:
        """The best plan that has the pairing; None when the time is over."""
        if self.clock.left <= 0:
            self.left += 1
            return None
        said = say_mentoring(self.base.scenario, pair)
        self.hear(said)
        seconds = self._share()
        self.ahead -= 1
        asked = pin(self.base, {"pairing": str(pair)})
        return try_out(self.base, asked, said, seconds=seconds, seed=self.clock.seed, gently=False)

    def _share(self) -> float:
        """Seconds for the next planning: what is left, shared with those that come after it; at least a little."""
        return max(LEAST_SECONDS, self.clock.left / max(1, self.ahead))

    def hear(self, said: str) -> None:
        """One more planning begins."""
        if self.on_trial is not None:
            self.on_trial(self.tried, said)
        self.tried += 1
