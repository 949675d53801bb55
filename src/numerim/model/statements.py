"""From tables to statements: one row a figure or claim, in the source's own words."""

from collections.abc import Sequence

import polars as pl

from numerim.declare.declaration import Correction
from numerim.declare.election import ElectionFile
from numerim.declare.tables import Part
from numerim.declare.words import EVIDENCE, NAMES_OTHERS, SUBJECTS
from numerim.errors import InputError, NothingYetError, going_on, tell_all
from numerim.model.columns import (
    CELLS,
    SELECTS,
    TAKEN,
    Marks,
    cells_of,
    columns_of,
    may_lack,
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
    with_measures,
    with_texts,
)
from numerim.model.doubted import doubted
from numerim.model.figures import as_one
from numerim.model.parts import as_declared, filled, groups, left, parts
from numerim.model.visible import NOTHING_SEEN, seen
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


def read_statements(
    file: ElectionFile, raw: Sequence[RawFile], wrong: list[InputError] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Everything that the sources of an election state.

    Args:
        file: what `election.yml` says.
        raw: the tables of its sources.
        wrong: what is wrong is put down there, and the other tables are read all the same.

    Returns:
        The statements (columns `STATEMENT`; all text but line, cell, complete and all_units), and the other cells with
        a digit in them (`PLACE`, `printed`, `fate`, `note`).

    Raises:
        InputError: a column or row is not accounted for, a cell does not have the form declared, a measure is
            unknown, a cell with a figure is empty, or a correction or a doubt is stale; where `wrong` is given, only
            that they state nothing.
        NothingYetError: all cells of their columns of figures are empty; what says that there is none is a text.
    """
    stale = set(range(len(file.election.corrections)))
    statements: list[pl.DataFrame] = []
    others: list[pl.DataFrame] = []
    found: list[InputError] = [] if wrong is None else wrong
    of_figures = says_something = False
    for raw_file in raw:
        fixes = {i: c for i, c in enumerate(file.election.corrections) if c.source == raw_file.source}
        own: list[pl.DataFrame] = []
        aside: list[pl.DataFrame] = []
        for table in raw_file.tables:
            rows, done = _corrected(table, raw_file, fixes, file, found)
            stale -= done
            with going_on(found):
                some, left_out = _of_table(rows, table, raw_file, file)
                of_figures = of_figures or any(one.height for one in some)
                says_something = says_something or any(map(_has_text, some))
                own += [one.filter(_is_kept(file)) for one in some]
                aside += left_out
        statements += own
        has_lists = len(raw_file.tables) > 1 and raw_file.tables[0].places.form == "tree"
        others += [_told_once(aside, own)] if has_lists and aside else aside
    read = {(one.source, one.path) for one in raw}
    for i in sorted(stale):
        correction = file.election.corrections[i]
        said = file.election.sources.get(correction.source)
        if said is None or all((correction.source, path) in read for path in said.files):
            problem = f"the correction is stale: there is no cell {correction.at} in source {correction.source!r}"
            cure = "Remove it, or give the place as `numerim trace` prints it."
            found.append(InputError(file.place("corrections", i), problem, cure))
    stated = as_one(statements or [_nothing()])
    if not found and not (stated["given"] == "figure").any():
        if not of_figures and not _has_figures(file):
            raise InputError(file.shown, "its sources state nothing", "A column must be a measure, such as votes.")
        if not says_something:
            problem = "its sources have no figure yet: all cells of their columns of figures are empty"
            cure = "There is nothing to check or publish until something is counted."
            raise NothingYetError(file.shown, problem, cure)
        if stated.is_empty():
            problem = "its sources have no figure: by `missing:`, every cell in their columns of figures says so"
            raise InputError(file.shown, problem, "Look at `missing:`; it must not name what is a figure.")
    if wrong is None:
        tell_all(found)
    return stated if found else doubted(stated, file), pl.concat(others) if others else pl.DataFrame()


def _is_kept(file: ElectionFile) -> pl.Expr:
    """Whether a row is a statement: a figure, or that there is none where that is kept."""
    told = pl.col("measure").is_in(may_lack(file.election.measures)) & (pl.col("given") != "not_listed")
    return (pl.col("given") == "figure") | told


def _has_text(rows: pl.DataFrame) -> bool:
    """Whether a cell of a figure has one, or text that says why not."""
    text = pl.coalesce("corrected", "printed").fill_null("")
    empty = (text == "") | text.str.contains(NOTHING_SEEN)
    return bool(rows.select(((pl.col("given") == "figure") | ~empty).any()).item())


def _told_once(aside: Sequence[pl.DataFrame], stated: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The other cells of a nested file, each once: what a list lies in may have a table of its own."""
    place = ["source_id", "path", "stands"]
    every = pl.concat(aside)
    if stated:
        every = every.join(pl.concat(one.select(place) for one in stated).unique(), on=place, how="anti")
    return every.sort("fate", descending=True, maintain_order=True).unique(place, keep="first", maintain_order=True)


def _of_table(
    rows: pl.DataFrame, table: RawTable, raw: RawFile, file: ElectionFile
) -> tuple[list[pl.DataFrame], list[pl.DataFrame]]:
    """What the rows of a table state, and its other cells.

    Raises:
        InputError: see `read_statements`; what is wrong in each of its parts is told.
    """
    place = file.place("sources", raw.source, "files", raw.path, "tables", table.index)
    statements: list[pl.DataFrame] = []
    wrong: list[InputError] = []
    rows, others = as_declared(rows, table.layout), list[pl.DataFrame]()
    with going_on(wrong):
        rows, others = left(table, rows, raw, file)
        rows = filled(table, rows, raw, file)
    for part, spec in parts(table, rows, raw, file):
        with going_on(wrong):
            each = groups(part, spec, place, file.election.measures)
            made = [_of_part(some, one, table, raw, file) for some, one in each]
            statements += [stated for stated, _ in made]
            used = pl.concat(used for _, used in made)
            others.append(used if len(made) == 1 else used.unique(PLACE, keep="first", maintain_order=True))
    tell_all(wrong)
    return statements, [*others, _unread(table, raw)]


def _unread(table: RawTable, raw: RawFile) -> pl.DataFrame:
    """The cells with a digit in the lines that are left out by their position."""
    return table.unread.filter(pl.col("text").str.contains(r"\d")).select(
        pl.lit(raw.source).alias("source_id"),
        pl.lit(raw.path + table.inside).alias("path"),
        "line",
        "cell",
        table.places.each(pl.col("line"), pl.col("cell")).alias("stands"),
        pl.col("text").alias("printed"),
        pl.lit("ignored").alias("fate"),
        pl.col("reason").alias("note"),
    )


def _has_figures(file: ElectionFile) -> bool:
    """Whether a column is declared that has figures."""
    tables = (table for said in file.election.sources.values() for one in said.files.values() for table in one.tables)
    columns = (part.columns for table in tables for part in table.parts if part.columns != "same")
    return not all(states_nothing(cell, file.election.measures) for some in columns for cell in some.values())


def _corrected(
    table: RawTable, raw: RawFile, fixes: dict[int, Correction], file: ElectionFile, wrong: list[InputError]
) -> tuple[pl.DataFrame, set[int]]:
    """The rows with `printed` kept and declared corrections applied; those that expect something else are wrong."""
    done = set()
    columns = []
    for name in table.rows.columns:
        cell = pl.col(name)
        text, line, number = (cell.struct.field(f) for f in ("text", "line", "cell"))
        fixed = text
        for i, fix in fixes.items():
            here = pl.lit(raw.path + table.inside) + table.places.each(line, number) == fix.at
            hit = table.rows.filter(here)
            if hit.is_empty():
                continue
            printed = hit.select(text).item(0, 0)
            if printed != fix.expect and seen(printed or "") != seen(fix.expect):
                problem = f"the correction is stale: {fix.at} is {printed!r}, not {fix.expect!r}"
                cure = "Look at the source again; change the correction or remove it."
                wrong.append(InputError(file.place("corrections", i), problem, cure))
            done.add(i)
            fixed = pl.when(here).then(pl.lit(fix.set)).otherwise(fixed)
        read = fixed
        if table.rows.select(text.str.contains(r"[^\x00-\x7F]").any()).item(0, 0):  # what one sees as empty is empty
            read = pl.when(fixed.str.contains(NOTHING_SEEN)).then(pl.lit("")).otherwise(fixed)
        columns.append(
            pl.struct(
                read.alias("text"),
                text.alias("printed"),
                pl.when(fixed.ne_missing(text)).then(fixed).alias("corrected"),
                line.alias("line"),
                number.alias("cell"),
            ).alias(name)
        )
    return table.rows.select(columns), done


def _of_part(
    rows: pl.DataFrame, part: Part, table: RawTable, raw: RawFile, file: ElectionFile
) -> tuple[pl.DataFrame, pl.DataFrame]:
    place = ("sources", raw.source, "files", raw.path, "tables", table.index)
    columns = columns_of(rows, part, file, place)
    rows = with_texts(rows, columns)
    measures, cells = file.election.measures, Marks(file, raw, part, columns)
    kinds = file.election.types_of(part)
    shared = {role: pl.lit(value) for role, value in part.set.items()}
    stands = {role: pl.lit(table.headings.get(value)) for role, value in part.set.items()}
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
                wrong = misfit(rows.filter(text != ""), name, cell, table, raw, file, ("", *missing))
                misread.append((set(cell.names), wrong))
    account = shared.pop("account", pl.lit(None, pl.String))
    named = named_beside(columns, shared, measures, cells)
    statements, others = [], []
    beside = {*(one for one, cell in columns.items() if states_nothing(cell, measures)), named.column} - {""}
    for name, cell in columns.items():
        column = pl.col(name)
        if states_nothing(cell, measures):
            if cell.is_ not in _OURS:
                others.append(cells_of(rows, name, table, raw, "used", f"the {cell.is_} of other cells of the row"))
            continue
        needed = {name, *beside, *referred_to([cell])}  # a table may have thousands of columns: never all for each
        here = rows.select(needed).filter(column.struct.field("line").is_not_null())
        missing = cells.missing(name)
        wrong = misfit(here, name, cell, table, raw, file, missing)
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
                roles[role], places[role] = pl.lit(said), pl.lit(table.headings.get(said))
        for stated, value in values_of(name, cell, shared, missing, measures).items():
            measure = shared["measure"] if stated == "value" else pl.lit(stated)
            of_selection = measure.is_in([name for name, spec in measures.items() if spec.scope == "contest"])
            mine = {r: pl.when(of_selection).then(e) if e is named.roles.get(r) else e for r, e in roles.items()}
            if stated not in cell.states:
                measure = (
                    pl.when(account.is_null())
                    .then(measure)
                    .when(measure == "votes")
                    .then(account)
                    .otherwise(pl.lit("context"))
                )
            others_wrong = [
                pl.when(of_selection | pl.lit(not roles_of <= _OF_SELECTIONS)).then(expr)
                for roles_of, expr in misread
                if not (roles_of <= _OF_SELECTIONS and roles_of & set(SELECTS) <= set(cell.names))
            ]
            if cell.patterns and stated not in cell.states:
                value = pl.when(wrong.is_null()).then(value).otherwise(column.struct.field("text"))
            frame = here.filter(says(name, cell, stated)).select(
                pl.lit(raw.source).alias("source_id"),
                pl.lit(raw.path + table.inside).alias("path"),
                column.struct.field("line"),
                column.struct.field("cell"),
                table.places.each(column.struct.field("line"), column.struct.field("cell")).alias("stands"),
                pl.lit(table.at or raw.path).alias("stated_in"),
                measure.is_in(_listed(part)).alias("complete"),
                pl.lit("units" in part.complete).alias("all_units"),
                column.struct.field("printed"),
                column.struct.field("corrected"),
                measure.alias("measure"),
                value.alias("value"),
                cells.given(name).alias("given"),
                pl.lit(cells.written(name), pl.String).alias("written"),
                pl.coalesce(wrong, *others_wrong).cast(pl.String).alias("misread"),
                roles.get("aside", pl.lit(None)).cast(pl.String).alias("aside"),
                pl.lit(kinds.unit, pl.String).alias("unit_type"),
                pl.lit(kinds.within, pl.String).alias("within_type"),
                pl.lit(part.registered.unit if part.registered else None, pl.String).alias("said_type"),
                *(mine.get(role, pl.lit(None)).cast(pl.String).alias(role) for role in SUBJECTS),
                *(shared.get(role, pl.lit(None)).cast(pl.String).alias(role) for role in EVIDENCE),
                *(places.get(role, pl.lit(None)).cast(pl.String).alias(f"{role}_at") for role in PLACED),
            )
            frame = with_measures(frame, raw, file)
            check_spans(frame, raw.source, raw.path, file)
            statements.append(frame)
    others += [cells_of(rows, name, table, raw, "ignored", reason) for name, reason in part.ignore.items()]
    others += [
        cells_of(rows, name, table, raw, "used", "says what a row is about")
        for name in dict.fromkeys([*part.only, *part.but, *sorted(referred)])
        if name not in columns and name not in part.ignore
    ]
    return pl.concat([_nothing(), *statements]), pl.concat(
        others or [cells_of(rows.head(0), rows.columns[0], table, raw, "", "")]
    )


def _listed(part: Part) -> list[str]:
    """The measures whose selections are all there; where votes are, so are those on lines, which make them."""
    return [*part.complete, *(["line_votes"] if "votes" in part.complete else [])]


def _together(texts: Sequence[pl.Expr]) -> pl.Expr:
    """Texts of a row with a space between them; null where there is none."""
    said = pl.concat_str(texts, separator=" ", ignore_nulls=True)
    return pl.when(pl.any_horizontal(text.is_not_null() for text in texts)).then(said)


def _nothing() -> pl.DataFrame:
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
