"""Several reasons against one candidate are told as separate ones."""

from __future__ import annotations

from mentoring.analysis.gap import Candidate, NeedReport
from mentoring.analysis.reason import Reason
from mentoring.domain.pairing import parse_pairing
from mentoring.views.block import Table
from mentoring.views.gap import need_blocks
from tests.builders import PAIRING, plan_of, scenario


def test_the_second_reason_against_a_city_is_marked_as_another():
    plan = plan_of(scenario(), [], {})
    reasons = (Reason("capacity", "oslo is full"), Reason("language", "oslo and ghent share no language"))
    one = Candidate(parse_pairing(PAIRING), "falls out", 100, reasons)
    (table,) = [
        block
        for block in need_blocks(NeedReport(plan, "ghent", "housing", 1, 1, (one,), ()))
        if isinstance(block, Table)
    ]
    assert [row[2] for row in table.rows] == ["Oslo is full", "Also: Oslo and ghent share no language"]
