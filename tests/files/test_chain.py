"""What-ifs: files based on files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mentoring.errors import Place, UsageError
from mentoring.files import chain
from mentoring.files.chain import read_chain

BASE = """
themes: {flood: {}, heat: {}}
cities:
  graz: {name: Graz, country: AT, offers: {flood: {}}, unavailable: [{first: 2027-01-01, last: 2027-01-02}]}
  pecs:
    needs: {flood: {prefers: [graz, maribor]}, heat: {refuses: [graz]}}
  maribor: {offers: {heat: {}}}
people:
  novak: {home: graz, roles: [facilitator]}
  kos: {}
stages:
  kick-off: {gathers: [graz, pecs], host: maribor}
  visit: {gathers: pairing, host: mentee, after: {kick-off: {min: 1w}}, people: {novak: {}, facilitator: 1}}
  heat-day: {gathers: theme, themes: [heat], host: participant, after: {visit: {}}}
  next-day: {gathers: all, host: {same_as: kick-off}}
travel:
  days: {between: {graz: {pecs: 1}, pecs: {maribor: 1, graz: 1}}}
  no_rail: [pecs, CY]
pairs:
  - {pairing: graz > pecs in flood, fit: 10}
  - {pairing: maribor > pecs in heat, fit: 20}
pins:
  settled: {pairing: maribor > pecs in heat}
  may: {event: visit/graz/pecs/flood, first: 2027-05-04}
  together: {not: {same_days: [visit/graz/pecs/flood, heat-day/heat]}}
  sent: {event: kick-off, people: [novak]}
  there: {event: heat-day/heat, host: graz}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE, encoding="utf-8")


def read(text: str, name: str = "what-if.yaml", base: str = "base.yaml") -> Any:
    Path(name).write_text(f"based_on: {base}\n{text}", encoding="utf-8")
    return read_chain(name)


def told(tree: Any) -> list[str]:
    return [str(problem) for problem in tree.problems]


def test_a_file_without_base_is_read_as_it_is_and_null_means_absent() -> None:
    Path("alone.yaml").write_text("a: {b: 1, c: null}\nd: ~\ne: [{f: null}]\n", encoding="utf-8")
    tree = read_chain("alone.yaml")
    assert (tree.value, tree.problems) == ({"a": {"b": 1}, "e": [{}]}, [])


