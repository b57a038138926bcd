"""Days that somebody sent and that lie outside the programme: often a year that is mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from mentoring.domain.dates import say_span
from mentoring.domain.programme import Programme
from mentoring.files.mark import Mark

MOST = 5
"""So many are told one by one."""
_DAYS = ("unavailable", "if_needed", "wishes")


def say_strays(value: dict[str, Any], mark: Mark, programme: Programme) -> list[str]:
    """A sentence for each span, with the cell it comes from, that nothing comes of or that ends years away."""
    told = list(_strays(value, mark, programme))
    more = len(told) - MOST
    return told[:MOST] + ([f"{more} more like {'this' if more == 1 else 'these'}"] if more > 0 else [])


def _strays(value: dict[str, Any], mark: Mark, programme: Programme) -> Iterator[str]:
    runs = say_span(programme.first, programme.last)
    for kind in ("cities", "people"):
        for one, record in value.get(kind, {}).items():
            for days in (name for key in _DAYS for name in (key, f"{key}+")):
                for number, span in enumerate(record.get(days, ())):
                    first, last = date.fromisoformat(span["first"]), date.fromisoformat(span["last"])
                    where = mark.find((kind, one, days, number)).place
                    if last < programme.first or first > programme.last:
                        yield f"{where}: {say_span(first, last)} is outside the programme ({runs}): is the year right?"
                    elif last.year > programme.last.year + 1 or first.year < programme.first.year - 1:
                        yield f"{where}: {say_span(first, last)} is longer than the programme ({runs}): is it right?"
