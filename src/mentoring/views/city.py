"""A city's own page: whom to ask, its partners, its dates, and what they cost it."""

from __future__ import annotations

from mentoring.domain.city import City
from mentoring.domain.dates import say_span
from mentoring.domain.naming import theme_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.table import event_table, say_statuses
from mentoring.views.wording import count, figure, joined, theme_title


def city_page(plan: Plan, city: str) -> list[Block]:
    """Everything the plan says about one city.

    Raises KeyError if the scenario has no such city.
    """
    scenario = plan.scenario
    record = scenario.cities[city]
    place = ", ".join(part for part in (scenario.name(city), record.country) if part)
    blocks: list[Block] = [Heading(place)]
    if record.represented_by:
        blocks.append(Sentence(f"Represented by {record.represented_by}."))
    if record.contact:
        known = (record.contact.name, record.contact.email, record.contact.phone)
        blocks.append(Sentence(f"Contact: {', '.join(part for part in known if part)}."))
    blocks.append(Sentence(say_load(plan, city)))
    blocks += [Heading("Partners"), partner_table(plan, city)]
    blocks += [Heading("Dates"), event_table(plan, events_of(plan, city))]
    open_lines = [
        f"It still needs {count(one.missing, 'mentor')} in {theme_of(scenario, one.theme)}: {one.reason}."
        for one in plan.unserved
        if one.city == city
    ]
    open_lines += [
        f"It could take {count(one.free, 'more mentee')} in {theme_of(scenario, one.theme)}: {one.reason}."
        for one in plan.unused
        if one.city == city
    ]
    if open_lines:
        blocks += [Heading("Still open"), *(Sentence(line) for line in open_lines)]
    absent = list_absences(record)
    if absent:
        blocks.append(Sentence(f"Not available: {'; '.join(absent)}.", "faint"))
    return blocks


def list_absences(record: City) -> list[str]:
    """When the city is not available and why, in order of date."""
    periods = sorted(record.unavailable, key=lambda one: (one.first, one.last))
    return [f"{say_span(one.first, one.last)}{f' ({one.why})' if one.why else ''}" for one in periods]


def events_of(plan: Plan, city: str) -> list[PlannedEvent]:
    """The events that a city takes part in or hosts, cancelled ones included."""
    return [event for event in plan.events if city in event.participants or event.host == city]


def partner_table(plan: Plan, city: str) -> Table:
    """A city's pairings, seen from the city."""
    scenario, said_of = plan.scenario, say_statuses(plan)
    rows = tuple(
        (
            "mentors" if pair.mentor == city else "learns from",
            scenario.name(pair.mentee if pair.mentor == city else pair.mentor),
            theme_title(scenario, pair.theme),
            figure(pairing.fit),
            figure(scenario.journeys.km(pair.mentor, pair.mentee)),
            said_of[pair],
        )
        for pairing in plan.pairings
        for pair in [pairing.key]
        if city in (pair.mentor, pair.mentee)
    )
    theme = scenario.programme.heading("theme")
    columns = (Column("It"), Column("Partner", style="strong"), Column(theme), Column("Fit", figures=True),
               Column("Km apart", figures=True), Column("Status"))  # fmt: skip
    return Table(columns, rows, "It has no partner in this plan.")


def say_load(plan: Plan, city: str) -> str:
    """What the plan asks of a city, in one sentence."""
    held = [event for event in events_of(plan, city) if event.status != "cancelled"]
    hosts = sum((event.last - event.first).days + 1 for event in held if event.host == city)
    away = sum((event.last - event.first).days + 1 for event in held if event.host not in (city, None))
    trips = [trip for trip in plan.trips if trip.who == city]
    parts = [f"hosts {count(hosts, 'day')}", f"is away {count(away, 'day')}"]
    km = sum(trip.km for trip in trips)
    if km:
        parts.append(f"travels {figure(km)} km there and back")
    eur, co2 = sum(trip.eur for trip in trips), sum(trip.co2_kg for trip in trips)
    if eur:
        parts.append(f"pays {figure(eur)} EUR for its travellers")
    if co2:
        parts.append(f"causes {figure(co2)} kg of CO2")
    beyond = sum(not trip.in_rate_table for trip in trips)
    table = f" {count(beyond, 'journey is', 'journeys are')} not in the table of costs." if beyond else ""
    return f"{count(len(held), 'event')}: it {joined(parts)}.{table}"