def test_an_entry_about_which_nothing_is_said_is_named() -> None:
    Path("alone.yaml").write_text("themes:\n  flood:\ncities: {graz: {offers: {flood: }}}\n", encoding="utf-8")
    tree = read_chain("alone.yaml")
    assert sorted(told(tree)) == [
        "alone.yaml:2:3: themes.flood: nothing is said about it: write `flood: {}`, or delete it",
        "alone.yaml:3:26: cities.graz.offers.flood: nothing is said about it: write `flood: {}`, or delete it",
    ]


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [  # the cases of RFC 7396, appendix A, that are mappings at the top
        ("{a: b}", "{a: c}", {"a": "c"}),
        ("{a: b}", "{b: c}", {"a": "b", "b": "c"}),
        ("{a: b}", "{a: null}", {}),
        ("{a: b, b: c}", "{a: null}", {"b": "c"}),
        ("{a: [b]}", "{a: c}", {"a": "c"}),
        ("{a: c}", "{a: [b]}", {"a": ["b"]}),
        ("{a: {b: c}}", "{a: {b: d, c: null}}", {"a": {"b": "d"}}),
        ("{a: [{b: c}]}", "{a: [1]}", {"a": [1]}),
        ("{e: null}", "{a: 1}", {"a": 1}),
        ("{}", "{a: {bb: {ccc: null}}}", {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch(target: str, patch: str, result: Any) -> None:
    Path("target.yaml").write_text(target, encoding="utf-8")
    tree = read("", "patch.yaml", "target.yaml")
    Path("patch.yaml").write_text(patch.replace("{", "{based_on: target.yaml, ", 1), encoding="utf-8")
    tree = read_chain("patch.yaml")
    assert (tree.value, tree.problems) == (result, [])


def test_a_key_that_ends_in_plus_appends_and_every_value_keeps_its_place() -> None:
    tree = read("cities:\n  graz:\n    unavailable+:\n      - {first: 2027-02-01, last: 2027-02-02}\n")
    assert [entry["first"] for entry in tree.value["cities"]["graz"]["unavailable"]] == ["2027-01-01", "2027-02-01"]
    assert tree.place(("cities", "graz", "unavailable", 0, "first")) == Place("base.yaml", 4, 78)
    assert tree.place(("cities", "graz", "unavailable", 1, "first")) == Place("what-if.yaml", 5, 17)
    assert tree.key_place(("cities", "graz")) == Place("what-if.yaml", 3, 3)
    assert tree.key_place(("cities", "pecs")) == Place("base.yaml", 5, 3)


def test_plus_begins_a_list_and_appends_after_a_replacement() -> None:
    tree = read("cities: {pecs: {wishes+: [a]}, graz: {unavailable+: [b], unavailable: [a]}}")
    assert tree.value["cities"]["pecs"]["wishes"] == ["a"]
    assert tree.value["cities"]["graz"]["unavailable"] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cities: {graz: {name+: [x]}}", "cities.graz.name+: `name` is no list, so nothing can be appended"),
        ("cities: {graz: {unavailable+: x}}", "cities.graz.unavailable+: a key that ends in `+` needs a list"),
        ("cities: {gratz: null}", "cities.gratz: there is nothing of this name to remove: did you mean `graz`?"),
        ("cities: {graz: {offers: {heat: null}}}", "to add it with default values write `heat: {}`"),
    ],
)
def test_what_cannot_be_applied_is_told(text: str, expected: str) -> None:
    (problem,) = read(text).problems
    assert expected in str(problem)


def test_removing_a_city_takes_along_all_that_names_it_and_says_so() -> None:
    tree = read("cities:\n  graz: null\n")
    value = tree.value
    assert value["cities"]["pecs"]["needs"] == {"flood": {"prefers": ["maribor"]}, "heat": {"refuses": []}}
    assert value["stages"]["kick-off"]["gathers"] == ["pecs"]
    assert value["travel"] == {"days": {"between": {"pecs": {"maribor": 1}}}, "no_rail": ["pecs", "CY"]}
    assert value["pairs"] == [{"pairing": "maribor > pecs in heat", "fit": 20}]
    assert sorted(value["pins"]) == ["sent", "settled"]
    assert value["people"]["novak"]["home"] == "graz"
    assert value["places"] == {"graz": {"name": "Graz", "country": "AT"}}
    assert tree.place(("places", "graz", "country")) == Place("base.yaml", 4, 31)
    (problem,) = tree.problems
    assert problem.warning
    assert str(problem) == (
        "what-if.yaml:3:3: cities.graz: this city is removed: with it went "
        "cities.graz (stays behind as a place, being somebody's home), cities.pecs.needs.flood.prefers (graz), "
        "cities.pecs.needs.heat.refuses (graz), pairs (graz), pins.may, pins.there, pins.together, "
        "stages.kick-off.gathers (graz), travel.days.between.graz, travel.days.between.pecs.graz"
    )


def test_removing_a_theme_takes_along_the_stages_that_are_only_for_it() -> None:
    value = read("themes: {heat: null}").value
    assert "heat-day" not in value["stages"]
    assert value["cities"]["maribor"] == {"offers": {}}
    assert sorted(value["pins"]) == ["may", "sent"]


def test_removing_a_person_and_a_stage() -> None:
    value = read("people: {novak: null}\nstages: {visit: null}").value
    assert sorted(value["stages"]) == ["heat-day", "kick-off", "next-day"]
    assert value["stages"]["heat-day"]["after"] == {}
    assert sorted(value["pins"]) == ["settled", "there"]
    value = read("people: {novak: null}").value
    assert value["stages"]["visit"]["people"] == {"facilitator": 1}


def test_what_the_what_if_itself_says_about_a_removed_city_stays_and_is_for_the_reading_to_refuse() -> None:
    value = read("cities: {graz: null}\npins: {new: {pairing: graz > pecs in flood}}").value
    assert value["pins"]["new"] == {"pairing": "graz > pecs in flood"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "cities: {maribor: null}",
            "base.yaml:12:43: stages.kick-off.host: the host of this stage, the city `maribor`",
        ),
        (
            "stages: {kick-off: null}",
            "base.yaml:15:34: stages.next-day.host: the host of this stage, the stage `kick-off`",
        ),
    ],
)
def test_a_stage_whose_host_is_gone_is_an_error(text: str, where: str) -> None:
    errors = [str(problem) for problem in read(text).problems if not problem.warning]
    assert len(errors) == 1
    assert errors[0].startswith(f"{where}, is removed in what-if.yaml:2:")


