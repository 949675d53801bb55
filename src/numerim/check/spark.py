"""Facts that Spark reads, and questions over them (docs/decisions/069).

Needs the extra `numerim[spark]`, and Java 17 where Spark runs.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.dialect import as_spark, names, view
from numerim.check.questions import Off, but
from numerim.check.relations import reckoned
from numerim.schemas.fact import facts
from numerim.schemas.relation import Primitive
from numerim.schemas.relations.sum import Reckoned
from numerim.schemas.rule import EACH, Rule
from numerim.schemas.shared import shared

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.cteRecursionRowLimit": "-1",  # units within units, of any number
    "spark.sql.constraintPropagation.enabled": "false",  # Spark 4.3 fails at it in unions: key not found
    "spark.sql.sources.fileCompressionFactor": "30",  # facts in memory against their Parquet, of a million figures
}
"""What a session must be set to for the same answers, and not to send to every worker what it takes to be small."""

_OWN = {"figures": {"figure_id": "BIGINT"}}
"""What the engine keeps of a fact beside what rules may ask, and needs again."""


def write_facts(connection: duckdb.DuckDBPyConnection, folder: Path, name: str = "0") -> None:
    """Write what rules may ask as `<fact>.parquet/<name>.parquet`, with the columns of `schemas/facts/`; ids are text.

    Args:
        connection: a database with the schema `core`.
        folder: where they go; files of the same names are replaced.
        name: a name for this part of each fact.
    """
    made: dict[str, set[str]] = {}
    there_are = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'core'"
    for table, column in warehouse.rows(connection, there_are):
        made.setdefault(table, set()).add(column)
    for fact, columns in columns_of_facts().items():
        path = folder / f"{fact}.parquet" / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        own = made.get(fact, set())
        asked = ", ".join(
            f"CAST({column if column in own else 'NULL'} AS {dtype}) AS {column}" for column, dtype in columns.items()
        )
        rows = f"core.{fact}" if own else "(SELECT 1) WHERE false"  # failures, say, are known only after the rules
        connection.execute(f"COPY (SELECT {asked} FROM {rows}) TO {warehouse.text(str(path))} (FORMAT parquet)")


def columns_of_facts() -> dict[str, dict[str, str]]:
    """Each fact -> its columns, with their types in DuckDB."""
    return {
        name: {column: warehouse.sql_type(said.dtype) for column, said in model.to_schema().columns.items()}
        | _OWN.get(name, {})
        for name, model in facts().items()
    }


def _named(dtype: str) -> str:
    return "STRING" if dtype == "VARCHAR" else dtype


class Spark:
    """Facts that Spark reads, and the questions of rules over them.

    Args:
        session: a `SparkSession`: local, of a master, or of Spark Connect. `SETTINGS` are set in it.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        for name, value in SETTINGS.items():
            session.conf.set(name, value)

    def read(self, folder: str) -> None:
        """Take the facts of a folder that `write_facts` wrote, or that is written like it, each in any parts.

        Args:
            folder: a path or an address that every worker can read, such as `s3a://…`.
        """
        for name, columns in columns_of_facts().items():
            schema = ", ".join(f"{column} {_named(dtype)}" for column, dtype in columns.items())
            self.call(name, self.session.read.schema(schema).parquet(f"{folder}/{name}.parquet"))

    def ask(self, sql: str) -> Any:
        """The answer to a question in DuckDB's SQL over `core`, as a DataFrame of Spark."""
        return self.session.sql(as_spark(sql))

    def call(self, table: str, answer: Any) -> None:
        """Let questions ask an answer as `core.<table>`."""
        answer.createOrReplaceTempView(view(table))

    def take(self, table: str, frame: pl.DataFrame) -> None:
        """Let questions ask a frame as `core.<table>`."""
        self.call(table, self.session.createDataFrame(frame.to_arrow()))


def frame(answer: Any) -> pl.DataFrame:
    """An answer of Spark, taken to where this runs."""
    return pl.DataFrame(pl.from_arrow(answer.toArrow()))


def given(kind: Primitive, rules: Sequence[Rule], off: Off, columns: Sequence[str] = ()) -> str:
    """What rules give a primitive, without sums that are reckoned, in Spark's SQL.

    `union all by name` is not known there: each rule is asked for the columns in their order, null where it has none.

    Args:
        kind: the primitive.
        rules: those that declare relations of its kind.
        off: the elections in which a rule is not asked.
        columns: which columns; all where none is named.
    """
    wanted = {name: kind.columns[name].replace("varchar", "string") for name in columns or kind.columns}
    nothing = ", ".join(f"cast(null as {dtype}) as {name}" for name, dtype in wanted.items())
    each = [f"select cast(null as string) as rule, false as at_most, {nothing} where false"]
    for rule in rules:
        for one in rule.relations:
            if isinstance(one, Reckoned):
                continue
            sql = one.rows(EACH[rule.each].key)
            there = names(sql)
            told = ", ".join(
                f"cast({name if name in there else 'null'} as {dtype}) as {name}" for name, dtype in wanted.items()
            )
            asked = as_spark(shared(but(rule, sql, off)))
            each.append(f"select '{rule.code}' as rule, {str(rule.at_most).lower()} as at_most, {told} from ({asked})")
    return " union all ".join(f"({one})" for one in each)


def sums(rules: Sequence[Rule], off: Off, columns: Mapping[str, str]) -> list[str]:
    """The sums that are reckoned without a row for each figure, in Spark's SQL, each with these columns."""
    told = ", ".join(f"cast({name} as {dtype}) as {name}" for name, dtype in columns.items())
    return [
        f"select {told} from (select '{rule.code}' as rule, {str(rule.at_most).lower()} as at_most, * from "
        f"({as_spark(shared(but(rule, one.sums(name, EACH[rule.each].key), off)))}))"
        for rule, name, one in reckoned(rules)
    ]
