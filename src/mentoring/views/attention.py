"""What in a plan is worth a look: wishes missed, needs without mentors, cities whose loss would hurt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentoring.views.svg import Drawn, escape, tag
from mentoring.views.visit import Sheet
from mentoring.views.wording import count, joined, say_who, short_span, stage_title, theme_title

MOST = 8
"""More findings of one kind than this are counted and not listed."""

Finding = tuple[str, str, Drawn]
"""The badge's kind (`good`, `bad` or neither), its word, and the sentence."""


def findings(sheet: Sheet, drill: Mapping[str, Any] | None = None) -> list[Finding]:
    """The most pressing first; with nothing to tell, the good news. `drill` is what `mentoring drill --json` prints."""
    found = [*_cut(_unserved(sheet), "needs"), *_cut(_fragile(sheet, drill or {}), "cities and persons"),
             *_cut(_missed(sheet), "events")]  # fmt: skip
    wanted = sum(need.mentors for city in sheet.plan.scenario.cities.values() for need in city.needs.values())
    if not sheet.plan.unserved and len(sheet.plan.pairings) >= wanted:
        found.append(("good", "All served", escape("Every need has the mentors it asked for.")))
    if not _missed(sheet) and any(city.wishes for city in sheet.plan.scenario.cities.values()):
        found.append(("good", "All wishes", escape("Every event lies in the weeks its cities wished for.")))
    if sheet.events and all(event.status != "proposed" for event in sheet.events):
        found.append(("good", "All told", escape("Every event is announced or settled.")))
    return found


def _unserved(sheet: Sheet) -> list[Finding]:
    scenario = sheet.plan.scenario
    lacking = sorted(sheet.plan.unserved, key=lambda one: (-one.priority, one.city, one.theme))
    return [
        ("bad", "Need open", escape(f"{scenario.name(one.city)} lacks {count(one.missing, 'mentor')} in "
                                    f"{theme_title(scenario, one.theme)}: {one.reason.rstrip('.')}."))
        for one in lacking
        if sheet.city in (None, one.city)
    ]  # fmt: skip


def _missed(sheet: Sheet) -> list[Finding]:
    scenario = sheet.plan.scenario
    found: list[Finding] = []
    for event in sheet.events:
        cities = sheet.missed(event)
        if cities:
            names = joined(map(scenario.name, cities))
            said = (f"{stage_title(scenario, event.stage)}, {say_who(scenario, event)}, on "
                    f"{short_span(event.first, event.last)} lies outside the weeks {names} asked for. ")  # fmt: skip
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
        lost = [f"{scenario.name(one['city'])} in {theme_title(scenario, one['theme'])}"
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
