"""What several commands have in common."""

from typing import Annotated

import typer

Election = Annotated[str, typer.Argument(help="The id of an election: the name of a folder under raw/.")]

NOTHING_YET = ("nothing is published yet", "`numerim run` publishes every election.")
"""What is told where a command needs releases and there are none."""
