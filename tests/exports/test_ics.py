"""Calendars: what they say, that they are well-formed to the byte, and stay the same until the plan changes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mentoring.domain.plan import Plan, Revision
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.calendar_folder import write_calendars
from mentoring.exports.ics import PRODID, calendars
from mentoring.exports.text import one_line
from mentoring.files.plan import read_plan
from mentoring.files.revision import follow
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, smallest_plan

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    'Komma, Strich; \\ "Zitat" ^ Dach',
    "line\nbreak\r\nand\ttab",
    "🏛️ Αθήνα — Москва 日本",
    "مدينة القدس",
    "bell\x07 null\x00 escape\x1b override\u202e",
    "BEGIN:VEVENT\r\nUID:fake",
    "\\n is no line end, \\, no comma",
    "é" * 200,
    "\u0065\u0301cole",
]


def stored() -> Plan:
    return read_plan(GOLDEN / "baltic.plan.json")


def lines(content: bytes) -> list[str]:
    """Content lines as a reader sees them: unfolded."""
    return content.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescaped(text: str) -> str:
    """What a value of kind TEXT means (RFC 5545, 3.3.11), read without the library that wrote it."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def value(content: bytes, name: str) -> str:
    """The one value of a property, as text."""
    (found,) = [line.split(":", 1)[1] for line in lines(content) if re.match(f"{name}[:;]", line)]
    return unescaped(found)


def entries(content: bytes) -> dict[str, Any]:
    """Events by UID, read strictly."""
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    found = {}
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        assert str(event["UID"]) not in found
        found[str(event["UID"])] = event
    return found


def test_the_stored_plan_gives_the_stored_calendars():
    # To renew after a wanted change, in tests/exports/golden: mentoring export baltic.plan.json -o calendars
    files = calendars(stored())
    kept = {path.relative_to(GOLDEN / "calendars").as_posix(): path for path in (GOLDEN / "calendars").rglob("*.ics")}
    assert set(files) == set(kept)
    for name, path in kept.items():
        assert files[name].decode("utf-8") == path.read_bytes().decode("utf-8"), name


def test_one_file_for_all_and_one_for_each_city(tmp_path):
    written = write_calendars(stored(), tmp_path / "new" / "folder")
    names = sorted(path.relative_to(tmp_path / "new" / "folder").as_posix() for path in written)
    cities = [f"city/{name}.ics" for name in ("athens", "ghent", "malmo", "riga", "zurich")]
    assert names == ["all.ics", *cities, "theme/neighbourhoods.ics", "theme/work.ics"]
    remembered = tmp_path / "new" / "folder" / ".mentoring-published.json"
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted([*written, remembered])


def test_written_twice_nothing_changes(tmp_path):
    first = {path: path.read_bytes() for path in write_calendars(stored(), tmp_path)}
    assert {path: path.read_bytes() for path in write_calendars(stored(), tmp_path)} == first


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "x").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_calendars(stored(), tmp_path / "x")


