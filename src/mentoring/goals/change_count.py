"""How many events change: what `--changes` bounds. No goal of its own, as it speaks of who, where and when at once."""

from __future__ import annotations

from functools import cache

from mentoring.domain.plan import Plan
from mentoring.domain.programme import GoalUse
from mentoring.goals.base import Goal
from mentoring.language.declaration import Cost, DayCost, Measure
from mentoring.language.fact import Fact, Held, Hosts
from mentoring.language.frame import Frame, Part


class ChangeCount(Goal):
    """So many events of an earlier plan are dropped, or begin on another day, or are somewhere else.

    Each counts once, however public it is and whatever changes about it. New events, and other people, count nothing:
    nobody was told otherwise."""

    slug = "changed-events"
    unit = "events"

    def declare(self, frame: Frame, part: Part, use: GoalUse) -> Measure:
        """Everything counts as changed, less what is held at the same place, plus that on another day."""

        @cache
        def costs(stays: int) -> tuple[int, ...]:
            return tuple(0 if start == stays else 1 for start in range(frame.horizon))

        kept: list[tuple[Fact, int]] = []
        days: list[DayCost] = []
        before = frame.against.held if frame.against is not None else ()
        for old in before:
            event = frame.agenda.events.get(old.id)
            hosts = frame.agenda.hosts(event) if event is not None else ()
            if event is None or (old.host not in hosts if hosts else old.host is not None):
                continue
            stays: Fact = Hosts(old.id, str(old.host)) if hosts else Held(old.id)
            kept.append((stays, -1))
            days.append(DayCost(old.id, costs(frame.day(old.first)), stays))
        return Cost(tuple(kept), tuple(days), constant=len(before))

    def measure(self, plan: Plan, part: Part, against: Plan | None) -> int:
        """Counted event by event in a finished plan."""
        found = 0
        for before in against.held if against is not None else ():
            now = plan.by_id.get(before.id)
            found += now is None or (now.first, now.host) != (before.first, before.host)
        return found
