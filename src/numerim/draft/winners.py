"""Columns that name, in each row, which of those won whose votes stand beside each other."""

import re
from collections.abc import Sequence

import numpy
import polars as pl

from numerim.draft.described import Column, Described
from numerim.draft.others import is_of_others
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS


def winner_named(said: Described, column: Column, why: str) -> Column | None:
    """Whether it names, in each row, one of those whose votes stand beside each other."""
    every = [c for some in said.columns.values() for c in some]
    votes = [c for c in every if c.is_ == "votes" and c.with_ and not c.ballots]
    roles = {role for c in votes for role in c.with_}
    if len(roles) != 1 or len(said.columns) > 1:
        return None
    (role,) = roles
    if role not in SELECTIONS or len(votes) < _SEVERAL:
        return None
    plain: dict[str, list[str]] = {}
    for c in votes:
        plain.setdefault(folded(c.with_[role]), []).append(c.with_[role])
    values = said.cells.values(column.name)
    called = {text: plain.get(folded(text), []) for text in values}
    lacks = [text for text, some in called.items() if len(some) != 1]
    if lacks:
        known = len(values) - len(lacks)
        told = f"who won, but no column has votes of “{lacks[0]}”"
        return Column(column.name, "ignore", told, unsure=True) if known else None
    if not _may_be_ahead(said, column.name, role, votes):
        return Column(column.name, "ignore", "who won over several units, or one of several together")
    spelt = {some[0]: text for text, some in called.items()}
    if len(spelt) < len(called):
        return Column(column.name, "ignore", "who won, one of them in several spellings", unsure=True)
    for c in every:  # as the column of who won spells them
        if c.with_.get(role) in spelt:
            c.with_[role] = spelt[c.with_[role]]
    return Column(column.name, role, why, states={"outcome": "elected"})


_TOGETHER_IN = re.compile(r"(all )?others?( .*)?|ind|independents?|rest")
"""Columns of votes of several people or lists, of whom none may be ahead of who won."""


def _may_be_ahead(said: Described, name: str, role: str, votes: Sequence[Column]) -> bool:
    """Whether those named can have won in their rows.

    Not where one is named throughout all rows, or throughout what they lie in, and is not ahead in each; nor where
    several who are counted together have more.
    """
    cells, within = said.cells, said.of("within")
    figures = numpy.nan_to_num(cells.figures[:, [cells.number(c.name) for c in votes]])
    own = {folded(c.with_[role]): i for i, c in enumerate(votes)}
    which = {text: own.get(folded(text), -1) for text in cells.values(name)}
    at = [which.get(text, -1) for text in cells.texts[name]]
    rows = pl.DataFrame(
        {
            "within": cells.texts[within.name] if within else [""] * len(at),
            "who": at,
            "has": [figures[i, n] if n >= 0 else None for i, n in enumerate(at)],
            "most": figures.max(axis=1),
        }
    ).filter(pl.col("who") >= 0)
    together = [i for plain, i in own.items() if is_of_others(plain) or _TOGETHER_IN.fullmatch(plain)]
    if together:
        beyond = rows.with_columns(others=figures[:, together].max(axis=1)[[n >= 0 for n in at]])
        if (beyond["others"] >= beyond["has"]).any():
            return False
    groups = rows.group_by("within").agg(
        pl.col("who").n_unique(), n=pl.len(), ahead=(pl.col("has") >= pl.col("most")).all()
    )
    is_one = bool((groups["who"] == 1).all()) and bool((groups["n"] > 1).any())
    return not is_one or bool(groups["ahead"].all())


_SEVERAL = 2
"""So many stand at least, where one of them won."""
