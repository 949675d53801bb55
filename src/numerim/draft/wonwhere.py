"""Of which votes it is that a column says who won: of the unit of the row, or of more than that."""

import re
from collections.abc import Mapping, Sequence

import numpy
import polars as pl

from numerim.draft.described import Column, Described
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS

NOT_READ = "who won"


def why_not(said: Described, name: str, words: Mapping[str, str]) -> str:
    """Why what a column says of who won is not of the votes of its row; empty where it is."""
    ways, every = said.of("count_type"), [c for some in said.columns.values() for c in some]
    if ways and len(said.cells.values(ways.name)) > 1:
        return "who won, told again for each kind of ballots"
    if (
        any("round" in c.with_ for c in every)
        or _numbered_beside(said, every)
        or _is_told_in_each_round(said, name, words)
    ):
        return "who won in the end; which round is not said"
    if _is_of_what_is_not_read(said) or _has_several_contests(said):
        return f"{NOT_READ}; nothing says in which unit"
    if _is_of_several_units(said, name, words):
        return "who won over several units"
    if _is_by_party(said, name, words):
        return "who won in each party"
    if unit := _unit_that_is_not_read(said, name, words):
        return f"{NOT_READ}; “{unit}” may be the unit"
    return ""


def _numbered_beside(said: Described, every: Sequence[Column]) -> bool:
    """Whether another column is called like that of votes but for a number: it has those of another round."""
    votes = said.of("votes")
    plain = _DIGITS.sub("#", folded(votes.name)) if votes else ""
    return "#" in plain and any(c is not votes and _DIGITS.sub("#", folded(c.name)) == plain for c in every)


_DIGITS = re.compile(r"\d+")


def _is_of_what_is_not_read(said: Described) -> bool:
    """Whether no column names units or districts, and one of words is left that may."""
    if any(said.of(role) for role in ("unit", "district", "within")):
        return False
    cells = said.cells
    left = [c for some in said.columns.values() for c in some if c.is_ == "ignore" and c.unsure]
    return any(cells.number(c.name) not in cells.is_figures and len(cells.values(c.name)) > 1 for c in left)


def _has_several_contests(said: Described) -> bool:
    """Whether the shares of most units make more than all: each has several contests, and no column tells them."""
    share, texts = said.of("share"), said.cells.texts
    where = [texts[c.name] for role in ("within", "unit", "office", "district", "round") if (c := said.of(role))]
    if share is None or not where:
        return False
    figures = said.cells.figures[:, said.cells.number(share.name)]
    rows = pl.DataFrame({"where": _joined(where, len(figures)), "share": numpy.nan_to_num(figures)})
    made = rows.group_by("where").agg(pl.col("share").sum())["share"]
    return 2 * int((made > _ALL).sum()) > made.len()


_ALL = 101
"""Shares of one contest make no more, in per cent, however they are rounded."""


def _is_of_several_units(said: Described, name: str, words: Mapping[str, str]) -> bool:
    """Whether it was won in several units together: by a person who stands in several, or who is told again in each."""
    texts = said.cells.texts
    race, who, where = (
        [texts[c.name] for role in roles if (c := said.of(role))]
        for roles in (("office", "district", "round"), SELECTIONS, ("within", "unit", "unit_number"))
    )
    if not where:
        return False
    height = len(texts[name])
    rows = pl.DataFrame(
        {key: _joined(some, height) for key, some in (("race", race), ("who", who), ("where", where))}
        | {"says": texts[name], "won": pl.Series(texts[name], dtype=pl.String).is_in(list(words))}
    )
    told = rows.group_by("race", "who").agg(
        pl.col("won").any(), several=pl.col("where").n_unique() > 1, once=pl.col("says").n_unique() == 1
    )
    won = told.filter("won")
    if said.of("candidate"):
        return bool(won["several"].any())
    again = won.group_by("race").agg((pl.col("several") & pl.col("once")).mean().alias("again"))["again"]
    has_winner = rows.group_by("where").agg(pl.col("won").any())["won"]
    return bool((again > _HALF).any()) or 2 * int(has_winner.sum()) < has_winner.len()


def _is_told_in_each_round(said: Described, name: str, words: Mapping[str, str]) -> bool:
    """Whether somebody is said to be elected in several rounds of one race."""
    texts, rounds = said.cells.texts, said.of("round")
    if rounds is None:
        return False
    keys = [texts[c.name] for role in ("within", "unit", "office", "district", *SELECTIONS) if (c := said.of(role))]
    won = pl.Series(texts[name], dtype=pl.String).replace_strict(words, default="") == "elected"
    rows = pl.DataFrame({"who": _joined(keys, len(won)), "round": texts[rounds.name], "won": won}).filter("won")
    return bool((rows.group_by("who").agg(pl.col("round").n_unique())["round"] > 1).any())


def _unit_that_is_not_read(said: Described, name: str, words: Mapping[str, str]) -> str:
    """The column that is not read and tells apart those who won, where units have several; empty where none does."""
    cells, texts = said.cells, said.cells.texts
    where = [texts[c.name] for role in ("within", "unit", "office", "district", "round") if (c := said.of(role))]
    won = pl.Series(texts[name], dtype=pl.String).is_in(list(words))
    rows = pl.DataFrame({"where": _joined(where, len(won)), "won": won})
    if not (rows.group_by("where").agg(pl.col("won").sum())["won"] > 1).any():
        return ""
    left = [c.name for some in said.columns.values() for c in some if c.is_ == "ignore" and c.name != name]
    for one in left:
        parts = rows.with_columns(part=pl.Series(texts[one])).group_by("where", "part")
        each = parts.agg(pl.col("won").sum(), people=pl.len())
        several = 2 * int((each["people"] > 1).sum()) > each.height
        if several and (each["won"] == 1).mean() == 1 and len(cells.values(one)) > 1:
            return one
    return ""


def _joined(columns: Sequence[Sequence[str]], height: int) -> list[str]:
    return ["\x1f".join(row) for row in zip(*columns, strict=True)] if columns else [""] * height


_HALF = 0.5


def _is_by_party(said: Described, name: str, words: Mapping[str, str]) -> bool:
    """Whether in most units each party has a winner of its own, among several people: it is a primary.

    Not where all who won are ahead of all who did not: several are elected there, as it happens one of each party.
    """
    texts, party, votes = said.cells.texts, said.of("party"), said.of("votes")
    if party is None or votes is None or said.of("candidate") is None:
        return False
    where = [texts[c.name] for role in ("within", "unit", "office", "district", "round") if (c := said.of(role))]
    rows = pl.DataFrame(
        {
            "where": _joined(where, len(texts[name])),
            "party": texts[party.name],
            "won": pl.Series(texts[name], dtype=pl.String).is_in(list(words)),
            "votes": numpy.nan_to_num(said.cells.figures[:, said.cells.number(votes.name)]),
        }
    )
    of_won, of_lost = (pl.col("votes").filter(pl.col("won") == is_won) for is_won in (True, False))
    ahead = rows.group_by("where").agg(ahead=of_won.min().fill_null(0) >= of_lost.max().fill_null(0))
    if bool(ahead["ahead"].all()):
        return False
    parties = rows.group_by("where", "party").agg(pl.col("won").sum(), people=pl.len())
    units = parties.group_by("where").agg(
        each=(pl.col("won") == 1).all() & (pl.len() > 1) & (pl.col("people") > 1).any()
    )
    return 2 * int(units["each"].sum()) > units.height
