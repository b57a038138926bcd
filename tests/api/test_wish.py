"""What a wish would cost, judged by trying all plans; how wishes are written and what is said of them."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import pytest

from mentoring.analysis.trial import Trial
from mentoring.analysis.wish import MONTHS, parse_wish
from mentoring.analysis.wish_name import find_event
from mentoring.api.event_decision import move
from mentoring.api.known import spelling_of
from mentoring.api.wish import weigh_wish
from mentoring.domain.event import Agenda
from mentoring.domain.plan import Plan
from mentoring.engine import planner
from mentoring.errors import UsageError
from mentoring.files.plan import write_plan
from mentoring.views.block import Sentence, Table
from mentoring.views.wish import wish_blocks, wish_record
from tests.asking import best, pinned, ranked, small_plans, values
from tests.brute import TooManyPlans
from tests.builders import VISIT, city, plan_of, scenario


def random_wish(rng: Random, plan: Plan) -> str:
    """A wish about something that could be, though perhaps not in any plan."""
    of = plan.scenario
    event = rng.choice(plan.held)
    kind = rng.choice(("pairing", "for", "on", "in", "at"))
    if kind in ("pairing", "for"):
        pair = rng.choice(of.conceivable)
        return str(pair) if kind == "pairing" else f"{pair.mentor} for {pair.mentee}"
    if kind == "on":
        days = (of.span.last - of.span.first).days
        return f"{event.id} on {date.fromordinal(of.span.first.toordinal() + rng.randint(0, days))}"
    if kind == "in":
        return f"{event.id} in {MONTHS[rng.choice((of.span.first, of.span.last)).month - 1]}"
    hosts = Agenda(of, of.conceivable).hosts(Agenda(of, of.conceivable).events[event.id])
    return f"{event.id} at {rng.choice(hosts or tuple(of.cities))}"


def check_trial(plan: Plan, wish: str, trial: Trial, held: bool) -> str:
    """The best plan with the wish is as good as brute force finds it, and has what is wished."""
    asked = parse_wish(plan, wish)
    pins = [body for way in asked.ways[:1] for body in way]
    if asked.days and not held and trial.difference is None:
        each = [[{"event": asked.event, "first": day.isoformat()}] for day in asked.days]
        assert [best(pinned(plan.scenario, pins)) for pins in each] == [None for _ in each], wish
    elif len(asked.ways) == 1 and not held and trial.difference is None:
        assert best(pinned(plan.scenario, pins)) is None, wish
    if trial.difference is None:
        return "impossible"
    after = trial.difference.after
    assert values(trial.difference) == best(after.scenario), wish
    if " in " in wish and ">" not in wish:
        assert after.by_id[asked.event].first in asked.days
    if " on " in wish:
        assert after.by_id[asked.event].first == date.fromisoformat(pins[0]["first"])
    if " at " in wish:
        assert after.by_id[asked.event].host == pins[0]["host"]
    if asked.pairs:
        assert set(asked.pairs) & after.paired
    return trial.verdict


def test_a_wish_costs_what_trying_all_plans_says():
    rng, seen = Random(5), Counter[str]()
    for plan in small_plans(31, 30, most=600):
        wish = random_wish(rng, plan)
        report = weigh_wish(plan, wish)
        if report.free is None or report.held is None:
            assert report.why_not
            continue
        with suppress(TooManyPlans):
            seen[check_trial(plan, wish, report.free, False)] += 1
            check_trial(plan, wish, report.held, True)
        if report.held.difference is not None:  # what is possible with the rest held is possible with it free
            assert report.free.difference is not None
            assert report.free.rank <= report.held.rank
        assert not report.is_met or report.free.verdict == "same"
    assert {"impossible", "same"} <= seen.keys()


def test_of_several_themes_the_best_counts():
    for plan in small_plans(77, 5, most=600):
        for pair in plan.scenario.conceivable[:2]:
            report = weigh_wish(plan, f"{pair.mentor} for {pair.mentee}")
            others = [other for other in plan.scenario.conceivable if other[:2] == pair[:2]]
            found = [best(pinned(plan.scenario, [{"pairing": str(other)}])) for other in others]
            assert report.free is not None
            possible = [ranked(plan, one) for one in found if one is not None]
            made = values(report.free.difference)
            assert (ranked(plan, made) if made is not None else None) == min(possible, default=None)


def three_months() -> Plan:
    of = scenario(
        programme={
            "last": "2024-04-30",
            "public_holidays": "none",
            "closed": [{"first": "2024-02-01", "last": "2024-02-29", "why": "carnival"}],
        },
        cities={
            "ghent": city(at=(51.05, 3.7), name="Ghent", needs={"housing": {}}),
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), name="Rīga", offers={"housing": {"strength": 80}}),
        },
    )
    return planner.plan(of).require_plan()


def said(plan: Plan, wish: str) -> list[str]:
    return [block.text for block in wish_blocks(weigh_wish(plan, wish)) if isinstance(block, Sentence)]


def test_what_is_said_of_a_wish():
    plan = three_months()
    assert plan.by_id[VISIT].first == date(2024, 1, 1)
    assert said(plan, f"{VISIT} in january") == ["The plan has it already."]
    assert said(plan, f"{VISIT} in March 2024")[:2] == ["Worse: early 60 days worse.", "1 event moves."]
    assert said(plan, "visit/oslo on 8 january 2024")[0] == "Worse: early 7 days worse."
    free = said(plan, "Riga for Ghent")
    assert "Worse: fit 20 points worse, travel km 798 worse." in free
    assert said(plan, "ghent for oslo") == ["Impossible: Ghent offers nothing, Oslo needs nothing."]


def test_a_month_that_cannot_be_is_told_day_by_day():
    report = weigh_wish(three_months(), f"{VISIT} in February 2024")
    assert report.free is not None
    assert report.free.status == "infeasible"
    assert {day for one in report.obstacles for day in one.days} == {
        date(2024, 2, day) for day in range(1, 30) if date(2024, 2, day).weekday() < 5
    }
    assert all("carnival" in told for one in report.obstacles for told in one.said)
    (table,) = [block for block in wish_blocks(weigh_wish(three_months(), f"{VISIT} on 2024-02-05"))
                if isinstance(block, Table) and block.columns[0].title == "No."]  # fmt: skip
    assert [row[1] for row in table.rows] == [
        "It is asked that visit (Oslo > Ghent) begins on 5 February 2024",
        "The programme is closed 1-29 February 2024 (carnival)",
    ]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (
            "more money",
            "is no wish that is understood: write MENTOR > MENTEE in THEME; MENTOR for MENTEE; EVENT on DAY",
        ),
        ("oslo > ghant in housing", "'ghant' is no city of the programme: did you mean ghent?"),
        ("oslo > ghent in hosing", "'hosing' is no theme of the programme: did you mean housing?"),
        ("visit/oslo/ghant on 2024-02-05", "the plan has no event 'visit/oslo/ghant': did you mean visit/oslo/ghent"),
        ("visit on 31 April 2024", "30 April|31 April 2024 does not exist"),
        ("visit on next monday", "is no date: write it as 2013-02-25"),
        ("visit in mai", "'mai' is no month: did you mean"),
        ("visit at parys", "'parys' is no city or place of the programme"),
    ],
)
def test_what_is_not_understood_is_told_with_the_nearest(wish, told):
    with pytest.raises(UsageError, match=told):
        weigh_wish(three_months(), wish)


def test_an_event_is_found_by_part_of_its_id():
    plan = three_months()
    assert find_event(plan, "visit/ghent") == VISIT
    assert find_event(plan, "visit/os/gh") == VISIT
    assert find_event(plan, VISIT.upper()) == VISIT
    two = next(plan for plan in small_plans(3, 50) if len({event.stage for event in plan.held}) < len(plan.held))
    stage = Counter(event.stage for event in two.held).most_common(1)[0][0]
    with pytest.raises(UsageError, match="may be one of"):
        find_event(two, stage)


SPELT = {
    "porto": {"name": "Porto", "country": "PT", "latitude": 41.15, "longitude": -8.61, "offers": {"housing": {}}},
    "malmo": {"name": "Malmö", "country": "SE", "latitude": 55.61, "longitude": 13.0, "needs": {"housing": {}}},
}


@pytest.mark.parametrize(
    "wish",
    [
        "porto > malmo in housing", "PORTO > MALMO in Housing", "Porto > Malmö in HOUSING", "Oporto > Malmø in housing",
        "oporto for Malmoe",
    ],
)  # fmt: skip
def test_cities_go_by_any_spelling_in_a_wish(wish: str):
    of = scenario(cities=SPELT)
    asked = parse_wish(plan_of(of, [], {}), wish, spelling_of(of))
    assert asked.ways == (({"pairing": "porto > malmo in housing"},),)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("visit/Oporto/Malmø on 2024-02-06", {"event": "visit/porto/malmo/housing", "first": "2024-02-06"}),
        ("visit/MALMOE at Malmø", {"event": "visit/porto/malmo/housing", "host": "malmo"}),
        ("portoo > malmo in housing", "'portoo' is no city of the programme: did you mean porto?"),
        ("porto > malmo in housin", "'housin' is no theme of the programme: did you mean housing?"),
        ("visit/porto/xalmo on 2024-02-06", "did you mean visit/porto/malmo/housing?"),
    ],
)
def test_an_event_of_a_wish_goes_by_any_spelling_and_a_wrong_name_gets_the_nearest(
    wish: str, told: str | dict[str, str]
):
    of = scenario(cities=SPELT)
    plan = plan_of(of, ["porto > malmo in housing"], {"visit/porto/malmo/housing": "2024-02-06"})
    if isinstance(told, dict):
        assert parse_wish(plan, wish, spelling_of(of)).ways == ((told,),)
        return
    with pytest.raises(UsageError) as error:
        parse_wish(plan, wish, spelling_of(of))
    assert told in str(error.value)


def test_with_the_rest_held_nothing_else_changes():
    for plan in small_plans(9, 8, most=600):
        event = plan.held[0]
        report = weigh_wish(plan, f"{event.id} in {MONTHS[plan.scenario.span.last.month - 1]}")
        if report.held is not None and report.held.difference is not None:
            assert {change.id for change in report.held.difference.events} <= {
                other.id for other in plan.held if other.host == event.host
            }
            assert report.held.difference.gained == report.held.difference.lost == ()


def test_a_day_before_the_lead_time_is_told_to_be_too_soon():
    of = scenario(
        programme={"public_holidays": "none"},
        stages={"visit": {"gathers": "pairing", "host": "mentee", "lead_time": "2w"}},
    )
    plan = planner.plan(of).require_plan()
    assert plan.by_id[VISIT].first == date(2024, 1, 15)
    told = said(plan, f"{VISIT} on 2024-01-03")
    assert told[0] == "Better: early 12 days better."
    (warning,) = [one for one in told if one.startswith("Mind")]
    assert warning == (
        "Mind that it begins on 3 January 2024, before 15 January 2024; it needs 2 weeks of preparation; "
        "this does not bind an event that is fixed by hand."
    )
    assert not weigh_wish(plan, f"{VISIT} on 2024-01-16").too_soon


def test_what_there_was_no_time_for_is_counted_and_told():
    both: dict[str, Any] = {"housing": {}, "parks": {}}
    cities = {"ghent": city(at=(51.05, 3.7), needs=both), "oslo": city("NO", (59.9, 10.7), offers=both)}
    plan = planner.plan(scenario(cities=cities, themes=both)).require_plan()
    report = weigh_wish(plan, "oslo for ghent", seconds=0.0)
    assert report.free is not None
    assert report.untried == 2  # of two themes one is tried anyway, with the rest free and with the rest held
    assert any("The time was over: 2 possibilities were not tried." in str(block) for block in wish_blocks(report))
    assert wish_record(report)["untried"] == 2
    assert weigh_wish(plan, "oslo for ghent").untried == 0


def test_a_decision_by_hand_in_the_way_comes_with_what_takes_it_back(tmp_path):
    moved = move(three_months(), VISIT, date(2024, 3, 4), at="2024-01-01T09:00:00Z").plan
    path = write_plan(moved, tmp_path / "plan.json")
    for wish in (f"{VISIT} in January 2024", f"{VISIT} at oslo"):
        report = weigh_wish(path, wish)
        assert [command.split()[-1] for command in report.unpin] == [VISIT], wish
        assert any("To take back what was decided by hand about it" in str(block) for block in wish_blocks(report))
    report = weigh_wish(path, f"{VISIT} on 2024-01-08")
    assert report.free is not None
    assert report.free.impasse is not None
    assert [way.unpin for way in report.free.impasse.ways] == [(VISIT,)]
    facts = [cause.sentence for cause in report.free.impasse.conflicts[0].causes]
    assert "decided by hand in revision 2: visit (Oslo > Ghent) on 4 March 2024 is fixed" in facts
