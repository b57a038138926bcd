"""A flame picture: every function a bar as wide as the time spent in it, standing on the one that called it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from benchmarks.sampler import Stack

FLAME = Path(__file__).parents[1] / "docs" / "pictures" / "where-time-goes.svg"
FLAME_CITIES = 800

WIDTH, ROW, TOP = 1200.0, 18, 28
NARROWEST = 0.6  # pixels; narrower bars are left out
LETTER = 6.6  # pixels
COLOURS = {"engine": "#d9822b", "rules": "#8c6bb1", "goals": "#8c6bb1", "language": "#2f8f83", "domain": "#4c78a8"}
OTHER = "#b8b0a6"


@dataclass(slots=True)
class _Bar:
    seconds: float = 0.0
    above: dict[str, _Bar] = field(default_factory=dict)


def draw(stacks: Mapping[Stack, float], title: str) -> str:
    """The stacks as an SVG picture; bars of this project bear its packages' colours."""
    root = _Bar()
    for stack, seconds in stacks.items():
        bar = root
        bar.seconds += seconds
        for name in _from_planner(stack):
            bar = bar.above.setdefault(name, _Bar())
            bar.seconds += seconds
    shapes: list[str] = []
    scale = WIDTH / max(root.seconds, 1e-9)
    levels = _place(root, 0.0, 0, scale, shapes)
    height = TOP + ROW * levels
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height}" role="img" '
        f'font-family="monospace" font-size="11"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>'
        f'<text x="4" y="18" font-size="13">{escape(title)}: {root.seconds:.1f} s</text>'
    )
    return "\n".join([head, *shapes, "</svg>"]) + "\n"


def _from_planner(stack: Stack) -> Stack:
    """The stack from the planner on: what calls it is the benchmark."""
    start = next((number for number, name in enumerate(stack) if name.startswith("engine/")), 0)
    return stack[start:]


def _place(bar: _Bar, x: float, level: int, scale: float, shapes: list[str]) -> int:
    """Draw what stands on a bar, widest first; gives the number of levels."""
    levels = level
    for name, above in sorted(bar.above.items(), key=lambda item: (-item[1].seconds, item[0])):
        width = above.seconds * scale
        if width < NARROWEST:
            continue
        y = TOP + ROW * level
        colour = COLOURS.get(name.split("/")[0], OTHER) if "/" in name else OTHER
        told = f"{name} {above.seconds:.2f} s"
        letters = int((width - 6) / LETTER)
        text = f'<text x="{x + 3:.1f}" y="{y + 12}">{escape(name[:letters])}</text>' if letters > 3 else ""
        shapes.append(
            f'<g><title>{escape(told)}</title><rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{ROW - 1}" '
            f'fill="{colour}" fill-opacity="0.75"/>{text}</g>'
        )
        levels = max(levels, _place(above, x, level + 1, scale, shapes))
        x += width
    return max(levels, level + 1 if bar.above else level)
