"""From tables to statements: one row a figure or claim, in the source's own words.

`election.yml` says what the columns of a table are; here that is applied, and everything that it does not
account for (a row, a column, an empty cell) is an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from numerim.declaration import EVIDENCE, NAMES_OTHERS, ROLES, SUBJECTS, Cell, Correction, Leave, Part
from numerim.document import check_spans
from numerim.election import ElectionFile
from numerim.errors import InputError, nearest
from numerim.ingest import RawFile
from numerim.rawtable import RawTable
from schemas.table import about, tables
from schemas.vocabulary import ASIDE, Measure

PLACE = ["source_id", "path", "line", "cell"]
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
    "aside",
    "unit_type",
    "within_type",
    "said_type",
    *SUBJECTS,
    *EVIDENCE,
    *(f"{role}_at" for role in PLACED),
]


def read_statements(file: ElectionFile, raw: Sequence[RawFile]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Everything that the sources of an election state.

    Args:
        file: what `election.yml` says.
        raw: the tables of its sources.

    Returns:
        The statements (columns `STATEMENT`; all text but line, cell, complete and all_units), and the other cells with
        a digit in them (place, `printed`, `fate`, `note`).

    Raises:
        InputError: a column or row is not accounted for, a cell does not have the form declared, a measure is
            unknown, a cell with a figure is empty, or a correction is stale.
    """
    stale = set(range(len(file.election.corrections)))
    statements, others = [], []
    for raw_file in raw:
        fixes = {i: c for i, c in enumerate(file.election.corrections) if c.source == raw_file.source}
        for table in raw_file.tables:
            rows, done = _corrected(table, raw_file, fixes, file)
            stale -= done
            rows, left = _left(table, rows, raw_file, file)
            others += left
            for part, spec in _parts(table, rows, raw_file, file):
                made, used = _of_part(part, spec, table, raw_file, file)
                statements.append(made)
                others.append(used)
            others.append(_unread(table, raw_file))
    for i in sorted(stale):
        correction = file.election.corrections[i]
        raise InputError(
            file.place("corrections", i),
            f"the correction is stale: there is no cell {correction.at} in source {correction.source!r}",
            "Remove it, or give the place as `numerim trace` prints it.",
        )
    stated = pl.concat(statements)
    if stated.is_empty():
        raise InputError(file.shown, "its sources state nothing", "A column must be a measure, such as votes.")
    return stated, pl.concat(others)


def _unread(table: RawTable, raw: RawFile) -> pl.DataFrame:
    """The cells with a digit in the lines that are left out by their position."""
    return table.unread.filter(pl.col("text").str.contains(r"\d")).select(
        pl.lit(raw.source).alias("source_id"),
        pl.lit(raw.path).alias("path"),
        "line",
        "cell",
        pl.col("text").alias("printed"),
        pl.lit("ignored").alias("fate"),
        pl.col("reason").alias("note"),
    )


def _corrected(
    table: RawTable, raw: RawFile, fixes: dict[int, Correction], file: ElectionFile
) -> tuple[pl.DataFrame, set[int]]:
    """The rows with `printed` kept and declared corrections applied."""
    done = set()
    columns = []
    for name in table.rows.columns:
        cell = pl.col(name)
        text, line, number = (cell.struct.field(f) for f in ("text", "line", "cell"))
        fixed = text
        for i, fix in fixes.items():
            here = pl.format("{}:L{}.C{}", pl.lit(raw.path), line, number) == fix.at
            hit = table.rows.filter(here)
            if hit.is_empty():
                continue
            printed = hit.select(text).item(0, 0)
            if printed != fix.expect:
                raise InputError(
                    file.place("corrections", i),
                    f"the correction is stale: {fix.at} is {printed!r}, not {fix.expect!r}",
                    "Look at the source again; change the correction or remove it.",
                )
            done.add(i)
            fixed = pl.when(here).then(pl.lit(fix.set)).otherwise(fixed)
        columns.append(
            pl.struct(
                fixed.alias("text"),
                text.alias("printed"),
                pl.when(fixed.ne_missing(text)).then(fixed).alias("corrected"),
                line.alias("line"),
                number.alias("cell"),
            ).alias(name)
        )
    return table.rows.select(columns), done


