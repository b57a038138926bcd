"""What in a plan is worth a look: wishes missed, needs without mentors, cities whose loss would hurt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentoring.analysis.gap import NeedReport
from mentoring.domain.dates import say_span
from mentoring.domain.naming import theme_of
from mentoring.domain.plan import Plan, Unserved
from mentoring.views.called_off import called_off
from mentoring.views.gap import say_candidate
from mentoring.views.svg import Drawn, escape, join, tag
from mentoring.views.visit import Sheet
from mentoring.views.wording import count, joined, say_who, stage_title

MOST = 8
"""More findings of one kind than this are counted and not listed."""

MOST_CANDIDATES = 6
"""So many candidates of an open need are told, the best fitting first."""

Reasons = Mapping[tuple[str, str], NeedReport]
"""Why a need, by city and theme, has no mentor."""

Finding = tuple[str, str, Drawn]
"""The badge's kind (`good`, `bad` or neither), its word, and the sentence."""


def findings(sheet: Sheet, drill: Mapping[str, Any] | None = None, reasons: Reasons | None = None) -> list[Finding]:
    """The most pressing first; with nothing to tell, the good news. `drill` is what `mentoring drill --json` prints."""
    found = [*_cut(_unserved(sheet, reasons or {}), "needs"), *_cut(_fragile(sheet, drill or {}), "cities and persons"),
             *_cut(_called_off(sheet), "pairings"), *_cut(_missed(sheet), "events")]  # fmt: skip
    wanted = sum(need.mentors for city in sheet.plan.scenario.cities.values() for need in city.needs.values())
    if not sheet.plan.unserved and len(sheet.plan.pairings) >= wanted:
        found.append(("good", "All served", escape("Every need has the mentors it asked for.")))
    if not _missed(sheet) and any(city.wishes for city in sheet.plan.scenario.cities.values()):
        found.append(("good", "All wishes", escape("Every event lies in the weeks its cities wished for.")))
    if sheet.events and all(event.status != "proposed" for event in sheet.events):
        found.append(("good", "All told", escape("Every event is announced or settled.")))
    return found


def list_lacking(plan: Plan) -> list[Unserved]:
    """Needs that lack a mentor, the most important first."""
    return sorted(plan.unserved, key=lambda one: (-one.priority, one.city, one.theme))


def _unserved(sheet: Sheet, reasons: Reasons) -> list[Finding]:
    scenario = sheet.plan.scenario
    found: list[Finding] = []
    for one in list_lacking(sheet.plan):
        if sheet.city in (None, one.city):
            theme = theme_of(scenario, one.theme)
            said = f"{scenario.name(one.city)} lacks {count(one.missing, 'mentor')} in {theme}: "
            told = reasons.get((one.city, one.theme))
            why = _candidates(sheet, told) if told is not None else ""
            found.append(("bad", "Need open", Drawn(escape(f"{said}{one.reason.rstrip('.')}.") + why)))
    return found


def _candidates(sheet: Sheet, need: NeedReport) -> str:
    """A line for every candidate: what stands in the way, and where in the file."""
    lines = []
    for one in need.candidates[:MOST_CANDIDATES]:
        told = say_candidate(sheet.plan.scenario, one)
        parts: list[object] = [tag("b", tag("bdi", sheet.plan.scenario.name(one.pairing.mentor))), Drawn(": ")]
        for at, (said, place) in enumerate(told):
            stands = Drawn(" ") + tag("small", f"({place})", cls="soft") if place else ""
            parts += [Drawn("; " if at else ""), said, Drawn(stands)]
        lines.append(tag("span", *parts, ".", cls="why"))
    more = len(need.candidates) - MOST_CANDIDATES
    if more > 0:
        asked = f"--need {need.city}/{need.theme}"
        others = "city offers" if more == 1 else "cities offer"
        lines.append(tag("span", f"{more} more {others} it: mentoring explain PLAN {asked} tells of each.", cls="why"))
    return join(lines)


def _called_off(sheet: Sheet) -> list[Finding]:
    """Pairings that serve a need, but of which nobody visits anybody any more."""
    off = called_off(sheet.plan)
    return [("", "Called off", escape(said)) for pair, said in off if sheet.city in (None, pair.mentor, pair.mentee)]


def _missed(sheet: Sheet) -> list[Finding]:
    scenario = sheet.plan.scenario
    found: list[Finding] = []
    for event in sheet.events:
        cities = sheet.missed(event)
        if cities:
            names = joined(map(scenario.name, cities))
            said = (f"{stage_title(scenario, event.stage)}, {say_who(scenario, event)}, on "
                    f"{say_span(event.first, event.last)} lies outside the weeks {names} asked for. ")  # fmt: skip
            link = tag("a", "Show it", href=f"#e{sheet.numbers[event.id]}")
            found.append(("", "Wish missed", Drawn(escape(said) + " " + link)))
    return found


def _fragile(sheet: Sheet, drill: Mapping[str, Any]) -> list[Finding]:
    """Mishaps that leave no plan or cost a need its mentor, in the order of the drill: the most harmful first."""
    scenario = sheet.plan.scenario
    known = {*scenario.cities, *scenario.people}
    found: list[Finding] = []
    without: dict[str, list[str]] = {}
    for harm in drill.get("harms", ()):
        who = harm.get("who")
        if who not in known:
            continue
        lost = [f"{scenario.name(one['city'])} in {theme_of(scenario, one['theme'])}"
                for one in harm.get("lost", ()) if one.get("city") in scenario.cities]  # fmt: skip
        if harm.get("status") not in ("optimal", "feasible"):
            without.setdefault("there is" if harm.get("status") == "infeasible" else "there was found", []).append(who)
            continue
        if lost:
            said = f"Without {scenario.name(who)} a mentor is missing for {joined(lost)}."
            found.append(("bad", "Fragile", escape(said)))
    none = [
        f"Without {joined(map(scenario.name, names), 'or')} {verb} no plan that keeps every rule."
        for verb, names in without.items()
    ]
    return [*(("bad", "Fragile", escape(said)) for said in none), *found]


def _cut(listed: list[Finding], what: str) -> list[Finding]:
    if len(listed) <= MOST:
        return listed
    kind, word, _ = listed[0]
    return [*listed[: MOST - 1], (kind, word, escape(f"And {len(listed) - MOST + 1} {what} more."))]
