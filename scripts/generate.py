"""Writes the pages of `docs/reference` and the packaged JSON Schema from the code, so that they cannot lag behind.

`python scripts/generate.py` writes what has changed; `--check` only says what is out of date, and then exits with 1.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from mentoring import errors
from mentoring.cli.group import SECTIONS, mentoring
from mentoring.domain.programme import DATE_GOALS, PAIRING_GOALS, PRESETS
from mentoring.files.schema import SCHEMA_FILE, schema_text
from mentoring.goals import GOALS
from mentoring.rules import RULES

sys.path.insert(0, str(Path(__file__).parents[1]))  # run by its name, a script sees only its own folder
from benchmarks.page import benchmarks_page
from scripts.scenario_page import scenario_page
from scripts.table_page import table_page

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"

RULES_INTRODUCTION = """\
Every plan keeps every rule. Each is declared to the engine, and checked once more in the finished plan without it.
`mentoring rules` lists them; `mentoring check PLAN` holds a plan against them. Messages name a rule by the word in its
heading. The order of rules never matters.""".splitlines()

GOALS_INTRODUCTION = """\
Goals are what a plan should have much or little of. They count in the order in which the scenario names them: a later
goal never costs an earlier one anything, unless the earlier has a `tolerance`. `goals.pairing` (who and where) comes
whole before `goals.dates` (when). Every value is a whole number. What bound and gap mean is told in
[the model](../explanation/model.md#what-optimal-bound-and-gap-mean).""".splitlines()

PRESETS_INTRODUCTION = """\
Instead of a list `goals.pairing` may name one of these orders, as in `goals: {pairing: fair-load}`.""".splitlines()

COMMANDS_INTRODUCTION = """\
Results go to the standard output, progress and messages to the standard error. How a command ended is told by its
[exit code](exit-codes.md).

With `--json` the result is one object for programs, whose keys stay as they are. Each has `warnings`: what is doubtful
in the scenarios that were used, with file, line and column, as messages tell it; an empty list where nothing
is.""".splitlines()

EXITS: dict[int, str] = {
    0: "Done. Also with warnings, unserved needs, a stated gap, or when you stopped it and the plan so far was kept.",
    1: "Something is wrong in a file that was read, or a rule forbids what was decided; everything found is listed.",
    2: "The command makes no sense as given, or a file or folder is not there or cannot be used.",
    3: "There is no plan that keeps every rule; this was confirmed by a second run with other settings.",
    4: "No plan was found in the time given. There may be one.",
    5: "Refused: somebody else wrote what it would have replaced, or is changing the plan. Everything stays as it is.",
    70: "A mistake in the program itself. Please report it.",
    130: "Stopped by you before there was anything to keep.",
}


def rules_page() -> str:
    """Every rule with its sentence, its reason and the keys it reads."""
    lines = ["# Rules", "", *RULES_INTRODUCTION]
    for rule in sorted(RULES, key=lambda one: one.slug):
        lines += ["", f"## {rule.slug}", "", *_doc(rule), *_reads(rule.reads)]
    return _text(lines)


def goals_page() -> str:
    """Every goal with its sentence, unit, direction and the lists it may stand in."""
    lines = [
        "# Goals",
        "",
        *GOALS_INTRODUCTION,
        "",
        "| goal | wanted | unit | in `goals.pairing` | in `goals.dates` |",
        "|---|---|---|---|---|",
    ]
    for goal in GOALS:
        places = ["yes" if goal.slug in known else "" for known in (PAIRING_GOALS, DATE_GOALS)]
        lines.append(f"| [{goal.slug}](#{goal.slug}) | {goal.direction} | {goal.unit} | {places[0]} | {places[1]} |")
    lines += ["", *PRESETS_INTRODUCTION, "", "| `goals.pairing` | what it puts first | the list |", "|---|---|---|"]
    for name, (said, uses) in PRESETS.items():
        listed = [use if isinstance(use, str) else f"{next(iter(use))} (leximin)" for use in uses]
        lines.append(f"| `{name}` | {said} | {', '.join(listed)} |")
    for goal in GOALS:
        lines += ["", f"## {goal.slug}", "", *_doc(goal), *_reads(goal.reads)]
    return _text(lines)


def commands_page() -> str:
    """Every verb with its arguments and options."""
    context = click.Context(mentoring, info_name="mentoring")
    lines = ["# Commands", "", str(mentoring.help), "", *COMMANDS_INTRODUCTION]
    for title, verbs in SECTIONS.items():
        lines += ["", f"## {title}"]
        for verb in verbs:
            command = mentoring.get_command(context, verb)
            assert command is not None
            lines += ["", *_verb(command, click.Context(command, info_name=verb, parent=context))]
    return _text(lines)


def exit_codes_page() -> str:
    """Every exit code, and the exception of the library that carries it."""
    carriers: dict[int, list[str]] = {3: ["NoPlanError"], 4: ["NoPlanError"]}
    for name, kind in sorted(vars(errors).items()):
        if isinstance(kind, type) and issubclass(kind, errors.MentoringError) and name not in ("NoPlanError",):
            carriers.setdefault(kind.exit_code, []).append(name)
    unknown = carriers.keys() - EXITS.keys()
    if unknown:
        raise SystemExit(f"scripts/generate.py does not say what the exit codes {sorted(unknown)} mean")
    lines = [
        "# Exit codes",
        "",
        "How a command ended, for scripts. In Python the same ends are exceptions of `mentoring.errors`.",
        "",
        "| code | meaning | exception |",
        "|---|---|---|",
    ]
    for code, meaning in EXITS.items():
        lines.append(f"| {code} | {meaning} | {', '.join(f'`{name}`' for name in carriers.get(code, []))} |")
    return _text(lines)


def _doc(thing: object) -> list[str]:
    """A docstring as paragraphs: the sentence, the rest, the reason; without what only programmers need."""
    doc = re.sub(r"\s*\bSubjects?: .*?\.(?=\s*$)", "", inspect.getdoc(type(thing)) or "", flags=re.DOTALL)
    paragraphs = re.sub(r"\n(?=Why: )", "\n\n", doc).split("\n\n")
    return [line for paragraph in paragraphs if paragraph.strip() for line in (paragraph.strip(), "")][:-1]


def _reads(keys: Sequence[str]) -> list[str]:
    return ["", f"Reads: {', '.join(f'`{key}`' for key in keys)}."] if keys else []


def _verb(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"### {command.name}", "", *inspect.cleandoc(command.help or "").splitlines(), "")
    yield from ("```text", f"mentoring {command.name} {usage}", "```", "")
    yield from ("| option | what it does | default |", "|---|---|---|")
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            flags = ", ".join(sorted((*option.opts, *option.secondary_opts), key=len))
            value = "" if option.is_flag else f" {option.make_metavar(context)}"
            default = "required" if option.required else option.default if option.show_default else ""
            yield f"| `{_cell(flags + value)}` | {_cell(option.help or '')} | {default} |"
    if command.epilog:
        said, _, examples = command.epilog.partition(": ")
        commands = examples.split("\n\n")
        yield from ("", f"{said}: `{commands[0]}`") if len(commands) == 1 else ("", f"{said}:", "")
        yield from (f"- `{one}`" for one in commands[len(commands) == 1 :])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _text(lines: Sequence[str]) -> str:
    head = "<!-- Written by scripts/generate.py from the code: change it there. -->"
    return "\n".join([lines[0], "", head, *lines[1:]]) + "\n"


PAGES: dict[Path, Callable[[], str]] = {
    REFERENCE / "scenario.md": lambda: _text(scenario_page()),
    REFERENCE / "tables.md": lambda: _text(table_page()),
    REFERENCE / "rules.md": rules_page,
    REFERENCE / "goals.md": goals_page,
    REFERENCE / "commands.md": commands_page,
    REFERENCE / "exit-codes.md": exit_codes_page,
    REFERENCE / "benchmarks.md": lambda: _text(benchmarks_page()),
    SCHEMA_FILE: schema_text,
}


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with `--check` compare them; gives the exit code."""
    stale = []
    for path, make in PAGES.items():
        text = make()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"{name} is out of date: run python scripts/generate.py" if "--check" in arguments else f"wrote {name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
