"""Names that are those of known units, parties and people but for how they are written.

Case, accents, spaces, hyphens, apostrophes, letters of another alphabet that look the same, a word for the kind of unit
(`seeds/unit_words.csv`), and its name in a second language beside it make no other name. A name that the seeds have as
it is printed is not looked at; one that fits two is left unknown, with both (docs/decisions/038-names.md).
"""

from pathlib import Path

import duckdb
import polars as pl

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.model import seeds
from numerim.reference import table
from numerim.schemas.folded import MIXED, in_two_letters, looked_at, worded
from numerim.schemas.vocabulary import BY_PARTY

_VARIANTS = ("kind", "form", "bare", "unit_types", "level")
_NEVER = pl.lit(None, pl.List(pl.String)).alias("unit_types")


def match(connection: duckdb.DuckDBPyConnection, file: ElectionFile, reference: Path) -> None:
    """Know the names of `raw.statements` that differ from known ones in nothing but how they are written.

    They are added to `known.unit_forms` (`by_writing`), `known.party_forms` and `known.person_forms`, and to
    `core.registered_units` (`within_form`, `form`, `gp_unit_id`) where only what a unit lies in tells which it is.
    Makes `core.alike` and `core.unclear` (`kind`, `form`, `id`): names that are matched, and those that fit several;
    and `core.without_kind` (`form`, `bare`): names of units that fit none, without the word for their kind.
    """
    connection.execute(_TABLES)
    country = warehouse.text(file.election.country)
    known = warehouse.frame(connection, _known(country))
    asked = warehouse.frame(connection, _asked(country, known["kind"].unique().to_list())) if len(known) else known
    if asked.is_empty():
        return
    names = asked.select("kind", "form").unique(maintain_order=True)
    words = _words(reference)
    compared = _of_seeds(known, words)
    found = _found(_printed(names, words), compared)
    rest = names.filter(kind="gp_unit").join(found, on=["kind", "form"], how="anti")
    for between in _BETWEEN_TWO:
        found = pl.concat([found, _said_twice(rest, between, words, compared)])
        rest = rest.join(found, on=["kind", "form"], how="anti")
    left = rest.with_columns(worded=worded(pl.col("form")))
    bare = (
        _without(left, words).group_by("form").agg(pl.col("worded").sort_by(pl.col("worded").str.len_chars()).first())
    )
    warehouse.load(connection, "core.without_kind", bare.select("form", pl.col("worded").alias("bare")).sort("form"))
    if not found.is_empty():
        warehouse.load(connection, "core.fitting", found.join(asked, on=["kind", "form"]).filter(_AS_SAID))
        connection.execute(_taken(country))


_AS_SAID = pl.col("said_type").is_null() | (pl.col("said_type") == pl.col("unit_type"))


_TABLES = """
CREATE OR REPLACE TABLE core.registered_units (within_form VARCHAR, form VARCHAR, gp_unit_id VARCHAR);
CREATE OR REPLACE TABLE core.alike (kind VARCHAR, form VARCHAR, id VARCHAR);
CREATE OR REPLACE TABLE core.unclear (kind VARCHAR, form VARCHAR, id VARCHAR);
CREATE OR REPLACE TABLE core.without_kind (form VARCHAR, bare VARCHAR);
"""


def _known(country: str) -> str:
    """SQL: every name of the country that the seeds have, as `kind`, `id`, `unit_type` and `form`."""
    return f"""
    SELECT DISTINCT 'gp_unit' AS kind, gp_unit_id AS id, unit_type, form FROM seed.unit_forms WHERE country = {country}
    UNION ALL SELECT 'party', party_id, '', form FROM seed.party_forms WHERE country = {country}
    UNION ALL SELECT 'person', name, '', form FROM seed.person_forms WHERE country = {country}
    ORDER BY ALL"""


