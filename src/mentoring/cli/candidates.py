"""`mentoring candidates`: whom a city could meet, and why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mentoring.cli.console import Console
from mentoring.cli.help import Verb
from mentoring.cli.option import file_argument, json_option, plain_option

if TYPE_CHECKING:
    from mentoring.api import Partner


@click.command(
    cls=Verb, name="candidates", epilog="Example: mentoring candidates scenarios/first-steps.yaml --city ghent"
)
@file_argument("scenario")
@click.option("--city", required=True, metavar="ID", help="The city whose partners are asked for.")
@click.option("--theme", metavar="ID", help="Only pairings in this theme.")
@json_option()
@plain_option()
def command(scenario: str, city: str, theme: str | None, as_json: bool, plain: bool) -> int:
    """List every possible partner of a city, by fit, with reasons.

    First those that nothing speaks against, the best fit first; then those that fall out, each with every rule that
    says so. Whether a possible pairing is in a plan depends on all others: `mentoring plan` decides.
    """
    from mentoring import api
    from mentoring.api.known import find_city, find_theme

    console = Console(plain)
    found = api.load(scenario).require()
    city = find_city(found, city)
    theme = find_theme(found, theme) if theme is not None else None
    partners = api.candidates(found, city, theme)
    if as_json:
        console.json({"city": city, "theme": theme, "partners": [_record(one) for one in partners]})
    else:
        from mentoring.views.partner import partner_blocks

        console.show(partner_blocks(found, city, _told(partners)))
    return 0


def _told(partners: list[Partner]) -> list[tuple[Any, int, int, tuple[str, ...]]]:
    return [(one.pairing, one.fit, one.km, tuple(said for _, said in one.reasons)) for one in partners]


def _record(partner: Partner) -> dict[str, Any]:
    return {
        "pairing": str(partner.pairing),
        "mentor": partner.pairing.mentor,
        "mentee": partner.pairing.mentee,
        "theme": partner.pairing.theme,
        "fit": partner.fit,
        "km": partner.km,
        "possible": partner.is_possible,
        "reasons": [{"rule": rule, "message": message} for rule, message in partner.reasons],
    }
