"""For whom a calendar is: the programme office, a city, or a person who is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.exports.entry import categories, description, location, name_of, role, stage_title, title, what
from mentoring.exports.slot import BACK, OUT, Slot
from mentoring.exports.text import one_line, shorten

LONGEST_TITLE = 69  # characters


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar it is; `who` is the id of a city or person, and empty for the office, who only looks on, and for
    a guest: whoever is handed one event takes part in it."""

    kind: Literal["office", "guest", "city", "person"] = "office"
    who: str = ""

    def has(self, event: PlannedEvent) -> bool:
        """Whether the event is one of the reader's."""
        if self.kind == "person":
            return self.who in event.people
        return self.kind in ("office", "guest") or self.who == event.host or self.who in event.participants

    def travels(self, plan: Plan, event: PlannedEvent) -> bool:
        """Whether the reader is away from home for it; the office sees all travel, of a guest it is not known."""
        if event.host is None or self.kind == "guest" or not self.has(event):
            return False
        if self.kind == "person":
            person = plan.scenario.people.get(self.who)
            return person is None or person.home != event.host
        return self.kind == "office" or self.who != event.host


OFFICE = Reader()
GUEST = Reader("guest")


def slot_title(plan: Plan, slot: Slot, reader: Reader) -> str:
    """What a calendar shows in its lists: the reader's role first, in less than 70 characters."""
    event = slot.event
    is_off = event.status == "cancelled"
    if slot.is_travel:
        host = name_of(plan.scenario, event.host or "")
        way = f"to {host}" if slot.part == OUT else f"from {host}"
        own = f"Travelling {way if slot.part == OUT else f'home {way}'}"
        text = own if reader.kind != "office" else f"Travel {way}: {_about(plan, event)}"
    elif slot.part:
        about = stage_title(plan.scenario, event.stage)
        text = f"{one_line(slot.title)} ({about})" if one_line(slot.title) else f"Part of {about}"
    elif slot.is_gone and not is_off:
        text = _about(plan, event)
    else:
        return title(plan, event, _role_word(plan, event, reader))
    first = "Cancelled: " if is_off or (slot.is_gone and slot.part) else "Not yours any more: " if slot.is_gone else ""
    return shorten(first + text, LONGEST_TITLE)


def slot_text(plan: Plan, slot: Slot) -> str:
    """The description of an entry: all there is to say about the event, or for a part of it what it belongs to."""
    if not slot.part:
        return description(plan, slot.event)
    whole = description(plan, slot.event).split("\n")
    return "\n".join((f"Part of: {_about(plan, slot.event)}", whole[0], whole[-1]))


def slot_place(plan: Plan, slot: Slot) -> str:
    """Where it is; travel is nowhere."""
    return "" if slot.is_travel else location(plan, slot.event)


def slot_categories(plan: Plan, slot: Slot) -> list[str]:
    """Kind of event and theme; days of travel have a kind of their own."""
    return ["Travel" if slot.part in (OUT, BACK) else "Agenda", *categories(plan, slot.event)][not slot.part :]


def _about(plan: Plan, event: PlannedEvent) -> str:
    told = what(plan, event)
    kind = stage_title(plan.scenario, event.stage)
    return f"{kind}, {told}" if told else kind


def _role_word(plan: Plan, event: PlannedEvent, reader: Reader) -> str | None:
    """`Hosting`, `Travelling`, `Taking part`, or the role in which a person is sent; None where that is not known."""
    if reader.kind in ("office", "guest"):
        return None
    if reader.kind == "city":
        return {"host": "Hosting", "traveller": "Travelling", "online": "Taking part"}[role(event, reader.who)]
    person, stage = plan.scenario.people.get(reader.who), plan.scenario.stages.get(event.stage)
    asked = stage.people if stage else {}
    own = next((name for name in (person.roles if person else ()) if name in asked), None)
    return own.replace("-", " ").capitalize() if own else "Taking part"
