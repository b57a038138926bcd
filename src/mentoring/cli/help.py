"""What every verb has: its help, drawn by rich-click only when asked for, and an ear for what is doubtful."""

from __future__ import annotations

from typing import Any

import click

from mentoring.cli.console import HEARD
from mentoring.errors import Problem
from mentoring.files.hearing import hearing


class Verb(click.Command):
    """A command whose `--help` is drawn by rich-click; running it costs no more than plain click.

    Why: importing rich-click takes longer than reading a scenario. The first line of the help is the verb's
    sentence of `group.SECTIONS`; the `epilog` is its example.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; what is doubtful in a scenario that it uses is told on stderr and in `--json`."""
        heard: list[Problem] = ctx.meta.setdefault(HEARD, [])

        def hear(warning: Problem) -> None:
            heard.append(warning)
            _say(warning)

        with hearing(hear):
            return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """The help page for this terminal, as text."""
        import rich_click

        page = rich_click.RichCommand(
            name=self.name,
            params=self.params,
            help=self.help,
            epilog=self.epilog,
            context_settings=self.context_settings,
        )
        config = rich_click.RichHelpConfiguration(
            theme="cargo-slim",
            enable_theme_env_var=False,
            text_markup="ansi",
            text_paragraph_linebreaks="\n\n",
            padding_helptext_first_line=(0, 0, 1, 0),
            max_width=ctx.max_content_width,
        )
        with rich_click.RichContext(
            page,
            info_name=ctx.info_name,
            parent=ctx.parent,
            rich_help_config=config,
            max_content_width=ctx.max_content_width,
            help_option_names=ctx.help_option_names,
        ) as page_ctx:
            drawn = page.get_help(page_ctx)
        return "\n".join(line.rstrip() for line in drawn.splitlines()).rstrip()


def _say(warning: Problem) -> None:
    from mentoring.cli.console import Console
    from mentoring.cli.problem import say_problem

    Console().say(say_problem(warning))
