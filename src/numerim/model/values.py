"""Statements -> `raw.statements`, their values read, so many at a time; and what can only be said of whole columns."""

from typing import Any

import duckdb
import polars as pl

from numerim import doing, warehouse
from numerim.declare.election import ElectionFile
from numerim.declare.house import House
from numerim.declare.numbers import Numbers
from numerim.model import misread, narrow, seeds
from numerim.model.figures import as_written, iso_date, meanings
from numerim.model.stripped import decimals_of, see_stripped_zeros, see_zero_decimals
from numerim.model.unread import check_columns, counted, show_hidden, summed

_DAYS = ("fieldwork", "election_day")

_CHANGED = (
    *("election", "election_day", "election_day_iso", "fieldwork_iso", "sentence", "unit", "within", "unit_type"),
    *("path", "stated_in", "cell", "value", "given", "written", "misread", "number", "decimals", "text", "how"),
)
"""Columns that are asked, or changed, before all of the statements are there."""

_SQL = {pl.Int64(): "BIGINT", pl.Boolean(): "BOOLEAN", pl.Decimal(24, 6): "DECIMAL(24, 6)"}
"""Type of a column -> that of the database, where it is no text."""


_NUMBERED = """
UPDATE raw.statements s SET unit_named = s.unit_named || ' (' || s.unit_number || ')' FROM (
    SELECT unit, within, unit_type FROM raw.statements WHERE unit_number IS NOT NULL
    GROUP BY ALL HAVING count(DISTINCT unit_number) > 1) n
WHERE n.unit IS NOT DISTINCT FROM s.unit AND n.within IS NOT DISTINCT FROM s.within
    AND n.unit_type IS NOT DISTINCT FROM s.unit_type AND s.unit_number IS NOT NULL
"""
"""SQL: units have their number with their name where namesakes have several."""


def year_of(file: ElectionFile) -> pl.Expr:
    """The year of the election that a statement is about; dates are printed without it."""
    years = {name: event.held_on.year for name, event in file.election.events.items()}
    return pl.coalesce(pl.col("election"), pl.lit(file.election.id)).replace_strict(
        years, default=file.election.held_on.year, return_dtype=pl.Int64
    )