def _asked(country: str, kinds: list[str]) -> str:
    """SQL: every printed name that the seeds do not have as it is, with what its rows say that it lies in and is."""
    by_party = ", ".join(warehouse.text(m) for m in BY_PARTY)
    parts = {
        "gp_unit": f"""SELECT 'gp_unit' AS kind, {seeds.normal("unit_named")} AS form,
                {seeds.normal("within")} AS within_form, said_type
            FROM (SELECT DISTINCT unit_named, within, said_type FROM raw.statements WHERE unit_named IS NOT NULL)
            UNION SELECT 'gp_unit', {seeds.normal("within")}, NULL, NULL
            FROM (SELECT DISTINCT within FROM raw.statements WHERE within IS NOT NULL)""",
        "party": f"""SELECT 'party', {seeds.normal("party")}, NULL, NULL FROM (
                SELECT DISTINCT unnest([party, coalition, CASE WHEN measure IN ({by_party}) THEN category END]) AS party
                FROM raw.statements) WHERE party IS NOT NULL""",
        "person": f"""SELECT 'person', {seeds.normal("candidate")}, NULL, NULL FROM (
                SELECT DISTINCT candidate FROM raw.statements WHERE candidate IS NOT NULL)""",
    }
    every = " UNION ".join(sql for kind, sql in parts.items() if kind in kinds)
    return f"""
    SELECT kind, form, within_form, said_type FROM ({every}) AS asked(kind, form, within_form, said_type)
    WHERE form <> '' AND (kind, form) NOT IN (SELECT (kind, form) FROM ({_known(country)})) ORDER BY ALL"""


def _words(reference: Path) -> pl.DataFrame:
    """The words for kinds of units, the longest first; by what was installed, where the seeds have none."""
    own = reference / "unit_words.csv"
    path = own if own.is_file() else Path(__file__).parents[1] / "seeds" / own.name
    every = table(path).with_columns(pl.col("unit_types").str.split(" "))
    return every.sort(pl.col("words").str.len_chars(), "words", descending=[True, False])


def _bare(form: pl.Expr) -> pl.Expr:
    """What `worded` gives, without spaces; numbers stay apart (1.12 is not 11.2)."""
    for _ in range(2):  # a digit may stand between two spaces
        form = form.str.replace_all(r"(\p{N}) (\p{N})", "$1|$2")
    return form.str.replace_all(" ", "")


