"""Publishing to real calendar servers: twice sends nothing, no edit is lost, and a kill in the middle is mended."""

from __future__ import annotations

import importlib.util
import urllib.request
from datetime import date

import pytest

from mentoring.api.publish import find_feed, publish_caldav
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.errors import RefusedError, UsageError
from mentoring.exports.calendar_object import list_objects
from mentoring.exports.calendar_server import CalendarServer
from mentoring.files.revision import follow
from tests.api.caldav import edit, events_at, free_port, serving, visits
from tests.conftest import require_system


def made(plan: Plan, today: str = "2024-01-01") -> Plan:
    """The plan of New Year, as it is when another day counts as today."""
    programme = plan.scenario.programme.model_copy(update={"planned_on": date.fromisoformat(today)})
    of = plan.scenario.model_copy(update={"programme": programme})
    return plan.model_copy(update={"scenario": of, "run": {"made_at": "2024-01-01T09:00:00Z"}})


def test_the_server_tells_of_every_revision_what_the_plan_says(calendar, tmp_path):
    one = visits(6)
    two = follow(visits(6, moved=2, dropped=1), one, {})
    three = follow(visits(6, moved=3), two, {})
    for plan in (one, two, three):
        publish_caldav(plan, calendar, plan_file=tmp_path / "plan.json")
        there = {uid: event for uid, (_, event) in events_at(calendar).items()}
        assert len(there) == len(plan.events) == 6
        for entry, event in zip(list_objects(plan, find_feed(plan)), sorted(plan.events, key=by_day), strict=True):
            told = there[f"{event.id}@small.mentoring"]
            assert str(told["SUMMARY"]) == entry.title
            assert (told["DTSTART"].dt.date(), int(told["SEQUENCE"])) == (event.first, event.sequence)
            assert (str(told["STATUS"]) == "CANCELLED") == (event.status == "cancelled")


def by_day(event: PlannedEvent) -> tuple[date, str]:
    return event.first, event.id


def test_an_edit_of_somebody_else_is_told_and_never_overwritten_unasked(calendar, tmp_path):
    one = visits(3)
    beside = tmp_path / "plan.json"
    publish_caldav(one, calendar, plan_file=beside)
    uid = "visit/oslo/town0/housing@small.mentoring"
    edit(calendar, uid, b"T090000", b"T111500")
    for plan in (one, follow(visits(3, moved=1), one, {})):
        found = publish_caldav(plan, calendar, plan_file=beside)
        assert [(each.event, each.reason) for each in found.conflicts] == [
            ("visit/oslo/town0/housing", "changed there")
        ]
        assert found.sent == 0
        assert events_at(calendar)[uid][1]["DTSTART"].dt.hour == 11
    forced = publish_caldav(plan, calendar, plan_file=beside, is_forced=True)
    assert (len(forced.of("changed")), forced.conflicts) == (1, [])
    assert events_at(calendar)[uid][1]["DTSTART"].dt.hour == 9
    assert publish_caldav(plan, calendar, plan_file=beside).sent == 0


def test_entries_of_others_and_what_they_deleted_stay_as_they_left_it(calendar, tmp_path):
    one = visits(3)
    beside = tmp_path / "plan.json"
    publish_caldav(one, calendar, plan_file=beside)
    server = CalendarServer(calendar)
    name, _ = events_at(calendar)["visit/oslo/town1/housing@small.mentoring"]
    urllib.request.urlopen(urllib.request.Request(calendar + name, method="DELETE")).close()
    own = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:lunch\r\nDTSTAMP:20240101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20240101\r\nDTEND;VALUE=DATE:20240102\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert server.write("lunch.ics", own.encode(), None).code in (200, 201, 204)
    found = publish_caldav(one, calendar, plan_file=beside)
    assert [(each.event, each.reason) for each in found.conflicts] == [("visit/oslo/town1/housing", "deleted there")]
    assert (found.sent, len(events_at(calendar))) == (0, 3)
    assert len(publish_caldav(one, calendar, plan_file=beside, is_forced=True).of("new")) == 1
    assert set(events_at(calendar)) == {"lunch", *(f"{event.id}@small.mentoring" for event in one.events)}


def test_without_its_memory_nothing_is_overwritten_and_the_same_is_known_again(calendar, tmp_path):
    one = visits(3)
    publish_caldav(one, calendar, plan_file=tmp_path / "plan.json")
    for path in tmp_path.glob("caldav-*.json"):
        path.unlink()
    again = publish_caldav(one, calendar, plan_file=tmp_path / "plan.json")
    assert (again.sent, again.unchanged, again.conflicts) == (0, 3, [])
    (tmp_path / "other").mkdir()
    found = publish_caldav(follow(visits(3, moved=1), one, {}), calendar, plan_file=tmp_path / "other" / "plan.json")
    assert [each.reason for each in found.conflicts] == ["already there"]


