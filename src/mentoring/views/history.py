"""The revisions of a plan and what was decided by hand, in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mentoring.analysis.difference import Difference
from mentoring.domain.by_hand import ByHand
from mentoring.domain.naming import name_event, say_names, say_pair
from mentoring.domain.pairing import parse_pairing
from mentoring.domain.plan import EventStatus, Plan, PlannedEvent
from mentoring.views.block import Block, Column, Heading, Table
from mentoring.views.difference import difference_record, say_difference
from mentoring.views.wording import short_day

Chapter = tuple[int, str, str, Difference | None]
"""A revision's number, when and what for it was made, and what it has otherwise than the one before."""


def history_blocks(plan: Plan, chapters: Sequence[Chapter]) -> list[Block]:
    """All revisions, the newest first, then what is decided by hand and still holds."""
    rows = tuple((str(number), _day(made_at), _why(chapter), _changes(chapter)) for chapter in reversed(chapters)
                 for number, made_at, _, _ in [chapter])  # fmt: skip
    columns = (Column("Revision", figures=True), Column("Made, in UTC"), Column("What for"), Column("What it changed"))
    decided = tuple(
        (_about(plan, one), say_decision(plan, one), one.reason, str(one.revision)) for one in plan.decisions
    )
    decided += tuple(
        (f"{name_event(plan.scenario, one.event)} [{one.event}]", one.status, one.why, str(one.revision))
        for one in list_statuses(plan, chapters)
    )
    about = (Column("About", style="strong"), Column("Decided"), Column("Why"), Column("In revision", figures=True))
    title = plan.scenario.programme.title or plan.scenario.programme.id
    return [
        Heading(f"Revisions of {title}"),
        Table(columns, rows),
        Heading("Decided by hand"),
        Table(about, decided, "Nothing that holds now was decided by hand."),
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """How far an event has come by hand (announced, confirmed or done), why, and in which revision it came so far."""

    event: str
    status: EventStatus
    why: str
    revision: int


def list_statuses(plan: Plan, chapters: Sequence[Chapter]) -> list[Told]:
    """What was announced, confirmed or done by hand and is so still, in the order of the events.

    What is done because it was over when a plan was made, nobody has decided.
    """
    found = []
    for event in plan.events:
        if event.status not in ("announced", "confirmed", "done"):
            continue
        since, why = _since(plan, event, chapters)
        if event.status != "done" or event.last >= since.scenario.planned_on:
            found.append(Told(event.id, event.status, _own_reason(why, event.status), since.revision))
    return found


def _since(plan: Plan, event: PlannedEvent, chapters: Sequence[Chapter]) -> tuple[Plan, str]:
    """The first of the latest revisions in which the event has the status that it has now, and what that was made for.

    Where it had it as far back as is known, the first of all.
    """
    found = plan, ""
    for _, _, why, difference in reversed(chapters):
        if difference is None:
            break
        found = difference.after, why
        known = next((one for one in difference.before.events if one.id == event.id), None)
        if known is None or known.status != event.status:
            return found
        found = difference.before, ""
    return found


def _own_reason(why: str, status: EventStatus) -> str:
    """What was given as the reason, without the sentences that say what was decided."""
    again = "(?: again: it was confirmed, and may move now)?"
    found = re.match(rf".*? is {status}{again}(?:; \d+ more so)?: (.+)$", why)
    return found[1] if found else ""


def _about(plan: Plan, one: ByHand) -> str:
    """`Mentoring visit (Oslo > Milan) [visit/oslo/milan/political]`: what it is called, and how it is typed."""
    if one.pin is not None and one.pin.body.pairing is not None:
        pair = parse_pairing(one.pin.body.pairing)
        return f"{say_pair(plan.scenario, pair)} [{'/'.join(pair)}]"
    names = " and ".join(name_event(plan.scenario, event) for event in one.subject.split(" "))
    return f"{names} [{one.subject}]"


def say_decision(plan: Plan, one: ByHand) -> str:
    """`on 4 Jun 2013`, `accepted`, `declined`, `cancelled`."""
    if one.pin is None:
        return "cancelled"
    if one.pin.body.pairing is not None:
        return "declined" if one.pin.negated is not None else "accepted"
    told = [f"on {short_day(one.pin.first)}"] if one.pin.first else []
    told += [f"in {say_names(plan.scenario, [one.pin.host])}"] if one.pin.host else []
    told += [f"with {say_names(plan.scenario, one.pin.people)}"] if one.pin.people is not None else []
    return ", ".join(told)


def _why(chapter: Chapter) -> str:
    number, _, why, difference = chapter
    return why or ("planned" if difference is None or number == 1 else "planned anew")


def _changes(chapter: Chapter) -> str:
    difference = chapter[3]
    if difference is None:
        return ""
    return "no pairing, day, host or person" if difference.is_empty else say_difference(difference).rstrip(".")


def _day(made_at: str) -> str:
    """`1 Feb 2013, 09:00`, in UTC."""
    try:
        made = datetime.fromisoformat(made_at)
    except ValueError:  # not known
        return made_at
    return f"{short_day(made.date())}, {made:%H:%M}"


def history_record(plan: Plan, chapters: Sequence[Chapter]) -> dict[str, Any]:
    """The revisions for programs; the keys are a promise."""
    return {
        "revision": plan.revision,
        "revisions": [
            {
                "number": number,
                "made_at": made_at,
                "why": why,
                "difference": difference_record(difference) if difference is not None else None,
            }
            for number, made_at, why, difference in chapters
        ],
        "decisions": [
            {"about": one.subject, "decided": say_decision(plan, one), "why": one.reason, "revision": one.revision}
            for one in plan.decisions
        ]
        + [
            {"about": one.event, "decided": one.status, "why": one.why, "revision": one.revision}
            for one in list_statuses(plan, chapters)
        ],
    }
