"""The reference data under `seeds/`: units, parties, people and words, with the forms that documents use."""

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from numerim import warehouse
from numerim.errors import InputError, nearest
from numerim.model.visible import HIDDEN
from numerim.reference import table as read_table

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = (
    "gp_units",
    "gp_unit_names",
    "parties",
    "party_names",
    "coalition_members",
    "people",
    "words",
    "laws",
    "council_sizes",
    "licences",
)


_REFERENCES = (
    ("gp_units", "parent_id", "gp_units", "gp_unit_id"),
    ("gp_unit_names", "gp_unit_id", "gp_units", "gp_unit_id"),
    ("gp_unit_parents", "gp_unit_id", "gp_units", "gp_unit_id"),
    ("gp_unit_parents", "parent_id", "gp_units", "gp_unit_id"),
    ("party_names", "party_id", "parties", "party_id"),
    ("coalition_members", "party_id", "parties", "party_id"),
    ("coalition_members", "coalition_id", "parties", "party_id"),
    ("council_sizes", "law_id", "laws", "law_id"),
)
_PARENTS = {"gp_unit_id": pl.String, "parent_id": pl.String}
_LANGUAGES = ("english", "greek", "macedonian", "serbian", "turkish")
_CASES = ("ablative", "accusative", "dative", "genitive", "instrumental")
_FORMS = {
    "gp_unit_names": (*_CASES, "definite", "former", "misprint", "variant", *_LANGUAGES),
    "party_names": ("alias", "misprint"),
    "people": ("inflected", "misprint", "short", "variant"),
}


def normal(column: str) -> str:
    """SQL: a name without what writing varies: case, Unicode form, runs of spaces, characters that cannot be seen."""
    seen = f"regexp_replace(nfc_normalize({column}), '{HIDDEN}', '', 'g')"
    return f"lower(trim(regexp_replace({seen}, '[\\s\\pZ]+', ' ', 'g')))"


