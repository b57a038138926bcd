"""Files to mail for one event: an invitation, and the word that it is cancelled (METHOD:REQUEST and CANCEL).

The only form by which Outlook brings an entry up to date that somebody has imported. They hold mail addresses: those
of the contacts of the cities that take part, and of the people who are sent.
"""

from __future__ import annotations

from typing import Any

from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.errors import UsageError
from mentoring.exports.entry import name_of
from mentoring.exports.feed import file_stem
from mentoring.exports.ics import Writer
from mentoring.exports.ics_event import address, organizer
from mentoring.exports.reader import GUEST
from mentoring.exports.slot import list_slots


def invitations(plan: Plan) -> dict[str, bytes]:
    """`invite/EVENT.ics` for every event that is held, `cancel/EVENT.ics` for every one that is cancelled.

    Events of whose people and cities no mail address is known have none.

    Raises UsageError when the programme office has no mail address: nobody could answer.
    """
    if not organizer(plan):
        said = "invitations need the mail address of the programme office, so that people can answer"
        raise UsageError(f"{said}: give it as programme.coordinator.email in the scenario, and plan again")
    writer = Writer(plan)
    files: dict[str, bytes] = {}
    for event in plan.events:
        guests = attendees(plan, event)
        if not guests:
            continue
        is_off = event.status == "cancelled"
        name = f"{'cancel' if is_off else 'invite'}/{file_stem(event.id)}.ics"
        files[name] = writer.calendar(
            list_slots(plan, event)[:1], GUEST, method="CANCEL" if is_off else "REQUEST", more={"ATTENDEE": guests}
        )
    return files


def attendees(plan: Plan, event: PlannedEvent) -> list[Any]:
    """Whom to invite: the contacts of the cities that take part or host, then the people who are sent."""
    scenario = plan.scenario
    found: dict[str, str] = {}
    for city in dict.fromkeys((*event.participants, *([event.host] if event.host else ()))):
        contact = scenario.cities[city].contact if city in scenario.cities else None
        if contact and contact.email:
            found.setdefault(contact.email, f"{name_of(scenario, city)}: {contact.name}".removesuffix(": "))
    for person in event.people:
        record = scenario.people.get(person)
        if record and record.email:
            found.setdefault(record.email, name_of(scenario, person))
    guests = []
    for mail, name in found.items():
        guest = address(mail, name)
        guest.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
        guests.append(guest)
    return guests
