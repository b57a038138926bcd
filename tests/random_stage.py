"""Random stages of every kind, for `tests/strategies.py`."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
GATHERS = ("pairing", "pairing", "pairing", "mentee", "mentor", "theme", "all", "list")
# Kinds of stages whose events each have exactly one related event in a stage of the kind named first.
FINER = {
    "pairing": ("pairing",),
    "mentor": ("pairing", "mentor"),
    "mentee": ("pairing", "mentee"),
    "theme": ("pairing", "mentor", "mentee", "theme"),
    "all": ("pairing", "mentor", "mentee", "theme", "all", "list"),
    "list": ("pairing", "mentor", "mentee", "theme", "all", "list"),
}


def random_stages(
    rng: Random, first: date, days: int, cities: list[str], themes: list[str], people: dict[str, Any], place: str
) -> dict[str, Any]:
    """None to three stages, each perhaps after earlier ones and perhaps on the trip of one of them."""
    stages: dict[str, Any] = {}
    kinds: dict[str, str] = {}
    for number in range(rng.choice((0, 1, 1, 2, 2, 2, 3))):
        kind, name = rng.choice(GATHERS), f"stage-{number}"
        begin = first + timedelta(days=rng.randrange(days * (number + 1) // 4 + 1))  # later stages mostly lie later
        stages[name] = _stage(rng, kind, begin, first, first + timedelta(days=days - 1), cities, themes, people, place)
        for earlier in stages:
            if earlier != name and rng.random() < 0.5:
                stages[name].setdefault("after", {})[earlier] = _gap(rng)
        _share_people(rng, stages, name)
        _share_host(rng, stages, name, kinds, kind)
        kinds[name] = kind
    return stages


def _stage(
    rng: Random,
    kind: str,
    begin: date,
    first: date,
    last: date,
    cities: list[str],
    themes: list[str],
    people: dict[str, Any],
    place: str,
) -> dict[str, Any]:
    stage: dict[str, Any] = {
        "gathers": sorted(rng.sample(cities, rng.randint(2, len(cities)))) if kind == "list" else kind,
        "host": _host(rng, kind, place),
        "days": rng.choice((1, 1, 1, 2, 2, 3)),
        "travellers": rng.choice((1, 1, 2, 0)),
        "travel_days": rng.choice((0, 0, 0, 1)),
    }
    if len(themes) > 1 and kind not in ("all", "list") and rng.random() < 0.15:
        stage["themes"] = [rng.choice(themes)]
    if kind == "theme" and rng.random() < 0.3:
        stage["members"] = "all"
    # Mostly a window, which keeps the number of plans small.
    if rng.random() < 0.75:
        stage["between"] = {"first": begin, "last": min(begin + timedelta(days=rng.randint(6, 14)), last)}
    rare = {
        "start_on": rng.sample(WEEKDAYS, rng.randint(1, 3)),
        "working_days": [*WEEKDAYS, "sat"],
        "first": begin + timedelta(days=max(0, 7 - begin.weekday()) % 7),  # a Monday
        "programme_weeks": [_week(first + timedelta(days=7 * number)) for number in (1, 2)],
        "lead_time": rng.choice(("3d", "1w")),
        "all_within": rng.choice(("3d", "1w", "2w")),
    }
    stage |= {key: value for key, value in rare.items() if rng.random() < 0.08}
    if people and rng.random() < 0.5:
        stage["people"] = _sent(rng, kind, people)
    return stage


def _share_people(rng: Random, stages: dict[str, Any], name: str) -> None:
    """Sometimes two stages gathered by pairing ask for the same people, who stay the same throughout a pairing."""
    asking = [one for one in stages.values() if one["gathers"] == "pairing" and "people" in one]
    if asking and stages[name]["gathers"] == "pairing" and rng.random() < 0.6:
        ((who, sent),) = asking[0]["people"].items()
        for stage in (asking[0], stages[name]):
            stage["people"] = {who: sent | {"same_for": "pairing"}}


def _host(rng: Random, kind: str, place: str) -> str:
    own = {"pairing": ["mentor", "mentee"], "mentor": ["mentor"], "mentee": ["mentee"]}.get(kind, [])
    return rng.choice(("participant", "participant", place, place, "none", *own, *own))


def _sent(rng: Random, kind: str, people: dict[str, Any]) -> dict[str, Any]:
    """A role that somebody has, or a person by name."""
    roles = sorted({role for person in people.values() for role in person["roles"]})
    who = rng.choice((*roles, *roles, sorted(people)[0]))
    same_for = {"same_for": "pairing"} if kind == "pairing" and rng.random() < 0.4 else {}
    count = 2 if who in roles and rng.random() < 0.15 else 1
    return {who: {"count": count, **same_for}}


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _gap(rng: Random) -> dict[str, str]:
    bounds = (("0d", "1w"), ("0d", None), ("1d", "2w"), ("1w", None), ("0d", "0d"), ("0d", "1m"), ("3d", "3d"))
    least, most = rng.choice(bounds)
    return {"min": least} | ({"max": most} if most else {})


def _share_host(rng: Random, stages: dict[str, Any], name: str, kinds: dict[str, str], kind: str) -> None:
    """Sometimes the stage is held where an earlier one is, and mostly then on the same trip."""
    fitting = [
        other
        for other, coarser in kinds.items()
        if kind in FINER[coarser] and stages[other]["host"] != "none" and not stages[other].get("themes")
    ]
    if fitting and rng.random() < 0.4:
        other = rng.choice(fitting)
        stages[name]["host"] = {"same_as": other}
        stages[name].setdefault("after", {})[other] = {"min": "0d", "max": rng.choice(("0d", "0d", "3d"))}
