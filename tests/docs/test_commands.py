"""What the pages tell people to type works, and answers what they say.

Blocks are marked on their first line: `sh run` (lines of `mentoring ...`, run one after the other beside a copy of the
scenarios; `exit=1` if they are to fail), `text output` (lines that the last command printed), `yaml file=NAME` (saved
under that name; so is `csv file=NAME`), `yaml part` (merged into `scenarios/first-steps.yaml` and checked) and
`python run`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.page import PAGES, ROOT, Block, blocks, name_of

MARKED = {"sh": {"run", "exit"}, "text": {"output"}, "yaml": {"file", "part"}, "csv": {"file"}, "python": {"run"}}
LIVE = [page for page in PAGES if any(block.words for block in blocks(page))]


def test_marks_are_known() -> None:
    for page in LIVE:
        for block in blocks(page):
            assert {word.partition("=")[0] for word in block.words} <= MARKED.get(block.kind, set()), (page, block.line)


def test_commands_of_this_program_are_marked_to_be_run() -> None:
    """Only what installs and `--help` may stand in a block that is not run."""
    for page in PAGES:
        for block in blocks(page):
            if block.kind == "sh" and not block.words and page.parent.name != "reference":
                lines = [line for line in block.text.splitlines() if "mentoring" in line and "--help" not in line]
                assert lines == [], f"{name_of(page)}:{block.line}"


@pytest.mark.parametrize("page", LIVE, ids=name_of)
def test_what_a_page_tells_to_do_works(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    printed = ""
    for block in blocks(page):
        where = f"{name_of(page)}:{block.line}"
        if block.kind == "sh" and "run" in block.words:
            printed = _run_all(block, tmp_path, where)
        elif block.kind == "python" and block.words:
            printed = _run([sys.executable, "-c", block.text], tmp_path, 0, where)
        elif block.kind == "text" and block.words:
            for line in block.text.splitlines():
                assert _squeeze(line) in _squeeze(printed), f"{where}: {line!r} was not printed, but\n{printed}"
        elif block.kind in ("yaml", "csv") and block.words:
            _check_yaml(block, tmp_path, where)


def _run_all(block: Block, folder: Path, where: str) -> str:
    printed = ""
    for line in block.text.splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == "mentoring", f"{where}: only commands of this program are run"
        code = int(block.option("exit") or 0)
        printed += _run([sys.executable, "-m", "mentoring", *arguments], folder, code, where)
    return printed


def _run(command: list[str], folder: Path, code: int, where: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, f"{where}: {command[2:]} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def _check_yaml(block: Block, folder: Path, where: str) -> None:
    name = block.option("file")
    if name is not None:
        (folder / name).write_text(block.text, encoding="utf-8")
        return
    part = folder / "part.yaml"
    part.write_text(f"based_on: scenarios/first-steps.yaml\n{block.text}", encoding="utf-8")
    _run([sys.executable, "-m", "mentoring", "check", part.name], folder, 0, where)


def _squeeze(text: str) -> str:
    return " ".join(text.split())