@pytest.mark.parametrize(("seed", "zone"), [("0", "UTC"), ("1", "Pacific/Kiritimati"), ("42", "America/St_Johns")])
def test_neither_hash_seed_nor_time_zone_nor_day_changes_a_byte(seed, zone, tmp_path):
    program = "import sys; from mentoring.api import export, load_plan; export(load_plan(sys.argv[1]), sys.argv[2])"
    command = [sys.executable, "-c", program, str(GOLDEN / "baltic.plan.json"), str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": "86400"}
    subprocess.run(command, env=environment, check=True)
    for path in (GOLDEN / "calendars").rglob("*.ics"):
        assert (tmp_path / path.relative_to(GOLDEN / "calendars")).read_bytes() == path.read_bytes()


def test_the_union_of_the_cities_calendars_is_the_whole():
    files = calendars(stored())
    of_cities = [set(entries(content)) for name, content in files.items() if name.startswith("city/")]
    assert set().union(*of_cities) == set(entries(files["all.ics"])) == {
        f"{event.id}@baltic.mentoring" for event in stored().events
    }  # fmt: skip


def test_a_city_has_what_it_takes_part_in_and_nothing_else():
    files = calendars(stored())
    assert set(entries(files["city/zurich.ics"])) == {"kick-off@baltic.mentoring"}
    assert "report/athens/neighbourhoods@baltic.mentoring" not in entries(files["city/ghent.ics"])


def test_the_title_begins_with_the_reader_s_role():
    files = calendars(stored())
    uid = "visit/malmo/ghent/neighbourhoods@baltic.mentoring"
    assert str(entries(files["city/ghent.ics"])[uid]["SUMMARY"]) == "Hosting: Malmö → Ghent, neighbourhoods"
    assert str(entries(files["city/malmo.ics"])[uid]["SUMMARY"]) == "Travelling: Malmö → Ghent, neighbourhoods"
    assert str(entries(files["all.ics"])[uid]["SUMMARY"]) == "Mentoring visit: Malmö → Ghent, neighbourhoods"
    online = entries(files["city/athens.ics"])["report/athens/neighbourhoods@baltic.mentoring"]
    assert str(online["SUMMARY"]) == "Taking part: Malmö → Αθήνα, neighbourhoods"
    cluster = entries(files["city/malmo.ics"])["cluster/neighbourhoods@baltic.mentoring"]
    assert str(cluster["SUMMARY"]) == "Hosting: Cluster meeting, neighbourhoods"


def test_two_visits_of_one_pairing_are_told_apart():
    visit = {"gathers": "pairing", "host": "mentee"}
    of = scenario(stages={"visit": {**visit, "title": "First visit"}, "again": {**visit, "title": "Second visit"}})
    held = plan_of(of, [PAIRING], {VISIT: "2024-01-08", "again/oslo/ghent/housing": "2024-02-05"})
    titles = [str(event["SUMMARY"]) for event in entries(calendars(held)["city/oslo.ics"]).values()]
    assert titles == [f"Travelling: oslo → ghent, housing ({each} visit)" for each in ("First", "Second")]


@pytest.mark.parametrize("first", ["2024-01-08", "2024-02-29", "2024-03-31"])
def test_a_one_day_event_has_two_different_dates(first):
    (event,) = entries(calendars(smallest_plan(first))["all.ics"]).values()
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert (start, end) == (date.fromisoformat(first), date.fromisoformat(first) + timedelta(days=1))
    assert type(start) is type(end) is date
    assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"


def test_an_event_over_new_year_ends_the_day_after_its_last():
    event = entries(calendars(stored())["all.ics"])["visit/riga/athens/work@baltic.mentoring"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2024, 12, 31), date(2025, 1, 4))


@pytest.mark.parametrize(
    ("status", "reader", "expected"),
    [
        ("proposed", "all", ("TENTATIVE", "TRANSPARENT", "FREE")),
        ("proposed", "city/ghent", ("TENTATIVE", "OPAQUE", "TENTATIVE")),
        ("announced", "city/ghent", ("CONFIRMED", "OPAQUE", "BUSY")),
        ("confirmed", "city/ghent", ("CONFIRMED", "OPAQUE", "BUSY")),
        ("confirmed", "city/oslo", ("CONFIRMED", "OPAQUE", "OOF")),
        ("done", "all", ("CONFIRMED", "TRANSPARENT", "FREE")),
        ("cancelled", "city/oslo", ("CANCELLED", "TRANSPARENT", "FREE")),
    ],
)
def test_status_and_whether_the_days_are_taken(status, reader, expected):
    plan = plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: status})
    (event,) = entries(calendars(plan)[f"{reader}.ics"]).values()
    assert (event["STATUS"], event["TRANSP"], event["X-MICROSOFT-CDO-BUSYSTATUS"]) == expected


def test_a_cancelled_event_says_so_in_its_title():
    plan = plan_of(scenario(), [PAIRING], {VISIT: "2024-01-08"}, statuses={VISIT: "cancelled"})
    for content in calendars(plan).values():
        assert value(content, "SUMMARY") == "Cancelled: oslo → ghent, housing"


