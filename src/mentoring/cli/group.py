"""The command `mentoring` itself: its verbs, its front page and its exit codes.

Why it is lazy: the front page must come at once. It is drawn with plain click from the table below, and a
verb's file is imported only when that verb is used.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

import click

SECTIONS: dict[str, dict[str, str]] = {
    "Prepare": {
        "new": "Write a first scenario file to fill in.",
        "form": "Write the form by which a city tells when it can meet.",
        "import": "Read what cities send: tables, polls and busy calendars.",
        "check": "Tell everything that is wrong with a scenario or a plan.",
        "candidates": "List every possible partner of a city, by fit, with reasons.",
        "rules": "List the rules every plan keeps and the goals it can be given.",
    },
    "Plan": {
        "plan": "Find the best plan of a scenario and prove how good it is.",
        "explain": "Tell why there is no plan, or why a plan is as it is.",
        "worth": "Tell what one more place, person, week or euro would change.",
    },
    "Change the plan": {
        "replan": "Make a plan anew for what has changed, as gently as can be.",
        "move": "Move an event to another first day, if no rule forbids it.",
        "pin": "Keep events as they are, whatever is planned later.",
        "unpin": "Take back what was decided by hand.",
        "announce": "Mark events as announced to their cities.",
        "confirm": "Mark events as confirmed: they do not move any more.",
        "done": "Mark events as done.",
        "cancel": "Call events off.",
        "accept": "Keep pairings that both cities agree to.",
        "decline": "Rule out pairings that a city says no to.",
        "history": "List a plan's revisions and what is decided by hand.",
        "revert": "Go back to an earlier revision of a plan.",
    },
    "Use the plan": {
        "show": "Show a plan: timeline, pairings, events, one city, goals.",
        "report": "Write a plan as one page to look at, print and pass on.",
        "compare": "Show plans side by side, each held against the first.",
        "drill": "Leave out each city and person in turn and plan anew.",
        "tradeoff": "Show what giving up some of one goal buys of another.",
        "sweep": "Plan every combination of listed changes, in one table.",
        "graph": "Show who exchanges with whom and which cities hold it together.",
        "export": "Write a plan as calendars, as tables or for other programs.",
        "publish": "Bring calendars to a web folder or a calendar server.",
    },
}
"""Every verb with its sentence, in the order of work. Verb `x` is the object `command` of `cli/x.py`."""

VERBS = {verb: sentence for section in SECTIONS.values() for verb, sentence in section.items()}

REPORT = "This is a mistake in mentoring itself: please report the text above."

EXAMPLE = "mentoring plan scenarios/first-steps.yaml -o plan.json --calendars calendars"


class Verbs(click.Group):
    """A group that knows its verbs by name and imports each only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order of the front page."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, imported now; None if there is none."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"mentoring.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that the arguments begin with. Raises click.UsageError for a word that is no verb."""
        if args and not args[0].startswith("-") and args[0] not in VERBS:
            import difflib

            near = difflib.get_close_matches(args[0], VERBS, n=1)
            ctx.fail(f"There is no verb {args[0]!r}." + "".join(f" Did you mean {verb}?" for verb in near))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The front page, drawn from the table alone and coloured like the verbs' own pages."""
        heading, name = _painter(fg="green", bold=True), _painter(fg="cyan", bold=True)
        usage = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(name(ctx.command_path), usage, prefix=heading("Usage: "))
        self.format_help_text(ctx, formatter)
        width = max(map(len, VERBS))
        for title, verbs in SECTIONS.items():
            with formatter.section(heading(title)):
                formatter.write_dl([(name(verb.ljust(width)), sentence) for verb, sentence in verbs.items()])
        records = [record for option in self.get_params(ctx) if (record := option.get_help_record(ctx))]
        with formatter.section(heading("Options")):
            formatter.write_dl([(name(flags), sentence) for flags, sentence in records])
        formatter.write_paragraph()
        formatter.write_text("More about a verb: mentoring VERB --help")
        with formatter.section(heading("Example")):
            formatter.write_text(EXAMPLE)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments (and show the front page if they ask for it)."""
        with _while_somebody_reads():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb."""
        with _while_somebody_reads():
            return super().invoke(ctx)

    def main(  # type: ignore[override]  # click's has an overload for a mode that is never used here
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run, and always leave with one of the exit codes of `docs/reference/exit-codes.md`.

        A verb ends with `ctx.exit(code)`, by returning its exit code, or by raising a MentoringError.
        """
        _speak_utf8()
        extra["standalone_mode"] = False
        try:
            code = super().main(args, prog_name, **extra)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - every end has its exit code
            code = _tell(error)
        sys.exit(code if isinstance(code, int) else 0)


@contextlib.contextmanager
def _while_somebody_reads() -> Iterator[None]:
    """End quietly and well when the reader of our output has seen enough (`mentoring show PLAN | head`)."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered has no reader left; without this Python would complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None
    except OSError as error:
        if error.filename is not None or error.errno is None:  # not our output, but some file
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        from mentoring.errors import UsageError

        raise UsageError(f"the output cannot be written: {error.strerror}") from None


def _tell(error: BaseException) -> int:
    """Say on stderr what ended the program, and give its exit code."""
    if isinstance(error, click.ClickException):
        error.show()
        return 2  # click complains only about how it was called, a file that is not there included
    if isinstance(error, click.Abort | KeyboardInterrupt):
        click.echo("Stopped, with nothing to keep.", err=True)
        return 130
    from mentoring.cli.console import Console
    from mentoring.errors import MentoringError, ScenarioError

    console = Console()
    console.end_status()
    if isinstance(error, ScenarioError):
        from mentoring.cli.problem import say_problem

        # One a line and the place first, so that editors find it; the last line says what it comes to.
        for problem in error.problems:
            console.say(say_problem(problem))
        number = len(error.problems)
        console.say(f"Error: nothing was done, as there {'is 1 problem' if number == 1 else f'are {number} problems'}.")
        if all(problem.clash for problem in error.problems):
            console.say("What would have to give way is told by `mentoring explain` for the same files.")
        return error.exit_code
    if isinstance(error, MentoringError):
        console.say_lines(f"Error: {error}")
        if error.exit_code == 70:
            console.say(REPORT)
        return error.exit_code
    import traceback

    console.say_lines("".join(traceback.format_exception(error)))
    console.say(REPORT)
    return 70  # Python's own would be 1, which here means findings in an input


def _painter(**style: Any) -> Callable[[str], str]:
    """A function that colours text, or leaves it alone for readers who want no colour (NO_COLOR)."""
    if os.environ.get("NO_COLOR"):
        return str
    return lambda text: click.style(text, **style)


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 on every system; a terminal keeps its encoding, and no letter stops us."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"mentoring {version('mentoring')}")
        ctx.exit()


@click.group(
    cls=Verbs,
    subcommand_metavar="VERB ...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
def mentoring() -> None:
    """Plan city-to-city mentoring programmes: who mentors whom, who hosts, and when everybody meets."""
