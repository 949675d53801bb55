"""What the columns of a part are: whose the figures of a row are, and what they state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.numbers import Numbers, nearest_of
from numerim.declare.tables import Cell, Part
from numerim.declare.towrite import quoted
from numerim.declare.words import NAMES_OTHERS, ROLES, SUBJECTS
from numerim.declare.yamlfile import Where
from numerim.errors import InputError, nearest, tell_all
from numerim.locator import Places
from numerim.model.measures import FEW
from numerim.model.numbers import without_marks
from numerim.model.pieces import Pieces
from numerim.model.visible import HIDDEN, seen, seen_of, shown
from numerim.read.ingest import RawFile
from numerim.read.rawtable import RawTable
from numerim.schemas.table import about, tables
from numerim.schemas.vocabulary import ASIDE, MEASURES, Measure


def columns_of(rows: pl.DataFrame, part: Part, file: ElectionFile, table: Where) -> dict[str, Cell]:
    """What each column is.

    Args:
        rows: the rows of a table.
        part: what is said of them.
        file: what `election.yml` says.
        table: the keys to the table there.

    Raises:
        InputError: a column is named that the table does not have, or one that it has is not accounted for; all of
            them are told.
    """
    place = file.place(*table, "columns")
    if part.columns == "same":
        unknown = [name for name in rows.columns if name not in ROLES and name not in part.ignore]
        if unknown:
            told = f"unknown column{'s' if len(unknown) > 1 else ''} {', '.join(map(repr, unknown))}"
            raise InputError(place, told, _WIDE if set(unknown) & set(MEASURES) else nearest(unknown[0], list(ROLES)))
        return {name: Cell.model_validate({"is": name}) for name in rows.columns if name not in part.ignore}
    given = [*part.columns, *part.ignore]
    referred = sorted(referred_to(part.columns.values()))
    tell_all(named_wrongly(rows.columns, given, [*given, *part.only, *part.but], referred, file, table))
    return dict(part.columns)


def named_wrongly(
    columns: Sequence[str],
    given: Sequence[str],
    used: Sequence[str],
    referred: Sequence[str],
    file: ElectionFile,
    table: Where,
) -> list[InputError]:
    """What is wrong with the names of the columns of a table.

    Args:
        columns: those that it has.
        given: those that are read or ignored.
        used: those of which it is said what they are, or which rows they tell apart.
        referred: those that `with:` refers to.
        file: what `election.yml` says.
        table: the keys to the table there.
    """
    place, there = file.place(*table, "columns"), set(columns)
    free = [name for name in columns if name not in {*used, *referred}]
    wrong = []
    for name in given:
        if name not in there:
            wrong.append(InputError(place, f"unknown column {name!r}", nearest(name, free or list(columns))))
    wrong += [
        InputError(place, f"with: refers to the column {name!r}", nearest(name, list(columns)))
        for name in referred
        if name not in there
    ]
    meant = {name for unknown in set(given) - there for name in get_close_matches(unknown, free, n=1, cutoff=0.5)}
    lacking = [name for name in free if name not in meant]
    if lacking:
        told = ", ".join(map(repr, lacking[:8])) + (f" and {len(lacking) - 8} more" if len(lacking) > 8 else "")
        several = len(lacking) > 1
        problem = f"the column{'s' if several else ''} {told} {'are' if several else 'is'} not accounted for"
        lines = file.to_write(table, [f"{quoted(name)}: why it is not read" for name in lacking[:8]], "ignore")
        cure = f"Say what {'each' if several else 'it'} is under columns:, or why it is not read:\n{lines}"
        wrong.append(InputError(place, problem, cure))
    return wrong


_WIDE = (
    "`columns: same` is for a table with one figure a row, in columns called `measure` and `value`. "
    "Where each measure has a column, say what all are: columns: {unit: unit, candidate: candidate, votes: votes}."
)

SELECTS = ("candidate", "option", "party", "coalition")
"""Roles that say which selection a figure is of."""


@dataclass(frozen=True)
class Named:
    """What a column that states something names besides, for the figures beside it: its roles, and the column."""

    roles: dict[str, pl.Expr]
    column: str


@dataclass(frozen=True)
class Marks:
    """How the cells of a part are written: their numbers, and what marks that there is no figure."""

    file: ElectionFile
    raw: RawFile
    part: Part
    columns: Mapping[str, Cell]

    def numbers(self, name: str) -> Numbers:
        """How a column writes numbers."""
        cell = self.columns.get(name)
        source = self.file.election.sources[self.raw.source]
        of_file = source.files[self.raw.path].numbers
        return nearest_of(source.numbers, of_file, self.part.numbers, cell.numbers if cell else None)

    def written(self, name: str) -> str | None:
        """How a column writes numbers, as JSON; None where it is as its source says."""
        numbers = self.numbers(name)
        same = numbers == self.file.election.sources[self.raw.source].numbers
        return None if same else numbers.model_dump_json()

    def marks(self, name: str) -> dict[str, str]:
        """What marks in a column that there is no figure -> what it says."""
        cell = self.columns.get(name)
        source = self.file.election.sources[self.raw.source]
        of_file = source.files[self.raw.path].missing
        return {**source.missing, **of_file, **self.part.missing, **(cell.missing if cell else {})}

    def missing(self, name: str) -> tuple[str, ...]:
        """What marks in a column that there is no figure."""
        return tuple(self.marks(name))

    def given(self, name: str) -> pl.Expr:
        """What the cells of a column say of their figure: that there is one, or why there is none."""
        marks = self.marks(name)
        if not marks:
            return pl.lit("figure")
        text = pl.col(name).struct.field("text").fill_null("").str.strip_chars()
        said = text.replace_strict(marks, default=None, return_dtype=pl.String)
        if numbers := [one for one in [self.numbers(name)] if one.marks]:
            bare = without_marks(text, numbers[0])
            said = pl.coalesce(said, bare.replace_strict(marks, default=None, return_dtype=pl.String))
        return said.fill_null("figure")


def named_beside(
    columns: dict[str, Cell], shared: dict[str, pl.Expr], measures: Mapping[str, Measure], marks: Marks
) -> Named:
    """Whose the figures of a row are, where its one column that names a selection also states something of it."""
    naming = [name for name, cell in columns.items() if cell.states and set(cell.names) & set(SELECTS)]
    if len(naming) != 1:
        return Named({}, "")
    texts = texts_of(naming[0], columns[naming[0]], marks.missing(naming[0]), measures=False)
    return Named({role: text for role, text in texts.items() if role in SELECTS and role not in shared}, naming[0])


def told_apart(cell: Cell, text: pl.Expr) -> dict[str, pl.Expr]:
    """What a column of candidates names beside them: the names, `aside` (a word of `ASIDE`), `account`."""
    words = {seen(word): ours for word, ours in cell.words.items()}
    word = seen_of(text).replace_strict(words, default=None, return_dtype=pl.String)
    return {
        cell.is_: pl.when(word.is_null()).then(text),
        "aside": pl.when(word.is_in(list(ASIDE))).then(word),
        "account": pl.when(~word.is_in(list(ASIDE))).then(word),
    }


def may_lack(measures: Mapping[str, Measure]) -> list[str]:
    """The measures of which it is kept that a source lists something and gives no figure."""
    return [name for name, measure in measures.items() if measure.table in _with_given()]


@cache
def _with_given() -> frozenset[str]:
    """The tables of figures that can say that there is none."""
    return frozenset(
        name for name, model in tables().items() if about(model).states and "given" in model.to_schema().columns
    )


def referred_to(cells: object) -> set[str]:
    """The columns that `with:` of some cells refers to."""
    given = [word for cell in cells for word in cell.with_.values() if TAKEN.match(word)]  # type: ignore[attr-defined]
    given += [cell.text for cell in cells if cell.text]  # type: ignore[attr-defined]
    return {name for text in given for name in CELLS.findall(text)}


CELLS, TAKEN = re.compile(r"\{([^{}]+)\}"), re.compile(r"^\{.+\}$")
"""The cells that a `text:` or a `with:` is made of; and what such a `with:` looks like."""


def with_texts(rows: pl.DataFrame, columns: Mapping[str, Cell]) -> pl.DataFrame:
    """The rows, with what the cells of a column say made of several where `text:` says so; all keep what is printed."""
    made = []
    for name, cell in columns.items():
        if not cell.text:
            continue
        pieces = CELLS.split(cell.text)
        cells = [pl.col(one).struct.field("text").fill_null("").str.strip_chars() for one in pieces[1::2]]
        texts = [piece for pair in zip(map(pl.lit, pieces[::2]), [*cells, pl.lit("")], strict=True) for piece in pair]
        whole = pl.concat_str(texts).str.replace_all(r"\s+", " ").str.strip_chars(" ,")
        said = pl.when(pl.any_horizontal(one != "" for one in cells)).then(whole).otherwise(pl.lit(""))
        made.append(pl.col(name).struct.with_fields(said.alias("text")).alias(name))
    return rows.with_columns(made) if made else rows


def states_nothing(cell: Cell, measures: Mapping[str, Measure]) -> bool:
    """Whether a column only says what the figures of other columns are of."""
    return not cell.states and not any(name in measures or name == "value" for name in cell.names)


def place_of(name: str, missing: tuple[str, ...], places: Places) -> pl.Expr:
    """Where a cell stands, `:L3.C2`; null where it names nothing."""
    cell = pl.col(name).struct
    return pl.when(text_of(name, missing).is_not_null()).then(places.each(cell.field("line"), cell.field("cell")))


def text_of(name: str, missing: tuple[str, ...]) -> pl.Expr:
    """The text of a column; null where it is empty or a mark for no figure."""
    text = pl.col(name).struct.field("text").str.strip_chars()
    return pl.when(~text.is_in(["", *missing])).then(text)


def texts_of(name: str, cell: Cell, missing: tuple[str, ...], measures: bool = True) -> dict[str, pl.Expr]:
    """The roles (and measures) in a column's cells -> their text, null where empty."""
    if not cell.patterns:
        text = text_of(name, missing)
        told = _translated(text, cell) if cell.words and cell.is_ not in NAMES_OTHERS else {cell.is_: text}
        return {role: said for role, said in told.items() if measures or role in SUBJECTS}
    text = pl.col(name).struct.field("text").str.strip_chars()
    found: dict[str, pl.Expr] = {}
    for word in cell.names:
        if measures or word in SUBJECTS:
            said = pl.lit(None, pl.String)
            for pattern, names in reversed(cell.patterns):
                here = text.str.extract(pattern, names.index(word) + 1) if word in names else pl.lit(None, pl.String)
                said = pl.when(text.str.contains(pattern)).then(here).otherwise(said)
            found[word] = said
    return found


