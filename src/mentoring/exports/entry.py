"""What a calendar says about one event to one reader: a city that takes part, or the programme office."""

from __future__ import annotations

from collections.abc import Iterator

from mentoring.domain import naming
from mentoring.domain.city import Location
from mentoring.domain.dates import say_span
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.domain.stage import Stage
from mentoring.exports.country import country_name
from mentoring.exports.text import one_line, shorten

LONGEST_TITLE = 69  # characters; lists in calendars show 30 to 40, so the role comes first
_GONE = Stage(gathers="all", host="none")  # instead of the stage of a cancelled event that is no longer there


def role(event: PlannedEvent, city: str) -> str:
    """What the event means for the city's calendar: `host`, `traveller`, or `online` when nobody travels."""
    if event.host is None:
        return "online"
    return "host" if event.host == city else "traveller"


def title(plan: Plan, event: PlannedEvent, role_word: str | None) -> str:
    """`Hosting: Malmö → Ghent, neighbourhoods`; for the programme office (no role) the stage stands first."""
    kind = stage_title(plan.scenario, event.stage)
    first = "Cancelled" if event.status == "cancelled" else role_word or kind
    told = what(plan, event)
    if not told:
        return shorten(kind if first == kind else f"{first}: {kind}", LONGEST_TITLE)
    # The stage is told where the programme has several stages of the same kind of group, as in two visits a pairing.
    stages = plan.scenario.stages
    own = stages.get(event.stage)  # of a cancelled event it may have gone
    alike = sum(own is not None and stage.gathers == own.gathers for stage in stages.values())
    if event.mentor is None and event.mentee is None:
        return shorten(f"{first}: {told}" if first == kind else f"{first}: {kind}, {told}", LONGEST_TITLE)
    return shorten(f"{first}: {told}{f' ({kind})' if alike > 1 and first != kind else ''}", LONGEST_TITLE)


def location(plan: Plan, event: PlannedEvent) -> str:
    """`City Hall, Ghent, Belgium`; empty when nobody travels."""
    if event.host is None:
        return ""
    place = _site(plan.scenario, event.host)
    stage = plan.scenario.stages.get(event.stage)
    venue = (stage.venue if stage else "") or ""
    country = country_name(place.country) if place and place.country else ""
    return ", ".join(one_line(part) for part in (venue, name_of(plan.scenario, event.host), country) if one_line(part))


def coordinates(plan: Plan, event: PlannedEvent) -> tuple[float, float] | None:
    """Latitude and longitude of the host, to four digits (about ten metres); None when not known."""
    place = _site(plan.scenario, event.host) if event.host else None
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return round(place.latitude, 4), round(place.longitude, 4)


def categories(plan: Plan, event: PlannedEvent) -> list[str]:
    """Kind of event and theme; commas would make two values of one in several programs, so there are none."""
    found = [stage_title(plan.scenario, event.stage), theme_title(plan.scenario, event.theme) if event.theme else ""]
    plain = [one_line(text.replace(",", " ")) for text in found]
    return list(dict.fromkeys(text for text in plain if text))


def description(plan: Plan, event: PlannedEvent) -> str:
    """Plain text, one fact a line; names, but no mail addresses."""
    return "\n".join(line for line in map(one_line, _lines(plan, event)) if line)


def name_of(scenario: Scenario, who: str) -> str:
    """The name of a city, place or person in one line; the id when there is none."""
    known = who in scenario.people or _site(scenario, who) is not None
    return one_line(scenario.name(who)) or who if known else who


def stage_title(scenario: Scenario, stage: str) -> str:
    """What people call the stage, in one line."""
    return one_line(naming.stage_title(scenario, stage)) or stage


def theme_title(scenario: Scenario, theme: str) -> str:
    """What people call the theme, in one line."""
    return one_line(naming.theme_of(scenario, theme)) or theme


def what(plan: Plan, event: PlannedEvent) -> str:
    """`Malmö → Ghent, neighbourhoods`; the theme by its short id; empty for an event of all cities or a list."""
    theme = event.theme.replace("-", " ") if event.theme else ""
    if event.mentor is None and event.mentee is None:
        return theme
    others = [city for city in event.participants if city not in (event.mentor, event.mentee)]
    mentors = [event.mentor] if event.mentor else others
    mentees = [event.mentee] if event.mentee else others
    names = [", ".join(name_of(plan.scenario, city) for city in side) for side in (mentors, mentees)]
    pair = " → ".join(name for name in names if name)
    return f"{pair}, {theme}" if theme else pair


def _lines(plan: Plan, event: PlannedEvent) -> Iterator[str]:
    scenario = plan.scenario
    stage = scenario.stages.get(event.stage, _GONE)
    yield f"{stage_title(scenario, event.stage)}, {say_span(event.first, event.last)}"
    programme = scenario.programme
    if event.theme:
        yield f"{programme.heading('theme')}: {theme_title(scenario, event.theme)}"
    if event.host:
        yield f"Host: {name_of(scenario, event.host)}"
    for city, role_word in ((event.mentor, "mentor"), (event.mentee, "mentee")):
        if city is not None and role_word in programme.words:  # the title's arrow says it in the plain words
            yield f"{programme.heading(role_word)}: {name_of(scenario, city)}"
    cities = [_represented(scenario, city) for city in event.participants]
    yield f"Taking part: {', '.join(cities)}" if cities else ""
    people = [name_of(scenario, person) for person in event.people]
    yield f"People: {', '.join(people)}" if people else ""
    yield _hours(plan, event, stage)
    for item in stage.agenda:
        time = "-".join(part for part in (item.start, item.end) if part)
        yield f"Day {item.day}{f', {time}' if time else ''}: {item.title}"
    yield f"More: {stage.link}" if stage.link else ""
    office = programme.coordinator
    yield f"Contact: {office.name}" if office and office.name else ""
    # Not the plan's own revision: an event that stays as it was must stay the same to the byte.
    yield f"Status: {event.status}, as of revision {event.changed_in} of the plan"


def _hours(plan: Plan, event: PlannedEvent, stage: Stage) -> str:
    """`Each day 09:00-17:00, local time`; where nobody travels it is told whose clock is meant."""
    if stage.hours is None:
        return ""
    each = "" if event.first == event.last else "each day "
    clock = "local time" if event.host else f"time in {plan.scenario.programme.time_zone}"
    said = f"{each}{stage.hours.start}-{stage.hours.end}, {clock}"
    return said[:1].upper() + said[1:]


def _represented(scenario: Scenario, city: str) -> str:
    record = scenario.cities.get(city)
    body = record.represented_by if record else None
    return f"{name_of(scenario, city)} ({body})" if body else name_of(scenario, city)


def _site(scenario: Scenario, place: str) -> Location | None:
    return scenario.cities.get(place) or scenario.places.get(place) or scenario.resolution.places.get(place)
