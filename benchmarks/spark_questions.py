"""Every question of every rule asked on Spark, of cases in which each holds and is broken: the rows that DuckDB gives?

    .venv/bin/python -m benchmarks.spark_questions

Needs numerim[spark] and Java 17, and some minutes. Prints what differs.
"""

import tempfile
from collections import Counter
from pathlib import Path

import polars as pl

from numerim import warehouse
from numerim.check import lawful, sparkengine
from numerim.check.dialect import as_spark, view
from numerim.check.relations import judge_relations, reckoned
from numerim.check.spark import Spark, frame, given, sums
from numerim.schemas.relations.sum import BY, SUM
from numerim.schemas.rule import PRIMITIVES, rules
from tests.rules.test_cases import WITH_EVERY_RULE
from tests.spark.everything import SMALL, in_duckdb, of_cases

NUMBERED = ("sum_id", "spot", "relation", "holds", "figure_id")
"""Columns that are hashes or numbers of each engine's own."""


def rows(frame, columns):
    """The rows of a frame as text; numbers by what they are worth, floats to nine decimals."""
    told = []
    for name in columns:
        dtype = frame.schema[name]
        one = pl.col(name).round(9) if dtype.is_float() else pl.col(name)
        if dtype.is_integer() or dtype.is_decimal():
            one = one.cast(pl.Decimal(38, 14))
        told.append(one.cast(pl.String))
    return Counter(frame.select(told).rows())


def differing(wanted, came):
    """Some rows that only one of two answers has."""
    columns = [
        name for name in wanted.columns if name not in NUMBERED or (name == "figure_id" and name in came.columns)
    ]
    floats = [name for name in columns if wanted.schema[name].is_float() != came.schema[name].is_float()]
    one, other = (rows(each.with_columns(pl.col(floats).cast(pl.Float64)), columns) for each in (wanted, came))
    return list((one - other).elements())[:3], list((other - one).elements())[:3]


def questions(connection, spark):
    """Each question by a name, with DuckDB's answer and Spark's."""
    for rule in rules().values():
        if rule.over:
            yield rule.code, warehouse.frame(connection, rule.question), lambda sql=rule.question: spark.ask(sql)
    for number, sql in enumerate(lawful.QUESTIONS):
        yield f"laws {number}", warehouse.frame(connection, sql), lambda sql=sql: spark.ask(sql)
    related = [rule for rule in rules().values() if rule.relation]
    _, failures = judge_relations(connection, related, in_full=True)
    assert not failures
    for kind in PRIMITIVES:
        mine = [rule for rule in related if rule.primitive is kind]
        wanted = warehouse.frame(connection, f"SELECT * FROM core.{kind.given}")
        yield f"what {kind.name} are given", wanted, lambda kind=kind, mine=mine: gathered(spark, kind, mine)
        wanted = warehouse.frame(connection, f"SELECT * FROM core.{kind.name}")
        yield kind.name, wanted, lambda kind=kind, mine=mine: answered(spark, kind, mine)
        if kind.in_brief:
            brief = warehouse.frame(connection, kind.in_brief)
            yield f"{kind.name} in brief", brief, lambda kind=kind: spark.ask(kind.in_brief)
    members = {name: one.members(name) for _, name, one in reckoned(related)}
    each = " UNION ALL BY NAME ".join(f"SELECT '{name}' AS of_sum, * FROM ({sql})" for name, sql in members.items())
    wanted = warehouse.frame(connection, each).with_columns(pl.col("weight").cast(pl.Decimal(18, 8)))
    yield "members", wanted, lambda: members_of(spark, members)


def gathered(spark, kind, rules):
    """What rules give a primitive, as `core.<given>`."""
    spark.call("asked", spark.session.sql(given(kind, rules, {})))
    sql = kind.gathered.format(given="select * from core.asked")
    spark.call(kind.given, spark.ask(f"select *, hash({BY}) as sum_id from core.asked" if kind is SUM else sql))
    return spark.session.table(view(kind.given))


def answered(spark, kind, rules):
    """The answers of a primitive, with sums that are reckoned."""
    answer = spark.ask(kind.question)
    for sql in sums(rules, {}, dict(answer.dtypes)):
        answer = answer.union(spark.session.sql(sql))
    return answer


def members_of(spark, members):
    """The figures of sums that are reckoned."""
    told = "sum_id, figure_id, cast(weight as decimal(18, 8)) as weight, blamed, figure, half, label, place, what"
    each = (f"select '{name}' as of_sum, {told} from ({as_spark(sql)})" for name, sql in members.items())
    return spark.session.sql(" union all ".join(each))


def main() -> None:
    session = sparkengine.start("local[2]", SMALL)
    spark, asked, differ = Spark(session), Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        facts = of_cases(WITH_EVERY_RULE, Path(folder))
        spark.read(str(facts))
        with in_duckdb(facts) as connection:
            for name, wanted, ask in questions(connection, spark):
                asked.update(wanted["rule"].to_list() if "rule" in wanted.columns else [])
                asked[name] += wanted.height
                try:
                    lost = differing(wanted, frame(ask()))
                except Exception as error:
                    lost = str(error)[:300]
                differ += lost != ([], [])
                print(f"{name}: {wanted.height} rows, {'the same' if lost == ([], []) else lost}", flush=True)
    session.stop()
    codes = [rule.code for rule in rules().values() if not rule.law_asks and not asked[rule.code]]
    print(f"{differ} differ; without a row: {', '.join(codes) or 'none'}")


if __name__ == "__main__":
    main()
