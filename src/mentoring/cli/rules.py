"""`mentoring rules`: what every plan keeps, and what a plan can be asked to be good at."""

from __future__ import annotations

import inspect
from typing import Any

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import json_option, plain_option


@click.command(cls=Verb, name="rules", epilog="Example: mentoring rules at-once")
@click.argument("slug", required=False, metavar="[SLUG]")
@json_option()
@plain_option()
def command(slug: str | None, as_json: bool, plain: bool) -> int:
    """List the rules every plan keeps and the goals it can be given.

    With the SLUG of a rule or goal: what it means, why there is such a rule, and the keys of a scenario file it reads.
    """
    from mentoring import api

    console = Console(plain)
    rules, goals = _rules(), _goals()
    if slug is not None:
        api.require_name(slug, [one["slug"] for one in (*rules, *goals)], "rule or goal")
        rules = [one for one in rules if one["slug"] == slug]
        goals = [one for one in goals if one["slug"] == slug]
    if as_json:
        console.json({"rules": rules, "goals": goals})
    elif slug is None:
        _list(console, rules, goals)
    else:
        for one in (*rules, *goals):
            _explain(console, one)
    return 0


def _rules() -> list[dict[str, Any]]:
    from mentoring.rules import RULES

    return sorted(({**_said(rule), "reads": list(rule.reads)} for rule in RULES), key=lambda one: str(one["slug"]))


def _goals() -> list[dict[str, Any]]:
    from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS
    from mentoring.goals import GOALS

    return [
        {
            **_said(goal),
            "unit": goal.unit,
            "direction": goal.direction,
            "parts": [
                part for part, slugs in (("pairing", PAIRING_GOALS), ("dates", DATE_GOALS)) if goal.slug in slugs
            ],
        }
        for goal in GOALS
    ]


def _said(declared: Any) -> dict[str, Any]:
    sentence, _, more = (inspect.getdoc(type(declared)) or "").partition("\n")
    return {"slug": declared.slug, "sentence": sentence, "more": " ".join(more.split())}


def _list(console: Console, rules: list[dict[str, Any]], goals: list[dict[str, Any]]) -> None:
    from mentoring.views.block import Column, Heading, Table

    def listed(entries: list[dict[str, Any]]) -> Table:
        columns = (Column("Name", style="strong"), Column("In words"))
        return Table(columns, tuple((one["slug"], one["sentence"]) for one in entries))

    console.show([Heading("Rules that every plan keeps"), listed(rules),
                  Heading("Goals, in the order a scenario gives them"), listed(goals)])  # fmt: skip


def _explain(console: Console, one: dict[str, Any]) -> None:
    from mentoring.views.block import Block, Heading, Sentence

    blocks: list[Block] = [Heading(one["slug"]), Sentence(one["sentence"])]
    if one["more"]:
        blocks.append(Sentence(one["more"]))
    if one.get("reads"):
        blocks.append(Sentence(f"Reads: {', '.join(one['reads'])}"))
    if "unit" in one:
        blocks.append(Sentence(f"Counted in {one['unit']}, the {one['direction']} is best."))
        blocks.append(Sentence(f"Allowed in: {', '.join(f'goals.{part}' for part in one['parts'])}"))
    console.show(blocks)
