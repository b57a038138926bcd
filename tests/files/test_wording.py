"""What is told for values of a wrong kind, beyond the files in `broken/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring.files.scenario import load_scenario
from mentoring.files.shape import homes, keys_at

BASE = """\
format: 1
programme: {id: danube, first: 2027-01-01, last: 2027-12-31}
themes: {flood: {}}
cities: {graz: {country: AT, offers: {flood: {}}}, pecs: {country: HU, needs: {flood: {}}}}
stages: {visit: {gathers: pairing, host: mentee}, talk: {gathers: all, host: none}}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("id: danube", "id: 2027", "2:17: programme.id: the number 2027 is no text: put it in quotes: '2027'"),
        ("id: danube", "id: [a]", "2:13: programme.id: a list stands where a text is expected: write it as danube"),
        ("HU,", "HU, at_once: 2.5,", "cities.pecs.at_once: the number 2.5 is no whole number: write 2 or 3"),
        ("HU,", f"HU, at_once: {'9' * 20},", f"cities.pecs.at_once: `{'9' * 20}` is too large a number: write fewer"),
        ("HU,", "HU, at_once: 1e3,", "cities.pecs.at_once: `1e3` is no whole number: write it in digits: 1000"),
        ("HU,", "HU, at_once: [2],", "cities.pecs.at_once: a list is no whole number: write digits, as in 2"),
        ("HU,", "HU, at_once: 0,", "cities.pecs.at_once: 0 is too small: write at least 1"),
        ("HU,", "HU, at_once: 9999999,", "cities.pecs.at_once: 9999999 is too large: write at most "),
        ("HU,", "HU, mentees: '1 000 people',", "write 1000 (the unit, people, is not written)"),
        ("HU,", "HU, mentees: true,", "cities.pecs.mentees: `true` is no whole number: write digits, as in 2"),
        ("HU,", "HU, latitude: north,", "cities.pecs.latitude: `north` is no number: write it as 59.9127"),
        ("HU,", "HU, can_host: maybe,", "can_host: `maybe` is neither true nor false: write true or false"),
        ("HU,", "HU, can_host: 1,", "can_host: the number 1 is neither true nor false: write `true`"),
        ("HU,", "HU, region: Baranya,", "cities.pecs.region: `Baranya` is no `region`: write it as IT-GE"),
        ("HU,", "HU, left_on: 3/25/2027,", "left_on: `3/25/2027` is no date: did you mean 2027-03-25?"),
        ("HU,", "HU, left_on: 03/04/2027,", "`03/04/2027` is no date: write it as 2013-02-25 (year-month-day)"),
        ("HU,", "HU, left_on: 2027-02-29,", "29 February 2027 does not exist: the month ends on day 28"),
        ("HU,", "HU, unavailable: 2027-03-01,", "unavailable: `2027-03-01` is no list: write [2027-03-01]"),
        ("HU,", "HU, wishes: {first: 2027-03-01},", "a mapping stands where a list is expected: begin each"),
        ("format: 1", "format: 1\nbase: other.yaml", "base: unknown key `base`: did you mean `based_on`, which"),
        ("HU,", "HU, rest-days: 2,", "cities.pecs.rest-days: unknown key `rest-days`: did you mean `rest_days`?"),
        ("HU,", "HU, wishes+: [],", "unknown key `wishes+`: a `+` appends to a list of the file named in `based_on`"),
        ("HU,", "HU, qqqqqqqq: 1,", "unknown key `qqqqqqqq`: known here: name, country, region,"),
        ("{flood: {}}}}", "[flood]}}", "needs: a list stands where a mapping is expected: write {flood: {}}"),
        ("{flood: {}}}}", "flood}}", "cities.pecs.needs: `flood` stands where a mapping is expected"),
        ("host: mentee", "host: {same: talk}", "stages.visit.host.same: unknown key `same`: did you mean `same_as`?"),
        ("host: mentee", "host: {}", "host: `same_as` is missing: add `same_as: conference` (The other stage)"),
        ("host: mentee", "host: [graz]", "stages.visit.host: a list stands where a text is expected"),
        ("pairing, ", "{a: 1}, ", "stages.visit.gathers: a mapping is not known here: write one of pairing, mentee,"),
        ("pairing, ", "[Graz], ", "stages.visit.gathers.0: `Graz` is no id: did you mean `graz`?"),
        ("mentee}", "mentee, after: {talk: 6w}}", "stages.visit.after.talk: `6w` stands where a mapping is expected: "
                                                   "write {min: 6w, max: 9m}"),
        ("mentee}", "mentee, after: {talk: {min: 6 weeks}}}", "`6 weeks` is no length of time: write a number"),
        ("mentee}", "mentee, programme_weeks: [2027-W60]}", "stages.visit.programme_weeks"),
        ("themes", "goals: {pairing: needs}\nthemes", "goals.pairing: `needs` is no list: write [needs]"),
        ("themes", "travel: {rates: {name: x, source: y, bands: []}}\nthemes", "travel.rates.bands: this is empty"),
        ("themes", "travel: {days: {over_km: {far: 1}}}\nthemes", "travel.days.over_km.far: `far` is no whole number"),
        ("themes", "pins: {p: {same_days: [visit]}}\nthemes", "pins.p.same_days"),
        ("format: 1\n", "", "1:1: `format` is missing: add `format: "),
        ("themes", "pins: []\nthemes", "pins: a list stands where a mapping is expected: write `name: ...`"),
        ("themes", "people: 3\nthemes", "people: the number 3 stands where a mapping is expected"),
    ],
)  # fmt: skip
def test_the_message_says_what_is_wrong_and_what_to_do(right: str, wrong: str, told: str) -> None:
    Path("x.yaml").write_text(BASE.replace(right, wrong, 1), encoding="utf-8")
    errors = load_scenario("x.yaml").errors
    assert [told in str(error) for error in errors] == [True]


def test_no_message_is_as_long_as_the_file() -> None:
    long = "x" * 100_000
    for right, wrong in (
        ("id: danube", f"id: {long}"),
        ("country: HU", f"country: {long}"),
        ("country: HU", f"at_once: {long}"),
        ("country: HU", f"name: {long}"),
        ("country: HU", f"? {long}\n : 1"),
        ("gathers: pairing", f"gathers: {long}"),
        ("themes", f"pins: {{p: {{event: {long}, host: graz}}}}\nthemes"),
        ("themes", f"pins: {{p: {{pairing: {long}}}}}\nthemes"),
    ):
        Path("x.yaml").write_text(BASE.replace(right, wrong, 1), encoding="utf-8")
        errors = load_scenario("x.yaml").errors
        assert errors
        assert all(len(str(error)) < 2500 for error in errors), right


def test_the_shape_knows_keys_and_where_they_belong() -> None:
    assert keys_at(("stages", "visit", "after", "kick-off")) == ["min", "max", "doubt"]
    assert keys_at(("pins", "may", "not"))[0] == "pairing"
    assert "resolution" not in keys_at(())
    assert keys_at(("cities",)) == []
    assert homes("rest_days") == ("cities.*",)
    assert homes("nowhere") == ()
