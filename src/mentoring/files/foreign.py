"""Files that are no tables: what they seem to be, and what to do with them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from mentoring.errors import Place, Problem

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
AS_WORKBOOK = "open it in a spreadsheet program and save it as .xlsx without a password"


def say_foreign(data: bytes, name: str) -> Problem | None:
    """What a file is that is no table at all; None if it may be one."""
    said, hint = _told(data, Path(name).suffix.lower())
    return Problem("", said, hint, Place(name)) if said else None


def _told(data: bytes, suffix: str) -> tuple[str, str]:
    if suffix in (".yaml", ".yml"):
        return "this is a scenario and no table", "name it with --into for what the tables are to be added to"
    if data[:4] == _OLD_OFFICE:
        return "this is an older workbook (.xls), or one with a password", AS_WORKBOOK
    if data[:2] == b"PK":
        return ("", "") if _is_workbook(data) else ("this is no workbook that can be read", AS_WORKBOOK)
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this is no table", "name a workbook (.xlsx), a table (.csv) or a calendar (.ics)"
    return "", ""


def _is_workbook(data: bytes) -> bool:
    """Whether a packed file has the parts of a workbook: those of OpenDocument (.ods) and of texts have not."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            return any(part.startswith("xl/") for part in parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
