"""Meetings of which any two share a city: their bound knows that all of them need days of their own."""

from __future__ import annotations

import pytest

from mentoring.engine.prices import clique
from tests.builders import city
from tests.engine.test_season import made, season

RING = {
    "themes": {"housing": {}, "water": {}, "waste": {}},
    "cities": {
        "ghent": city(offers={"housing": {}}, needs={"waste": {}}),
        "oslo": city("NO", offers={"water": {}}, needs={"housing": {}}),
        "riga": city("LV", offers={"waste": {}}, needs={"water": {}}),
    },
    "stages": {"meeting": {"gathers": "theme", "host": "none", "days": 4}},
    "programme": {"public_holidays": "none"},
}
PAIRS = ("ghent > oslo in housing", "oslo > riga in water", "riga > ghent in waste")


@pytest.mark.parametrize(("few", "least"), [(3, 3 + 10 + 17), (4, 20)])
def test_three_meetings_that_share_cities_pairwise_need_three_weeks(
    few: int, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clique, "FEW_PAIRS", 0)
    monkeypatch.setattr(clique, "FEW", few)  # 4: only two at a time, and a half of each does
    assert season(made(**RING), *PAIRS).least(0) == least
