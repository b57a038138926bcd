"""Names that mean something to the program that reads a file pass through every output as text, and none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml

import mentoring
from mentoring import api
from mentoring.analysis.graph import build_pair_graph
from mentoring.api import form as api_form
from mentoring.api.calendar import export_calendars
from mentoring.api.intake import import_tables
from mentoring.api.publish import find_feed, publish_folder
from mentoring.api.report import report, report_pages
from mentoring.domain.plan import Plan
from mentoring.domain.result import Result
from mentoring.exports.calendar_object import list_objects
from mentoring.exports.graph import FORMS, write_graph
from mentoring.exports.picture import write_ring
from mentoring.exports.published import NAME as REMEMBERED
from mentoring.exports.text import one_line
from mentoring.files.plan import write_plan
from tests.builders import scenario_data
from tests.hostile import EVERYTHING, HOSTILE, NAMES, READ, TWINS, UNREAD, data, plans
from tests.written import Page, check_file

MAIL = "=cmd\x07\u202e\x1b[31m&|`$={}"
"""Begins every mail address; the format only keeps out blanks and what ends an address."""

Output = Callable[[Plan, Path], object]


def written_form(plan: Plan, folder: Path, form: str) -> None:
    api.export(plan, folder, form)


def written_graph(plan: Plan, folder: Path, form: str) -> None:
    write_graph(build_pair_graph(plan), folder / f"graph.{form}")


def written_objects(plan: Plan, folder: Path) -> None:
    """Entries as a calendar server gets them."""
    for entry in list_objects(plan, find_feed(plan)):
        (folder / entry.name).write_bytes(entry.content)


def shown_in_a_notebook(plan: Plan, folder: Path) -> None:
    of = plan.scenario
    told: tuple[Plan | Result, ...] = (
        plan, Result(of, "infeasible", message=plan.why), Result(of, "optimal", plan),
    )  # fmt: skip
    for number, value in enumerate(told):
        html = value._repr_html_()
        assert html is not None
        (folder / f"{number}.html").write_text(html, encoding="utf-8", newline="\n")


OUTPUTS: dict[str, Output] = {
    **{f"export {form}": partial(written_form, form=form) for form in api.EXPORTS},
    "calendars": lambda plan, out: export_calendars(
        plan, out, plan_file=out / "plan.json", url="https://example.org", is_single=True, is_inviting=True, since=1,
        alarm_days=14,
    ),
    "publish": lambda plan, out: publish_folder(plan, out, plan_file=out / "plan.json", url="https://example.org"),
    "server": written_objects,
    "notebook": shown_in_a_notebook,
    "report": lambda plan, out: report(plan, out / "report.html", compare=[plan], with_contacts=True),
    "pages": lambda plan, out: report_pages(write_plan(plan, out / "plan.json"), out),
    "ring": lambda plan, out: write_ring(plan, out / "ring.svg"),
    **{f"graph {form}": partial(written_graph, form=form) for form in FORMS},
}  # fmt: skip
"""Everything that is made of a plan; what a verb alone writes is tested with the verbs."""


def made(output: str, names: dict[str, str], note: str, folder: Path) -> Iterator[Path]:
    """The files that an output comes to."""
    folder.mkdir()
    OUTPUTS[output](plans(names, note, MAIL if note == EVERYTHING else "")[1], folder)
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in (REMEMBERED, "plan.json"):
            yield path


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_name_is_there_as_text(output, tmp_path):
    texts: set[str] = set()
    for path in made(output, NAMES, EVERYTHING, tmp_path / "out"):
        texts |= check_file(path)
    assert {path.parent for path in tmp_path.iterdir()} == {tmp_path}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    whole = "\n".join(" ".join(text.split()) for text in texts)
    lost = [kind for kind, name in HOSTILE.items() if told(name) not in whole]
    assert lost == []


def told(name: str) -> str:
    """The begin of a name as it may stand in a file: in titles there is no room for all of it."""
    return re.sub(r"^'", "", one_line(name))[:12].strip()


@pytest.mark.parametrize("output", ["report", "ring", "notebook", "calendars"])
def test_pages_have_no_element_that_they_would_not_have_with_plain_names(output, tmp_path):
    found = []
    for place, (names, note) in {"hostile": (NAMES, EVERYTHING), "plain": (TWINS, "as it is")}.items():
        pages = [path for path in made(output, names, note, tmp_path / place) if path.suffix in (".html", ".svg")]
        found.append({kind for path in pages for kind in Page(path.read_text(encoding="utf-8")).kinds})
    assert found[0] == found[1] != set()


def test_whatever_draws_itself_in_a_notebook_is_tested_here():
    drawing = {name for name in mentoring.__all__ if hasattr(getattr(mentoring, name), "_repr_html_")}
    assert drawing == {"Plan", "Result"}


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind not in UNREAD])
def test_a_hostile_reason_goes_out_in_a_form_and_comes_back(kind, tmp_path):
    name = HOSTILE[kind]
    path = tmp_path / "base.yaml"
    base = scenario_data()
    base["cities"]["ghent"] |= {
        "name": name,
        "unavailable": [{"first": "2024-02-01", "last": "2024-02-02", "why": name}],
    }
    path.write_text(yaml.safe_dump(base), encoding="utf-8")
    form = api_form.write_form(api.load(path).require(), "ghent", tmp_path / "form.xlsx")
    assert any(told(name) in text for text in check_file(form))
    path.write_text(json.dumps(scenario_data()), encoding="utf-8")
    import_tables([form], tmp_path / "out.yaml", into=path)
    (read,) = api.load(tmp_path / "out.yaml").require().cities["ghent"].unavailable
    assert read.why == f"{one_line(name)} [form.xlsx, sheet availability, row 2]"


def test_every_free_text_of_a_scenario_is_hostile_in_these_tests():
    """Who adds a text to the format adds it to `tests.hostile.data` too."""
    from mentoring.domain.scenario import Scenario

    of = Scenario.model_validate(data(NAMES, READ))
    assert missing(of) == set()


def missing(value: object, where: str = "") -> set[str]:
    """Fields of kind Text, of all values reached, that no value reached fills with READ."""
    from pydantic import BaseModel

    filled: dict[str, bool] = {}

    def visit(one: object) -> None:
        if isinstance(one, BaseModel):
            for name, field in type(one).model_fields.items():
                held = getattr(one, name)
                is_text = any(getattr(part, "max_length", None) == 2000 for part in field.metadata)
                if is_text or name == "doubt":
                    key = name if name == "doubt" else f"{type(one).__name__}.{name}"
                    filled[key] = filled.get(key, False) or held in (READ, *HOSTILE.values())
                visit(held)
        elif isinstance(one, dict | list | tuple):
            for each in one.values() if isinstance(one, dict) else one:
                visit(each)

    visit(value)
    return {key for key, is_filled in filled.items() if not is_filled}
