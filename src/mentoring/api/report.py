"""A plan as a page to look at: one file that needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.domain.plan import Plan


def report(plan: Plan | Path | str, out: Path | str) -> Path:
    """Write a plan as one HTML file, whole or not at all; the same plan gives the same bytes.

    Raises:
        UsageError: when a file is missing or the place cannot be written to.
        PlanFileError: when a file is no plan.
    """
    from mentoring import api
    from mentoring.domain.plan import Plan
    from mentoring.exports.report import report_html
    from mentoring.files.output import write_whole

    found = plan if isinstance(plan, Plan) else api.load_plan(plan)
    return write_whole(out, report_html(found))
