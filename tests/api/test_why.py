"""Why this and not that: shares of goals, and alternatives whose difference is that of trying all plans."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import pytest

from mentoring.analysis.share import ALONE
from mentoring.api import why
from mentoring.api.trial import ground, hold
from mentoring.api.why import MOST_DATES, explain_choice
from mentoring.domain.plan import Plan
from mentoring.errors import UsageError
from mentoring.views.choice import why_blocks
from tests.asking import best, pinned, ranked, small_plans, values
from tests.brute import TooManyPlans
from tests.builders import PAIRING, VISIT, city, plan_of, scenario


def days_of(plan: Plan) -> list[date]:
    first, last = plan.scenario.span
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def best_on_each_day(plan: Plan, event: str, held: list) -> list[tuple[int, ...]]:
    """The ranks of the best plans with the event on each other day, the best first."""
    own = plan.by_id[event].first
    asked = [[{"event": event, "first": day.isoformat()}, *held] for day in days_of(plan) if day != own]
    found = [best(pinned(plan.scenario, bodies)) for bodies in asked]
    return sorted(ranked(plan, one) for one in found if one is not None)


@pytest.mark.parametrize("rest_held", [False, True])
def test_the_next_best_days_are_those_of_trying_all_plans(rest_held):
    seen: Counter[int] = Counter()
    for plan in small_plans(52, 8, most=250):
        event = plan.held[len(plan.pairings) % len(plan.held)]
        report = explain_choice(plan, event.id, rest_held=rest_held)
        days = [one for one in report.alternatives if one.asked == "day"]
        told = [one.trial for one in days if not one.said.endswith(ALONE)]
        if any(one.said == "not held at all" for one in report.alternatives):
            continue  # then better than another day is to do without the event
        with suppress(TooManyPlans):
            expected = best_on_each_day(plan, event.id, hold(plan, events=[event.id]) if rest_held else [])
            made = [ranked(plan, found) for trial in told if (found := values(trial.difference)) is not None]
            assert sorted(made) == expected[: len(made)]
            assert len(made) >= min(MOST_DATES, len(expected))
            assert not report.has_every_day or len(made) == len(expected)
            seen[len(made)] += 1
    assert sum(seen.values()) > 3
    assert seen[MOST_DATES]


def test_the_best_day_for_which_nothing_else_moves_is_told_too(monkeypatch):
    monkeypatch.setattr(why, "MOST_DATES", 1)
    of = scenario(
        programme={"public_holidays": "none"},
        stages={
            "start": {"gathers": "all", "host": "oslo"},
            "visit": {"gathers": "pairing", "host": "mentee", "after": {"start": {"min": "1w"}}},
        },
        goals={"pairing": ["needs"], "dates": ["early"]},
    )
    plan = plan_of(of, [PAIRING], {"start": "2024-01-15", VISIT: "2024-02-06"})
    report = explain_choice(plan, VISIT)
    best_of_all, alone = [one for one in report.alternatives if one.asked == "day"]
    assert best_of_all.said == "9 January 2024"
    assert alone.said == f"23 January 2024, {ALONE}"
    assert alone.trial.difference is not None
    assert [one.id for one in alone.trial.difference.events] == [VISIT]
    text = str(why_blocks(report))
    assert "The best other day is shown, by the goals in their order, and besides the best for which nothing" in text


def test_other_mentors_and_hosts_cost_what_trying_all_plans_says():
    seen: Counter[str] = Counter()
    for plan in small_plans(11, 8, most=400):
        pair = min(plan.paired)
        report = explain_choice(plan, str(pair))
        for one in report.alternatives:
            with suppress(TooManyPlans):
                if one.trial.difference is None:
                    continue
                assert values(one.trial.difference) == best(one.trial.difference.after.scenario)
                assert pair not in one.trial.difference.after.paired
                seen[one.asked] += 1
        without = next(one for one in report.alternatives if one.said == "whatever is best without it")
        for other in report.alternatives:  # nothing is better than the best
            assert without.trial.rank <= other.trial.rank
        with suppress(TooManyPlans):
            ruled_out = best(pinned(plan.scenario, [{"not": {"pairing": str(pair)}}]))
            assert values(without.trial.difference) == ruled_out
        for event in plan.held:
            for one in explain_choice(plan, event.id).alternatives:
                if one.asked == "host" and one.trial.difference is not None:
                    assert one.trial.difference.after.by_id[event.id].host != event.host
                    with suppress(TooManyPlans):
                        assert values(one.trial.difference) == best(one.trial.difference.after.scenario)
                        seen["host"] += 1
    assert {"mentor", "host"} <= seen.keys()


def test_shares_of_a_pairing_are_its_own_terms():
    for plan in small_plans(12, 8):
        for pair in plan.paired:
            shares = {(one.goal, one.part): one.contributes for one in explain_choice_shares(plan, str(pair))}
            need = plan.scenario.cities[pair.mentee].needs[pair.theme]
            offer = plan.scenario.cities[pair.mentor].offers[pair.theme]
            assert shares["needs", "pairing"] == -need.priority
            if ("fit", "pairing") in shares:
                assert shares["fit", "pairing"] == plan.scenario.fit(pair)
            if ("preferences", "pairing") in shares:
                sides = (pair.mentee in offer.prefers) + (pair.mentor in need.prefers)
                assert shares["preferences", "pairing"] == sides


def explain_choice_shares(plan: Plan, what: str):
    from mentoring.analysis.share import list_shares, without_pairing
    from mentoring.domain.pairing import parse_pairing

    base = ground(plan)
    return list_shares(base, without_pairing(base, parse_pairing(what)))


def two_mentors() -> Plan:
    of = scenario(
        programme={"public_holidays": "none"},
        cities={
            "ghent": city(at=(51.05, 3.7), name="Ghent", needs={"housing": {}}),
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), name="Riga", offers={"housing": {"strength": 80}}),
        },
    )
    return plan_of(of, [PAIRING], {VISIT: "2024-01-01"})


def test_what_an_event_and_a_pairing_contribute():
    report = explain_choice(two_mentors(), PAIRING)
    shares = {one.goal: (one.value, one.without) for one in report.shares}
    km = two_mentors().scenario.journeys.return_km("oslo", "ghent")
    assert shares == {"needs": (0, 1), "preferences": (0, 0), "fit": (100, 0), "travel_km": (km, 0), "wishes": (0, 0),
                      "spread": (1, 0), "early": (0, 0)}  # fmt: skip
    assert [one.said for one in report.alternatives] == ["whatever is best without it", "Riga instead"]
    with pytest.raises(UsageError, match="ask for it as a wish"):
        explain_choice(two_mentors(), "riga > ghent in housing")
    with pytest.raises(UsageError, match="no event 'visit/riga'"):
        explain_choice(two_mentors(), "visit/riga")
