"""What a scenario file claims, one sentence each: the facts that can clash with each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from mentoring.language.declaration import (
    Apart,
    Choose,
    Days,
    Declaration,
    Differ,
    Forbid,
    Lag,
    Limit,
    Require,
    Subject,
)
from mentoring.language.fact import AnyOf, AtLeast, Fact, Paired, Without, event_of
from mentoring.language.frame import Frame
from mentoring.rules import RULES
from mentoring.rules.asking import Asking
from mentoring.rules.base import Rule


@dataclass(slots=True, eq=False)
class Claim:
    """One sentence that a rule says about the scenario, with everything it declares.

    `subjects` are what its declarations speak of, `keys` where in the scenario file it stands, the most telling first.
    """

    rule: Rule
    sentence: str
    keys: tuple[str, ...]
    asking: Asking
    subjects: list[Subject] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)

    @property
    def events(self) -> set[str]:
        """Events, by id, whose days it speaks of."""
        return {event for declared in self.declarations for event in _events_of(declared)}


def list_claims(frame: Frame) -> list[Claim]:
    """Everything the scenario claims over the frame, in the order of rules."""
    found: dict[tuple[str, str], Claim] = {}
    for rule in RULES:
        if not rule.applies(frame.scenario):
            continue
        known: dict[Subject, Claim] = {}
        for declared in rule.itemise(frame):
            object.__setattr__(declared, "rule", rule.slug)
            claim = known.get(declared.subject)
            if claim is None:
                claim = known[declared.subject] = _claim(found, rule, frame, declared.subject)
            claim.declarations.append(declared)
    return list(found.values())


def _claim(found: dict[tuple[str, str], Claim], rule: Rule, frame: Frame, subject: Subject) -> Claim:
    scenario = frame.scenario
    key = (rule.slug, rule.say(scenario, subject))
    if key not in found:
        found[key] = Claim(rule, key[1], rule.where(scenario, subject), rule.whom_to_ask(scenario, subject))
    found[key].subjects.append(subject)
    return found[key]


def _events_of(declared: Declaration) -> set[str]:
    match declared:
        case Days(event=event, when=when):
            return {event} | (_of_fact(when) if when is not None else set())
        case Lag(earlier=one, later=two):
            return {one, two}
        case Differ(one=one, other=two):
            return {one, two}
        case Apart(stays=stays):
            return {stay.event for stay in stays}
        case Forbid(fact=fact) | Require(fact=fact):
            return _of_fact(fact)
        case Choose(facts=facts, when=when):
            return set().union(*map(_of_fact, (*facts, *((when,) if when is not None else ()))))
        case Limit(terms=terms):
            return set().union(*(_of_fact(term.fact) for term in terms))


def _of_fact(fact: Fact) -> set[str]:
    match fact:
        case Paired():
            return set()
        case AnyOf(facts=facts) | AtLeast(facts=facts):
            return set().union(*map(_of_fact, facts))
        case Without(fact=one, unless=others):
            return set().union(*map(_of_fact, (one, *others)))
        case _:
            return {event_of(fact)}
