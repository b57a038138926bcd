"""Plans and answers in a notebook: whole tables, and no name that becomes markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import mentoring.api
from mentoring.domain import appearance
from mentoring.domain.result import Result
from mentoring.views.notebook import MOST_ROWS, notebook_html
from tests.builders import PAIRING, VISIT, plan_of, scenario, smallest_plan


class Tags(HTMLParser):
    """Counts elements; everything that is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def drawn(value: Any) -> str:
    text = value._repr_html_()
    assert isinstance(text, str)
    return text


def test_a_plan_shows_its_events():
    assert mentoring.api.EXPORTS, "who plans or loads has imported the api, which says how to draw"
    text = drawn(smallest_plan())
    assert "8 Jan 2024" in text
    assert {"table", "h3"} <= set(Tags(text).seen)


def test_a_result_shows_its_plan_or_why_there_is_none():
    plan = smallest_plan()
    assert drawn(Result(plan.scenario, "feasible", plan)) == drawn(plan)
    none = Result(plan.scenario, "infeasible", message="Nothing goes.")
    assert "Nothing goes." in drawn(none)
    assert "There is no plan" in drawn(replace(none, message=""))
    assert "There may be one" in drawn(replace(none, status="unknown", message=""))


def test_names_are_text():
    hostile = scenario(programme={"title": "<script>alert(1)</script>"}, themes={"housing": {"title": "<img src=x>"}})
    seen = Tags(drawn(plan_of(hostile, [PAIRING], {VISIT: "2024-01-08"}))).seen
    assert not {"script", "img"} & set(seen)


def test_long_plans_are_cut_and_say_so():
    plan = smallest_plan()
    (event,) = plan.events
    many = tuple(event.model_copy(update={"id": f"{event.id}-{number}"}) for number in range(MOST_ROWS + 7))
    assert "and 7 more" in drawn(plan.model_copy(update={"events": many}))


def test_without_anybody_who_draws_the_notebook_shows_plain_text(monkeypatch):
    monkeypatch.setattr(appearance, "_drawing", [])
    assert smallest_plan()._repr_html_() is None
    assert notebook_html("something else") is None
