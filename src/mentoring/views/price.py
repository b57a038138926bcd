"""The price list: what one more of each thing would change, the best first."""

from __future__ import annotations

from typing import Any

from mentoring.analysis.difference import Difference
from mentoring.analysis.price import Price, PriceList
from mentoring.domain.naming import theme_of
from mentoring.domain.scenario import Scenario
from mentoring.views.block import Block, Column, Heading, Sentence, Table
from mentoring.views.trial import say_goals, say_no_plan, say_proof, trial_record
from mentoring.views.wording import NEWCOMER, count, figure, joined

Record = dict[str, Any]

LIMITLESS = {
    "place": "no offer meets a need",
    "person": "no stage asks for people by role",
    "money": "money has no limit",
    "at-once": "events at once have no limit",
}
"""What is said where there cannot be one more of something."""


def price_blocks(found: PriceList) -> list[Block]:
    """What is worth something, with every goal that changes; then what is worth nothing by itself."""
    blocks: list[Block] = [Heading("What one more is worth, the best first")]
    if not found.is_plan_best:
        said = f"The plan itself is not the best as things are ({say_goals(found.from_plan)})"
        blocks.append(Sentence(f"{said}: prices are measured from the best.", "warning"))
    scenario = found.plan.scenario
    rows = tuple(_row(scenario, one) for one in found.prices if one.is_worth)
    columns = (Column("One more", style="strong"), Column("What it changes"), Column("Who gains or loses a mentor"))
    blocks.append(Table(columns, rows, "Nothing of what was tried would make any goal better."))
    nothing = [one.addition.said for one in found.prices if one.trial.verdict == "same"]
    if nothing:
        blocks += [Heading("Worth nothing by itself"), *(Sentence(f"{one[:1].upper()}{one[1:]}") for one in nothing)]
    odd = [one for one in found.prices if one.trial.verdict in ("worse", "unlike")]
    blocks += [Sentence(f"{one.addition.said}: {_odd(one)}", "warning") for one in odd]
    kinds = {one.addition.kind for one in found.prices}
    if "person" in kinds:
        blocks.append(Sentence(NEWCOMER))
    missing = [said for kind, said in LIMITLESS.items() if kind not in kinds]
    if missing and found.is_whole:
        blocks.append(Sentence(f"Not in the list: {joined(missing)}."))
    if found.left:
        blocks.append(Sentence(f"{count(found.left, 'thing')} not planned to an answer.", "warning"))
    return [*blocks, Sentence(_proof(found))] if found.prices else blocks


def _proof(found: PriceList) -> str:
    trials = [one.trial for one in found.prices if one.trial.difference is not None]
    if all(goal.is_proven for goal in found.as_is.goals):
        return say_proof(trials)
    return "The best plan as things are is not proven to be best: with more --seconds prices may be other ones."


def _odd(one: Price) -> str:
    if one.trial.difference is None:
        return say_no_plan(one.trial)
    return f"no better plan was found in the time given ({say_goals(one.trial.difference)})"


def _row(scenario: Scenario, one: Price) -> tuple[str, str, str]:
    said = f"{one.addition.said[:1].upper()}{one.addition.said[1:]}"
    if one.trial.difference is None:
        return said, say_no_plan(one.trial), ""
    return said, say_goals(one.trial.difference), _say_needs(scenario, one.trial.difference)


def _say_needs(scenario: Scenario, found: Difference) -> str:
    """Needs with more or fewer mentors: `Genoa in political gains 1`."""
    told = []
    for one in found.needs:
        verb, number = "gains" if one.after < one.before else "loses", figure(abs(one.after - one.before))
        told.append(f"{scenario.name(one.city)} in {theme_of(scenario, one.theme)} {verb} {number}")
    return ", ".join(told)


def price_record(found: PriceList) -> Record:
    """The same for programs; the keys are a promise."""
    return {
        "plan_is_best": found.is_plan_best,
        "as_is": {f"{goal.part}.{goal.goal}": goal.value for goal in found.as_is.goals},
        "not_planned": found.left,
        "prices": [
            {
                "kind": one.addition.kind,
                "city": one.addition.city or None,
                "theme": one.addition.theme or None,
                "worth": one.is_worth,
                **trial_record(one.trial),
            }
            for one in found.prices
        ],
    }
