"""Ways out: which few claims would have to give way so that there is a plan, the cheapest to ask for first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import Decision, plan_of, read_decision
from mentoring.engine.model.row import linear
from mentoring.engine.model.solving import Answer, solve
from mentoring.engine.why.claim import Claim
from mentoring.engine.why.scope import Scope
from mentoring.engine.why.shortfall import Shortfall
from mentoring.language.fact import Paired
from mentoring.rules.asking import Asking

Levers = tuple[str, ...]  # keys that are changed together; what hangs on them is asked once

GIVES_WAY = 10**6  # what a claim that gives way at all counts, against how far it does


@dataclass(frozen=True, slots=True)
class Way:
    """Claims that give way, whom to ask for it and what that costs, and a plan that keeps all the others.

    The plan comes as near to the claims as can be. `is_cheapest`: no other way costs less, but for those told before.
    `levers` are the keys that are changed for it.
    """

    claims: tuple[Claim, ...]
    whom: frozenset[Asking]
    cost: int
    plan: Plan
    is_cheapest: bool
    levers: tuple[Levers, ...]


class Relief:
    """Finds one way after the other; each is none of those before with more added to it.

    So a way that is proven cheapest holds nothing idle: with less in it, it would have been found before. A way that
    turns out to be none can be refuted: then those that hold it and more are looked at too. `is_done`: it is proven
    that there is no further one. The model of the scope is used up: no more conflicts can be looked for in it.
    """

    def __init__(self, scope: Scope, clock: Clock, keep: Collection[Pairing] = ()) -> None:
        """Of plans that are as near to the claims it is one with as many pairings as can be of those to `keep`."""
        self.frame = scope.frame
        self.claims = scope.claims
        self.clock = clock
        self.guarded = scope.guarded
        self.keep = [pair for pair in sorted(keep) if pair in scope.frame.agenda.of_pair]
        self.model = self.guarded.model
        self.asked: dict[Levers, cp_model.IntVar] = {}
        self.cost: dict[Levers, int] = defaultdict(int)
        self.is_done = False
        self._least = 0  # what any way that is left costs at least
        self._last: tuple[Levers, ...] | None = None  # the way that was found last, unless it was refuted
        self._shortfall = Shortfall(self.guarded)
        for claim, guard in zip(self.claims, self.guarded.guards, strict=True):
            if not claim.levers:
                self.model.add_bool_or([guard])
                continue
            if claim.levers not in self.asked:
                self.asked[claim.levers] = self.model.new_bool_var("asked")
            self.cost[claim.levers] = max(self.cost[claim.levers], claim.asking)
            self.model.add_bool_or([guard, self.asked[claim.levers]])

    def next(self, only: Asking | None = None) -> Way | None:
        """The cheapest way that is left; None when there is none, or the time is up.

        `only` looks at ways for which nobody else is asked.
        """
        if self._last is not None:
            self.settle(self._last)
        model = self.model.clone()
        for levers, asked in self.asked.items() if only is not None else ():
            if self.cost[levers] != only:
                model.add_bool_or([~asked])
        total = sum(self.cost[levers] * asked for levers, asked in self.asked.items())
        if self.asked:
            model.add(total >= self._least)
            model.minimize(total)
        answer = solve(model, self.clock, linear=0, probe=False)
        if not answer.has_solution:
            self.is_done = self.is_done or (only is None and answer.status == "infeasible")
            return None
        chosen = [levers for levers, asked in self.asked.items() if answer.value(asked)]
        nearest = self._nearest(chosen) or answer
        self._last = tuple(chosen)
        gone = tuple(
            claim
            for claim, guard in zip(self.claims, self.guarded.guards, strict=True)
            if claim.levers in chosen and not nearest.value(guard)
        )
        whom = frozenset(Asking(self.cost[levers]) for levers in chosen)
        cost = sum(self.cost[levers] for levers in chosen)
        is_cheapest = answer.status == "optimal"
        if is_cheapest and only is None:
            self._least = cost
        return Way(gone, whom, cost, self._plan(nearest), is_cheapest, self._last)

    def settle(self, known: Iterable[Levers]) -> None:
        """Look for no way any more for which all of these keys are changed, and others."""
        self.model.add_bool_or([~self.asked[levers] for levers in known])

    def refute(self, way: Way) -> None:
        """The way that was found last is none: rule out just this choice, neither more nor less."""
        self.model.add_bool_or([~asked if levers in way.levers else asked for levers, asked in self.asked.items()])
        self._last = None

    def _nearest(self, levers: list[Levers]) -> Answer | None:
        """A plan for which nothing else gives way, and this as little as can be."""
        freed = [number for number, claim in enumerate(self.claims) if claim.levers in levers]
        lacks = [self._shortfall.of(number) for number in freed]
        model = self.model.clone()
        for one, asked in self.asked.items():
            if one not in levers:
                model.add_bool_or([~asked])
        given = sum(GIVES_WAY * ~self.guarded.guards[number] for number in freed)
        literals = self.guarded.literals
        lost = [1 - linear([(literals.sure(Paired(pair)), 1)]) for pair in self.keep]
        model.minimize((len(lost) + 1) * (given + sum(lacks)) + sum(lost))
        answer = solve(model, self.clock, linear=1, probe=False)
        return answer if answer.has_solution else None

    def _plan(self, answer: Answer) -> Plan:
        """The plan of an answer, without events that give way."""
        found = read_decision(self.guarded.literals, self.guarded.calendar, answer)
        agenda = self.frame.agenda
        missing = {event.id: 0 for event in self.frame.events if event.id not in found.starts}
        hosts = {name: agenda.hosts(agenda.events[name])[0] for name in missing if agenda.hosts(agenda.events[name])}
        whole = Decision(found.pairs, {**found.hosts, **hosts}, {**found.starts, **missing}, found.people)
        plan = plan_of(self.frame, whole)
        return plan.model_copy(update={"events": tuple(one for one in plan.events if one.id not in missing)})
