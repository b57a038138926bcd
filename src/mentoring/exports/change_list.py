"""What changed between two revisions of a plan, for those whom it concerns: as calendar, text, table and page.

A newer calendar file does not bring an imported one up to date in most programs, so people are told by name what to
mend by hand. Only cities and persons who are affected are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from mentoring.analysis.difference import compare
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.errors import UsageError
from mentoring.exports.entry import name_of, stage_title, what
from mentoring.exports.text import one_line
from mentoring.files.revision import past_plan
from mentoring.views.wording import joined, short_span

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAID = {
    "added": "new", "dropped": "cancelled", "moved": "moved", "re-hosted": "other host", "other people": "other people",
    "other cities": "other cities",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One event that is not as it was: in which ways, what it was and is (None: not held), and for whom."""

    event: str
    kinds: tuple[str, ...]
    before: PlannedEvent | None
    after: PlannedEvent | None
    cities: tuple[str, ...]
    people: tuple[str, ...] = ()

    @property
    def shown(self) -> PlannedEvent:
        """The event as it is, or as it was where it is no more."""
        found = self.after or self.before
        if found is None:
            raise ValueError(f"{self.event} is in neither revision")
        return found


@dataclass(frozen=True, slots=True)
class ChangeList:
    """All changes from one revision to another, by the first day of the event."""

    before: Plan
    after: Plan
    changes: tuple[Change, ...]

    @property
    def cities(self) -> tuple[str, ...]:
        """The cities that the changes concern, by name."""
        return self._by_name({city for change in self.changes for city in change.cities})

    @property
    def people(self) -> tuple[str, ...]:
        """The persons whom the changes concern, by name."""
        return self._by_name({person for change in self.changes for person in change.people})

    def _by_name(self, found: set[str]) -> tuple[str, ...]:
        return tuple(sorted(found, key=lambda who: (self.name(who).casefold(), who)))

    def of(self, who: str) -> tuple[Change, ...]:
        """The changes that concern a city or person."""
        return tuple(change for change in self.changes if who in (*change.cities, *change.people))

    def row(self, change: Change, who: str) -> tuple[str, str, str, str]:
        """A change as the city or person sees it: in which ways, what, when and where it was and is, and with whom."""
        old, new = (
            event if event and who in (*event.participants, event.host, *event.people) else None
            for event in (change.before, change.after)
        )
        others = _others(change) if old and new else ((), ())
        said = ", ".join(change.kinds)
        if (old is None) != (new is None) and change.before and change.after:
            said = "no longer theirs" if new is None else "new for them"
        gone = "not held" if change.after is None else "goes on without them"
        before = self.side(self.before, old, others[0]) or ("not held" if change.before is None else "without them")
        return said, self.what(change), before, self.side(self.after, new, others[1]) or gone

    def ways(self, change: Change) -> str:
        """In which ways the event changed, with who comes and who does not: for whoever looks after all of it."""
        before, after = _others(change)
        told = [f"without {self._names(self.before, before)}"] if before else []
        told += [f"with {self._names(self.after, after)}"] if after else []
        return f"{', '.join(change.kinds)}{f' ({joined(told)})' if told else ''}"

    def name(self, who: str) -> str:
        """A city's name in one line; also of one that has left."""
        known = name_of(self.after.scenario, who)
        return known if known != who else name_of(self.before.scenario, who)

    def what(self, change: Change) -> str:
        """`Mentoring visit, Malmö → Ghent, neighbourhoods`."""
        plan = self.after if change.after is not None else self.before
        told = what(plan, change.shown)
        kind = stage_title(plan.scenario, change.shown.stage)
        return f"{kind}, {told}" if told else kind

    def side(self, plan: Plan, event: PlannedEvent | None, others: tuple[str, ...] = ()) -> str:
        """`12–15 Mar 2024 in Ghent, with Ana`, who comes on this side alone; empty when the event is not held."""
        if event is None:
            return ""
        where = f" in {name_of(plan.scenario, event.host)}" if event.host else ", online"
        along = f", with {self._names(plan, others)}" if others else ""
        return one_line(f"{short_span(event.first, event.last)}{where}{along}")

    def _names(self, plan: Plan, those: tuple[str, ...]) -> str:
        return joined([name_of(plan.scenario, who) for who in those])


def _others(change: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Cities and persons who are at the event only before, and only after."""
    if change.before is None or change.after is None:
        return (), ()
    sides = [(*event.participants, *event.people) for event in (change.before, change.after)]
    old, new = (
        tuple(who for who in here if who not in there) for here, there in ((sides[0], sides[1]), (sides[1], sides[0]))
    )
    return old, new


def find_changes(plan: Plan, since: int | None = None) -> ChangeList | None:
    """What changed since a revision (not given: the one before); None when the plan has no earlier one.

    Raises UsageError when a revision is given that the plan does not have, or cannot be read any more.
    """
    number = plan.revision - 1 if since is None else since
    first = plan.revision - len(plan.history)
    if not first <= number < plan.revision:
        if since is None:
            return None
        known = f"it has {first} to {plan.revision - 1} before this one" if plan.history else "it has no earlier one"
        raise UsageError(f"the plan has no revision {since} to compare with: {known}")
    try:
        before = past_plan(plan, number)
    except (ValidationError, KeyError, TypeError) as error:  # a history mended by hand may hold anything
        if since is None:
            return None
        raise UsageError(f"revision {since} cannot be read from the plan's history ({type(error).__name__})") from None
    return ChangeList(before, plan, tuple(_changes(before, plan)))


def _changes(before: Plan, after: Plan) -> Iterable[Change]:
    kinds = {change.id: [_SAID[kind] for kind in change.kinds] for change in compare(before, after).events}
    for name in before.by_id.keys() & after.by_id.keys():
        old, new = before.by_id[name], after.by_id[name]
        if old.status != new.status:
            kinds.setdefault(name, []).append(f"now {new.status}")
        elif new.changed_in > before.revision and name not in kinds:
            kinds[name] = ["details"]
    found = [_change(before, after, name, said) for name, said in kinds.items()]
    return sorted(found, key=lambda change: (change.shown.first, change.event))


def _change(before: Plan, after: Plan, name: str, said: list[str]) -> Change:
    old, new = before.by_id.get(name), after.by_id.get(name)
    sides = [{*event.participants, event.host} if event else set() for event in (old, new)]
    hosts = {event.host for event in (old, new) if event}
    sent = [set(event.people) if event else set() for event in (old, new)]
    # Who else comes is no news for those who have come all along, but for the host.
    is_only_who = set(said) <= {_SAID["other cities"], _SAID["other people"]}
    cities = (sides[0] ^ sides[1]) | hosts if said == [_SAID["other cities"]] else sides[0] | sides[1]
    people = sent[0] ^ sent[1] if is_only_who else sent[0] | sent[1]
    known = {*before.scenario.cities, *after.scenario.cities}
    there = tuple(sorted(city for city in cities if city and city in known))
    return Change(name, tuple(said), old, new, there, tuple(sorted(people)))
