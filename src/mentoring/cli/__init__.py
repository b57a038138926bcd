"""The command line: one verb a file, read only when it is asked for."""

from __future__ import annotations


def main() -> None:
    """Run the command line with the arguments of this process, and leave with its exit code."""
    from mentoring.cli.group import mentoring

    mentoring(prog_name="mentoring")
