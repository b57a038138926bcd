"""Every verb over texts that mean something to a terminal, a browser or a sheet: they stay text wherever they go."""

from __future__ import annotations

import json
import shutil
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from mentoring import api
from mentoring.api.event_decision import cancel
from mentoring.api.form import write_form
from mentoring.batch.pool import Guest
from mentoring.cli.group import VERBS
from mentoring.exports.calendar_server import Answer
from mentoring.exports.graph import FORMS
from mentoring.files.plan import plan_text
from tests.batch.inline import Inline
from tests.hostile import EVERYTHING, FEW, NAMES, READ, data, plans
from tests.written import UNSEEN, check_file, check_values

FEEDS = "https://example.org/calendars"
VISIT = "visit/ghent/riga/housing"
WHY = ("--why", EVERYTHING.replace("\x00", ""), "--at", "2024-01-03T09:00:00Z")

# `few` are as few cities as are planned in no time; `all` is a plan in which each kind of text is the name of a city.
CALLS: dict[str, list[list[str]]] = {
    "new": [["made.yaml"]],
    "form": [["few.yaml", "--city", "oslo", "-o", "form.xlsx"]],
    "import": [[f"given{kind}", "--into", "few.yaml", "-o", f"out{kind}.yaml"] for kind in (".xlsx", ".csv")],
    "check": [["few.yaml"], ["broken.yaml"], ["all.json"]],
    "candidates": [["few.yaml", "--city", "oslo"]],
    "rules": [[]],
    "plan": [["few.yaml", "-o", "made.json", "--calendars", "made"], ["none.yaml", "-o", "no.json"]],
    "explain": [
        ["none.yaml", "-o", "way.yaml"], ["few.json"], ["few.json", "--need", "turin/housing"],
        ["few.json", "--why", VISIT], ["few.json", "--wish", f"{VISIT} on 2024-02-05"],
    ],
    "worth": [["few.json"]],
    "replan": [["few.json", "-o", "next.json", *WHY]],
    "move": [["few.json", VISIT, "--to", "2024-02-05", *WHY], ["few.json", VISIT, "--to", "2024-03-18"]],
    "pin": [["few.json", "kick-off", *WHY]],
    "unpin": [["decided.json", VISIT]],
    "announce": [["few.json", "--all", *WHY]],
    "confirm": [["few.json", "--all", *WHY]],
    "done": [["few.json", "kick-off", *WHY]],
    "cancel": [["few.json", VISIT, *WHY]],
    "accept": [["few.json", "ghent/riga/housing", *WHY]],
    "decline": [["few.json", "ghent/riga/housing", *WHY]],
    "history": [["all.json"], ["decided.json"]],
    "revert": [["few.json", "1", *WHY]],
    "show": [["all.json", *view.split()] for view in
             ("", "timeline", "pairings", "events", "goals", "unserved", "blocking", "city city-control")],
    "report": [["all.json", "-o", "report.html", "--compare", "before.json", "--drill", "drill.json", "--feeds", FEEDS,
                "--pages", "pages", "--pdf", "--with-contacts"], ["all.json", "-o", "own.html", "--city", "city-html"]],
    "compare": [["all.json", "before.json", "few.json", "--csv", "compared.csv"]],
    "drill": [["few.json", "-o", "drilled"]],
    "tradeoff": [["few.yaml", "--between", "fit,travel_km", "-o", "traded"]],
    "sweep": [["sweep.yaml", "-o", "swept"]],
    "graph": [*(["all.json", "-o", f"{of}.{form}", "--of", of] for form in FORMS for of in ("pairings", "themes")),
              ["all.json", "-o", "ring.svg"]],
    "export": [*(["all.json", "--to", form, "-o", "files"] for form in api.EXPORTS),
               ["all.json", "-o", "more", "--single", "--invite", "--url", FEEDS, "--alarm", "14d", "--since", "1"]],
    "publish": [["all.json", "--to", "web", "--url", FEEDS], ["all.json", "--to", "caldav", "https://example.org/x/"]],
}  # fmt: skip

