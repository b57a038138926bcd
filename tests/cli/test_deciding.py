"""The verbs that decide by hand: what they say, write and end with."""

from __future__ import annotations

import json
import re

import pytest

from mentoring.cli.deciding import say_room
from mentoring.errors import ForbiddenError, Problem
from mentoring.files.plan import read_plan, write_plan
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data

AT = ("--at", "2024-01-05T09:00:00Z")


@pytest.fixture
def plan_file(tmp_path):
    """The visit on 6 February; the week after is closed."""
    closed = [{"first": "2024-02-12", "last": "2024-02-16"}]
    made = plan_of(scenario(programme={"closed": closed}), [PAIRING], {VISIT: "2024-02-06"})
    return write_plan(made.model_copy(update={"run": {"made_at": "2024-01-01T09:00:00Z"}}), tmp_path / "plan.json")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_move_says_what_changed_and_what_comes_next(run, plan_file):
    answer = run("move", plan_file.name, VISIT, "--to", "2024-02-20", "--why", "their wish", *AT)
    assert answer.stdout == (
        "Visit (oslo > ghent) moves from 6 February 2024 to 20 February 2024.\n"
        "plan.json: revision 2\n"
        "\n"
        "Next\n"
        f"mentoring announce plan.json {VISIT}   tell the cities\n"
        "mentoring export plan.json --to ics -o calendars   calendars that show every city what changed\n"
        "mentoring revert plan.json 1   take this back\n"
    )
    assert read_plan(plan_file).by_id[VISIT].first.isoformat() == "2024-02-20"


def test_the_rule_in_the_way_is_named_the_free_days_are_offered_and_nothing_is_written(run, plan_file):
    before = plan_file.read_bytes()
    answer = run("move", plan_file.name, VISIT, "--to", "2024-02-14", code=1)
    assert answer.stderr.splitlines() == [
        "visit (oslo > ghent) lies in the programme's closed days, 12-16 February 2024",
        "With everything else as it is it could begin on Thursday 1 February, Friday 2 February, Monday "
        "5 February, Wednesday 7 February, Thursday 8 February, Friday 9 February, Monday 19 February, Tuesday "
        "20 February, Wednesday 21 February, Thursday 22 February, Friday 23 February or Monday 26 February 2024 "
        "and on "
        f"{_others(run, plan_file) - 12} other days (--json tells them all).",
        "Error: nothing was done.",
    ]
    assert plan_file.read_bytes() == before
    assert not plan_file.with_name(".plan.json.lock").exists()


def _others(run, plan_file) -> int:
    answer = run("move", plan_file.name, VISIT, "--to", "2024-02-14", "--json", code=1)
    told = json.loads(answer.stdout)
    assert told["broken"] == [
        {"rule": "closed", "message": "visit (oslo > ghent) lies in the programme's closed days, 12-16 February 2024"}
    ]  # fmt: skip
    assert told["changed"] is False
    return len(told["free"])


def test_where_no_other_day_is_free_that_is_said(run, tmp_path):
    stages = {
        "visit": {"gathers": "pairing", "host": "mentee", "between": {"first": "2024-02-06", "last": "2024-02-06"}}
    }
    write_plan(plan_of(scenario(stages=stages), [PAIRING], {VISIT: "2024-02-06"}), tmp_path / "plan.json")
    answer = run("move", "plan.json", VISIT, "--to", "2024-02-14", code=1)
    assert "no other day is free. What forbids this day stands in the scenario" in answer.stderr
    assert "may make room" not in answer.stderr