def test_times_come_from_the_revisions():
    events = entries(calendars(stored())["all.ics"])
    moved = events["visit/malmo/ghent/neighbourhoods@baltic.mentoring"]
    times = [moved[key].dt for key in ("CREATED", "LAST-MODIFIED", "DTSTAMP")]
    now = datetime(2024, 1, 15, 12, 30, tzinfo=UTC)
    assert times == [datetime(2023, 11, 1, 9, tzinfo=UTC), now, now]
    assert moved["SEQUENCE"] == 2
    # The second revision's time was written with another offset.
    cancelled = events["visit/malmo/athens/neighbourhoods@baltic.mentoring"]
    assert cancelled["DTSTAMP"].dt == datetime(2023, 12, 1, 9, tzinfo=UTC)
    new = events["visit/riga/athens/work@baltic.mentoring"]
    assert new["CREATED"].dt == now


def test_a_plan_without_any_time_still_never_asks_the_clock():
    (event,) = entries(calendars(smallest_plan(programme={"planned_on": "2023-12-24"}))["all.ics"]).values()
    assert event["DTSTAMP"].dt == datetime(2023, 12, 24, tzinfo=UTC)
    odd = smallest_plan().model_copy(update={"revisions": (Revision(number=1, made_at="yesterday"),)})
    (event,) = entries(calendars(odd)["all.ics"]).values()
    assert event["DTSTAMP"].dt == datetime(2024, 1, 1, tzinfo=UTC)


def blocks(content: bytes) -> dict[str, bytes]:
    """Every event's bytes by UID."""
    found = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", content, flags=re.DOTALL)
    return {value(block, "UID"): block for block in found}


def test_from_one_revision_to_the_next_only_what_changed_changes():
    other = "visit/oslo/riga/housing"
    need: dict[str, Any] = {"needs": {"housing": {}}}
    of = scenario(cities={"oslo": {"offers": {"housing": {"mentees": 2}}}, "ghent": need, "riga": need})
    pairings = [PAIRING, "oslo > riga in housing"]

    def made(days: dict[str, str], at: str, earlier: Plan | None = None) -> Plan:
        return follow(plan_of(of, pairings, days), earlier, {}).model_copy(update={"run": {"made_at": at}})

    one = made({VISIT: "2024-01-08", other: "2024-02-05"}, "2023-12-01T00:00:00Z")
    two = made({VISIT: "2024-01-08", other: "2024-02-06"}, "2023-12-24T00:00:00Z", one)
    three = made({VISIT: "2024-01-09", other: "2024-02-06"}, "2024-01-02T00:00:00Z", two)
    before, after, last = (blocks(calendars(plan)["all.ics"]) for plan in (one, two, three))
    assert set(before) == set(after) == set(last)
    kept, moved = f"{VISIT}@small.mentoring", f"{other}@small.mentoring"
    assert before[kept] == after[kept]
    assert after[moved] == last[moved]
    assert [value(each[moved], "SEQUENCE") for each in (before, after)] == ["0", "1"]
    assert value(after[moved], "LAST-MODIFIED") == "20231224T000000Z"
    assert value(last[kept], "LAST-MODIFIED") == "20240102T000000Z"
    assert value(last[kept], "CREATED") == value(before[kept], "CREATED") == "20231201T000000Z"


