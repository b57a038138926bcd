"""Polls: rows are people or cities, columns are days or weeks, and every cell is an answer.

Read as exported from Nextcloud Polls, Framadate, Nuudel and Doodle, or as somebody typed it. `no` closes the days,
`maybe` makes them days to be avoided, and nothing said is nothing known (but in Doodle's files, where it means no).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from mentoring.domain.dates import ONE_DAY, Span, each_day
from mentoring.files.draft import Draft
from mentoring.files.grid import Cell, Grid, Row
from mentoring.files.slot import looks_like_slot, read_day_of, read_month, read_slot
from mentoring.files.table_row import with_source
from mentoring.files.who import Directory, Who

Answer = Literal["yes", "maybe", "no", ""]

_WORDS: dict[Answer, str] = {
    "yes": "yes y ja oui si sí sì ok x 1 2 true ✔ ✔️ ✓ ✅ 👍",
    "maybe": "maybe perhaps ifneedbe (ok) (yes) (x) (✔) (✓) vielleicht misschien peut-être quizás forse ❔ ❓ ? ~",
    "no": "no n nein nee non 0 false ❌ ✗ ✘ ✖ ✖️ 🚫 👎",
}
ANSWERS: dict[str, Answer] = {word: answer for answer, words in _WORDS.items() for word in words.split()}
ANSWERS |= {"if need be": "maybe", "if needed": "maybe", "under reserve": "maybe", "sous réserve": "maybe",
            "unknown": "", "inconnu": "", "unbekannt": ""}  # fmt: skip
"""What an answer may be written as; an empty cell says nothing."""

_NOT_A_PERSON = frozenset({"count", "total", "sum", "best", "best option", "anzahl", "gesamt", "totaal"})
_MARKS = {"no": "unavailable", "maybe": "if_needed"}


@dataclass(frozen=True, slots=True)
class Poll:
    """A grid that is known to be a poll: the days of its columns and the rows of its answers."""

    grid: Grid
    slots: dict[int, Span]
    rows: tuple[Row, ...]
    is_doodle: bool = False
    at: int = 0
    """Where in the grid the row with the days is, from 0."""


def find_poll(grid: Grid, zone: ZoneInfo, draft: Draft) -> Poll | None:
    """The poll in a grid, with a problem for every head that cannot be read; None if it is none."""
    for number, row in enumerate(grid.rows[:20]):
        if any(read_month(cell.text) for cell in row.cells[1:]) and number + 1 < len(grid.rows):
            slots = _days_under(row, grid.rows[number + 1], draft)
            if slots:
                return Poll(grid, slots, _answers(grid.rows[number + 2 :]), is_doodle=True)
        heads = [cell for cell in row.cells[1:] if cell.text and "@" not in cell.text]
        if heads and sum(looks_like_slot(cell.text) for cell in heads) * 2 > len(heads):
            return Poll(grid, _slots(heads, zone, draft), _answers(grid.rows[number + 1 :]), at=number)
    return None


def is_table_of_days(poll: Poll, draft: Draft, who: Directory) -> bool:
    """Whether it is no poll but a table of days with heads that nobody knows, as `stadt,von,bis`: a problem.

    It is when the days stand beside a city, or under words and above other days, and nothing below is an answer.
    """
    if poll.is_doodle:
        return False
    below = [text for row in poll.rows for column in poll.slots if (text := row.cell(column).text)]
    if any(text.casefold() in ANSWERS for text in below):
        return False
    first = poll.grid.rows[poll.at]
    above = poll.grid.rows[poll.at - 1] if poll.at else None
    heads = [text for text in above.texts if text] if above is not None else []
    has_heads = above is not None and all(above.cell(column).text for column in poll.slots)
    is_under_words = has_heads and bool(below) and all(map(looks_like_slot, below))
    if not is_under_words and not isinstance(who.find(first.cell(0).text), Who):
        return False
    said = f"the heads {', '.join(head[:30] for head in heads[:6])} are not known" if heads else "there are no heads"
    draft.problem(said, "write above the columns: city, first, last", (above or first).cell(0).place)
    return True


def read_poll(poll: Poll, draft: Draft, who: Directory) -> None:
    """The answers into the draft: days on which somebody cannot come, or would rather not.

    Where several rows are of one city, the strictest answer counts, as all of them are to come.
    """
    days: dict[Who, dict[date, tuple[Answer, Row]]] = {}
    for row in poll.rows:
        name = row.cell(0)
        if not name.text:
            first = next((cell for cell in row.cells if cell.text), name)
            draft.problem("this row does not say whose answers these are", "write the city first", first.place)
            continue
        found = who.find(name.text)
        if isinstance(found, str):
            draft.problem(found, "", name.place)
        answers = _row_answers(poll, row, draft)
        if isinstance(found, Who):
            own = days.setdefault(found, {})
            for day, answer in answers:
                own[day] = max(own.get(day, ("", row)), (answer, row), key=lambda one: _strictness(one[0]))
    if not any(answer for told in days.values() for answer, _ in told.values()):
        draft.notes.append(f"{Path(poll.grid.file).name}: a poll in which nobody has answered yet")
    for one, told in days.items():
        _add(poll, one, told, draft)


def _add(poll: Poll, who: Who, told: dict[date, tuple[Answer, Row]], draft: Draft) -> None:
    for answer, row, span in _runs(told):
        if who.kind == "people" and answer == "maybe":
            draft.notes.append(f"{poll.grid.source(row.number)}: maybe is not kept for people, who have no such days")
            continue
        why = with_source(f"answered {answer}", poll.grid.source(row.number))
        period = {"first": span.first.isoformat(), "last": span.last.isoformat(), "why": why}
        draft.add((who.kind, who.id, f"{_MARKS[answer]}+"), period, row.cell(0).place, {})


def _runs(told: dict[date, tuple[Answer, Row]]) -> Iterator[tuple[Answer, Row, Span]]:
    """Days that follow each other with the same answer from the same row, as one span."""
    open_: tuple[Answer, Row, Span] | None = None
    for day in sorted(told):
        answer, row = told[day]
        if open_ and (answer, row.number) == (open_[0], open_[1].number) and day == open_[2].last + ONE_DAY:
            open_ = (answer, row, Span(open_[2].first, day))
            continue
        if open_ and open_[0] in _MARKS:
            yield open_
        open_ = (answer, row, Span(day, day))
    if open_ and open_[0] in _MARKS:
        yield open_


def _row_answers(poll: Poll, row: Row, draft: Draft) -> list[tuple[date, Answer]]:
    found = []
    for column, span in poll.slots.items():
        cell = row.cell(column)
        answer = ANSWERS.get(cell.text.casefold()) if cell.text else "no" if poll.is_doodle else ""
        if answer is None:
            hint = "write yes, no or maybe (✔ ❌ ❔, 1, 0, x), or nothing"
            draft.problem(f"{cell.text[:40]!r} is no answer", hint, cell.place)
            continue
        found += [(day, answer) for day in each_day(span.first, span.last)]
    return found


def _strictness(answer: Answer) -> int:
    return ("", "yes", "maybe", "no").index(answer)


def _slots(heads: Iterable[Cell], zone: ZoneInfo, draft: Draft) -> dict[int, Span]:
    slots = {}
    for cell in heads:
        try:
            slots[cell.column] = read_slot(cell.text, zone)
        except ValueError as error:
            if looks_like_slot(cell.text):
                draft.problem(str(error), "or a week, as 2027-W09", cell.place)
            elif not cell.text.casefold().startswith(("email", "e-mail", "mail")):
                draft.problem(f"{cell.text[:40]!r} is no date and no week", "write it as 2027-03-01", cell.place)
    return slots


def _days_under(months: Row, days: Row, draft: Draft) -> dict[int, Span]:
    """Doodle's heads: a month that holds for the columns to its right, and days under it."""
    slots = {}
    month: tuple[int, int] | None = None
    for above, below in zip(months.cells[1:], days.cells[1:], strict=True):
        month = read_month(above.text) or month
        if month is None or not below.text:
            continue
        try:
            day = read_day_of(below.text, month)
        except ValueError as error:
            draft.problem(str(error), "", below.place)
            continue
        if day is not None:
            slots[below.column] = Span(day, day)
    return slots


def _answers(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows with answers: not the times of day under the heads, and not the sums at the end."""
    found = []
    has_begun = False
    for row in rows:
        name = row.cell(0).text
        if row.is_empty or name.casefold() in _NOT_A_PERSON:
            continue
        is_head = not has_begun and (not name or name.casefold() in ("to", "bis", "tot", "à", "hasta", "a"))
        if is_head and not any(cell.text.casefold() in ANSWERS for cell in row.cells[1:] if cell.text):
            continue
        has_begun = True
        found.append(row)
    return tuple(found)
