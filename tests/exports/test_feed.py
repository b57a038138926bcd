"""Which calendars there are, for whom, and what each of them holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from icalendar import Calendar

from mentoring.domain.plan import Plan
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.feed import file_stem
from mentoring.exports.ics import calendars, single_calendars
from mentoring.exports.invitation import invitations
from mentoring.files.name_key import KEY_FILE, name_key, unguessable
from mentoring.files.revision import follow
from tests.builders import PAIRING, VISIT, plan_of, scenario

KEY = b"k" * 32
OFFICE = {"coordinator": {"name": "Office", "email": "office@example.org"}}
WHERE: dict[str, Any] = {
    "ghent": {"name": "Ghent", "country": "BE", "time_zone": "Europe/Brussels", "needs": {"housing": {}},
              "contact": {"name": "An", "email": "an@ghent.example"}},
    "oslo": {"name": "Oslo", "country": "NO", "time_zone": "Europe/Oslo", "offers": {"housing": {}}},
}  # fmt: skip
AGENDA = [{"start": "10:00", "title": "Welcome"}, {"day": 2, "start": "11:00", "end": "12:30", "title": "Walk"}]


def made(
    first: str = "2024-01-09",
    *,
    stage: dict[str, Any] | None = None,
    people: tuple[str, ...] = ("anna",),
    status: str = "confirmed",
    **more: Any,
) -> Plan:
    """Oslo visits Ghent, with Anna of Ghent as guide."""
    visit = {"gathers": "pairing", "host": "mentee", "days": 2, "people": {"guide": 1}, "title": "Visit"}
    of = scenario(
        programme=OFFICE, cities=WHERE, stages={"visit": visit | (stage or {})},
        people={"anna": {"name": "Anna", "home": "ghent", "roles": ["guide"], "email": "anna@example.org"}}, **more,
    )  # fmt: skip
    return plan_of(of, [PAIRING], {VISIT: (first, "ghent", people)}, statuses={VISIT: status})


def told(content: bytes) -> dict[str, dict[str, str]]:
    """Entries by UID before the @, each with its properties as text."""
    found = {}
    for event in Calendar.from_ical(content).walk("VEVENT"):
        uid = str(event["UID"]).partition("@")[0]
        assert uid not in found
        properties: Any = event.items()
        found[uid] = {key: value.to_ical().decode() for key, value in properties if not isinstance(value, list)}
    return found


def person_file(files: dict[str, bytes]) -> bytes:
    (content,) = [content for name, content in files.items() if name.startswith("person/")]
    return content


def test_a_person_has_a_calendar_only_with_a_key_and_nobody_guesses_its_name():
    plan = made()
    assert set(calendars(plan)) == {"all.ics", "city/ghent.ics", "city/oslo.ics", "theme/housing.ics"}
    (one,) = calendars(plan, key=KEY).keys() - calendars(plan).keys()
    (other,) = calendars(plan, key=b"l" * 32).keys() - calendars(plan).keys()
    assert re.fullmatch(r"person/anna-[a-z2-7]{16}\.ics", one)
    assert one != other
    assert set(calendars(plan, key=KEY)) == {*calendars(plan), one}


def test_the_key_is_made_once_beside_the_plan_and_nobody_else_may_read_it(tmp_path):
    key = name_key(tmp_path / "plan.json")
    assert name_key(tmp_path / "other.json") == key
    path = tmp_path / KEY_FILE
    assert path.stat().st_mode & 0o077 == 0 or path.drive
    assert unguessable("anna", key, "a") != unguessable("anna", key, "b")
    path.write_text("something else", encoding="utf-8")
    with pytest.raises(RefusedError, match="holds no key of ours"):
        name_key(tmp_path / "plan.json")
    assert path.read_text(encoding="utf-8") == "something else"


def test_the_role_stands_first_for_persons_too():
    entry = told(person_file(calendars(made(), key=KEY)))[VISIT]
    assert entry["SUMMARY"] == "Guide: Oslo → Ghent\\, housing"
    assert entry["X-MICROSOFT-CDO-BUSYSTATUS"] == "BUSY"  # in the city where she lives
    assert told(calendars(made())["city/oslo.ics"])[VISIT]["X-MICROSOFT-CDO-BUSYSTATUS"] == "OOF"


def test_a_theme_has_its_events_in_its_colour():
    content = calendars(made())["theme/housing.ics"]
    assert set(told(content)) == {VISIT}
    head = content.partition(b"BEGIN:VEVENT")[0]
    assert b"\r\nCOLOR:steelblue\r\n" in head
    assert b"\r\nX-APPLE-CALENDAR-COLOR:#4682B4\r\n" in head
    assert told(content)[VISIT]["COLOR"] == "steelblue"


def test_hours_are_told_by_the_clock_they_are_meant_by():
    hours: dict[str, Any] = {"hours": {"start": "09:30", "end": "17:00"}}
    online = scenario(stages={"visit": {"gathers": "pairing", "host": "none", **hours}})
    plans = made(stage=hours), made(stage=hours | {"days": 1}), plan_of(online, [PAIRING], {VISIT: "2024-01-09"})
    texts = [told(calendars(plan)["all.ics"])[VISIT]["DESCRIPTION"] for plan in plans]
    assert [line for text in texts for line in text.split("\\n") if "17:00" in line] == [
        "Each day 09:30-17:00\\, local time", "09:30-17:00\\, local time",
        "09:30-17:00\\, time in Europe/Brussels",
    ]  # fmt: skip


def test_a_single_event_has_no_name_of_a_calendar():
    (content,) = single_calendars(made()).values()
    assert set(single_calendars(made())) == {"one/visit_oslo_ghent_housing.ics"}
    assert not re.search(rb"^(NAME|X-WR-CALNAME)", content, flags=re.MULTILINE)


def test_the_feed_tells_its_own_address():
    content = calendars(made(), url="https://example.org/c/")["city/oslo.ics"]
    assert b"\r\nSOURCE;VALUE=URI:https://example.org/c/city/oslo.ics\r\n" in content
    assert str(Calendar.from_ical(content)["UID"]) == "https://example.org/c/city/oslo.ics"
    with pytest.raises(UsageError, match="is no web address"):
        calendars(made(), url="javascript:x")


@pytest.mark.parametrize("name", ["con", "nul", "lpt1"])
def test_no_file_has_a_name_that_windows_keeps_for_itself(name):
    assert file_stem(name) == f"{name}_"
    assert file_stem("visit/a-b/c") != file_stem("visit/a/b-c")


def test_an_invitation_has_one_entry_and_those_to_invite():
    ((name, content),) = invitations(made()).items()
    assert name == "invite/visit_oslo_ghent_housing.ics"
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "REQUEST"
    event: Any
    (event,) = calendar.walk("VEVENT")
    guests = event["ATTENDEE"]
    assert [str(guest) for guest in guests] == ["mailto:an@ghent.example", "mailto:anna@example.org"]
    assert [guest.params["CN"] for guest in guests] == ["Ghent: An", "Anna"]
    assert {guest.params["RSVP"] for guest in guests} == {"TRUE"}
    assert str(event["ORGANIZER"]) == "mailto:office@example.org"
    assert (str(event["TRANSP"]), str(event["X-MICROSOFT-CDO-BUSYSTATUS"])) == ("OPAQUE", "BUSY")  # it is theirs
    assert all(b"ATTENDEE" not in other for other in calendars(made(), key=KEY).values())


def test_what_is_cancelled_is_called_off_under_the_same_uid():
    ((name, content),) = invitations(made(status="cancelled")).items()
    assert name == "cancel/visit_oslo_ghent_housing.ics"
    calendar = Calendar.from_ical(content)
    event: Any
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert str(event["UID"]) == f"{VISIT}@small.mentoring"


def test_without_an_address_of_the_office_nobody_is_invited():
    of = scenario(cities=WHERE)
    with pytest.raises(UsageError, match=r"programme\.coordinator\.email"):
        invitations(plan_of(of, [PAIRING], {VISIT: "2024-01-08"}))


def test_an_agenda_is_timed_entries_below_an_event_of_several_days():
    files = calendars(made(stage={"hours": {"start": "09:30", "end": "17:00"}, "agenda": AGENDA}))
    for name in ("all.ics", "city/ghent.ics", "city/oslo.ics"):
        entries = told(files[name])
        assert entries[VISIT]["DTSTART"] == "20240109"
        welcome, walk = entries[f"{VISIT}/agenda/1"], entries[f"{VISIT}/agenda/2"]
        assert (welcome["DTSTART"], welcome["DTEND"]) == ("20240109T100000", "20240109T170000")
        assert (walk["DTSTART"], walk["DTEND"]) == ("20240110T110000", "20240110T123000")
        assert welcome["SUMMARY"] == "Welcome (Visit)"
        assert welcome["RELATED-TO"] == f"{VISIT}@small.mentoring"
        assert welcome["TRANSP"] == "TRANSPARENT"  # the event itself takes the time
        assert f"DTSTART;TZID=Europe/Brussels:{welcome['DTSTART']}".encode() in files[name]
        assert files[name].count(b"BEGIN:VTIMEZONE") == 1


def test_an_event_of_one_day_with_hours_is_timed():
    entry = told(calendars(made(stage={"days": 1, "hours": {"start": "09:30", "end": "17:00"}}))["all.ics"])[VISIT]
    assert (entry["DTSTART"], entry["DTEND"]) == ("20240109T093000", "20240109T170000")


def test_without_a_known_zone_there_are_no_hours():
    lost: dict[str, Any] = {"ghent": {"needs": {"housing": {}}}, "oslo": {"offers": {"housing": {}}}}
    of = scenario(cities=lost, stages={"visit": {"gathers": "pairing", "host": "mentee", "agenda": AGENDA,
                                                 "hours": {"start": "09:30", "end": "17:00"}}})  # fmt: skip
    content = calendars(plan_of(of, [PAIRING], {VISIT: "2024-01-09"}))["all.ics"]
    assert {entry["DTSTART"] for entry in told(content).values()} == {"20240109"}
    assert b"VTIMEZONE" not in content


def test_days_of_travel_are_in_the_calendars_of_those_who_travel():
    files = calendars(made(stage={"hours": {"start": "09:30", "end": "17:00"}, "travel_days": 1}), key=KEY)
    oslo = told(files["city/oslo.ics"])
    out, back = oslo[f"{VISIT}/travel/out"], oslo[f"{VISIT}/travel/back"]
    assert (out["DTSTART"], out["DTEND"], out["SUMMARY"]) == ("20240108", "20240109", "Travelling to Ghent")
    assert (back["DTSTART"], back["DTEND"], back["SUMMARY"]) == ("20240111", "20240112", "Travelling home from Ghent")
    assert out["X-MICROSOFT-CDO-BUSYSTATUS"] == "OOF"
    assert "LOCATION" not in out
    assert set(told(files["city/ghent.ics"])) == set(told(person_file(files))) == {VISIT}
    assert set(told(files["all.ics"])) == set(oslo)
    assert not any("travel" in uid for uid in told(calendars(made(stage={"travel_days": 1}))["city/oslo.ics"]))


def test_who_no_longer_takes_part_is_told():
    more = {"hours": {"start": "09:30", "end": "17:00"}, "travel_days": 1, "agenda": AGENDA}
    before = made(stage=more)
    after = follow(made(stage=more | {"agenda": AGENDA[:1]}, people=()), before, {}, is_by_hand=True)
    anna = told(person_file(calendars(after, key=KEY)))
    assert anna[VISIT]["SUMMARY"] == "Not yours any more: Visit\\, Oslo → Ghent\\, housing"
    assert {entry["STATUS"] for entry in anna.values()} == {"CANCELLED"}
    assert {entry["TRANSP"] for entry in anna.values()} == {"TRANSPARENT"}
    oslo = told(calendars(after)["city/oslo.ics"])
    assert oslo[VISIT]["STATUS"] == "CONFIRMED"
    assert oslo[f"{VISIT}/agenda/1"]["STATUS"] == "CONFIRMED"
    assert oslo[f"{VISIT}/agenda/2"]["STATUS"] == "CANCELLED"  # the walk is no more


def test_a_city_that_leaves_and_comes_back_is_told_with_a_higher_sequence_each_time():
    cities: dict[str, Any] = {"ghent": {}, "oslo": {}, "riga": {}}
    stages = {"kick-off": {"gathers": "all", "host": "ghent"}}
    both = plan_of(scenario(cities=cities, stages=stages), [], {"kick-off": "2024-01-09"})
    fewer = plan_of(scenario(cities={"ghent": {}, "oslo": {}}, stages=stages), [],
                    {"kick-off": "2024-01-09"})  # fmt: skip
    two = follow(fewer, both, {})
    three = follow(both, two, {})
    found = [told(calendars(plan)["city/riga.ics"])["kick-off"] for plan in (both, two, three)]
    assert [(entry["STATUS"], entry["SEQUENCE"]) for entry in found] == [
        ("TENTATIVE", "0"), ("CANCELLED", "1"), ("TENTATIVE", "2"),
    ]  # fmt: skip


def test_a_person_who_is_not_sent_any_more_and_has_left_is_told():
    before = made()
    without = before.scenario.model_copy(update={"people": {}})
    after = follow(plan_of(without, [PAIRING], {VISIT: ("2024-01-09", "ghent")}), before, {})
    for plan in (after, follow(plan_of(without, [PAIRING], {VISIT: ("2024-01-10", "ghent")}), after, {})):
        (entry,) = told(person_file(calendars(plan, key=KEY))).values()
        assert entry["STATUS"] == "CANCELLED"
    assert set(calendars(before, key=KEY)) == set(calendars(after, key=KEY))


def test_a_dropped_event_stays_as_cancelled_over_later_revisions():
    one = made()
    two = follow(plan_of(one.scenario, [], {}), one, {})
    three = follow(plan_of(one.scenario, [], {}), two, {})
    for plan in (two, three):
        entry = told(calendars(plan)["city/oslo.ics"])[VISIT]
        assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", "1")
    assert calendars(two)["city/oslo.ics"] == calendars(three)["city/oslo.ics"]


def test_only_persons_are_reminded_and_only_of_what_is_held():
    files = calendars(made(), key=KEY, alarm_days=14)
    (event,) = Calendar.from_ical(person_file(files)).walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert alarm.errors == event.errors == []
    assert alarm["TRIGGER"].to_ical() == b"-P14D"
    assert not any(b"VALARM" in content for name, content in files.items() if not name.startswith("person/"))
    assert b"VALARM" not in person_file(calendars(made(status="cancelled"), key=KEY, alarm_days=14))


def test_where_nobody_travels_the_link_is_where_they_meet():
    of = scenario(stages={"visit": {"gathers": "pairing", "host": "none", "link": "https://meet.example/a;b,c"}})
    content = calendars(plan_of(of, [PAIRING], {VISIT: "2024-01-09"}))["all.ics"]
    assert b"\r\nCONFERENCE;VALUE=URI:https://meet.example/a;b,c\r\n" in content
    assert b"CONFERENCE" not in calendars(made(stage={"link": "https://x.example"}))["all.ics"]
