"""What would serve a need holds nothing idle: where the second half is enough, the first is not asked for."""

from __future__ import annotations

from mentoring.api import need
from mentoring.api.need import explain_need
from mentoring.domain.impasse import Impasse, WayOut
from tests.api.test_need import three
from tests.builders import city

MONEY = {"limits": {"budget_eur": {"programme": 100_000}}}


def test_a_change_that_is_not_needed_beside_another_is_left_out(monkeypatch):
    plan = three(
        limits={"budget_eur": {"programme": 100}},
        travel={"daily_eur": 100},
        cities={"oslo": city("NO", (59.9, 10.7), name="Oslo", offers={"housing": {"mentees": 2}})},
        stages={"visit": {"gathers": "pairing", "host": "mentee"}},
        pairing={"same_country": False},
    )
    asked = []

    def clash(base, trial, **_):
        asked.append(trial.said)
        return Impasse(base.scenario, "infeasible", ways=(WayOut(("spend more",), MONEY, 5),))

    monkeypatch.setattr(need, "explain_trial", clash)
    ways = [way.said for way in explain_need(plan, "riga", "housing").ways]
    assert any(asked), "nothing but the money alone was tried"
    assert "spend more" in ways
    both = [said for said in ways if said.endswith(" and spend more")]
    assert both == ["ask Bruges to take Riga in housing after all and spend more"]  # which refuses, whatever is spent