def test_each_verb_in_the_life_of_a_plan(run, plan_file):
    name = plan_file.name
    steps = [
        (("pin", name, VISIT), "Visit (oslo > ghent) stays as it is."),
        (("unpin", name, VISIT), "Visit (oslo > ghent) is free again."),
        (("announce", name, "--all"), "Visit (oslo > ghent) is announced."),
        (("confirm", name, VISIT), "Visit (oslo > ghent) is confirmed."),
        (("announce", name, VISIT), "Visit (oslo > ghent) is announced again: it was confirmed, and may move now."),
        (("cancel", name, VISIT, "--why", "a strike"), "Visit (oslo > ghent), which was announced, is cancelled."),
        (("revert", name, "6"), "The plan is again as in revision 6."),
        (("done", name, VISIT, "--ahead"), "Visit (oslo > ghent) is done."),
        (("revert", name, "1"), "The plan is again as in revision 1."),
        (("accept", name, "oslo/ghent/housing"), "oslo > ghent in housing is accepted."),
        (
            ("decline", name, PAIRING, "--why", "no staff"),
            "oslo > ghent in housing is declined.\nVisit (oslo > ghent) is cancelled with it.",
        ),
    ]
    for number, (words, said) in enumerate(steps, start=2):
        answer = run(*words, *AT)
        assert answer.stdout.startswith(f"{said}\n{name}: revision {number}\n\nNext\n"), answer.stdout
        assert f"mentoring revert {name} {number - 1}   take this back" in answer.stdout
    told = run("history", name, "--plain").stdout.splitlines()
    assert told[1] == (
        "Revision: 12; Made, in UTC: 5 Jan 2024, 09:00; What for: oslo > ghent in housing is declined: no staff; "
        "What it changed: 1 pairing is lost and 1 event is dropped."
    )
    assert "Revision: 1; Made, in UTC: 1 Jan 2024, 09:00; What for: planned." in told
    assert (
        told[-1]
        == "About: oslo > ghent in housing [oslo/ghent/housing]; Decided: declined; Why: no staff; In revision: 12."
    )
    record = json.loads(run("history", name, "--json").stdout)
    assert [one["number"] for one in record["revisions"]] == list(range(1, 13))
    assert record["decisions"] == [{"about": PAIRING, "decided": "declined", "why": "no staff", "revision": 12}]


def test_what_is_still_to_come_is_done_only_if_that_is_meant(run, plan_file):
    before = plan_file.read_bytes()
    told = run("done", plan_file.name, VISIT, "--at", "2024-02-05", code=1).stderr
    assert squeezed(told) == (
        "Visit (oslo > ghent) lasts until 6 February 2024, and today is 5 February 2024: --ahead marks it all the same "
        "Error: nothing was done. "
    )
    assert plan_file.read_bytes() == before
    run("done", plan_file.name, VISIT, "--at", "2024-02-05", "--ahead")
    assert read_plan(plan_file).by_id[VISIT].status == "done"
    assert "is done already" in run("done", plan_file.name, VISIT, "--at", "2024-02-05").stdout
    run("revert", plan_file.name, "1")
    run("done", plan_file.name, VISIT, "--at", "2024-02-06")  # the day it ends


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pin", VISIT), "All of this is pinned already."),
        (("announce", VISIT), "All of this is announced already."),
        (("move", VISIT, "--to", "2024-02-06"), "It begins on that day already: `mentoring pin` keeps it there."),
    ],
)
def test_what_is_so_already_makes_no_revision(run, plan_file, words, said):
    verb, *rest = words
    if verb != "move":
        run(verb, plan_file.name, *rest)
    before = plan_file.read_bytes()
    number = read_plan(plan_file).revision
    answer = run(verb, plan_file.name, *rest)
    assert squeezed(answer.stdout) == f"{said} plan.json stays as it is, at revision {number}. "
    assert plan_file.read_bytes() == before


