"""The lines of calendar events, each made once by the library: most are the same in every calendar that has the event.

Where a thousand cities meet, a thousand calendars hold that meeting; its description is long, and folding it is slow.
"""

from __future__ import annotations

from typing import Any

from mentoring.exports.slot import Local


class EventLines:
    """Makes iCalendar events out of property names and values, and remembers the lines they come to."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, Any], bytes] = {}
        self._orders: dict[tuple[str, ...], list[str]] = {}

    def event(self, properties: dict[str, Any]) -> bytes:
        """The whole VEVENT with its line ends; the properties stand in the library's order."""
        names = self._order(tuple(properties))
        lines = (self._line(name, properties[name]) for name in names)
        return b"".join((b"BEGIN:VEVENT\r\n", *lines, b"END:VEVENT\r\n"))

    def _line(self, name: str, value: Any) -> bytes:
        values = value if isinstance(value, list) else [value]
        # Mail addresses are alike to the library whatever name they carry.
        key = (name, tuple((one, str(getattr(one, "params", ""))) for one in values))
        if key not in self._lines:
            from icalendar import Event

            event = Event()
            if isinstance(value, Local):
                event.add(name, value.time, parameters={"TZID": value.zone})
            else:
                event.add(name, value)
            self._lines[key] = b"".join(line.to_ical() + b"\r\n" for line in event.content_lines()[1:-2])
        return self._lines[key]

    def _order(self, names: tuple[str, ...]) -> list[str]:
        if names not in self._orders:
            from icalendar import Event

            event = Event()
            for name in names:
                event[name] = ""
            self._orders[names] = event.sorted_keys()
        return self._orders[names]
