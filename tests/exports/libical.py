"""What libical, the C library behind GNOME's and KDE's calendars, makes of a calendar file."""

from __future__ import annotations

import ctypes
import ctypes.util
from datetime import UTC, date, datetime

NAME = ctypes.util.find_library("ical")
VEVENT = 4  # ICAL_VEVENT_COMPONENT


class Time(ctypes.Structure):
    """Its `struct icaltimetype`."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, ctypes.c_int) for name in ("is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    ]  # fmt: skip


def read_calendar(content: bytes) -> list[list[str]]:
    """UID, title, start, end (UTC, or days), sequence of every event. Raises ValueError for what is no calendar."""
    assert NAME is not None
    library = ctypes.CDLL(NAME)
    for name, result, arguments in (
        ("icalparser_parse_string", ctypes.c_void_p, [ctypes.c_char_p]),
        ("icalcomponent_get_first_component", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        ("icalcomponent_get_next_component", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        ("icalcomponent_get_uid", ctypes.c_char_p, [ctypes.c_void_p]),
        ("icalcomponent_get_summary", ctypes.c_char_p, [ctypes.c_void_p]),
        ("icalcomponent_get_sequence", ctypes.c_int, [ctypes.c_void_p]),
        ("icalcomponent_get_dtstart", Time, [ctypes.c_void_p]),
        ("icalcomponent_get_dtend", Time, [ctypes.c_void_p]),
        ("icalcomponent_count_errors", ctypes.c_int, [ctypes.c_void_p]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [Time, ctypes.c_void_p]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    root = library.icalparser_parse_string(content)
    if not root or library.icalcomponent_count_errors(root):
        raise ValueError("libical finds mistakes in the calendar")

    def said(time: Time) -> str:
        if time.is_date:
            return date(time.year, time.month, time.day).isoformat()
        seconds = library.icaltime_as_timet_with_zone(time, time.zone)
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()

    found = []
    event = library.icalcomponent_get_first_component(root, VEVENT)
    while event:
        found.append([
            library.icalcomponent_get_uid(event).decode(), library.icalcomponent_get_summary(event).decode(),
            said(library.icalcomponent_get_dtstart(event)), said(library.icalcomponent_get_dtend(event)),
            str(library.icalcomponent_get_sequence(event)),
        ])  # fmt: skip
        event = library.icalcomponent_get_next_component(root, VEVENT)
    return found
