"""A plan as a timeline: a row for each city, its visits as boxes, meetings of many cities as lines through the rows."""

from __future__ import annotations

from datetime import date, timedelta

from mentoring.domain.plan import PlannedEvent
from mentoring.views import phrase
from mentoring.views.legend import draw_loads
from mentoring.views.move import draw_moves, gone_cities, gone_name, still_class
from mentoring.views.palette import ink_class, shape_of, shape_path
from mentoring.views.svg import Drawn, fit_text, number, tag, text_width
from mentoring.views.timescale import LEFT, Item, Order, Row, Scale, Zoom, lines_of, rows_of, scale_of
from mentoring.views.visit import Sheet
from mentoring.views.wording import short_span, stage_title

REPEAT = 20
"""After so many rows the weeks are named once more."""
MOST_NAMED = 120
"""With more events the boxes of the day zoom carry no titles of their own: the script reads them from the table."""
HEAD, TITLES, LOADS = 36.0, 26.0, 58.0
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def draw_timeline(sheet: Sheet, *, zoom: Zoom = "week", order: Order = "west", before: Sheet | None = None) -> Drawn:
    """The timeline; with `before`, what moved since that plan stands out and where it was is dashed.

    The cities' names are a drawing of their own over the other's left edge, so that they stay where the weeks scroll.
    Marks link to `#eN`, the row of event N in the page's table; names link to `#city-ID`.
    """
    scale = scale_of(sheet, zoom, [before] if before else [])
    top = HEAD + TITLES
    gone = gone_cities(sheet, before)
    rows = rows_of(sheet, scale, top, order, REPEAT, HEAD, gone)
    bottom = rows[-1].top + rows[-1].height
    heads = [(0.0, bottom), *((row.top - HEAD, row.top) for row in rows[REPEAT::REPEAT])]
    is_named = zoom == "week" or len(sheet.events) <= MOST_NAMED
    parts = [
        _closed_for_all(sheet, scale, top, bottom),
        *(_row_ground(sheet, scale, row, is_named) for row in rows),
        *(_head(scale, at, end) for at, end in heads),
        _meetings(sheet, scale, rows, top, before),
        *(tag("g", *_boxes(sheet, row, before, is_named), cls="row") for row in rows),
        draw_moves(sheet, scale, rows, before) if before else "",
        draw_loads(sheet, scale, bottom),
    ]
    width, height = scale.right + 4, bottom + LOADS
    changed = "" if before is None else " changed"
    size = {"role": "group", "width": width, "height": height, "viewBox": f"0 0 {number(width)} {number(height)}"}
    names = tag("svg", *_names(sheet, scale, rows, heads, before), cls="timeline", aria_label=phrase.NAMES, **size)
    drawn = tag("svg", *map(Drawn, parts), cls=f"timeline{changed}", aria_label=phrase.TIMELINE, **size)
    return tag("div", tag("div", names, cls="names"), drawn, cls="lanes")


def _names(
    sheet: Sheet, scale: Scale, rows: list[Row], heads: list[tuple[float, float]], before: Sheet | None
) -> list[Drawn]:
    """What stands to the left of the weeks: the name and letters of every city, and what the heads count."""
    head = phrase.ISO_WEEK if scale.zoom == "week" else phrase.MONDAY
    bottom = heads[0][1]
    rules = "".join(f"M0 {number(top)}H{number(LEFT)}" for top in (*(row.top for row in rows), bottom))
    return [
        tag("path", d=rules, cls="rule"),
        *(tag("text", head, x=0, y=at + 30, cls="soft small", aria_hidden="true") for at, _ in heads),
        *(gone_name(before, row) if before and row.city not in sheet.codes else _name(sheet, row) for row in rows),
        tag("text", phrase.PER_WEEK, x=0, y=bottom + 51, cls="soft", aria_hidden="true"),
    ]


