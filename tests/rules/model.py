"""Asks the engine's reference model whether it accepts a finished plan: everything decided is nailed down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentoring.domain.plan import Plan
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.compiled import Compiled
from mentoring.engine.model.solving import solve
from mentoring.language.declaration import Days, Declaration, Forbid, Require
from mentoring.language.fact import Fact, Hosts, Paired, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.base import Rule, declare_all
from tests.rules.declared import frame_of, is_true


def model_accepts(rules: Iterable[Rule], plan: Plan) -> bool:
    """Whether the model with these rules has exactly this plan among its solutions."""
    frame = frame_of(plan)
    compiled = Compiled(frame, [*declare_all(rules, frame), *_nail(plan, frame)])
    status = solve(compiled.model, Clock(seconds=60)).status
    assert status in ("optimal", "feasible", "infeasible")
    return status != "infeasible"


def _nail(plan: Plan, frame: Frame) -> Iterator[Declaration]:
    for pair in frame.pairs:
        yield _exactly(plan, Paired(pair))
    for event in frame.events:
        planned = plan.by_id.get(event.id)
        if planned is None:
            continue
        day = frame.day(planned.first)
        yield Days(event.id, 1 << day if 0 <= day < frame.horizon else 0)
        for place in frame.agenda.hosts(event):
            yield _exactly(plan, Hosts(event.id, place))
        for person in frame.scenario.people_for(event.stage):
            yield _exactly(plan, TakesPart(event.id, person))


def _exactly(plan: Plan, fact: Fact) -> Declaration:
    return Require(fact) if is_true(fact, plan) else Forbid(fact)
