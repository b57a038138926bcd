"""Plan files: the same bytes for the same plan, never half a file, every problem of a bad one at once."""

from __future__ import annotations

import json
import os

import pytest

from mentoring.domain.by_hand import ByHand
from mentoring.domain.plan import GoalValue, Journey, Plan, Revision, Unserved, Unused
from mentoring.errors import PlanFileError, RefusedError, UsageError
from mentoring.files import output
from mentoring.files.plan import check_replaceable, is_plan_file, parse_plan, plan_text, read_plan, write_plan
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan
from tests.conftest import require_system

JOURNEY = Journey(who="oslo", travellers=2, km=2180, mode="flight", eur=720, co2_kg=400)
GOAL = GoalValue(
    goal="fit", part="pairing", value=100, bound=None, gap=None, unit="points", direction="most", tolerance=250
)


def full_plan() -> Plan:
    """A plan that uses every part of the format."""
    return plan_of(
        scenario(
            travel={"days": {"over_km": {0: 0, 1500: 1}}, "rates": None},
            goals={"pairing": [{"needs": {"tolerance": "2.5%"}}, "fit"], "dates": ["early"]},
            pins={"never": {"not": {"pairing": PAIRING}, "why": "a test"}},
            stages={
                "visit": {"gathers": "pairing", "host": "mentee"},
                "feedback": {
                    "gathers": "pairing", "host": {"same_as": "visit"}, "after": {"visit": {"min": "0d", "max": "6w"}}
                },
            },
            resolution={"holidays": {"ghent": {"2024-01-01": "New Year"}}, "sources": {"holidays": "made up"}},
        ),
        [PAIRING],
        {VISIT: "2024-01-08"},
        changes={VISIT: {"journeys": (JOURNEY,)}},
        unserved=(Unserved(city="ghent", theme="housing", missing=1, priority=3, reason="no candidate"),),
        unused=(Unused(city="oslo", theme="housing", free=1, reason="mentor full"),),
        goals=(GOAL,),
        revision=2,
        revisions=(Revision(number=1, made_at="2024-01-01T09:00:00Z"),),
        history=({"status": None},),
        decisions=(ByHand(cancelled="closing", why="a strike", revision=2),),
        positions={"programme.first": "small.yaml:3:10"},
        run={"made_at": "2024-01-02T09:00:00Z", "seconds": 0.25, "progress": [[0.1, 100]]},
    )  # fmt: skip


def problems(data: object) -> list[str]:
    """What is told about a file with this content."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(PlanFileError) as caught:
        parse_plan(content, "plan.json")
    assert caught.value.exit_code == 1
    return [str(problem) for problem in caught.value.problems]


def told(**changes: object) -> dict[str, object]:
    """The smallest plan's file with some keys replaced."""
    return {**json.loads(plan_text(smallest_plan())), **changes}


@pytest.mark.parametrize("plan", [smallest_plan(), full_plan()], ids=["smallest", "full"])
def test_a_plan_comes_back_as_it_was(plan, tmp_path):
    path = write_plan(plan, tmp_path / "plan.json")
    assert read_plan(path) == plan


def test_the_same_plan_gives_the_same_bytes_and_ends_with_a_line_end(tmp_path):
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    write_plan(full_plan(), first)
    write_plan(read_plan(first), second)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().endswith(b"}\n")
    assert b"\r" not in first.read_bytes()


def test_the_format_comes_first_and_what_may_differ_between_equal_runs_last():
    keys = list(json.loads(plan_text(full_plan())))
    assert keys[0] == "format"
    assert keys[-1] == "run"


def test_the_order_of_stages_is_kept_as_it_has_a_meaning():
    stages = json.loads(plan_text(full_plan()))["scenario"]["stages"]
    assert list(stages) == ["visit", "feedback"]


def test_names_stay_readable(tmp_path):
    plan = plan_of(scenario(programme={"title": "Málaga, Αθήνα, Kraków"}))
    assert "Málaga, Αθήνα, Kraków" in write_plan(plan, tmp_path / "plan.json").read_text(encoding="utf-8")


def test_missing_folders_are_made_and_nothing_else_is_left_behind(tmp_path):
    path = write_plan(smallest_plan(), tmp_path / "out" / "deep" / "plan.json")
    assert [entry.name for entry in path.parent.iterdir()] == ["plan.json"]