def _without(names: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Names of units without a word for their kind before or behind them; `unit_types` are those that it is used for.

    Args:
        names: with `worded`, and any other columns.
        words: as `_words` gives them.
    """
    made = []
    for elsewhere, pattern in (("behind", r"^(?<word>{}) (?<name>.+)$"), ("before", r"^(?<name>.+?) (?<word>{})$")):
        some = words.filter(pl.col("stands") != elsewhere)
        caught = pattern.replace("{}", "|".join(some["words"].unique(maintain_order=True)))
        types = some.explode("unit_types").group_by("words").agg("unit_types")
        taken = names.with_columns(pl.col("worded").str.extract_groups(caught).alias("cut")).unnest("cut")
        of_kind = taken.filter(pl.col("name").is_not_null()).join(types, left_on="word", right_on="words")
        made.append(of_kind.with_columns(worded=pl.col("name")).drop("word", "name"))
    return pl.concat(made)


def _printed(names: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """What each printed name may be compared by, the nearest first (`level`), and of which types it then is."""
    whole = names.with_columns(worded=worded(pl.col("form")))
    once = _without(whole.filter(kind="gp_unit"), words)
    twice = _without(once.rename({"unit_types": "types"}), words).with_columns(
        pl.col("unit_types").list.set_intersection("types")
    )
    parts = (whole.with_columns(_NEVER, level=0), once.with_columns(level=1), twice.with_columns(level=2))
    every = pl.concat([part.with_columns(bare=_bare(pl.col("worded"))).select(_VARIANTS) for part in parts])
    mixed = every.filter(pl.col("form").str.contains(MIXED))
    looks = mixed.with_columns(bare="=" + looked_at(pl.col("bare")), level=pl.col("level") + 3)
    return pl.concat([every, looks])


def _of_seeds(known: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """What each known name may be compared by: `kind`, `id`, `unit_type`, `bare`, `level`."""
    plain = known.with_columns(worded=worded(pl.col("form")))
    spelled = known.with_columns(worded=worded(in_two_letters(pl.col("form"))))
    bare_of_kind = _without(plain.filter(kind="gp_unit"), words).filter(pl.col("unit_type").is_in(pl.col("unit_types")))
    parts = (plain.with_columns(level=0), spelled.with_columns(level=0), bare_of_kind.with_columns(level=1))
    columns = ["kind", "id", "unit_type", "bare", "level"]
    every = pl.concat([part.with_columns(bare=_bare(pl.col("worded"))).select(columns) for part in parts])
    every = every.filter(pl.col("bare") != "")
    return pl.concat([every, every.with_columns(bare="=" + looked_at(pl.col("bare")))]).unique(maintain_order=True)


def _found(printed: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What each printed name fits by the nearest way that fits anything: `kind`, `form`, `id`, `unit_type`."""
    fits = printed.join(known, on=["kind", "bare"], suffix="_known").filter(
        pl.col("unit_types").is_null() | pl.col("unit_type").is_in(pl.col("unit_types"))
    )
    far = (pl.col("level") + pl.col("level_known")).alias("far")
    near = fits.with_columns(far).filter(pl.col("far") == pl.col("far").min().over("kind", "form"))
    return near.select("kind", "form", "id", "unit_type").unique(maintain_order=True)


_BETWEEN_TWO = (r"\s*[/|]\s*|\s+[-–—]\s+", r"\s*[()\[\]]\s*|-")
"""Regular expressions for what stands between the names that a unit has in two languages, and behind them."""


def _said_twice(names: pl.DataFrame, between: str, words: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Units named in two languages, `Pejë/Peć` or `Peja (Peć)`, as `_found` gives them: both names are of one."""
    split = pl.col("form").str.replace_all(between, "\n").str.strip_chars("\n").str.split("\n")
    parts = names.with_columns(split.alias("part"))
    parts = parts.filter(pl.col("part").list.len() > 1).rename({"form": "whole"}).explode("part")
    fits = _found(_printed(parts.select("kind", form="part").unique(maintain_order=True), words), known)
    both = parts.with_columns(of=pl.len().over("whole")).join(fits, left_on=["kind", "part"], right_on=["kind", "form"])
    same = both.group_by("kind", "whole", "id", "unit_type", "of", maintain_order=True).len()
    return same.filter(pl.col("len") == pl.col("of")).select("kind", pl.col("whole").alias("form"), "id", "unit_type")


def _taken(country: str) -> str:
    """SQL: take names that fit one thing; of units, one of each type, or the one that lies where the row says."""
    return f"""
    CREATE OR REPLACE TEMP TABLE one_of AS
        SELECT kind, form, unit_type, min(id) AS id FROM core.fitting GROUP BY ALL HAVING count(DISTINCT id) = 1;
    INSERT INTO known.unit_forms (country, unit_type, form, gp_unit_id, by_writing)
        SELECT {country}, unit_type, form, id, true FROM one_of WHERE kind = 'gp_unit';
    INSERT INTO known.party_forms (country, form, party_id)
        SELECT {country}, form, id FROM one_of WHERE kind = 'party';
    INSERT INTO known.person_forms (country, form, name)
        SELECT {country}, form, id FROM one_of WHERE kind = 'person';
    CREATE OR REPLACE TEMP TABLE several AS
        SELECT DISTINCT kind, form, within_form, id FROM core.fitting ANTI JOIN one_of USING (kind, form, unit_type);
    INSERT INTO core.registered_units
        WITH RECURSIVE lies AS (
            SELECT DISTINCT id, id AS ancestor_id, 0 AS steps FROM several WHERE kind = 'gp_unit'
            UNION SELECT l.id, g.parent_id, l.steps + 1
            FROM lies l JOIN known.gp_units g ON g.gp_unit_id = l.ancestor_id
            WHERE g.parent_id IS NOT NULL AND l.steps < 20)
        SELECT s.within_form, s.form, min(s.id) FROM several s JOIN lies l ON l.id = s.id AND l.steps > 0
        JOIN known.unit_forms f ON f.gp_unit_id = l.ancestor_id AND f.form = s.within_form AND f.country = {country}
        GROUP BY ALL HAVING count(DISTINCT s.id) = 1;
    INSERT INTO core.alike SELECT DISTINCT kind, form, id FROM one_of
        UNION SELECT 'gp_unit', form, gp_unit_id FROM core.registered_units;
    INSERT INTO core.unclear SELECT DISTINCT kind, form, id FROM several;
    """
