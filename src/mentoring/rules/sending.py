"""People: whether anybody at all could be sent to a pairing's own events, on whatever day."""

from __future__ import annotations

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
        if event in scenario.resolution.cancelled:
            continue
        places = {"mentor": pair[:1], "mentee": pair[1:2], "participant": pair[:2]}.get(str(stage.host), ())
        against = [_find_against(scenario, stage_id, event, place) for place in places if _may_host(scenario, place)]
        if against and all(against):
            found += [("people", (role, event)) for role in stage.people]
            found += [reason for one in against for reason in one]
    return tuple(dict.fromkeys(found))


def could_go(scenario: Scenario, who: str, place: str) -> bool:
    """Whether a person could be sent to a place, whatever the day."""
    home = scenario.people[who].home
    flies = home is not None and scenario.journeys.is_forbidden_flight(home, place)
    return not flies and understands(scenario, who, place)


def _may_host(scenario: Scenario, place: str) -> bool:
    return scenario.cities[place].can_host


def _find_against(scenario: Scenario, stage: str, event: str, place: str) -> list[tuple[str, Subject]]:
    """Who cannot be sent there, with the rule that says so; nothing as soon as enough others can."""
    able: list[str] = []
    found: list[tuple[str, Subject]] = []
    for who in scenario.people_for(stage):
        home = scenario.people[who].home
        if not understands(scenario, who, place):
            found.append(("person-language", (who, event, place)))
        elif home is not None and scenario.journeys.is_forbidden_flight(home, place):
            found.append(("flight", (who, event, place)))
        else:
            able.append(who)
            if can_fill(scenario, stage, able):
                return []
    return found
