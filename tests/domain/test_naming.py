"""One way of writing what has no title, and counts, wherever they are told."""

from __future__ import annotations

from mentoring.api.pairing_decision import say_pairing
from mentoring.domain.naming import begin_with_event, say_pair, stage_title, theme_of, theme_title, title_of
from mentoring.domain.number import say_count
from mentoring.domain.pairing import parse_pairing
from mentoring.domain.plan import Unserved, Unused
from mentoring.rules.capacity import Capacity
from mentoring.views.block import Sentence
from mentoring.views.called_off import called_off
from mentoring.views.city import city_page
from tests.builders import PAIRING, VISIT, plan_of, scenario

UNTITLED = {"urban-mobility": {}, "housing": {"title": "Affordable housing"}}


def test_what_has_no_title_goes_by_its_id_in_words_small_within_a_sentence():
    of = scenario(themes=UNTITLED, stages={"first-visit": {"gathers": "pairing", "host": "mentee"}})
    assert theme_of(of, "urban-mobility") == "urban mobility"
    assert theme_title(of, "urban-mobility") == "Urban mobility"
    assert theme_of(of, "housing") == theme_title(of, "housing") == "Affordable housing"
    assert title_of(of, "first-visit/oslo/ghent/housing") == "first visit"
    assert stage_title(of, "first-visit") == "First visit"
    assert begin_with_event(of, "first-visit/oslo/ghent/housing") == "First visit (oslo > ghent)"


def test_a_count_agrees_with_its_noun_and_is_written_in_one_way():
    assert [say_count(number, "mentee") for number in (0, 1, 2)] == ["0 mentees", "1 mentee", "2 mentees"]
    assert [say_count(number, "city", "cities") for number in (1, 12_000)] == ["1 city", "12 000 cities"]


def test_sentences_of_rules_pages_and_decisions_write_a_theme_without_title_alike():
    made = plan_of(scenario(), [PAIRING], {VISIT: "2024-02-06"})
    events = tuple(event.model_copy(update={"status": "cancelled"}) for event in made.events)
    open_ends = {
        "unserved": (Unserved(city="ghent", theme="housing", missing=1, priority=1, reason="none"),),
        "unused": (Unused(city="ghent", theme="housing", free=2, reason="none"),),
    }
    plan = made.model_copy(update={"events": events, **open_ends})
    ((_, off),) = called_off(plan)
    page = [block.text for block in city_page(plan, "ghent") if isinstance(block, Sentence)]
    rule = Capacity().say(plan.scenario, ("oslo", "housing", "mentees"))
    told = [off, say_pairing(plan, PAIRING), say_pair(plan.scenario, parse_pairing(PAIRING)), rule, *page]
    assert sum("in housing" in sentence for sentence in told) == 6
    assert not [sentence for sentence in told if "Housing" in sentence]
