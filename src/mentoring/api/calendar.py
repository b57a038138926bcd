"""Calendars of a plan as files, with names for persons that nobody can guess."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan


def export_calendars(
    plan: Plan,
    out: Path | str,
    *,
    plan_file: Path | str | None = None,
    url: str | None = None,
    is_single: bool = False,
    is_inviting: bool = False,
    since: int | None = None,
    alarm_days: int | None = None,
) -> list[Path]:
    """Write calendars into a folder: of the whole programme, of each city, theme and person; gives the files written.

    Persons have calendars when `plan_file` is given: their names are made with the key that lies beside it. With
    `alarm_days` these remind them so many days before. `url` is
    the folder's address on the web. With `is_single` each event has a file of its own too; with `is_inviting` there
    are files to mail, which invite to each event or call it off and hold the mail addresses of who takes part.

    A plan with an earlier revision also comes with what changed `since` that revision (not given: the one before), as
    `changes-rN.ics`, `.md`, `.csv` and `.html`; they name only the cities that are affected.

    Raises:
        UsageError: when the folder cannot be written to, invitations have no sender, or there is no such revision.
        RefusedError: when a file there is none of ours; nothing is written then.
    """
    from mentoring.exports.calendar_folder import write_calendars
    from mentoring.exports.past import has_people
    from mentoring.files.name_key import name_key
    from mentoring.files.output import check_folder_writable

    check_folder_writable(out)
    key = name_key(plan_file) if plan_file is not None and has_people(plan) else None
    return write_calendars(
        plan, out, key=key, url=url, is_single=is_single, is_inviting=is_inviting, since=since, alarm_days=alarm_days
    )
