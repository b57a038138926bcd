"""What every verb prints about ImpleMentoring is what a coordinator reads: nothing of the program's inside, no ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentoring import api
from mentoring.batch.pool import Guest
from mentoring.cli.group import VERBS
from mentoring.cli.progress import say_step
from mentoring.domain.plan import Plan
from mentoring.domain.result import PLAN, Progress
from mentoring.files.plan import write_plan
from mentoring.goals import GOALS
from mentoring.goals.change_count import ChangeCount
from mentoring.goals.sameness import Sameness
from mentoring.views.wording import goal_name
from tests.batch.inline import Inline
from tests.sentence import find_faults

AT = ("--at", "2013-02-01T09:00:00Z")
BASE, ATHENS = "base.yaml", "what-if.yaml"

CALLS: tuple[tuple[str, ...], ...] = (
    ("check", BASE),
    ("check", "plan.json"),
    ("candidates", BASE, "--city", "oslo"),
    ("plan", BASE, "-o", "made.json"),
    ("explain", "impossible.yaml"),
    ("explain", "less.json"),
    ("explain", "plan.json", "--why", "visit/oslo/milan/political"),
    ("explain", "less.json", "--need", "genoa/political", "--seconds", "2"),
    ("explain", "shut.json", "--need", "milan/political", "--seconds", "2"),
    ("explain", "shut.json", "--need", "riga/perception", "--seconds", "2"),
    ("explain", "plan.json", "--wish", "visit/oslo/milan on 2013-07-09", "--seconds", "2"),
    ("explain", "plan.json", "--wish", "visit/oslo/milan in July 2013", "--seconds", "2"),
    ("explain", "plan.json", "--wish", "Oslo > Genoa in political", "--seconds", "2"),
    ("explain", "plan.json", "--wish", "Oslo > Lublin in perception", "--seconds", "2"),
    ("move", "plan.json", "visit/oslo/milan", "--to", "2013-04-01"),
    ("move", "plan.json", "cluster/perception", "--to", "2013-07-01"),
    ("move", "plan.json", "kick-off", "--to", "2013-12-25"),
    ("move", "plan.json", "visit/amsterdam/athens", "--to", "2013-10-08"),
    ("move", "plan.json", "visit/oslo/milan", "--to", "2013-05-28", *AT),
    ("pin", "plan.json", "visit/oslo/tampere", *AT),
    ("unpin", "plan.json", "visit/oslo/tampere", *AT),
    ("unpin", "plan.json", "visit/oslo/tampere", *AT),
    ("unpin", "plan.json", "visit/amsterdam/athens", *AT),
    ("decline", "plan.json", "Dublin > Rotterdam", "--why", "no staff", *AT),
    ("decline", "plan.json", "Oslo > Milan", "--why", "no staff", *AT),
    ("accept", "plan.json", "Athens > Genoa", *AT),
    ("accept", "plan.json", "Oslo > Milan", *AT),
    ("announce", "plan.json", "--all", *AT),
    ("confirm", "plan.json", "visit/athens/genoa", *AT),
    ("move", "plan.json", "visit/athens/genoa", "--to", "2013-10-08"),
    ("done", "plan.json", "visit/athens/genoa", *AT),
    ("done", "plan.json", "visit/athens/genoa", "--ahead", *AT),
    ("cancel", "plan.json", "visit/athens/genoa", *AT),
    ("cancel", "plan.json", "conference", *AT),
    ("history", "plan.json"),
    ("replan", "plan.json", ATHENS, "-o", "anew.json", *AT),
    ("replan", "plan.json", "impossible.yaml", *AT),
    ("replan", "plan.json", BASE, *AT),
    ("revert", "plan.json", "1", *AT),
    ("show", "plan.json"),
    *(("show", "plan.json", view) for view in ("pairings", "goals", "unserved", "timeline")),
    ("show", "plan.json", "city", "oslo"),
    ("show", "less.json", "unserved"),
    ("compare", "plan.json", "less.json"),
    ("drill", "plan.json", "-o", "drilled"),
    ("tradeoff", BASE, "--between", "needs,travel_km", "-o", "traded"),
    ("sweep", "sweep.yaml", "-o", "swept"),
    ("graph", "plan.json"),
)  # fmt: skip

ELSEWHERE = {
    "new": "speaks of a file that is not there yet", "form": "writes a workbook", "import": "speaks of tables",
    "rules": "lists the slugs themselves", "worth": "tests/cli/test_reasoning.py", "report": "writes a page",
    "export": "writes files", "publish": "writes files",
}  # fmt: skip
"""Verbs that say nothing about plans by themselves, or are held against the same words elsewhere."""

SWEEP = """
scenario: base.yaml
vary:
  summer:
    - {label: as it is}
    - {label: closed, change: {programme: {"closed+": [{first: 2013-04-15, last: 2013-11-29, why: works}]}}}
