"""What the drawings say about single events: their numbers, what is fixed, which cities wished for other weeks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mentoring.domain.code import codes
from mentoring.domain.naming import theme_of
from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.views.palette import theme_numbers
from mentoring.views.wording import joined, short_span, stage_title


@dataclass(frozen=True)
class Sheet:
    """A plan as every drawing of one page reads it, so that they all speak of an event by the same number."""

    plan: Plan
    city: str | None = None
    """Only what touches this city; None: everything."""

    @cached_property
    def events(self) -> tuple[PlannedEvent, ...]:
        """Events that are held, by date."""
        return tuple(event for event in self.listed if event.status != "cancelled")

    @cached_property
    def listed(self) -> tuple[PlannedEvent, ...]:
        """Events by date; cancelled ones come last."""
        own = (event for event in self.plan.events
               if self.city is None or self.city in event.participants or event.host == self.city)  # fmt: skip
        return tuple(sorted(own, key=lambda one: (one.status == "cancelled", one.first, one.last, one.id)))

    @cached_property
    def cities(self) -> frozenset[str]:
        """Cities that the page is about: all, or the one and those it meets."""
        if self.city is None:
            return frozenset(self.plan.scenario.cities)
        return frozenset({self.city, *(city for event in self.listed for city in event.participants)})

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every event on the page, from 1 by date; cancelled ones come last."""
        return {event.id: place for place, event in enumerate(self.listed, 1)}

    @cached_property
    def themes(self) -> dict[str, int]:
        """Every theme's place, which gives its colour."""
        return theme_numbers(self.plan.scenario)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Three letters for every city."""
        return codes(self.plan.scenario)

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Events whose days are fixed by a pin, or that are confirmed or done."""
        pinned = {
            pin.event for pin in self.plan.scenario.pins.values() if pin.negated is None and pin.first is not None
        }
        pinned |= {one.pin.event for one in self.plan.decisions
                   if one.pin is not None and one.pin.negated is None and one.pin.first is not None}  # fmt: skip
        settled = {event.id for event in self.events if event.status in ("confirmed", "done")}
        return frozenset(settled | {event for event in pinned if event})

    def theme(self, event: PlannedEvent) -> int | None:
        """The place of the event's theme; None for what belongs to no theme."""
        return self.themes.get(event.theme) if event.theme else None

    def is_visit(self, event: PlannedEvent) -> bool:
        """Whether the event is between two cities, and not a meeting of many."""
        stage = self.plan.scenario.stages.get(event.stage)
        is_bilateral = bool(event.mentor and event.mentee) or (stage is not None and bool(stage.cities))
        return is_bilateral and len(event.participants) == 2

    def missed(self, event: PlannedEvent) -> tuple[str, ...]:
        """Cities whose wished weeks the event lies outside of."""
        return tuple(
            name
            for name in event.participants
            for city in [self.plan.scenario.cities.get(name)]
            if city is not None
            and city.wishes
            and not any(wish.first <= event.first and event.last <= wish.last for wish in city.wishes)
        )

    def others(self, event: PlannedEvent, city: str) -> list[str]:
        """Who takes part besides the city."""
        return [name for name in event.participants if name != city]

    def say(self, event: PlannedEvent, city: str | None = None) -> str:
        """One event in a line: `Ghent hosts Porto, 9–10 Jun 2027, Urban mobility`."""
        scenario = self.plan.scenario
        names = [scenario.name(name) for name in (self.others(event, city) if city else event.participants)]
        who = joined(names) if len(names) <= 3 else f"{len(names)} cities"
        if city is None:
            lead = f"{stage_title(scenario, event.stage)}: {who}"
        elif event.host == city:
            lead = f"{scenario.name(city)} hosts {who}"
        elif event.host is None:
            lead = f"{scenario.name(city)} meets {who} online"
        elif event.host in event.participants and self.is_visit(event):
            lead = f"{scenario.name(city)} travels to {scenario.name(event.host)}"
        else:
            lead = f"{scenario.name(city)} travels to {scenario.name(event.host)}: {stage_title(scenario, event.stage)}"
        theme = f", {theme_of(scenario, event.theme)}" if event.theme else ""
        fixed = ", pinned" if event.id in self.fixed else ""
        missed = ", outside the wished weeks" if (city in self.missed(event) if city else self.missed(event)) else ""
        return f"{lead}, {short_span(event.first, event.last)}{theme}{fixed}{missed}"
