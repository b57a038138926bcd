"""Why a pairing that could be made is not in a plan: who is full and whom it serves instead, what money leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from mentoring.domain.dates import end_of
from mentoring.domain.event import Agenda, Event
from mentoring.domain.naming import say_plainly, theme_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent, PlannedPairing
from mentoring.language.declaration import Subject
from mentoring.rules import RULES

WITHOUT_DAYS = ("budget", "capacity", "co2", "hours", "in-or-out")
"""Rules that a further pairing can break whatever its dates are."""

MOST_PLACES = 12
"""So many choices of hosts for a pairing's new events are looked at; with more of them nothing is said of money."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that stands in the way, in one sentence without a full stop.

    `keys` are the dotted keys of the scenario file that the sentence comes from, most telling first, and `place` is
    where the first of them stands (file:line:column; empty when that is not known).
    """

    rule: str
    said: str
    subject: Subject = ()
    keys: tuple[str, ...] = ()
    place: str = ""


def find_place(keys: tuple[str, ...], positions: Mapping[str, str]) -> str:
    """Where the first of the keys stands that is in the file, itself or the nearest key above it; empty: nowhere.

    A pin that is not in the file stands nowhere: it is settled, or decided by hand.
    """
    for key in keys:
        while key and key not in positions:
            key = key.rpartition(".")[0]
        if key and key != "pins":
            return positions[key]
    return ""


def find_full(plan: Plan, pair: Pairing) -> list[Reason]:
    """What a plan has no room for if this pairing is added to it and nothing taken away, whatever its dates.

    Each sentence names the cities that are served instead, with the priority of their needs.
    """
    broken: set[tuple[str, Subject]] | None = None
    before = _breaches(plan)
    choices = list(islice(_with_hosts(plan, pair), MOST_PLACES + 1))
    for larger in choices:
        new = {
            one for one in _breaches(larger) - before if len(choices) <= MOST_PLACES or one[0] not in ("budget", "co2")
        }
        broken = new if broken is None else broken & new
    return [explain(plan, slug, subject, told=_whom(plan, slug, subject)) for slug, subject in sorted(broken or ())]


def explain(plan: Plan, slug: str, subject: Subject, told: str = "") -> Reason:
    """A rule's own sentence about a subject, with what is `told` beside it, and where it comes from."""
    rule = next(rule for rule in RULES if rule.slug == slug)
    keys = rule.where(plan.scenario, subject)
    said = say_plainly(rule.say(plan.scenario, subject)) + told
    return Reason(slug, said, subject, keys, find_place(keys, plan.positions))


def _breaches(plan: Plan) -> set[tuple[str, Subject]]:
    return {
        (rule.slug, found.subject)
        for rule in RULES
        if rule.slug in WITHOUT_DAYS and rule.applies(plan.scenario)
        for found in rule.check(plan)
    }


def _whom(plan: Plan, slug: str, subject: Subject) -> str:
    """Whom a full mentor serves."""
    is_mentor_full = slug == "hours" or (slug == "capacity" and subject[2:] != ("mentors",))
    themes = subject[1:2]  # none: over all themes
    served = [pair for pair in plan.paired if is_mentor_full and pair.mentor == subject[0]]
    served = [pair for pair in served if not themes or pair.theme in themes]
    needs = plan.scenario.cities
    told = [
        f"{plan.scenario.name(pair.mentee)}{'' if themes else f' in {theme_of(plan.scenario, pair.theme)}'}"
        f" (priority {needs[pair.mentee].needs[pair.theme].priority})"
        for pair in sorted(served)
    ]
    return f", and serves {', '.join(told)}" if told else ""


def _spent(larger: list[Plan], slug: str, subject: Subject) -> str:
    """What would be spent at least on the plan with the pairing."""
    if slug not in ("budget", "co2"):
        return ""
    sums = (
        sum(trip.eur if slug == "budget" else trip.co2_kg for trip in one.trips if subject in ((), (trip.who,)))
        for one in larger
    )
    return f"; with this pairing it would be {min(sums)} at least"


def extend(plan: Plan, pair: Pairing, hosts: Mapping[str, str], starts: Mapping[str, date]) -> Plan:
    """The plan with one more pairing and its events; a new event is where `hosts` and when `starts` say.

    A new event that `starts` does not name begins on the programme's first day, with nobody sent to it.
    """
    scenario = plan.scenario
    agenda = Agenda(scenario, plan.paired | {pair})
    pairings = tuple(of_pairs(plan, agenda.pairs))
    events = []
    for event in agenda.events.values():
        known = plan.by_id.get(event.id)
        if known is not None:
            events.append(known.model_copy(update={"participants": event.members}))
        else:
            first = starts.get(event.id, scenario.programme.first)
            events.append(place(plan, event, hosts.get(agenda.root(event).id), first))
    return plan.model_copy(update={"pairings": pairings, "events": tuple(events)})


def of_pairs(plan: Plan, pairs: Iterable[Pairing]) -> Iterator[PlannedPairing]:
    """The pairings as a plan has them; those that it has not as they would be."""
    known = {one.key: one for one in plan.pairings}
    for pair in pairs:
        fit, effort = plan.scenario.fit(pair), plan.scenario.effort(pair)
        yield known.get(pair) or PlannedPairing(pairing=str(pair), fit=fit, effort=effort)


def place(plan: Plan, event: Event, host: str | None, first: date, people: tuple[str, ...] = ()) -> PlannedEvent:
    """A new event of a plan, at a host, from a first day on."""
    last = end_of(first, plan.scenario.stages[event.stage].days)
    return PlannedEvent(
        id=event.id, stage=event.stage, mentor=event.mentor, mentee=event.mentee, theme=event.theme, host=host,
        participants=event.members, people=people, first=first, last=last,
    )  # fmt: skip


def list_hosts(plan: Plan, pair: Pairing) -> Iterator[dict[str, str]]:
    """Every choice of hosts for the events that the pairing adds to the plan, by the event that chooses."""
    agenda = Agenda(plan.scenario, plan.paired | {pair})
    known = {event.id: event.host for event in plan.held if event.host is not None}
    roots = {agenda.root(event).id: agenda.root(event) for event in agenda.of_pair.get(pair, ())}
    new = [root for name, root in sorted(roots.items()) if name not in plan.by_id and agenda.hosts(root)]
    for places in product(*(agenda.hosts(root) for root in new)):
        yield {**known, **{root.id: there for root, there in zip(new, places, strict=True)}}


def _with_hosts(plan: Plan, pair: Pairing) -> Iterator[Plan]:
    return (extend(plan, pair, hosts, {}) for hosts in list_hosts(plan, pair))
