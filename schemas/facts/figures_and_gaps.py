"""The fact `figures_and_gaps`."""

from numerim.schemas.facts import figures
from numerim.schemas.table import column

GIVEN = {
    "figure": "It does.",
    "withheld": "It says that it does not publish it.",
    "not_given": "It says that it has none.",
}
"""Whether a source gives a figure."""


class FiguresAndGaps(figures.Figures, key=("source_id", "said_by", "measure", "scope", "place")):
    """A figure, or the place where a source says that it gives none; empty where no source says so.

    A list is complete here where it is declared to be, whatever it withholds.
    """

    given: str = column("Given", "Whether the source gives the figure.", words=GIVEN)