def test_for_programs(run, plan_file):
    told = json.loads(run("announce", plan_file.name, VISIT, "--json").stdout)
    assert (told["revision"], told["changed"]) == (2, True)
    assert [(event["id"], event["status"]) for event in told["events"]] == [(VISIT, "announced")]
    assert (told["broken"], told["free"], told["plan"]) == ([], [], "plan.json")
    run("confirm", plan_file.name, VISIT)
    refused = json.loads(run("move", plan_file.name, VISIT, "--to", "2024-02-13", "--json", code=1).stdout)
    (broken,) = refused["broken"]
    assert broken == {"rule": "plan", "message": "Visit (oslo > ghent) is confirmed, and so does not move"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("announce",), 2, "Name events, or all of them with --all"),
        (("confirm", VISIT, "--all"), 2, "leave out either --all or the names"),
        (("announce", VISIT, "--all"), 2, "leave out either --all or the names"),
        (("move", VISIT, "--to", "2024-02-31"), 2, "31 February 2024 does not exist"),
        (("move", "visit/osol", "--to", "2024-02-06"), 2, f"did you mean {VISIT}?"),
        (("move", "Oslo > Paris", "--to", "2024-02-06"), 2, "'Paris' is no city of the programme"),
        (("decline", PAIRING), 2, "say why it is declined"),
        (("accept", "oslo-ghent"), 2, "is no event of the plan and no pairing: write it as oslo/genoa/political"),
        (("revert", "9"), 2, "the plan has no revision 9: it has 1 to 1"),
        (("unpin", VISIT), 2, "nothing was decided by hand about Visit (oslo > ghent)"),
        (("pin", VISIT, "--at", "noon"), 2, "'noon' is no time"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(run, plan_file, words, code, said):
    before = plan_file.read_bytes()
    verb, *rest = words
    answer = run(verb, plan_file.name, *rest, code=code)
    assert said in squeezed(answer.stderr.replace("│", " "))
    assert plan_file.read_bytes() == before


def test_what_the_plan_no_longer_keeps_is_told_with_the_way_on(run, tmp_path):
    cities = {
        "oslo": {"country": "NO", "offers": {"housing": {"mentees": 2, "min_mentees": 2}}},
        "ghent": {"country": "BE", "needs": {"housing": {}}},
        "liege": {"country": "BE", "needs": {"housing": {}}},
    }
    other = VISIT.replace("ghent", "liege")
    both = [PAIRING, "oslo > liege in housing"]
    made = plan_of(scenario(cities=cities), both, {VISIT: "2024-02-06", other: "2024-02-13"})
    write_plan(made, tmp_path / "plan.json")
    shown = run("decline", "plan.json", PAIRING, "--why", "no staff").stdout
    assert "What the plan no longer keeps, until it is made anew\n" in shown
    assert "Next\nmentoring replan plan.json   plan the rest again\n" in shown


def test_events_are_shown_with_the_names_that_verbs_take(run, plan_file):
    shown = run("show", plan_file.name, "events").stdout
    assert "Their names, for verbs like move and confirm\nEvent                      When         Status" in shown
    assert re.search(rf"^{VISIT}   +6 Feb 2024   proposed$", shown, re.MULTILINE)


@pytest.mark.parametrize("name", ["visit/oslo", "Oslo > Ghent", "oslo > ghent in housing", "ghent"])
def test_a_short_name_will_do_where_it_means_one_event(run, plan_file, name):
    told = run("move", plan_file.name, name, "--to", "2024-02-20").stdout
    assert f"mentoring announce plan.json {VISIT} " in told
    assert "is free again" in run("unpin", plan_file.name, name).stdout


def test_a_pairing_goes_by_its_two_cities(run, plan_file):
    assert "is accepted" in run("accept", plan_file.name, "Oslo > Ghent").stdout
    assert "is free again" in run("unpin", plan_file.name, PAIRING).stdout


def test_a_name_that_several_events_share_is_refused_with_their_ids(run, tmp_path):
    cities = scenario_data()["cities"] | {"genoa": city("IT", (44.4, 8.9), needs={"housing": {}})}
    days = {VISIT: "2024-02-06", "visit/oslo/genoa/housing": "2024-02-20"}
    made = plan_of(scenario(cities=cities), [PAIRING, "oslo > genoa in housing"], days)
    write_plan(made, tmp_path / "two.json")
    told = squeezed(run("pin", "two.json", "visit/oslo", code=2).stderr)
    assert f"'visit/oslo' may be one of 2 events, name one: {VISIT}, visit/oslo/genoa/housing" in told
    run("pin", "two.json", "visit/genoa", "visit/oslo/genoa/housing", "Oslo > Genoa")
    assert [one.subject for one in read_plan(tmp_path / "two.json").decisions] == ["visit/oslo/genoa/housing"]


def test_planning_anew_may_make_room_only_where_other_events_are_in_the_way():
    crowded, closed = Problem("", "is busy", rule="at-once"), Problem("", "is closed", rule="closed")
    assert "may make room" in say_room(ForbiddenError([crowded]))
    assert "makes no room" in say_room(ForbiddenError([crowded, closed]))
