"""The frame: the pairings and events that declarations speak of, and days as numbers.

It holds only definitions. Its pairings are candidates, or those that a plan has decided on.
`around` is the agenda of everything that may still join them: what a city does first on a trip may not be known yet.
`hosts` are the places decided already, or left in question, by the id of the event whose host it is; all others keep
every option.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from mentoring.domain.dates import Span
from mentoring.domain.event import Agenda, Event, Places
from mentoring.domain.pairing import Pairing
from mentoring.domain.plan import Plan
from mentoring.domain.scenario import Scenario
from mentoring.language.fact import Fact, Goes, TakesPart, Without

Part = Literal["pairing", "dates"]


class Frame:
    """What rules and goals declare over: a scenario, the pairings in question, and an earlier plan if there is one."""

    def __init__(
        self,
        scenario: Scenario,
        pairs: Iterable[Pairing],
        *,
        against: Plan | None = None,
        around: Agenda | None = None,
        hosts: Places | None = None,
    ) -> None:
        self.scenario = scenario
        self.agenda = Agenda(scenario, pairs, hosts=hosts)
        self.pairs = self.agenda.pairs
        self.around = around or self.agenda
        self.against = against
        self.horizon = scenario.span.days
        self._masks: dict[tuple[str, int], int] = {}

    @property
    def events(self) -> Iterable[Event]:
        """Every event in question, in the order of stages."""
        return self.agenda.events.values()

    def day(self, day: dt.date) -> int:
        """Start day number of a date; may lie outside 0 to `horizon` - 1."""
        return (day - self.scenario.programme.first).days

    def date(self, start_day: int) -> dt.date:
        """Date of a start day number."""
        return self.scenario.programme.first + dt.timedelta(days=start_day)

    @property
    def every_day(self) -> int:
        """The mask of all days of the programme."""
        return (1 << self.horizon) - 1

    def days_where(self, key: str, allowed: Callable[[dt.date], bool]) -> int:
        """The mask of days of the programme for which `allowed` holds; remembered under `key`."""
        known = self._masks.get((key, 0))
        if known is None:
            known = sum(1 << number for number in range(self.horizon) if allowed(self.date(number)))
            self._masks[key, 0] = known
        return known

    def remember(self, key: str, make: Callable[[], int]) -> int:
        """What `make` gives, asked for once under `key`."""
        if (key, 2) not in self._masks:
            self._masks[key, 2] = make()
        return self._masks[key, 2]

    def days_outside(self, spans: Iterable[Span]) -> int:
        """The mask of days of the programme that lie in none of the spans (both ends of a span are inside it)."""
        mask = self.every_day
        for span in spans:
            first, last = max(self.day(span.first), 0), min(self.day(span.last), self.horizon - 1)
            if first <= last:
                mask &= ~(((1 << (last - first + 1)) - 1) << first)
        return mask

    def starts(self, key: str, free: int, days: int, before: int = 0, after: int = 0) -> int:
        """Start days for which all `days` days, and `before` and `after` them, lie in the mask `free`.

        Days outside the programme count as free, for travel and for the event itself: the rule `window` alone keeps
        events inside. Remembered under `key`, which must name `free` and the rest.
        """
        known = self._masks.get((key, 1))
        if known is None:
            padded = (free << before) | ((1 << before) - 1) | (((1 << (days + after)) - 1) << (self.horizon + before))
            known = self.every_day
            for offset in range(before + days + after):
                known &= padded >> offset
            self._masks[key, 1] = known
        return known

    def stays(self, event: Event, who: str) -> list[tuple[Fact, str | None]]:
        """The facts "is at this event, there", one a possible host; an event at no place gives one with None."""
        hosts = self.agenda.hosts(event)
        if not hosts:
            return [(TakesPart(event.id, who), None)]
        return [(Goes(event.id, who, place), place) for place in hosts]

    def once_a_trip(self, fact: Fact, event: Event, who: str) -> Fact:
        """The fact, unless the same city or person is already on the trip by an earlier event."""
        before = self.around.before_in_trip(event)
        members = [
            earlier for earlier in before if who in earlier.joining or self.scenario.can_be_sent(who, earlier.stage)
        ]
        return Without(fact, tuple(TakesPart(earlier.id, who) for earlier in members)) if members else fact
