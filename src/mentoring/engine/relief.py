"""Ways out: which few claims would have to give way so that there is a plan, the cheapest to ask for first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from mentoring.domain.plan import Plan
from mentoring.engine.claim import Claim
from mentoring.engine.clock import Clock
from mentoring.engine.decision import Decision, plan_of, read_decision
from mentoring.engine.scope import Scope
from mentoring.engine.shortfall import Shortfall
from mentoring.engine.solving import Answer, solve
from mentoring.rules.asking import Asking

Levers = tuple[str, ...]  # keys that are changed together; what hangs on them is asked once

GIVES_WAY = 10**6  # what a claim that gives way at all counts, against how far it does


@dataclass(frozen=True, slots=True)
class Way:
    """Claims that give way, whom to ask for it and what that costs, and a plan that keeps all the others.

    The plan comes as near to the claims as can be. `is_cheapest`: no other way costs less, but for those told before.
    """

    claims: tuple[Claim, ...]
    whom: frozenset[Asking]
    cost: int
    plan: Plan
    is_cheapest: bool


class Relief:
    """Finds one way after the other; each is none of those before with more added to it.

    The model of the scope is used up: no more conflicts can be looked for in it.
    """

    def __init__(self, scope: Scope, clock: Clock) -> None:
        self.frame = scope.frame
        self.claims = scope.claims
        self.clock = clock
        self.guarded = scope.guarded
        self.model = self.guarded.model
        self.asked: dict[Levers, cp_model.IntVar] = {}
        self.cost: dict[Levers, int] = defaultdict(int)
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
        model = self.model.clone()
        for levers, asked in self.asked.items() if only is not None else ():
            if self.cost[levers] != only:
                model.add_bool_or([~asked])
        model.minimize(sum(self.cost[levers] * asked for levers, asked in self.asked.items()))
        answer = solve(model, self.clock, linear=1, probe=False)
        if not answer.has_solution:
            return None
        chosen = [levers for levers, asked in self.asked.items() if answer.value(asked)]
        nearest = self._nearest(chosen) or answer
        self.model.add_bool_or([~self.asked[levers] for levers in chosen])
        gone = tuple(
            claim
            for claim, guard in zip(self.claims, self.guarded.guards, strict=True)
            if claim.levers in chosen and not nearest.value(guard)
        )
        whom = frozenset(Asking(self.cost[levers]) for levers in chosen)
        cost = sum(self.cost[levers] for levers in chosen)
        return Way(gone, whom, cost, self._plan(nearest), answer.status == "optimal")

    def _nearest(self, levers: list[Levers]) -> Answer | None:
        """A plan for which nothing else gives way, and this as little as can be."""
        freed = [number for number, claim in enumerate(self.claims) if claim.levers in levers]
        lacks = [self._shortfall.of(number) for number in freed]
        model = self.model.clone()
        for one, asked in self.asked.items():
            if one not in levers:
                model.add_bool_or([~asked])
        given = sum(GIVES_WAY * ~self.guarded.guards[number] for number in freed)
        model.minimize(given + sum(lacks))
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
