"""What may stand in a file whose texts are hostile: each kind is read by a reader of its own; texts are only text."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from icalendar import Calendar

from mentoring.files.formula import unguard

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""What controls a terminal or turns the reading direction; ends of lines and tabs are not among them."""

VOID = {"meta", "link", "br", "img", "input", "hr", "col"}


class Page(HTMLParser):
    """Every element and its attributes, whether each is closed where it should be, and the texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.strays: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.strays += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.strays.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def kinds(self) -> set[tuple[str, str]]:
        """Every element with every attribute it has; the values aside."""
        return {(tag, name) for tag, attributes in self.elements for name in ("", *attributes)}


def check_page(html: str) -> set[str]:
    """A page or picture: nothing runs, nothing is loaded, and every element is closed where it was opened."""
    assert UNSEEN.search(html) is None
    page = Page(html)
    assert page.strays == []
    assert not {tag for tag, _ in page.elements} & {"img", "iframe", "object", "embed", "base", "form", "image"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith(("on", "src")) or name == "formaction"], tag
        for name in ("href", "xlink:href"):
            assert re.match(r"#|https?://|webcal://|mailto:", attributes.get(name) or "#"), attributes
    return {text for text in page.texts if text.strip()}


def check_calendar(content: bytes) -> set[str]:
    """A calendar: its lines are as the standard says, and every property is one that we write."""
    text = content.decode("utf-8")
    assert UNSEEN.search(text.replace("\r\n", "")) is None
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(content)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    events = calendar.walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events) == text.count("\r\nBEGIN:VEVENT\r\n")
    names = {str(name) for part in calendar.walk() for name in part}
    assert names <= set(PROPERTIES.split()), names - set(PROPERTIES.split())
    return {str(event[key]) for event in events for key in ("SUMMARY", "DESCRIPTION", "LOCATION") if key in event}


PROPERTIES = (
    "VERSION PRODID METHOD NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC REFRESH-INTERVAL X-PUBLISHED-TTL COLOR URL UID "
    "X-APPLE-CALENDAR-COLOR SOURCE LAST-MODIFIED TZID DTSTART RRULE TZOFFSETFROM TZOFFSETTO TZNAME SEQUENCE DTSTAMP "
    "CREATED DTEND STATUS CATEGORIES LOCATION GEO RELATED-TO CONFERENCE ORGANIZER ATTENDEE SUMMARY TRANSP "
    "X-MICROSOFT-CDO-BUSYSTATUS ACTION TRIGGER"
)


def check_table(content: bytes) -> set[str]:
    """A table: every row is as long as its head, and no cell is a formula to any program."""
    text = content.decode("utf-8-sig")
    assert UNSEEN.search(text.replace("\r\n", "\n")) is None
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = {cell for row in rows for cell in row}
    figures = re.compile(r"[-+]?[\d.,]+%?$")
    assert [cell for cell in cells if re.match(r"[=+\-@\t\r＝＋－＠]", cell) and not figures.match(cell)] == []
    return {unguard(cell) for cell in cells}


def check_workbook(content: bytes) -> set[str]:
    """A workbook: texts and figures, no formula and no link."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert [name for name in parts.namelist() if "externalLink" in name or "vba" in name] == []
    texts = {str(cell.value) for cell in cells}
    assert [text for text in texts if UNSEEN.search(text)] == []
    return texts


def check_values(content: bytes) -> set[str]:
    """JSON, whose texts are those of the plan; what controls a terminal is escaped."""
    text = content.decode("utf-8")
    assert UNSEEN.search(text) is None
    found: set[str] = set()
    waiting: list[Any] = [json.loads(line) for line in _documents(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            waiting += [*value.values(), *value] if isinstance(value, dict) else value
        else:
            found.add(str(value))
    return found


def _documents(text: str) -> list[str]:
    """One document, or one a line."""
    try:
        json.loads(text)
        return [text]
    except ValueError:
        return text.splitlines()


def check_graph(content: bytes) -> set[str]:
    """GraphML or GEXF."""
    assert UNSEEN.search(content.decode("utf-8")) is None
    found = list(ElementTree.fromstring(content).iter())
    return {text for one in found for text in (one.text or "", *one.attrib.values())}


def check_dot(content: bytes) -> set[str]:
    """Graphviz: every line is one of its own, with texts in quotes."""
    text = content.decode("utf-8")
    assert UNSEEN.search(text) is None
    quoted = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
    for line in text.splitlines():
        assert re.fullmatch(r"[\w\s=;,.\-><{}\[\]#]*", quoted.sub("", line)), line
    return {re.sub(r"\\(.)", r"\1", found) for found in quoted.findall(text)}


def check_markdown(content: bytes) -> set[str]:
    """Text to mail: no HTML but our own mark, no link, and rows of four cells."""
    text = content.decode("utf-8")
    assert UNSEEN.search(text) is None
    plain = re.sub(r"\\[!-/:-@\[-`{-~]", "", text)
    assert re.findall(r"<[a-zA-Z/!][^>]*>", plain) == ["<!-- mentoring-change-list -->"]
    assert "](" not in plain
    for line in plain.splitlines():
        assert not line.startswith("|") or line.count("|") == 5, line
        assert re.match(r"(#{1,2} |\||<!--|[A-Z0-9]|$)", line), line
    return {re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", cell).strip() for line in text.splitlines() for cell in _cells(line)}


def _cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line)


def check_scenario(content: bytes) -> set[str]:
    """A scenario file: plain values, and nothing that the program which reads it might run."""
    text = content.decode("utf-8")
    assert UNSEEN.search(text) is None
    return {str(value) for value in _flat(yaml.safe_load(text))}


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *(leaf for one in value.values() for leaf in _flat(one))]
    return [leaf for one in value for leaf in _flat(one)] if isinstance(value, list) else [value]


def check_columns(content: bytes) -> set[str]:
    """A table for programs, which hold texts as texts."""
    from pyarrow import parquet  # type: ignore[import-untyped]

    rows = parquet.read_table(io.BytesIO(content)).to_pylist()
    return {str(value) for row in rows for value in row.values()}


def check_key(content: bytes) -> set[str]:
    """The key by which names are made that nobody can guess."""
    assert re.fullmatch(r"[\w=+/-]+\s*", content.decode("ascii"))
    return set()


CHECKS: dict[str, Callable[[bytes], set[str]]] = {
    ".html": lambda content: check_page(content.decode("utf-8")),
    ".svg": lambda content: check_page(content.decode("utf-8")),
    ".ics": check_calendar, ".csv": check_table, ".xlsx": check_workbook, ".json": check_values, ".md": check_markdown,
    ".geojson": check_values, ".graphml": check_graph, ".gexf": check_graph, ".dot": check_dot, ".yaml": check_scenario,
    ".parquet": check_columns, ".key": check_key,
}  # fmt: skip
"""How each kind of file is read; a kind that is not here is not tested."""


def check_file(path: Path) -> set[str]:
    """Reads a file as other programs do; gives the texts in it."""
    assert path.suffix in CHECKS, f"nobody has said how {path.name} is read: add it to CHECKS in tests/written.py"
    assert re.fullmatch(r"[\w.-]+", path.name, re.ASCII), path
    return CHECKS[path.suffix](path.read_bytes())
