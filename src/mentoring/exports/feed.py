"""Which calendars a plan comes to: one of the whole programme, and one for each city, theme and person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mentoring.domain.dates import ONE_DAY
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.exports.colour import colour_at, theme_colour
from mentoring.exports.entry import name_of, theme_title
from mentoring.exports.past import Seen, look_back
from mentoring.exports.reader import OFFICE, Reader
from mentoring.exports.slot import BACK, OUT, Slot, list_slots
from mentoring.files.name_key import unguessable

# A file of such a name cannot be made on Windows, whatever its ending.
_NO_FILE = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar: its file, whose it is, what it is called after the programme, its colour, its entries."""

    name: str
    reader: Reader
    title: str
    colour: tuple[str, str] | None
    slots: tuple[Slot, ...]


def person_file(scenario: Scenario, person: str, key: bytes) -> str:
    """Where a person's calendar lies in the folder, under a name that only the key gives."""
    return f"person/{unguessable(person, key, f'{scenario.programme.id}/person')}.ics"


def file_stem(name: str) -> str:
    """A city's, theme's or event's id as the name of a file on every system; two ids never have the same."""
    stem = name.replace("/", "_")  # ids have no underscores
    return f"{stem}_" if stem in _NO_FILE else stem


def list_feeds(plan: Plan, key: bytes | None = None) -> Iterator[Feed]:
    """Every calendar: `all.ics`, `city/ID.ics`, `theme/ID.ics`, and with a key `person/ID-KEY.ics`.

    A city or person who has left still has one as long as the plan tells of events that were theirs.
    """
    timetable = _Timetable(plan)
    scenario = plan.scenario
    yield Feed("all.ics", OFFICE, "", None, tuple(timetable.slots_of(OFFICE, timetable.events)))
    left = {city for event in plan.events if event.status == "cancelled" for city in event.participants}
    cities = sorted({*scenario.cities, *left, *timetable.cities_once})
    own = timetable.by_reader
    for place, city in enumerate(cities):
        reader = Reader("city", city)
        slots = tuple(timetable.slots_of(reader, own.get(city, [])))
        yield Feed(f"city/{file_stem(city)}.ics", reader, name_of(scenario, city), colour_at(place), slots)
    themes = [*scenario.themes, *sorted({event.theme or "" for event in plan.events} - {"", *scenario.themes})]
    for place, theme in enumerate(themes):
        slots = tuple(timetable.slots_of(OFFICE, [event for event in timetable.events if event.theme == theme]))
        name = f"theme/{file_stem(theme)}.ics"
        yield Feed(name, OFFICE, theme_title(scenario, theme), theme_colour(scenario, theme, place), slots)
    for person in sorted({*scenario.people, *timetable.people_once}) if key is not None else ():
        reader = Reader("person", person)
        name = person_file(scenario, person, key or b"")
        slots = tuple(timetable.slots_of(reader, own.get(person, [])))
        yield Feed(name, reader, name_of(scenario, person), None, slots)


def list_entries(plan: Plan, cities: Iterable[str], events: Collection[str]) -> dict[str, list[Slot]]:
    """What the calendars of cities hold of some events, by their ids; what was theirs once is told as cancelled."""
    timetable = _Timetable(plan)
    return {
        city: list(timetable.slots_of(Reader("city", city), [
            event for event in timetable.by_reader.get(city, []) if event.id in events
        ])) for city in cities
    }  # fmt: skip


class _Timetable:
    """Events in the order of their days, and who has or had which."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.events = sorted(plan.events, key=lambda event: (event.first, event.id))
        self._past = look_back(plan)
        none = Seen()
        seen = [self._past.get(event.id, none) for event in self.events]
        self.cities_once = {city for one in seen for city in one.cities}
        self.people_once = {person for one in seen for person in one.people}
        self._slots = {event.id: list_slots(plan, event, self._past.get(event.id, none).items) for event in self.events}
        self.by_reader: dict[str, list[PlannedEvent]] = {}
        for event in self.events:
            before = self._past.get(event.id, none).readers
            for who in {*event.participants, *([event.host] if event.host else ()), *event.people, *before}:
                self.by_reader.setdefault(who, []).append(event)

    def slots_of(self, reader: Reader, events: list[PlannedEvent]) -> Iterator[Slot]:
        """The reader's entries; what was theirs once and is no more is told as cancelled."""
        for event in events:
            seen = self._past.get(event.id)
            has, travels = reader.has(event), reader.travels(self.plan, event)
            travelled = seen is not None and (reader.who in seen.travellers or (reader == OFFICE and seen.travellers))
            parts = set()
            for slot in self._slots[event.id]:
                parts.add(slot.part)
                if not slot.is_travel:
                    yield slot if has else _gone(slot)
                elif travels:
                    yield slot
                elif travelled:
                    yield _gone(slot)
            if travelled:  # and now nobody does
                for part in sorted({OUT, BACK} - parts):
                    yield _gone(Slot(event, part, event.first, event.last))


def _gone(slot: Slot) -> Slot:
    event = slot.event
    if slot.part:
        return Slot(event, slot.part, event.first, event.first + ONE_DAY, slot.title, is_gone=True)
    return Slot(event, "", slot.start, slot.end, is_gone=True)