def says(name: str, cell: Cell, measure: str) -> pl.Expr:
    """Whether the cells of a column state a measure: those do not whose pattern has it not."""
    text, said = pl.col(name).struct.field("text").str.strip_chars(), pl.lit(value=True)
    for pattern, names in reversed(cell.patterns):
        has = measure in names or measure in cell.states
        said = pl.when(text.str.contains(pattern)).then(pl.lit(has)).otherwise(said)
    return said


def _translated(text: pl.Expr, cell: Cell) -> dict[str, pl.Expr]:
    """What the words of a column say in ours, and the roles that stand in those words."""
    plain = {seen(word): ours for word, ours in cell.words.items() if word not in cell.forms}
    said, whole, text = text, text.str.replace_all(HIDDEN, ""), seen_of(text)  # two spaces may part roles
    fits = {form: whole.str.contains(pattern) for form, (pattern, _) in cell.forms.items()}
    roles: dict[str, pl.Expr] = {}
    for form, (pattern, names) in reversed(cell.forms.items()):
        said = pl.when(fits[form]).then(pl.lit(cell.words[form])).otherwise(said)
        groups = {name: whole.str.extract(pattern, i + 1).str.strip_chars() for i, name in enumerate(names)}
        for name in {*roles, *names}:
            other = roles.get(name, pl.lit(None, pl.String))
            roles[name] = pl.when(fits[form]).then(groups.get(name, pl.lit(None, pl.String))).otherwise(other)
    known = text.is_in(list(plain))
    return {
        cell.is_: pl.when(known).then(text.replace_strict(plain, default=None, return_dtype=pl.String)).otherwise(said)
        if plain
        else said,
        **{name: pl.when(~known).then(group) for name, group in sorted(roles.items())},
    }


