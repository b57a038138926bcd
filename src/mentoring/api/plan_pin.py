"""Pins that stand in no scenario file: what was decided by hand about a plan, and what is confirmed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mentoring.domain.by_hand import PREFIX, ByHand

if TYPE_CHECKING:
    from mentoring.domain.impasse import WayOut
    from mentoring.domain.pin import Pin
    from mentoring.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class PlanPins:
    """The pins of a scenario that its earlier plan put there, by name; `file` is the plan's, or the word PLAN."""

    scenario: Scenario
    by_hand: dict[str, ByHand]
    file: str = "PLAN"

    def find(self, keys: tuple[str, ...]) -> ByHand | None:
        """The decision that these keys of the scenario stand for; None: they stand for something else."""
        return next((self.by_hand[name] for name in map(_name, keys) if name in self.by_hand), None)

    def is_settled(self, name: str) -> bool:
        """Whether the pin of this name keeps what is done, over or confirmed in the plan."""
        from mentoring.domain.settled import how_kept

        return name in self.scenario.pins and bool(how_kept(name, self.scenario.pins[name]))

    def is_of_plan(self, keys: tuple[str, ...]) -> bool:
        """Whether these keys of the scenario stand in the plan and in no file."""
        return any(name in self.by_hand or self.is_settled(name) for name in map(_name, keys))

    def without(self, way: WayOut, keys: Iterable[str]) -> WayOut:
        """The way, of whose changes those of pins are told apart that the plan put there; `keys` are those it frees."""
        changed: dict[str, Any] = way.changes.get("pins", {})
        own = {name for name in changed if name in self.by_hand or self.is_settled(name)}
        if not own:
            return way
        kept = {name: pin for name, pin in changed.items() if name not in own}
        changes = {part: change for part, change in way.changes.items() if part != "pins"}
        freed = [self.by_hand[name] for name in map(_name, keys) if name in self.by_hand]
        return replace(
            way,
            changes=changes | ({"pins": kept} if kept else {}),
            unpin=tuple(dict.fromkeys(map(name_for_unpin, freed))),
            moves_confirmed=any(map(self.is_settled, own)),
        )

    def say_fact(self, decision: ByHand) -> str:
        """`decided by hand in revision 2: Oslo > Genoa in Housing is declined (they said no)`."""
        why = f" ({decision.reason})" if decision.reason else ""
        return f"decided by hand in revision {decision.revision}: {self._say(decision)} {_verb(decision)}{why}"

    def say_way(self, decision: ByHand) -> str:
        """What to do about it, with the command that does."""
        from mentoring.views.next_step import quoted

        command = f"mentoring unpin {quoted(self.file)} {name_for_unpin(decision)}"
        return f"take back what was decided by hand about {self._say(decision)}: {command}"

    def _say(self, decision: ByHand) -> str:
        from mentoring.rules.pin import say_body

        return say_body(self.scenario, _pin(decision).body)


def pins_of_plan(scenario: Scenario, decisions: Iterable[ByHand], file: str = "PLAN") -> PlanPins:
    """Which pins of the scenario stand for what was decided by hand."""
    left = [one for one in decisions if one.pin is not None]
    found: dict[str, ByHand] = {}
    for name, pin in scenario.pins.items():
        one = next((one for one in left if name.startswith(PREFIX) and one.pin == pin), None)
        if one is not None:
            found[name] = one
            left.remove(one)
    return PlanPins(scenario, found, file)


def _name(key: str) -> str:
    """Of the pin that a key of the scenario speaks of; empty: of none."""
    return key.removeprefix("pins.") if key.startswith("pins.") else ""


def name_for_unpin(decision: ByHand) -> str:
    """The event, or the pairing as oslo/genoa/political, by which `mentoring unpin` knows a decision."""
    from mentoring.domain.pairing import parse_pairing

    body = _pin(decision).body
    return "/".join(parse_pairing(body.pairing)) if body.pairing is not None else decision.subject


def _pin(decision: ByHand) -> Pin:
    if decision.pin is None:
        raise ValueError("what is called off is no pin")
    return decision.pin


def _verb(decision: ByHand) -> str:
    pin = _pin(decision)
    if pin.body.pairing is not None:
        return "is declined" if pin.negated is not None else "is accepted"
    return "is ruled out" if pin.negated is not None else "is fixed"
