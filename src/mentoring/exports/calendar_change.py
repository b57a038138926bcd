"""What becomes of the entries of a calendar, as it is told: what is new, what was and will be, what is called off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mentoring.exports.calendar_object import Shown, shown
from mentoring.views.wording import short_span

Kind = Literal["new", "changed", "called off", "taken away"]

_ENTRY = re.compile(rb"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n?", re.DOTALL | re.MULTILINE)
_UID = re.compile(rb"^UID:((?:[^\r\n]|\r?\n )*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry: what becomes of it, what the calendar says now (None: it is not there), and what it is to say."""

    kind: Kind
    title: str
    before: Shown | None = None
    after: Shown | None = None

    def say(self) -> str:
        """`changed: Hosting: Oslo → Ghent: 9 Jan 2024, was 8 Jan 2024`."""
        said = self._said()
        return f"{self.kind}: {self.title}{f': {said}' if said else ''}"

    def _said(self) -> str:
        old, new = self.before, self.after
        if old is None or new is None or self.kind != "changed":
            only = old or new
            return say_when(only) if only else ""
        was, now = say_when(old, new), say_when(new, old)
        if was != now:
            return f"{now}, was {was}"
        if old.is_off:
            return f"{now}, was called off"
        said = f"was titled {old.title!r}" if old.title != new.title else "other details"
        return f"{now} as before, {said}"

    def record(self) -> dict[str, Any]:
        """The same for programs; days as ISO, both inside; null where there is no entry."""
        sides = {"before": self.before, "after": self.after}
        return {"title": self.title} | {
            side: one and {"title": one.title, "first": one.first, "last": one.last, "hours": one.hours,
                           "place": one.place}
            for side, one in sides.items()
        }  # fmt: skip


def change_of(before: Shown | None, after: Shown) -> EntryChange:
    """What becomes of an entry that is to be put in the place of another (None: there is none)."""
    if before is None:
        return EntryChange("new", after.title, None, after)
    if after.is_off and not before.is_off:
        return EntryChange("called off", before.title or after.title, before, after)
    return EntryChange("changed", after.title, before, after)


def compare_calendars(before: bytes, after: bytes) -> Iterator[EntryChange]:
    """What becomes of each entry when one file takes the place of another, in the order of the new one."""
    old, new = _entries(before), _entries(after)
    for name, content in new.items():
        if old.get(name) != content:
            yield change_of(shown(old[name]) if name in old else None, shown(content))
    for name, content in old.items():
        if name not in new:
            was = shown(content)
            yield EntryChange("taken away", was.title, was)


def say_when(one: Shown, other: Shown | None = None) -> str:
    """The days, and hours and place where they are not those of the other."""
    try:
        parts = [short_span(date.fromisoformat(one.first), date.fromisoformat(one.last))]
    except ValueError:  # an entry that cannot be read
        return "days that cannot be read"
    if other is not None and one.hours != other.hours:
        parts.append(one.hours or "the whole day")
    if other is not None and one.place != other.place:
        parts.append(f"in {one.place}" if one.place else "without a place")
    return ", ".join(parts)


def _entries(content: bytes) -> dict[bytes, bytes]:
    """Every entry of a file by its UID; what did not change is the same to the byte, so nothing need be understood."""
    found = {}
    for entry in _ENTRY.findall(content):
        name = _UID.search(entry)
        if name:
            found[re.sub(rb"\r?\n ", b"", name[1])] = b"BEGIN:VCALENDAR\r\n" + entry + b"END:VCALENDAR\r\n"
    return found