def values_of(
    name: str, cell: Cell, shared: dict[str, pl.Expr], missing: tuple[str, ...], measures: Mapping[str, Measure]
) -> dict[str, pl.Expr]:
    """What a column states: measure -> its text, or the word that is declared."""
    values = {n: t for n, t in texts_of(name, cell, missing).items() if n in measures or n == "value"}
    if "value" in values and "measure" not in shared:
        raise InputError(name, "a column `value` needs a column `measure` beside it")
    return values | {measure: pl.lit(word) for measure, word in cell.states.items()}


def misfit(
    rows: pl.DataFrame,
    name: str,
    cell: Cell,
    table: RawTable,
    raw: RawFile,
    file: ElectionFile,
    missing: tuple[str, ...],
) -> pl.Expr | None:
    """What is wrong with cells that do not have the pattern that is declared of their column; null of others.

    None where nothing is wrong with any.

    Raises:
        InputError: most of them do not; the first is named, with how many there are.
    """
    if cell.is_ in file.election.measures or cell.is_ == "value":
        return None  # an empty one is a figure that cannot be read
    text = pl.col(name).struct.field("text").str.strip_chars()
    fits = (
        pl.any_horizontal(text.str.contains(pattern) for pattern, _ in cell.patterns) if cell.patterns else text != ""
    )
    bad = rows.filter(~fits & ~text.is_in(list(missing)))
    if bad.is_empty():
        return None
    told = {
        one: f"“{shown(one)}” does not read as “{_nearest_pattern(one, cell)}”"
        if one
        else f"the cell is empty, where it must hold “{cell.is_}”"
        for one in bad.select(text.unique(maintain_order=True)).to_series()
    }
    if bad.height < FEW or 2 * bad.height <= rows.height:
        if states_nothing(cell, file.election.measures):
            stands = place_of(name, (), table.places).str.strip_chars_start(":!")
            return pl.when(~fits).then(pl.format("{} ({})", text.replace_strict(told, default=None), stands))
        return text.replace_strict(told, default=None, return_dtype=pl.String)
    first = bad[name][0]
    place = file.in_source(raw.path + table.inside + table.places.at(first["line"], first["cell"]))
    problem = f"{told[first['text'].strip()]} ({bad.height} such cells in the column)"
    if first["text"].strip():
        raise InputError(place, problem, "Say what the cells hold under columns:; a list of patterns may stand there.")
    cure = "If the source gives none, name its mark under missing:; if it is a slip, under corrections:."
    raise InputError(place, problem, cure)


def _nearest_pattern(text: str, cell: Cell) -> str:
    """The pattern of which most of what stands between its names is in a text."""

    def alike(pattern: str) -> int:
        between = [part.strip() for part in re.split(r"\{\w+\}", pattern)]
        return sum(len(part) if part in text else -len(part) for part in between)

    return max(cell.each, key=alike)


def cells_of(rows: pl.DataFrame, name: str, table: RawTable, raw: RawFile, fate: str, note: str) -> Pieces:
    """The cells of a column that hold a digit but state nothing by themselves."""
    column = pl.col(name)

    def cells(some: pl.DataFrame) -> pl.DataFrame:
        return (
            some.filter(column.struct.field("line").is_not_null() & column.struct.field("printed").str.contains(r"\d"))
            .select(
                pl.lit(raw.source).alias("source_id"),
                pl.lit(raw.path + table.inside).alias("path"),
                column.struct.field("line"),
                column.struct.field("cell"),
                table.places.each(column.struct.field("line"), column.struct.field("cell")).alias("stands"),
                column.struct.field("printed"),
                pl.lit(fate).alias("fate"),
                pl.lit(note).alias("note"),
            )
            .unique(maintain_order=True)
        )

    return Pieces(rows.select(name), cells)
