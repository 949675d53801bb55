"""Columns that say who won: in words beside whoever stands in the row, or by naming one of those beside each other."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from numerim.draft.described import Column, Described
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS, Meaning, seed
from numerim.schemas.vocabulary import OUTCOMES

NOT_READ = "who won"
_TOGETHER = "who is ahead in each unit; all together decide"
_WON = dict.fromkeys(("1", "+", "*", "✓", "✔", "☑", "●", "•", "×", "x", "X"), "elected")
_NOTHING = dict.fromkeys(("0", "-", "–", "—", "✗", "✘", "☐"), "nothing")
"""Marks of who won, and of who did not."""


def outcomes(said: Described, meant: Mapping[str, Meaning | None], reference: Path) -> None:
    """Read the columns that say who won, where each of their words is known and is of the unit of its row.

    Args:
        said: the table, of which all other columns are known.
        meant: column -> what its name says.
        reference: where the seeds are.
    """
    for some in said.columns.values():
        for i, column in enumerate(some):
            one = meant.get(column.name)
            if column.is_ == "ignore" and one and one.role == "outcome" and any(said.cells.texts[column.name]):
                if said.levels or any(said.is_total):
                    some[i] = Column(column.name, "ignore", _TOGETHER)
                    continue
                why = f"so named ({one.language})" if one.language else ""
                some[i] = _in_words(said, column, why, reference) or _by_name(said, column, why) or column
                if some[i].is_ == "outcome":
                    _count(said, some[i])


def says_who_won(said: Described) -> bool:
    """Whether each unit has somebody of its own who won."""
    return any(c.is_ == "outcome" or c.states for some in said.columns.values() for c in some)


def take_back(said: Described) -> None:
    """Leave out who won in each unit, where it is all units together that decide."""
    for some in said.columns.values():
        for i, column in enumerate(some):
            if column.is_ == "outcome" or column.states:
                said.elects, said.silent = 0, ()
                some[i] = Column(column.name, "ignore", _TOGETHER)


def is_shared_out_among_some(word: str) -> bool:
    """Whether a law of seats gives some lists the same seats, out of those that they have together, as among all.

    Methods of divisors do (M. L. Balinski and H. P. Young, Fair Representation, 1982, on uniformity), quotas do not.
    """
    from numerim.schemas.law import laws

    return not getattr(laws()[word], "needs_all", True)


def take_for_all(said: Described, law: str) -> None:
    """Take the lists of a table for all where nothing says whether they are, and it does not matter to the law.

    Args:
        said: the table.
        law: how votes make an outcome.
    """
    shows_otherwise = any(said.of(role) for role in ("share", "valid", "cast"))
    if said.of("seats") and said.of("votes") and not said.complete and not shows_otherwise:
        said.complete += ["votes", "seats"] if is_shared_out_among_some(law) else []


def _in_words(said: Described, column: Column, why: str, reference: Path) -> Column | None:
    """Whether what each row says of who is named in it is known, and is said of its unit."""
    if not any(said.of(role) for role in SELECTIONS):
        return None
    values = said.cells.values(column.name)
    known = {text: _outcome(text, reference) for text in values}
    unknown = [text for text, word in known.items() if not word]
    if len(unknown) == 1 and not why and not {*known.values()} & OUTCOMES.keys():  # a person says that it is who won
        known, unknown = known | {unknown[0]: "elected"}, []
    if unknown:
        told = f"“{unknown[0]}” is not known to say who won"
        return Column(column.name, "ignore", told, unsure=True)
    words = {text: word for text, word in known.items() if word in OUTCOMES}
    if not words:
        return None
    if _is_of_what_is_not_read(said):
        return Column(column.name, "ignore", f"{NOT_READ}; nothing says in which unit")
    if said.of("count_type") or _is_of_several_units(said, column.name, words):
        return Column(column.name, "ignore", "who won over several units")
    nothing = [text for text, word in known.items() if word not in OUTCOMES]
    nothing += [""] if not all(said.cells.texts[column.name]) else []
    missing = dict.fromkeys(nothing, "not_listed")
    return Column(column.name, "outcome", why, words=words, missing=missing)


def _count(said: Described, column: Column) -> None:
    """How many are elected in each unit, and where nobody is said to be."""
    texts = said.cells.texts
    unit = said.of("unit")
    keys = [c.name for role in ("within", "unit", "office", "district") if (c := said.of(role))]
    if unit is None or said.of("round"):
        return
    won = pl.Series(texts[column.name], dtype=pl.String).replace_strict(column.words, default="")
    rows = pl.DataFrame({f"{n}": texts[key] for n, key in enumerate(keys)} | {"unit": texts[unit.name], "won": won})
    units = rows.group_by(pl.nth(range(len(keys))), maintain_order=True).agg(
        pl.col("unit").first(),
        elected=(pl.col("won") == "elected").sum(),
        nobody=(pl.col("won") == "").all(),
    )
    number, times = units["elected"].value_counts(sort=True).row(0)
    if number and units.height >= _UNITS and times >= _MOST * units.height:
        said.elects = number
    said.silent = tuple(units.filter("nobody")["unit"])


_UNITS, _MOST = 3, 0.75
"""So many units, and such a part of them, show how many each elects."""


def _is_of_what_is_not_read(said: Described) -> bool:
    """Whether no column names units or districts, and one of words is left that may."""
    if any(said.of(role) for role in ("unit", "district", "within")):
        return False
    cells = said.cells
    left = [c for some in said.columns.values() for c in some if c.is_ == "ignore" and c.unsure]
    return any(cells.number(c.name) not in cells.is_figures and len(cells.values(c.name)) > 1 for c in left)


def _is_of_several_units(said: Described, name: str, words: Mapping[str, str]) -> bool:
    """Whether it was won in several units together: it is told again in each, or in rows of few of them."""
    texts = said.cells.texts
    who = [c.name for role in (*SELECTIONS, "office", "district", "round") if (c := said.of(role))]
    where = [c.name for role in ("within", "unit", "unit_number") if (c := said.of(role))]
    if not where:
        return False
    rows = pl.DataFrame(
        {f"{n}": texts[key] for n, key in enumerate([*who, *where])}
        | {"says": texts[name], "won": pl.Series(texts[name], dtype=pl.String).is_in(list(words))}
    )
    of_who, of_where = pl.nth(range(len(who))), pl.nth(range(len(who), len(who) + len(where)))
    told = rows.group_by(of_who).agg(
        pl.col("won").any(), again=(pl.col("says").n_unique() == 1) & (pl.struct(of_where).n_unique() > 1)
    )
    again = told.filter("won")["again"]
    has_winner = rows.group_by(of_where).agg(pl.col("won").any())["won"]
    return 2 * int(again.sum()) > again.len() or 2 * int(has_winner.sum()) < has_winner.len()


def _by_name(said: Described, column: Column, why: str) -> Column | None:
    """Whether it names, in each row, one of those whose votes stand beside each other."""
    votes = [c for some in said.columns.values() for c in some if c.is_ == "votes" and c.with_ and not c.ballots]
    roles = {role for c in votes for role in c.with_}
    if len(roles) != 1 or len(said.columns) > 1:
        return None
    (role,) = roles
    names = {name for c in votes for name in c.with_.values()}
    if role not in SELECTIONS or len(names) < _SEVERAL or not {*said.cells.values(column.name)} <= names:
        return None
    return Column(column.name, role, why, states={"outcome": "elected"})


_SEVERAL = 2
"""So many stand at least, where one of them won."""


def _outcome(text: str, reference: Path) -> str:
    """What a cell says: an outcome, `nothing`, or nothing that is known."""
    return (_WON | _NOTHING).get(text.strip()) or _words(reference).get(folded(text), "")


@cache
def _words(reference: Path) -> Mapping[str, str]:
    with seed(reference, "outcome_words.csv").open(encoding="utf-8", newline="") as stream:
        return {row["words"]: row["means"] for row in csv.DictReader(stream)}
