"""What is different between two plans, found and told."""

from __future__ import annotations

import json

from mentoring.analysis.comparison import Comparison
from mentoring.analysis.difference import compare
from mentoring.domain.plan import GoalValue, Plan, Unserved
from mentoring.views.block import Heading, Sentence, Table
from mentoring.views.comparison import say_verdict
from mentoring.views.difference import difference_blocks, difference_record, say_difference
from tests.builders import PAIRING, VISIT, city, plan_of, scenario, smallest_plan


def goal(slug: str, value: int, direction: str = "least", part: str = "pairing") -> GoalValue:
    return GoalValue(goal=slug, part=part, value=value, bound=value, gap=0.0, unit="points", direction=direction)


def three_cities() -> Plan:
    of = scenario(
        cities={
            "ghent": city(at=(51.05, 3.7), needs={"housing": {}}),
            "oslo": city("NO", (59.9, 10.7), offers={"housing": {}}),
            "riga": city("LV", (56.9, 24.1), offers={"housing": {}}),
        },
        stages={
            "visit": {"gathers": "pairing", "host": "mentee"},
            "kick-off": {"gathers": "all", "host": "participant"},
        },
        people={"ana": {"name": "Ana"}},
    )
    return plan_of(of, [PAIRING], {VISIT: "2024-01-08", "kick-off": ("2024-02-05", "oslo")})


def test_equal_plans_have_no_difference():
    found = compare(three_cities(), three_cities())
    assert found.is_empty
    assert say_difference(found).startswith("Nothing is different")


def test_every_kind_of_change_is_found():
    before = three_cities()
    other = "riga > ghent in housing"
    after = plan_of(
        before.scenario,
        [other],
        {"visit/riga/ghent/housing": "2024-01-15", "kick-off": ("2024-02-12", "riga")},
        changes={"kick-off": {"participants": ("ghent", "riga"), "people": ("ana",)}},
    )
    found = compare(before, after)
    assert [one.pairing for one in found.gained] == [other]
    assert [one.pairing for one in found.lost] == [PAIRING]
    kinds = {change.id: change.kinds for change in found.events}
    assert kinds == {
        "kick-off": ("moved", "re-hosted", "other people", "other cities"),
        VISIT: ("dropped",),
        "visit/riga/ghent/housing": ("added",),
    }
    assert say_difference(found) == (
        "1 pairing is gained, 1 pairing is lost, 1 event moves, 1 event has another host, 1 event has other people, "
        "1 event gathers other cities, 1 event is new and 1 event is dropped."
    )
    (table,) = [
        block
        for title, block in zip(difference_blocks(found), difference_blocks(found)[1:], strict=False)
        if isinstance(title, Heading) and title.text.startswith("Events") and isinstance(block, Table)
    ]
    row = next(row for row in table.rows if row[1] == "Kick off")
    assert row[3:] == ("5 Feb 2024, in oslo, with nobody, with oslo", "12 Feb 2024, in riga, with Ana")


def test_a_cancelled_event_is_not_held():
    before = three_cities()
    after = plan_of(before.scenario, [PAIRING], {VISIT: "2024-01-08", "kick-off": ("2024-02-05", "oslo")},
                    statuses={"kick-off": "cancelled"})  # fmt: skip
    (change,) = compare(before, after).events
    assert (change.id, change.kinds) == ("kick-off", ("dropped",))


def test_goals_are_judged_by_their_direction():
    before = smallest_plan().model_copy(
        update={"goals": (goal("fit", 10, "most"), goal("needs", 3), goal("early", 5, part="dates"))}
    )
    after = smallest_plan().model_copy(
        update={"goals": (goal("fit", 12, "most"), goal("needs", 4), goal("spread", 2, part="dates"))}
    )
    found = compare(before, after)
    assert [(one.goal, one.verdict, one.change) for one in found.goals] == [
        ("fit", "better", 2),
        ("needs", "worse", 1),
        ("spread", "unlike", 0),
        ("early", "unlike", 0),
    ]
    said = next(block for block in difference_blocks(found) if isinstance(block, Sentence))
    assert said.text == "Nothing is different: the same pairings, and every event on the same days at the same place."


def test_needs_that_are_served_more_or_less():
    open_need = Unserved(city="ghent", theme="housing", missing=1, priority=5, reason="nobody is free")
    found = compare(smallest_plan().model_copy(update={"unserved": (open_need,)}), smallest_plan())
    assert [(one.city, one.before, one.after) for one in found.needs] == [("ghent", 1, 0)]


def test_the_record_is_plain_and_whole():
    before, after = three_cities(), plan_of(three_cities().scenario)
    record = json.loads(json.dumps(difference_record(compare(before, after))))
    assert set(record) == {"gained", "lost", "events", "needs", "goals"}
    assert [one["pairing"] for one in record["lost"]] == [PAIRING]
    assert [(one["id"], one["kinds"], one["after"]) for one in record["events"]] == [
        ("kick-off", ["dropped"], None),
        (VISIT, ["dropped"], None),
    ]


def left_and_stayed() -> tuple[Plan, Plan]:
    """Ghent and Liège both lack a mentor, with priorities 5 and 2; then Ghent leaves."""
    cities = {
        "ghent": city(name="Ghent", needs={"housing": {"priority": 5}}),
        "liege": city(name="Liège", needs={"housing": {"priority": 2}}),
        "oslo": city("NO", (59.9, 10.7), offers={"housing": {}}),
    }
    lacking = [
        Unserved(city="ghent", theme="housing", missing=1, priority=5, reason="full"),
        Unserved(city="liege", theme="housing", missing=1, priority=2, reason="full"),
    ]
    before = plan_of(scenario(cities=cities), unserved=tuple(lacking), goals=(goal("needs", 7),))
    rest = {name: one for name, one in cities.items() if name != "ghent"}
    return before, plan_of(scenario(cities=rest), unserved=(lacking[1],), goals=(goal("needs", 2),))


def test_a_city_that_leaves_makes_no_plan_better_and_one_that_comes_none_worse():
    before, after = left_and_stayed()
    found = compare(before, after)
    assert [(one.verdict, one.change, one.step) for one in found.goals] == [("same", -5, 0)]
    shown = [row for block in difference_blocks(found) if isinstance(block, Table) for row in block.rows]
    assert ("Ghent", "Housing", "1", "not there any more") in shown
    assert [row[4] for row in shown if row[0] == "needs"] == ["same, but 5 gone"]
    assert any("The needs of Ghent are gone" in block.text for block in difference_blocks(found)
               if isinstance(block, Sentence))  # fmt: skip
    back = compare(after, before)
    assert [(one.verdict, one.step, one.come) for one in back.goals] == [("same", 0, 5)]
    assert any(block.text.startswith("The needs of Ghent are new") for block in difference_blocks(back)
               if isinstance(block, Sentence))  # fmt: skip


def test_what_is_worse_for_those_who_stay_is_told_beside_what_is_gone():
    before, after = left_and_stayed()
    served = plan_of(
        before.scenario, ["oslo > liege in housing"], unserved=before.unserved[:1], goals=(goal("needs", 5),)
    )
    found = compare(served, after)
    assert [(one.verdict, one.change, one.step) for one in found.goals] == [("worse", -3, 2)]
    assert difference_record(found)["goals"][0]["gone"] == 5
    beside = Comparison(("one", "two"), (served, after))
    assert beside.verdict(1) == "worse"
    assert say_verdict(beside, 1) == "worse: needs 2 more (not the same cities)"
    assert Comparison(("one", "two"), left_and_stayed()).verdict(1) == "identical"
