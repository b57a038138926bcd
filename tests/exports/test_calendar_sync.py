"""What a calendar server answers is understood whatever it is, and taken for ours only when it is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mentoring.api.publish import find_feed
from mentoring.domain.plan import Plan
from mentoring.exports.calendar_object import cancelled, is_same, list_objects, meaning, outranking, shown
from mentoring.exports.calendar_server import Answer, CalendarServer
from mentoring.exports.calendar_state import Kept
from mentoring.exports.calendar_sync import Sync
from mentoring.files.revision import follow
from tests.builders import smallest_plan


def visit(day: str = "2024-01-08") -> Plan:
    return smallest_plan(day)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20240101\r\nDTSTART:20240102\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)  # fmt: skip
def test_whatever_others_put_there_is_no_entry_of_ours(content):
    own = list_objects(visit(), find_feed(visit()))[0]
    assert meaning(content) != own.meaning != ""
    assert not is_same(content, own.content)
    assert shown(content).title == ""


def test_whatever_others_write_is_told_in_one_short_line():
    own = list_objects(visit(), find_feed(visit()))[0].content
    said = shown(re.sub(rb"SUMMARY:.*", b"SUMMARY:one\\\\ntwo " + b"x" * 999 + b"\r", own))
    assert said.title.startswith("one two xxx")
    assert len(said.title) <= 200


def test_a_server_that_keeps_less_and_tells_no_version_is_understood():
    class Forgetful(CalendarServer):
        """Leaves out colours, and tells versions only when asked."""

        def __init__(self) -> None:
            self.url = "https://forgetful.example/"
            self.kept: dict[str, bytes] = {}

        def list_versions(self) -> dict[str, str]:
            return {name: f'"{hash(content)}"' for name, content in self.kept.items()}

        def read(self, name: str) -> Answer:
            return Answer(200, self.list_versions()[name], self.kept[name])

        def write(self, name: str, content: bytes, version: str | None) -> Answer:
            assert self.list_versions().get(name) == version
            self.kept[name] = re.sub(rb"COLOR:[a-z]+\r\n", b"", content)
            return Answer(201, "", b"")

    server: Any = Forgetful()
    kept: dict[str, Kept] = {}
    for plan, sent in ((visit(), 1), (visit(), 0), (follow(visit("2024-01-09"), visit(), {}), 1)):
        found = Sync(server, kept, lambda: None).run(list_objects(plan, find_feed(plan)), "")
        assert (found.sent, found.conflicts) == (sent, [])


@pytest.mark.parametrize(
    ("old", "new", "higher"),
    [
        (b"", b"", b"SEQUENCE:0"),
        (b"SUMMARY:", b"SUMMARY:Dear ", b"SEQUENCE:0"),  # only words
        (b"DTSTART;VALUE=DATE:20240108", b"DTSTART;VALUE=DATE:20240107", b"SEQUENCE:1"),
        (b"STATUS:TENTATIVE", b"STATUS:CANCELLED", b"SEQUENCE:1"),
        (b"SEQUENCE:0", b"SEQUENCE:4", b"SEQUENCE:5"),
        (b"SEQUENCE:0", b"SEQUENCE:2147483647", b"SEQUENCE:2147483647"),  # there is no higher number
        (b"SEQUENCE:0", b"SEQUENCE:often", b"SEQUENCE:0"),
        (b"BEGIN:VEVENT", b"BEGIN:", b"SEQUENCE:0"),
    ],
)
def test_an_entry_is_never_sent_with_a_lower_number_than_the_one_there(old, new, higher):
    own = list_objects(visit(), find_feed(visit()))[0].content
    there = own.replace(old, new)
    assert (there != own) == (old != new)
    sent = outranking(own, there)
    assert sent.replace(higher, b"SEQUENCE:0") == own
    assert higher + b"\r\n" in sent
    assert meaning(sent) == meaning(own)


@pytest.mark.parametrize("number", [b"SEQUENCE:often\r\n", b"SEQUENCE:1\r\nSEQUENCE:2\r\n", b"SEQUENCE:-3\r\n", b""])
def test_what_counts_its_changes_oddly_is_called_off_all_the_same(number):
    own = list_objects(visit(), find_feed(visit()))[0].content
    off = cancelled(own.replace(b"SEQUENCE:0\r\n", number))
    assert shown(off).is_off
    assert b"SEQUENCE:1\r\n" in off


@pytest.mark.parametrize(("code", "reason"), [(500, "refused"), (404, "deleted there")])
def test_what_a_server_does_not_give_is_left_alone_and_not_said_to_be_changed(code, reason):
    class Ill(CalendarServer):
        """Says what it holds, and gives none of it."""

        def __init__(self) -> None:
            self.url = "https://ill.example/"

        def list_versions(self) -> dict[str, str]:
            return dict.fromkeys(kept, '"1"')

        def read(self, name: str) -> Answer:
            return Answer(code, "", b"<html>")

    plan = visit()
    (own,) = list_objects(plan, find_feed(plan))
    for wanted in ([own], []):
        for etag in ('"1"', '"0"'):
            kept = {own.name: Kept(etag, "as it was")}
            found = Sync(Ill(), kept, lambda: None, is_forced=True).run(wanted, "")
            title = own.title if wanted else f"entry {own.name}"
            assert [(one.title, one.reason, one.code) for one in found.conflicts] == [(title, reason, code)]
            assert (found.sent, kept) == (0, {own.name: Kept(etag, "as it was")})


def test_nothing_is_replaced_unasked_on_a_server_that_tells_no_versions():
    plan, other = visit(), follow(visit("2024-01-09"), visit(), {})
    own = list_objects(plan, find_feed(plan))

    class Nameless(CalendarServer):
        """Holds one entry, and never says in which version."""

        def __init__(self) -> None:
            self.url = "https://nameless.example/"
            self.seen: list[tuple[str, dict[str, str]]] = []

        def list_versions(self) -> dict[str, str]:
            return {own[0].name: ""}

        def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
            self.seen.append((method, headers))
            return Answer(200 if method == "GET" else 201, "", own[0].content)

    server = Nameless()
    for wanted in (list_objects(other, find_feed(other)), []):
        kept = {own[0].name: Kept("", own[0].meaning)}
        found = Sync(server, kept, lambda: None).run(wanted, "")
        assert ([one.reason for one in found.conflicts], found.sent) == (["no version"], 0)
    assert {method for method, _ in server.seen} == {"GET"}
    assert Sync(server, kept, lambda: None, is_forced=True).run(list_objects(other, find_feed(other)), "").sent == 1
    assert [headers["If-Match"] for method, headers in server.seen if method == "PUT"] == ["*"]
