"""What several commands have in common."""

from typing import Annotated

import typer

Election = Annotated[str, typer.Argument(help="The id of an election: the name of a folder under raw/.")]

Takes = Annotated[
    list[str] | None,
    typer.Option(
        "--take",
        help='What a column is, where it is taken for something else: "Total=valid", "Circo=within", '
        '"Ann Ray=candidate" for a column of her votes, "Labour..Greens=votes" for all from one to another, '
        '"Notes=ignore". More than once; columns of which you say nothing are guessed as before.',
    ),
]
Leaves = Annotated[
    list[str] | None,
    typer.Option("--leave", help='Rows that are not read, by what stands in a column: "Town=TOTAL". More than once.'),
]

NOTHING_YET = ("nothing is published yet", "`numerim run` publishes every election.")
"""What is told where a command needs releases and there are none."""