SLOW = ("plan", "report", "export")
"""What these make is the same however it is told: one of their calls is for programs too, and none is --plain."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the calls name."""
    folder = tmp_path_factory.mktemp("prepared")
    few = data(FEW, READ)
    none = few | {"pins": {"never": {"event": VISIT, "first": "2024-03-18", "why": READ}}}
    broken = few | {"themes": {"housing": {"title": EVERYTHING, EVERYTHING: EVERYTHING}}, EVERYTHING: [EVERYTHING]}
    label = {"label": READ, "change": {"themes": {"housing": {"title": READ}}}}
    sweep = {"scenario": "few.yaml", "vary": {"words": [{"label": "as it is"}, label]}}
    for name, value in {"few": few, "none": none, "broken": broken, "sweep": sweep}.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    before, after = plans(NAMES, EVERYTHING)
    own = plans(FEW, READ)[1]
    for name, plan in (
        ("before", before),
        ("all", after),
        ("few", own),
        ("decided", cancel(own, [VISIT], why=READ).plan),
    ):
        (folder / f"{name}.json").write_text(plan_text(plan), encoding="utf-8")
    harms = [{"who": who, "status": "infeasible", "lost": []} for who in ("city-html", EVERYTHING)]
    (folder / "drill.json").write_text(json.dumps({"harms": harms}), encoding="utf-8")
    quoted = READ.replace('"', '""')
    (folder / "given.csv").write_text(f'city,theme,strength\n"{quoted}",housing,70\n', encoding="utf-8")
    write_form(api.load(folder / "few.yaml").require(), "oslo", folder / "given.xlsx")
    return folder


class Shelf:
    """A calendar server that keeps its entries as files."""

    folder: Path

    def __init__(self, url: str, *_: str) -> None:
        self.url = url

    def list_versions(self) -> dict[str, str] | None:
        """Every entry, each in its first version; None when nothing was published yet."""
        return {path.name: "1" for path in self.folder.iterdir()} if self.folder.is_dir() else None

    def make(self, name: str) -> None:
        self.folder.mkdir()

    def write(self, name: str, content: bytes, version: str | None) -> Answer:
        (self.folder / name).write_bytes(content)
        return Answer(201, "1", b"")


def printed(page: str, target: Path | str) -> Path:
    """What the browser is given to print."""
    Path(target).with_name("printed.html").write_text(page, encoding="utf-8")
    return Path(target)


def test_every_verb_is_called():
    assert set(CALLS) == set(VERBS), "a verb that is not called over hostile texts"


@pytest.mark.parametrize("verb", VERBS)
def test_a_hostile_text_is_text(verb, prepared, tmp_path, run, monkeypatch):
    monkeypatch.setattr("mentoring.batch.pool.Processes", lambda jobs, is_heard: Guest(Inline()))
    monkeypatch.setattr("mentoring.exports.pdf.print_page", printed)
    monkeypatch.setattr(Shelf, "folder", tmp_path / "server", raising=False)
    monkeypatch.setattr("mentoring.exports.calendar_server.CalendarServer", Shelf)
    known = {option for parameter in import_module(f"mentoring.cli.{verb}").command.params for option in parameter.opts}
    ways = [way for way in ("", "--plain", "--json") if way in known or not way]
    for number, call in enumerate(CALLS[verb]):
        for way in ways if verb not in SLOW else ("",) if number == 0 else ("--json",):
            for path in prepared.iterdir():
                shutil.copy(path, tmp_path)
            (tmp_path / "way.yaml").unlink(missing_ok=True)  # a what-if replaces none that is there
            answer = run(verb, *call, *([way] if way else []), code=None)
            assert answer.exit_code in (0, 1, 3), (call, answer.output)
            for text in (answer.stdout, answer.stderr):
                assert UNSEEN.search(text) is None, text
            if way == "--json":
                check_values(answer.stdout.encode())
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name not in ("before.json", "broken.yaml"):
            check_file(path)


def test_a_reason_is_kept_as_text_and_not_too_long(prepared, tmp_path, run):
    shutil.copy(prepared / "few.json", tmp_path)
    run("pin", "few.json", "kick-off", "--why", "one\n\udc80 \u202eowt\x07", *WHY[2:])
    (decision,) = api.load_plan(tmp_path / "few.json").decisions
    assert decision.reason == "one owt"
    said = run("pin", "few.json", VISIT, "--why", "x" * 2001, code=2).stderr
    assert "the text has 2001 characters: say it in 2000" in said
