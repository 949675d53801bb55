"""What several commands have in common."""

from typing import Annotated

import typer

Election = Annotated[str, typer.Argument(help="The id of an election: the name of a folder under raw/.")]

Takes = Annotated[
    list[str] | None,
    typer.Option(
        "--take",
        help='Say what a column is, if it was misread: "Total=valid", "Circo=within", '
        '"Ann Ray=candidate" for a column of her votes, "Labour..Greens=votes" for all from one to another, '
        '"Notes=ignore". May be given more than once; other columns are still guessed.',
    ),
]
Leaves = Annotated[
    list[str] | None,
    typer.Option("--leave", help='Skip rows by what is in a column: "Town=TOTAL". May be given more than once.'),
]

Law = Annotated[str, typer.Option("--law", help="How votes make an outcome: plurality, dhondt …")]
Threshold = Annotated[
    str, typer.Option("--threshold", help="With --law: the per cent of the valid votes that a list needs for seats.")
]

NOTHING_YET = ("nothing is published yet", "`numerim run` publishes every election.")
"""What is told where a command needs releases and there are none."""
