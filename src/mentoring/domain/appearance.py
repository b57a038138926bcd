"""How values show themselves in a notebook: as whoever knows how to draw them says; values themselves draw nothing.

Why: notebooks ask the value (`_repr_html_`), but drawing is the business of views, which stand above the domain.
"""

from __future__ import annotations

from collections.abc import Callable

Draw = Callable[[object], str | None]

_drawing: list[Draw] = []


def draw_with(draw: Draw) -> None:
    """From now on values are drawn so; the last one that was told counts."""
    _drawing[:] = [draw]


def drawn(value: object) -> str | None:
    """The value as HTML; None, and so its plain text in the notebook, when nobody has said how to draw it."""
    return _drawing[0](value) if _drawing else None