def _head(scale: Scale, at: float, bottom: float) -> Drawn:
    """Months and ISO weeks at `at`, with a rule at every month down to `bottom`."""
    parts: list[Drawn] = []
    months, last_month = [], None
    wide = 7 * scale.per_day
    step = 1 if wide >= 18 else 2
    for week in range(scale.weeks):
        monday = scale.monday + timedelta(weeks=week)
        x = scale.x(monday)
        if week % step == 0:
            said, middle = (
                (str(monday.isocalendar().week), x + wide / 2) if scale.zoom == "week" else (_day(monday), x + 4)
            )
            cls = "soft small mid" if scale.zoom == "week" else "soft small"
            parts.append(tag("text", said, x=middle, y=at + 30, cls=cls))
        month = (monday + timedelta(days=3)).replace(day=1)  # a week belongs to the month of its Thursday
        if month != last_month:
            months.append((x, month))
            last_month = month
    ends = [*(x for x, _ in months[1:]), scale.right]
    years: set[int] = set()
    for (x, month), end in zip(months, ends, strict=True):
        year = f" {month.year}" if month.year not in years else ""
        names = (MONTHS[month.month - 1] + year, MONTHS[month.month - 1][:3] + year, MONTHS[month.month - 1][:3])
        said = next((name for name in names if text_width(name, 14) <= end - x - 6), "")
        if year and said.endswith(year):
            years.add(month.year)  # a month without room leaves the year to the next
        parts.append(tag("text", said, x=x + 5, y=at + 14, cls="month"))
        parts.append(tag("path", d=f"M{number(x)} {number(at + 2)}V{number(max(bottom, at + 36))}", cls="rule"))
    return tag("g", *parts, aria_hidden="true")


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _closed_for_all(sheet: Sheet, scale: Scale, top: float, bottom: float) -> Drawn:
    """Bands for the days on which nothing takes place, with their reasons."""
    parts = []
    for period in sheet.plan.scenario.programme.closed:
        left, right = scale.x(period.first), scale.x(period.last + timedelta(days=1))
        if right > left:
            why = fit_text(period.why, 10.5, max(right - left, 66.0)) if period.why else ""
            said = f"{phrase.CLOSED}: {short_span(period.first, period.last)}{f', {period.why}' if period.why else ''}"
            rect = tag(
                "rect", tag("title", said), x=left, y=top, width=right - left, height=bottom - top, cls="closed-all"
            )
            text = tag("text", why, x=(left + right) / 2, y=bottom + 13, cls="soft small mid") if len(why) > 2 else ""
            parts += [rect, text]
    return tag("g", *parts)


def _row_ground(sheet: Sheet, scale: Scale, row: Row, is_named: bool) -> Drawn:
    """A row's rule and the days on which its city is not available."""
    scenario = sheet.plan.scenario
    record = scenario.cities.get(row.city)
    if record is None:  # of a plan before
        return tag("path", d=f"M0 {number(row.top)}H{number(scale.right)}", cls="rule")
    country = scenario.countries.get(record.country or "")
    parts = [tag("path", d=f"M0 {number(row.top)}H{number(scale.right)}", cls="rule")]
    spans = [(one.first, one.last, one.why) for one in (*record.unavailable, *(country.unavailable if country else ()))]
    if record.left_on is not None and record.left_on < scenario.programme.last:
        spans.append((record.left_on + timedelta(days=1), scenario.programme.last, "has left"))
    for first, last, why in spans:
        left, right = scale.x(first), scale.x(last + timedelta(days=1))
        if right > left:
            said = f"{scenario.name(row.city)} {phrase.CLOSED}: {short_span(first, last)}{f', {why}' if why else ''}"
            title, high = tag("title", said) if is_named else "", row.height - 2
            parts.append(tag("rect", title, x=left, y=row.top + 1, width=right - left, height=high, cls="closed"))
    return tag("g", *parts)


def _name(sheet: Sheet, row: Row) -> Drawn:
    name, code = sheet.plan.scenario.name(row.city), sheet.codes[row.city]
    y = row.top + row.height / 2 + 4
    ground = tag("rect", x=0, y=row.top + 1, width=LEFT - 8, height=row.height - 2, cls="hit")
    label = [tag("title", f"{name}: all its dates"), ground,
             tag("text", fit_text(name, 14, LEFT - 42), x=0, y=y, cls="name"),
             tag("text", code, x=LEFT - 12, y=y, cls="soft small end")]  # fmt: skip
    return tag("a", *label, href=f"#city-{row.city}", data_press=row.city, data_name=name, tabindex="-1")


