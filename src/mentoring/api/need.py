"""Why a need lacks a mentor: for every candidate the reason, and the smallest changes that would serve it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.analysis.gap import Candidate, Kind, NeedReport, Way
from mentoring.api import load_plan, require_name
from mentoring.api.trial import explain_trial, ground, hold, pin, try_out
from mentoring.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.analysis.loosening import Loosening
    from mentoring.analysis.trial import Trial
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.language.declaration import Subject

MOST_TRIED = 12
"""So many candidates that nothing speaks against by itself are planned with; of the others only the plain is told."""

MOST_WAYS = 24
"""So many changes are tried."""

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
    `seconds` limits each of these plannings. `on_trial` hears how many are done and what comes next.

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
        raise UsageError(f"the need of {found.scenario.name(city)} in {theme} has its mentors")
    search = _Search(ground(found), city, theme, seconds, seed, on_trial)
    candidates = search.candidates()
    ways = search.ways(candidates)
    return NeedReport(found, city, theme, missing, need.priority, candidates, ways, search.tried)


class _Search:
    """One question about one need."""

    def __init__(
        self, base: Plan, city: str, theme: str, seconds: float | None, seed: int, on_trial: Hear | None
    ) -> None:
        self.base, self.city, self.theme = base, city, theme
        self.seconds, self.seed, self.on_trial = seconds, seed, on_trial
        self.fallen: dict[Pairing, list[tuple[str, Subject]]] = {}
        self.tried = 0

    def candidates(self) -> tuple[Candidate, ...]:
        """Every other city that offers the theme: by fit, those that could be first."""
        from mentoring.domain.pairing import Pairing

        scenario = self.base.scenario
        others = [one for one in scenario.offering.get(self.theme, ()) if one != self.city]
        pairs = {Pairing(one, self.city, self.theme) for one in others}
        self.fallen = _find_fallen(self.base, pairs)
        by_fit = sorted(pairs, key=lambda pair: (pair in self.fallen, -scenario.fit(pair), pair))
        return tuple(self._judge(pair, number < MOST_TRIED) for number, pair in enumerate(by_fit))

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
        asked = [(one.pairing, way) for one in candidates for way in self._conceive(one)]
        found = []
        for pair, way in asked[:MOST_WAYS]:
            made = self._serve(pair, way)
            if made is not None:
                found.append(made)
        return tuple(sorted(found, key=lambda way: (way.size, way.trial.rank, way.said)))

    def _conceive(self, one: Candidate) -> Iterator[Loosening]:
        """Changes that may make the candidate a mentor of the city."""
        from mentoring.analysis.addition import list_additions, list_places
        from mentoring.analysis.loosening import Loosening, list_loosenings

        scenario, pair = self.base.scenario, one.pairing
        if one.kind in ("goals first", "better"):
            yield Loosening("nothing but to fix the pairing by a pin", {}, 0)
            return
        if one.kind == "falls out":
            yield from list_loosenings(scenario, pair, self.fallen[pair])
        if one.kind in ("full", "others first", "impossible"):
            for more in list_places(scenario, pair.mentor):
                if more.theme == pair.theme:
                    yield Loosening(more.said, more.changes)
        if one.kind in ("no dates", "others first", "impossible", "not known") or _is_about_limits(one):
            for more in list_additions(scenario):
                if more.kind != "place":
                    yield Loosening(more.said, more.changes)

    def _serve(self, pair: Pairing, way: Loosening) -> Way | None:
        """The best plan with the change and the pairing in which no other need loses; None when none was found."""
        from mentoring.analysis.loosening import merge

        wanted = {"pairing": str(pair)}
        trial = self._try(merge(way.changes, pin(self.base, wanted)), way.said)
        if trial.difference is not None and not trial.hurt:
            return Way(way.said, pair, way.size, trial)
        if trial.difference is None and trial.status == "infeasible":
            return None
        kept = [body for body in hold(self.base) if "pairing" in body]
        trial = self._try(merge(way.changes, pin(self.base, wanted, *kept)), way.said)
        return Way(way.said, pair, way.size, trial, True) if trial.difference is not None and not trial.hurt else None

    def _try(self, changes: dict[str, Any], said: str) -> Trial:
        if self.on_trial is not None:
            self.on_trial(self.tried, said)
        self.tried += 1
        return try_out(self.base, changes, said, seconds=self.seconds, seed=self.seed)


def _is_about_limits(one: Candidate) -> bool:
    """Whether money or CO2 is what is full."""
    return any(reason.rule in ("budget", "co2") for reason in one.reasons)


def _find_fallen(plan: Plan, pairs: set[Pairing]) -> dict[Pairing, list[tuple[str, Subject]]]:
    """Those of the pairs that cannot be by themselves, with the rules that say so."""
    from mentoring.analysis.partner import leave_out_all_within, surround
    from mentoring.engine.candidates import find_candidates

    around, hosts = surround(plan.scenario, pairs)
    found = find_candidates(leave_out_all_within(plan.scenario), pairs=around, hosts=hosts)
    return {pair: list(reasons) for pair, reasons in found.fallen.items() if pair in pairs}
