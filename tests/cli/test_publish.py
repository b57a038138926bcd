"""`mentoring publish`: into a folder only what changed, to a server with words that say what happened."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from pathlib import Path

import pytest

from mentoring.api.publish import credentials, publish_folder
from mentoring.errors import RefusedError
from mentoring.exports.calendar_change import change_of
from mentoring.exports.calendar_object import Shown
from mentoring.exports.calendar_server import CalendarServer
from mentoring.exports.calendar_state import read_state, state_path
from mentoring.exports.calendar_sync import Conflict, Outcome
from mentoring.files.lock import locked
from mentoring.files.output import write_whole
from mentoring.files.plan import read_plan, write_plan
from mentoring.files.revision import follow
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.ics")}


def test_only_what_changed_is_written(run, plan_file, tmp_path):
    assert run("publish", plan_file, "--to", "web").stdout == "web: 4 calendars written, 0 as they were.\n"
    for path in (tmp_path / "web").rglob("*.ics"):
        os.utime(path, (1_000_000, 1_000_000))
    before = times(tmp_path / "web")
    assert run("publish", plan_file, "--to", "web").stdout == "web: 0 calendars written, 4 as they were.\n"
    of = scenario(cities={"riga": {}, "ghent": {"needs": {"housing": {}}}, "oslo": {"offers": {"housing": {}}}})
    one = plan_of(of, [PAIRING], {VISIT: "2024-01-08"})
    publish_folder(one, tmp_path / "web")
    publish_folder(follow(plan_of(of, [PAIRING], {VISIT: "2024-01-09"}), one, {}), tmp_path / "web")
    after = times(tmp_path / "web")
    assert {name for name in before if after[name] != before[name]} == {
        "all.ics",
        "ghent.ics",
        "oslo.ics",
        "housing.ics",
    }
    stamp = after["riga.ics"]
    publish_folder(follow(one, follow(plan_of(of, [PAIRING], {VISIT: "2024-01-10"}), one, {}), {}), tmp_path / "web")
    assert times(tmp_path / "web")["riga.ics"] == stamp  # nothing of Riga's is different


def test_a_dry_run_writes_nothing(run, plan_file, tmp_path):
    said = run("publish", plan_file, "--to", "web", "--dry-run").stdout
    assert "would write web/city/oslo.ics, the calendar of oslo: new, with 1 entry\n" in said
    assert said.endswith("web: 4 calendars would be written, 0 as they were.\n")
    assert not (tmp_path / "web").exists()


def test_a_dry_run_tells_what_was_and_will_be_in_which_calendar(run, tmp_path):
    cities = {"oslo": {"offers": {"housing": {"mentees": 2}}, "name": "Oslo"},
              "ghent": {"needs": {"housing": {}}, "name": "Ghent"},
              "riga": {"needs": {"housing": {}}, "name": "Riga"}}  # fmt: skip
    riga = VISIT.replace("ghent", "riga")
    pairs = [PAIRING, PAIRING.replace("ghent", "riga")]
    of = scenario(cities=cities)
    first = plan_of(of, pairs, {VISIT: "2024-01-08", riga: "2024-01-15"})
    publish_folder(first, tmp_path / "web")
    second = follow(plan_of(of, pairs[:1], {VISIT: "2024-01-09"}), first, {})
    write_plan(second, tmp_path / "plan.json")
    before = times(tmp_path / "web")
    said = run("publish", "plan.json", "--to", "web", "--dry-run").stdout.splitlines()
    place = said.index("would write web/city/ghent.ics, the calendar of Ghent: 1 entry changes")
    assert said[place + 1] == "  changed: Hosting: Oslo → Ghent, housing: 9 Jan 2024, was 8 Jan 2024"
    place = said.index("would write web/city/oslo.ics, the calendar of Oslo: 2 entries change")
    assert said[place + 1 : place + 3] == [
        "  changed: Travelling: Oslo → Ghent, housing: 9 Jan 2024, was 8 Jan 2024",
        "  called off: Travelling: Oslo → Riga, housing: 15 Jan 2024",
    ]
    assert any(line.startswith("would write web/all.ics, the calendar of the whole programme: 2 ") for line in said)
    told = json.loads(run("publish", "plan.json", "--to", "web", "--dry-run", "--json").stdout)
    (ghent,) = [one for one in told["changes"] if one["calendar"] == "Ghent"]
    ((entry,), is_new) = ghent["entries"], ghent["is_new"]
    assert (entry["kind"], entry["before"]["first"], entry["after"]["first"], is_new) == (
        "changed", "2024-01-08", "2024-01-09", False,
    )  # fmt: skip
    assert times(tmp_path / "web") == before


def test_files_of_others_stay_and_left_over_ones_are_told(run, plan_file, tmp_path):
    (tmp_path / "web" / "city").mkdir(parents=True)
    (tmp_path / "web" / "city" / "paris.ics").write_text("BEGIN:VCALENDAR", encoding="utf-8")  # not ours
    assert run("publish", plan_file, "--to", "web").stderr == ""
    left = tmp_path / "web" / "city" / "riga.ics"
    left.write_bytes((tmp_path / "web" / "city" / "oslo.ics").read_bytes())
    assert "web/city/riga.ics is of an earlier plan" in run("publish", plan_file, "--to", "web").stderr
    assert left.exists()
    (tmp_path / "web" / "all.ics").write_text("mine", encoding="utf-8")
    assert "is no calendar of ours" in run("publish", plan_file, "--to", "web", code=5).stderr
    assert (tmp_path / "web" / "all.ics").read_text(encoding="utf-8") == "mine"


def test_two_at_a_time_is_refused_and_the_lock_of_the_dead_is_not(run, plan_file, tmp_path):
    (tmp_path / "web").mkdir()
    with locked(tmp_path / "web" / "mentoring", "web"):
        assert "web is being changed by another program" in run("publish", plan_file, "--to", "web", code=5).stderr
    dead = {"process": 2**22 + 1, "computer": socket.gethostname(), "since": "2024-01-01T00:00:00Z"}
    (tmp_path / "web" / ".mentoring.lock").write_text(json.dumps(dead), encoding="utf-8")
    run("publish", plan_file, "--to", "web")
    assert not (tmp_path / "web" / ".mentoring.lock").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "caldav"), "needs the address of a calendar after it"),
        (("--to", "https://example.org/x/"), "write --to caldav https://example.org/x/"),
        (("--to", "web", "--city", "oslo"), "--city belongs to --to caldav"),
        (("--to", "caldav", "https://example.org/x/", "--url", "https://x.org"), "--url belongs to a folder"),
        (("--to", "caldav", "calendar"), "is no address of a calendar"),
        (("--to", "caldav", "https://me:secret@example.org/x/"), "kept in your list of commands"),
        (("--to", "caldav", "http://127.0.0.1:9/x/"), "cannot be reached"),
        (("--to", "caldav", "https://x.org/", "--city", "oslo", "--theme", "housing"), "one calendar is published at"),
    ],
)
def test_what_makes_no_sense_is_told(run, plan_file, arguments, said):
    answer = run("publish", plan_file, *arguments, code=2)
    assert said in answer.stderr
    assert "secret@" not in answer.stdout


def test_a_password_never_travels_readable(run, plan_file, monkeypatch):
    monkeypatch.setenv("MENTORING_CALDAV_USER", "me")
    monkeypatch.setenv("MENTORING_CALDAV_PASSWORD", "secret")
    assert credentials("https://example.org") == ("me", "secret")
    answer = run("publish", plan_file, "--to", "caldav", "http://example.org/x/", code=2)
    assert "would send your password readable by all: write https://" in answer.stderr
    CalendarServer("http://localhost:1/x/", "me", "secret")


def test_conflicts_are_told_with_the_way_on(run, plan_file, monkeypatch):
    conflicts = [
        Conflict(VISIT, "Visit: oslo → ghent", "changed there", Shown("Visit", "2024-01-15")),
        Conflict(
            VISIT,
            "Visit",
            "changed there",
            Shown("Visit", "2024-01-08", "2024-01-08", "11:15-16:00"),
            ours=Shown("Visit", "2024-01-08", "2024-01-08", "09:00-16:00"),
        ),
        Conflict(VISIT, "Visit: oslo → ghent", "deleted there"),
        Conflict(VISIT, "Visit: oslo → ghent", "refused", code=507),
        Conflict(VISIT, "Visit: oslo → ghent", "no version"),
        Conflict(VISIT, "Visit: oslo → ghent", "already there", Shown("Lunch", "2024-01-08")),
    ]
    changes = [change_of(None, Shown("Kick-off", "2024-01-08", "2024-01-09"))]
    found = Outcome("Small: Oslo", changes, unchanged=2, conflicts=conflicts, is_made=True)
    monkeypatch.setattr("mentoring.api.publish.publish_caldav", lambda *_, **__: found)
    answer = run("publish", plan_file, "--to", "caldav", "https://example.org/x/", code=5)
    assert answer.stdout.splitlines() == [
        "The calendar was not there yet, and is made.", "new: Kick-off: 8–9 Jan 2024",
        "Small: Oslo: 1 entry sent, 2 as they were.",
    ]  # fmt: skip
    moved, later, deleted, refused, nameless, foreign, last = answer.stderr.splitlines()
    assert "it now begins on 15 Jan 2024. To follow: mentoring move" in moved
    assert moved.endswith(f"{VISIT} --to 2024-01-15")
    assert later == "Visit: somebody has changed it there, now 8 Jan 2024, 11:15-16:00"
    assert deleted.endswith("somebody has deleted it there")
    assert refused.endswith("the server refuses it (it answers 507)")
    assert "does not say which version it holds" in nameless
    assert "not sent from beside this plan, now titled 'Lunch'" in foreign
    assert "--force" in last
    told = json.loads(run("publish", plan_file, "--to", "caldav", "https://x.org/", "--json", code=5).stdout)
    assert [each["reason"] for each in told["conflicts"]] == [each.reason for each in conflicts]
    assert (told["calendar"], told["new"][0]["title"]) == ("Small: Oslo", "Kick-off")
    assert (told["new"][0]["before"], told["new"][0]["after"]["last"]) == (None, "2024-01-09")


def test_what_is_remembered_of_another_calendar_is_no_memory(tmp_path):
    url = "https://example.org/x/"
    path = state_path(tmp_path / "plan.json", url)
    assert path.name.startswith("caldav-example.org-")
    assert read_state(path, url) == {}
    path.write_text('{"url": "https://other/", "entries": {}}', encoding="utf-8")
    with pytest.raises(Exception, match="is not what `publish` has written there"):
        read_state(path, url)


def test_a_plan_with_people_makes_its_key_once(run, tmp_path):
    people = {"anna": {"roles": ["guide"], "home": "oslo"}}
    plan = smallest_plan(people=people)
    write_plan(plan, tmp_path / "plan.json")
    run("publish", "plan.json", "--to", "web", "--dry-run")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
    run("publish", "plan.json", "--to", "web")
    (one,) = (tmp_path / "web" / "person").iterdir()
    assert run("publish", "plan.json", "--to", "web").stdout.startswith("web: 0 calendars written")
    assert [one] == list((tmp_path / "web" / "person").iterdir())
    key = (tmp_path / "mentoring.key").read_text(encoding="ascii").strip()
    assert key not in (tmp_path / "plan.json").read_text(encoding="utf-8")
    assert read_plan(tmp_path / "plan.json") == plan


def moved(plan, day):
    return follow(plan_of(plan.scenario, [PAIRING], {VISIT: day}), plan, {})


def test_a_calendar_that_somebody_edited_in_the_folder_is_told_and_not_overwritten(tmp_path):
    plan = smallest_plan()
    publish_folder(plan, tmp_path / "web")
    path = tmp_path / "web" / "city" / "oslo.ics"
    edited = path.read_bytes().replace(b"TENTATIVE", b"CONFIRMED")
    path.write_bytes(edited)
    before = times(tmp_path / "web")
    with pytest.raises(RefusedError, match=r"city/oslo\.ics: edited by somebody since it was written here"):
        publish_folder(moved(plan, "2024-01-09"), tmp_path / "web")
    assert path.read_bytes() == edited
    assert times(tmp_path / "web") == before
    publish_folder(moved(plan, "2024-01-09"), tmp_path / "web", is_forced=True)
    assert path.read_bytes() != edited
    assert publish_folder(moved(plan, "2024-01-10"), tmp_path / "web").written


def test_an_edit_of_the_last_moment_is_seen_too(tmp_path, monkeypatch):
    plan = smallest_plan()
    publish_folder(plan, tmp_path / "web")
    path = tmp_path / "web" / "city" / "oslo.ics"
    edited = path.read_bytes().replace(b"TENTATIVE", b"CONFIRMED")

    @contextmanager
    def held_up(target, name):
        path.write_bytes(edited)  # while somebody else was publishing
        with locked(target, name):
            yield

    monkeypatch.setattr("mentoring.files.lock.locked", held_up)
    with pytest.raises(RefusedError, match="edited by somebody"):
        publish_folder(moved(plan, "2024-01-09"), tmp_path / "web")
    assert path.read_bytes() == edited


def test_without_its_memory_no_calendar_is_overwritten_that_may_be_edited(tmp_path):
    plan = smallest_plan()
    publish_folder(plan, tmp_path / "web")
    (tmp_path / "web" / ".mentoring-published.json").unlink()
    before = times(tmp_path / "web")
    with pytest.raises(RefusedError, match=r"or not \(\.mentoring-published\.json, which would tell, is not there\)"):
        publish_folder(moved(plan, "2024-01-09"), tmp_path / "web")
    assert times(tmp_path / "web") == before
    assert publish_folder(plan, tmp_path / "web").written == ()  # the same calendars are known again
    assert publish_folder(moved(plan, "2024-01-09"), tmp_path / "web").written


def test_what_a_killed_run_left_is_not_taken_for_an_edit(tmp_path, monkeypatch):
    plan = smallest_plan()
    publish_folder(plan, tmp_path / "web")
    written: list[Path] = []

    def write_some(path, content):
        if written:
            raise KeyboardInterrupt
        written.append(write_whole(path, content))

    monkeypatch.setattr("mentoring.files.output.write_whole", write_some)
    monkeypatch.setattr("mentoring.exports.published.write_whole", write_whole)
    with pytest.raises(KeyboardInterrupt):
        publish_folder(moved(plan, "2024-01-09"), tmp_path / "web")
    monkeypatch.undo()
    assert len(written) == 1
    assert publish_folder(moved(plan, "2024-01-10"), tmp_path / "web").written


def test_the_folder_tells_nobody_the_names_of_its_calendars(plan_file, tmp_path):
    publish_folder(read_plan(plan_file), tmp_path / "web", plan_file=plan_file)
    memory = json.loads((tmp_path / "web" / ".mentoring-published.json").read_text(encoding="utf-8"))
    assert memory.pop("origins") == {"ics": ["small", 1]}  # which programme it is stands in every calendar
    told = json.dumps(memory)
    names = [path.stem for path in (tmp_path / "web").rglob("*.ics")]
    assert names
    assert not [name for name in names if name in told]


def test_calendars_written_again_do_not_replace_what_somebody_edited(run, plan_file, tmp_path):
    run("export", plan_file, "--to", "ics", "-o", "out")
    run("export", plan_file, "--to", "ics", "-o", "out")  # what nobody has touched is replaced
    path = tmp_path / "out" / "city" / "oslo.ics"
    edited = path.read_bytes().replace(b"TENTATIVE", b"CONFIRMED")
    path.write_bytes(edited)
    said = run("export", plan_file, "--to", "ics", "-o", "out", code=5).stderr
    assert "out/city/oslo.ics: edited by somebody since it was written here; nothing was written" in said
    assert path.read_bytes() == edited
    path.unlink()
    run("export", plan_file, "--to", "ics", "-o", "out")
    assert path.read_bytes() != edited


@pytest.mark.parametrize(
    ("form", "name"), [("csv", "events.csv"), ("json", "plan.export.json"), ("geojson", "map.geojson")]
)
def test_tables_written_again_do_not_replace_what_somebody_typed_into_them(form, name, run, plan_file, tmp_path):
    run("export", plan_file, "--to", form, "-o", "out")
    run("export", plan_file, "--to", form, "-o", "out")
    path = tmp_path / "out" / name
    typed = path.read_bytes().replace(b"oslo", b"Oslo!")
    path.write_bytes(typed)
    assert "edited by somebody" in run("export", plan_file, "--to", form, "-o", "out", code=5).stderr
    assert path.read_bytes() == typed
