"""The reference page of the tables that `mentoring import` takes, from the columns that the reading knows."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.city import City, Need, Offer, Person
from mentoring.domain.programme import Theme
from mentoring.domain.value import Value
from mentoring.files.poll import ANSWERS
from mentoring.files.table import COLUMNS, KINDS_OF_DAYS, NEEDED

_MODELS: dict[str, type[Value]] = {
    "themes": Theme, "cities": City, "people": Person, "offers": Offer, "needs": Need,
}  # fmt: skip
_ABOUT = {
    "programme": "The frame of the programme, one key a row, as in the [scenario file](scenario.md).",
    "themes": "What cities teach and learn. Without this table every theme that is offered or needed is one.",
    "cities": "Who takes part.",
    "people": "Who is sent to events.",
    "offers": "What cities can teach, one theme a row.",
    "needs": "What cities want to learn, one theme a row.",
    "availability": "Days on which somebody cannot come, would rather not, or would like to.",
}
_OWN = {
    (
        "programme",
        "key",
    ): "id, title, first, last, planned_on, time_zone, working_days, public_holidays, coordinator, email",
    ("programme", "value"): "What it is.",
    ("themes", "theme"): "Short id of the theme.",
    ("cities", "city"): "Id or name. A name becomes the id in small letters.",
    ("cities", "contact"): "Name of the person or office to ask.",
    ("cities", "email"): "Mail address of the contact. It goes only into files made for that city.",
    ("cities", "phone"): "Telephone number of the contact.",
    ("people", "person"): "Id or name.",
    ("offers", "city"): "Id, name in any spelling, or the name of the city's contact.",
    ("needs", "city"): "The same.",
    ("offers", "theme"): "Id or title of the theme.",
    ("needs", "theme"): "Id or title of the theme.",
    (
        "availability",
        "city",
    ): "City or person: id, name, or the name of the contact. Not needed in a sheet or file named after the city.",
    ("availability", "first"): "First day, inside, as 2027-03-01. The head may also be `from`.",
    ("availability", "last"): "Last day, inside. The head may also be `to` or `until`.",
    ("availability", "why"): "The reason, shown wherever these days are the obstacle.",
}

_INTRODUCTION = """\
`mentoring import` reads workbooks (`.xlsx`) and comma-separated values (`.csv`: UTF-8, with commas, semicolons or
tabs). Every sheet is a table of its own, known by its name (`offers`, `needs.csv`) or by the heads of its columns; the
order of columns does not matter, and rows above the heads are skipped. Columns in **bold** must be there. Several
entries in one cell are separated with commas. Days are written 2027-03-01, or are real dates of the spreadsheet
program; 03/04/2027 is refused, as it means two days. A `'` before `= + - @` is taken off again.

What is wrong is told all at once, each with sheet and cell, and then nothing is written. No table says how cities meet:
without `--into` the scenario begins with one visit for each pairing, for you to change. How to go about it stands in
[Collect availability](../how-to/collect-availability.md).""".splitlines()


def table_page() -> list[str]:
    """The lines of the page."""
    lines = ["# Tables that cities send", "", *_INTRODUCTION]
    for kind, columns in COLUMNS.items():
        lines += ["", f"## {kind}", "", _ABOUT[kind], "", "| column | what stands in it |", "|---|---|"]
        lines += [f"| {_name(kind, column)} | {_meaning(kind, column)} |" for column in columns]
    return [*lines, *_polls(), *_calendars()]


def _name(kind: str, column: str) -> str:
    return f"**`{column}`**" if column in NEEDED[kind] else f"`{column}`"


def _meaning(kind: str, column: str) -> str:
    if (kind, column) == ("availability", "kind"):
        by_kind = {
            days: [word for word, one in KINDS_OF_DAYS.items() if one == days] for days in KINDS_OF_DAYS.values()
        }
        told = "; ".join(f"`{days}`: {', '.join(words)}" for days, words in by_kind.items())
        return f"{told}. Empty: unavailable."
    if (kind, column) in _OWN:
        return _OWN[kind, column]
    return str(_MODELS[kind].model_fields[column].description)


def _polls() -> Iterator[str]:
    yield from ("", "## Polls", "")
    yield "Rows are cities or people, columns are days or weeks. Read are tables that somebody typed, and exports of"
    yield "Nextcloud Polls (CSV, or a workbook in English, French, German, Dutch, Spanish or Italian), Framadate,"
    yield "Nuudel and Doodle. Of several rows of one city the strictest answer counts, and so it does for several times"
    yield "of one day."
    yield from ("", "| head of a column | means |", "|---|---|")
    yield "| `2027-03-01`, `Monday 1 March 2027` | the day |"
    yield "| `2027-W09` | the week, Monday to Sunday |"
    yield "| `2027-03-01 - 2027-03-05` | the days, both inside |"
    yield "| `2027-03-01T09:00Z - 2027-03-01T17:00Z` | the day, by the clock of the programme |"
    yield from ("", "| answer | written as | becomes |", "|---|---|---|")
    for answer, becomes in (("yes", "nothing: the day is free"), ("maybe", "`if_needed`"), ("no", "`unavailable`")):
        words = " ".join(f"`{word}`" for word, one in ANSWERS.items() if one == answer)
        yield f"| {answer} | {words} | {becomes} |"
    yield "| not known | an empty cell (in Doodle's files it means no) | nothing |"


def _calendars() -> Iterator[str]:
    yield from ("", "## Calendars", "")
    yield "A file `.ics` named after its city (`ghent.ics`), or given as `CITY=FILE`, or as `CITY=URL` with `--fetch`."
    yield from ("", "| entry | becomes |", "|---|---|")
    yield "| a whole day | `unavailable` (or what `--as` says) |"
    yield "| out of office, however short | the same |"
    yield "| hours of meetings, together at least `--min-hours` a day | the same |"
    yield "| tentative | `if_needed` |"
    yield "| free, transparent, working elsewhere, cancelled | nothing |"
    yield ""
    yield "Series are followed, with what is left out of them or moved. Lists of busy times (`VFREEBUSY`) are read by"
    yield "their kind; of working hours (`VAVAILABILITY`) the working days that have none are closed. No title of an"
    yield "entry is kept, nor the address of a calendar on the web, as it often holds a secret."