def _left(
    table: RawTable, rows: pl.DataFrame, raw: RawFile, file: ElectionFile
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The rows that are read, and the cells of those that are left out with a reason."""
    others = []
    for i, leave in enumerate(table.layout.leave):
        place = file.place("sources", raw.source, "files", raw.path, "tables", table.index, "leave", i)
        _check_columns([*leave.rows], rows, place)
        mask = pl.all_horizontal(_has(name, values) for name, values in leave.rows.items())
        left = rows.filter(mask)
        if left.is_empty():
            raise InputError(place, f"no row is left out by it ({_told(leave)})", "Remove it, or mend the value.")
        others += [_cells(left, name, raw, "ignored", leave.because) for name in left.columns]
        rows = rows.filter(~mask)
    return rows, others


def _has(name: str, values: Sequence[str]) -> pl.Expr:
    return pl.col(name).struct.field("text").fill_null("").is_in(list(values))


def _told(leave: Leave) -> str:
    return ", ".join(f"{name}: {' or '.join(values)}" for name, values in leave.rows.items())


def _check_columns(names: Sequence[str], rows: pl.DataFrame, place: str) -> None:
    for name in names:
        if name not in rows.columns:
            raise InputError(place, f"there is no column {name!r}", nearest(name, rows.columns))


def _parts(table: RawTable, rows: pl.DataFrame, raw: RawFile, file: ElectionFile) -> list[tuple[pl.DataFrame, Part]]:
    """The rows of each part. Every row belongs to exactly one."""
    place = ("sources", raw.source, "files", raw.path, "tables", table.index)
    masks = []
    for i, part in enumerate(table.layout.parts):
        _check_columns([*part.only, *part.but], rows, file.place(*place, "parts", i))
        claims = [_has(name, values) for name, values in part.only.items()]
        claims += [~_has(name, values) for name, values in part.but.items()]
        everything = pl.repeat(True, rows.height, dtype=pl.Boolean)
        masks.append(rows.select(pl.all_horizontal([everything, *claims]).alias(str(i))).to_series())
    times = pl.DataFrame(masks).sum_horizontal()
    wrong = rows.filter(times != 1)
    if wrong.height:
        line = wrong.select(pl.coalesce(pl.all().struct.field("line"))).item(0, 0)
        raise InputError(
            file.in_source(raw.path, line),
            f"the row belongs to {'no' if times.filter(times != 1)[0] == 0 else 'more than one'} part of "
            f"{table.at or 'the table'!r}",
            f"Mend only: and but: on {file.place(*place)}.",
        )
    return [(rows.filter(mask), part) for mask, part in zip(masks, table.layout.parts, strict=True)]


def _of_part(
    rows: pl.DataFrame, part: Part, table: RawTable, raw: RawFile, file: ElectionFile
) -> tuple[pl.DataFrame, pl.DataFrame]:
    place = ("sources", raw.source, "files", raw.path, "tables", table.index)
    columns = _columns(rows, part, file.place(*place, "columns"))
    measures, marks = file.election.measures, file.election.sources[raw.source].missing
    missing = tuple(marks)
    kinds = file.election.types_of(part)
    shared = {role: pl.lit(value) for role, value in part.set.items()}
    stands = {role: pl.lit(table.headings.get(value)) for role, value in part.set.items()}
    referred = _referred(columns.values())
    for name, cell in columns.items():
        if _states_nothing(cell, measures):
            for role, text in _texts(name, cell, missing).items():
                shared[role] = pl.coalesce(text, shared[role]) if role in shared else text
                stands[role] = _place(name, missing)
            if cell.words and cell.is_ in NAMES_OTHERS:
                shared |= _told_apart(cell, shared[cell.is_])
    account = shared.pop("account", pl.lit(None, pl.String))
    named = _named_beside(columns, shared, measures, missing)
    statements, others = [], []
    for name, cell in columns.items():
        column = pl.col(name)
        here = rows.filter(column.struct.field("line").is_not_null())
        if _states_nothing(cell, measures):
            if cell.pattern is not None:
                _check_form(
                    here.filter(pl.col(name).struct.field("text").str.strip_chars() != ""), name, cell, raw, file
                )
            if cell.is_ not in _OURS:
                others.append(_cells(here, name, raw, "used", f"the {cell.is_} of other cells of the row"))
            continue
        _check_form(here, name, cell, raw, file)
        text = column.struct.field("text").str.strip_chars()
        given = text.replace_strict(marks, default=None, return_dtype=pl.String) if marks else pl.lit(None, pl.String)
        roles = {**shared, **_texts(name, cell, missing, measures=False)}
        places = {**stands, **dict.fromkeys(_texts(name, cell, missing, measures=False), _place(name, missing))}
        if not cell.states and not set(cell.given_by) & set(_SELECTS):
            roles = {**named.roles, **roles}
            places = {**dict.fromkeys(named.roles, _place(named.column, missing)), **places}
        for role, said in cell.given_by.items():
            if said.startswith("{") and said.endswith("}"):
                roles[role], places[role] = _text(said[1:-1], missing), _place(said[1:-1], missing)
            else:
                roles[role], places[role] = pl.lit(said), pl.lit(table.headings.get(said))
        for stated, value in _values(name, cell, shared, missing, measures).items():
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
            frame = here.select(
                pl.lit(raw.source).alias("source_id"),
                pl.lit(raw.path).alias("path"),
                column.struct.field("line"),
                column.struct.field("cell"),
                pl.lit(table.at or raw.path).alias("stated_in"),
                measure.is_in(list(part.complete)).alias("complete"),
                pl.lit("units" in part.complete).alias("all_units"),
                column.struct.field("printed"),
                column.struct.field("corrected"),
                measure.alias("measure"),
                value.alias("value"),
                given.fill_null("figure").alias("given"),
                roles.get("aside", pl.lit(None)).cast(pl.String).alias("aside"),
                pl.lit(kinds.unit, pl.String).alias("unit_type"),
                pl.lit(kinds.within, pl.String).alias("within_type"),
                pl.lit(part.registered.unit if part.registered else None, pl.String).alias("said_type"),
                *(mine.get(role, pl.lit(None)).cast(pl.String).alias(role) for role in SUBJECTS),
                *(shared.get(role, pl.lit(None)).cast(pl.String).alias(role) for role in EVIDENCE),
                *(places.get(role, pl.lit(None)).cast(pl.String).alias(f"{role}_at") for role in PLACED),
            )
            _check_measures(frame, raw, file)
            check_spans(frame, raw.source, raw.path, file)
            told = pl.col("measure").is_in(_may_lack(measures)) & (pl.col("given") != "not_listed")
            statements.append(frame.filter((pl.col("given") == "figure") | told))
    others += [
        _cells(rows.filter(pl.col(name).struct.field("line").is_not_null()), name, raw, "ignored", reason)
        for name, reason in part.ignore.items()
    ]
    others += [
        _cells(
            rows.filter(pl.col(name).struct.field("line").is_not_null()), name, raw, "used", "says what a row is about"
        )
        for name in dict.fromkeys([*part.only, *part.but, *sorted(referred)])
        if name not in columns and name not in part.ignore
    ]
    empty = pl.DataFrame(schema={name: _SCHEMA.get(name, pl.String) for name in STATEMENT})
    return pl.concat([empty, *statements]), pl.concat(others or [_cells(rows.head(0), rows.columns[0], raw, "", "")])


def _columns(rows: pl.DataFrame, part: Part, place: str) -> dict[str, Cell]:
    """What each column is; every column of the table must be accounted for."""
    if part.columns == "same":
        for name in rows.columns:
            if name not in ROLES and name not in part.ignore:
                raise InputError(place, f"unknown column {name!r}", nearest(name, list(ROLES)))
        return {name: Cell.model_validate({"is": name}) for name in rows.columns if name not in part.ignore}
    for name in [*part.columns, *part.ignore]:
        if name not in rows.columns:
            raise InputError(place, f"unknown column {name!r}", nearest(name, rows.columns))
    used = {*part.columns, *part.ignore, *part.only, *part.but, *_referred(part.columns.values())}
    for name in rows.columns:
        if name not in used:
            raise InputError(
                place,
                f"the column {name!r} is not accounted for",
                "Say what it is under columns:, or why it is not read under ignore:.",
            )
    for cell in part.columns.values():
        for name in _referred([cell]):
            if name not in rows.columns:
                raise InputError(place, f"with: refers to the column {name!r}", nearest(name, rows.columns))
    return dict(part.columns)


_SELECTS = ("candidate", "option", "party", "coalition")
"""Roles that say which selection a figure is of."""


@dataclass(frozen=True)
class _Named:
    """What a column that states something names besides, for the figures beside it: its roles, and the column."""

    roles: dict[str, pl.Expr]
    column: str


def _named_beside(
    columns: dict[str, Cell], shared: dict[str, pl.Expr], measures: Mapping[str, Measure], missing: tuple[str, ...]
) -> _Named:
    """Whose the figures of a row are, where its one column that names a selection also states something of it."""
    naming = [name for name, cell in columns.items() if cell.states and set(cell.names) & set(_SELECTS)]
    if len(naming) != 1:
        return _Named({}, "")
    texts = _texts(naming[0], columns[naming[0]], missing, measures=False)
    return _Named({role: text for role, text in texts.items() if role in _SELECTS and role not in shared}, naming[0])


def _told_apart(cell: Cell, text: pl.Expr) -> dict[str, pl.Expr]:
    """What a column of candidates names beside them: the names, `aside` (a word of `ASIDE`), `account`."""
    word = text.replace_strict(cell.words, default=None, return_dtype=pl.String)
    return {
        cell.is_: pl.when(word.is_null()).then(text),
        "aside": pl.when(word.is_in(list(ASIDE))).then(word),
        "account": pl.when(~word.is_in(list(ASIDE))).then(word),
    }


def _may_lack(measures: Mapping[str, Measure]) -> list[str]:
    """The measures of which it is kept that a source lists something and gives no figure."""
    kept = [name for name, model in tables().items() if about(model).states and "given" in model.to_schema().columns]
    return [name for name, measure in measures.items() if measure.table in kept]


def _referred(cells: object) -> set[str]:
    names = [given for cell in cells for given in cell.with_.values()]  # type: ignore[attr-defined]
    return {given[1:-1] for given in names if given.startswith("{") and given.endswith("}")}


def _states_nothing(cell: Cell, measures: Mapping[str, Measure]) -> bool:
    return not cell.states and not any(name in measures or name == "value" for name in cell.names)


def _place(name: str, missing: tuple[str, ...]) -> pl.Expr:
    cell = pl.col(name).struct
    return pl.when(_text(name, missing).is_not_null()).then(
        pl.format("L{}.C{}", cell.field("line"), cell.field("cell"))
    )


def _text(name: str, missing: tuple[str, ...]) -> pl.Expr:
    text = pl.col(name).struct.field("text").str.strip_chars()
    return pl.when(~text.is_in(["", *missing])).then(text)


def _texts(name: str, cell: Cell, missing: tuple[str, ...], measures: bool = True) -> dict[str, pl.Expr]:
    """The roles (and measures) in a column's cells -> their text, null where empty."""
    if cell.pattern is None:
        text = _text(name, missing)
        told = _translated(text, cell) if cell.words and cell.is_ not in NAMES_OTHERS else {cell.is_: text}
        return {role: said for role, said in told.items() if measures or role in SUBJECTS}
    return {
        word: pl.col(name).struct.field("text").str.strip_chars().str.extract(cell.pattern, i + 1)
        for i, word in enumerate(cell.names)
        if measures or word in SUBJECTS
    }


def _translated(text: pl.Expr, cell: Cell) -> dict[str, pl.Expr]:
    """What the words of a column say in ours, and the roles that stand in those words."""
    plain = {word: ours for word, ours in cell.words.items() if word not in cell.forms}
    fits = {form: text.str.contains(pattern) for form, (pattern, _) in cell.forms.items()}
    said = text
    roles: dict[str, pl.Expr] = {}
    for form, (pattern, names) in reversed(cell.forms.items()):
        said = pl.when(fits[form]).then(pl.lit(cell.words[form])).otherwise(said)
        groups = {name: text.str.extract(pattern, i + 1).str.strip_chars() for i, name in enumerate(names)}
        for name in {*roles, *names}:
            other = roles.get(name, pl.lit(None, pl.String))
            roles[name] = pl.when(fits[form]).then(groups.get(name, pl.lit(None, pl.String))).otherwise(other)
    known = text.is_in(list(plain))
    return {
        cell.is_: pl.when(known).then(text.replace(plain)).otherwise(said) if plain else said,
        **{name: pl.when(~known).then(group) for name, group in sorted(roles.items())},
    }


def _values(
    name: str, cell: Cell, shared: dict[str, pl.Expr], missing: tuple[str, ...], measures: Mapping[str, Measure]
) -> dict[str, pl.Expr]:
    values = {n: t for n, t in _texts(name, cell, missing).items() if n in measures or n == "value"}
    if "value" in values and "measure" not in shared:
        raise InputError(name, "a column `value` needs a column `measure` beside it")
    return values | {measure: pl.lit(word) for measure, word in cell.states.items()}


def _check_form(rows: pl.DataFrame, name: str, cell: Cell, raw: RawFile, file: ElectionFile) -> None:
    missing = file.election.sources[raw.source].missing
    if cell.is_ in file.election.measures or cell.is_ == "value":
        return  # an empty one is a figure that cannot be read
    text = pl.col(name).struct.field("text").str.strip_chars()
    bad = rows.filter((text == "") if cell.pattern is None else ~text.str.contains(cell.pattern)).filter(
        ~text.is_in(list(missing))
    )
    if bad.height:
        first = bad[name][0]
        place = file.in_source(raw.path, first["line"], first["cell"])
        more = f" ({bad.height} such cells in the column)" if bad.height > 1 else ""
        if first["text"].strip() == "":
            raise InputError(
                place,
                f"the cell is empty; {name!r} must hold something{more}",
                "If the source gives none, name its mark under missing:; if it is a slip, under corrections:.",
            )
        raise InputError(place, f"{first['text']!r} does not read as {cell.is_!r}{more}")


def _check_measures(frame: pl.DataFrame, raw: RawFile, file: ElectionFile) -> None:
    measures = file.election.measures
    bad = frame.filter(~pl.col("measure").is_in(list(measures)).fill_null(False))
    if bad.height:
        word, place = bad["measure"][0], file.in_source(raw.path, bad["line"][0])
        raise InputError(place, f"unknown measure {word!r}", nearest(str(word), list(measures)))


def _cells(rows: pl.DataFrame, name: str, raw: RawFile, fate: str, note: str) -> pl.DataFrame:
    """The cells of a column that hold a digit but state nothing by themselves."""
    column = pl.col(name)
    return (
        rows.filter(column.struct.field("printed").str.contains(r"\d"))
        .select(
            pl.lit(raw.source).alias("source_id"),
            pl.lit(raw.path).alias("path"),
            column.struct.field("line"),
            column.struct.field("cell"),
            column.struct.field("printed"),
            pl.lit(fate).alias("fate"),
            pl.lit(note).alias("note"),
        )
        .unique(maintain_order=True)
    )


_OURS = (*EVIDENCE, "election", "measure", "note")
"""Roles whose cells a transcription adds: they are not of the source."""

_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "cell": pl.Int64(),
    "complete": pl.Boolean(),
    "all_units": pl.Boolean(),
}
