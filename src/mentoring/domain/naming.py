"""What people call the cities, themes, pairings and events of a scenario.

A theme or stage without a title goes by its id in words: `urban mobility` within a sentence, `Urban mobility` where it
stands by itself, as in a table or a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mentoring.domain.by_hand import PREFIX
from mentoring.domain.scenario import Scenario


def theme_of(scenario: Scenario, theme: str) -> str:
    """What people call the theme within a sentence."""
    return _theme(scenario, theme) or theme.replace("-", " ")


def theme_title(scenario: Scenario, theme: str) -> str:
    """What people call the theme where it stands by itself."""
    return _theme(scenario, theme) or _begin(theme.replace("-", " "))


def _theme(scenario: Scenario, theme: str) -> str:
    return scenario.themes[theme].title if theme in scenario.themes else ""


def stage_title(scenario: Scenario, stage: str) -> str:
    """What people call the stage where it stands by itself."""
    return _stage(scenario, stage) or _begin(stage.replace("-", " "))


def _stage(scenario: Scenario, stage: str) -> str:
    return scenario.stages[stage].title if stage in scenario.stages else ""  # of a cancelled event it may have gone


def _begin(said: str) -> str:
    return said[:1].upper() + said[1:]


def say_pair(scenario: Scenario, pair: Sequence[str]) -> str:
    """A pairing by the names that people use: `Oslo > Genoa in housing`."""
    mentor, mentee, theme = pair
    return f"{_name(scenario, mentor)} > {_name(scenario, mentee)} in {theme_of(scenario, theme)}"


def say_mentoring(scenario: Scenario, pair: Sequence[str]) -> str:
    """A pairing as a sentence without its full stop: `Oslo mentors Genoa in housing`."""
    mentor, mentee, theme = pair
    return f"{_name(scenario, mentor)} mentors {_name(scenario, mentee)} in {theme_of(scenario, theme)}"


def say_names(scenario: Scenario, who: Iterable[str], word: str = "and") -> str:
    """Cities, places or persons by the names that people use; `nobody` where there is none."""
    names = [_name(scenario, one) for one in who]
    return f" {word} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "nobody"


def _name(scenario: Scenario, who: str) -> str:
    """What people call it; of what the scenario does not know there is only what the plan says."""
    try:
        return scenario.name(who)
    except KeyError:
        return who


def name_event(scenario: Scenario, event: str) -> str:
    """What people call an event, from its id: `Mentoring visit (Oslo > Genoa)`.

    The theme is told with the cities where they may meet in another one too.
    """
    stage, *group = event.split("/")
    if not group:
        return title_of(scenario, event)
    *cities, theme = group
    told = [" > ".join(_name(scenario, city) for city in cities)] if cities else []
    if not cities or len(_themes_of(scenario, stage, cities) | {theme}) > 1:
        told.append(theme_of(scenario, theme))
    return f"{title_of(scenario, event)} ({' in '.join(told)})"


def begin_with_event(scenario: Scenario, event: str) -> str:
    """The same at the beginning of a sentence, where a stage without a title begins with a capital letter too."""
    return _begin(name_event(scenario, event))


def _themes_of(scenario: Scenario, stage: str, cities: Sequence[str]) -> set[str]:
    """Themes in which these cities, mentor and mentee or one of the two, may have an event of the stage."""
    held = scenario.stages.get(stage)  # of a cancelled event it may have gone
    known = [scenario.cities[city] for city in cities if city in scenario.cities]
    if len(known) == 2:
        shared = known[0].offers.keys() & known[1].needs.keys()
    else:
        is_mentee = held is not None and held.gathers == "mentee"
        shared = {theme for city in known for theme in (city.needs if is_mentee else city.offers)}
    return shared & set((held.themes if held else ()) or shared)


def title_of(scenario: Scenario, event: str) -> str:
    """What people call the stage, or the event's stage, within a sentence."""
    stage = event.split("/", maxsplit=1)[0]
    return _stage(scenario, stage) or stage.replace("-", " ")


def say_plainly(told: str) -> str:
    """A sentence about pins in which those that nobody wrote into the file are called what they are."""
    told = re.sub(r"\bthe pin kept-[\w-]+", "what is settled", told)
    return re.sub(rf"\bthe pin {PREFIX}[\w-]+", "a decision made by hand", told)
