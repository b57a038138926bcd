"""People: whether anybody at all could be sent to a pairing's own events, on whatever day."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario
from mentoring.language.declaration import Subject
from mentoring.rules.people import can_fill
from mentoring.rules.person_language import understands


def find_unsent(scenario: Scenario, pair: Pairing) -> tuple[tuple[str, Subject], ...]:
    """Why the right people cannot come to an event of the pairing whatever its day: rules, and what they speak of.

    Nothing where enough of them can. Only events of this pairing alone are looked at; others may be elsewhere.
    """
    found: list[tuple[str, Subject]] = []
    for stage_id, stage in scenario.stages.items():
        if not stage.people or stage.gathers != "pairing" or (stage.themes and pair.theme not in stage.themes):
            continue
        event = "/".join((stage_id, *pair))
        places = {"mentor": pair[:1], "mentee": pair[1:2], "participant": pair[:2]}.get(str(stage.host), ())
        against = [_list_against(scenario, stage_id, event, place) for place in places if _may_host(scenario, place)]
        people = scenario.people_for(stage_id)
        if against and not any(
            can_fill(scenario, stage_id, [who for who in people if who not in one]) for one in against
        ):
            found += [("people", (role, event)) for role in stage.people]
            found += [reason for one in against for reason in one.values()]
    return tuple(dict.fromkeys(found))


def _may_host(scenario: Scenario, place: str) -> bool:
    return place not in scenario.cities or scenario.cities[place].can_host


def _list_against(scenario: Scenario, stage: str, event: str, place: str) -> dict[str, tuple[str, Subject]]:
    """Persons who cannot be sent there, with the rule that says so."""
    return {who: (slug, (who, event, place)) for who, slug in _list_who(scenario, stage, place)}


def _list_who(scenario: Scenario, stage: str, place: str) -> Iterator[tuple[str, str]]:
    for who in scenario.people_for(stage):
        home = scenario.people[who].home
        if not understands(scenario, who, place):
            yield who, "person-language"
        elif home is not None and scenario.journeys.is_forbidden_flight(home, place):
            yield who, "flight"
