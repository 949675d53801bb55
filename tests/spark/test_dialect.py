"""What Spark says otherwise, and what is said where it is not there."""

import sys

import polars as pl
import pytest

from numerim.check import sparkengine
from numerim.check.dialect import as_spark, claimed, names
from numerim.errors import InputError
from numerim.schemas.rule import rules
from tests.command import as_text, typed
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("asked", "on_spark"),
    [
        ("select a from core.figures", "FROM core_figures AS figures"),
        (
            "select string_agg(distinct a, ' ' order by a) from core.figures",
            "ARRAY_JOIN(SORT_ARRAY(COLLECT_SET(a)), ' ')",
        ),
        ("select count(distinct a) over (partition by b) from core.figures", "SIZE(COLLECT_SET(a) OVER"),
        ("select sum(a) over w from core.figures window w as (partition by b)", "SUM(a) OVER (PARTITION BY b)"),
        ("select hash(a, b) from core.figures", "XXHASH64(COALESCE(CAST(a AS STRING), '"),
        ("select a / b from core.figures", "CAST(a AS DOUBLE) / b"),
        ("with x as (select 1 as a) select a from x", "x_1 AS (SELECT 1 AS a) SELECT a FROM x_1 AS x"),
        ("with x as (select 1 as a) select y.a from x as y", "x_1 AS (SELECT 1 AS a) SELECT y.a FROM x_1 AS y"),
        (
            "with x as (select 1 as a union select 2) select a from x",
            "(SELECT 1 AS a UNION SELECT 2) SELECT a FROM x_1",
        ),
        (  # Spark repeats what asks itself
            "with recursive x as (select 1 as a union select a + 1 from x where a < 3) select a from x",
            "UNION ALL SELECT a + 1 FROM x_1 AS x WHERE a < 3) SELECT a FROM (SELECT DISTINCT * FROM x_1) AS x",
        ),
        (
            "with recursive x as (select 1 as a union select a + 1 from x where a < 3) select y.a from x as y",
            "SELECT y.a FROM (SELECT DISTINCT * FROM x_1) AS y",
        ),
    ],
)
def test_what_spark_says_otherwise(asked, on_spark):
    assert on_spark in as_spark(asked)


@pytest.mark.parametrize(
    ("claim", "sql"),
    [
        (pl.col("a") <= pl.col("b"), "coalesce((a <= b), false)"),
        (
            ((pl.col("a") - 1).abs() == 0) | (pl.col("b") != "it's"),
            "coalesce(((abs((a - 1)) = 0) or (b <> 'it\\'s')), false)",
        ),
        (pl.col("a").is_null(), "coalesce((a is null), false)"),
        (pl.col("a").str.contains("b"), None),
    ],
)
def test_claims_in_sql(claim, sql):
    assert claimed(claim) == sql


def test_every_claim_is_known_in_sql():
    assert [rule.code for rule in rules().values() if rule.over and claimed(rule.claim) is None] == []


def test_a_question_must_name_its_columns():
    with pytest.raises(ValueError, match="must name its columns"):
        names("select * from core.figures")


def test_without_pyspark(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(InputError, match="is not installed") as told:
        sparkengine.start("local[1]", {})
    assert told.value.cure == 'Install it: pip install "numerim[spark]".'


def test_without_java(monkeypatch, tmp_path):
    pytest.importorskip("pyspark", reason="numerim[spark] is not installed")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(InputError, match="Spark needs Java, and JAVA_HOME"):
        sparkengine.start("local[1]", {})


def test_where_no_master_answers():
    pytest.importorskip("pyspark", reason="numerim[spark] is not installed")
    with pytest.raises(InputError, match=r"nothing answers at spark://127\.0\.0\.1:9"):
        sparkengine.start("spark://127.0.0.1:9", {})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["xk-local-2017", "--master", "local[2]"], "--master: it says where Spark is"),
        (["xk-local-2017", "--engine", "spark", "--held"], "--held: it is not asked on Spark"),
        (["README.md", "--engine", "spark"], "--engine"),
    ],
)
def test_words_that_do_not_go_together(words, told):
    done = as_text(typed("check", *words, cwd=ROOT))
    assert done.returncode == 2
    assert told in done.stderr
