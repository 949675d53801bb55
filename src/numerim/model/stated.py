"""What a part of a table states: one row a figure or claim, in the source's own words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.tables import Cell, Part
from numerim.declare.words import EVIDENCE, NAMES_OTHERS, SUBJECTS
from numerim.model.columns import (
    CELLS,
    SELECTS,
    TAKEN,
    Marks,
    cells_of,
    columns_of,
    misfit,
    named_beside,
    place_of,
    referred_to,
    says,
    states_nothing,
    text_of,
    texts_of,
    told_apart,
    values_of,
    with_texts,
)
from numerim.model.measures import unknown_measures, with_measures
from numerim.model.pieces import SLICE, Pieces
from numerim.read.document import check_spans
from numerim.read.ingest import RawFile
from numerim.read.rawtable import RawTable

PLACE = ["source_id", "path", "line", "cell", "stands"]


NAMED = ["unit", "within", "candidate", "party", "coalition", "category"]
"""Roles that name something in the tables."""


PLACED = [*NAMED, "acronym", "according_to", "pollster", *EVIDENCE]
"""Roles of which it is kept where they stand, as `<role>_at`."""


STATEMENT = [
    *PLACE,
    "stated_in",
    "complete",
    "all_units",
    "printed",
    "corrected",
    "measure",
    "value",
    "given",
    "written",
    "misread",
    "aside",
    "unit_type",
    "within_type",
    "said_type",
    *SUBJECTS,
    *EVIDENCE,
    *(f"{role}_at" for role in PLACED),
]


def of_part(
    rows: pl.DataFrame, part: Part, table: RawTable, raw: RawFile, file: ElectionFile
) -> tuple[list[Pieces], list[Pieces]]:
    """What the rows of a part state (columns `STATEMENT`, in the order in which they stand there), and its other cells.

    Raises:
        InputError: see `take_statements`.
    """
    made = _Part(rows, part, table, raw, file)
    statements = [one for name in made.stating for one in made.statements_of(name)]
    made.check_evidence(statements)
    kinds = file.election.types_of(part)
    of_all: dict[str, str | bool | None] = {
        "source_id": raw.source,
        "path": raw.path + table.inside,
        "stated_in": table.at or raw.path,
        "all_units": "units" in part.complete,
        "unit_type": kinds.unit,
        "within_type": kinds.within,
        "said_type": part.registered.unit if part.registered else None,
    }
    width = max(1, SLICE // max(1, min(rows.height, _FEWEST)))
    bunches = [statements[i : i + width] for i in range(0, len(statements), width)]
    return [Pieces(made.rows, partial(_stated, bunch, of_all), len(bunch)) for bunch in bunches], made.others()


class _Part:
    """A part of a table, and what the figures of one of its rows share.

    Attributes:
        rows: its rows.
        columns: what each column is that is declared.
        stating: those of them that state something.
        silent: the others; they say what the figures of the row are of.
        shared: what other columns of the row, or the table, say of its figures, by role.
        stands: where that stands, by role.
        misread: the roles of a column, and what is wrong where its text is not as declared.
        named: whose the figures are, where a column that states something names it, too.
        account: which votes of a selection they are, where a column says so.
        beside: the columns that any of those that state something asks.
    """

    def __init__(self, rows: pl.DataFrame, part: Part, table: RawTable, raw: RawFile, file: ElectionFile) -> None:
        self.part, self.table, self.raw, self.file = part, table, raw, file
        self.measures = file.election.measures
        self.columns = columns_of(rows, part, file, ("sources", raw.source, "files", raw.path, "tables", table.index))
        self.rows = with_texts(rows, self.columns)
        self.cells = Marks(file, raw, part, self.columns)
        self.silent = {name: cell for name, cell in self.columns.items() if states_nothing(cell, self.measures)}
        self.stating = [name for name in self.columns if name not in self.silent]
        self.shared = {role: pl.lit(value) for role, value in part.set.items()}
        headings = table.headings
        self.stands = {role: pl.lit(headings[value]) for role, value in part.set.items() if value in headings}
        self.misread: list[tuple[set[str], pl.Expr]] = []
        for name in self.silent:
            self._share(name)
        self.account = self.shared.pop("account", pl.lit(None, pl.String))
        self.named = named_beside(self.columns, self.shared, self.measures, self.cells)
        self.beside = {*self.silent, self.named.column} - {""}
        self.of_contests = [name for name, measure in self.measures.items() if measure.scope == "contest"]

    def _share(self, name: str) -> None:
        """What a column says of the figures of a row that it does not state itself."""
        cell, missing = self.columns[name], self.cells.missing(name)
        for role, text in texts_of(name, cell, missing).items():
            self.shared[role] = pl.coalesce(text, self.shared[role]) if role in self.shared else text
            self.stands[role] = place_of(name, missing, self.table.places)
        if cell.words and cell.is_ in NAMES_OTHERS:
            self.shared |= told_apart(cell, self.shared[cell.is_])
        if cell.patterns:
            text = pl.col(name).struct.field("text").str.strip_chars()
            wrong = self._misfit(name, text != "", ("", *missing))
            if wrong is not None:
                self.misread.append((set(cell.names), wrong))

    def _misfit(self, name: str, where: pl.Expr, missing: tuple[str, ...]) -> pl.Expr | None:
        filled_in = self.rows.select(name).filter(where)
        return misfit(filled_in, name, self.columns[name], self.table, self.raw, self.file, missing)

    def statements_of(self, name: str) -> Iterator["_Column"]:
        """What a column states, a thing at a time."""
        cell, missing, column = self.columns[name], self.cells.missing(name), pl.col(name)
        needed = {name, *self.beside, *referred_to([cell])}
        is_there = column.struct.field("line").is_not_null()
        wrong = self._misfit(name, is_there, missing)
        roles, places = self._roles_of(name)
        for stated, value in values_of(name, cell, self.shared, missing, self.measures).items():
            measure = self.shared["measure"] if stated == "value" else pl.lit(stated)
            of_selection = measure.is_in(self.of_contests)
            named = self.named.roles
            mine = {r: pl.when(of_selection).then(e) if e is named.get(r) else e for r, e in roles.items()}
            if stated not in cell.states:
                measure = self._by_account(measure, of_selection)
            if wrong is not None and cell.patterns and stated not in cell.states:
                value = pl.when(wrong.is_null()).then(value).otherwise(column.struct.field("text"))
            held = [*([wrong] if wrong is not None else []), *self._misread_beside(cell, of_selection)]
            says_what = {
                "line": column.struct.field("line"),
                "cell": column.struct.field("cell"),
                "stands": self.table.places.each(column.struct.field("line"), column.struct.field("cell")),
                "complete": measure.is_in(_listed(self.part)),
                "printed": column.struct.field("printed"),
                "corrected": column.struct.field("corrected"),
                "measure": measure,
                "value": value,
                "given": self.cells.given(name),
                "written": None if (written := self.cells.written(name)) is None else pl.lit(written),
                "misread": pl.coalesce(held) if held else None,
                "aside": roles.get("aside"),
                **{role: mine.get(role) for role in SUBJECTS},
                **{role: self.shared.get(role) for role in EVIDENCE},
                **{f"{role}_at": places.get(role) for role in PLACED},
            }
            which = is_there & says(name, cell, stated)
            unknown = self._unknown(which, measure, name) if stated == "value" else {}
            told = tuple(
                expr.cast(_SCHEMA.get(role, pl.String())).alias(role)
                for role, expr in says_what.items()
                if expr is not None
            )
            yield _Column(tuple(needed), which, told, unknown)

    def _roles_of(self, name: str) -> tuple[dict[str, pl.Expr], dict[str, pl.Expr]]:
        """What is said of the figures of a column, and where that stands, by role."""
        cell, missing, placed = self.columns[name], self.cells.missing(name), self.table.places
        own = texts_of(name, cell, missing, measures=False)
        roles = {**self.shared, **own}
        places = {**self.stands, **dict.fromkeys(own, place_of(name, missing, placed))}
        if not cell.states and not set(cell.given_by) & set(SELECTS):
            roles = {**self.named.roles, **roles}
            its = place_of(self.named.column, self.cells.missing(self.named.column), placed)
            places = {**dict.fromkeys(self.named.roles, its), **places}
        for role, said in cell.given_by.items():
            if TAKEN.match(said):
                taken = CELLS.findall(said)
                roles[role] = _together([text_of(other, self.cells.missing(other)) for other in taken])
                places[role] = place_of(taken[-1], self.cells.missing(taken[-1]), placed)
            else:
                roles[role], places[role] = pl.lit(said), pl.lit(self.table.headings.get(said), pl.String)
        return roles, places

    def _by_account(self, measure: pl.Expr, of_selection: pl.Expr) -> pl.Expr:
        """A measure of selections, where a column says which of their votes it is: votes alone have accounts."""
        return (
            pl.when(self.account.is_null() | ~of_selection)
            .then(measure)
            .when(measure == "votes")
            .then(self.account)
            .otherwise(pl.lit("context"))
        )

    def _misread_beside(self, cell: Cell, of_selection: pl.Expr) -> list[pl.Expr]:
        """What is wrong in other columns of the row that say whose figure it is."""
        return [
            pl.when(of_selection | pl.lit(not roles <= _OF_SELECTIONS)).then(wrong)
            for roles, wrong in self.misread
            if not (roles <= _OF_SELECTIONS and roles & set(SELECTS) <= set(cell.names))
        ]

    def _unknown(self, which: pl.Expr, measure: pl.Expr, name: str) -> Mapping[str | None, tuple[str, str]]:
        """The words of a column of measures that are none; see `unknown_measures`."""
        here = self.rows.filter(which)

        def place(at: int) -> str:
            cell = here[name][at]
            stands = self.table.places.at(cell["line"], cell["cell"])
            return self.file.in_source(self.raw.path + self.table.inside + stands)

        return unknown_measures(here.select(measure.alias("measure")).to_series(), self.file, place)

    def check_evidence(self, statements: Sequence["_Column"]) -> None:
        """See that the sentences that rows name as evidence are in the source.

        Raises:
            InputError: one is not.
        """
        if not {*EVIDENCE} & {*self.shared}:
            return
        proved = self.rows.filter(pl.any_horizontal(one.which for one in statements))
        spans = [self.shared.get(role, pl.lit(None)).cast(pl.String).alias(role) for role in EVIDENCE]
        ends = [self.stands.get(role, pl.lit(None)).cast(pl.String).alias(f"{role}_at") for role in EVIDENCE]
        check_spans(proved.select(*spans, *ends), self.raw.source, self.raw.path, self.file)

    def others(self) -> list[Pieces]:
        """The cells that state nothing: what became of them, and why."""
        about = [
            (name, "used", f"the {cell.is_} of other cells of the row")
            for name, cell in self.silent.items()
            if cell.is_ not in _OURS
        ]
        ignored = [(name, "ignored", reason) for name, reason in self.part.ignore.items()]
        asked = dict.fromkeys([*self.part.only, *self.part.but, *sorted(referred_to(self.columns.values()))])
        chosen = [
            (name, "used", "says what a row is about")
            for name in asked
            if name not in self.columns and name not in self.part.ignore
        ]
        told = [*about, *ignored, *chosen]
        return [cells_of(self.rows, name, self.table, self.raw, fate, why) for name, fate, why in told]


_FEWEST = 2000
"""So many rows of a table are made at a time at least, where it has them: of many columns, some after the others."""


def _stated(columns: Sequence["_Column"], of_all: Mapping[str, str | bool | None], rows: pl.DataFrame) -> pl.DataFrame:
    """The statements of some columns in some rows, in the order in which they stand there.

    What all of them say, or none, is no column until they are sorted.
    """
    whole = pl.concat([one.of(rows) for one in columns], how="diagonal")
    if whole.height > 1:
        whole = whole.sort("line", "cell", "measure", maintain_order=True)
    others = [name for name in STATEMENT if name not in whole.columns]
    return whole.with_columns(
        pl.lit(of_all.get(name), _SCHEMA.get(name, pl.String)).alias(name) for name in others
    ).select(STATEMENT)


@dataclass(frozen=True)
class _Column:
    """What one column states of one thing.

    Attributes:
        needed: the columns that it asks.
        which: in which rows it does.
        says: what it says of the columns of a statement, `STATEMENT`.
        unknown: as `unknown_measures` gives them.
    """

    needed: tuple[str, ...]  # a table may have thousands of columns: never all for each
    which: pl.Expr
    says: tuple[pl.Expr, ...]
    unknown: Mapping[str | None, tuple[str, str]]

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Its statements in some rows."""
        return with_measures(rows.select(self.needed).filter(self.which).select(self.says), self.unknown)


def _listed(part: Part) -> list[str]:
    """The measures whose selections are all there; where votes are, so are those on lines, which make them."""
    return [*part.complete, *(["line_votes"] if "votes" in part.complete else [])]


def _together(texts: Sequence[pl.Expr]) -> pl.Expr:
    """Texts of a row with a space between them; null where there is none."""
    said = pl.concat_str(texts, separator=" ", ignore_nulls=True)
    return pl.when(pl.any_horizontal(text.is_not_null() for text in texts)).then(said)


def nothing() -> pl.DataFrame:
    """No statement, with all its columns."""
    return pl.DataFrame(schema={name: _SCHEMA.get(name, pl.String) for name in STATEMENT})


_OF_SELECTIONS = {*SELECTS, "ballot_number"}
"""Roles that do not say what the figures of a whole unit are of."""

_OURS = (*EVIDENCE, "election", "measure", "note", "doubt")
"""Roles whose cells a transcription adds: they are not of the source."""


_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "cell": pl.Int64(),
    "complete": pl.Boolean(),
    "all_units": pl.Boolean(),
}
