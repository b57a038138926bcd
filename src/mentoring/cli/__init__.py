"""The command line: one verb a file, read only when it is asked for."""

from __future__ import annotations


def main() -> None:
    """Run the command line with the arguments of this process, and leave with its exit code."""
    import gc

    # Most verbs are over before anything is worth collecting, and looking for it takes a tenth of their time.
    # `plan` turns it on again.
    gc.disable()
    from mentoring.cli.group import mentoring

    mentoring(prog_name="mentoring")
