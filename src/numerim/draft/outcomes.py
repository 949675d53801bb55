"""Columns that say who won: in words beside whoever stands in the row, or by naming one of those beside each other."""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy
import polars as pl

from numerim.draft.described import Column, Described
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS, Meaning, seed
from numerim.schemas.vocabulary import OUTCOMES

NOT_READ = "who won"
_TOGETHER = "who is ahead in each unit; all together decide"
_MARKS = dict.fromkeys(("1", "+", "*", "✓", "✔", "☑", "●", "•", "×", "x", "X"), "yes")
_MARKS |= dict.fromkeys(("0", "-", "–", "—", "✗", "✘", "☐"), "no")
"""Marks that say yes, and such that say no."""
_ANSWERS = {"yes": "elected", "no": "nothing"}
_VAGUE = re.compile(
    r"(candidate |result |final )?(status|result|outcome)|status of candidate|situacao( do candidato)?|esito|परिणाम"
)
"""Names of columns that do not ask who won: yes, no or an asterisk in them may say that somebody sits already."""
_STATIONS = ("precinct", "polling_station", "vote-center", "drop-box")
"""Units in which votes are counted, and that elect nobody."""


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
                if said.levels or any(said.is_total) or said.unit in _STATIONS:
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


def take_for_all(said: Described, law: str, threshold: str) -> None:
    """Take the lists of a table for all where nothing says whether they are, and it does not matter to the law.

    Args:
        said: the table.
        law: how votes make an outcome.
        threshold: the share that a list must have, of votes among which blank ones may be; empty where there is none.
    """
    words = [word for some in said.columns.values() for column in some for word in column.words.values()]
    shows_otherwise = any(said.of(role) for role in ("share", "valid", "cast")) or (threshold and "blank" in words)
    if said.of("seats") and said.of("votes") and not said.complete and not shows_otherwise:
        said.complete += ["votes", "seats"] if is_shared_out_among_some(law) else []


def _in_words(said: Described, column: Column, why: str, reference: Path) -> Column | None:
    """Whether what each row says of who is named in it is known, and is said of its unit."""
    if not any(said.of(role) for role in SELECTIONS):
        return None
    values = said.cells.values(column.name)
    is_asked = not _VAGUE.fullmatch(folded(column.name))
    known = {text: _outcome(text, reference, is_asked=is_asked) for text in values}
    unknown = [text for text, word in known.items() if not word]
    if len(unknown) == 1 and not why and not {*known.values()} & OUTCOMES.keys():  # a person says that it is who won
        known, unknown = known | {unknown[0]: "elected"}, []
    if unknown:
        told = f"“{unknown[0]}” is not known to say who won"
        return Column(column.name, "ignore", told, unsure=True)
    words = {text: word for text, word in known.items() if word in OUTCOMES}
    if not words:
        return None
    if _is_of_what_is_not_read(said) or _has_several_contests(said):
        return Column(column.name, "ignore", f"{NOT_READ}; nothing says in which unit")
    if said.of("count_type") or _is_of_several_units(said, column.name, words):
        return Column(column.name, "ignore", "who won over several units")
    if _is_by_party(said, column.name, words):
        return Column(column.name, "ignore", "who won in each party")
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
    """Whether it was won in several units together: it is told again in each, or in rows of few of them."""
    texts = said.cells.texts
    race, who, where = (
        [texts[c.name] for role in roles if (c := said.of(role))]
        for roles in (("office", "district", "round"), SELECTIONS, ("within", "unit", "unit_number"))
    )
    if not where:
        return False
    rows = pl.DataFrame(
        {key: _joined(some, len(texts[name])) for key, some in (("race", race), ("who", who), ("where", where))}
        | {"says": texts[name], "won": pl.Series(texts[name], dtype=pl.String).is_in(list(words))}
    )
    told = rows.group_by("race", "who").agg(
        pl.col("won").any(), again=(pl.col("says").n_unique() == 1) & (pl.col("where").n_unique() > 1)
    )
    again = told.filter("won").group_by("race").agg(pl.col("again").mean())["again"]
    has_winner = rows.group_by("where").agg(pl.col("won").any())["won"]
    return bool((again > _HALF).any()) or 2 * int(has_winner.sum()) < has_winner.len()


def _joined(columns: Sequence[Sequence[str]], height: int) -> list[str]:
    return ["\x1f".join(row) for row in zip(*columns, strict=True)] if columns else [""] * height


_HALF = 0.5


def _is_by_party(said: Described, name: str, words: Mapping[str, str]) -> bool:
    """Whether in most units each party has a winner of its own, among several people: it is a primary."""
    texts, party = said.cells.texts, said.of("party")
    if party is None or said.of("candidate") is None:
        return False
    where = [texts[c.name] for role in ("within", "unit", "office", "district", "round") if (c := said.of(role))]
    rows = pl.DataFrame(
        {
            "where": _joined(where, len(texts[name])),
            "party": texts[party.name],
            "won": pl.Series(texts[name], dtype=pl.String).is_in(list(words)),
        }
    )
    parties = rows.group_by("where", "party").agg(pl.col("won").sum(), people=pl.len())
    units = parties.group_by("where").agg(
        each=(pl.col("won") == 1).all() & (pl.len() > 1) & (pl.col("people") > 1).any()
    )
    return 2 * int(units["each"].sum()) > units.height


def _by_name(said: Described, column: Column, why: str) -> Column | None:
    """Whether it names, in each row, one of those whose votes stand beside each other."""
    votes = [c for some in said.columns.values() for c in some if c.is_ == "votes" and c.with_ and not c.ballots]
    roles = {role for c in votes for role in c.with_}
    if len(roles) != 1 or len(said.columns) > 1:
        return None
    (role,) = roles
    names = {name for c in votes for name in c.with_.values()}
    values = said.cells.values(column.name)
    if role not in SELECTIONS or len(names) < _SEVERAL or not {*values} <= names:
        return None
    if len(values) == 1 and not _is_ahead_everywhere(
        said, column.name, [c for c in votes if values[0] in c.with_.values()]
    ):
        return Column(column.name, "ignore", "who won over several units")
    return Column(column.name, role, why, states={"outcome": "elected"})


def _is_ahead_everywhere(said: Described, name: str, own: Sequence[Column]) -> bool:
    """Whether the one who is named in all rows has the most votes in each: else it is the winner of all together."""
    cells = said.cells
    votes = [cells.number(c.name) for some in said.columns.values() for c in some if c.is_ == "votes" and c.with_]
    figures = numpy.nan_to_num(cells.figures[:, votes])
    most = numpy.nan_to_num(cells.figures[:, [cells.number(c.name) for c in own]]).max(axis=1)
    return bool((most >= figures.max(axis=1)).all())


_SEVERAL = 2
"""So many stand at least, where one of them won."""


def _outcome(text: str, reference: Path, *, is_asked: bool) -> str:
    """What a cell says: an outcome, `nothing`, or nothing that is known; yes and no where the column asks who won."""
    says = _MARKS.get(text.strip()) or _words(reference).get(folded(text), "")
    return (_ANSWERS[says] if is_asked else "") if says in _ANSWERS else says


@cache
def _words(reference: Path) -> Mapping[str, str]:
    with seed(reference, "outcome_words.csv").open(encoding="utf-8", newline="") as stream:
        return {row["words"]: row["means"] for row in csv.DictReader(stream)}
