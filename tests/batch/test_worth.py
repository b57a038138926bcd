"""What one more is worth: every entry of the price list equals planning anew by trying all plans."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from mentoring import api
from mentoring.analysis.addition import list_additions
from mentoring.analysis.price import PriceList
from mentoring.batch.worth import worth
from mentoring.domain.plan import Plan
from mentoring.engine import planner
from mentoring.errors import UsageError
from mentoring.files.variant import vary
from mentoring.views.block import Sentence, Table
from mentoring.views.price import price_blocks, price_record
from tests.asking import best, ranked, small_plans, values
from tests.brute import TooManyPlans
from tests.builders import city, scenario


def priced(plan: Plan, **asked) -> PriceList:
    with ThreadPoolExecutor(1) as executor:
        return worth(plan, executor=executor, **asked)


def test_every_price_is_that_of_trying_all_plans():
    seen: Counter[str] = Counter()
    for plan in small_plans(41, 12, most=500):
        found = priced(plan)
        assert {one.addition.said for one in found.prices} == {one.said for one in list_additions(plan.scenario)}
        assert found.left == 0
        ranks = [one.trial.rank for one in found.prices]
        assert ranks == sorted(ranks)
        with suppress(TooManyPlans):
            before = best(plan.scenario)
            assert before is not None
            for one in found.prices:
                varied = vary(plan.scenario, one.addition.changes).require()
                after = best(varied)
                assert values(one.trial.difference) == after
                assert after is not None
                rank, rank_before = ranked(plan, after), ranked(plan, before)
                assert one.is_worth == (rank < rank_before)
                assert one.trial.rank == (0, *(new - old for new, old in zip(rank, rank_before, strict=True)))
                seen[one.addition.kind] += 1
                seen["worth"] += one.is_worth
    assert {"place", "week", "worth"} <= seen.keys()
    assert seen["worth"]


def crowded() -> Plan:
    """Oslo has one place that Ghent and Riga need; a budget and a limit on events that leave room for more."""
    of = scenario(
        programme={"public_holidays": "none", "last": "2024-01-12"},
        cities={
            "ghent": city(at=(51.05, 3.7), name="Ghent", needs={"housing": {"priority": 2}}),
            "oslo": city("NO", (59.9, 10.7), name="Oslo", mentees=1, offers={"housing": {"hours": 1}}),
            "riga": city("LV", (56.9, 24.1), name="Riga", needs={"housing": {}}),
        },
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"film-crew": 1}, "days": 2,
                          "between": {"first": "2024-01-01", "last": "2024-01-05"}}},
        people={"ana": {"roles": ["film-crew"]}},
        limits={"events_at_once": 1, "budget_eur": {"programme": 5000, "per_city": 2000}, "co2_kg": {"programme": 900}},
    )  # fmt: skip
    return planner.plan(of).require_plan()


def test_what_there_can_be_more_of_is_told_in_words():
    assert [one.said for one in list_additions(crowded().scenario)] == [
        "one more mentee for Oslo in housing, 2 instead of 1, with 1 more hour, and 2 in all",
        "one more film crew",
        "a week more for visit: later, until 12 January 2024",
        "a week more for the programme: until 19 January 2024",
        "1000 EUR more for the programme, 6000 instead of 5000",
        "1000 EUR more for each city, 3000 instead of 2000",
        "1000 kg of CO2 more for the programme, 1900 instead of 900",
        "one more event at once, 2 instead of 1",
    ]


def test_one_more_person_speaks_what_the_others_do_and_perhaps_what_a_host_lacks():
    people = {"ana": {"roles": ["guide"], "languages": ["en", "fr"]}, "bo": {"roles": ["guide"], "languages": ["en"]}}
    of = scenario(
        cities={
            "ghent": city(name="Ghent", needs={"housing": {}}, languages=["nl", "en"]),
            "oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {}}, languages=["no"]),
            "riga": city("LV", (56.9, 24.1), name="Riga", needs={"housing": {}}, languages=["lv", "Old Livonian"]),
        },
        stages={"visit": {"gathers": "pairing", "host": "mentee", "people": {"guide": 1}}},
        people=people,
    )
    found = [one for one in list_additions(of) if one.kind == "person"]
    assert [one.said.removeprefix("one more guide who speaks ") for one in found] == [
        "English", "English and Old Livonian", "English and Latvian", "English and Norwegian",
    ]  # fmt: skip
    told = [(who, person["languages"]) for one in found for who, person in one.changes["people"].items()]
    assert told[:2] == [("one-more-guide", ["en"]), ("one-more-guide-2", ["en", "Old Livonian"])]
    assert all(vary(of, one.changes).scenario is not None for one in found)


def test_the_list_tells_what_is_worth_something_and_what_is_not():
    found = priced(crowded())
    blocks = price_blocks(found)
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert table.rows[0] == (
        "One more mentee for Oslo in housing, 2 instead of 1, with 1 more hour, and 2 in all",
        "needs 1 priority better, fit 100 points better, travel km 1 694 worse, "
        "spread 1 event worse, early 3 days worse",
        "Riga in housing gains 1",
    )
    said = [block.text for block in blocks if isinstance(block, Sentence)]
    assert "One more film crew" in said
    assert said[-1] == "Every figure is exact: each change was planned anew, and no plan with it is better."
    record = price_record(found)
    assert record["plan_is_best"] is True
    assert record["prices"][0]["changes"] == {
        "cities": {"oslo": {"offers": {"housing": {"mentees": 2, "hours": 2}}, "mentees": 2}}
    }
    assert json.dumps(record)


def test_a_plan_that_is_not_the_best_is_told_so_and_prices_are_measured_from_the_best():
    plan = crowded()
    event = plan.events[0]
    later = event.model_copy(update={"first": event.first.replace(day=4), "last": event.last.replace(day=5)})
    worse = plan.model_copy(update={"events": (later,)})
    goals = tuple(one.model_copy(update={"value": 4}) if one.goal == "early" else one for one in worse.goals)
    found = priced(worse.model_copy(update={"goals": goals}), kinds=["at-once"])
    assert not found.is_plan_best
    assert [one.trial.verdict for one in found.prices] == ["same"]
    assert "early 3 days better" in next(one.text for one in price_blocks(found) if isinstance(one, Sentence))


def test_only_what_is_asked_is_priced():
    plan = crowded()
    assert {one.addition.kind for one in priced(plan, kinds=["place", "money"]).prices} == {"place", "money"}
    assert [one.addition.city for one in priced(plan, city="oslo").prices] == ["oslo"]
    assert priced(plan, city="ghent").prices == ()
    with pytest.raises(UsageError, match="did you mean week"):
        priced(plan, kinds=["weeks"])


def test_who_stops_is_told_how_much_is_missing():
    heard: list[str] = []
    found = priced(
        crowded(), on_price=lambda done, of, said: heard.append(f"{done}/{of}"), should_stop=lambda: len(heard) > 0
    )
    assert heard
    assert heard[0] == "1/8"
    assert found.left > 0
    assert any("not planned to an answer" in block.text for block in price_blocks(found) if isinstance(block, Sentence))


def test_when_athens_drops_out_one_more_place_in_oslo_is_worth_most(repository: Path):
    plan = api.plan(repository / "scenarios" / "what-if" / "athens-drops-out.yaml").require_plan()
    found = priced(plan, theme="political")
    (price,) = found.prices
    assert price.addition.said.startswith("one more mentee for Oslo in Engagement in local policy-making")
    assert price.is_worth
    assert price.trial.difference is not None
    assert [(one.city, one.theme, one.before, one.after) for one in price.trial.difference.needs] == [
        ("genoa", "political", 1, 0)
    ]
