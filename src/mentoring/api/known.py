"""Cities and themes as people name them: by id, by name or title, or in another spelling of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.api import require_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.domain.scenario import Scenario


def find_city(scenario: Scenario, given: str) -> str:
    """The id of the city that is meant: `porto`, `Porto` and `Oporto` are one where nobody else is called so.

    Raises UsageError with the nearest known name where none is meant, or several are.
    """
    if given in scenario.cities:
        return given
    meant = spelling_of(scenario)(given)
    if meant is not None:
        return meant
    require_name(given, scenario.cities, "city")
    return given


def spelling_of(scenario: Scenario) -> Callable[[str], str | None]:
    """Who tells which city another spelling of its name means (`Genova`, `Genua`); None where none, or several."""

    def meant(given: str) -> str | None:
        from mentoring.files.who import Who, directory_of

        found = directory_of(scenario).find_city(given)
        return found.id if isinstance(found, Who) else None

    return meant


def find_theme(scenario: Scenario, given: str) -> str:
    """The id of the theme that is meant, by its id or title in any case.

    Raises UsageError with the nearest known name where none is meant, or several are.
    """
    if given in scenario.themes:
        return given
    from mentoring.files.place_table import fold_name

    wanted = fold_name(given)
    found = [name for name, theme in scenario.themes.items() if wanted and wanted in (name, fold_name(theme.title))]
    if len(found) == 1:
        return found[0]
    require_name(given, scenario.themes, "theme")
    return given
