"""Events that pins name: what an event's id says, and whether any offer meets a need in it.

Told from the id and the cities' offers and needs, without listing every conceivable event: there may be a million.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mentoring.domain.consistency.amount import missing_half, say_no_need, say_no_offer
from mentoring.domain.consistency.finding import Finding, Path
from mentoring.domain.consistency.name import unknown_city, unknown_stage, unknown_theme
from mentoring.domain.naming import theme_of, title_of
from mentoring.domain.pairing import Pairing
from mentoring.domain.scenario import Scenario

_PARTS = {
    "pairing": ("mentor", "mentee", "theme"),
    "mentor": ("mentor", "theme"),
    "mentee": ("mentee", "theme"),
    "theme": ("theme",),
}


@dataclass(frozen=True, slots=True)
class Target:
    """An event by its id; `mentor`, `mentee` and `theme` are None where the stage does not gather by them."""

    id: str
    stage: str
    mentor: str | None = None
    mentee: str | None = None
    theme: str | None = None

    @property
    def parts(self) -> dict[str, str]:
        """What the id names, without the stage."""
        named = {"mentor": self.mentor, "mentee": self.mentee, "theme": self.theme}
        return {kind: name for kind, name in named.items() if name is not None}

    @property
    def pairing(self) -> Pairing | None:
        """The pairing of an event that is gathered by pairing."""
        if self.mentor is None or self.mentee is None or self.theme is None:
            return None
        return Pairing(self.mentor, self.mentee, self.theme)


def read_target(scenario: Scenario, event: str) -> Target | None:
    """The event that an id means; None when no offer and need can bring about such an event."""
    if event.split("/", maxsplit=1)[0] not in scenario.stages:
        return None
    target = _parse(scenario, event)
    if target is None or not {target.mentor, target.mentee} - {None} <= scenario.cities.keys():
        return None
    if target.theme is None:
        return target
    is_strange = target.theme not in scenario.themes or (target.mentor is not None and target.mentor == target.mentee)
    return None if is_strange or _is_about_others(scenario, target) or _lack(scenario, target) else target


def find_bad_event(scenario: Scenario, event: str, path: Path, *, warning: bool = False) -> Iterator[Finding]:
    """Why an id means no event; with `warning` an event that merely cannot come about is only a warning."""
    name = event.split("/", maxsplit=1)[0]
    if name not in scenario.stages:
        yield from unknown_stage(scenario, name, path)
        return
    target = _parse(scenario, event)
    if target is None:
        grouping = "a list of cities" if scenario.stages[name].cities else scenario.stages[name].gathers
        form = "/".join([name, *(part.upper() for part in _PARTS.get(str(grouping), ()))])
        yield Finding(path, f"{event} is no event: {name} gathers {grouping}", f"write {form}")
        return
    wrong = [
        *(finding for city in (target.mentor, target.mentee) if city for finding in unknown_city(scenario, city, path)),
        *(unknown_theme(scenario, target.theme, path) if target.theme else ()),
    ]
    if target.mentor is not None and target.mentor == target.mentee:
        wrong.append(Finding(path, f"{target.mentor} cannot mentor itself", "name two cities"))
    yield from wrong
    if not wrong:
        yield from _never(scenario, target, path, warning)


def possible_members(scenario: Scenario, target: Target) -> list[str]:
    """Cities that could take part in the event, in the file's order."""
    stage = scenario.stages[target.stage]
    if target.theme is None:
        return list(stage.cities or scenario.cities)
    paired = _pairing_members(scenario, target)
    if stage.gathers == "theme" and stage.members == "all":
        theme = target.theme
        paired |= {city for city, one in scenario.cities.items() if theme in one.offers or theme in one.needs}
    return [city for city in scenario.cities if city in paired]


def could_take_part(scenario: Scenario, target: Target, city: str) -> bool:
    """Whether the city is one of `possible_members`, without listing them."""
    stage, theme = scenario.stages[target.stage], target.theme
    if theme is None:
        return city in (stage.cities or scenario.cities)
    if city not in scenario.cities:
        return False
    record = scenario.cities[city]
    if stage.gathers == "theme" and stage.members == "all" and (theme in record.offers or theme in record.needs):
        return True
    as_mentor = theme in record.offers and target.mentor in (None, city)
    as_mentee = theme in record.needs and target.mentee in (None, city)
    return (as_mentor and _has_pairing(scenario, replace(target, mentor=city))) or (
        as_mentee and _has_pairing(scenario, replace(target, mentee=city))
    )


def certain_members(scenario: Scenario, target: Target) -> list[str]:
    """Cities without which the event is not held."""
    if target.theme is None:
        return list(scenario.stages[target.stage].cities or scenario.cities)
    return [city for city in (target.mentor, target.mentee) if city]


def _pairing_members(scenario: Scenario, target: Target) -> set[str]:
    """Cities that could be in one of the event's pairings."""
    theme = target.theme or ""
    offering, needing = set(scenario.offering.get(theme, ())), set(scenario.needing.get(theme, ()))
    mentors = offering & {target.mentor} if target.mentor else offering
    mentees = needing & {target.mentee} if target.mentee else needing
    teaching = {city for city in mentors if len(mentees) > (city in mentees)}
    return teaching | {city for city in mentees if len(mentors) > (city in mentors)}


def _has_pairing(scenario: Scenario, target: Target) -> bool:
    """Whether any two cities could meet in the event: asked for thousands of events, so nothing is listed."""
    theme = target.theme or ""
    mentors = (target.mentor,) if target.mentor else scenario.offering.get(theme, ())
    mentees = (target.mentee,) if target.mentee else scenario.needing.get(theme, ())
    return bool(mentors) and bool(mentees) and (len(mentors) > 1 or len(mentees) > 1 or mentors != mentees)


def _parse(scenario: Scenario, event: str) -> Target | None:
    name, *rest = event.split("/")
    stage = scenario.stages[name]
    kinds = () if stage.cities else _PARTS.get(str(stage.gathers), ())
    if len(rest) != len(kinds) or not all(rest):
        return None
    return Target(event, name, **dict(zip(kinds, rest, strict=True)))


def _never(scenario: Scenario, target: Target, path: Path, warning: bool) -> Iterator[Finding]:
    """Findings when all names are known, but no pairing can lead to the event."""
    theme = target.theme
    if theme is None:
        return
    if _is_about_others(scenario, target):
        message = f"{title_of(scenario, target.stage)} is not about {theme_of(scenario, theme)}"
        also: tuple[Path, ...] = (("stages", target.stage, "themes"),)
        yield Finding(path, message, "name one of its themes, or add this one", also, warning)
        return
    missing = _lack(scenario, target)
    if missing:
        yield Finding(path, f"there is no event {target.id}: {missing}", "add the offer or need", (), warning)


def _is_about_others(scenario: Scenario, target: Target) -> bool:
    """Whether the stage is about other themes than the event's."""
    themes = scenario.stages[target.stage].themes
    return bool(themes) and target.theme not in themes


def _lack(scenario: Scenario, target: Target) -> str:
    """Which offer or need the event of known cities and theme would have to have; empty when it can be held."""
    theme, pair = target.theme, target.pairing
    if pair is not None:
        return missing_half(scenario, pair)
    if target.mentor is not None and theme not in scenario.cities[target.mentor].offers:
        return say_no_offer(scenario, target.mentor, str(theme))
    if target.mentee is not None and theme not in scenario.cities[target.mentee].needs:
        return say_no_need(scenario, target.mentee, str(theme))
    return (
        ""
        if _has_pairing(scenario, target)
        else f"no offer meets a need of another city in {theme_of(scenario, str(theme))}"
    )