def test_the_head_of_a_calendar():
    content = calendars(stored())["city/ghent.ics"]
    assert lines(content)[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert value(content, "PRODID") == "-//mentoring//mentoring//EN"
    assert value(content, "METHOD") == "PUBLISH"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines(content)
    assert value(content, "X-PUBLISHED-TTL") == "PT12H"
    assert value(content, "NAME") == value(content, "X-WR-CALNAME") == "Baltic exchange, 2024: Ghent"
    assert "revision 3" in value(content, "X-WR-CALDESC")


def test_a_calendar_of_one_event_has_no_name():
    content = calendars(smallest_plan())["all.ics"]
    names = {re.split("[:;]", line)[0] for line in lines(content)}
    assert not names & {"NAME", "X-WR-CALNAME"}
    assert value(content, "X-WR-CALDESC") == "Events of small, as of revision 1 of the plan."


def test_a_city_without_events_has_a_calendar_all_the_same():
    of = scenario(cities={"oslo": {}, "riga": {}}, themes={}, stages={})
    content = calendars(plan_of(of))["city/riga.ics"]
    assert entries(content) == {}
    assert value(content, "NAME") == "small: riga"


def test_place_and_coordinates_of_the_host():
    events = entries(calendars(stored())["all.ics"])
    kick_off = events["kick-off@baltic.mentoring"]
    assert str(kick_off["LOCATION"]) == "City Hall, room 3, Brussels, Belgium"
    assert kick_off["GEO"].to_ical() == "50.8503;4.3517"
    assert "GEO:51.0500;3.7167" in lines(calendars(stored())["city/ghent.ics"])
    assert str(kick_off["URL"]) == "https://example.org/kick-off"
    online = events["report/athens/neighbourhoods@baltic.mentoring"]
    assert "LOCATION" not in online
    assert "GEO" not in online


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://example.org/a b", "https://x\x07y", "ask us"])
def test_only_a_web_address_is_a_link(link):
    plan = smallest_plan(stages={"visit": {"gathers": "pairing", "host": "mentee", "link": link}})
    (event,) = entries(calendars(plan)["all.ics"]).values()
    assert "URL" not in event


def test_coordinates_near_zero_are_written_without_exponent():
    plan = smallest_plan(cities={
        "oslo": {"offers": {"housing": {}}},
        "ghent": city("BE", (0.00001, -0.00012), needs={"housing": {}}),
    })  # fmt: skip
    assert "GEO:0.0000;-0.0001" in lines(calendars(plan)["all.ics"])


def test_the_description_is_plain_text_with_one_fact_a_line():
    event = entries(calendars(stored())["city/ghent.ics"])["kick-off@baltic.mentoring"]
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Kick-off, 29-30 January 2024",
        "Host: Brussels",
        "Taking part: Αθήνα, Ghent (Team; Stad Gent, vzw), Malmö, Rīga, Zürich",
        "Each day 09:30-17:00, local time",
        "Day 1, 10:00: Welcome",
        "Day 2: Timetable",
        "More: https://example.org/kick-off",
        "Contact: Programme office",
        "Status: done, as of revision 1 of the plan",
    ]


def test_categories_are_kind_and_theme_and_hold_no_comma():
    stages = {"visit": {"gathers": "pairing", "host": "mentee", "title": "Visit, short"}}
    plan = smallest_plan(stages=stages, themes={"housing": {"title": "A, b; c"}})
    (event,) = entries(calendars(plan)["all.ics"]).values()
    assert [str(each) for each in event["CATEGORIES"].cats] == ["Visit short", "A b; c"]


def test_no_mail_address_but_the_programme_office_s():
    for content in calendars(stored()).values():
        text = b"\n".join(line.encode() for line in lines(content))
        assert b"ATTENDEE" not in text
        assert b"riga.example" not in text
        assert b"stanton@" not in text
        assert text.count(b"@example.org") == text.count(b":mailto:office@example.org")
    assert b"ORGANIZER" not in calendars(smallest_plan())["all.ics"]


def test_the_organizer_s_name_survives_quotation_marks():
    office = {"name": 'Büro "Mitte"; x, y: z', "email": "office@example.org"}
    content = calendars(smallest_plan(programme={"coordinator": office}))["all.ics"]
    (line,) = [line for line in lines(content) if line.startswith("ORGANIZER")]
    assert line == "ORGANIZER;CN=\"Büro 'Mitte'; x, y: z\":mailto:office@example.org"
    (event,) = entries(content).values()
    assert event["ORGANIZER"].params["CN"] == "Büro 'Mitte'; x, y: z"


