"""Draws the terminal after `mentoring plan` for the README: runs the real command and saves what it prints as SVG.

`python scripts/picture.py` writes `docs/pictures/plan.svg`. Run it when the final screen of `plan` has changed. The
time that planning took differs from run to run, so no test asks whether the picture is new.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mentoring.cli.group import mentoring

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "plan.svg"
COMMAND = "plan scenarios/implementoring-2013.yaml -o plan.json --calendars calendars"
COLUMNS = 104


class Terminal(io.StringIO):
    """Takes text like a terminal, so that the program draws in colours."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Whether somebody is looking."""
        return True


def screen() -> str:
    """What the command prints on a terminal, with its colours."""
    told = Terminal()
    os.environ |= {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "scenarios", Path(folder) / "scenarios")
        with contextlib.chdir(folder), contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
            try:
                mentoring(COMMAND.split(), prog_name="mentoring")
            except SystemExit as end:
                if end.code:
                    raise
    return told.getvalue()


def draw(text: str) -> str:
    """The screen as SVG, without fonts from other people's servers."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ mentoring {COMMAND}\n", style="bold green"))
    console.print(Text.from_ansi(text.rstrip()))
    svg = console.export_svg(title="mentoring plan", unique_id="plan")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(draw(screen()), encoding="utf-8", newline="\n")
    print(f"wrote {PICTURE.relative_to(ROOT).as_posix()}")
