"""Tables and sentences of a plan as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from mentoring.domain.plan import PlannedEvent
from mentoring.views.block import Block, Heading, Sentence, Table
from mentoring.views.palette import ink_class, shape_of
from mentoring.views.svg import Drawn, escape, join, tag
from mentoring.views.visit import Sheet
from mentoring.views.wording import say_who, short_span, stage_title, theme_title


def table_html(table: Table) -> Drawn:
    """The table, or the sentence that stands for an empty one."""
    if not table.rows:
        return tag("p", table.empty)
    head = [tag("th", one.title, scope="col", cls="figure" if one.figures else None) for one in table.columns]
    styles = ["figure" if one.figures else one.style or None for one in table.columns]
    rows = [tag("tr", *(tag("td", text, cls=style) for text, style in zip(row, styles, strict=True)))
            for row in table.rows]  # fmt: skip
    return tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows))


def block_html(block: Block) -> Drawn:
    """One piece of a view; a picture in characters is told in its sentences."""
    if isinstance(block, Heading):
        return tag("h3", block.text)
    if isinstance(block, Sentence):
        return tag("p", block.text, cls="about" if block.style == "faint" else None)
    if isinstance(block, Table):
        return scrolled(table_html(block), "Table")
    return tag("ul", *(tag("li", line) for line in block.spoken))


def scrolled(inside: Drawn, label: str, cls: str = "scroll") -> Drawn:
    """A part that scrolls sideways by itself where the page is narrow, and that a keyboard reaches."""
    return tag("div", inside, cls=cls, role="region", aria_label=label, tabindex="0")


def theme_mark(theme: int | None) -> Drawn:
    """A theme's mark as a small picture, which the page's shared shapes draw."""
    use = tag("use", href=f"#{shape_of(theme)}")
    return tag("svg", use, aria_hidden="true", cls=f"shape {ink_class(theme)}")


def event_rows(sheet: Sheet) -> Drawn:
    """Every event of the plan, cancelled ones too, by date: row `eN` is what the drawings link to."""
    scenario = sheet.plan.scenario
    numbers = sheet.numbers
    rows = []
    has_people = any(event.people for event in sheet.listed)
    for event in sheet.listed:
        theme = sheet.theme(event)
        title = theme_title(scenario, event.theme) if event.theme else ""
        cells = [
            tag("td", short_span(event.first, event.last)),
            tag("td", stage_title(scenario, event.stage)),
            tag("td", say_who(scenario, event)),
            tag("td", theme_mark(theme) if title else "", title),
            tag("td", where(sheet, event)),
            *([tag("td", ", ".join(map(scenario.name, event.people)))] if has_people else []),
            tag("td", status(sheet, event)),
        ]
        is_gone = event.status == "cancelled"
        place = numbers[event.id]
        rows.append(
            tag("tr", *cells, id=f"e{place}",
                data_t="" if theme is None else theme,
                data_c=None if is_gone else " ".join(dict.fromkeys((*event.participants, event.host or ""))).strip(),
                cls="gone" if is_gone else None)
        )  # fmt: skip
    said = (
        "When",
        "What",
        "Who",
        scenario.programme.heading("theme"),
        "Where",
        *(["People"] if has_people else []),
        "Status",
    )
    head = tag("thead", tag("tr", *(tag("th", text, scope="col") for text in said)))
    return tag("table", head, tag("tbody", *rows), cls="events")


def where(sheet: Sheet, event: PlannedEvent) -> str:
    """The host with its venue; `online` when nobody travels."""
    stage = sheet.plan.scenario.stages.get(event.stage)
    venue = f", {stage.venue}" if stage and stage.venue else ""
    return f"{sheet.plan.scenario.name(event.host)}{venue}" if event.host else "online"


def status(sheet: Sheet, event: PlannedEvent) -> str:
    """How settled the event is, and for whom it lies outside the wished weeks."""
    parts: list[str] = [event.status]
    if event.id in sheet.fixed and event.status not in ("confirmed", "done"):
        parts.append("pinned")
    if missed := sheet.missed(event):
        parts.append(f"outside the wishes of {', '.join(map(sheet.plan.scenario.name, missed))}")
    return ", ".join(parts)


def list_html(items: Sequence[tuple[str, str, str]]) -> Drawn:
    """Findings as a list: a badge (kind `good`, `bad` or neither), its word, and a sentence that may hold markup."""
    rows = [
        tag("li", tag("span", word, cls=f"badge {kind}".strip()), tag("span", escape(said)))
        for kind, word, said in items
    ]
    return tag("ul", *rows, cls="findings")


def paragraphs(*texts: str) -> Drawn:
    """One paragraph a text; empty ones are left out."""
    return join(tag("p", text) for text in texts if text)
