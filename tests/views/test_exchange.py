from __future__ import annotations

import json
from importlib.resources import files

import pytest

from mentoring.domain.geography import great_circle_km
from mentoring.views.globe import EUROPE, frame_of, project
from mentoring.views.ring import shortest_order
from mentoring.views.search import draw_search
from tests.builders import smallest_plan

KM_A_UNIT = 6371.0 / 1008.74


@pytest.mark.parametrize("place", [(52.0, 10.0), (48.9, 2.35), (59.9, 10.7), (41.9, 12.5)])
def test_distances_on_the_map_are_nearly_true_in_europe(place):
    one, two = project(50.0, 10.0), project(*place)
    drawn = KM_A_UNIT * ((one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2) ** 0.5
    assert drawn == pytest.approx(great_circle_km(50.0, 10.0, *place), rel=0.02, abs=2)


def test_the_packaged_outline_lies_where_the_projection_puts_its_capes():
    land = json.loads(files("mentoring").joinpath("data", "europe_outline.json").read_text(encoding="utf-8"))["land"]
    points = []
    for line in land.split("M")[1:]:
        x = y = 0.0
        for step in line.rstrip("z").split("l"):
            dx, dy = map(float, step.split())
            x, y = x + dx, y + dy
            points.append((x, y))
    for cape in ((36.0, -5.61), (38.78, -9.5), (50.07, -5.71), (36.4, 22.48)):  # Tarifa, Roca, Land's End, Tainaro
        at_x, at_y = project(*cape)
        assert min(abs(x - at_x) + abs(y - at_y) for x, y in points) < 5


def test_the_frame_holds_every_city_and_stays_in_europe_where_it_can():
    near = frame_of([project(38.7, -9.1), project(65.0, 25.5)])
    assert near.is_in_europe
    far = frame_of([project(38.7, -9.1), project(-33.9, 18.4)])
    assert not far.is_in_europe
    assert far.height > EUROPE[3]
    alone = frame_of([project(50.0, 10.0)])
    assert alone.width >= 160


def test_partners_stand_side_by_side_on_the_ring():
    def way(order: list[str]) -> int:
        return sum(min(gap := abs(order.index(one) - order.index(two)), 8 - gap) for one, two in pairs)

    cities = list("abcdefgh")
    pairs = [("a", "e"), ("b", "f"), ("c", "g"), ("d", "h")]
    order = shortest_order(cities, pairs)
    assert sorted(order) == cities
    assert way(order) == 4 < way(cities)


def test_a_search_in_which_nothing_moved_is_not_drawn():
    goal = {"goal": "early", "part": "dates", "value": 7, "bound": 7, "gap": 0.0, "unit": "days", "direction": "least"}
    plan = smallest_plan("2024-01-10")
    still = [[0.1, "early", 7, 7], [0.2, "early", 7, 7]]
    moving = [[0.1, "early", 9, 5], [0.2, "early", 7, 7]]
    drawn = [
        draw_search(type(plan).model_validate(plan.model_dump() | {"goals": [goal], "run": {"progress": progress}}))
        for progress in ([], still, moving, "rubbish", [["a"]])
    ]
    assert [bool(one) for one in drawn] == [False, False, True, False, False]
    assert "no plan can come below this" in drawn[2]
