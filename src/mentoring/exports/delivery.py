"""A plan written into a folder in one of the forms that other programs read; calendars are elsewhere.

Every file is made whole in memory first, so that nothing is written when one of them cannot be.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.comma import csv_text
from mentoring.exports.document import SCHEMA, document_text, map_document, plan_document, schema_text
from mentoring.exports.entry import name_of
from mentoring.exports.published import Origin, write_known
from mentoring.exports.sheet import (
    Cell,
    Sheet,
    change_sheet,
    city_sheet,
    event_sheet,
    open_sheet,
    pairing_sheet,
    plan_before,
)
from mentoring.exports.workbook import MAKER, workbook_bytes
from mentoring.files.output import check_folder_writable
from mentoring.files.text import LARGEST, read_bytes

MOST_CITY_SHEETS = 250
"""Programmes of more cities get no sheet for each: nobody finds one among so many, and the filter of All does it."""

_MOST_PROPERTIES = 100_000  # bytes; ours are a thousand
_GRAPHML = b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
_OURS = re.compile(rb'"made_with": "mentoring |"title": "A plan of mentoring, for other programs"')


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are wanted: CSV with the mark by which Excel knows letters, changes held against which revision.

    Without `since` it is the revision before the plan's own.
    """

    for_excel: bool = False
    since: int | None = None


def plan_files(plan: Plan, form: str, wish: Wish | None = None) -> dict[str, bytes]:
    """The files of a form by name, each the same bytes for the same plan on any day and computer.

    Raises:
        KeyError: for a form that is not in FORMS.
        UsageError: when changes are wanted since a revision that the plan does not hold.
    """
    wish = wish or Wish()
    if wish.since is not None and plan_before(plan, wish.since) is None:
        held = (
            f"revisions before the plan's own are 1 to {plan.revision - 1}" if plan.revision > 1 else "it is the first"
        )
        raise UsageError(f"the plan does not hold revision {wish.since} to tell changes since: {held}")
    return FORMS[form](plan, wish)


def write_files(plan: Plan, folder: Path | str, form: str, wish: Wish | None = None) -> list[Path]:
    """Writes a plan's files into the folder, each whole or not at all; gives the files written.

    Raises:
        RefusedError: when one of them is there already and is not as this program wrote it, or is of another programme
            or a newer plan; nothing is written then.
        UsageError: when the folder cannot be written to, or the plan does not hold the revision to compare with.
    """
    check_folder_writable(folder)
    files = plan_files(plan, form, wish)
    foreign = [name for name, made in files.items() if not _is_replaceable(Path(folder) / name, made)]
    if foreign:
        verb = "is not as this program wrote it" if len(foreign) == 1 else "are not as this program wrote them"
        said = ", ".join((Path(folder) / name).as_posix() for name in foreign)
        raise RefusedError(f"{said} {verb} and would be lost: nothing was written; name another folder")
    return write_known(files, folder, form, Origin.of(plan))


def plan_sheets(plan: Plan, since: int | None = None) -> list[Sheet]:
    """The tables of a workbook: All, Changes, Pairings, Open, one for each city by name, and About."""
    cities = sorted(plan.scenario.cities, key=lambda city: (name_of(plan.scenario, city).casefold(), city))
    own = [city_sheet(plan, city) for city in cities] if len(cities) <= MOST_CITY_SHEETS else []
    changes = change_sheet(plan, since)
    return [event_sheet(plan), changes, pairing_sheet(plan), open_sheet(plan), *own, _about(plan, since)]


def _about(plan: Plan, since: int | None) -> Sheet:
    programme = plan.scenario.programme
    rows: list[tuple[Cell, ...]] = [
        ("Programme", programme.title or programme.id),
        ("Id of the programme", programme.id),
        ("Revision of the plan", plan.revision),
        ("Revision made at (UTC)", plan.made_at(plan.revision) or "not known"),
        ("Made with", f"mentoring {version('mentoring')}"),
        ("First and last day", "both belong to the event"),
        ("Changes", _held_against(plan, since)),
    ]
    return Sheet("about", "About", ("What", "Is"), tuple(rows))


def _held_against(plan: Plan, since: int | None) -> str:
    if plan.revision == 1:
        return "this is the first revision"
    known = plan_before(plan, since) is not None
    return (
        f"held against revision {since or plan.revision - 1}" if known else "the plan does not hold the revision before"
    )


def _xlsx_files(plan: Plan, wish: Wish) -> dict[str, bytes]:
    programme = plan.scenario.programme
    title = f"{programme.title or programme.id}, revision {plan.revision}"
    return {"plan.xlsx": workbook_bytes(plan_sheets(plan, wish.since), plan.scenario.planned_on, title)}


def _csv_files(plan: Plan, wish: Wish) -> dict[str, bytes]:
    """One file a table; its last columns say which plan a row is from, as such a file has no other place for it."""
    origin = (plan.scenario.programme.id, plan.revision)
    heads = ("Programme", "Revision of the plan")
    files = {}
    for sheet in (event_sheet(plan), change_sheet(plan, wish.since), pairing_sheet(plan), open_sheet(plan)):
        text = csv_text((*sheet.heads, *heads), ((*row, *origin) for row in sheet.rows), for_excel=wish.for_excel)
        files[f"{sheet.name}.csv"] = text.encode("utf-8")
    return files


def _json_files(plan: Plan, _: Wish) -> dict[str, bytes]:
    document = document_text(plan_document(plan))
    return {"plan.export.json": document.encode("utf-8"), SCHEMA: schema_text().encode("utf-8")}


def _geojson_files(plan: Plan, _: Wish) -> dict[str, bytes]:
    return {"map.geojson": document_text(map_document(plan)).encode("utf-8")}


def _graphml_files(plan: Plan, _: Wish) -> dict[str, bytes]:
    from mentoring.analysis.graph import build_pair_graph
    from mentoring.exports.graph import graph_text

    return {"exchange.graphml": graph_text(build_pair_graph(plan), "graphml").encode("utf-8")}


FORMS: dict[str, Callable[[Plan, Wish], dict[str, bytes]]] = {
    "csv": _csv_files,
    "xlsx": _xlsx_files,
    "json": _json_files,
    "geojson": _geojson_files,
    "graphml": _graphml_files,
}
"""Every form that is written here."""


def _is_replaceable(path: Path, made: bytes) -> bool:
    """Whether the file is not there, empty, or one that this program wrote and nobody has saved since."""
    if not path.exists():
        return True
    there = read_bytes(path, max(LARGEST, len(made)))
    if not there.strip() or there == made:
        return True
    if path.suffix == ".xlsx":
        return _is_our_workbook(path)
    if path.suffix == ".csv":  # heads tell which table it is; what somebody typed into it cannot be told
        return _head(there) == _head(made)
    return there.startswith(_GRAPHML) if path.suffix == ".graphml" else _OURS.search(there[:4096]) is not None


def _head(table: bytes) -> bytes:
    return table.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].rstrip()


def _is_our_workbook(path: Path) -> bool:
    """Whether we made the workbook and were the last to save it: Excel and others put their own name there."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("docProps/core.xml") as properties:
            told = properties.read(_MOST_PROPERTIES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError, RuntimeError):
        return False  # a RuntimeError where it has a password, or is packed in a way unknown here
    return f"<dc:creator>{MAKER}</" in told and f"<cp:lastModifiedBy>{MAKER}</" in told
