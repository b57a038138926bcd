"""Plans side by side: what each travels and how many wishes it grants, and which of them another beats."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.analysis.comparison import Comparison
from mentoring.domain.plan import Plan
from mentoring.views.headline import percent, wishes_kept
from mentoring.views.svg import Drawn, fit_text, number, tag, text_width
from mentoring.views.visit import Sheet
from mentoring.views.wording import figure

WIDE, HIGH, LEFT, LOW = 560.0, 280.0, 64.0, 236.0
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Spot:
    """One plan in the picture: its travel in km, and its share in percent of what the other axis counts."""

    name: str
    km: int
    share: float
    is_beaten: bool


def letter(place: int) -> str:
    """A, B, C ...; numbers after Z."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def spots_of(found: Comparison) -> tuple[list[Spot], str]:
    """Every plan as a spot, and what the upright axis counts: wishes granted, or mentors found where nobody wished."""
    kept = [wishes_kept(Sheet(plan)) for plan in found.plans]
    if all(asked for _, asked in kept):
        shares, said = [100 * granted / asked for granted, asked in kept], "wishes granted"
    else:
        shares, said = [_found(plan) for plan in found.plans], "mentors found"
    km = [sum(trip.km for trip in plan.trips) for plan in found.plans]
    points = list(zip(km, shares, strict=True))
    beaten = [any((x <= far and y >= share) and (x, y) != (far, share) for x, y in points) for far, share in points]
    return [Spot(*one) for one in zip(found.names, km, shares, beaten, strict=True)], said


def draw_pareto(found: Comparison) -> Drawn:
    """The picture; the first plan is filled."""
    spots, said = spots_of(found)
    far, near = max(spot.km for spot in spots), min(spot.km for spot in spots)
    high, low = max(spot.share for spot in spots), min(spot.share for spot in spots)
    span_x, span_y = max(far - near, far * 0.1, 10), max(high - low, 4.0)
    left, top = near - 0.18 * span_x, min(high + 0.15 * span_y, 104.0)
    right, floor = far + 0.3 * span_x, max(0.0, low - 0.25 * span_y)

    def at(spot: Spot) -> tuple[float, float]:
        return (LEFT + (WIDE - LEFT - 10) * (spot.km - left) / (right - left),
                LOW - (LOW - 22) * (spot.share - floor) / (top - floor))  # fmt: skip

    parts = [tag("text", f"{said}, %", x=0, y=12, cls="soft small"),
             tag("text", "↖ better", x=LEFT + 10, y=34, cls="soft small"),
             tag("text", "travel, thousand km", x=(LEFT + WIDE) / 2, y=HIGH - 6, cls="soft small mid")]  # fmt: skip
    for share in _round_steps(floor, min(top, 100.0)):
        y = LOW - (LOW - 22) * (share - floor) / (top - floor)
        parts.append(tag("path", d=f"M{number(LEFT)} {number(y)}H{number(WIDE - 8)}", cls="rule"))
        parts.append(tag("text", f"{share:g} %", x=LEFT - 8, y=y + 4, cls="soft small end"))
    for km in _round_steps(max(left, 0), right):
        x = LEFT + (WIDE - LEFT - 10) * (km - left) / (right - left)
        parts.append(tag("text", f"{km / 1000:g}", x=x, y=LOW + 20, cls="soft small mid"))
    front = sorted({at(spot) for spot in spots if not spot.is_beaten})
    if len(front) > 1:
        parts.append(tag("path", d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in front), cls="front"))
    labels: list[tuple[float, float, str]] = []
    stood: list[tuple[float, float]] = []
    for place, spot in enumerate(spots):
        x, y = at(spot)
        while any(abs(x - across) < 20 and abs(y + 4 - row) < 20 for across, row in stood):
            x += 21  # plans that come to the same stand side by side
        stood.append((x, y + 4))
        own = " own" if place == 0 else ""
        parts.append(tag("circle", cx=x, cy=y, r=10, cls=f"spot{own}{' beaten' if spot.is_beaten else ''}"))
        parts.append(tag("text", letter(place), x=x, y=y + 4, cls=f"small mid{own}"))
        labels.append((x, y, fit_text(spot.name, 12, 150)))
    parts += _labels(labels)
    told = "; ".join(f"{spot.name}: {figure(spot.km)} km, {percent(spot.share)} %" for spot in spots)
    return tag(
        "svg", tag("title", told), *parts, cls="picture", role="img", viewBox=f"0 0 {number(WIDE)} {number(HIGH)}"
    )


def _labels(spots: list[tuple[float, float, str]]) -> list[Drawn]:
    """Each name at the first of four places around its spot where it covers no spot and no other name."""
    taken = [(x - 11, y - 11, x + 11, y + 11) for x, y, _ in spots]
    drawn = []
    for x, y, name in spots:
        wide = text_width(name, 12)
        places = [(x + 14, y + 4), (x - 14 - wide, y + 4), *((x - wide / 2, y + 25 + 14 * row) for row in range(4)),
                  (x - wide / 2, y - 16)]  # fmt: skip
        boxes = [(left, base - 10, left + wide, base + 3) for left, base in places]
        left, base = next(
            (place for place, box in zip(places, boxes, strict=True)
             if box[0] >= LEFT and box[2] <= WIDE and not any(_meet(box, other) for other in taken)),
            places[0],
        )  # fmt: skip
        taken.append((left, base - 10, left + wide, base + 3))
        drawn.append(tag("text", name, x=left, y=base, cls="small"))
    return drawn


def _meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def scenario_table(found: Comparison) -> Drawn:
    """The plans with their figures, each with its difference to the first."""
    spots, said = spots_of(found)
    shares = said != "mentors found"
    titles = ("Plan", "Travel, km", *([said.capitalize()] if shares else []), "Mentors found", "Events", "Not as in A")
    head = tag(
        "tr", *(tag("th", title, scope="col", cls="figure" if place else None) for place, title in enumerate(titles))
    )
    rows = []
    for place, (spot, plan) in enumerate(zip(spots, found.plans, strict=True)):
        share_more = round(100 * (spot.km - spots[0].km) / max(1, spots[0].km))
        more = f" ({share_more:+d} %)".replace("-", "−") if share_more else ""
        changed = figure(len(found.differences[place - 1].events)) if place else "–"
        share = [f"{percent(spot.share)} %"] if shares else []
        counts = (figure(len(plan.pairings)), figure(len(plan.held)), changed)
        cells = (f"{letter(place)} · {spot.name}", f"{figure(spot.km)}{more}", *share, *counts)
        rows.append(tag("tr", *(tag("td", text, cls="figure" if n else None) for n, text in enumerate(cells)),
                        cls=None if place else "own"))  # fmt: skip
    return tag("table", tag("thead", head), tag("tbody", *rows))


def _found(plan: Plan) -> float:
    wanted = sum(need.mentors for city in plan.scenario.cities.values() for need in city.needs.values())
    return 100 * len(plan.pairings) / wanted if wanted else 100.0


def _round_steps(low: float, high: float) -> list[float]:
    """Three to six round values between two others."""
    rough = (high - low) / 4
    size = 10 ** len(str(int(rough))) / 10 if rough >= 1 else 0.1
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    first = -(-low // step) * step
    return [round(first + step * place, 3) for place in range(8) if first + step * place <= high]
