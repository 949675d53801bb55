"""Tables that an authority puts up before it counts: columns of votes and ballots in which nothing stands, or 0."""

from collections.abc import Sequence
from pathlib import Path

import numpy

from numerim.draft.figures import Cells
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import SELECTIONS, meanings_of

_ROLL = ("registered", "registered_men", "registered_women")
"""Who may vote is known before."""
COUNTED = ("votes", *(one for one in ACCOUNTS if one not in _ROLL))
"""What is known once ballots are counted."""
_KEYS = (*_ROLL, "ignore", "unit", "ballot_number", "office", "district", "seats")
"""Figures of a table of which nothing is counted yet."""
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
    meant = [meanings_of(cells.names, reference) for cells in tables]
    told = [{one.role for one in some if one} for some in meant]
    is_long = any("votes" in roles and roles & {*SELECTIONS, "name"} for roles in told)
    for cells, some in zip(tables, meant, strict=True):
        for i, (name, one) in enumerate(zip(cells.names, some, strict=True)):
            is_count = bool(one and one.role in COUNTED)
            is_key = one is None if is_long else False  # beside a column of votes others have none
            is_key |= bool(one and one.role in _KEYS)
            if i in cells.is_figures and not is_key and numpy.nan_to_num(cells.figures[:, i]).any():
                return []
            names += [name] if is_count and (i in cells.is_figures or not any(cells.texts[name])) else []
    return names if len(names) >= _FEW else []
