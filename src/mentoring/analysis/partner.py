"""What one city's possible pairings depend on, among millions of others: so they are judged in a second."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring.domain.event import Places
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario

_ENOUGH = 2  # places: with one a pairing could seem impossible that is not, as nobody else could host


def list_pairings_of(scenario: Scenario, city: str) -> set[Pairing]:
    """Every conceivable pairing of a city, as mentor or mentee."""
    record = scenario.cities[city]
    teaching = {Pairing(city, other, theme) for theme in record.offers for other in scenario.needing.get(theme, ())}
    learning = {Pairing(other, city, theme) for theme in record.needs for other in scenario.offering.get(theme, ())}
    return {pair for pair in teaching | learning if pair.mentor != pair.mentee}


def surround(scenario: Scenario, pairs: Iterable[Pairing]) -> tuple[set[Pairing], Places]:
    """Pairings with which these can be judged as if every conceivable one were there, and hosts to look at.

    Whether a pairing can be depends on others only by who else could host the events of its mentor, mentee and theme:
    a few who can are as good as all.
    """
    asked = set(pairs)
    shared = {str(stage.gathers) for stage in scenario.stages.values() if stage.host == "participant"}
    mentors = {theme: _able(scenario, cities) for theme, cities in scenario.offering.items()}
    mentees = {theme: _able(scenario, cities) for theme, cities in scenario.needing.items()}
    around = set(asked)
    for mentor, theme in {(pair.mentor, pair.theme) for pair in asked if "mentor" in shared}:
        around |= {Pairing(mentor, other, theme) for other in mentees[theme]}
    for mentee, theme in {(pair.mentee, pair.theme) for pair in asked if "mentee" in shared}:
        around |= {Pairing(other, mentee, theme) for other in mentors[theme]}
    for theme in {pair.theme for pair in asked if "theme" in shared}:
        around |= {Pairing(one, other, theme) for one in mentors[theme] for other in scenario.needing[theme][:2]}
        around |= {Pairing(other, one, theme) for one in mentees[theme] for other in scenario.offering[theme][:2]}
    around = {pair for pair in around if pair.mentor != pair.mentee}
    return around, _hosts(scenario, around)


def _able(scenario: Scenario, cities: Iterable[str]) -> list[str]:
    """A few cities that can host and stay to the end; where there are too few of those, whoever leaves as well."""
    able = [city for city in cities if scenario.cities[city].can_host]
    staying = [city for city in able if scenario.cities[city].left_on is None]
    return staying[: _ENOUGH + 1] if len(staying) > _ENOUGH else able


def _hosts(scenario: Scenario, pairs: set[Pairing]) -> Places:
    """Two places for each event that has more, so that nobody's way to a thousand possible hosts is looked at."""
    groups: dict[str, set[str]] = {}
    for name, stage in scenario.stages.items():
        if stage.host != "participant" or stage.gathers == "pairing":
            continue
        if stage.gathers == "all" or stage.cities:
            groups[name] = set(stage.cities or scenario.cities)
            continue
        for pair in pairs:
            whose = {"mentor": (pair.mentor,), "mentee": (pair.mentee,)}.get(str(stage.gathers), ())
            groups.setdefault("/".join((name, *whose, pair.theme)), set()).update(pair[:2])
    found: dict[str, tuple[str, ...]] = {}
    for event, members in groups.items():
        able = (city for city in sorted(members) if scenario.cities[city].can_host)
        staying = [city for city in able if scenario.cities[city].left_on is None]
        if len(staying) >= _ENOUGH:
            found[event] = tuple(staying[:_ENOUGH])
    return found


def leave_out_all_within(scenario: Scenario) -> Scenario:
    """The scenario for judging pairings one by one: `all_within` binds events of different pairings to each other.

    It stays where one event may be too long by itself: a month has at least 28 days.
    """
    stages = {
        name: stage.model_copy(update={"all_within": None})
        for name, stage in scenario.stages.items()
        if stage.all_within is not None
        and stage.days <= stage.all_within.count * {"d": 1, "w": 7, "m": 28}[stage.all_within.unit]
    }
    return scenario.model_copy(update={"stages": scenario.stages | stages}) if stages else scenario
