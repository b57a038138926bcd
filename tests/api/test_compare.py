"""Plans side by side: what is told of each, in tables, records and rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mentoring.api.compare import compare, short_names
from mentoring.domain.plan import GoalValue, Plan, Unserved
from mentoring.errors import NoPlanError, UsageError
from mentoring.exports.comma import csv_text
from mentoring.files.plan import write_plan
from mentoring.views.block import Sentence
from mentoring.views.comparison import ROWS, comparison_blocks, comparison_record, comparison_rows, say_verdict
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, scenario_data


def goal(slug: str, value: int, direction: str = "least", bound: int | None = None) -> GoalValue:
    low = value if bound is None else bound
    return GoalValue(goal=slug, part="pairing", value=value, bound=low, gap=0.0, unit="points", direction=direction)


def made(first: str = "2024-01-08", fit: int = 80, **more: Any) -> Plan:
    of = scenario(
        cities={
            "ghent": city(at=(51.05, 3.7), name="Ghent", needs={"housing": {}}),
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), name="Riga", offers={"housing": {}}),
        }
    )
    goals = (goal("needs", 0), goal("fit", fit, "most", 90))
    return plan_of(of, [PAIRING], {VISIT: first}, goals=goals, **more)


def test_better_worse_and_identical_are_marked():
    found = compare(made(), made(), made("2024-01-15"), made(fit=85), made(fit=70), names=list("ABCDE"))
    assert [found.verdict(number) for number in range(5)] == ["first", "identical", "as good", "identical", "identical"]
    other = compare(made(), made("2024-01-15", fit=85), made("2024-01-15", fit=70), names=list("ABC"))
    assert [say_verdict(other, number) for number in range(3)] == [
        "the others are held against it", "better: fit 5 more", "worse: fit 10 less",
    ]  # fmt: skip
    fit = other.goals[1]
    assert [cell.mark for cell in fit.cells] == ["same", "better", "worse"]


def test_the_first_goal_that_differs_decides():
    one, two = made(), made("2024-01-15", fit=90)
    two = two.model_copy(update={"goals": (goal("needs", 1), two.goals[1])})
    assert compare(one, two).verdict(1) == "worse"


def test_a_goal_that_only_one_was_asked_for_is_measured_in_the_others():
    bare = made().model_copy(update={"goals": (goal("needs", 0),)})
    found = compare(made(fit=100), bare)
    fit = next(row for row in found.goals if row.name == "fit")
    assert [cell.value for cell in fit.cells] == [100, 100]
    assert fit.cells[1].goal is None
    changes = made().model_copy(update={"goals": (goal("changes", 3),)})
    assert [row.name for row in compare(bare, changes).goals] == ["needs"]


def test_changes_are_counted_from_the_first_plan_whatever_each_was_planned_after():
    def after_another(first: str, own: int) -> Plan:
        changes = goal("changes", own).model_copy(update={"part": "dates", "unit": "weight"})
        kept = made(first)
        return kept.model_copy(update={"goals": (kept.goals[0], changes, kept.goals[1])})

    # The second was moved by hand and planned anew, so that nothing changed last; the third was moved only.
    found = compare(*(after_another(*one) for one in (("2024-01-08", 7), ("2024-01-15", 0), ("2024-01-15", 1))))
    row = next(row for row in found.goals if row.name == "changes")
    assert [cell.value for cell in row.cells] == [0, 1, 1]
    assert {cell.mark for cell in row.cells} == {"same", "other"}
    assert [found.verdict(number) for number in range(3)] == ["first", "as good", "as good"]
    told = [str(block) for block in comparison_blocks(found)]
    assert any("('changes from the first', 'when', '0', '1', '1'" in block for block in told)
    record = comparison_record(found)
    assert [one["bounds"] for one in record["goals"] if one["name"] == "changes"] == [[None] * 3]
    assert all(one["goal"] != "changes" for difference in record["differences"] for one in difference["goals"])
    worse = compare(after_another("2024-01-08", 0), after_another("2024-01-15", 0).model_copy(
        update={"goals": (goal("needs", 0), goal("changes", 0).model_copy(update={"part": "dates"}),
                          goal("fit", 70, "most"))}))  # fmt: skip
    assert say_verdict(worse, 1) == "worse: fit 10 less"


def test_what_is_shown():
    unserved = (Unserved(city="ghent", theme="housing", missing=1, priority=3, reason="full"),)
    lacking = plan_of(made().scenario, [], {}, goals=(goal("needs", 3), goal("fit", 0, "most")), unserved=unserved)
    found = compare(made(), made("2024-01-15", fit=85), lacking, names=["plan", "later", "nobody"])
    told = "\n".join(str(block) for block in comparison_blocks(found))
    assert "80 (not above 90)" in told
    assert "85 (not above 90), better" in told
    assert "3 proven, worse" in told
    assert "1 event moves." in told
    assert "('Ghent', 'Housing', '0', '0', '1')" in told
    assert "From plan to nobody" in told
    record = comparison_record(found)
    assert set(record) == {"plans", "goals", "figures", "differences"}
    assert [one["verdict"] for one in record["plans"]] == ["first", "better", "worse"]
    assert record["goals"][1] == {
        "name": "fit", "part": "pairing", "unit": "points", "values": [80, 85, 0], "bounds": [90, 90, 0],
        "marks": ["same", "better", "worse"],
    }  # fmt: skip
    assert [one["to"] for one in record["differences"]] == ["later", "nobody"]


def test_rows_are_tidy():
    rows = comparison_rows(compare(made(), made("2024-01-15"), names=["one", "two"]))
    assert {len(row) for row in rows} == {len(ROWS)}
    assert ("two", "goal", "fit", "pairing", 80, 90, "points", "same", "", "") in rows
    assert ("two", "event moved", VISIT, "", "", "", "", "", "2024-01-08 ghent", "2024-01-15 ghent") in rows


def test_cells_that_would_be_formulas_are_texts():
    written = csv_text(["a", "b"], [["=1+1", -3], ["@x", None], ["\t", "+1"], ["a,b", 'say "hi"'], ["-", 0.5]])
    lines = ["\ufeffa,b", "'=1+1,-3", "'@x,", "'\t,'+1", '"a,b","say ""hi"""', "'-,0.5", ""]
    assert written == "\r\n".join(lines)


