"""Once the time is up no further question is set up: of a large programme each takes a second, answered or not."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.engine.planner import plan
from mentoring.engine.ties import face
from mentoring.engine.ties.core import find_cut
from mentoring.engine.when.dates import open_dates
from mentoring.rules import check_plan
from tests.engine.test_tie import tied
from tests.forced import forced


def test_a_stop_ends_the_search_for_what_makes_ties_alike(monkeypatch: pytest.MonkeyPatch):
    cuts: list[Any] = []
    after: list[Any] = []  # parts for which a timetable was set up after the stop

    def find(*given: Any) -> Any:
        cuts.append(given)
        return find_cut(*given)

    def open_(*given: Any, **more: Any) -> Any:
        after.extend(given if cuts else ())
        return open_dates(*given, **more)

    monkeypatch.setattr(face, "PLAIN_TIES", 0)
    monkeypatch.setattr(face, "find_cut", find)
    monkeypatch.setattr(face, "open_dates", open_)
    with forced("ties one by one"):
        made = plan(tied(70013), should_stop=lambda: bool(cuts))
    assert cuts
    assert not after
    assert check_plan(made.require_plan()) == []
