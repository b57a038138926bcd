"""What is asked of a plan beside its scenario: that a need has one mentor more, and no other need one less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mentoring.domain.event import Agenda
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.clock import Clock
from mentoring.engine.model.decision import plan_of, read_decision
from mentoring.engine.model.solving import solve
from mentoring.engine.why.claim import Claim, list_claims
from mentoring.engine.why.guard import Guarded
from mentoring.engine.why.scope import Scope, survey
from mentoring.language.declaration import Forbid, Limit, Subject, Term
from mentoring.language.fact import Paired, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening

Need = tuple[str, str]
"""A city and a theme that it needs a mentor in."""

MOST_EVENTS = 80
"""In a programme of no more possible events all of them are looked at."""

NEAR_EVENTS = 40
"""Else so many near the need: of these it is proven within seconds what the least is that has to give way."""

MOST_MENTORS = 12
"""In a large programme so many cities are looked at that could help, the best fitting first."""


class Demand:
    """Asks for mentors; nobody can be asked to let it go."""

    slug = "asked"

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        """Nothing: it is what is asked for."""
        return None


def demand(frame: Frame, least: Mapping[Need, int]) -> Claim:
    """That each of these needs has so many mentors, as one claim."""
    found = Claim(Demand(), "so many mentors are asked for", (), Asking.NEVER)
    for (city, theme), number in least.items():
        terms = tuple(Term(Paired(pair)) for pair in frame.pairs if (pair.mentee, pair.theme) == (city, theme))
        found.declarations.append(Limit(terms, at_least=number, subject=(city, theme)))
    return found


class Newcomer:
    """That a person who could be found does not exist yet."""

    slug = "newcomer"

    def __init__(self, asks: Mapping[str, Loosening]) -> None:
        self.asks = asks

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        """To find that person."""
        return self.asks[subject[0]]

    def claims(self, frame: Frame) -> Iterator[Claim]:
        """One for each of them: that no event has that person."""
        for who in self.asks:
            events = [event.id for event in frame.events if who in frame.scenario.people_for(event.stage)]
            nobody = [Forbid(TakesPart(event, who), subject=(who, event)) for event in events]
            key = f"people.{who}"
            yield Claim(self, f"there is no {who}", (key,), Asking.LIMIT, (key,), [(who,)], [(who,)], list(nobody))


def survey_demand(
    scenario: Scenario, longer: Scenario, least: Mapping[Need, int], pairs: Iterable[Pairing],
    newcomers: Mapping[str, Loosening],
) -> Scope:  # fmt: skip
    """Everything that the scenario claims over these pairings, and the mentors asked for.

    `newcomers` are persons of the scenario who must be found first, each with the request to do so.
    """
    scope = survey(scenario, longer, pairs)
    return replace(scope, claims=[*scope.claims, *Newcomer(newcomers).claims(scope.frame), demand(scope.frame, least)])


def give(
    scenario: Scenario, least: Mapping[Need, int], pairs: Iterable[Pairing], clock: Clock
) -> tuple[bool | None, Plan | None]:
    """Whether some plan of the scenario, of these pairings, has the mentors asked for, and which; None: not known.

    That there is none is believed when two ways of solving say so.
    """
    frame = Frame(scenario, [pair for pair in pairs if scenario.is_conceivable(pair)])
    guarded = Guarded(frame, [*list_claims(frame), demand(frame, least)], bare=True)
    for other in (False, True):
        found = solve(guarded.model, clock, linear=0, probe=False, other_settings=other)
        if found.has_solution:
            return True, plan_of(frame, read_decision(guarded.literals, guarded.calendar, found))
        if found.status != "infeasible":
            return None, None
    return False, None


def list_near(plan: Plan, need: Need) -> tuple[tuple[Pairing, ...], bool]:
    """The pairings that are looked at to serve a need, and whether those are all that are conceivable.

    In a large programme: with the best fitting mentors, each with all that it does in the plan, what the city itself
    does, who has places left for their mentees, and as many other pairings of the plan as there is room for.
    """
    scenario = plan.scenario
    if scenario.count_conceivable() <= MOST_EVENTS:
        every = tuple(scenario.conceivable)
        if len(Agenda(scenario, every).events) <= MOST_EVENTS:
            return every, True
    city, theme = need
    helpers = [Pairing(one, city, theme) for one in scenario.offering.get(theme, ()) if one != city]
    near: list[Pairing] = []

    def add(pairs: Iterable[Pairing]) -> bool:
        more = [pair for pair in dict.fromkeys(pairs) if pair not in near]
        if near and len(Agenda(scenario, [*near, *more]).events) > NEAR_EVENTS:
            return False
        near.extend(more)
        return True

    for pair in sorted(helpers, key=lambda pair: (-scenario.fit(pair), pair))[:MOST_MENTORS]:
        around = {city, pair.mentor}
        if not add([pair, *(own for own in sorted(plan.paired) if around & {own.mentor, own.mentee})]):
            break
    free = {(one.city, one.theme) for one in plan.unused}
    for own in [pair for pair in near if pair in plan.paired]:
        others = (Pairing(one, own.mentee, own.theme) for one in scenario.offering.get(own.theme, ()))
        if not add(one for one in others if (one.mentor, one.theme) in free and one.mentor != one.mentee):
            break
    for pair in sorted(plan.paired, key=lambda one: (one.theme != theme, one)):
        if not add([pair]):
            break
    return tuple(near), False