def load(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Put the seeds into the schema `seed`, with look-up tables from every form of a name.

    `seed.unit_forms` (country, form, unit_type, gp_unit_id), `seed.party_forms` (country, form, party_id) and
    `seed.person_forms` (country, form, name) have normalised forms, each only once.

    Raises:
        InputError: a file is missing or no table, or one form stands for two things.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS seed")
    kept = _LOADED.get(folder)
    stamps = [(path.name, path.stat()) for path in sorted(folder.glob("*.csv"))]
    stamp = [(name, at.st_mtime_ns, at.st_size, at.st_ino) for name, at in stamps]
    if kept is not None and kept[0] == stamp:
        for name, frame in kept[1].items():
            warehouse.load(connection, f"seed.{name}", frame)
        return
    _LOADED.clear()
    _LOADED[folder] = stamp, {name: frame.to_arrow() for name, frame in _load(connection, folder).items()}


_LOADED: dict[Path, tuple[list[tuple[str, int, int, int]], dict[str, "pa.Table"]]] = {}
"""The seeds that this process loaded last, as their files were: folder -> when they changed, and the tables."""


def _load(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, pl.DataFrame]:
    """Read the seeds, hold them against each other, and make the look-up tables; all of it is given back."""
    read: dict[str, pl.DataFrame] = {}
    for name in TABLES:
        read[name] = read_table(folder / f"{name}.csv")
        warehouse.load(connection, f"seed.{name}", read[name])
    more = folder / "gp_unit_parents.csv"
    pairs = read_table(more) if more.is_file() else pl.DataFrame(schema=_PARENTS)
    read["gp_unit_parents"] = pairs.select(*_PARENTS)
    warehouse.load(connection, "seed.gp_unit_parents", read["gp_unit_parents"])
    made = folder / "gp_unit_inflections.csv"  # by rule, from what people wrote, which goes before it
    if made.is_file():
        warehouse.load(connection, "seed.gp_unit_inflections", read_table(made))
        connection.execute(
            "INSERT INTO seed.gp_unit_names BY NAME SELECT gp_unit_id, printed, form FROM seed.gp_unit_inflections "
            "ANTI JOIN seed.gp_unit_names USING (gp_unit_id, printed)"
        )
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE seed.unit_forms AS
        SELECT DISTINCT country, unit_type, {normal("form")} AS form, gp_unit_id FROM (
            SELECT country, unit_type, name AS form, gp_unit_id FROM seed.gp_units
            UNION ALL
            SELECT country, unit_type, printed, gp_unit_id FROM seed.gp_unit_names
            JOIN seed.gp_units USING (gp_unit_id));
        CREATE OR REPLACE TABLE seed.party_forms AS
        SELECT DISTINCT country, {normal("form")} AS form, party_id FROM (
            SELECT country, unnest([name, name_en, acronym]) AS form, party_id FROM seed.parties
            UNION ALL
            SELECT country, printed, party_id FROM seed.party_names JOIN seed.parties USING (party_id))
        WHERE form IS NOT NULL AND form <> '';
        CREATE OR REPLACE TABLE seed.person_forms AS
        SELECT DISTINCT country, {normal("form")} AS form, name FROM (
            SELECT country, name AS form, name FROM seed.people
            UNION ALL
            SELECT country, printed, name FROM seed.people);
        """
    )
    for table, key, refers, target in _REFERENCES:
        dangling = warehouse.rows(
            connection,
            f"SELECT {key} FROM seed.{table} WHERE coalesce({key}, '') NOT IN (SELECT {target} FROM seed.{refers}) "
            f"AND NOT ('{key}' = 'parent_id' AND {key} IS NULL) LIMIT 1",
        )
        if dangling:
            raise InputError(f"seeds/{table}.csv", f"the {key} {dangling[0][0]!r} is not in seeds/{refers}.csv")
    for table, known in _FORMS.items():
        inside = ", ".join(warehouse.text(form) for form in known)
        odd = warehouse.rows(connection, f"SELECT form FROM seed.{table} WHERE form NOT IN ({inside}) LIMIT 1")
        if odd:
            raise InputError(f"seeds/{table}.csv", f"unknown form {odd[0][0]!r}", nearest(str(odd[0][0]), list(known)))
    for table, file, within in (
        ("unit_forms", "gp_unit_names", "country, unit_type"),
        ("party_forms", "party_names", "country"),
        ("person_forms", "people", "country"),
    ):
        twice = warehouse.rows(
            connection, f"SELECT form FROM seed.{table} GROUP BY {within}, form HAVING count(*) > 1 ORDER BY form"
        )
        if twice:
            raise InputError(
                f"seeds/{file}.csv",
                f"{twice[0][0]!r} stands for two things",
                "Remove one of them, or tell them apart by a longer form.",
            )
    made_here = ("gp_unit_names", "unit_forms", "party_forms", "person_forms")
    return read | {name: warehouse.frame(connection, f"FROM seed.{name}") for name in made_here}


def words(folder: Path, language: str) -> pl.DataFrame:
    """The number words and names of months of a language: `word`, `kind`, `value`.

    Raises:
        InputError: the file is missing, no table, or has a value that is no number.
    """
    every = read_table(folder / "words.csv")
    odd = every.filter(pl.col("value").cast(pl.Int64, strict=False).is_null())
    if odd.height:
        raise InputError("seeds/words.csv", f"the value {odd['value'][0]!r} of {odd['word'][0]!r} is no whole number")
    return every.filter(pl.col("language") == language).select("word", "kind", pl.col("value").cast(pl.Int64))


def claims(folder: Path, language: str) -> dict[str, list[str]]:
    """The words by which documents of a language say what happened: `elected` -> `won` and others.

    Raises:
        InputError: the file is missing, or no table.
    """
    every = read_table(folder / "claims.csv").filter(pl.col("language") == language)
    return dict(every.group_by("says", maintain_order=True).agg("words").iter_rows())
