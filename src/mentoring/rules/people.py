"""People: who is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from mentoring.domain.event import Event
from mentoring.domain.naming import name_event, title_of
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Choose, Declaration, Limit, Subject, Term
from mentoring.language.fact import Held, TakesPart
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.attendance import of_stage
from mentoring.rules.base import Rule, Violation
from mentoring.rules.origin import find_keys


class People(Rule):
    """Exactly the people a stage asks for are sent to each of its events: so many of each role, and those named.

    Whoever has two roles that one stage asks for fills one of them; a person asked by name fills no role there.
    Why: a visit without its facilitator is a tour of the city."""

    slug = "people"
    reads = ("stages.*.people", "people.*.roles")
    asking = Asking.CITY

    def applies(self, scenario: Scenario) -> bool:
        return any(stage.people for stage in scenario.stages.values())

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for stage, events in frame.agenda.stages.items():
            named, counts = _asked(frame.scenario, stage)
            pools = {role: _pool(frame.scenario, stage, role) for role in counts}
            everybody = sorted(set().union(*pools.values()))
            for event in events:
                for person in named:
                    yield Choose((TakesPart(event.id, person),), 1, Held(event.id), subject=(person, event.id))
                if len(everybody) < sum(map(len, pools.values())):
                    yield from self._share(event, counts, pools, everybody)
                    continue
                for role, count in counts.items():
                    facts = tuple(TakesPart(event.id, person) for person in pools[role])
                    yield Choose(facts, count, Held(event.id), subject=(role, event.id))

    def _share(
        self, event: Event, counts: dict[str, int], pools: dict[str, list[str]], everybody: list[str]
    ) -> Iterator[Declaration]:
        """Roles that share persons: enough in all, and enough for every few of them (Hall's marriage theorem)."""
        facts = tuple(TakesPart(event.id, person) for person in everybody)
        yield Choose(facts, sum(counts.values()), Held(event.id), subject=("", event.id))
        for size in range(1, len(counts)):
            for roles in combinations(counts, size):
                terms = [Term(TakesPart(event.id, who)) for who in sorted(set().union(*(pools[r] for r in roles)))]
                wanted = Term(Held(event.id), -sum(counts[role] for role in roles))
                yield Limit((*terms, wanted), at_least=0, subject=(roles[0], event.id))

    def check(self, plan: Plan) -> Iterator[Violation]:
        for event in plan.held:
            named, counts = _asked(plan.scenario, event.stage)
            for person in named:
                if person not in event.people:
                    message = f"{name_event(plan.scenario, event.id)} lacks {plan.scenario.name(person)}"
                    yield self.violation(message, person, event.id)
            sent = [person for person in event.people if person not in named]
            slots = [role for role, count in counts.items() for _ in range(count)]
            if len(sent) != len(slots) or not _fill(plan.scenario, slots, sent):
                asked = ", ".join(f"{count} {role}" for role, count in counts.items()) or "nobody else"
                message = f"{name_event(plan.scenario, event.id)} asks for {asked}"
                message = f"{message}; {_list(plan.scenario, sent)} cannot be just that"
                yield self.violation(message, "", event.id)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        event = subject[1]
        named, counts = _asked(scenario, event.split("/", maxsplit=1)[0])
        asked = [scenario.name(person) for person in named] + [f"{count} {role}" for role, count in counts.items()]
        return f"{title_of(scenario, event)} asks for {', '.join(asked)}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        own = "stages." + subject[1].split("/", maxsplit=1)[0] + ".people"
        return find_keys(scenario, (f"{own}.{subject[0]}" if subject[0] else own,), subject)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return ("stages." + subject[1].split("/", maxsplit=1)[0] + ".people",)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        stage, events = subject[1].split("/", maxsplit=1)[0], of_stage(plan, subject[1])
        named, counts = _asked(scenario, stage)
        absent = [who for who in named if any(who not in event.people for event in events)]
        told = [f"without {' and '.join(map(scenario.name, absent))}"] if absent else []
        changes: list[tuple[str, int | None]] = [(f"stages.{stage}.people.{who}", None) for who in absent]
        for role, count in counts.items():
            pool = set(_pool(scenario, stage, role))
            least = min(len(pool.intersection(event.people)) for event in events)
            if least < count:
                told.append(f"with {least} instead of {count} {role}" if least else f"without a {role}")
                changes.append((f"stages.{stage}.people.{role}", least or None))
        return Loosening(f"let {title_of(scenario, subject[1])} take place {' and '.join(told)}", tuple(changes))


def list_asked(scenario: Scenario, stage: str) -> list[tuple[frozenset[str], int]]:
    """The groups of persons a stage asks, with how many of each; groups may overlap, and come twice."""
    named, counts = _asked(scenario, stage)
    roles = [(frozenset(_pool(scenario, stage, role)), count) for role, count in counts.items()]
    return [*((frozenset((person,)), 1) for person in named), *roles]


def can_fill(scenario: Scenario, stage: str, able: Collection[str]) -> bool:
    """Whether these persons are enough for an event of the stage: those it names are among them, and each role."""
    named, counts = _asked(scenario, stage)
    slots = [role for role, count in counts.items() for _ in range(count)]
    return set(named) <= set(able) and _fill(scenario, slots, [who for who in able if who not in named])


def _asked(scenario: Scenario, stage: str) -> tuple[list[str], dict[str, int]]:
    """Persons the stage names, and how many it wants of each role."""
    asked = scenario.stages[stage].people
    named = [name for name in asked if name in scenario.people]
    return named, {role: sent.count for role, sent in asked.items() if role not in scenario.people}


def _pool(scenario: Scenario, stage: str, role: str) -> list[str]:
    """Persons who can fill the role in the stage, sorted."""
    asked = scenario.stages[stage].people
    return sorted(who for who, person in scenario.people.items() if role in person.roles and who not in asked)


def _fill(scenario: Scenario, slots: list[str], sent: list[str]) -> bool:
    """Whether the persons can share the slots, each filling one (augmenting paths, as trying all takes for ever)."""
    filled: dict[str, int] = {}

    def seat(slot: int, asked: set[str]) -> bool:
        for person in sent:
            if person not in asked and slots[slot] in scenario.people[person].roles:
                asked.add(person)
                if person not in filled or seat(filled[person], asked):
                    filled[person] = slot
                    return True
        return False

    return all(seat(slot, set()) for slot in range(len(slots)))


def _list(scenario: Scenario, persons: list[str]) -> str:
    return ", ".join(scenario.name(person) for person in persons) or "nobody"
