"""What a part of a table states: one row a figure or claim, in the source's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.tables import Part
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
    place = ("sources", raw.source, "files", raw.path, "tables", table.index)
    columns = columns_of(rows, part, file, place)
    rows = with_texts(rows, columns)
    measures, cells = file.election.measures, Marks(file, raw, part, columns)
    kinds = file.election.types_of(part)
    shared = {role: pl.lit(value) for role, value in part.set.items()}
    stands = {role: pl.lit(table.headings[value]) for role, value in part.set.items() if value in table.headings}
    referred = referred_to(columns.values())
    misread: list[tuple[set[str], pl.Expr]] = []
    for name, cell in columns.items():
        if states_nothing(cell, measures):
            missing = cells.missing(name)
            for role, text in texts_of(name, cell, missing).items():
                shared[role] = pl.coalesce(text, shared[role]) if role in shared else text
                stands[role] = place_of(name, missing, table.places)
            if cell.words and cell.is_ in NAMES_OTHERS:
                shared |= told_apart(cell, shared[cell.is_])
            if cell.patterns:
                text = pl.col(name).struct.field("text").str.strip_chars()
                filled_in = rows.select(name).filter(text != "")
                wrong = misfit(filled_in, name, cell, table, raw, file, ("", *missing))
                if wrong is not None:
                    misread.append((set(cell.names), wrong))
    account = shared.pop("account", pl.lit(None, pl.String))
    named = named_beside(columns, shared, measures, cells)
    statements: list[_Column] = []
    others = []
    beside = {*(one for one, cell in columns.items() if states_nothing(cell, measures)), named.column} - {""}
    for name, cell in columns.items():
        column = pl.col(name)
        if states_nothing(cell, measures):
            if cell.is_ not in _OURS:
                others.append(cells_of(rows, name, table, raw, "used", f"the {cell.is_} of other cells of the row"))
            continue
        needed = {name, *beside, *referred_to([cell])}
        is_there = column.struct.field("line").is_not_null()
        missing = cells.missing(name)
        wrong = misfit(rows.select(name).filter(is_there), name, cell, table, raw, file, missing)
        roles = {**shared, **texts_of(name, cell, missing, measures=False)}
        own = place_of(name, missing, table.places)
        places = {**stands, **dict.fromkeys(texts_of(name, cell, missing, measures=False), own)}
        if not cell.states and not set(cell.given_by) & set(SELECTS):
            roles = {**named.roles, **roles}
            its = place_of(named.column, cells.missing(named.column), table.places)
            places = {**dict.fromkeys(named.roles, its), **places}
        for role, said in cell.given_by.items():
            if TAKEN.match(said):
                taken = CELLS.findall(said)
                roles[role] = _together([text_of(other, cells.missing(other)) for other in taken])
                places[role] = place_of(taken[-1], cells.missing(taken[-1]), table.places)
            else:
                roles[role], places[role] = pl.lit(said), pl.lit(table.headings.get(said), pl.String)
        for stated, value in values_of(name, cell, shared, missing, measures).items():
            measure = shared["measure"] if stated == "value" else pl.lit(stated)
            of_selection = measure.is_in([name for name, spec in measures.items() if spec.scope == "contest"])
            mine = {r: pl.when(of_selection).then(e) if e is named.roles.get(r) else e for r, e in roles.items()}
            if stated not in cell.states:
                measure = (
                    pl.when(account.is_null() | ~of_selection)
                    .then(measure)
                    .when(measure == "votes")
                    .then(account)
                    .otherwise(pl.lit("context"))
                )
            held = [wrong] if wrong is not None else []
            held += [
                pl.when(of_selection | pl.lit(not roles_of <= _OF_SELECTIONS)).then(expr)
                for roles_of, expr in misread
                if not (roles_of <= _OF_SELECTIONS and roles_of & set(SELECTS) <= set(cell.names))
            ]
            if wrong is not None and cell.patterns and stated not in cell.states:
                value = pl.when(wrong.is_null()).then(value).otherwise(column.struct.field("text"))
            says_what = {
                "line": column.struct.field("line"),
                "cell": column.struct.field("cell"),
                "stands": table.places.each(column.struct.field("line"), column.struct.field("cell")),
                "complete": measure.is_in(_listed(part)),
                "printed": column.struct.field("printed"),
                "corrected": column.struct.field("corrected"),
                "measure": measure,
                "value": value,
                "given": cells.given(name),
                "written": None if (written := cells.written(name)) is None else pl.lit(written),
                "misread": pl.coalesce(held) if held else None,
                "aside": roles.get("aside"),
                **{role: mine.get(role) for role in SUBJECTS},
                **{role: shared.get(role) for role in EVIDENCE},
                **{f"{role}_at": places.get(role) for role in PLACED},
            }
            which = is_there & says(name, cell, stated)
            unknown = _unknown(rows, which, measure, name, table, raw, file) if stated == "value" else {}
            told = tuple(
                expr.cast(_SCHEMA.get(role, pl.String())).alias(role)
                for role, expr in says_what.items()
                if expr is not None
            )
            statements.append(_Column(tuple(needed), which, told, unknown))
    others += [cells_of(rows, name, table, raw, "ignored", reason) for name, reason in part.ignore.items()]
    others += [
        cells_of(rows, name, table, raw, "used", "says what a row is about")
        for name in dict.fromkeys([*part.only, *part.but, *sorted(referred)])
        if name not in columns and name not in part.ignore
    ]

    if {*EVIDENCE} & {*shared}:
        proved = rows.filter(pl.any_horizontal(one.which for one in statements))
        spans = [shared.get(role, pl.lit(None)).cast(pl.String).alias(role) for role in EVIDENCE]
        ends = [stands.get(role, pl.lit(None)).cast(pl.String).alias(f"{role}_at") for role in EVIDENCE]
        check_spans(proved.select(*spans, *ends), raw.source, raw.path, file)
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
    return [Pieces(rows, partial(_stated, bunch, of_all), len(bunch)) for bunch in bunches], others


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


def _unknown(
    rows: pl.DataFrame, which: pl.Expr, measure: pl.Expr, name: str, table: RawTable, raw: RawFile, file: ElectionFile
) -> Mapping[str | None, tuple[str, str]]:
    """The words of a column of measures that are none; see `unknown_measures`."""
    here = rows.filter(which)

    def place(at: int) -> str:
        cell = here[name][at]
        return file.in_source(raw.path + table.inside + table.places.at(cell["line"], cell["cell"]))

    return unknown_measures(here.select(measure.alias("measure")).to_series(), file, place)


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