"""

IMPOSSIBLE = """
based_on: base.yaml
programme:
  closed+: [{first: 2013-04-15, last: 2013-11-29, why: works}]
pins:
  agreed: {pairing: "oslo > milan in political", why: promised}
"""

SHUT = """
based_on: base.yaml
pairing: {common_language: false}
pins: {cluster-genoa: null}
cities:
  riga: {languages: [lv, ru]}
  milan:
    unavailable+:
      - {first: 2013-04-01, last: 2013-09-08, why: town hall works}
      - {first: 2013-09-12, last: 2013-11-12, why: town hall works}
    needs: {political: {refuses: [oslo]}}
  athens: {unavailable+: [{first: 2013-11-13, last: 2013-11-30, why: staff training}]}
"""
"""Milan has no day with its only mentor, and nobody can be sent to Riga."""


@pytest.fixture(scope="module")
def prepared(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files that the calls name, as text."""
    folder = tmp_path_factory.mktemp("sentences")
    base = (repository / "scenarios" / "implementoring-2013.yaml").read_text(encoding="utf-8")
    (folder / BASE).write_text(base, encoding="utf-8")
    what_if = (repository / "scenarios" / "what-if" / "athens-drops-out.yaml").read_text(encoding="utf-8")
    (folder / ATHENS).write_text(what_if.replace("../implementoring-2013.yaml", BASE), encoding="utf-8")
    (folder / "shut.yaml").write_text(SHUT, encoding="utf-8")
    for name, source in (("plan.json", BASE), ("less.json", ATHENS), ("shut.json", "shut.yaml")):
        write_plan(api.plan(folder / source, at=AT[1]).require_plan(), folder / name)
    (folder / "sweep.yaml").write_text(SWEEP, encoding="utf-8")
    (folder / "impossible.yaml").write_text(IMPOSSIBLE, encoding="utf-8")
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_every_verb_is_read_here_or_elsewhere():
    assert {call[0] for call in CALLS} | set(ELSEWHERE) == set(VERBS)


def test_what_every_verb_prints_is_what_a_coordinator_reads(prepared, run, tmp_path, monkeypatch):
    """One call after the other on the same plan, as in its life; what is refused is read too."""
    monkeypatch.setattr("mentoring.batch.pool.Processes", lambda jobs, is_heard: Guest(Inline()))
    for name, text in prepared.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan: Plan = api.load_plan(tmp_path / "plan.json")
    codes, faults = set(), []
    for call in CALLS:
        answer = run(*call, code=None)
        assert answer.exit_code in (0, 1, 2, 3), (call, answer.output)
        codes.add(answer.exit_code)
        for text in (answer.stdout, answer.stderr):
            faults += [f"{' '.join(call)}: {fault}" for fault in find_faults(text, plan.scenario, [plan])]
    assert faults == [], chr(10).join(faults)
    assert codes == {0, 1, 2, 3}


@pytest.mark.parametrize("slug", [goal.slug for goal in (*GOALS, Sameness(), ChangeCount())])
def test_progress_speaks_of_goals_by_their_names(slug: str, prepared, tmp_path):
    told = say_step(Progress(3.0, slug, 12, 10)) + say_step(Progress(3.0, slug, None, None, PLAN))
    assert "_" not in told
    assert told.startswith(f"{goal_name(slug)}: best 12, cannot be ")
    assert not any(word in told for word in ("sameness", "changed-events"))
