"""Columns that say who won: what their words mean, and which of them are read."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from numerim.draft.described import Column, Described
from numerim.draft.stems import folded
from numerim.draft.winners import winner_named
from numerim.draft.wonwhere import why_not
from numerim.draft.words import SELECTIONS, Meaning, seed
from numerim.schemas.vocabulary import OUTCOMES

_TOGETHER = "who is ahead in each unit; all together decide"
_MARKS = dict.fromkeys(("1", "+", "*", "✓", "✔", "✅", "☑", "√", "●", "•", "○", "◎", "◯", "🗸"), "yes")
_MARKS |= dict.fromkeys(("0", "-", "–", "—", "×", "✗", "✘", "❌", "☐"), "no")
"""Marks that say yes, and such that say no."""
_ANSWERS = {"yes": "elected", "no": "nothing"}
_VAGUE = re.compile(
    r"(candidate |result |final )?(status|result|outcome)|status of candidate|situacao( do candidato)?|esito|परिणाम"
    r"|resultat|resultado|ergebnis|vysledek|vysledok|wynik|rezultat|rezultati|резултат|результат|結果|结果|결과|sonuc|eredmeny"
    r"|statusi|статус"
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
                some[i] = _in_words(said, column, why, reference) or _named(said, column, why) or column
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


def without_runoffs(said: Described) -> None:
    """Leave out who goes on to a further round, where no law says how many do."""
    for column in (c for some in said.columns.values() for c in some if c.is_ == "outcome"):
        goes_on = [text for text, word in column.words.items() if word == "runoff"]
        column.missing |= dict.fromkeys(goes_on, "not_listed")
        column.words = {text: word for text, word in column.words.items() if word != "runoff"}
        if not column.words:
            column.is_, column.missing, column.why = "ignore", {}, "who goes on to a further round"


def _in_words(said: Described, column: Column, why: str, reference: Path) -> Column | None:
    """Whether what each row says of who is named in it is known, and is said of its unit."""
    if not any(said.of(role) for role in SELECTIONS) or not (said.of("votes") or said.of("share")):
        return None
    values = said.cells.values(column.name)
    is_asked = not _VAGUE.fullmatch(folded(column.name))
    known = {text: _outcome(text, reference, is_asked=is_asked) for text in values}
    if [*values] in (["x"], ["X"]) and is_asked:  # beside another mark it may be who lost
        known = dict.fromkeys(values, "elected")
    unknown = [text for text, word in known.items() if not word]
    if len(unknown) == 1 and not why and not {*known.values()} & OUTCOMES.keys():  # a person says that it is who won
        known, unknown = known | {unknown[0]: "elected"}, []
    if unknown:
        told = f"“{unknown[0]}” is not known to say who won"
        return Column(column.name, "ignore", told, unsure=True)
    words = {text: word for text, word in known.items() if word in OUTCOMES}
    if not words:
        return None
    if reason := why_not(said, column.name, words):
        return Column(column.name, "ignore", reason)
    nothing = [text for text, word in known.items() if word not in OUTCOMES]
    nothing += [""] if not all(said.cells.texts[column.name]) else []
    return Column(column.name, "outcome", why, words=words, missing=dict.fromkeys(nothing, "not_listed"))


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


def _named(said: Described, column: Column, why: str) -> Column | None:
    return None if _VAGUE.fullmatch(folded(column.name)) else winner_named(said, column, why)


def _outcome(text: str, reference: Path, *, is_asked: bool) -> str:
    """What a cell says: an outcome, `nothing`, or nothing that is known; yes and no where the column asks who won."""
    says = _MARKS.get(text.strip()) or _words(reference).get(folded(text), "")
    return (_ANSWERS[says] if is_asked else "") if says in _ANSWERS else says


@cache
def _words(reference: Path) -> Mapping[str, str]:
    with seed(reference, "outcome_words.csv").open(encoding="utf-8", newline="") as stream:
        return {row["words"]: row["means"] for row in csv.DictReader(stream)}
