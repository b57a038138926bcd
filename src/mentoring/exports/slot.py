"""What stands in calendars for one event: the event itself, and with hours its agenda and the days of travel.

An event of several days is one all-day entry, which takes the days; the items of its agenda are timed entries below it,
which take no time a second time. An event of one day with hours is itself timed. Times are local times of the host, in
the time zone of its city; where nobody travels, in that of the programme office. Where the zone is not known there are
no timed entries, as an hour without its zone would be read as the reader's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mentoring.domain.dates import ONE_DAY
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.stage import AgendaItem, Stage

OUT, BACK = "travel/out", "travel/back"
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Local:
    """A local time and the IANA zone it is of; unlike times that know their offset, equal only to the same words."""

    time: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry: the event itself (`part` is empty), an item of its agenda, or the days of travel out or back.

    `end` lies outside: the day after the last, or the time at which it is over. `is_gone` says that the reader had it
    and has it no more.
    """

    event: PlannedEvent
    part: str
    start: date | Local
    end: date | Local
    title: str = ""
    is_gone: bool = False

    @property
    def is_travel(self) -> bool:
        """Whether these are days of travel: only for those who travel."""
        return self.part in (OUT, BACK)

    @property
    def order(self) -> tuple[date, str, str]:
        """Slots stand by day, each event's together."""
        return self.event.first, self.event.id, self.part


def find_zone(plan: Plan, event: PlannedEvent) -> str | None:
    """The time zone of an event's hours; None when it is not known, or unknown to this computer."""
    from mentoring.domain.consistency.zone import is_zone

    scenario = plan.scenario
    if event.host is None:
        zone: str | None = scenario.programme.time_zone
    else:
        place = scenario.cities.get(event.host) or scenario.places.get(event.host)
        found = place or scenario.resolution.places.get(event.host)
        zone = found.time_zone if found else None
    return zone if zone and is_zone(zone) else None


def list_slots(plan: Plan, event: PlannedEvent, items_before: Collection[int] = ()) -> list[Slot]:
    """All entries of an event. `items_before`: items of its agenda that once had a time; those gone are told so."""
    stage = plan.scenario.stages.get(event.stage)
    zone = find_zone(plan, event) if stage and (stage.hours or stage.agenda) else None
    slots = [_main(event, stage, zone)]
    told = list(_agenda(event, stage, zone)) if stage and zone else []
    there = {slot.part for slot in told}
    past = (f"agenda/{number}" for number in sorted(items_before))
    slots += [*told, *(Slot(event, part, event.first, event.first + ONE_DAY, is_gone=True)
                       for part in past if part not in there)]  # fmt: skip
    if stage and has_travel(stage) and event.host is not None:
        around = timedelta(days=stage.travel_days)
        slots.append(Slot(event, OUT, event.first - around, event.first))
        slots.append(Slot(event, BACK, event.last + ONE_DAY, event.last + ONE_DAY + around))
    return slots


def has_travel(stage: Stage) -> bool:
    """Whether days of travel are entries of their own: where hours say that the event fills its own days."""
    return stage.hours is not None and stage.travel_days > 0


def _main(event: PlannedEvent, stage: Stage | None, zone: str | None) -> Slot:
    if stage and stage.hours and zone and event.first == event.last:
        start = _at(event.first, stage.hours.start)
        return Slot(event, "", Local(start, zone), Local(_after(start, _at(event.first, stage.hours.end)), zone))
    return Slot(event, "", event.first, event.last + ONE_DAY)


def _agenda(event: PlannedEvent, stage: Stage, zone: str) -> Iterator[Slot]:
    for number, item in enumerate(stage.agenda, start=1):
        day = event.first + timedelta(days=item.day - 1)
        if item.start is None or day > event.last:
            continue  # it stands in the description
        start = _at(day, item.start)
        end = _after(start, _end(item, stage, day, start))
        yield Slot(event, f"agenda/{number}", Local(start, zone), Local(end, zone), item.title)


def _end(item: AgendaItem, stage: Stage, day: date, start: datetime) -> datetime:
    """As given; else when the next item of the day begins, or the day's hours end, or after an hour."""
    if item.end is not None:
        return _at(day, item.end)
    later = [_at(day, other.start) for other in stage.agenda if other.day == item.day and other.start]
    later += [_at(day, stage.hours.end)] if stage.hours else []
    return min((moment for moment in later if moment > start), default=start + _AN_HOUR)


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def _after(start: datetime, end: datetime) -> datetime:
    """What ends before it begins goes on past midnight."""
    return end if end > start else end + ONE_DAY
