"""Rules judged on Spark: the verdicts that DuckDB gives, and what is broken, for blame and hints.

Spark asks every question and judges every claim; what comes back is how often each rule held, what is broken, and the
relations that share a figure with that, or with one printed beside it. Laws, and what rules reckon with beyond SQL, are
judged here, of answers that Spark gathers.
"""

from collections.abc import Sequence
from typing import Any, cast

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check import lawful
from numerim.check.dialect import as_spark, claimed, view
from numerim.check.failures import Failure, first_line
from numerim.check.questions import Off, question
from numerim.check.relations import (
    Verdict,
    claims,
    counted,
    holding,
    judged,
    place_terms,
    reckoned,
    verdict,
)
from numerim.check.repair.near import NEAR
from numerim.check.spark import Spark, frame, given, sums
from numerim.schemas.relation import KEYS, LIST_KEYS, Primitive
from numerim.schemas.relations.agreement import AGREEMENT
from numerim.schemas.relations.ratio import RATIO
from numerim.schemas.relations.sum import BY, SUM
from numerim.schemas.rule import EACH, PRIMITIVES, Rule

_TERM = {
    **{"sum_id": "bigint", "figure_id": "bigint", "of_unit": "boolean", "weight": "decimal(18, 8)", "blamed": "int"},
    **{"figure": "decimal(24, 6)", "half": "decimal(18, 8)", "label": "string", "place": "string", "what": "string"},
}
"""The columns of `core.terms`."""


