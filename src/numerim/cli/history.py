"""The command `history`."""

from typing import Annotated

import typer

from numerim.ask.shown import Format
from numerim.cli.words import Election


def history(
    election: Election,
    down: Annotated[
        bool, typer.Option("--down", help="List the counts that went down or are not given any more, with places.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.table,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """List what was known of an election when, what changed in its counts, and which release was made of it.

    `numerim release ELECTION --as-of TIME` makes any of them again.
    """
    from numerim.ask.history import history as told
    from numerim.ask.shown import show
    from numerim.declare.house import find_house

    form = Format.json if as_json else form
    found = told(find_house(), election)
    if not found and form is Format.table:
        typer.echo(f"Nothing is kept of {election}: numerim has not fetched any file of it (`fetch:` in election.yml).")
        return
    if down:
        columns = ["state", "at", "source", "unit", "what", "before", "stood", "after", "stands"]
        rows = [
            (one.state, one.at, back.source, back.unit, back.what, back.before, back.stood, back.after, back.stands)
            for one in found
            for back in (one.moves.back if one.moves else ())
        ]
        show(columns, rows, form)
        return
    counts = ("up", "down", "new", "gone", "units_new", "units_gone")
    show(
        ["state", "at", "what changed", *counts, "release", "numerim"],
        [
            (
                *(one.state, one.at, one.what),
                *(getattr(one.moves, name) if one.moves else None for name in counts),
                *(f"{one.version} ({one.standing})" if one.standing else one.version, one.numerim),
            )
            for one in found
        ],
        form,
    )
