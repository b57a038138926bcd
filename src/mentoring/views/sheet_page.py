"""A page for every city and person: what each of them asks for first, and who comes to those who host."""

from __future__ import annotations

from mentoring.domain.city import Contact
from mentoring.domain.naming import theme_of
from mentoring.domain.plan import PlannedEvent
from mentoring.domain.scenario import Scenario
from mentoring.domain.spoken import say_languages
from mentoring.views.city import list_absences, partner_table, say_load
from mentoring.views.markup import paragraphs, status, table_html, theme_mark, where
from mentoring.views.svg import Drawn, escape, join, tag
from mentoring.views.table import without_proposed
from mentoring.views.visit import Sheet
from mentoring.views.wording import count, figure, joined, short_day, short_span, stage_title, theme_title


def city_html(sheet: Sheet, city: str, with_contacts: bool, heading: str = "h4") -> Drawn:
    """A city's partners, dates and briefs under headings of this kind; its mail address only where `with_contacts`."""
    plan, scenario = sheet.plan, sheet.plan.scenario
    record = scenario.cities[city]
    events = [event for event in sheet.events if city in event.participants or event.host == city]
    parts = [paragraphs(
        f"Represented by {record.represented_by}." if record.represented_by else "",
        say_contact(record.contact, with_contacts),
        say_load(plan, city) if events else "It takes part in no event of this plan.",
    )]  # fmt: skip
    partners = partner_table(plan, city)
    if partners.rows:
        parts += [
            tag(heading, "Partners"),
            table_html(without_proposed(partners)),
        ]
    if events:
        parts += [tag(heading, "Dates"), _dates(sheet, events, city)]
    parts += [_brief(sheet, event, city, heading) for event in events if event.host == city]
    closed = list_absences(record)
    still = [
        f"It still needs {count(one.missing, 'mentor')} in {theme_of(scenario, one.theme)}: {one.reason}."
        for one in plan.unserved
        if one.city == city
    ]
    return join([*parts, paragraphs(*still, f"Not available: {'; '.join(closed)}." if closed else "")])


def person_html(sheet: Sheet, person: str, with_contacts: bool) -> Drawn:
    """Where a person is sent, and when."""
    scenario = sheet.plan.scenario
    record = scenario.people[person]
    events = [event for event in sheet.events if person in event.people]
    facts = [f"Lives in {scenario.name(record.home)}." if record.home else "",
             f"Speaks {say_languages(record.languages)}." if record.languages else "",
             f"Mail: {record.email}." if record.email and with_contacts else ""]  # fmt: skip
    dates = _dates(sheet, events, None) if events else Drawn("")
    days = sum((event.last - event.first).days + 1 for event in events)
    km = sum(trip.km for trip in sheet.plan.trips if trip.who == person)
    load = f"Sent to {count(len(events), 'event')} on {count(days, 'day')}, {figure(km)} km there and back."
    return join([paragraphs(" ".join(filter(None, facts)), load), dates])


def say_contact(contact: Contact | None, with_contacts: bool) -> str:
    """Whom to ask; addresses and telephone numbers only where they may be shown."""
    if contact is None:
        return ""
    known = [contact.name, *([contact.email, contact.phone] if with_contacts else [])]
    said = ", ".join(part for part in known if part)
    return f"Contact: {said}." if said else ""


def say_office(scenario: Scenario, with_contacts: bool) -> str:
    """Who organises the programme and is to be asked; addresses only where they may be shown; empty: not known."""
    said = say_contact(scenario.programme.coordinator, with_contacts)
    return f"Questions are answered by {said.removeprefix('Contact: ')}" if said else ""


def _dates(sheet: Sheet, events: list[PlannedEvent], city: str | None) -> Drawn:
    scenario = sheet.plan.scenario
    rows = []
    for event in events:
        others = sheet.others(event, city) if city else list(event.participants)
        names = joined(map(scenario.name, others)) if len(others) <= 6 else f"{len(others)} cities"
        role = "" if city is None else "host" if event.host == city else "online" if event.host is None else "guest"
        theme = (theme_mark(sheet.theme(event)) + escape(theme_title(scenario, event.theme))) if event.theme else ""
        cells = [short_span(event.first, event.last), stage_title(scenario, event.stage), role, names, Drawn(theme),
                 where(sheet, event), ", ".join(map(scenario.name, event.people)), status(sheet, event)]  # fmt: skip
        rows.append(cells)
    titles = ("When", "What", "Role", "With", scenario.programme.heading("theme"), "Where", "People", "Status")
    kept = [place for place in range(len(titles)) if any(row[place] not in ("", "proposed") for row in rows)]
    head = tag("tr", *(tag("th", titles[place]) for place in kept))
    body = [tag("tr", *(tag("td", row[place]) for place in kept)) for row in rows]
    return tag("table", tag("thead", head), tag("tbody", *body), cls="events")


def _brief(sheet: Sheet, event: PlannedEvent, city: str, heading: str) -> Drawn:
    """What a host wants to know: who comes, in which languages, where, and what happens when."""
    scenario = sheet.plan.scenario
    stage = scenario.stages.get(event.stage)
    guests = sheet.others(event, city)
    each = stage.travellers if stage else 1
    languages = sorted({code for guest in guests for code in scenario.cities[guest].languages}
                       | {code for person in event.people for code in scenario.people[person].languages})  # fmt: skip
    coming = f"{joined(map(scenario.name, guests))}: {count(each * len(guests), 'traveller')}" if guests else ""
    facts = [
        ("Who comes", coming),
        ("People sent", joined(map(scenario.name, event.people))),
        ("Languages", say_languages(languages)),
        ("Venue", (stage.venue or "") if stage else ""),
        ("Hours", f"{stage.hours.start} to {stage.hours.end}" if stage and stage.hours else ""),
        ("Link", (stage.link or "") if stage else ""),
    ]
    if stage:
        for item in stage.agenda:
            day = short_day(event.first.fromordinal(event.first.toordinal() + item.day - 1))
            time = f", {item.start}{f' to {item.end}' if item.end else ''}" if item.start else ""
            facts.append((f"{day}{time}", item.title))
    told = join(tag("dt", name) + tag("dd", said) for name, said in facts if said)
    title = f"As host: {stage_title(scenario, event.stage)}, {short_span(event.first, event.last)}"
    return tag("div", tag(heading, title), tag("dl", told), cls="brief")
