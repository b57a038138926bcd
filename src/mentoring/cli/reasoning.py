"""The questions that `mentoring explain` answers about a plan: a need, a choice, a wish."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

from mentoring.cli.console import Console
from mentoring.errors import UsageError

if TYPE_CHECKING:
    from mentoring.analysis.trial import Trial
    from mentoring.domain.plan import Plan
    from mentoring.views.block import Block


def explain_plan(
    console: Console, file: str, seconds: float, as_json: bool, *,
    need: str | None, what: str | None, wish: str | None, rest_held: bool,
) -> int:  # fmt: skip
    """Answer one of the questions and print it; gives the exit code."""
    gc.enable()  # the command line begins without, see `cli.main`
    if need is not None:
        blocks, record, trials = _need(console, file, need, seconds)
    elif what is not None:
        blocks, record, trials = _why(file, what, rest_held, seconds)
    elif wish is not None:
        blocks, record, trials = _wish(file, wish, seconds)
    else:
        blocks, record, trials = _gaps(file, seconds)
    console.end_status()
    if as_json:
        console.json({"plan": file, **record})
    else:
        console.show(blocks)
    return 4 if trials and all(trial.status == "unknown" for trial in trials) else 0


Answer = tuple[list["Block"], dict[str, Any], list["Trial"]]


def _gaps(file: str, seconds: float) -> Answer:
    from mentoring.api.need import explain_gaps
    from mentoring.views.gap import gap_blocks, gap_record

    report = explain_gaps(file, seconds=seconds)
    return gap_blocks(report), gap_record(report), []


def _need(console: Console, file: str, need: str, seconds: float) -> Answer:
    from mentoring.api import load_plan
    from mentoring.api.need import explain_need
    from mentoring.cli.progress import EVERY_SECONDS
    from mentoring.views.gap import need_blocks, need_record

    plan = load_plan(file)
    city, theme = _read_need(plan, need)
    helpers = sorted(pair.mentor for pair in plan.paired if (pair.mentee, pair.theme) == (city, theme))
    known = plan.scenario.cities.get(city)
    if known is not None and theme in known.needs and len(helpers) >= known.needs[theme].mentors:
        return _served(plan, city, theme, helpers)
    told_at = time.monotonic()

    def tell(number: int, said: str) -> None:
        nonlocal told_at
        if console.can_overwrite:
            console.status(f"{number} tried; now {said}")
        elif time.monotonic() - told_at >= EVERY_SECONDS:
            told_at = time.monotonic()
            console.say(f"{number} tried; now {said}")

    report = explain_need(file, city, theme, seconds=seconds, on_trial=tell)
    trials = [one.trial for one in report.candidates if one.trial is not None] + [way.trial for way in report.ways]
    return need_blocks(report), need_record(report), trials


def _read_need(plan: Plan, need: str) -> tuple[str, str]:
    """City and theme of a need written CITY/THEME; of a city with one need alone the city is enough."""
    from mentoring.api.known import find_city, find_theme

    city, slash, theme = (part.strip() for part in need.partition("/"))
    city = find_city(plan.scenario, city) if city else ""
    known = plan.scenario.cities.get(city)
    if known is not None and not slash and known.needs:
        if len(known.needs) == 1:
            return city, next(iter(known.needs))
        listed = ", ".join(f"{city}/{one}" for one in sorted(known.needs))
        raise UsageError(f"{plan.scenario.name(city)} has several needs, name one: {listed}")
    if not (city and slash and theme):
        raise UsageError(f"{need!r} is no need: write CITY/THEME, as in genoa/political")
    return city, find_theme(plan.scenario, theme)


def _served(plan: Plan, city: str, theme: str, helpers: list[str]) -> Answer:
    """Who serves a need that lacks nothing."""
    from mentoring.domain.naming import theme_of
    from mentoring.views.block import Sentence
    from mentoring.views.wording import joined

    names = joined([plan.scenario.name(one) for one in helpers])
    said = f"{plan.scenario.name(city)} lacks no mentor in {theme_of(plan.scenario, theme)}: it is helped by {names}."
    return [Sentence(said, "good")], {"city": city, "theme": theme, "missing": 0, "helped_by": helpers}, []


def _why(file: str, what: str, rest_held: bool, seconds: float) -> Answer:
    from mentoring.api.why import explain_choice
    from mentoring.views.choice import why_blocks, why_record

    report = explain_choice(file, what, rest_held=rest_held, seconds=seconds)
    return why_blocks(report), why_record(report), [one.trial for one in report.alternatives]


def _wish(file: str, wish: str, seconds: float) -> Answer:
    from mentoring.api.wish import weigh_wish
    from mentoring.views.wish import wish_blocks, wish_record

    report = weigh_wish(file, wish, seconds=seconds)
    return wish_blocks(report), wish_record(report), [one for one in (report.held, report.free) if one is not None]
