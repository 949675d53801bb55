"""Tables that an authority puts up before it counts: columns of votes and ballots in which nothing stands, or 0."""

from collections.abc import Sequence
from pathlib import Path

import numpy

from numerim.draft.figures import Cells
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import meanings_of

_ROLL = ("registered", "registered_men", "registered_women")
"""Who may vote is known before."""
COUNTED = ("votes", *(one for one in ACCOUNTS if one not in _ROLL))
"""What is known once ballots are counted."""
_FEW = 2
"""So many columns of such names make a table of results."""


def awaiting(tables: Sequence[Cells], reference: Path) -> list[str]:
    """The columns that are called votes or ballots, where in none of some tables a figure above 0 stands but of a roll.

    Args:
        tables: the cells of the tables.
        reference: where the seeds are.

    Returns:
        Their names; empty where something is counted, or hardly a column is called so.
    """
    names: list[str] = []
    for cells in tables:
        for i, (name, one) in enumerate(zip(cells.names, meanings_of(cells.names, reference), strict=True)):
            is_count = bool(one and one.role in COUNTED)
            is_key = bool(
                one and one.role in (*_ROLL, "ignore", "unit", "ballot_number", "office", "district", "seats")
            )
            if i in cells.is_figures and not is_key and numpy.nan_to_num(cells.figures[:, i]).any():
                return []
            names += [name] if is_count and (i in cells.is_figures or not any(cells.texts[name])) else []
    return names if len(names) >= _FEW else []
