"""The same people where they will do as well: who is sent changes only where it must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, islice, product

from mentoring.domain.account import list_journeys
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.goals.score import score
from mentoring.rules import check_plan
from mentoring.rules.people import list_asked

MOST_ROUNDS = 20  # in which those who cannot be sent as before are found
FEW = 40  # events so few that each is tried by itself
MOST_TRIES, TRIES_BY_EVENT = 400, 12_000  # plans looked at: so many, and so many over the number of events
MANY_CREWS = 200  # sets of people tried for one event
_PUBLIC = ("confirmed", "announced", "proposed")  # who was told most goes first


def keep_people(plan: Plan, earlier: Plan) -> Plan:
    """The plan with the people of the earlier plan at every event where no rule and no goal speaks against it.

    Why: no goal asks who is sent, so the search may as well send somebody else; but calendars would change for
    nothing. Events that are new take other people where that lets the old ones stay. Pairings, days, hosts and every
    goal's value stay as they are.
    """
    changed = [
        event.id
        for event in plan.held
        for before in [earlier.by_id.get(event.id)]
        if before is not None and before.people != event.people and set(before.people) <= plan.scenario.people.keys()
    ]
    if not changed:
        return plan
    names = sorted(changed, key=lambda name: _turn(earlier.by_id[name]))
    search = _Search(plan, earlier)
    kept, best = search.keep_most(names)
    if len(kept) < len(names):
        best = search.mend(best, search.same | set(names), names) or best
        kept = {name for name in names if best.by_id[name].people == earlier.by_id[name].people}
    for name in names if len(names) <= FEW else ():
        if name not in kept:
            tried = search.mend(best, search.same | kept | {name}, [name])
            if tried is not None:
                best, kept = tried, {*kept, name}
    return best


def _turn(before: PlannedEvent) -> tuple[int, str, str]:
    """Who was told most goes first."""
    return _PUBLIC.index(before.status) if before.status in _PUBLIC else -1, before.first.isoformat(), before.id


class _Search:
    """Looks for people who keep all rules and leave every goal as it is, in so many tries."""

    def __init__(self, plan: Plan, earlier: Plan) -> None:
        self.plan = plan
        self.earlier = earlier
        self.values = score(plan, earlier)
        self.left = 0
        self.same = {  # events that have their people: they keep them
            event.id
            for event in plan.held
            if event.id in earlier.by_id and earlier.by_id[event.id].people == event.people
        }

    def keep_most(self, names: list[str]) -> tuple[set[str], Plan]:
        """The events that have their people back once those that a rule speaks against are let go."""
        kept = set(names)
        for _ in range(MOST_ROUNDS):
            broken = check_plan(self._back(self.plan, kept))
            if not broken:
                break
            named = {part for violation in broken for part in violation.subject} & kept
            kept -= named or kept
        best = self._back(self.plan, kept)
        return (kept, best) if score(best, self.earlier) == self.values else (set(), self.plan)

    def mend(self, plan: Plan, fixed: set[str], names: list[str]) -> Plan | None:
        """The plan with the earlier people at these events, others exchanged where they are in the way; or None.

        The people of `fixed` events are not touched.
        """
        self.left = min(MOST_TRIES, TRIES_BY_EVENT // max(1, len(plan.events)))
        return self._mend(self._back(plan, names), frozenset(fixed))

    def _back(self, plan: Plan, names: list[str] | set[str]) -> Plan:
        return _with_people(plan, {name: self.earlier.by_id[name].people for name in names})

    def _mend(self, plan: Plan, fixed: frozenset[str]) -> Plan | None:
        if self.left <= 0:
            return None
        self.left -= 1
        broken = check_plan(plan)
        if not broken:
            return plan if score(plan, self.earlier) == self.values else None
        in_the_way = [sorted(_about(plan, violation.subject) - fixed) for violation in broken]
        # Of the events that a broken rule names one must have other people: the rule with the fewest ways out first.
        for name in min(in_the_way, key=len):
            fixed = fixed | {name}
            for crew in islice(_crews(plan, plan.by_id[name]), MANY_CREWS):
                found = self._mend(_with_people(plan, {name: crew}), fixed)
                if found is not None:
                    return found
        return None


def _about(plan: Plan, subject: tuple[str, ...]) -> set[str]:
    """The events that a broken rule is about, with all others of their pairings: those may have to be the same."""
    named = [plan.by_id[part] for part in subject if part in plan.by_id]
    pairs = {(event.mentor, event.mentee, event.theme) for event in named if event.mentor and event.mentee}
    together = {event.id for event in plan.held if (event.mentor, event.mentee, event.theme) in pairs}
    return {event.id for event in named} | together


def _crews(plan: Plan, event: PlannedEvent) -> Iterator[tuple[str, ...]]:
    """Everybody else whom the stage's own words allow to be sent, those with one person exchanged first."""
    asked = list_asked(plan.scenario, event.stage)
    told: set[tuple[str, ...]] = {event.people}
    for gone in event.people:
        for persons, _ in asked:
            for who in sorted(persons - set(event.people)):
                crew = tuple(sorted({*event.people, who} - {gone}))
                if crew not in told:
                    told.add(crew)
                    yield crew
    size = sum(count for _, count in asked)
    for chosen in product(*(combinations(sorted(persons), count) for persons, count in asked)):
        crew = tuple(sorted({who for part in chosen for who in part}))
        if len(crew) == size and crew not in told:
            told.add(crew)
            yield crew


def _with_people(plan: Plan, people: Mapping[str, tuple[str, ...]]) -> Plan:
    if not people:
        return plan
    events = tuple(
        event.model_copy(update={"people": people[event.id]}) if event.id in people else event for event in plan.events
    )
    moved = plan.model_copy(update={"events": events})
    # A person already on a trip travels no second time: whose journeys they are hangs on the other events too.
    counted = tuple(event.model_copy(update={"journeys": list_journeys(moved, event)}) for event in moved.events)
    return moved.model_copy(update={"events": counted})