class Values:
    """What is read of the values of statements.

    Attributes:
        rows: how many statements there are.
        told: the columns in which something stands.
        in_order: whether the statements lie in the order of their sources, files and cells.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile, are_many: bool = False
    ) -> None:
        self._connection, self._house, self._file, self._are_many = connection, house, file, are_many
        self.rows, self.told, self.in_order = 0, set[str](), True
        turns = warehouse.rows(connection, "SELECT source_id, path FROM raw.files ORDER BY rank, position")
        self._turns = {f"{source}|{path}": turn for turn, (source, path) in enumerate(turns)}
        self._last: tuple[Any, ...] = ()
        self._counts: list[pl.DataFrame] = []
        self._shares: list[pl.DataFrame] = []
        self._bad_days: set[str] = set()
        self._columns: dict[str, str] = {}
        self._unsaid: dict[str, bool] = {}

    def take(self, stated: pl.DataFrame) -> None:
        """Read the values of statements and put them into `raw.statements`.

        `number` and `text` are null where a value cannot be read (R118 tells it).
        """
        if stated.is_empty():
            return
        read = self._read(stated)
        self._counts.append(counted(read, self._file))
        self._shares.append(decimals_of(read))
        self._bad_days |= {day for day in _DAYS if (read[day].is_not_null() & read[f"{day}_iso"].is_null()).any()}
        self.told |= {name for name in stated.columns if stated[name].null_count() < stated.height}
        self.in_order = self.in_order and self._goes_on(read)
        self._load(read.drop("digits"))
        doing.more(stated.height)

    def _goes_on(self, read: pl.DataFrame) -> bool:
        """Whether each of these statements stands behind the one before it."""
        turn = pl.concat_str("source_id", pl.lit("|"), "path").replace_strict(self._turns, return_dtype=pl.Int64)
        places = read.select(turn.alias("turn"), "line", "cell", "measure")
        behind = pl.lit(value=True)
        for name in reversed(places.columns):
            here, before = pl.col(name), pl.col(name).shift()
            behind = (here > before) | ((here == before) & behind)
        goes_on = self._last <= places.row(0) and places.select(behind.slice(1).all()).item()
        self._last = places.row(-1)
        return bool(goes_on)

    def _words(self, language: str) -> pl.DataFrame:
        return seeds.words(self._house.reference, language)

    def _read(self, stated: pl.DataFrame) -> pl.DataFrame:
        """Statements with what their values and days say."""
        file, year = self._file, year_of(self._file)
        language = {name: source.language for name, source in file.election.sources.items()}
        numbered = as_written(stated, file, self._words, year).with_row_index("_at")
        spoken = list(dict.fromkeys(language[name] for name in stated["source_id"].unique(maintain_order=True)))
        of = pl.col("source_id").replace_strict(language, return_dtype=pl.String)
        days = [c for c in _DAYS if stated[c].null_count() < stated.height]
        read = [
            (numbered.filter(of == one) if len(spoken) > 1 else numbered).with_columns(
                (iso_date(pl.col(c).str.strip_chars(), months, year) if c in days else pl.col(c)).alias(f"{c}_iso")
                for c in _DAYS
            )
            for one in spoken
            for months in [meanings(self._words(one), "month") if days else {}]
        ]
        whole = pl.concat(read).sort("_at") if len(read) > 1 else read[0]
        held = [pl.when(pl.col("misread").is_null()).then(name).alias(name) for name in ("number", "decimals", "text")]
        return whole.drop("_at").with_columns(*held, pl.col("unit").str.strip_chars().alias("unit_named"))

    def _load(self, read: pl.DataFrame) -> None:
        there = [name for name in read.columns if read[name].null_count() < read.height]
        types = {name: _SQL.get(dtype, "VARCHAR") for name, dtype in read.schema.items()}
        self._connection.register("_stated", read.select(there).to_arrow(compat_level=pl.CompatLevel.newest()))
        if self.rows:
            for name in there:
                if self._unsaid.pop(name, None):
                    self._connection.execute(f"ALTER TABLE raw.statements ADD COLUMN {name} {types[name]}")
            self._connection.execute(f"INSERT INTO raw.statements BY NAME SELECT {', '.join(there)} FROM _stated")
        else:
            self._columns = types
            if self._are_many:
                self._unsaid = {name: True for name in types if name not in there and name not in _CHANGED}
            made = ", ".join(
                name if name in there else f"NULL::{dtype} AS {name}"
                for name, dtype in types.items()
                if name not in self._unsaid
            )
            self._connection.execute(f"CREATE OR REPLACE TABLE raw.statements AS SELECT {made} FROM _stated")
        self._connection.unregister("_stated")
        self.rows += read.height

    def see_columns(self, strict: bool) -> None:
        """Read what only all of a column can tell, and see that columns can be read, if that is asked (`strict`).

        Raises:
            InputError: most figures of a column cannot be read; what is said of the others stands.
        """
        if "unit_number" in self.told:
            self._connection.execute(_NUMBERED)
        see_stripped_zeros(self._connection, pl.concat(self._shares))
        counts = see_zero_decimals(self._connection, summed(self._counts))
        if strict:
            check_columns(self._connection, counts, self._again, self._file)

    def see_cells(self) -> None:
        """Say what is wrong with single cells that cannot be read.

        Raises:
            InputError: most days of an election or of fieldwork cannot be read.
        """
        if any(counts["bad"].sum() for counts in self._counts):
            show_hidden(self._connection, self._file)
        for day in _DAYS:
            if day in self._bad_days:
                misread.hold_days(self._connection, day, self._file)

    def see_all(self) -> list[str]:
        """Give `raw.statements` the columns that were left out; those of `core.statements` that may be left out."""
        if not self._unsaid:
            return []
        self._connection.execute("ALTER TABLE raw.statements RENAME TO stated")
        narrow.view(self._connection, "raw.statements", self._columns, self._unsaid, more="rowid AS rowid, ")
        return narrow.unsaid(self.told)

    def _again(self, some: pl.DataFrame, numbers: Numbers) -> pl.DataFrame:
        """Statements read as if their source wrote numbers otherwise."""
        written = pl.lit(numbers.model_dump_json()).alias("written")
        return as_written(some.with_columns(written), self._file, self._words, pl.lit(self._file.election.held_on.year))
