"""The house rules that no linter knows: sizes, names, who may import what, and how fast the front door opens."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MissingFromSystem, require_system

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mentoring"
FILES = sorted(SOURCE.rglob("*.py"))
PYTHON_FILES = [*FILES, *(path for name in ("tests", "scripts", "benchmarks") for path in (ROOT / name).rglob("*.py"))]

LONGEST = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools", "base_utils"}
NOT_ON_WINDOWS = {"fcntl", "pwd", "grp", "resource", "termios"}
SLOW = {"ortools", "numpy", "pandas", "networkx", "jinja2", "pydantic", "holidays", "rich", "rich_click", "yaml"}

# Assembled here so that this file does not match itself.
MACHINE_PATHS = re.compile(
    "|".join([r"/" + "home/", r"/" + "root/", r"/" + "work/", r"[A-Z]:" + r"\\Users", r"/" + "Users/"])
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Top-level names of everything the file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def modules_after(*arguments: str) -> set[str]:
    """Top-level modules that a fresh Python has loaded once `python ARGUMENTS` has ended."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = re.findall(r"^import time:.*\|\s+(\S+)$", done.stderr, flags=re.MULTILINE)
    assert loaded, "Python told nothing about its imports"
    return {name.split(".")[0] for name in loaded}


def test_there_is_source_to_judge():
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_file_is_longer_than_a_reader_can_hold(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_no_module_has_a_name_that_says_nothing():
    assert [name_of(path) for path in FILES if path.stem in VAGUE_NAMES or path.parent.name in VAGUE_NAMES] == []


def test_no_function_begins_with_get():
    found = [
        f"{name_of(path)}: {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("get_")
        # click asks for these two by name
        and not (path.parent.name == "cli" and node.name in {"get_command", "get_help"})
    ]
    assert found == []


def test_only_the_engine_imports_the_solver():
    assert [
        name_of(path) for path in FILES if "ortools" in imported(path) and path.relative_to(SOURCE).parts[0] != "engine"
    ] == []


def test_nothing_is_imported_that_windows_lacks():
    assert {name_of(path): found for path in PYTHON_FILES if (found := imported(path) & NOT_ON_WINDOWS)} == {}


def test_no_file_names_a_path_of_somebodys_computer():
    texts = [*PYTHON_FILES, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile"]
    assert [name_of(path) for path in texts if MACHINE_PATHS.search(path.read_text(encoding="utf-8"))] == []


def test_the_front_page_imports_nothing_slow():
    assert modules_after("-m", "mentoring", "--help") & SLOW == set()


def test_importing_the_command_line_imports_nothing_slow():
    assert modules_after("-c", "import mentoring.cli.group") & SLOW == set()


def test_importing_the_package_imports_nothing_slow():
    assert modules_after("-c", "import mentoring") & SLOW == set()


def test_checking_a_scenario_imports_no_solver():
    scenario = ROOT / "scenarios" / "implementoring-2013.yaml"
    assert (
        modules_after("-m", "mentoring", "check", str(scenario)) & {"ortools", "pandas", "networkx", "jinja2"} == set()
    )


def test_what_the_system_lacks_is_skipped_with_the_reason(monkeypatch):
    monkeypatch.delenv("REQUIRE_SYSTEM", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs a printer"):
        require_system("a printer", False)


def test_what_the_system_lacks_is_an_error_where_nothing_may_be_missing(monkeypatch):
    monkeypatch.setenv("REQUIRE_SYSTEM", "1")
    require_system("a printer", True)
    with pytest.raises(MissingFromSystem, match="a printer is missing"):
        require_system("a printer", False)
