"""Goal: hosting."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring.domain.event import Event
from mentoring.domain.plan import PlannedEvent
from mentoring.goals.load import Load
from mentoring.language.fact import Fact, Hosts
from mentoring.language.frame import Frame


class Hosting(Load):
    """Hosting is shared fairly: the largest number of days that one city hosts, least.

    Places that take no part do not count. With `leximin: true` the next largest counts next, and so on."""

    slug = "hosting"

    def borne(self, frame: Frame, event: Event) -> Iterable[tuple[str, Fact]]:
        hosts = frame.agenda.hosts(event)
        return ((place, Hosts(event.id, place)) for place in hosts if place in frame.scenario.cities)

    def bearing(self, event: PlannedEvent) -> Iterable[str]:
        return () if event.host is None else (event.host,)
