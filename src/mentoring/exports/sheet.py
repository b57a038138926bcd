"""A plan as tables for people: events, changes, pairings, what stays open, and a table for each city.

The same tables become a workbook (`workbook.py`) or comma-separated values (`comma.py`). Mail addresses and telephone
numbers are in none of them, as tables are passed on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mentoring.analysis.difference import Difference, EventChange, compare
from mentoring.domain.dates import iso_week
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.exports.entry import name_of, role
from mentoring.exports.text import one_line
from mentoring.files.revision import past_plan
from mentoring.views.wording import stage_title, theme_title

Cell = str | int | date | None

ROLES = {"host": "hosts", "traveller": "travels", "online": "takes part online"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name (unique in a plan, safe in a file name), a title for people, heads of columns, and rows."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def _sheet(name: str, title: str, heads: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    """The table with every text clean and in one line."""
    plain = (tuple(one_line(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Sheet(name, one_line(title), tuple(one_line(head) for head in heads), tuple(plain))


def event_sheet(plan: Plan) -> Sheet:
    """Every event by date, cancelled ones too; first and last day are both inside."""
    word = plan.scenario.programme.heading
    heads = ("What", word("mentor"), word("mentee"), word("theme"), "Host", "First day", "Last day", "Days", "Week",
             "Status", "People", "Cities", "Changed in revision", "Event")  # fmt: skip
    return _sheet("events", "All", heads, (_event_row(plan, event) for event in by_date(plan.events)))


def city_sheet(plan: Plan, city: str) -> Sheet:
    """What one city hosts, travels to or takes part in, by date."""
    scenario = plan.scenario
    heads = ("First day", "Last day", "Days", "Week", "The city", "What", "With", "Where",
             scenario.programme.heading("theme"), "People", "Status", "Event")  # fmt: skip
    rows = [
        (
            event.first, event.last, _days(event), iso_week(event.first), ROLES[role(event, city)],
            stage_title(scenario, event.stage), _names(plan, (one for one in event.participants if one != city)),
            _place(plan, event), theme_title(scenario, event.theme) if event.theme else "",
            _names(plan, event.people), event.status, event.id,
        )
        for event in by_date(plan.events)
        if city in (*event.participants, event.host)
    ]  # fmt: skip
    return _sheet(f"city-{city}", scenario.name(city), heads, rows)


def pairing_sheet(plan: Plan) -> Sheet:
    """Who mentors whom; km are one way."""
    scenario, word = plan.scenario, plan.scenario.programme.heading
    heads = (word("mentor"), word("mentee"), word("theme"), "Fit", "Km one way", "Status")
    rows = [
        (
            scenario.name(pair.mentor), scenario.name(pair.mentee), theme_title(scenario, pair.theme), known.fit,
            scenario.journeys.km(pair.mentor, pair.mentee), known.status,
        )
        for known in plan.pairings
        for pair in (known.key,)
    ]  # fmt: skip
    return _sheet("pairings", "Pairings", heads, rows)


def open_sheet(plan: Plan) -> Sheet:
    """Needs that lack mentors and offers with places left, each with the reason known."""
    scenario = plan.scenario
    heads = ("City", scenario.programme.heading("theme"), "What is open", "How many", "Priority", "Reason")
    lacking: list[tuple[Cell, ...]] = [
        (scenario.name(one.city), theme_title(scenario, one.theme), f"lacks a {scenario.programme.word('mentor')}",
         one.missing, one.priority, one.reason)
        for one in plan.unserved
    ]  # fmt: skip
    left: list[tuple[Cell, ...]] = [
        (scenario.name(one.city), theme_title(scenario, one.theme), "has places left", one.free, None, one.reason)
        for one in plan.unused
    ]
    return _sheet("open", "Open", heads, lacking + left)


def change_sheet(plan: Plan, since: int | None = None) -> Sheet:
    """What is different from an earlier revision: events that moved, came or went, and pairings gained and lost.

    `since` is the revision, that before this one unless given.
    """
    heads = ("Change", "What", "Who", "First day before", "Last day before", "Host before", "First day now",
             "Last day now", "Host now", "No longer with", "New with", "Event or pairing")  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = ()
    if (before := plan_before(plan, since)) is not None:
        found = compare(before, plan)
        rows = (*_changed_pairings(found), *(_change_row(found, change) for change in found.events))
    return _sheet("changes", "Changes", heads, rows)


def plan_before(plan: Plan, since: int | None = None) -> Plan | None:
    """The revision `since`, or that before this one; None when there is none, or the plan does not hold it whole."""
    number = plan.revision - 1 if since is None else since
    if not 0 < number < plan.revision:
        return None
    try:
        return past_plan(plan, number)
    except (ValueError, KeyError):  # a history mended by hand, or cut off: the plan itself is sound
        return None


def by_date(events: Iterable[PlannedEvent]) -> list[PlannedEvent]:
    """The events by first day, then by id."""
    return sorted(events, key=lambda event: (event.first, event.id))


def _event_row(plan: Plan, event: PlannedEvent) -> tuple[Cell, ...]:
    scenario = plan.scenario
    return (
        stage_title(scenario, event.stage), _name(plan, event.mentor), _name(plan, event.mentee),
        theme_title(scenario, event.theme) if event.theme else "", _place(plan, event), event.first, event.last,
        _days(event), iso_week(event.first), event.status, _names(plan, event.people),
        _names(plan, event.participants), event.changed_in, event.id,
    )  # fmt: skip


def _change_row(found: Difference, change: EventChange) -> tuple[Cell, ...]:
    plan, event = (found.after, change.after) if change.after else (found.before, change.before)
    who = _names(plan, event.participants) if event else ""
    what = stage_title(plan.scenario, event.stage) if event else ""
    return (", ".join(change.kinds), what, who, *_side(found.before, change.before),
            *_side(found.after, change.after), _more(found.before, change.before, change.after),
            _more(found.after, change.after, change.before), change.id)  # fmt: skip


def _side(plan: Plan, event: PlannedEvent | None) -> tuple[Cell, ...]:
    return (event.first, event.last, _place(plan, event)) if event else (None, None, "")


def _more(plan: Plan, event: PlannedEvent | None, other: PlannedEvent | None) -> str:
    """Cities and people of the event that the other one does not have; nothing where an event came or went."""
    if event is None or other is None:
        return ""
    known = {*other.participants, *other.people}
    return _names(plan, (one for one in (*event.participants, *event.people) if one not in known))


def _changed_pairings(found: Difference) -> Iterable[tuple[Cell, ...]]:
    for said, plan, pairings in (("pairing gained", found.after, found.gained),
                                 ("pairing lost", found.before, found.lost)):  # fmt: skip
        for one in pairings:
            pair = one.key
            who = f"{plan.scenario.name(pair.mentor)} > {plan.scenario.name(pair.mentee)}"
            what = theme_title(plan.scenario, pair.theme)
            yield said, what, who, None, None, "", None, None, "", "", "", one.pairing


def _days(event: PlannedEvent) -> int:
    return (event.last - event.first).days + 1


def _place(plan: Plan, event: PlannedEvent) -> str:
    return name_of(plan.scenario, event.host) if event.host else "online"


def _name(plan: Plan, who: str | None) -> str:
    return name_of(plan.scenario, who) if who else ""


def _names(plan: Plan, who: Iterable[str]) -> str:
    return ", ".join(name_of(plan.scenario, one) for one in who)
