"""What is not as in a plan before: which events are otherwise, where they were, and cities that take part no more."""

from __future__ import annotations

from mentoring.domain.plan import PlannedEvent
from mentoring.views.palette import ink_class
from mentoring.views.svg import Drawn, fit_text, number, tag
from mentoring.views.timescale import LEFT, Row, Scale, lines_of
from mentoring.views.visit import Sheet

SMALL = 10.0
"""How wide and high the dashed mark of a meeting is, in pixels."""


def is_changed(event: PlannedEvent, before: Sheet) -> bool:
    """Whether its days, place, cities or people are not those of the plan before."""
    old = before.plan.by_id.get(event.id)
    if old is None or old.status == "cancelled":
        return True
    return (old.first, old.last, old.host, set(old.participants), set(old.people)) != (
        event.first, event.last, event.host, set(event.participants), set(event.people)
    )  # fmt: skip


def still_class(event: PlannedEvent, before: Sheet | None) -> str:
    """The class that fades what stays as it was."""
    return "" if before is None or is_changed(event, before) else " still"


def gone_cities(sheet: Sheet, before: Sheet | None) -> tuple[str, ...]:
    """Cities of the plan before that this one does not know, and that took part in something."""
    if before is None:
        return ()
    known = sheet.plan.scenario.cities
    took_part = {city for event in before.events for city in event.participants}
    return tuple(city for city in before.plan.scenario.cities if city not in known and city in took_part)


def gone_name(before: Sheet, row: Row) -> Drawn:
    """The name of a city that takes part no more: it leads nowhere."""
    name, y = before.plan.scenario.name(row.city), row.top + row.height / 2 + 4
    return tag("g", tag("title", f"{name}: no longer in the programme"),
               tag("text", fit_text(name, 14, LEFT - 42), x=0, y=y, cls="soft gone"),
               tag("text", before.codes[row.city], x=LEFT - 12, y=y, cls="soft small end"))  # fmt: skip


def draw_moves(sheet: Sheet, scale: Scale, rows: list[Row], before: Sheet) -> Drawn:
    """Dashed boxes where events were, each with a line to where they are now."""
    drawn = []
    lines = lines_of(before, scale) | lines_of(sheet, scale)  # a city that left is on the line of those who stay
    for row in rows:
        now = {item.event.id: item for item in row.items}
        for old in before.events:
            if row.city not in old.participants:
                continue
            new = sheet.plan.by_id.get(old.id)
            is_held = new is not None and new.status != "cancelled"
            item = now.get(old.id)
            if is_held and new is not None and item is not None and (new.first, new.last) == (old.first, old.last):
                continue  # if anything else is otherwise, the box itself stands out
            y = row.middle(item.lane if item else 0)
            left, right = scale.span(old)
            high = 16.0
            if not before.is_visit(old):  # a meeting's place is a point on its line
                line = lines[old.id] if item is None and is_held else scale.middle(old)
                left, right, high = line - SMALL / 2, line + SMALL / 2, SMALL
            theme = sheet.themes.get(old.theme) if old.theme else None
            gone = "" if is_held else ", dropped"
            parts = [tag("title", f"was: {before.say(old, row.city)}{gone}"),
                     tag("rect", x=left, y=y - high / 2, width=right - left, height=high)]  # fmt: skip
            if item is not None:
                near, far = (right, item.left) if item.left > right else (left, item.right)
                parts.append(tag("path", d=f"M{number(near)} {number(y)}H{number(far)}"))
            drawn.append(tag("g", *parts, cls=f"was {ink_class(theme)}"))
    return tag("g", *drawn)