def test_a_new_host_in_the_same_or_a_later_what_if_settles_it() -> None:
    tree = read("cities: {maribor: null}\nstages: {kick-off: {host: graz}}")
    assert [problem.warning for problem in tree.problems] == [True]
    read("cities: {maribor: null}")
    tree = read("stages: {kick-off: {host: graz}}", "later.yaml", "what-if.yaml")
    assert [problem.warning for problem in tree.problems] == [True]


def test_chains_apply_from_the_base_up() -> None:
    read("cities: {graz: {name: One, code: ONE}}", "one.yaml")
    value = read("cities: {graz: {name: Two}}", "two.yaml", "one.yaml").value
    assert (value["cities"]["graz"]["name"], value["cities"]["graz"]["code"]) == ("Two", "ONE")
    assert "based_on" not in value


def test_a_circle_is_an_error() -> None:
    read("", "one.yaml", "two.yaml")
    tree = read("", "two.yaml", "./one.yaml")
    assert tree.value is None
    assert told(tree) == [
        "one.yaml:1:11: based_on: these files are based on each other in a circle: "
        "two.yaml > one.yaml > two.yaml: break the circle"
    ]
    assert "circle: self.yaml > self.yaml" in told(read("", "self.yaml", "self.yaml"))[0]


def test_a_missing_base_is_told_where_it_is_named() -> None:
    tree = read("", base="bse.yaml")
    assert tree.value is None
    assert told(tree) == [
        "what-if.yaml:1:11: based_on: bse.yaml: there is no such file (did you mean base.yaml?): "
        "give the name as seen from this file"
    ]


def test_the_base_is_found_from_the_file_that_names_it() -> None:
    Path("deep").mkdir()
    tree = read("cities: {graz: {name: X}}", "deep/what-if.yaml", "../base.yaml")
    assert tree.value["cities"]["graz"]["name"] == "X"
    assert tree.place(("cities", "graz", "country")).file == "base.yaml"


@pytest.mark.parametrize("base", ["3", "[base.yaml]", "''"])
def test_a_base_must_be_a_file_name(base: str) -> None:
    (line,) = told(read("", base=base))
    assert "is no file name: write the name of a scenario file, as in base.yaml" in line


def test_problems_of_all_files_are_told_at_once() -> None:
    Path("base.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    tree = read("b: 1\nb: 2\n")
    assert [line.split(": ")[0] for line in told(tree)] == ["base.yaml:2:1", "what-if.yaml:3:1"]


def test_a_broken_base_stops_the_reading() -> None:
    Path("base.yaml").write_text("a: [", encoding="utf-8")
    tree = read("b: 1\n")
    assert tree.value is None
    assert told(tree)[0].startswith("base.yaml:")


def test_a_long_chain_is_refused() -> None:
    for number in range(chain.LONGEST + 1):
        read("", f"{number}.yaml", f"{number + 1}.yaml")
    tree = read_chain("0.yaml")
    assert tree.value is None
    assert "more than 20 files are based on each other" in told(tree)[0]


def test_a_missing_file_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        read_chain("nowhere.yaml")
