"""Makes `src/mentoring/data/world_outline.json` from `land-110m.json` of the npm package world-atlas (version 2.0.2).

`python scripts/make_world_outline.py land-110m.json`. Rings are kept as degrees east and north, to a tenth.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "mentoring" / "data" / "world_outline.json"
ABOUT = "Natural Earth 1:110m land (public domain) through npm world-atlas 2.0.2 (ISC); rings of degrees east, north"


def rings(topology: Any) -> list[list[float]]:
    """Every ring of land as one list: east, north, east, north ..."""
    (scale_x, scale_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * scale_x + left, 1), round(y * scale_y + low, 1)))
        arcs.append(points)
    found = []
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"]:
            for ring in polygon:
                line: list[tuple[float, float]] = []
                for number in ring:
                    line += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if line else 0 :]
                found.append([value for point in line for value in point])
    return found


if __name__ == "__main__":
    land = rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    TARGET.write_text(json.dumps({"about": ABOUT, "rings": land}, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"wrote {TARGET.name}: {len(land)} rings")
