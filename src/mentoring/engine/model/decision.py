"""What a solve decided, and how it becomes a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from mentoring.domain.account import list_journeys
from mentoring.domain.dates import end_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent, PlannedPairing
from mentoring.engine.model.calendar import Calendar
from mentoring.engine.model.literal import Literals
from mentoring.engine.model.solving import Answer
from mentoring.language.fact import Held, Hosts, Paired, TakesPart
from mentoring.language.frame import Frame


@dataclass(frozen=True, slots=True)
class Decision:
    """Pairings, hosts, start days and people, before they are a plan. Start days count from `programme.first`."""

    pairs: tuple[Pairing, ...]
    hosts: dict[str, str] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_decision(literals: Literals, calendar: Calendar | None, answer: Answer) -> Decision:
    """What a solution says, for the events it holds."""
    frame = literals.frame

    def is_true(lit: object) -> bool:
        return lit if isinstance(lit, bool) else lit is not None and answer.value(lit) == 1

    pairs = tuple(pair for pair in frame.pairs if is_true(literals.sure(Paired(pair))))
    hosts: dict[str, str] = {}
    starts: dict[str, int] = {}
    people: dict[str, tuple[str, ...]] = {}
    for event in frame.agenda.events.values():
        if not is_true(literals.sure(Held(event.id))):
            continue
        chooser = event  # the event that chose the host: the solve may not know the fact of one that shares it
        while (base := frame.agenda.base(chooser)) is not None:
            chooser = base
        for place in frame.agenda.hosts(event):
            if is_true(literals.literal(Hosts(chooser.id, place))):
                hosts[event.id] = place
        if calendar is not None:
            starts[event.id] = answer.value(calendar.start[event.id])
            sent = [who for who in frame.scenario.people if is_true(literals.facts.get(TakesPart(event.id, who)))]
            people[event.id] = tuple(sorted(sent))
    return Decision(pairs, hosts, starts, people)


def plan_of(frame: Frame, decision: Decision) -> Plan:
    """The plan of a decision, without goals, statuses and history."""
    scenario = frame.scenario
    decided = Frame(scenario, decision.pairs, against=frame.against)
    events = []
    for event in decided.events:
        first = decided.date(decision.starts[event.id])
        events.append(
            PlannedEvent(
                id=event.id, stage=event.stage, mentor=event.mentor, mentee=event.mentee, theme=event.theme,
                host=decision.hosts.get(event.id), participants=event.members,
                people=decision.people.get(event.id, ()),
                first=first, last=end_of(first, scenario.stages[event.stage].days),
            )
        )  # fmt: skip
    pairings = tuple(
        PlannedPairing(pairing=str(pair), fit=scenario.fit(pair), effort=scenario.effort(pair))
        for pair in decision.pairs
    )
    bare = Plan(scenario=scenario, status="feasible", pairings=pairings, events=tuple(events))
    travelled = tuple(event.model_copy(update={"journeys": list_journeys(bare, event)}) for event in bare.events)
    return bare.model_copy(update={"events": travelled})
