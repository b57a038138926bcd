"""What a scenario file claims, one sentence each: the facts that can clash with each other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from mentoring.domain.dates import end_of
from mentoring.domain.number import figure
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.engine.model.order import Level, levels_of
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
    Together,
)
from mentoring.language.fact import AnyOf, AtLeast, Fact, Paired, Without, event_of
from mentoring.language.frame import Frame, Part
from mentoring.rules import RULES
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule


class Voice(Protocol):
    """Whoever claims something, and can say what to ask for so that a plan keeps it: a rule, or the limit of a goal."""

    @property
    def slug(self) -> str:
        """A short name."""

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        """The least to ask for so that the plan keeps it."""


@dataclass(slots=True, eq=False)
class Claim:
    """One sentence that a rule says about the scenario, with everything it declares.

    `subjects` are what its declarations speak of, `keys` where in the scenario file it stands, the most telling first.
    `levers` are the keys that would be changed to let it give way, `asking` whom one would have to ask for that;
    `samples` are subjects that have all these keys between them.
    """

    voice: Voice
    sentence: str
    keys: tuple[str, ...]
    asking: Asking
    levers: tuple[str, ...] = ()
    samples: list[Subject] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    level: Level | None = None  # of a goal that no plan may be worse than so much in

    @property
    def slug(self) -> str:
        """Of the rule that says it; `goal` for a limit of a goal."""
        return self.voice.slug

    @property
    def events(self) -> set[str]:
        """Events, by id, whose days it speaks of."""
        return {event for declared in self.declarations for event in _events_of(declared)}


def list_claims(frame: Frame, scenario: Scenario | None = None) -> list[Claim]:
    """Everything the scenario claims over the frame, in the order of rules.

    The frame's own scenario may be the same with more days at its end: that it ends when it does is then a claim too.
    """
    given = scenario or frame.scenario
    found: dict[tuple[str, str], Claim] = {}
    for rule in RULES:
        if not rule.applies(frame.scenario):
            continue
        known: dict[Subject, Claim] = {}
        for declared in rule.itemise(frame):
            subject = declared.subject
            # What is said of days beyond the end, holidays for instance, is only known to the longer scenario.
            of = given if rule.slug == "window" else frame.scenario
            if of is not frame.scenario and isinstance(declared, Days) and subject[2:] == ("programme",):
                declared = replace(declared, mask=declared.mask & _ends_by(frame, given.programme.last, declared))
            object.__setattr__(declared, "rule", rule.slug)
            if subject not in known:
                known[subject] = _claim(found, rule, of, subject)
            known[subject].declarations.append(declared)
    return [*found.values(), *list_goal_limits(given)]


def list_goal_limits(scenario: Scenario) -> list[Claim]:
    """Goals in which no plan may be worse than so much."""
    parts: tuple[Part, ...] = ("pairing", "dates")
    return [
        GoalLimit(level, number).claim(scenario)
        for part in parts
        for number, level in enumerate(levels_of(scenario, part))
        if level.limit is not None
    ]


@dataclass(frozen=True, slots=True)
class GoalLimit:
    """That no plan is worse than so much in one goal; `number` is its place in its list."""

    level: Level
    number: int
    slug: str = "goal"

    @property
    def name(self) -> str:
        """The goal's name in words."""
        return self.level.goal.slug.replace("_", " ")

    def claim(self, scenario: Scenario) -> Claim:
        """What it says about the scenario."""
        bound = "more" if self.level.sign > 0 else "less"
        goal, key = self.level.goal, f"goals.{self.level.part}.{self.number}.limit"
        told = f"no plan may have {bound} than {figure(self.level.use.limit or 0)} {goal.unit} in the goal {self.name}"
        return Claim(self, told, (key,), Asking.LIMIT, (key,), samples=[()], level=self.level)

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        """Just as much as the plan has."""
        goal, key = self.level.goal, f"goals.{self.level.part}.{self.number}.limit"
        value = goal.measure(plan, self.level.part, None)
        return Loosening(f"allow {figure(value)} {goal.unit} in the goal {self.name}", ((key, value),))


def _ends_by(frame: Frame, last: date, days: Days) -> int:
    """Start days from which the event ends by that day."""
    length = frame.scenario.stages[frame.agenda.events[days.event].stage].days
    return frame.days_where(f"ends by {last} {length}", lambda first: end_of(first, length) <= last)


def _claim(found: dict[tuple[str, str], Claim], rule: Rule, scenario: Scenario, subject: Subject) -> Claim:
    key = (rule.slug, rule.say(scenario, subject))
    if key not in found:
        found[key] = Claim(rule, key[1], rule.where(scenario, subject), Asking.NEVER)
    claim, levers = found[key], rule.levers(scenario, subject)
    claim.subjects.append(subject)
    if not {*levers} <= {*claim.levers}:
        claim.asking = max(claim.asking, rule.whom_to_ask(scenario, subject))
        claim.levers = tuple(sorted({*claim.levers, *levers}))
        claim.samples.append(subject)
    return claim


def _events_of(declared: Declaration) -> set[str]:
    match declared:
        case Days(event=event, when=when):
            return {event} | (_of_fact(when) if when is not None else set())
        case Lag(earlier=one, later=two):
            return {one, two}
        case Together(events=events):
            return set(events)
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
