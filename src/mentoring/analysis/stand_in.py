"""Who could stand in for a mentor city or a person who drops out: everybody whom the rules allow, not only the best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.rules.person_language import understands


@dataclass(frozen=True, slots=True)
class StandIn:
    """A city that could mentor in the place of one that is gone, in this pairing.

    `is_used`: the plan made anew has the pairing. `is_reserve`: its offer is kept for such a case. `is_full`: in the
    plan as it was its places or hours are taken, so that somebody else would have to give way.
    """

    pair: Pairing
    fit: int
    is_used: bool
    is_reserve: bool
    is_full: bool

    @property
    def pairing(self) -> str:
        """As plans write it: `oslo > ghent in housing`."""
        return str(self.pair)


@dataclass(frozen=True, slots=True)
class Deputy:
    """A person who could go in the place of one who is gone: to so many events, of which the new plan uses some."""

    who: str
    events: int
    used: int


def list_orphans(plan: Plan, mentor: str) -> list[Pairing]:
    """The pairings of a plan that end when this city drops out, of which it is the mentor."""
    return sorted(pair for pair in plan.paired if pair.mentor == mentor)


def stand_ins(before: Plan, after: Plan | None, possible: Iterable[tuple[Pairing, int]]) -> tuple[StandIn, ...]:
    """Those of the possible pairings (with their fit) that the plan had not, by mentee, the best fit first."""
    full = _Room(before)
    found = [
        StandIn(
            pair,
            fit,
            after is not None and pair in after.paired,
            before.scenario.cities[pair.mentor].offers[pair.theme].reserve,
            full.is_full(pair),
        )
        for pair, fit in possible
        if pair not in before.paired
    ]
    return tuple(sorted(found, key=lambda one: (one.pair.mentee, one.pair.theme, -one.fit, one.pair.mentor)))


class _Room:
    """The places of a plan's mentors."""

    def __init__(self, plan: Plan) -> None:
        self.scenario = plan.scenario
        self.of_offer = Counter((pair.mentor, pair.theme) for pair in plan.paired)
        self.of_city = Counter(pair.mentor for pair in plan.paired)
        self.hours: Counter[tuple[str, str]] = Counter()
        for pair in plan.paired:
            self.hours[pair.mentor, pair.theme] += plan.scenario.effort(pair)

    def is_full(self, pair: Pairing) -> bool:
        """Whether the pairing has no room beside those that are there."""
        record = self.scenario.cities[pair.mentor]
        offer, key = record.offers[pair.theme], (pair.mentor, pair.theme)
        return (
            self.of_offer[key] >= offer.mentees
            or (record.mentees is not None and self.of_city[pair.mentor] >= record.mentees)
            or (offer.hours is not None and self.hours[key] + self.scenario.effort(pair) > offer.hours)
        )


def deputies(before: Plan, after: Plan | None, person: str) -> tuple[Deputy, ...]:
    """Everybody who could be sent in the place of a person: who can do most of its events first."""
    events, used = Counter[str](), Counter[str]()
    for event in before.held:
        if person in event.people:
            now = after.by_id.get(event.id) if after is not None else None
            for who in _able(before.scenario, event, person):
                events[who] += 1
                used[who] += now is not None and who in now.people
    found = [Deputy(who, number, used[who]) for who, number in events.items()]
    return tuple(sorted(found, key=lambda one: (-one.events, -one.used, one.who)))


def _able(scenario: Scenario, event: PlannedEvent, person: str) -> Iterator[str]:
    """Persons who can do what the person does at the event, and are not sent there anyway."""
    asked = scenario.stages[event.stage].people
    roles = [role for role in scenario.people[person].roles if role in asked]
    for who, record in scenario.people.items():
        is_free = who not in event.people and (record.left_on is None or event.last <= record.left_on)
        is_able = any(role in record.roles for role in roles)
        if is_free and is_able and (event.host is None or understands(scenario, who, event.host)):
            yield who
