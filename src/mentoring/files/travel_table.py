"""The packaged figures for journeys: unit costs, CO2, and where no train goes, each with its source."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from mentoring.domain.travel import Co2Table, RateTable

_FILE = Path(__file__).parents[1] / "data" / "travel.json"


def rate_tables() -> dict[str, RateTable]:
    """Unit costs of travel in EUR by distance in km, by the name a scenario gives them."""
    return {name: RateTable.model_validate(table) for name, table in _data()["rates"].items()}


def co2_tables() -> dict[str, Co2Table]:
    """Grams of CO2 per traveller and km, by the name a scenario gives them."""
    return {name: Co2Table.model_validate(table) for name, table in _data()["co2"].items()}


def no_rail_countries() -> tuple[str, ...]:
    """Countries (ISO 3166-1) that no train reaches from another country without a ship."""
    return tuple(_data()["no_rail"]["countries"])


def is_island(region: str | None) -> bool:
    """Whether the region (ISO 3166-2) is an island, or a group of islands, without a rail link to its country."""
    return region in _data()["no_rail"]["regions"]


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded
