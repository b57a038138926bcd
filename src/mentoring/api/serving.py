"""What would serve a need: the smallest changes to ask for, with which no other need loses a mentor.

Everything that the scenario asks for may give way, at the price of asking: one model of all of it finds the cheapest
choice with which the need has one mentor more and every other need as many as in the plan, then the next that holds
none of those before. Kinds of change that count: what `explain` may ask for when there is no plan (pins, limits, places
with mentors, windows and lags, weekdays, closed and unavailable days, refusals, reserves, who may pair, who is sent,
that a stage is left out), and one more person of a role. What counts not: a city or an offer that is not in the
scenario, public holidays, travel times, what has taken place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.analysis.gap import Holds, Looked, Way
from mentoring.analysis.trial import Trial
from mentoring.api.least_days import ask_least
from mentoring.api.trial import pin, try_out
from mentoring.api.way_out import Found, as_told, is_kept, lengthen, try_way, write_out

if TYPE_CHECKING:
    from mentoring.api.plan_pin import PlanPins
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.domain.scenario import Scenario
    from mentoring.engine.model.clock import Clock
    from mentoring.engine.why.claim import Claim
    from mentoring.engine.why.demand import Need
    from mentoring.engine.why.relief import Relief
    from mentoring.rules.asking import Loosening

MOST_WAYS = 5
"""So many changes are told at most."""

MOST_TRIED = 12
"""So many are looked at, those included that turn out not to be enough."""

LOOK_SHARE = 0.6
"""Of the time, to find changes; the rest is for what they cost the goals."""

PRICE_SHARE = 0.4
"""Of the time left then, for each of them: the easiest are priced, though the last may not be."""

FREE_SHARE = 0.6
"""Of that, to plan with it freely; with all its pairings fixed dates are found soon."""

LEAST_SECONDS = 0.2
"""With less time than this left no planning is begun."""

DECIDED = "nothing but to fix the pairing by a pin"

Hear = Callable[[str], None]


class Serving:
    """Looks for changes that serve one need of a plan (of `ground`)."""

    def __init__(self, base: Plan, pins: PlanPins, need: Need, clock: Clock, hear: Hear) -> None:
        from mentoring.engine.why.demand import list_near

        self.base, self.pins, self.need, self.clock, self.hear = base, pins, need, clock, hear
        self.pairs, self.is_whole = list_near(base, need)
        kept = Counter((pair.mentee, pair.theme) for pair in base.paired if pair in {*self.pairs})
        self.least = {**kept, need: kept[need] + 1}
        self.is_sure = True

    def list_ways(self) -> tuple[tuple[Way, ...], Looked]:
        """The changes, the easiest to ask for first, each with the best plan it leads to; and how far was looked."""
        self.hear("what would have to give way")
        with self.clock.partly(LOOK_SHARE):
            found, looked = self._find()
        ways = []
        for number, one in enumerate(found):
            with self.clock.partly(max(PRICE_SHARE, 1 / (len(found) - number))):
                way = self._price(one)
            if way is not None:
                ways.append(way)
        return tuple(ways), looked

    def _find(self) -> tuple[list[Found], Looked]:
        from mentoring.engine.why.demand import survey_demand
        from mentoring.engine.why.relief import Relief

        crewed, newcomers = self._with_newcomers()
        pins = replace(self.pins, scenario=crewed)
        scope = survey_demand(crewed, lengthen(crewed), self.least, self.pairs, newcomers)
        relief = Relief(scope, self.clock, self.base.paired)
        ways: list[Found] = []
        tried: list[tuple[Claim, ...]] = []
        is_free = False  # nothing that was looked at is in the way: what is, lies further away
        while len(ways) < MOST_WAYS and len(tried) < MOST_TRIED and (way := relief.next()) is not None:
            if not way.is_cheapest:
                self.is_sure = False
                break  # there may be less to ask for: it is not worth telling
            is_free = not way.levers and not self.is_whole
            if is_free:
                break
            is_new = way.claims not in tried
            found = try_way(pins, way, self.clock, self._confirm, self.base.scenario) if is_new else None
            tried.append(way.claims)
            if found is None:
                relief.refute(way)
                continue
            found = self._shrink(found, pins, relief)
            least = ask_least(pins, found, self.clock, self._confirm, self.base.scenario)
            self.is_sure = self.is_sure and least.out.is_cheapest is found.out.is_cheapest
            found = replace(least, out=replace(least.out, cost=found.out.cost))
            relief.settle({levers for part in found.parts for levers in part.levers})
            if all(found.out.asks != other.out.asks for other in ways):
                ways.append(found)
        ways.sort(key=lambda one: (one.out.cost, len(one.out.asks), one.out.asks))
        is_late = not (self.is_sure and (ways or relief.is_done or is_free))
        looked: Looked = "late" if is_late else "near" if not self.is_whole else "all" if relief.is_done else "cheapest"
        return ways, looked

    def _with_newcomers(self) -> tuple[Scenario, Mapping[str, Loosening]]:
        """The scenario with one more person of each role, who must be found first."""
        from mentoring.analysis.addition import list_additions
        from mentoring.files.variant import vary
        from mentoring.rules.asking import Loosening

        found: dict[str, Loosening] = {}
        changes: dict[str, Any] = {}
        for one in list_additions(self.base.scenario):
            for who, person in one.changes["people"].items() if one.kind == "person" else ():
                found[who] = Loosening(f"find {one.said}", ((f"people.{who}", person),))
                changes[who] = person
        crewed = vary(self.base.scenario, {"people": changes}).scenario if changes else None
        return (crewed, found) if crewed is not None else (self.base.scenario, {})

    def _confirm(self, varied: Scenario) -> tuple[bool | None, Plan | None]:
        """Whether the need is served in some plan of the scenario, and no other loses a mentor."""
        from mentoring.engine.why.demand import give

        is_so, plan = give(varied, self.least, self.pairs, self.clock)
        return (None, None) if plan is not None and not is_kept(plan) else (is_so, plan)

    def _shrink(self, found: Found, pins: PlanPins, relief: Relief) -> Found:
        """The change without any request that it does not need: each is left out once, to see whether it can be."""
        parts = list(found.parts)
        for part in found.parts if len(parts) > 1 else ():
            rest = [one for one in parts if one is not part]
            made = write_out(pins, found.way, rest, self.base.scenario) if rest else None
            is_so, plan = self._confirm(made[1]) if made is not None else (False, None)
            self.is_sure = self.is_sure and is_so is not None
            if is_so and made is not None:
                parts = rest
                cost = sum({levers: relief.cost[levers] for one in rest for levers in one.levers}.values())
                found = Found(replace(made[0], cost=cost), found.way, made[1], plan, tuple(rest))
        return found

    def _price(self, found: Found) -> Way | None:
        """The best plan with a change: of all, else with the new pairing fixed, else with all its pairings fixed.

        None: the change is not enough after all, beside pairings that were not looked at.
        """
        out, plan = as_told(self.pins, found), found.plan or found.way.plan
        gained = self._helping(plan)
        others = plan.paired if self.is_whole else plan.paired | (self.base.paired - {*self.pairs})
        way = Way(
            out.asks or (DECIDED,), gained, out.cost, Trial(DECIDED, found.out.changes, "unknown"),
            changes=out.changes, unpin=out.unpin, moves_confirmed=out.moves_confirmed,
            is_confirmed=out.is_confirmed and self.is_whole,
        )  # fmt: skip
        self.hear(way.said)
        tries: dict[Holds, Iterable[Pairing]] = {"nothing": (), "pairing": gained, "rest": sorted(others)}
        is_open = False
        for holds, pairs in tries.items():
            if (holds == "nothing" and not out.asks) or (holds == "pairing" and is_open):
                continue
            if self.clock.left < LEAST_SECONDS:
                is_open = True
                break
            with self.clock.partly(1.0 if holds == "rest" else FREE_SHARE):
                trial = self._try(found.out.changes, way.said, pairs)
            after = trial.difference.after if trial.difference is not None else None
            is_open = is_open or trial.status == "unknown"
            if after is not None and not trial.hurt and self._helping(after):
                told = _with(out.changes, self._pins(pairs))
                return replace(
                    way, trial=trial, holds=holds, pairings=self._helping(after), changes=told, is_confirmed=True
                )
        return way if way.is_confirmed or is_open else None

    def _try(self, changes: Mapping[str, Any], said: str, pairs: Iterable[Pairing]) -> Trial:
        whole = _with(changes, self._pins(pairs))
        return try_out(self.base, whole, said, seconds=self.clock.left, seed=self.clock.seed)

    def _pins(self, pairs: Iterable[Pairing]) -> dict[str, Any]:
        """Pins that fix these pairings, by names that are free."""
        fixed: dict[str, Any] = pin(self.base, *({"pairing": str(pair)} for pair in pairs))["pins"]
        return fixed

    def _helping(self, plan: Plan) -> tuple[Pairing, ...]:
        """The pairings of a plan that serve the need and are new; none when it has no mentor more than before."""
        own = {pair for pair in plan.paired if (pair.mentee, pair.theme) == self.need}
        return tuple(sorted(own - self.base.paired)) if len(own) >= self.least[self.need] else ()


def _with(changes: Mapping[str, Any], pins: Mapping[str, Any]) -> Mapping[str, Any]:
    """The changes with these pins as well."""
    return {**changes, "pins": {**changes.get("pins", {}), **pins}} if pins else changes
