"""Goal: away."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring.domain.event import Event
from mentoring.domain.plan import PlannedEvent
from mentoring.goals.load import Load
from mentoring.language.fact import Fact, Goes
from mentoring.language.frame import Frame


class Away(Load):
    """Nobody is away much more than the others: the largest number of days that one city attends elsewhere, least.

    Online events do not count, nor do travel days. With `leximin: true` the next largest counts next, and so on."""

    slug = "away"

    def borne(self, frame: Frame, event: Event) -> Iterable[tuple[str, Fact]]:
        hosts = frame.agenda.hosts(event)
        return ((city, Goes(event.id, city, place)) for place in hosts for city in event.members if city != place)

    def bearing(self, event: PlannedEvent) -> Iterable[str]:
        return () if event.host is None else (city for city in event.participants if city != event.host)