def _boxes(sheet: Sheet, row: Row, before: Sheet | None, is_named: bool) -> list[Drawn]:
    return [_box(sheet, row, item, before, is_named) for item in row.items if sheet.is_visit(item.event)]


def _box(sheet: Sheet, row: Row, item: Item, before: Sheet | None, is_named: bool) -> Drawn:
    event = item.event
    other = next(iter(sheet.others(event, row.city)), row.city)
    y = row.middle(item.lane)
    is_host = event.host == row.city
    how = "host" if is_host else "online" if event.host is None else "away"
    parts = [
        *([tag("title", sheet.say(event, row.city))] if is_named else []),
        tag("rect", x=item.left, y=y - 8, width=item.right - item.left),
        tag("text", sheet.codes[other], x=(item.left + item.right) / 2, y=y + 4),
    ]
    if row.city in sheet.missed(event):
        parts.append(tag("path", d=f"M{number(item.left)} {number(y + 9.5)}H{number(item.right)}", cls="outside"))
    if event.id in sheet.fixed:
        parts.append(tag("circle", cx=item.right - 1, cy=y - 7, r=3.2, cls="pin"))
    return _link(sheet, event, f"box {how}{still_class(event, before)}", parts)


def _meetings(sheet: Sheet, scale: Scale, rows: list[Row], top: float, before: Sheet | None) -> Drawn:
    """A line through the rows for every event of more or fewer than two cities, with a mark wherever a city attends."""
    drawn = []
    labels: list[tuple[float, float]] = []
    lines = lines_of(sheet, scale)
    at = {row.city: {item.event.id: item for item in row.items} for row in rows}
    for event in sheet.events:
        if sheet.is_visit(event):
            continue
        x = lines[event.id]
        marks = [(row, at[row.city][event.id]) for row in rows if event.id in at[row.city]]
        theme = sheet.theme(event)
        parts = [tag("title", sheet.say(event))]
        if marks:
            first, last = (row.middle(item.lane) for row, item in (marks[0], marks[-1]))
            is_elsewhere = event.host is not None and event.host not in event.participants
            first = top - 4 if is_elsewhere else first
            parts.append(tag("path", d=f"M{number(x)} {number(first)}V{number(last)}", cls="line"))
            if is_elsewhere:
                parts.append(tag("path", d=shape_path(shape_of(theme), x, top - 4, 5.5), cls="mark host"))
        for row, item in marks:
            host = event.host == row.city
            path = shape_path(shape_of(theme), x, row.middle(item.lane), 6.0 if host else 3.6)
            parts.append(tag("path", d=path, cls="mark host" if host else "mark"))
            if row.city in sheet.missed(event):
                y = row.middle(item.lane) + 9.5
                parts.append(tag("path", d=f"M{number(x - 6)} {number(y)}H{number(x + 6)}", cls="outside"))
        said = fit_text(stage_title(sheet.plan.scenario, event.stage), 10.5, 170)
        wide = text_width(said, 10.5)
        left = min(max(x - wide / 2, LEFT), scale.right - wide)
        if all(left > end + 6 or left + wide < begin - 6 for begin, end in labels):
            labels.append((left, left + wide))
            parts.append(tag("text", said, x=left, y=HEAD + 10, cls="small"))
        drawn.append(_link(sheet, event, f"meet{still_class(event, before)}", parts))
    return tag("g", *drawn)


def _link(sheet: Sheet, event: PlannedEvent, cls: str, parts: list[Drawn]) -> Drawn:
    place = sheet.numbers[event.id]
    return tag(
        "a", *parts, cls=f"{cls} {ink_class(sheet.theme(event))}", href=f"#e{place}", data_e=place, tabindex="-1"
    )
