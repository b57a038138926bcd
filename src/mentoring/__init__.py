"""Plan city-to-city mentoring programmes: who mentors whom, who hosts, and when everybody meets, with proofs.

The public names are those of `__all__`. Each is imported when it is first used, so `import mentoring` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.analysis.comparison import Comparison
    from mentoring.api import Partner, candidates, check, export, graph, load, load_plan, plan, recount, save_plan
    from mentoring.api.calendar import export_calendars
    from mentoring.api.compare import compare
    from mentoring.api.decide import Decided
    from mentoring.api.event_decision import cancel, free_days, move, pin, unpin
    from mentoring.api.event_status import set_status
    from mentoring.api.explain import explain
    from mentoring.api.form import write_form
    from mentoring.api.intake import import_tables
    from mentoring.api.need import explain_gaps, explain_need
    from mentoring.api.pairing_decision import accept, decline
    from mentoring.api.past import history, revert
    from mentoring.api.publish import publish_caldav, publish_folder
    from mentoring.api.replan import change_curve, replan
    from mentoring.api.report import report, report_pages
    from mentoring.api.why import explain_choice
    from mentoring.api.wish import weigh_wish
    from mentoring.batch import Outcome, plan_many
    from mentoring.batch.alternative import alternatives
    from mentoring.batch.drill import drill
    from mentoring.batch.sweep import sweep
    from mentoring.batch.tradeoff import tradeoff
    from mentoring.batch.worth import worth
    from mentoring.domain.impasse import Impasse
    from mentoring.domain.pairing import Pairing
    from mentoring.domain.plan import Plan
    from mentoring.domain.result import Progress, Result
    from mentoring.domain.scenario import Scenario
    from mentoring.errors import (
        ForbiddenError,
        MentoringError,
        ModelDisagreement,
        NoPlanError,
        PlanFileError,
        Problem,
        RefusedError,
        ScenarioError,
        UsageError,
    )
    from mentoring.files.lock import open_plan

__all__ = [
    "load", "plan", "plan_many", "check", "recount", "save_plan", "load_plan", "candidates", "graph", "export",
    "export_calendars", "publish_folder", "publish_caldav",
    "report", "report_pages",
    "compare", "explain", "explain_need", "explain_gaps", "explain_choice", "weigh_wish", "worth",
    "replan", "change_curve", "move", "free_days", "pin", "unpin", "set_status", "cancel", "accept", "decline",
    "history", "revert", "open_plan", "import_tables", "write_form",
    "drill", "sweep", "tradeoff", "alternatives",
    "Scenario", "Plan", "Pairing", "Partner", "Result", "Outcome", "Decided", "Comparison", "Impasse", "Progress",
    "Problem",
    "MentoringError", "ScenarioError", "PlanFileError", "UsageError", "RefusedError", "ForbiddenError", "NoPlanError",
    "ModelDisagreement",
]  # fmt: skip

_HOMES = {
    **dict.fromkeys(("publish_folder", "publish_caldav"), "api.publish"),
    "export_calendars": "api.calendar",
    "compare": "api.compare",
    "drill": "batch.drill",
    "sweep": "batch.sweep",
    "alternatives": "batch.alternative",
    "tradeoff": "batch.tradeoff",
    "explain": "api.explain",
    "explain_need": "api.need",
    "explain_gaps": "api.need",
    "explain_choice": "api.why",
    "weigh_wish": "api.wish",
    "worth": "batch.worth",
    "replan": "api.replan",
    "report": "api.report",
    "report_pages": "api.report",
    "change_curve": "api.replan",
    "set_status": "api.event_status",
    **dict.fromkeys(("move", "free_days", "pin", "unpin", "cancel"), "api.event_decision"),
    **dict.fromkeys(("accept", "decline"), "api.pairing_decision"),
    **dict.fromkeys(("history", "revert"), "api.past"),
    "Decided": "api.decide",
    "open_plan": "files.lock",
    "import_tables": "api.intake",
    "write_form": "api.form",
    "ForbiddenError": "errors",
    "Impasse": "domain.impasse",
    "Comparison": "analysis.comparison",
    "plan_many": "batch",
    "Outcome": "batch.outcome",
    "Scenario": "domain.scenario",
    "Plan": "domain.plan",
    "Pairing": "domain.pairing",
    "Result": "domain.result",
    "Progress": "domain.result",
    "Problem": "errors",
    "MentoringError": "errors",
    "ScenarioError": "errors",
    "PlanFileError": "errors",
    "UsageError": "errors",
    "RefusedError": "errors",
    "NoPlanError": "errors",
    "ModelDisagreement": "errors",
}
"""Where a public name lives; those that are not here live in `api`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'mentoring' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"mentoring.{_HOMES.get(name, 'api')}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
