"""`mentoring publish`: calendars to where people subscribe to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import FileName, file_argument, json_option

if TYPE_CHECKING:
    from mentoring.api.publish import FileChange
    from mentoring.domain.plan import Plan
    from mentoring.exports.calendar_change import Kind
    from mentoring.exports.calendar_sync import Conflict, Outcome


@click.command(cls=Verb, name="publish", epilog="Example: mentoring publish plan.json --to public/calendars --dry-run")
@file_argument("plan")
@click.argument("address", required=False)
@click.option("--to", type=FileName(), metavar="DIR", required=True, help="Folder, or the word caldav and an ADDRESS.")
@click.option("--city", metavar="ID", help="On a server: the calendar of this city, instead of the programme's.")
@click.option("--theme", metavar="ID", help="On a server: the calendar of this theme.")
@click.option("--person", metavar="ID", help="On a server: the calendar of this person.")
@click.option("--url", metavar="ADDRESS", help="In a folder: its address on the web, which calendars then tell.")
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite what somebody has changed or deleted there, another programme, or a later revision.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be sent; nothing is.")
@json_option()
def command(
    plan: str, address: str | None, to: str, city: str | None, theme: str | None, person: str | None, url: str | None,
    force: bool, dry_run: bool, as_json: bool,
) -> int:  # fmt: skip
    """Bring calendars to a web folder or a calendar server.

    --to DIR writes all calendars into a folder, for a web server: only files that changed, each at once, and none is
    deleted; where somebody has edited one there, that is told and nothing is written. --to caldav ADDRESS brings one
    calendar of a server (Nextcloud, iCloud, Radicale ...) up to date: only what changed is sent, and what somebody has
    changed there is told and left alone. The password comes from MENTORING_CALDAV_USER and MENTORING_CALDAV_PASSWORD,
    or from the package keyring; never from the plan.
    """
    from mentoring import api
    from mentoring.api.publish import publish_caldav, publish_folder
    from mentoring.errors import UsageError

    is_server = to.lower() == "caldav"
    if is_server and address is None:
        raise UsageError("--to caldav needs the address of a calendar after it: --to caldav https://example.org/...")
    if not is_server:
        if to.lower().startswith(("https://", "http://", "webcal://")):
            raise UsageError(f"{to} is an address: write --to caldav {to}")
        of_server = {"--city": city, "--theme": theme, "--person": person, "an address": address}
        for name, value in of_server.items():
            if value:
                raise UsageError(f"{name} belongs to --to caldav; a folder gets all calendars")
    elif url is not None:
        raise UsageError("--url belongs to a folder; a server knows its own address")
    read = api.load_plan(plan)
    console = Console()
    if is_server:
        found = publish_caldav(
            read,
            address or "",
            plan_file=plan,
            city=city,
            theme=theme,
            person=person,
            is_forced=force,
            is_trial=dry_run,
        )
        return _tell(console, read, plan, found, dry_run, as_json)
    done = publish_folder(read, to, plan_file=plan, url=url, is_forced=force, is_trial=dry_run)
    for path in done.left_over:
        console.say(f"warning: {path.as_posix()} is of an earlier plan: delete it if nobody needs it any more")
    if as_json:
        written = [path.as_posix() for path in done.written]
        changes = [
            {"file": one.path.as_posix(), "calendar": one.title, "is_new": one.is_new,
             "entries": [{"kind": each.kind, **each.record()} for each in one.entries]} for one in done.changes
        ]  # fmt: skip
        told = {"written": written, "unchanged": done.unchanged, "is_trial": dry_run}
        console.json({**told, "changes": changes} if dry_run else told)
        return 0
    for one in done.changes:
        _tell_file(console, one)
    verb = "would be written" if dry_run else "written"
    number = len(done.written)
    console.line(f"{to}: {number} {'calendar' if number == 1 else 'calendars'} {verb}, {done.unchanged} as they were.")
    return 0


def _tell(console: Console, plan: Plan, file: str, found: Outcome, is_trial: bool, as_json: bool) -> int:
    """What was sent and what was left alone; exit code 5 when something was."""
    kinds: tuple[Kind, ...] = ("new", "changed", "called off", "taken away")
    groups = {kind: [each for each in found.changes if each.kind == kind] for kind in kinds}
    if as_json:
        console.json({
            "calendar": found.name,
            **{kind.replace(" ", "_"): [each.record() for each in changes] for kind, changes in groups.items()},
            "unchanged": found.unchanged,
            "conflicts": [
                {"event": one.event, "title": one.title, "reason": one.reason, "their_title": one.theirs.title,
                 "their_first": one.theirs.first} for one in found.conflicts
            ],
            "is_trial": is_trial,
        })  # fmt: skip
        return 5 if found.conflicts else 0
    if found.is_made:
        console.line("The calendar would be made." if is_trial else "The calendar was not there yet, and is made.")
    for changes in groups.values():
        for change in changes:
            console.line(change.say())
    number = f"{found.sent} {'entry' if found.sent == 1 else 'entries'}"
    whose = f"{found.name}: " if found.name else ""
    console.line(f"{whose}{number} {'would be sent' if is_trial else 'sent'}, {found.unchanged} as they were.")
    for one in found.conflicts:
        console.say(_say_conflict(plan, file, one))
    if found.conflicts:
        console.say("What was changed there is left alone; --force overwrites it with the plan.")
        return 5
    return 0


def _tell_file(console: Console, one: FileChange) -> None:
    """A calendar that would be written, and what would become of its entries; those of a new one are only counted."""
    from mentoring.views.wording import count

    said = f"would write {one.path.as_posix()}, the calendar of {one.title}"
    if one.is_new:
        console.line(f"{said}: new, with {count(len(one.entries), 'entry', 'entries')}")
        return
    console.line(f"{said}: {count(len(one.entries), 'entry changes', 'entries change')}")
    for entry in one.entries:
        console.line(f"  {entry.say()}")


def _say_conflict(plan: Plan, file: str, one: Conflict) -> str:
    from datetime import date

    from mentoring.cli.deciding import quoted
    from mentoring.exports.calendar_change import say_when
    from mentoring.views.wording import short_day

    if one.reason == "refused":
        return f"{one.title}: the server refuses it (it answers {one.code})"
    if one.reason == "no version":
        return f"{one.title}: the server does not say which version it holds, so nobody's edit could be seen"
    if one.reason == "deleted there":
        return f"{one.title}: somebody has deleted it there"
    said = f"{one.title}: somebody has changed it there"
    if one.reason == "already there":
        said = f"{one.title}: another version of it is there already, which was not sent from beside this plan"
    event = plan.by_id.get(one.event)
    if event is not None and one.theirs.first and one.theirs.first != event.first.isoformat():
        day = short_day(date.fromisoformat(one.theirs.first))
        way = f"mentoring move {quoted(file)} {one.event} --to {one.theirs.first}"
        return f"{said}: it now begins on {day}. To follow: {way}"
    told = [f"titled {one.theirs.title!r}"] if one.theirs.title not in ("", one.title) else []
    when = say_when(one.theirs, one.ours) if one.theirs.first and one.ours.first else ""
    told += [when] if when and when != say_when(one.ours, one.theirs) else []
    return f"{said}, now {'; '.join(told)}" if told else said
