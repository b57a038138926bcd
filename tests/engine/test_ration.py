"""Prices of a budget that only journeys to meetings use up."""

from __future__ import annotations

import numpy as np

from mentoring.engine.network.ration import DEAR_FLOW, Ration
from mentoring.engine.network.venue import Venue


def test_the_dearest_price_is_one_that_journeys_can_be_charged():
    """Flows add up what a pair and its two journeys cost over all nodes: that must stay within 64 bits."""
    nodes, journey = 60, 900_000
    venue = Venue(np.full((3, 2), journey), np.full((4, 2), journey))
    shares = [np.zeros((3, 4), dtype=np.int64)]
    ration = Ration(shares, 200, is_fine=True, venues=[venue])
    dearest = ration.dearest(1 << 50, nodes)
    assert 0 < dearest * journey * nodes <= DEAR_FLOW
    assert Ration(shares, 200, is_fine=True).dearest(1 << 50, nodes) > dearest