def hostile_plan(text: str) -> Plan:
    sent = {"title": text, "venue": text, "link": text, "people": {"guide": 1}}
    of = scenario(
        programme={"title": text, "coordinator": {"name": text}},
        themes={"housing": {"title": text}},
        cities={
            "ghent": city("BE", (51, 3), name=text, represented_by=text, needs={"housing": {}}),
            "oslo": city("NO", name=text, offers={"housing": {}}),
        },
        people={"anna": {"name": text, "roles": ["guide"]}},
        stages={
            "visit": {"gathers": "pairing", "host": "mentee", **sent},
            "talk": {"gathers": "all", "host": "none", "title": text, "agenda": [{"title": text}]},
        },
    )  # fmt: skip
    return plan_of(of, [PAIRING], {VISIT: ("2024-01-08", "ghent", ("anna",)), "talk": "2024-01-09"})


def assert_well_formed(content: bytes) -> None:
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.replace(b"\r\n", b"").find(b"\n") == content.replace(b"\r\n", b"").find(b"\r") == -1
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        text = line.decode("utf-8")  # no character is split between two lines
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char != "\t"]
    whole = "\n".join(lines(content))
    assert unicodedata.is_normalized("NFC", whole)
    assert all(re.match("[A-Z-]+[:;]", line) for line in lines(content))
    counts = [sum(line == f"{word}:VEVENT" for line in lines(content)) for word in ("BEGIN", "END")]
    assert counts[0] == counts[1] == len(entries(content))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text):
    for name, content in calendars(hostile_plan(text)).items():
        assert_well_formed(content)
        if name.startswith("theme/"):
            continue  # holds the visit only
        assert len(entries(content)) == 2, name
        plain = one_line(text)
        for block in blocks(content).values():
            assert len(value(block, "SUMMARY")) < 70
            assert plain in value(block, "DESCRIPTION")
        visit = blocks(content)[f"{VISIT}@small.mentoring"]
        assert value(visit, "LOCATION") == f"{plain}, {plain}, Belgium"
        assert str(entries(content)[f"{VISIT}@small.mentoring"]["LOCATION"]) == f"{plain}, {plain}, Belgium"
        assert plain in value(content.split(b"\r\nBEGIN:VEVENT")[0], "NAME")


@given(st.text(min_size=1, max_size=90))
def test_any_text_gives_a_well_formed_calendar(text: Any):
    for content in calendars(hostile_plan(text)).values():
        assert_well_formed(content)


@pytest.mark.parametrize("name", sorted(calendars(stored())))
def test_the_stored_calendars_are_well_formed(name):
    assert_well_formed(calendars(stored())[name])


def test_a_calendar_of_somebody_else_is_never_replaced(tmp_path):
    (tmp_path / "city").mkdir()
    foreign = [tmp_path / "all.ics", tmp_path / "city" / "ghent.ics"]
    for path in foreign:
        path.write_text("BEGIN:VCALENDAR\r\nPRODID:-//else//EN\r\nBEGIN:VEVENT\r\nSUMMARY:PRODID:" + PRODID, "utf-8")
    with pytest.raises(RefusedError, match=r"all\.ics, .*city/ghent\.ics are no calendars of ours") as caught:
        write_calendars(stored(), tmp_path)
    assert caught.value.exit_code == 5
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(foreign)
    foreign[0].unlink()
    foreign[1].write_text("\n", encoding="utf-8")  # nothing is lost with an empty file
    assert len(write_calendars(stored(), tmp_path)) == 8


def test_what_is_cancelled_as_its_stage_or_city_has_gone_is_still_told():
    before = smallest_plan()
    bare = scenario(cities={"oslo": {"country": "NO", "offers": {"housing": {}}}}, stages={})
    gone = follow(plan_of(bare), before, {})
    text = calendars(gone)["all.ics"].decode()
    assert "SUMMARY:Cancelled: oslo → ghent" in text
    assert "STATUS:CANCELLED" in text
    assert "LOCATION:ghent" in text
    assert "STATUS:CANCELLED" in calendars(gone)["city/ghent.ics"].decode()  # whoever subscribed there is told
