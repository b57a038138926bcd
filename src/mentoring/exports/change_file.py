"""Change lists as files: a calendar of what changed, text to mail, a table, and a page."""

from __future__ import annotations

import re
from html import escape

from mentoring.domain.plan import Plan
from mentoring.exports.change_list import Change, ChangeList, find_changes
from mentoring.exports.comma import csv_text
from mentoring.exports.feed import file_stem, list_entries
from mentoring.exports.ics import Writer
from mentoring.exports.reader import OFFICE, Reader
from mentoring.exports.slot import list_slots
from mentoring.exports.text import one_line

MARK = "mentoring-change-list"
"""Stands in the head of change lists that are no calendars, so that ours are known."""

HEADS = (
    "Change", "What", "Cities", "First day before", "Last day before", "Place before", "First day", "Last day", "Place",
    "Event",
)  # fmt: skip
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1.5rem}th,td{text-align:left;vertical-align:top;"
    "padding:.35rem .6rem;border-bottom:1px solid GrayText}@media print{section{break-inside:avoid}}"
)
_HANDS = (
    "Calendars that are subscribed to change by themselves. Where a file was imported: delete the old entries of these "
    "events by hand, then import the file that stands below the city's name, or the person's own calendar."
)


def change_files(plan: Plan, since: int | None = None) -> dict[str, bytes]:
    """`changes-rN.ics`, `.md`, `.csv` and `.html` of the plan's revision N, and for every city that is affected
    `changes-rN/ID.ics`, as it sees the changes; none when the plan has no earlier revision.

    Raises UsageError when `since` is given and the plan has no such earlier revision.
    """
    found = find_changes(plan, since)
    if found is None:
        return {}
    stem = f"changes-r{plan.revision}"
    changed = {change.event for change in found.changes}
    events = sorted((event for event in plan.events if event.id in changed), key=lambda event: (event.first, event.id))
    slots = [slot for event in events for slot in list_slots(plan, event) if not slot.is_travel]
    title = f"changes since revision {found.before.revision}"
    writer = Writer(plan)
    own = {
        _own_file(plan, city): writer.calendar(entries, Reader("city", city), title=f"{found.name(city)}, {title}")
        for city, entries in list_entries(plan, found.cities, changed).items()
    }
    return {
        f"{stem}.ics": writer.calendar(slots, OFFICE, title=title),
        **own,
        f"{stem}.md": _markdown(found).encode("utf-8"),
        f"{stem}.csv": _table(found).encode("utf-8"),
        f"{stem}.html": _page(found).encode("utf-8"),
    }


def _own_file(plan: Plan, city: str) -> str:
    return f"changes-r{plan.revision}/{file_stem(city)}.ics"


def _title(found: ChangeList) -> str:
    programme = found.after.scenario.programme
    name = one_line(programme.title) or programme.id
    return f"{name}: what changed from revision {found.before.revision} to {found.after.revision} of the plan"


def _summary(found: ChangeList) -> str:
    number = len(found.changes)
    if not number:
        return "Nothing changed: every event is as it was."
    events = "1 event" if number == 1 else f"{number} events"
    cities, people = len(found.cities), len(found.people)
    whom = [f"{cities} {'city' if cities == 1 else 'cities'}"] if cities else []
    whom += [f"{people} {'person' if people == 1 else 'people'}"] if people else []
    return f"{events} changed, for {' and '.join(whom) or 'nobody'}. Nobody else need do anything."


def _markdown(found: ChangeList) -> str:
    lines = [f"# {_plain(_title(found))}", "", f"<!-- {MARK} -->", "", _summary(found), ""]
    lines += [_HANDS, ""] if found.changes else []
    for who in (*found.cities, *found.people):
        lines += [f"## {_plain(found.name(who))}", ""]
        lines += [f"To import: {_plain(_own_file(found.after, who))}", ""] if who in found.cities else []
        lines += ["| change | what | before | now |", "|---|---|---|---|"]
        lines += ["| " + " | ".join(_plain(cell) for cell in found.row(change, who)) + " |" for change in found.of(who)]
        lines.append("")
    return "\n".join(lines)


def _table(found: ChangeList) -> str:
    rows = []
    for change in found.changes:
        cities = "; ".join(found.name(city) for city in change.cities)
        rows.append((found.ways(change), found.what(change), cities, *_days(found.before, change, is_before=True),
                     *_days(found.after, change, is_before=False), change.event))  # fmt: skip
    return csv_text(HEADS, rows)


def _days(plan: Plan, change: Change, *, is_before: bool) -> tuple[str, str, str]:
    event = change.before if is_before else change.after
    if event is None:
        return "", "", ""
    place = one_line(plan.scenario.name(event.host)) if event.host else "online"
    return event.first.isoformat(), event.last.isoformat(), place


def _page(found: ChangeList) -> str:
    title = escape(_title(found))
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="{MARK}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{_summary(found)}</p>\n"
    ]
    parts += [f"<p>{_HANDS}</p>\n"] if found.changes else []
    for who in (*found.cities, *found.people):
        heads = "".join(f'<th scope="col">{head}</th>' for head in ("Change", "What", "Before", "Now"))
        own = f"<p>To import: {escape(_own_file(found.after, who))}</p>\n" if who in found.cities else ""
        parts.append(f"<section>\n<h2>{escape(found.name(who))}</h2>\n{own}")
        parts.append(f"<table>\n<thead><tr>{heads}</tr></thead>\n")
        parts.append("<tbody>\n")
        for change in found.of(who):
            parts.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in found.row(change, who)) + "</tr>\n")
        parts.append("</tbody>\n</table>\n</section>\n")
    return "".join((*parts, "</main>\n</body>\n</html>\n"))


def _plain(text: str) -> str:
    """A text in which no sign means anything to a reader of Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", one_line(text))