def test_scenarios_are_planned_on_the_way(tmp_path: Path):
    base, other = tmp_path / "base.yaml", tmp_path / "other.yaml"
    base.write_text(json.dumps(scenario_data()), encoding="utf-8")
    other.write_text(json.dumps({"based_on": "base.yaml", "programme": {"first": "2024-02-01"}}), encoding="utf-8")
    kept = write_plan(made(), tmp_path / "kept.plan.json")
    found = compare(base, other, kept)
    assert found.names == ("base", "other", "kept")
    assert [len(plan.pairings) for plan in found.plans] == [1, 1, 1]
    assert found.differences[0].count("moved") == 1
    stem = base.with_suffix("").as_posix()
    assert compare(base, base).names == (f"{stem} (1)", f"{stem} (2)")


def test_an_impossible_scenario_is_named(tmp_path: Path):
    closed = [{"first": "2024-01-01", "last": "2024-03-31"}]
    never = scenario(programme={"closed": closed}, pins={"must": {"pairing": PAIRING}})
    with pytest.raises(NoPlanError, match="plan 2: there is no plan that keeps every rule") as told:
        compare(made(), never)
    assert told.value.exit_code == 3


def test_one_alone_is_no_comparison():
    with pytest.raises(UsageError, match="two plans or scenarios at least"):
        compare(made())
    with pytest.raises(UsageError, match="1 names are given for 2 plans"):
        compare(made(), made(), names=["one"])


def of_programme(name: str, title: str, *cities: str) -> Plan:
    known = {
        "ghent": city(name="Ghent", needs={"housing": {}}),
        "oslo": city("NO", name="Oslo", offers={"housing": {}}),
    }
    more = {one: city(name=one.title()) for one in cities}
    return plan_of(
        scenario(programme={"id": name, "title": title}, cities=known | more), [PAIRING], {VISIT: "2024-01-08"}
    )


def test_plans_of_different_programmes_are_told_to_be_that_with_the_cities_that_differ():
    one = of_programme("exchange", "City exchange", "riga")
    other = of_programme("twins", "Twin towns", *(f"town{number}" for number in range(14)))
    found = compare(one, other, names=("here", "there"))
    told = [block for block in comparison_blocks(found) if isinstance(block, Sentence)]
    assert [(block.text, block.style) for block in told[:2]] == [
        ("here is a plan of the programme City exchange, there of another, Twin towns: that one is better or worse "
         "says little.", "warning"),
        ("Not the same cities: only here has Riga; only there has Town0, Town1, Town2, Town3, Town4, Town5, Town6, "
         "Town7, Town8, Town9, Town10, Town11 and 2 more cities.", "warning"),
    ]  # fmt: skip
    record = comparison_record(found)
    assert [plan["programme"] for plan in record["plans"]] == ["exchange", "twins"]
    (difference,) = record["differences"]
    assert (difference["other_programme"], difference["cities_lost"]) == (True, ["riga"])
    assert ("there", "city lost", "riga") in [row[:3] for row in comparison_rows(found)]


def test_of_one_programme_only_cities_that_differ_are_told():
    one, other = of_programme("exchange", "City exchange", "riga"), of_programme("exchange", "City exchange")
    told = [block.text for block in comparison_blocks(compare(one, other)) if isinstance(block, Sentence)]
    assert "Not the same cities: only plan 1 has Riga." in told
    assert not any("programme" in text for text in told)
    alike = [block.text for block in comparison_blocks(compare(one, one)) if isinstance(block, Sentence)]
    assert not any("cities" in text for text in alike)


def test_files_of_one_name_are_told_apart_by_their_folders():
    assert short_names(["a/plan.json", "b/plan.plan.json", "c/athens.plan.json"]) == ("a/plan", "b/plan", "athens")
    assert short_names(["a/plan.json", "a/plan.json", "x.yaml"]) == ("a/plan (1)", "a/plan (2)", "x")
