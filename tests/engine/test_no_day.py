"""An event without a day: told are only days inside its window, and each reason where it stands."""

from __future__ import annotations

from mentoring.domain.scenario import Scenario
from mentoring.engine import planner
from mentoring.rules.lead_time import LeadTime
from tests.builders import scenario, scenario_data


def test_only_days_inside_the_window_are_told():
    window = {"first": "2024-02-05", "last": "2024-02-09"}
    data = scenario_data(
        programme={
            "public_holidays": "none",
            "closed": [{"first": "2024-01-08", "last": "2024-01-12"}, {"first": "2024-02-05", "last": "2024-02-06"}],
        },
        stages={"meeting": {"title": "Meeting", "gathers": ["ghent", "oslo"], "host": "oslo", "between": window}},
    )
    data["cities"]["oslo"]["unavailable"] = [
        {"first": "2024-02-07", "last": "2024-02-09", "why": "elections"},
        {"first": "2024-03-04", "last": "2024-03-22"},
    ]
    result = planner.plan(Scenario.model_validate(data))
    assert result.status == "infeasible"
    told = ["the programme is closed 5-6 February 2024", "oslo is unavailable 7-9 February 2024 (elections)",
            "Meeting lies inside 5-9 February 2024"]  # fmt: skip
    name, _, reasons = result.message.partition(" finds no day: ")
    assert name == "Meeting"
    assert sorted(reasons.split("; ")) == sorted(told)


def test_visa_weeks_are_looked_for_at_the_city_first():
    data = scenario_data(programme={"planned_on": "2024-01-01"})
    data["cities"]["oslo"]["visa_weeks"] = 30
    given = scenario(programme=data["programme"], cities=data["cities"])
    where = LeadTime().where(given, ("oslo", "visit/oslo/ghent/housing"))
    assert where[:1] == ("cities.oslo.visa_weeks",)
    assert "programme.planned_on" in where
