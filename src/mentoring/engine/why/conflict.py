"""Why there is no plan: few claims of the scenario that cannot all hold, none of which can be left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.solving import find_clash, solve
from mentoring.engine.why.claim import Claim
from mentoring.engine.why.guard import Guarded
from mentoring.engine.why.scope import MOST_EVENTS, Scope, list_needed, survey
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking

MOST_CONFLICTS = 4  # the first, and up to three that clash besides
SHRINK_SHARE = 0.6  # of the time left, for making one conflict small; the rest is for confirming it


Status = Literal["infeasible", "feasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all hold.

    `is_confirmed`: they alone were found impossible twice, in two ways, and each of them was left out once, whereupon
    the others could hold together.
    """

    claims: tuple[Claim, ...]
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Clash:
    """What a search for conflicts came to: `infeasible` with conflicts, `feasible` or `unknown` without."""

    status: Status
    conflicts: tuple[Conflict, ...] = ()
    scope: Scope | None = None


def find_conflicts(
    scenario: Scenario, longer: Scenario, clock: Clock, most: int = MOST_CONFLICTS, wanted: Collection[str] = ()
) -> Clash:
    """The first conflict, then others that remain when whoever could give way in those before has done so.

    `longer` is the same scenario with a later last day: it may turn out that the programme is too short. What stands
    at the keys `wanted` is what is asked for: it gives way in no conflict.
    """
    needed = list_needed(scenario)
    if needed is None or (scope := survey(scenario, longer, needed)).is_too_large:
        return Clash("unknown")
    others = scenario.count_conceivable() - len(needed)
    sure = [claim for claim in scope.claims if not (others and _needs_a_host(scope.frame, claim))]
    clash = list_conflicts(scope, clock, most, sure, wanted)
    is_sure = clash.status != "feasible" or len(sure) == len(scope.claims)
    if not is_sure:
        clash = list_conflicts(scope, clock, most, wanted=wanted)
    if clash.status != "infeasible" or not others:
        return clash
    whole = survey(scenario, longer) if others <= MOST_EVENTS else None
    if whole is None or whole.is_too_large:
        return clash if is_sure else Clash("unknown")
    if is_sure and not _can_hold(whole, clash.conflicts[0], clock):
        return clash
    return list_conflicts(whole, clock, most, wanted=wanted)


def _needs_a_host(frame: Frame, claim: Claim) -> bool:
    """Whether it says that an event has a host among those who come, who may be others with other pairings."""
    if claim.slug != "host" or all(who for who, _ in claim.subjects):
        return False
    stages = [frame.scenario.stages[event.split("/")[0]] for _, event in claim.subjects]
    return any(
        stage.host == "participant" and stage.gathers in ("theme", "mentor", "mentee") and stage.members != "all"
        for stage in stages
    )


def _can_hold(whole: Scope, conflict: Conflict, clock: Clock) -> bool:
    """Whether the same claims can hold after all, with all pairings there are."""
    said = {(claim.slug, claim.sentence) for claim in conflict.claims}
    same = [claim for claim in whole.claims if (claim.slug, claim.sentence) in said]
    return solve(Guarded(whole.frame, same, bare=True).model, clock).has_solution


def list_conflicts(
    scope: Scope,
    clock: Clock,
    most: int = MOST_CONFLICTS,
    claims: Sequence[Claim] | None = None,
    wanted: Collection[str] = (),
) -> Clash:
    """The same over a scope that is given, between all its claims or these."""
    found: list[Conflict] = []
    left = list(scope.claims if claims is None else claims)
    while len(found) < most:
        status, core = _clash(scope.guarded, left, clock)
        if status != "infeasible":
            first: Status = "unknown" if status == "unknown" else "feasible"
            return Clash("infeasible" if found else first, tuple(found), scope)
        conflict = _smallest(scope.frame, core, clock)
        found.append(conflict)
        giving_way = _giving_way(conflict, wanted)
        if not giving_way or not conflict.is_confirmed:
            break
        left = [claim for claim in left if claim.levers not in giving_way]
    return Clash("infeasible", tuple(found), scope)


def _giving_way(conflict: Conflict, wanted: Collection[str]) -> set[tuple[str, ...]]:
    """What somebody can be asked to change in a conflict; that something is left out altogether comes last."""
    askable = [claim for claim in conflict.claims if claim.levers and not {*claim.keys[:1]} & {*wanted}]
    return {claim.levers for claim in askable if claim.asking is not Asking.LEAVE_OUT} or {
        claim.levers for claim in askable
    }


def _clash(guarded: Guarded, claims: Sequence[Claim], clock: Clock) -> tuple[str, list[Claim]]:
    """Whether these claims of a model can all hold; if not, those of them that suffice to see it, in their order."""
    wanted = set(claims)
    assumed = [guard for claim, guard in zip(guarded.claims, guarded.guards, strict=True) if claim in wanted]
    status, indices = find_clash(guarded.model, clock, assumed)
    core = [guarded.claims[number] for number in sorted(map(guarded.number_of, indices))]
    return status, core if core or status != "infeasible" else list(claims)


def _smallest(frame: Frame, core: list[Claim], clock: Clock) -> Conflict:
    """A part of the claims that clashes too and from which nothing can be left out."""
    with clock.partly(SHRINK_SHARE):
        while True:  # a core asked alone is believed, and often is smaller still
            status, smaller = _clash(Guarded(frame, core), core, clock)
            if status != "infeasible" or len(smaller) == len(core):
                break
            core = smaller
        needed: set[Claim] = set()
        for claim in sorted(core, key=_ease):
            if claim not in core:
                continue
            rest = [other for other in core if other is not claim]
            status, smaller = _clash(Guarded(frame, rest), rest, clock)
            if status == "infeasible":
                core = smaller
            elif status in ("feasible", "optimal"):
                needed.add(claim)
    is_smallest = all(claim in needed for claim in core)
    return Conflict(tuple(core), is_smallest and _is_surely_impossible(frame, core, clock))


def _ease(claim: Claim) -> tuple[bool, int]:
    """What is tried first to leave out: facts of nature come last, and before them what is asked most easily."""
    return not claim.asking.is_possible, -claim.asking


def _is_surely_impossible(frame: Frame, claims: Sequence[Claim], clock: Clock) -> bool:
    """The claims alone, without guards, with two different settings."""
    bare = Guarded(frame, claims, bare=True)
    return all(
        solve(bare.model, clock, other_settings=other).status == "infeasible" for other in (False, True)
    )  # fmt: skip