class Judging:
    """The rules of an election, judged on Spark.

    Args:
        spark: with the facts of that election.
        connection: a database with the same facts; it takes what is broken.
        folder: where Spark keeps answers: a path or an address that all its workers share.
        off: the elections in which a rule is not asked.
    """

    def __init__(self, spark: Spark, connection: duckdb.DuckDBPyConnection, folder: str, off: Off) -> None:
        self._spark, self._connection, self._folder, self._off = spark, connection, folder, off
        self._cells = pl.DataFrame(schema={"place": pl.String})

    def relations(self, rules: Sequence[Rule]) -> dict[str, Verdict]:
        """Judge the rules that declare relations; makes `core.sums` and the like of what is broken, and around it."""
        found: dict[str, Verdict] = {}
        broken: dict[str, pl.DataFrame] = {}
        mine = {kind.name: [rule for rule in rules if rule.primitive is kind] for kind in PRIMITIVES}
        kinds = [kind for kind in PRIMITIVES if mine[kind.name] or not kind.alone]
        for kind in kinds:
            self._answer(kind, mine[kind.name])
            broken[kind.name] = frame(self._spark.ask(f"select * from core.{kind.name} where not holds"))
        self._take_around(mine[SUM.name], broken)
        for kind in kinds:
            if not mine[kind.name]:
                continue
            told = self._told(kind, mine[kind.name], broken[kind.name])
            counts = self._spark.ask(counted(f"core.{kind.name}", mine[kind.name]))
            asked = {rule.code: rule for rule in mine[kind.name]}
            for code, held, subjects in frame(counts).iter_rows():
                columns = list(dict.fromkeys((*EACH[asked[code].each].key, *kind.operands, "relation")))
                own = told.filter(pl.col("rule") == code) if told.height else pl.DataFrame()
                found[code] = Verdict(held, subjects, own.select(columns) if own.height else _nothing())
        return found

    def others(self, rules: Sequence[Rule], held: list[pl.Series]) -> tuple[dict[str, Verdict], list[Failure]]:
        """Judge the rules that ask in SQL of their own, and those that ask laws.

        Args:
            rules: the rules.
            held: takes the places of the agreements that hold, of those that share a figure with what is broken.
        """
        found: dict[str, Verdict] = {}
        failures: list[Failure] = []
        self._spark.take("cells", self._cells)
        for rule in rules:
            if rule.over and (said := self._asked(rule, held)):
                found[rule.code] = said
        of_laws = [rule for rule in rules if rule.law_asks]
        for rule, answer in lawful.answered(cast(Any, _Rows(self._spark, self._connection)), of_laws):
            if isinstance(answer, Exception):
                failures.append(Failure(rule.code, "could not be judged", first_line(answer)))
            elif answer is not None:
                if rule.code in self._off:
                    answer = answer.filter(~pl.col("election_id").is_in(sorted(self._off[rule.code])))
                found[rule.code] = verdict(rule, answer, held)
        return found, failures

    def _asked(self, rule: Rule, held: list[pl.Series]) -> Verdict | None:
        """Judge a rule that asks in SQL of its own; None where nothing answers it."""
        sql = question(rule, self._off)
        answer, claim = self._spark.ask(sql), claimed(rule.claim)
        if rule.then is not None or claim is None:
            whole = self._typed(sql, frame(answer))
            return verdict(rule, whole, held) if whole.height else None
        answer = self._kept(rule.code, answer.selectExpr("*", f"{claim} as holds", _ROW))
        keys = ", ".join(EACH[rule.each].key)
        ((things, held_by, subjects),) = frame(
            self._spark.session.sql(
                f"select count(*), count(case when holds then 1 end), count(distinct struct({keys})) "
                f"from {view(rule.code)}"
            )
        ).rows()
        if not things:
            return None
        if rule.family == "agreement" and held_by:
            held.append(self._near(rule.code, "locators")["locators"])
        if held_by == things:
            return Verdict(held_by, subjects, _nothing())
        broken = self._typed(sql, frame(answer.where("not holds")))
        return Verdict(held_by, subjects, judged(rule, broken)[0])

    def _answer(self, kind: Primitive, rules: Sequence[Rule]) -> None:
        """Let Spark answer a primitive, and judge each answer, as `core.<kind>`."""
        session = self._spark.session
        self._spark.call("given_rows", session.sql(given(kind, rules, self._off, kind.brief)))
        if kind.brief:
            asked, sql = "select * from core.given_rows", kind.in_brief or kind.question
        elif kind is SUM:
            asked, sql = f"select *, hash({BY}) as sum_id from core.given_rows", kind.question
        else:
            asked, sql = kind.gathered.format(given="select * from core.given_rows"), kind.question
        self._spark.call(kind.given, self._spark.ask(asked))
        answer = self._spark.ask(sql)
        if kind is SUM:
            self._spark.call("added", answer)
            columns = dict(answer.dtypes)
            each = [f"select {', '.join(columns)} from {view('added')}", *sums(rules, self._off, columns)]
            answer = session.sql(" union all ".join(f"({one})" for one in each))
        self._kept(
            kind.name, answer.selectExpr("*", f"{_claim(kind)} as holds", "monotonically_increasing_id() as row")
        )

    def _kept(self, name: str, answer: Any) -> Any:
        """An answer, worked out once and kept as `core.<name>`: what is asked of it later is asked of these rows."""
        path = f"{self._folder}/{name}.parquet"
        answer.write.mode("overwrite").parquet(path)
        self._spark.call(name, self._spark.session.read.schema(answer.schema).parquet(path))
        return self._spark.session.table(view(name))

    def _typed(self, sql: str, answer: pl.DataFrame) -> pl.DataFrame:
        """An answer with the types that DuckDB gives the same question."""
        wanted = warehouse.frame(self._connection, f"SELECT * FROM ({sql}) LIMIT 0").schema
        return answer.select(pl.col(name).cast(dtype) for name, dtype in wanted.items())

    def _told(self, kind: Primitive, rules: Sequence[Rule], broken: pl.DataFrame) -> pl.DataFrame:
        """The broken relations with all that findings need, after `_take_around`."""
        if not broken.height:
            return broken
        if kind.brief:
            codes = set(broken["rule"])
            told = self._in_full(kind, [rule for rule in rules if rule.code in codes], broken)
            return told.filter(~holding(kind.model, told))
        if kind.told:
            return warehouse.frame(self._connection, f"{kind.told} ORDER BY ALL")
        return self._as_table(kind, broken)

    def _in_full(self, kind: Primitive, rules: Sequence[Rule], broken: pl.DataFrame) -> pl.DataFrame:
        """All that there is to say of broken relations that were judged in brief."""
        keys = [name for name in kind.brief if name in (*KEYS, *LIST_KEYS)]
        self._spark.take("broken", broken.select("rule", *keys).unique())
        self._spark.call("given_rows", self._spark.session.sql(given(kind, rules, self._off)))
        same = " and ".join(f"b.{name} <=> g.{name}" for name in ("rule", *keys))
        mine = f"select g.* from {view('given_rows')} as g left semi join {view('broken')} as b on {same}"
        self._spark.call("given_broken", self._spark.session.sql(mine))
        gathered = self._spark.ask(kind.gathered.format(given="select * from core.given_broken"))
        self._spark.call(kind.given, gathered)
        return self._as_table(kind, frame(self._spark.ask(kind.question)))

    def _as_table(self, kind: Primitive, answer: pl.DataFrame) -> pl.DataFrame:
        """Answers of a primitive with the types that DuckDB gives them, numbered."""
        more = ", CAST(0 AS UBIGINT) AS sum_id" if kind is SUM else ""
        nothing = f"SELECT *{more} FROM ({kind.gathered.format(given=kind.nothing)})"
        self._connection.execute(f"CREATE OR REPLACE TABLE core.{kind.given} AS {nothing}")
        if kind is SUM and answer.height:
            answer = answer.with_columns(pl.col("sum_id").reinterpret(signed=False))
        names = [f"{kind.name} {i}" for i in range(answer.height)]
        holds = answer["holds"] if "holds" in answer.columns else pl.Series([False] * answer.height, dtype=pl.Boolean)
        told = self._typed(kind.question, answer)
        return told.with_columns(pl.Series("relation", names, pl.String), holds.alias("holds"))

    def _take_around(self, rules: Sequence[Rule], broken: dict[str, pl.DataFrame]) -> None:
        """Make `core.sums`, `core.terms`, `core.ratios` and `core.agreements` of what is broken, and around it."""
        taken, terms = dict(broken), _NO_TERMS
        if broken[SUM.name].height or broken[RATIO.name].height:
            self._keep_terms(rules)
            self._cells = self._places("sums where not holds", broken[RATIO.name])
            cells = self._with_beside(self._cells)
            self._spark.take("cells", cells)
            self._touching()
            cells = pl.concat([cells, self._places("around", self._near_ratios(), NEAR)]).unique()
            self._spark.take("cells", cells)
            self._touching()
            ratios = self._near_ratios()
            around = frame(self._spark.ask("select * from core.around"))
            terms = frame(
                self._spark.ask(
                    f"select {', '.join(_TERM)} from core.placed where sum_id in (select sum_id from core.around)"
                )
            )
            self._spark.take("cells", self._cells)
            agreed = self._near(AGREEMENT.name, "locators")
            for kind, more in ((SUM, around), (RATIO, ratios), (AGREEMENT, agreed)):
                taken[kind.name] = pl.concat([broken[kind.name], more]).unique("row")
        for kind in (SUM, RATIO, AGREEMENT):
            rows = self._as_table(kind, taken[kind.name].sort("row"))
            warehouse.load(self._connection, f"core.{kind.name}", rows)
        own = -1 - pl.int_range(pl.len(), dtype=pl.Int64)
        terms = terms.with_columns(pl.col("sum_id").reinterpret(signed=False), pl.coalesce("figure_id", own))
        warehouse.load(self._connection, "core.terms", terms)
        warehouse.load(self._connection, "core.own_terms", terms.filter(pl.col("figure_id") < 0))
        place_terms(self._connection)

    def _keep_terms(self, rules: Sequence[Rule]) -> None:
        """Let Spark keep the figures of all sums, with the places where they stand, as `core.placed`."""
        given_ones = {**{name: name for name in _TERM}, "figure_id": "null", "of_unit": "false"}
        own = ", ".join(f"cast({given_ones[name]} as {dtype}) as {name}" for name, dtype in _TERM.items())
        told = ", ".join(f"cast({name} as {dtype}) as {name}" for name, dtype in _TERM.items())
        judged_ones = f"sum_id in (select sum_id from {view(SUM.name)})"
        each = [
            f"select {own} from {view(SUM.given)}",
            *(
                f"select {told} from ({as_spark(one.members(name))}) where {judged_ones}"
                for _, name, one in reckoned(rules)
            ),
        ]
        terms = " union all ".join(f"({one})" for one in each)
        placed = f"""select t.*, coalesce(t.place, f.place) as at from ({terms}) as t
            left join {view("figures")} as f on f.figure_id = t.figure_id"""
        self._kept("placed", self._spark.session.sql(placed))

    def _places(self, which: str, ratios: pl.DataFrame, most: int | None = None) -> pl.DataFrame:
        """Where the figures of some sums stand, of so many figures at most, and those of ratios."""
        placed, some = view("placed"), f"select sum_id from core_{which}"
        if most is not None:
            some = f"select sum_id from {placed} where sum_id in ({some}) group by sum_id having count(*) <= {most}"
        sql = f"select distinct explode(split(at, ' ')) as place from {placed} where sum_id in ({some})"
        places = pl.concat_str([pl.col(name).cast(pl.String) for name in _OF_RATIOS], separator=" ", ignore_nulls=True)
        of_ratios = ratios.select(places.str.split(" ").explode().alias("place"))
        return pl.concat([frame(self._spark.session.sql(sql)), of_ratios]).unique().filter(pl.col("place") != "")

    def _touching(self) -> None:
        """Let Spark find the sums and ratios with a figure in `core.cells`, as `core.around` and `core.near_ratios`."""
        session = self._spark.session
        touched = f"select * from {view(SUM.name)} where not holds or sum_id in ({_rows_at('placed', 'at', 'sum_id')})"
        self._spark.call("around", session.sql(touched))
        self._spark.call("near_ratios", session.sql(_rows_at(RATIO.name, f"concat_ws(' ', {', '.join(_OF_RATIOS)})")))

    def _near_ratios(self) -> pl.DataFrame:
        return frame(self._spark.ask("select * from core.ratios where row in (select row from core.near_ratios)"))

    def _near(self, table: str, column: str) -> pl.DataFrame:
        """The answers that hold, and have a figure in `core.cells`."""
        found = f"select * from {view(table)} where holds and row in ({_rows_at(table, column)})"
        return frame(self._spark.session.sql(found))

    def _with_beside(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Cells, and what is printed in their rows, and in those before and after."""
        self._connection.register("_cells", cells)
        beside = warehouse.frame(self._connection, _BESIDE)
        self._connection.unregister("_cells")
        return pl.concat([cells, beside]).unique()


_BESIDE = """
    SELECT DISTINCT n.place FROM core.statements n JOIN (
        SELECT DISTINCT s.source_id, s.path, s.line + d.step AS line
        FROM core.statements s SEMI JOIN _cells USING (place), (VALUES (-1), (0), (1)) d(step)) l
        ON l.source_id = n.source_id AND l.path = n.path AND l.line = n.line
    WHERE n.number IS NOT NULL
"""
_ROW = "monotonically_increasing_id() as row"
"""SQL of a number for each row of an answer that is kept."""

_NO_TERMS = pl.DataFrame(
    schema={
        **{"sum_id": pl.Int64, "figure_id": pl.Int64, "of_unit": pl.Boolean, "weight": pl.Decimal(18, 8)},
        **{"blamed": pl.Int32, "figure": pl.Decimal(24, 6), "half": pl.Decimal(18, 8)},
        **dict.fromkeys(("label", "place", "what"), pl.String),
    }
)


_OF_RATIOS = ("share_place", "part_place", "base_place")
"""The places of a percentage, of what it is a part of, and of the whole."""


def _rows_at(table: str, column: str, row: str = "row") -> str:
    """Spark's SQL: the numbers of rows with a place in `core.cells`."""
    each = f"select {row}, explode(split({column}, ' ')) as place from {view(table)}"
    return f"select distinct t.{row} from ({each}) as t left semi join {view('cells')} as c on c.place = t.place"


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("rule", "election_id", "subject"), pl.String))


def _claim(kind: Primitive) -> str:
    """SQL of the claim of a primitive."""
    told = [claimed(claim) for claim in claims(kind.model)]
    return " and ".join(one for one in told if one)


class _Rows:
    """What asks Spark as a connection asks DuckDB, with the types that DuckDB gives."""

    def __init__(self, spark: Spark, connection: duckdb.DuckDBPyConnection) -> None:
        self._spark, self._connection = spark, connection

    def execute(self, sql: str) -> "_Rows":
        wanted = warehouse.frame(self._connection, f"SELECT * FROM ({sql}) LIMIT 0").schema
        answer = frame(self._spark.ask(sql))
        self._rows = answer.select(pl.col(name).cast(dtype) for name, dtype in wanted.items()).rows()
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows
