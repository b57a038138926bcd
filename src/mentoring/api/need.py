"""Why a need lacks a mentor: for every candidate the reason, and the smallest changes that would serve it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.analysis.gap import Candidate, GapReport, Kind, Mentee, NeedReport, OfferReport, Way
from mentoring.analysis.trial import Trial
from mentoring.api import load_plan, require_name
from mentoring.api.trial import explain_trial, ground, hold, pin, try_out
from mentoring.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.analysis.loosening import Loosening
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan, Unused
    from mentoring.language.declaration import Subject

MOST_TRIED = 12
"""So many candidates that nothing speaks against by itself are planned with; of the others only the plain is told."""

MOST_EXPLAINED = 4
"""For so many changes that are not enough it is found out what else would have to give way."""

PATIENCE = 3
"""So many times as long as one planning may take, everything together may."""

FEW_CITIES = 20
"""In programmes of more cities that is asked only where no change by itself is enough."""

EXPLAIN_SECONDS = 10.0
"""Longest time for each of these."""

MOST_OUTS = 3
"""So many ways out of one clash are tried."""

DECIDED = "nothing but to fix the pairing by a pin"

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

    Every candidate that could be, and every change, is planned with; nothing else is held but what is settled.
    `seconds` limits each of these plannings; after three times as long none is begun, and `left` counts those.
    `on_trial` hears how many are done and what comes next.

    Raises:
        UsageError: when the plan has no such city, the city no such need, or nothing is missing.
        PlanFileError: when the file is no plan.
    """
    from pathlib import Path

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    require_name(city, found.scenario.cities, "city")
    require_name(theme, found.scenario.cities[city].needs, f"need of {city}")
    need = found.scenario.cities[city].needs[theme]
    missing = need.mentors - sum((pair.mentee, pair.theme) == (city, theme) for pair in found.paired)
    if missing <= 0:
        from mentoring.domain.naming import theme_of

        name = f"{found.scenario.name(city)} in {theme_of(found.scenario, theme)}"
        raise UsageError(f"the need of {name} has its mentors")
    search = _Search(ground(found), city, theme, seconds, seed, on_trial)
    candidates = search.candidates()
    ways = search.ways(candidates)
    return NeedReport(found, city, theme, missing, need.priority, candidates, ways, search.left)


def explain_gaps(plan: Plan | Path | str) -> GapReport:
    """Every need without a mentor and every offer without a mentee, each with the reasons known without planning anew.

    Raises PlanFileError when the file is no plan.
    """
    from pathlib import Path

    found = load_plan(plan) if isinstance(plan, Path | str) else plan
    base = ground(found)
    needs = []
    for one in found.unserved:
        candidates = _Search(base, one.city, one.theme, None, 1, None).candidates(tried=0)
        needs.append(NeedReport(found, one.city, one.theme, one.missing, one.priority, candidates, ()))
    return GapReport(found, tuple(needs), tuple(_offer(base, one) for one in found.unused))


def _offer(base: Plan, unused: Unused) -> OfferReport:
    """Why an offer has places left: for every city with the need, whom it has instead or which rules speak against."""
    from mentoring.analysis.reason import explain
    from mentoring.domain.pairing import Pairing

    others = (one for one in base.scenario.needing.get(unused.theme, ()) if one != unused.city)
    pairs = {Pairing(unused.city, one, unused.theme) for one in others}
    fallen = _find_fallen(base, pairs)
    mentees = []
    for pair in sorted(pairs - base.paired):
        reasons = tuple(explain(base, slug, subject) for slug, subject in fallen.get(pair, ()))
        helped = tuple(one.mentor for one in sorted(base.paired) if one[1:] == pair[1:])
        mentees.append(Mentee(pair, reasons, helped))
    return OfferReport(unused.city, unused.theme, unused.free, tuple(mentees))


class _Search:
    """One question about one need."""

    def __init__(
        self, base: Plan, city: str, theme: str, seconds: float | None, seed: int, on_trial: Hear | None
    ) -> None:
        self.base, self.city, self.theme = base, city, theme
        self.seconds, self.seed, self.on_trial = seconds, seed, on_trial
        self.fallen: dict[Pairing, list[tuple[str, Subject]]] = {}
        self.kept = [body for body in hold(base) if "pairing" in body]
        self.tried = self.explained = self.left = 0
        self.until = math.inf if seconds is None else time.monotonic() + PATIENCE * seconds

    @property
    def is_late(self) -> bool:
        """Whether nothing more is begun: the time for all of it is over."""
        return time.monotonic() > self.until

    def candidates(self, tried: int = MOST_TRIED) -> tuple[Candidate, ...]:
        """Every other city that offers the theme: by fit, those that could be first; so many are planned with."""
        from mentoring.domain.pairing import Pairing

        scenario = self.base.scenario
        others = [one for one in scenario.offering.get(self.theme, ()) if one != self.city]
        pairs = {Pairing(one, self.city, self.theme) for one in others}
        self.fallen = _find_fallen(self.base, pairs)
        by_fit = sorted(pairs, key=lambda pair: (pair in self.fallen, -scenario.fit(pair), pair))
        return tuple(self._judge(pair, number < tried and not self.is_late) for number, pair in enumerate(by_fit))

    def _judge(self, pair: Pairing, is_tried: bool) -> Candidate:
        from mentoring.analysis.clash import find_room
        from mentoring.analysis.reason import explain, find_full

        fit = self.base.scenario.fit(pair)
        if pair in self.fallen:
            reasons = (explain(self.base, slug, subject) for slug, subject in self.fallen[pair])
            return Candidate(pair, "falls out", fit, tuple(reasons))
        if pair in self.base.paired:
            return Candidate(pair, "helps", fit)
        full = tuple(find_full(self.base, pair))
        rooms = tuple(find_room(self.base, pair)) if not full else ()
        trial = self._try(pin(self.base, {"pairing": str(pair)}), str(pair)) if is_tried else None
        kind: Kind = "full" if full else "no dates" if any(not room.free for room in rooms) else "not known"
        if trial is not None and trial.status == "infeasible":
            kind = "impossible"
            trial = replace(trial, impasse=explain_trial(self.base, trial, seconds=self.seconds))
        elif trial is not None and trial.difference is not None:
            if trial.hurt:
                kind = "others first" if kind == "not known" else kind
            else:
                kind = "goals first" if trial.verdict == "worse" else "better"
        return Candidate(pair, kind, fit, full, rooms, trial)

    def ways(self, candidates: tuple[Candidate, ...]) -> tuple[Way, ...]:
        """What would serve the need without taking a mentor from another, the smallest and cheapest first."""
        found: dict[str, Way] = {}
        failed: list[tuple[Pairing, Loosening]] = []
        for one in candidates[:MOST_TRIED]:
            for way in self._conceive(one):
                made = self._serve(one.pairing, way) if way.size == 0 or way.changes else None
                if made is not None:
                    found[f"{one.pairing} {way.said}"] = made
                elif way.size <= 1:
                    failed.append((one.pairing, way))
        if not found or len(self.base.scenario.cities) <= FEW_CITIES:  # one model over everything is slow beyond
            for pair, way in failed:
                for more, less in self._with_more(pair, way):
                    made = self._serve(pair, more)
                    if made is not None and less is not None and not self.is_late:
                        made = self._serve(pair, less) or made  # what else gives way may be enough by itself
                    if made is not None:
                        found.setdefault(f"{pair} {made.said}", made)
        return tuple(sorted(found.values(), key=lambda way: (way.size, way.trial.rank, way.said)))

    def _conceive(self, one: Candidate) -> Iterator[Loosening]:
        """Changes that may make the candidate a mentor of the city; the empty one asks what else must give way."""
        from mentoring.analysis.addition import list_additions, list_places
        from mentoring.analysis.loosening import Loosening, list_loosenings

        scenario, pair = self.base.scenario, one.pairing
        if one.kind in ("goals first", "better"):
            yield Loosening(DECIDED, {}, 0)
        elif one.kind == "falls out":
            yield from list_loosenings(scenario, pair, self.fallen[pair])
        elif one.kind != "helps":
            if not one.reasons:
                yield Loosening("", {})
            if one.kind in ("full", "others first", "impossible"):
                places = (place for place in list_places(scenario, pair.mentor) if place.theme == pair.theme)
                yield from (Loosening(place.said, place.changes) for place in places)
            if one.kind != "full" or any(reason.rule in ("budget", "co2") for reason in one.reasons):
                rest = (addition for addition in list_additions(scenario) if addition.kind != "place")
                yield from (Loosening(addition.said, addition.changes) for addition in rest)

    def _with_more(self, pair: Pairing, way: Loosening) -> Iterator[tuple[Loosening, Loosening | None]]:
        """The change with what else would have to give way so that all pairings there are can stay; then that alone."""
        from mentoring.analysis.loosening import Loosening, merge

        if self.explained == MOST_EXPLAINED or self.is_late:
            return
        self.explained += 1
        changes = merge(way.changes, pin(self.base, {"pairing": str(pair)}, held=self.kept))
        seconds = min(self.seconds or EXPLAIN_SECONDS, EXPLAIN_SECONDS)
        impasse = explain_trial(self.base, Trial(way.said, changes, "infeasible"), seconds=seconds)
        for out in impasse.ways[:MOST_OUTS] if impasse is not None else ():
            said = " and ".join(one for one in (way.said, *out.asks) if one)
            alone = Loosening(" and ".join(out.asks), out.changes, len(out.asks)) if way.changes else None
            yield Loosening(said, merge(way.changes, out.changes), way.size * bool(way.changes) + len(out.asks)), alone

    def _serve(self, pair: Pairing, way: Loosening) -> Way | None:
        """The best plan with the change and the pairing in which no other need loses; None when none was found."""
        from mentoring.analysis.loosening import merge

        if self.is_late:
            self.left += 1
            return None
        wanted = {"pairing": str(pair)}
        trial = self._try(merge(way.changes, pin(self.base, wanted)), way.said)
        if trial.difference is not None and not trial.hurt:
            return Way(way.said, pair, way.size, trial)
        if trial.difference is None and trial.status == "infeasible":
            return None
        trial = self._try(merge(way.changes, pin(self.base, wanted, held=self.kept)), way.said)
        return Way(way.said, pair, way.size, trial, True) if trial.difference is not None and not trial.hurt else None

    def _try(self, changes: dict[str, Any], said: str) -> Trial:
        if self.on_trial is not None:
            self.on_trial(self.tried, said)
        self.tried += 1
        return try_out(self.base, changes, said, seconds=self.seconds, seed=self.seed)


def _find_fallen(plan: Plan, pairs: set[Pairing]) -> dict[Pairing, list[tuple[str, Subject]]]:
    """Those of the pairs that cannot be by themselves, with the rules that say so."""
    from mentoring.analysis.partner import leave_out_all_within, surround
    from mentoring.engine.candidates import find_candidates

    around, hosts = surround(plan.scenario, pairs)
    found = find_candidates(leave_out_all_within(plan.scenario), pairs=around, hosts=hosts)
    return {pair: list(reasons) for pair, reasons in found.fallen.items() if pair in pairs}
