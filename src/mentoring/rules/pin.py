"""Decisions fixed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mentoring.domain.by_hand import PREFIX
from mentoring.domain.dates import Lag as Length
from mentoring.domain.dates import say_day
from mentoring.domain.naming import name_event, say_names, say_pair
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.pin import PinBody
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.domain.settled import how_kept
from mentoring.language.block import Block, Grid
from mentoring.language.declaration import Days, Declaration, Differ, Forbid, Lag, Require, Subject
from mentoring.language.fact import Fact, Held, Hosts, Paired, TakesPart, Without
from mentoring.language.frame import Frame
from mentoring.rules.asking import Asking, Loosening
from mentoring.rules.base import Rule, Violation


class Pin(Rule):
    """What is pinned holds: a pairing, an event's first day, host or people, equal first days, or that it is not so.

    Why: some things are decided by people before anything is planned. A pin on an event says that it takes place; a
    `not` pin says only what must not be if it does. Subject: (the pin's name,)."""

    slug = "pin"
    reads = ("pins",)
    asking = Asking.PIN

    def applies(self, scenario: Scenario) -> bool:
        return bool(scenario.pins)

    def declare(self, frame: Frame) -> Iterator[Declaration]:
        for name, pin in frame.scenario.pins.items():
            if pin.negated is None:
                yield from _fix(frame, pin, (name,))
            else:
                yield from _rule_out(frame, pin.negated, (name,))

    def rule_out(self, block: Block) -> Grid:
        told = [pin.negated.pairing for pin in block.scenario.pins.values() if pin.negated and pin.negated.pairing]
        pairs = [pair for pair in map(parse_pairing, told) if pair.theme == block.theme]
        return block.among((pair.mentor, pair.mentee) for pair in pairs) > 0

    def check(self, plan: Plan) -> Iterator[Violation]:
        for name, pin in plan.scenario.pins.items():
            if pin.negated is None:
                for message in _missing(plan, pin):
                    yield self.violation(f"{message} ({_say_who_asks(plan.scenario, name)})", name)
            elif _is_so(plan, pin.negated):
                told = f"{say_body(plan.scenario, pin.negated)} is in the plan, but ruled out"
                yield self.violation(f"{told} ({_say_who_asks(plan.scenario, name)})", name)

    def say(self, scenario: Scenario, subject: Subject) -> str:
        pin = scenario.pins[subject[0]]
        why = f" ({pin.why})" if pin.why else ""
        if how_kept(subject[0], pin):
            return f"{say_body(scenario, pin.body)} stays as it is{why}"
        verb = "fixes" if pin.negated is None else "rules out"
        return f"the pin {subject[0]} {verb} {say_body(scenario, pin.body)}{why}"

    def where(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return (f"pins.{subject[0]}",)

    def whom_to_ask(self, scenario: Scenario, subject: Subject) -> Asking:
        """Nobody can change what has happened; what was confirmed is a promise to cities."""
        how = how_kept(subject[0], scenario.pins[subject[0]])
        return {"": Asking.PIN, "confirmed": Asking.CITY}.get(how, Asking.NEVER)

    def levers(self, scenario: Scenario, subject: Subject) -> tuple[str, ...]:
        return self.where(scenario, subject) if self.whom_to_ask(scenario, subject).is_possible else ()

    def loosen(self, scenario: Scenario, subject: Subject, plan: Plan) -> Loosening | None:
        pin = scenario.pins[subject[0]]
        change = ((f"pins.{subject[0]}", None),)
        if how_kept(subject[0], pin):
            return Loosening(f"move what is confirmed (`--may-move confirmed`): {say_body(scenario, pin.body)}", change)
        verb = "fixes" if pin.negated is None else "rules out"
        return Loosening(f"drop the pin {subject[0]}, which {verb} {say_body(scenario, pin.body)}", change)


def _fix(frame: Frame, pin: PinBody, subject: Subject) -> Iterator[Declaration]:
    """What a pin without `not` asks for; facts that the candidates do not know are never true."""
    if pin.pairing is not None:
        yield Require(Paired(parse_pairing(pin.pairing)), subject)
    if pin.same_days is not None:
        one, other = pin.same_days
        yield Require(Held(one), subject)
        yield Require(Held(other), subject)
        if one in frame.agenda.events and other in frame.agenda.events:
            days = frame.scenario.stages[frame.agenda.events[one].stage].days
            same = Length(-days, "d")  # from the day after the one's last day back to its first
            yield Lag(earlier=one, later=other, min=same, max=same, subject=subject)
    if pin.event is not None:
        pair = _pair_of(frame.scenario, pin.event)
        yield Require(Paired(pair) if pair else Held(pin.event), subject)
        if pair:
            yield Require(Held(pin.event), subject)
        for fact in _wanted(pin, pin.event):
            yield Require(fact, subject)
        for fact in _unwanted(frame, pin, pin.event):
            yield Forbid(fact, subject)
        if pin.first is not None and pin.event in frame.agenda.events:
            first = pin.first
            yield Days(pin.event, frame.days_where(f"on {first}", lambda day: day == first), subject=subject)


def _rule_out(frame: Frame, pin: PinBody, subject: Subject) -> Iterator[Declaration]:
    """What a `not` pin forbids; what cannot happen anyway needs no word."""
    if pin.pairing is not None and parse_pairing(pin.pairing) in frame.agenda.of_pair:
        yield Forbid(Paired(parse_pairing(pin.pairing)), subject)
    if pin.same_days is not None and all(event in frame.agenda.events for event in pin.same_days):
        yield Differ(*pin.same_days, subject=subject)
    if pin.event is None or pin.event not in frame.agenda.events:
        return
    wanted, unwanted = _wanted(pin, pin.event), _unwanted(frame, pin, pin.event)
    if len(wanted) == 1 and not unwanted:
        so: Fact | None = wanted[0]
    elif wanted or pin.people is not None:
        held = Held(pin.event)  # all that is wanted and nothing else: held, and none of the wanted missing
        so = Without(held, (*(Without(held, (fact,)) for fact in wanted), *unwanted))
    else:
        so = None
    if pin.first is None and so is not None:
        yield Forbid(so, subject)
    if pin.first is not None:
        first = pin.first
        yield Days(pin.event, frame.days_where(f"not on {first}", lambda day: day != first), so, subject)


def _wanted(pin: PinBody, event: str) -> list[Fact]:
    hosts: list[Fact] = [] if pin.host is None else [Hosts(event, pin.host)]
    return hosts + [TakesPart(event, person) for person in sorted(set(pin.people or ()))]


def _unwanted(frame: Frame, pin: PinBody, event: str) -> list[Fact]:
    """Persons who could be sent to the event but are not among those named."""
    if pin.people is None or pin.others or event not in frame.agenda.events:
        return []
    others = frame.scenario.people_for(frame.agenda.events[event].stage)
    return [TakesPart(event, person) for person in others if person not in pin.people]


def _pair_of(scenario: Scenario, event: str) -> Pairing | None:
    """The pairing that an event gathered by pairing belongs to, from its id."""
    stage, *group = event.split("/")
    gathered = stage in scenario.stages and scenario.stages[stage].gathers == "pairing"
    return Pairing(*group) if gathered and len(group) == 3 else None


def _say_who_asks(scenario: Scenario, name: str) -> str:
    """Where a pin comes from: somebody's decision, an event that is settled, or the scenario, where it has a name."""
    pin = scenario.pins[name]
    why = f": {pin.why}" if pin.why else ""
    if how := how_kept(name, pin):
        return f"it is {how}"
    return f"decided by hand{why}" if name.startswith(PREFIX) else f"the pin {name}{why}"


def _missing(plan: Plan, pin: PinBody) -> Iterator[str]:
    """What the plan lacks of a pin without `not`."""
    name = partial(name_event, plan.scenario)
    if pin.pairing is not None and parse_pairing(pin.pairing) not in plan.paired:
        yield f"{say_pair(plan.scenario, parse_pairing(pin.pairing))} is not in the plan"
    if pin.same_days is not None:
        events = [plan.by_id[event] for event in pin.same_days if event in plan.by_id]
        if len(events) < 2:
            yield f"{' and '.join(map(name, pin.same_days))} do not both take place"
        elif events[0].first != events[1].first:
            one, two = (f"{name(event.id)} begins on {say_day(event.first)}" for event in events)
            yield f"{one}, and {two}"
    if pin.event is not None:
        event = plan.by_id.get(pin.event)
        if event is None:
            yield f"{name(pin.event)} does not take place"
        else:
            yield from (f"{name(event.id)} {told}" for told in _unlike(plan.scenario, event, pin))


def _unlike(scenario: Scenario, event: PlannedEvent, pin: PinBody) -> Iterator[str]:
    if pin.first is not None and event.first != pin.first:
        yield f"begins on {say_day(event.first)}, not on {say_day(pin.first)}"
    if pin.host is not None and event.host != pin.host:
        here = f"in {scenario.name(event.host)}" if event.host is not None else "online"
        yield f"is {here}, not in {scenario.name(pin.host)}"
    if pin.people is not None and pin.others:
        absent = sorted(set(pin.people) - set(event.people))
        if absent:
            yield f"is without {say_names(scenario, absent)}"
    elif pin.people is not None and set(event.people) != set(pin.people):
        yield f"has {say_names(scenario, event.people)}, not {say_names(scenario, pin.people)}"


def _is_so(plan: Plan, pin: PinBody) -> bool:
    """Whether everything that the body of a `not` pin names is so at once."""
    if pin.pairing is not None:
        return parse_pairing(pin.pairing) in plan.paired
    if pin.same_days is not None:
        one, other = (plan.by_id.get(name) for name in pin.same_days)
        return one is not None and other is not None and one.first == other.first
    event = plan.by_id.get(pin.event or "")
    return event is not None and not list(_unlike(plan.scenario, event, pin))


def say_body(scenario: Scenario, pin: PinBody) -> str:
    """What a pin speaks of, by the names that people use."""
    if pin.pairing is not None:
        return say_pair(scenario, parse_pairing(pin.pairing))
    if pin.same_days is not None:
        one, two = (name_event(scenario, event) for event in pin.same_days)
        return f"the same first day for {one} and {two}"
    told = [name_event(scenario, pin.event or "")]
    if pin.first is not None:
        told.append(f"on {say_day(pin.first)}")
    if pin.host is not None:
        told.append(f"in {scenario.name(pin.host)}")
    if pin.people is not None:
        told.append(f"with {say_names(scenario, pin.people)}{' (and others)' if pin.others else ''}")
    return " ".join(told)
