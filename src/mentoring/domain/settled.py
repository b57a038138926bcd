"""What an earlier plan has settled: events that are done, or confirmed to the cities, stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from mentoring.domain.by_hand import PREFIX
from mentoring.domain.consistency.target import read_target
from mentoring.domain.naming import say_names, theme_of, title_of
from mentoring.domain.pairing import Pairing, parse_pairing
from mentoring.domain.pin import Pin
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario


def is_settled(event: PlannedEvent, scenario: Scenario, may_move: Collection[str] = ()) -> bool:
    """Whether an event never moves: done, over before the day the new plan is made, or confirmed.

    With `confirmed` in `may_move` the last are free.
    """
    if event.status == "done" or event.last < scenario.planned_on:
        return True
    return event.status == "confirmed" and "confirmed" not in may_move


def keep_settled(scenario: Scenario, earlier: Plan, may_move: Collection[str] = ()) -> Scenario:
    """The scenario with pins for the days, hosts and people of the earlier plan's settled events.

    Left out are events that the scenario no longer knows (`find_lost` tells which of them contradict it), and
    confirmed ones that end after their mentor or mentee has left: whoever leaves cannot keep its promise. Where only a
    person who was to be sent has left by then, the day, the host and the other persons stay, and somebody else is sent
    in the place of who left.
    """
    pins = dict(scenario.pins)
    for event in earlier.held:
        is_fixed = is_settled(event, scenario, may_move)
        if not is_fixed or read_target(scenario, event.id) is None or _is_given_up(event, scenario):
            continue
        sent = event.people if scenario.stages[event.stage].people else None
        staying = tuple(who for who in sent or () if not _is_gone(who, event, scenario))
        is_short = sent is not None and len(staying) < len(sent)
        free = next(name for number in count() if (name := _name(event.id, number)) not in pins)
        pins[free] = Pin(
            event=event.id,
            first=event.first,
            host=event.host,
            people=(staying or None) if is_short else sent,
            others=is_short and bool(staying),
            why=f"{_how(event, scenario)} in revision {earlier.revision}",
        )
    return scenario.model_copy(update={"pins": pins}) if len(pins) > len(scenario.pins) else scenario


def without_settled(scenario: Scenario, events: Collection[str] | None = None) -> Scenario:
    """The scenario of a plan without the pins that `keep_settled` put into it, all or those of some events."""
    pins = {
        name: pin
        for name, pin in scenario.pins.items()
        if not (how_kept(name, pin) and (events is None or pin.event in events))
    }
    return scenario.model_copy(update={"pins": pins}) if len(pins) < len(scenario.pins) else scenario


def how_kept(name: str, pin: Pin) -> str:
    """How the event is settled (done, over or confirmed) that a pin of `keep_settled` keeps; empty for other pins."""
    words = re.fullmatch(r"(done|over|confirmed) in revision \d+", pin.why)
    is_kept = words is not None and pin.event is not None and name.startswith(_name(pin.event, 0))
    return words[1] if words is not None and is_kept else ""


def agreed_pairings(scenario: Scenario) -> set[Pairing]:
    """Pairings to which both cities agree: those that pins fix, themselves or through an event.

    An event that was moved or pinned by hand keeps its pairing too, but says nothing of what the cities think of each
    other.
    """
    found = set()
    for name, pin in scenario.pins.items():
        if pin.negated is not None:
            continue
        if pin.pairing is not None:
            found.add(parse_pairing(pin.pairing))
        for event in () if name.startswith(PREFIX) else (pin.event, *(pin.same_days or ())):
            target = read_target(scenario, event) if event else None
            if target is not None and target.pairing is not None:
                found.add(target.pairing)
    return found


@dataclass(frozen=True, slots=True)
class Lost:
    """A settled event that the scenario has no room for: how it is settled, and what the scenario lacks.

    That by its key, and as people say it (`Oslo's offer of housing`).
    """

    event: str
    how: str
    lacks: str
    said: str


def find_lost(scenario: Scenario, earlier: Plan) -> Iterator[Lost]:
    """Settled events of the earlier plan that the scenario no longer knows, as an offer, need, theme or stage has gone.

    What has happened or was promised does not vanish because a line of the scenario does. Only an event of a city that
    is not in the scenario at all is let go without a word: whoever takes a whole city out asks what would be without
    it. A city that leaves a running programme stays in the scenario, with `left_on`.
    """
    for event in earlier.held:
        if not is_settled(event, scenario) or read_target(scenario, event.id) is not None:
            continue
        is_asked = event.stage in scenario.stages and (event.theme is None or event.theme in scenario.themes)
        cities = {city for city in (event.mentor, event.mentee, *event.participants) if city is not None}
        if is_asked and not cities <= scenario.cities.keys():
            continue
        yield Lost(event.id, _how(event, scenario), *_lack(event, scenario, earlier.scenario))


def _lack(event: PlannedEvent, scenario: Scenario, before: Scenario) -> tuple[str, str]:
    """The key whose absence keeps the event from being, and its words: the stage's when it gathers others now."""
    stage = f"stages.{event.stage}"
    if event.stage not in scenario.stages:
        return stage, f"the stage {title_of(before, event.stage)}"
    if event.theme is not None and event.theme not in scenario.themes:
        return f"themes.{event.theme}", f"the theme {theme_of(before, event.theme)}"
    others = [city for city in event.participants if city not in (event.mentor, event.mentee)]
    mentors = [event.mentor] if event.mentor else others if event.mentee else []
    mentees = [event.mentee] if event.mentee else others if event.mentor else []
    for city, side in (*((city, "offers") for city in mentors), *((city, "needs") for city in mentees)):
        if event.theme not in getattr(scenario.cities[city], side):
            what = f"{'offer of' if side == 'offers' else 'need for'} {theme_of(before, event.theme or '')}"
            return f"cities.{city}.{side}.{event.theme}", f"{say_names(before, [city])}'s {what}"
    return stage, f"the stage {title_of(before, event.stage)} for this group of cities"


def _how(event: PlannedEvent, scenario: Scenario) -> str:
    if event.status == "done":
        return "done"
    return "over" if event.last < scenario.planned_on else "confirmed"


def _is_given_up(event: PlannedEvent, scenario: Scenario) -> bool:
    """Whether a city whose own event this is leaves before a merely confirmed event ends."""
    leaving = [scenario.cities[city].left_on for city in (event.mentor, event.mentee) if city is not None]
    is_late = any(left_on is not None and event.last > left_on for left_on in leaving)
    return is_late and _how(event, scenario) == "confirmed"


def _is_gone(who: str, event: PlannedEvent, scenario: Scenario) -> bool:
    """Whether a person who was to be sent leaves before a merely confirmed event ends."""
    left_on = scenario.people[who].left_on if who in scenario.people else None
    return left_on is not None and event.last > left_on and _how(event, scenario) == "confirmed"


def _name(event: str, number: int) -> str:
    plain = "kept-" + event.replace("/", "-")[:50].rstrip("-")
    return f"{plain}-{number}" if number else plain