def test_a_failure_while_writing_leaves_the_old_plan(tmp_path, monkeypatch):
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mentoring.files.output.os.fsync", fail)
    with pytest.raises(UsageError, match=r"plan\.json: cannot be written: No space left"):
        write_plan(smallest_plan(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


def test_a_link_to_a_plan_stays_a_link(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", encoding="utf-8")
    try:
        link.symlink_to(real)
        has_links = True
    except OSError:
        has_links = False
    require_system("a system that lets us make links", has_links)
    write_plan(smallest_plan(), link)
    assert link.is_symlink()
    assert read_plan(real) == smallest_plan()


def test_what_cannot_be_written_is_told_before_the_work(tmp_path):
    output.check_writable(tmp_path / "new" / "plan.json")
    with pytest.raises(UsageError, match="this is a folder"):
        output.check_writable(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file, not a folder"):
        output.check_writable(tmp_path / "file" / "plan.json")
    with pytest.raises(UsageError, match="is a file, not a folder"):
        output.check_folder_writable(tmp_path / "file")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file"]


def test_a_missing_plan_is_answered_with_the_nearest_name(tmp_path):
    write_plan(smallest_plan(), tmp_path / "plan.json")
    with pytest.raises(UsageError, match=r"there is no such file \(did you mean .*plan\.json\?\)"):
        read_plan(tmp_path / "plna.json")


def test_all_problems_are_told_at_once():
    event = {**json.loads(plan_text(smallest_plan()))["events"][0], "colour": "red", "first": "2024-02-31"}
    found = problems(told(status="perfect", events=[event], pairing=[]))
    assert len(found) == 4
    assert found[0].startswith("plan.json: status: ")
    assert any(one.startswith("plan.json: events.0.first: ") for one in found)
    assert "plan.json: events.0.colour: no such key is known here" in found
    assert "plan.json: pairing: no such key is known here" in found


def test_names_the_scenario_does_not_know_are_told_with_the_nearest():
    event = {
        **json.loads(plan_text(smallest_plan()))["events"][0],
        "host": "gent", "participants": ["oslo", "oslo", "bergen"], "people": ["nobody"], "last": "2024-01-07",
    }  # fmt: skip
    pairing = {"pairing": "ghent > oslo in housing", "fit": 1}
    found = problems(told(events=[event, event], pairings=[pairing, {"pairing": "oslo", "fit": 1}]))
    assert "plan.json: events.0.host: the plan's scenario has no place 'gent': did you mean ghent?" in found
    assert "plan.json: events.0.participants: the name oslo stands twice: delete one of the two" in found
    assert "plan.json: events.0.participants: the plan's scenario has no city 'bergen'" in found
    assert "plan.json: events.0.people: the plan's scenario has no person 'nobody'" in found
    assert "plan.json: events.0.first: 2024-01-08 lies after the last day 2024-01-07" in found
    assert f"plan.json: events: the event {VISIT} stands twice: delete one of the two" in found
    assert "plan.json: pairings.0.pairing: ghent offers nothing in housing" in found
    assert any(one.startswith("plan.json: pairings.1.pairing: 'oslo' is no pairing") for one in found)


def test_a_scenario_that_contradicts_itself_is_told_too():
    broken = json.loads(plan_text(smallest_plan()))["scenario"]
    broken["stages"]["visit"]["after"] = {"visti": {}}
    (found,) = problems(told(scenario=broken))
    assert found.startswith("plan.json: scenario.stages.visit.after.visti: ")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "plan.json: the file is empty"),
        (b'{"format": 1,\n "scenario": ', "plan.json:2:14: this is not JSON: Expecting value: the file seems cut off"),
        (b'{"a": 1}\n<<<<<<< mine\n=======\n>>>>>>> theirs\n', "plan.json:2:1: two versions of the plan were merged"),
        (b"[1, 2]", "plan.json: this is no plan"),
        (b"format: 1\nprogramme: {id: x}\n", "no plan: this looks like a scenario; `mentoring plan` makes a plan"),
        (b'{"format": 1, "programme": {}}', "this looks like a scenario; `mentoring plan` makes a plan of it"),
        (b'{"format": 2, "scenario": {}}', "plan.json: format: the plan has format 2; this version reads format 1"),
        (b'{"scenario": {}, "scenario": {}}', "the key 'scenario' stands twice"),
        (b'{"scenario": NaN}', "NaN is no number a plan can hold"),
        (b'{"scenario": ' + b"9" * 5000 + b"}", "plan.json: "),
        (b'{"scenario": ' + b"[" * 100 + b"]" * 100 + b"}", "nested too deeply"),
        (b'{"scenario": ' + b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe{\x00", "saved as UTF-16"),
        (b"\x89PNG\x00", "a binary file"),
        (b'{"scenario": "\x1b[31m"}', "invisible character U+001B"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_plain_words(data, said):
    found = problems(data)
    assert said in found[0]
    assert all(len(one) < 400 for one in found)


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path, monkeypatch):
    monkeypatch.setattr("mentoring.files.plan.LARGEST", 1000)
    path = tmp_path / "plan.json"
    path.write_bytes(b" " * 5000)
    with pytest.raises(PlanFileError, match="too large"):
        read_plan(path)


@pytest.mark.parametrize(
    ("name", "content", "answer"),
    [
        ("a.yaml", "format: 1\nprogramme: {}\n", False),
        ("a.yaml", '{format: 1, programme: {}}', False),
        ("a.json", '{"nonsense": 1}', True),
        ("a.txt", '\ufeff\n{"format": 1, "scenario": {}}', True),
        ("a.json", "format: 1", False),
    ],
)  # fmt: skip
def test_plans_and_scenarios_are_told_apart_by_content(tmp_path, name, content, answer):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert is_plan_file(path) is answer


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_new_plan_may_be_read_by_whom_the_system_lets_read(tmp_path):
    (tmp_path / "other").write_text("", encoding="utf-8")
    write_plan(smallest_plan(), tmp_path / "plan.json")
    assert (tmp_path / "plan.json").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("content", ["", "\n", plan_text(smallest_plan()), plan_text(smallest_plan())[:200]])
def test_a_plan_replaces_a_plan_even_one_that_is_cut_off(tmp_path, content):
    (tmp_path / "p").write_text(content, encoding="utf-8")
    check_replaceable(tmp_path / "p")


@pytest.mark.parametrize("content", ["format: 1\n", '{"format": 1, "programme": {}}', "\x89PNG", '{"nodes": []}'])
def test_a_plan_replaces_nothing_else(tmp_path, content):
    (tmp_path / "p").write_text(content, encoding="utf-8")
    with pytest.raises(RefusedError, match="is no plan; it stays as it is: name another file"):
        check_replaceable(tmp_path / "p")