def test_what_a_calendar_has_no_more_is_called_off_and_not_deleted(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    publish_caldav(visits(3), calendar, plan_file=beside)
    fewer = visits(2)  # a plan that has never heard of the third
    found = publish_caldav(fewer, calendar, plan_file=beside)
    assert len(found.of("called off")) == 1
    event = events_at(calendar)["visit/oslo/town2/housing@small.mentoring"][1]
    assert (str(event["STATUS"]), str(event["SUMMARY"])[:11]) == ("CANCELLED", "Cancelled: ")
    assert publish_caldav(fewer, calendar, plan_file=beside).sent == 0


def test_what_was_called_off_and_is_held_after_all_outranks_what_is_there(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    three = visits(3)
    uid = "visit/oslo/town2/housing@small.mentoring"

    def sequence() -> int:
        return int(events_at(calendar)[uid][1]["SEQUENCE"])

    publish_caldav(three, calendar, plan_file=beside)
    others = {name: told for name, (_, told) in events_at(calendar).items() if name != uid}
    publish_caldav(visits(2), calendar, plan_file=beside)
    off = sequence()
    (change,) = publish_caldav(three, calendar, plan_file=beside).changes
    assert change.say() == "changed: Visit: oslo → town2, housing: 12 Jan 2024, was called off"
    again = sequence()
    assert again > off > 0
    assert publish_caldav(three, calendar, plan_file=beside).sent == 0
    for path in tmp_path.glob("caldav-*.json"):
        path.unlink()
    found = publish_caldav(three, calendar, plan_file=beside)
    assert (found.sent, found.conflicts) == (0, [])
    moved = follow(visits(3, moved=3), three, {})
    publish_caldav(moved, calendar, plan_file=beside)
    assert sequence() > again
    assert publish_caldav(moved, calendar, plan_file=beside).sent == 0
    publish_caldav(three, calendar, plan_file=beside, is_forced=True)  # as it was: the numbers of all others go on too
    assert {name: int(told["SEQUENCE"]) for name, (_, told) in events_at(calendar).items() if name != uid} == {
        name: int(told["SEQUENCE"]) + 2 for name, told in others.items()
    }


def test_what_overwrites_the_edit_of_somebody_else_outranks_it(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    publish_caldav(visits(2), calendar, plan_file=beside)
    uid = "visit/oslo/town1/housing@small.mentoring"
    edit(calendar, uid, b"SEQUENCE:0", b"SEQUENCE:7")
    found = publish_caldav(visits(2), calendar, plan_file=beside)
    assert (found.sent, found.unchanged, found.conflicts) == (0, 2, [])  # saved again there, and nothing said
    edit(calendar, uid, b"T090000", b"T111500")
    trial = publish_caldav(visits(2), calendar, plan_file=beside, is_forced=True, is_trial=True)
    assert [change.say() for change in trial.changes] == [
        "changed: Visit: oslo → town1, housing: 10 Jan 2024, 09:00-16:00, was 10 Jan 2024, 11:15-16:00"
    ]
    publish_caldav(visits(2), calendar, plan_file=beside, is_forced=True)
    assert int(events_at(calendar)[uid][1]["SEQUENCE"]) == 8


def test_nobody_misses_what_is_cancelled_and_was_deleted_there(radicale, tmp_path):
    url, beside = f"{radicale}tidy/", tmp_path / "plan.json"
    two = visits(2)
    publish_caldav(two, url, plan_file=beside)
    name, _ = events_at(url)["visit/oslo/town1/housing@small.mentoring"]
    urllib.request.urlopen(urllib.request.Request(url + name, method="DELETE")).close()
    dropped = follow(visits(2, dropped=1), two, {})
    found = publish_caldav(dropped, url, plan_file=beside)
    assert (found.sent, found.unchanged, found.conflicts) == (0, 2, [])
    held = follow(visits(2), dropped, {})
    assert [each.reason for each in publish_caldav(held, url, plan_file=beside).conflicts] == ["deleted there"]


def test_what_is_cancelled_there_already_is_not_called_off_again(radicale, tmp_path):
    url, beside = f"{radicale}off/", tmp_path / "plan.json"
    three = visits(3)
    publish_caldav(three, url, plan_file=beside)
    publish_caldav(follow(visits(3, dropped=1), three, {}), url, plan_file=beside)
    unaware = visits(2).model_copy(update={"revision": 2})  # a plan that has never heard of it
    found = publish_caldav(unaware, url, plan_file=beside)
    assert (found.sent, found.conflicts) == (0, [])
    event = events_at(url)["visit/oslo/town2/housing@small.mentoring"][1]
    assert str(event["SUMMARY"]).count("Cancelled") == 1


def test_what_was_cancelled_is_taken_away_a_month_after_its_days(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    three = made(visits(3))  # on the 8th, 10th and 12th of January
    publish_caldav(three, calendar, plan_file=beside)
    two = follow(made(visits(3, dropped=2)), three, {})
    publish_caldav(two, calendar, plan_file=beside)
    edit(calendar, "visit/oslo/town2/housing@small.mentoring", b"T090000", b"T111500")
    assert publish_caldav(made(two, "2024-02-09"), calendar, plan_file=beside).of("taken away") == []
    trial = publish_caldav(made(two, "2024-02-10"), calendar, plan_file=beside, is_trial=True)
    assert (len(trial.of("taken away")), len(events_at(calendar))) == (1, 3)
    found = publish_caldav(made(two, "2024-02-10"), calendar, plan_file=beside)
    assert (len(found.of("taken away")), found.unchanged) == (1, 1)  # held; the other was edited
    assert found.of("taken away")[0].startswith("Cancelled: oslo → town1")
    late = publish_caldav(made(two, "2024-03-01"), calendar, plan_file=beside)
    assert (late.sent, late.conflicts) == (0, [])  # the other was somebody's own by then, and stays
    assert {uid.split("/")[2] for uid in events_at(calendar)} == {"town0", "town2"}
    after_all = publish_caldav(three, calendar, plan_file=beside, is_forced=True)
    assert len(after_all.of("new")) == 1


def test_what_a_calendar_has_no_more_is_taken_away_as_late(calendar, tmp_path):
    beside = tmp_path / "plan.json"
    publish_caldav(made(visits(3)), calendar, plan_file=beside)
    fewer = made(visits(2))
    publish_caldav(fewer, calendar, plan_file=beside)
    fewer = made(fewer, "2024-03-01")
    assert len(publish_caldav(fewer, calendar, plan_file=beside).of("taken away")) == 1
    assert (publish_caldav(fewer, calendar, plan_file=beside).sent, len(events_at(calendar))) == (0, 2)


def test_one_city_s_calendar_is_published_alone(radicale, tmp_path):
    url = f"{radicale}town1/"
    plan = visits(3)
    assert publish_caldav(plan, url, plan_file=tmp_path / "plan.json", city="town1").of("new") == [
        "Hosting: oslo → town1, housing"
    ]
    with pytest.raises(UsageError, match="there is no city 'towm1': did you mean town1"):
        publish_caldav(plan, url, plan_file=tmp_path / "plan.json", city="towm1")


def test_what_is_no_calendar_is_refused(radicale, tmp_path):
    with pytest.raises(UsageError, match="is no calendar but a folder of the server"):
        publish_caldav(visits(1), radicale, plan_file=tmp_path / "plan.json")
    with pytest.raises(RefusedError, match="make it by hand"):
        publish_caldav(visits(1), f"{radicale}../nobody/here/", plan_file=tmp_path / "plan.json")


def test_the_password_comes_from_the_environment(tmp_path, monkeypatch):
    require_system("Radicale (pip install radicale)", importlib.util.find_spec("radicale"))
    port = free_port()
    (tmp_path / "users").write_text("office:s3cret\n", encoding="utf-8")
    options = ["--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "htpasswd", "--auth-delay", "0",
               "--auth-htpasswd-filename", str(tmp_path / "users"), "--auth-htpasswd-encryption", "plain",
               "--storage-filesystem-folder", str(tmp_path / "data")]  # fmt: skip
    url = f"http://127.0.0.1:{port}/office/mentoring/"
    with serving(["-m", "radicale", *options], port, tmp_path):
        for password in ("", "wrong"):
            monkeypatch.setenv("MENTORING_CALDAV_USER", "office")
            monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", password)
            with pytest.raises(RefusedError, match="the server does not know you: set MENTORING_CALDAV_USER"):
                publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json")
        monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", "s3cret")
        assert publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json").sent == 2
        assert publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json").sent == 0
    kept = [path.read_text(encoding="utf-8") for path in tmp_path.glob("caldav-*.json")]
    assert len(kept) == 1
    assert "s3cret" not in kept[0]
    with pytest.raises(UsageError, match="cannot be reached"):
        publish_caldav(visits(2), url, plan_file=tmp_path / "plan.json")
