"""A plan for other programs: one JSON document with a schema, and a map (GeoJSON).

What the keys mean stands in `data/plan.schema.json`, which is written beside the document. Neither holds mail addresses
or telephone numbers.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from mentoring.domain.plan import Plan, PlannedEvent
from mentoring.exports.entry import coordinates, name_of
from mentoring.exports.sheet import by_date
from mentoring.exports.text import clean
from mentoring.views.record import event_record, pairing_record, plan_record
from mentoring.views.wording import stage_title, theme_title

SCHEMA = "plan.schema.json"
FORMAT = 1
"""Goes up when a key changes its meaning or goes; new keys alone leave it."""

Record = dict[str, Any]


def plan_document(plan: Plan) -> Record:
    """The plan with the names of everything in it; every key is there, null where there is nothing to say."""
    scenario, record = plan.scenario, plan_record(plan)
    return {
        "$schema": SCHEMA,
        "format": FORMAT,
        **_made(),
        **{key: record.pop(key) for key in ("programme", "title", "status", "revision")},
        "made_at": plan.made_at(plan.revision),
        "first": scenario.programme.first.isoformat(),
        "last": scenario.programme.last.isoformat(),
        "themes": [{"id": theme, "title": theme_title(scenario, theme)} for theme in scenario.themes],
        "stages": [
            {"id": stage, "title": stage_title(scenario, stage), "gathers": _gathers(known.gathers)}
            for stage, known in scenario.stages.items()
        ],
        "cities": [_place_record(plan, city) for city in scenario.cities],
        "places": [_place_record(plan, place) for place in (*scenario.places, *scenario.resolution.places)],
        "people": [
            {"id": who, "name": name_of(scenario, who), "home": person.home} for who, person in scenario.people.items()
        ],
        "pairings": record["pairings"],
        "events": [_event(event) for event in by_date(plan.events)],
        "goals": record["goals"],
        "unserved": record["unserved"],
        "unused": record["unused"],
    }


def map_document(plan: Plan) -> Record:
    """GeoJSON (RFC 7946): cities as points, pairings as lines from mentor to mentee, events as points at their host."""
    features = [
        _feature("Point", _at(plan, city), {"kind": "city", **_place_record(plan, city, with_position=False)})
        for city in plan.scenario.cities
    ]
    for known in plan.pairings:
        pair = known.key
        ends = [_at(plan, pair.mentor), _at(plan, pair.mentee)]
        line = None if None in ends else ends
        told = {
            "kind": "pairing",
            "mentor_name": name_of(plan.scenario, pair.mentor),
            "mentee_name": name_of(plan.scenario, pair.mentee),
            "theme_title": theme_title(plan.scenario, pair.theme),
            **pairing_record(plan, known),
        }
        features.append(_feature("LineString", line, told))
    for event in by_date(plan.events):
        host = name_of(plan.scenario, event.host) if event.host else "online"
        told = {"kind": "event", "title": stage_title(plan.scenario, event.stage), "host_name": host, **_event(event)}
        at = coordinates(plan, event)
        features.append(_feature("Point", [at[1], at[0]] if at else None, told))
    about = {"programme": plan.scenario.programme.id, "revision": plan.revision}
    return {"type": "FeatureCollection", **_made(), **about, "features": features}


def document_text(document: Record) -> str:
    """The document as text, one value a line, its texts without control characters."""
    return json.dumps(_cleaned(document), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def schema_text() -> str:
    """The JSON Schema of the document."""
    return (files("mentoring") / "data" / SCHEMA).read_text(encoding="utf-8")


def _made() -> Record:
    return {"made_with": f"mentoring {version('mentoring')}"}


def _gathers(gathers: str | tuple[str, ...]) -> str:
    return gathers if isinstance(gathers, str) else "list"


def _place_record(plan: Plan, place: str, *, with_position: bool = True) -> Record:
    site = plan.scenario.site(place)
    position = {"latitude": site.latitude, "longitude": site.longitude} if with_position else {}
    zone = {"time_zone": site.time_zone}
    return {"id": place, "name": name_of(plan.scenario, place), "country": site.country, **zone, **position}


def _event(event: PlannedEvent) -> Record:
    return {**event_record(event), "sequence": event.sequence, "changed_in": event.changed_in}


def _at(plan: Plan, place: str) -> list[float] | None:
    """Longitude first, as GeoJSON wants it; None when it is not known."""
    site = plan.scenario.site(place)
    if site.latitude is None or site.longitude is None:
        return None
    return [round(site.longitude, 4), round(site.latitude, 4)]


def _feature(kind: str, coordinates: Any, told: Record) -> Record:
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": told}


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_cleaned(below) for below in value]
    return clean(value) if isinstance(value, str) else value
