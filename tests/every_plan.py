"""Every plan of a tiny programme, good or bad, and what each of them breaks: the judge of conflicts and ways out.

It knows what is declared only from the docstrings of declarations (`tests/rules/declared.py`), never a solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain, combinations, product
from math import prod
from typing import Any

from mentoring.domain.event import Agenda, Event
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.why.claim import Claim
from mentoring.language.frame import Frame
from tests.builders import plan_of
from tests.rules.declared import holds

Option = tuple[Any, str | None, tuple[str, ...]] | None  # first day, host and people; None: the event is left out


def _subsets(of: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(combinations(of, size) for size in range(len(of) + 1))


def _options(agenda: Agenda, event: Event) -> list[Option]:
    scenario = agenda.scenario
    days = [scenario.programme.first + timedelta(days=number) for number in range(scenario.span.days)]
    hosts: tuple[str | None, ...] = agenda.hosts(event) if agenda.base(event) is None else ()
    teams = _subsets(scenario.people_for(event.stage))
    # Where there is a choice, the event could also be nowhere, or at two places: the rule `host` says that it is not.
    nowhere = (None,) if len(hosts) != 1 else ()
    told: list[Option] = list(product(days, (*hosts, *nowhere), teams))
    return [*told, None] if event.always else told


def count_plans(scenario: Scenario) -> int:
    """How many plans there are, those without what takes place in any case included."""
    return sum(
        prod(len(_options(agenda, event)) for event in agenda.events.values())
        for pairs in _subsets(scenario.conceivable)
        for agenda in [Agenda(scenario, pairs)]
    )


def list_plans(scenario: Scenario) -> Iterator[Plan]:
    """Each of them."""
    for pairs in _subsets(scenario.conceivable):
        agenda = Agenda(scenario, pairs)
        events = list(agenda.events.values())
        for chosen in product(*(_options(agenda, event) for event in events)):
            told = {event.id: one for event, one in zip(events, chosen, strict=True) if one}
            if all(_has_its_place(agenda, event, told) for event in events if event.id in told):
                yield _plan(agenda, pairs, told)


def _has_its_place(agenda: Agenda, event: Event, told: dict[str, Any]) -> bool:
    """Whether the event whose host this one shares is held too."""
    base = agenda.base(event)
    return base is None or base.id in told


def _plan(agenda: Agenda, pairs: tuple[Pairing, ...], told: dict[str, Any]) -> Plan:
    hosts = {name: one[1] for name, one in told.items()}
    for name in told:
        root = agenda.events[name]
        while root.id in told and (base := agenda.base(root)) is not None:
            root = base
        hosts[name] = hosts.get(root.id)
    settled = {name: (one[0], hosts[name], one[2]) for name, one in told.items()}
    return plan_of(agenda.scenario, pairs, settled)


def broken_sets(scenario: Scenario, claims: Sequence[Claim]) -> set[frozenset[int]]:
    """What the plans of the scenario break: for each of them the numbers of the claims; each set once."""
    frame = Frame(scenario, scenario.conceivable)
    return {
        frozenset(
            number
            for number, claim in enumerate(claims)
            if not all(holds(declared, plan, frame) for declared in claim.declarations)
        )
        for plan in list_plans(scenario)
    }
