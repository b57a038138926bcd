"""Time zones that do not exist are told, with the one that was probably meant."""

from __future__ import annotations

import zoneinfo

import pytest

from mentoring.domain.consistency import find_problems
from tests.builders import scenario, scenario_data


def told(zone: str) -> list[tuple[tuple[str | int, ...], str, str]]:
    found = find_problems(scenario(programme={"time_zone": zone}))
    return [(one.path, one.message, one.hint) for one in found if not one.warning]


@pytest.mark.parametrize("zone", ["Europe/Brussels", "UTC", "America/Argentina/Buenos_Aires"])
def test_zones_that_exist(zone: str):
    assert told(zone) == []


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Europe/Olso", "did you mean Europe/Oslo or Europe/Lisbon?"),
        ("Oslo", "did you mean Europe/Oslo?"),
        ("new york", "did you mean America/New_York?"),
        ("../../etc/passwd", "write a name of the IANA database, as Europe/Oslo"),
        ("", "write a name of the IANA database, as Europe/Oslo"),
        ("x\0y", "write a name of the IANA database, as Europe/Oslo"),
    ],
)
def test_a_zone_that_does_not_exist(zone: str, hint: str):
    assert told(zone) == [(("programme", "time_zone"), f"there is no time zone {zone!r}", hint)]


def test_a_long_one_is_not_told_whole():
    ((_, message, _),) = told("Z" * 5000)
    assert len(message) < 120


def test_zones_of_cities_and_places_are_looked_at_too():
    data = scenario_data()["cities"]
    data["oslo"]["time_zone"] = "Europe/Nowhere-at-all"
    places = {"office": {"country": "BE", "time_zone": "Europe/Nowhere-at-all"}}
    found = [one.path for one in find_problems(scenario(cities=data, places=places)) if not one.warning]
    assert found == [("cities", "oslo", "time_zone"), ("places", "office", "time_zone")]


def test_without_a_database_nothing_can_be_told(monkeypatch: pytest.MonkeyPatch):
    def none(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", none)
    assert told("Europe/Olso") == []
