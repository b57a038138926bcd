"""Changes that would serve a need: each in its kind, confirmed, and honest about what there was no time for."""

from __future__ import annotations

from dataclasses import replace

from mentoring.analysis.gap import NeedReport
from mentoring.api import serving
from mentoring.api.need import explain_gaps, explain_need
from mentoring.api.trial import try_out
from mentoring.api.way_out import Part, try_way
from mentoring.domain.plan import Plan
from mentoring.engine.model.clock import Clock
from mentoring.engine.why import demand
from mentoring.files.variant import vary
from mentoring.views.gap import gap_blocks, gap_record, need_blocks, need_record
from tests.api.test_need import three
from tests.builders import city


def full() -> Plan:
    """Oslo's one place is Ghent's; Riga, which Bruges refuses, goes without."""
    return three(pairing={"same_country": False})


def told(report: NeedReport) -> str:
    return str(need_blocks(report))


def test_one_more_person_can_be_found_where_the_only_one_is_busy():
    plan = three(
        programme={"last": "2024-01-05"},
        people={"ann": {"roles": ["facilitator"], "home": "oslo"}},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "days": 4, "start_on": ["tue"],
                          "people": {"facilitator": 1}}},
        cities={"oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"mentees": 2}}, at_once=2)},
    )  # fmt: skip
    report = explain_need(plan, "riga", "housing")
    way = next(way for way in report.ways if way.said == "find one more facilitator")
    assert way.trial.difference is not None
    assert {pair.mentee for pair in way.trial.difference.after.paired} == {"ghent", "riga"}
    assert way.trial.changes["people"]["one-more-facilitator"]["roles"] == ["facilitator"]


def test_one_more_person_speaks_what_the_host_does():
    plan = three(
        people={"ann": {"roles": ["facilitator"], "home": "oslo", "languages": ["en"]}},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"facilitator": 1}}},
        cities={
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"mentees": 2}}, at_once=2),
            "riga": city("LV", (56.9, 24.1), name="Riga", needs={"housing": {}}, languages=["lv"]),
        },
    )
    report = explain_need(plan, "riga", "housing")
    said = "find one more facilitator who speaks English and Latvian"
    way = next(way for way in report.ways if way.said == said)
    assert way.trial.is_proven
    assert [way.said for way in report.ways if way.said.startswith("find")] == [said]
    assert "Whoever is new is taken to be free on every day" in told(report)


def test_a_request_that_is_not_needed_is_left_out(monkeypatch):
    plan = full()
    idle = Part("open something", {"programme.closed": []}, frozenset())

    def with_more(pins, way, clock, confirm, base):
        found = try_way(pins, way, clock, confirm, base)
        return replace(found, parts=(idle, *found.parts)) if found is not None else None

    monkeypatch.setattr(serving, "try_way", with_more)
    report = explain_need(plan, "riga", "housing")
    assert report.ways
    assert not any("open something" in way.asks for way in report.ways)
    assert report.looked == "all"


def test_what_was_found_and_is_none_is_passed_over_for_the_next(monkeypatch):
    plan = full()
    refused: list[str] = []

    def first_fails(pins, way, clock, confirm, base):
        found = try_way(pins, way, clock, confirm, base)
        assert found is not None
        refused.extend(() if refused else found.out.asks)
        return None if refused[0] in found.out.asks else found

    before = {way.said for way in explain_need(plan, "riga", "housing").ways}
    monkeypatch.setattr(serving, "try_way", first_fails)
    assert {way.said for way in explain_need(plan, "riga", "housing").ways} == before - {*refused}
    assert refused[0] in before
    assert len(before) > 1


def test_in_a_large_programme_what_is_near_is_looked_at_and_said_so(monkeypatch):
    monkeypatch.setattr(demand, "MOST_EVENTS", 2)
    monkeypatch.setattr(demand, "NEAR_EVENTS", 8)
    report = explain_need(full(), "riga", "housing")
    assert report.looked == "near"
    assert report.ways
    assert all(way.trial.difference is not None and not way.trial.hurt for way in report.ways)
    assert "only pairings near this need were looked at" in told(report)


def test_what_there_was_no_time_for_is_told():
    report = explain_need(full(), "riga", "housing", seconds=0.0)
    assert (report.left, report.looked, report.ways) == (1, "late", ())
    assert "The time was over: 1 possible mentor was not planned with." in told(report)
    assert "The time was over before every change was looked at." in told(report)
    assert need_record(report)["looked"] == "late"
    gaps = explain_gaps(full(), seconds=0.0)
    assert (gaps.needs, gaps.left) == ((), len(full().unserved) + len(full().unused))
    assert f"nothing is told of {gaps.left} more needs or offers" in str(gap_blocks(gaps))
    assert gap_record(gaps)["not_told"] == gaps.left


def test_a_price_that_is_not_known_is_told_as_that(monkeypatch):
    def late(base, changes, said="", **options):
        return replace(try_out(base, changes, said, **options), status="unknown", difference=None)

    monkeypatch.setattr(serving, "try_out", late)
    report = explain_need(full(), "riga", "housing")
    assert all(way.is_confirmed and way.trial.difference is None for way in report.ways)
    assert "What it costs was not found out in the time given" in told(report)
    assert "could not be planned with in the time given" in told(report)
    assert "Every figure is exact" not in told(report)


def test_a_pairing_is_fixed_only_where_others_would_be_served_first():
    other = city("EE", (59.4, 24.7), name="Tallinn", languages=["et"], needs={"housing": {}})
    refusing = city(at=(51.2, 3.2), name="Bruges", offers={"housing": {"refuses": ["riga", "tallinn"]}})
    plan = three(pairing={"same_country": False}, cities={"tallinn": other, "bruges": refusing})
    report = explain_need(plan, plan.unserved[-1].city, "housing")
    way = next(way for way in report.ways if way.asks == ("let Oslo take 2 mentees in housing",))
    if way.holds == "nothing":  # of two needs alike the best plan happens to serve this one
        report = explain_need(plan, plan.unserved[0].city, "housing")
        way = next(way for way in report.ways if way.asks == ("let Oslo take 2 mentees in housing",))
    assert way.holds == "pairing"
    assert way.changes["pins"] == {"asked-1": {"pairing": str(way.pairings[0])}}
    assert "with Oslo fixed by a pin, as else others are served first" in told(report)
    record = need_record(report)["ways"][report.ways.index(way)]
    assert (record["pinned"], record["rest_held"]) == (True, False)
    assert vary(plan.scenario, record["changes"]).require().cities["oslo"].offers["housing"].mentees == 2


def test_that_no_change_does_is_proven_and_said():
    plan = three(
        pairing={"same_country": False},
        cities={"oslo": city("NO", (59.9, 10.7), name="Oslo")},
        stages={"visit": {"gathers": "pairing", "host": "mentor"}},
        pins={"no": {"not": {"pairing": "bruges > riga in housing"}}},
    )
    report = explain_need(plan, "riga", "housing")
    assert report.looked == "all"
    assert [way.asks for way in report.ways] == [
        ("drop the pin no, which rules out Bruges > Riga in housing", "let Bruges and Riga pair in housing")
    ]
    assert "Nothing else that anybody can be asked for does; this is proven." in told(report)


def test_a_plan_of_a_demand_is_found_and_impossible_is_proven():
    of = full().scenario
    riga = ("riga", "housing")
    assert demand.give(of, {riga: 1}, of.conceivable, Clock())[0] is True
    assert demand.give(of, {riga: 1, ("ghent", "housing"): 1}, of.conceivable, Clock())[0] is False
    assert demand.give(of, {riga: 1}, of.conceivable, Clock(seconds=0.0)) == (None, None)
