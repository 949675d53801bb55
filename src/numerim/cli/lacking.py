"""What a command lacks is said at once, not one thing at a time."""

from typing import Any

import typer
from typer.core import TyperCommand


class Command(TyperCommand):
    """A command of the command line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words behind the command.

        Raises:
            typer.BadParameter: a word has a wrong value.
            click.UsageError: something is missing; all that is missing is named.
        """
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if type(error).__name__ != "MissingParameter":
                raise
            said, _, _ = self.make_parser(ctx).parse_args(args=given)
            lacking = [one for one in self.get_params(ctx) if one.required and not said.get(one.name or "")]
            if len(lacking) < 2:
                raise
            names = [one.opts[-1] if one.opts[-1].startswith("-") else _name(one) for one in lacking]
            return ctx.fail(f"Missing: {', '.join(names)}.")  # type: ignore[no-any-return]


def _name(argument: Any) -> str:
    """How the line of usage names an argument: `{package}`, or the words that it may be."""
    return str(argument.metavar or argument.name)
