"""Time zones that do not exist: calendars and timetables could not tell the hours of such a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mentoring.domain.consistency.finding import Finding, Path, suggest
from mentoring.domain.scenario import Scenario


def find_unknown_zones(scenario: Scenario) -> Iterator[Finding]:
    """Time zones of the programme, its cities and its places that are not in the IANA database of this computer.

    Nothing is told where the computer has no such database at all.
    """
    written: dict[str, list[Path]] = {scenario.programme.time_zone: [("programme", "time_zone")]}
    for kind, locations in (("cities", scenario.cities), ("places", scenario.places)):
        for name, location in locations.items():
            if location.time_zone is not None:
                written.setdefault(location.time_zone, []).append((kind, name, "time_zone"))
    unknown = [zone for zone in written if not is_zone(zone)]
    if not unknown or not is_zone("Europe/Brussels"):
        return
    for zone in unknown:
        for path in written[zone]:
            shown = zone if len(zone) <= 60 else f"{zone[:59]}…"
            yield Finding(path, f"there is no time zone {shown!r}", _meant(zone))


def is_zone(name: str) -> bool:
    """Whether this computer knows a time zone of that name."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found; no possible file name; the name of a folder of zones
        return False
    return True


def _meant(name: str) -> str:
    """`did you mean Europe/Oslo?` for europe/oslo, Oslo or Europe/Olso."""
    from zoneinfo import available_timezones

    known = available_timezones()
    plain = re.sub(r"\s+", "_", name.strip()).casefold()
    same = sorted(zone for zone in known if plain in (zone.casefold(), zone.rpartition("/")[2].casefold()))
    if same:
        return f"did you mean {same[0]}?"
    hint = suggest(name, known)
    return hint if hint.startswith("did") else "write a name of the IANA database, as Europe/Oslo"
