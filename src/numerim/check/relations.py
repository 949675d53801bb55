"""Facts -> answers to the rules that declare relations: one question a primitive, whatever the rules are."""

import copy
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pandera.polars as pa
import polars as pl

from numerim import doing, warehouse
from numerim.check.failures import Failure, first_line
from numerim.check.questions import Off, but, only_about
from numerim.schemas.relation import KEYS, LIST_KEYS, Primitive
from numerim.schemas.relations.sum import BY, SUM, Reckoned
from numerim.schemas.rule import EACH, PRIMITIVES, Rule
from numerim.schemas.shared import RARE, shared

_NONE: Off = {}
_ALL: Mapping[str, str] = {}

_ID = f"hash({BY}) AS sum_id"
"""A number for a sum whose terms a rule gives: they are found by it, and not by all the texts that tell sums apart."""


@dataclass(frozen=True)
class Verdict:
    """What a rule came to.

    Attributes:
        held: how many relations hold.
        subjects: of how many things there are relations.
        broken: those that are broken, with all that a finding needs.
    """

    held: int
    subjects: int
    broken: pl.DataFrame


def judge_relations(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    off: Off = _NONE,
    *,
    in_full: bool = False,
    keep: bool = False,
) -> tuple[dict[str, Verdict], list[Failure]]:
    """Judge all rules that declare relations.

    Makes of each primitive the table of its answers (`core.sums`, say), with whether they hold, and, where others ask
    it, that of what its rules give.

    Args:
        connection: a database with what rules may ask.
        rules: the rules.
        off: the elections in which a rule is not asked.
        in_full: whether all that is said of what holds is asked, too, and what rules give is a table of each primitive.
        keep: whether also those tables of answers are left that nothing else asks.

    Returns:
        The verdicts by rule, and the rules that could not be asked.
    """

    def judge(kind: Primitive) -> tuple[dict[str, Verdict], list[Failure]]:
        with connection.cursor() as own:
            mine = [rule for rule in rules if rule.primitive is kind]
            try:
                said = _judge(own, kind, mine, off, in_full)
                if kind.brief and not (in_full or keep):
                    own.execute(f"DROP TABLE core.{kind.name}")
                return said
            finally:
                doing.more(len(mine))

    found: dict[str, Verdict] = {}
    failures: list[Failure] = []
    with ThreadPoolExecutor(warehouse.at_once()) as pool:  # none asks what another makes
        kinds = [kind for kind in PRIMITIVES if not kind.alone or any(rule.primitive is kind for rule in rules)]
        for verdicts, failing in pool.map(judge, kinds):
            found |= verdicts
            failures += failing
    return found, failures


def _judge(
    connection: duckdb.DuckDBPyConnection, kind: Primitive, rules: Sequence[Rule], off: Off, in_full: bool
) -> tuple[dict[str, Verdict], list[Failure]]:
    """Judge the rules of one primitive."""
    table, brief = f"core.{kind.name}", kind.brief and not in_full

    def make(some: Sequence[Rule]) -> None:
        given = _given(kind, some, off, in_brief=bool(brief))
        if brief:
            given = f"SELECT rule, at_most, {', '.join(kind.brief)} FROM ({given})"
        else:
            given = kind.gathered.format(given=given)
        given = f"SELECT *, {_ID}, -row_number() OVER () AS figure_id FROM ({given})" if kind is SUM else given
        question = (kind.in_brief or kind.question) if brief else kind.question
        if kind.kept or in_full:
            connection.execute(f"CREATE OR REPLACE TABLE core.{kind.given} AS {_shared(connection, given)}")
        else:
            question = _of(kind, question, given)
        each = " UNION ALL BY NAME ".join([f"({question})", *_reckoned(some, off)])
        numbered = f"SELECT *, '{kind.name} ' || (row_number() OVER () - 1) AS relation, true AS holds FROM ({each})"
        connection.execute(f"CREATE OR REPLACE TABLE {table} AS {_shared(connection, numbered)}")
        if kind is SUM:
            _number_terms(connection, some)
        if kind is SUM and not in_full:
            connection.execute(f"DROP TABLE core.{kind.given}")

    asked, failures = _collect(make, rules)
    claimed = ", ".join(kind.model.to_schema().columns)
    some = [holding(kind.model, of) for of in warehouse.batches(connection, f"SELECT {claimed} FROM {table}")]
    holds = pl.concat([pl.Series("holds", [], pl.Boolean), *some])
    broken = pl.DataFrame(schema=dict.fromkeys(("rule", "election_id", "subject"), pl.String))

    def tell(some: Sequence[Rule]) -> None:
        nonlocal broken
        told = warehouse.frame(connection, f"{_in_full(connection, kind, some, off)} ORDER BY ALL")
        broken = told.filter(~holding(kind.model, told))

    if not holds.all():
        connection.register("_broken", (~holds).arg_true().alias("row").to_frame())
        connection.execute(f"UPDATE {table} SET holds = false WHERE rowid IN (SELECT row FROM _broken)")
        connection.unregister("_broken")
        if brief:  # what is said of them is asked only now, and may be what fails
            asked, failing = _collect(tell, list(asked.values()))
            failures += failing
        else:
            broken = pl.concat(_told(connection, kind))
    found: dict[str, Verdict] = {}
    for code, held, subjects in warehouse.rows(connection, counted(table, asked.values())):
        columns = list(dict.fromkeys((*EACH[asked[code].each].key, *kind.operands, "relation")))
        mine = broken.filter(pl.col("rule") == code)
        found[code] = Verdict(held, subjects, mine.select(columns) if mine.height else mine)
    return found, failures


def _told(connection: duckdb.DuckDBPyConnection, kind: Primitive) -> list[pl.DataFrame]:
    """All that there is to say of broken relations that were judged in full, so many figures at a time.

    A text of the figures of one sum lies in memory, however many they are.
    """
    table, told = f"core.{kind.name}", kind.told or f"SELECT * FROM core.{kind.name} WHERE NOT holds"
    ends: list[int] = []
    figures = 0
    parts = "parts" if kind is SUM else "1"
    for row, number in warehouse.rows(connection, f"SELECT rowid, {parts} FROM {table} WHERE NOT holds ORDER BY 1"):
        if ends and figures + number <= _AT_A_TIME:
            ends[-1] = row
        else:
            ends.append(row)
            figures = 0
        figures += number
    some = [
        f"(SELECT * FROM {table} WHERE rowid BETWEEN {first} AND {last})"
        for first, last in zip([0, *(end + 1 for end in ends)], ends, strict=False)
    ]
    apart = kind is SUM and len(some) > 1  # else all terms would be looked through for each
    if apart:
        connection.execute(_TOLD_TERMS)
        told = told.replace("core.placed_terms", "told_terms")
    found = [warehouse.frame(connection, f"{told.replace(table, one)} ORDER BY ALL") for one in some]
    if apart:
        connection.execute("DROP TABLE told_terms")
    return found


_TOLD_TERMS = """
CREATE OR REPLACE TEMP TABLE told_terms AS
FROM core.placed_terms SEMI JOIN (SELECT sum_id FROM core.sums WHERE NOT holds) USING (sum_id)
"""


_AT_A_TIME = 200_000
"""What is said of broken relations is asked of so many figures at once, or of one relation."""


def _in_full(connection: duckdb.DuckDBPyConnection, kind: Primitive, rules: Sequence[Rule], off: Off) -> str:
    """SQL: all that there is to say of broken relations that were judged in brief, and of what is about the same."""
    table = f"core.{kind.name}"
    broken = warehouse.frame(connection, f"SELECT DISTINCT rule, contest_id, gp_unit_id FROM {table} WHERE NOT holds")
    of = {str(code): only_about(rows, ("contest_id", "gp_unit_id")) for (code,), rows in broken.group_by("rule")}
    keys = [name for name in kind.brief if name in (*KEYS, *LIST_KEYS)]
    same = " AND ".join(f"b.{name} IS NOT DISTINCT FROM g.{name}" for name in ("rule", *keys))
    given = _given(kind, [rule for rule in rules if rule.code in of], off, of=of)
    given = f"SELECT g.* FROM ({given}) AS g SEMI JOIN {table} AS b ON NOT b.holds AND {same}"
    question = _of(kind, kind.question, kind.gathered.format(given=given))
    return _shared(connection, f"SELECT *, '{kind.name} ' || (row_number() OVER () - 1) AS relation FROM ({question})")


def _of(kind: Primitive, question: str, given: str) -> str:
    """A question of a primitive with what its rules give in the place of a table of that."""
    return question.replace(f"core.{kind.given}", f"({given})")


def counted(table: str, rules: Iterable[Rule]) -> str:
    """SQL: of each rule with answers how many hold, and of how many things they are."""
    each: dict[str, list[str]] = {}
    for rule in rules:
        each.setdefault(", ".join(EACH[rule.each].key), []).append(f"'{rule.code}'")
    things = " UNION ALL ".join(
        f"SELECT rule, count(*) AS things, sum(held)::BIGINT AS held FROM (SELECT rule, {key}, count(*) FILTER (holds) "
        f"AS held FROM {table} WHERE rule IN ({', '.join(codes)}) GROUP BY rule, {key}) GROUP BY rule"
        for key, codes in each.items()
    )
    return f"SELECT rule, held, things FROM ({things})" if each else "SELECT '', 0, 0 WHERE false"


def _collect(make: Callable[[Sequence[Rule]], None], rules: Sequence[Rule]) -> tuple[dict[str, Rule], list[Failure]]:
    """Make the tables of a primitive; tell the rules that stand there by code, and those that cannot be asked."""
    fine, failures = list(rules), []
    try:
        make(rules)
    except duckdb.OutOfMemoryException:  # no rule's fault
        raise
    except duckdb.Error:
        fine = []
        for rule in rules:
            try:
                make([rule])
                fine.append(rule)
            except duckdb.OutOfMemoryException:
                raise
            except duckdb.Error as error:
                failures.append(Failure(rule.code, "could not be judged", first_line(error)))
        make(fine)
    return {rule.code: rule for rule in fine}, failures


def _given(
    kind: Primitive, rules: Sequence[Rule], off: Off, *, in_brief: bool = False, of: Mapping[str, str] = _ALL
) -> str:
    """SQL: what rules give; `of` has the condition, by the code of a rule, of what is wanted alone."""
    each = [
        f"SELECT '{rule.code}' AS rule, {rule.at_most} AS at_most, * FROM ({but(rule, sql, off)})"
        f"{f' WHERE {of[rule.code]}' if of.get(rule.code) else ''}"
        for rule in rules
        for key in [EACH[rule.each].key]
        for one in rule.relations
        if not isinstance(one, Reckoned)
        for sql in [one.in_brief(key) if in_brief else one.rows(key)]
    ]
    return " UNION ALL BY NAME ".join([kind.nothing, *each])


def _shared(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """A question together with what several rules begin with."""
    return shared(
        sql, [name for name, (there, _) in RARE.items() if name in sql and not warehouse.rows(connection, there)]
    )


def _reckoned(rules: Iterable[Rule], off: Off) -> list[str]:
    """SQL of the sums that are reckoned without a row for each figure."""
    return [
        f"SELECT '{rule.code}' AS rule, {rule.at_most} AS at_most, * FROM ({but(rule, sql, off)})"
        for rule, name, one in reckoned(rules)
        for sql in [one.sums(name, EACH[rule.each].key)]
    ]


def reckoned(rules: Iterable[Rule]) -> list[tuple[Rule, str, Reckoned]]:
    """The relations of rules whose sums are reckoned without a row for each figure, each with a name of its own."""
    return [
        (rule, f"{rule.code} {i}", one)
        for rule in rules
        for i, one in enumerate(rule.relations)
        if isinstance(one, Reckoned)
    ]


def _number_terms(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> None:
    """Make `core.terms`, the figures of all sums by number, and where they stand."""
    members = " UNION ALL ".join(f"({one.members(name)})" for _, name, one in reckoned(rules))
    judged = f"UNION ALL BY NAME FROM ({members}) SEMI JOIN core.sums USING (sum_id)" if members else ""
    connection.execute(_TERMS.format(judged=judged))
    place_terms(connection)


def place_terms(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `core.spots`, where figures stand, and `core.placed_terms`, of `core.terms`.

    The latter has the terms with all that rules say of them, and what figures say of themselves: for what is broken.
    """
    connection.execute(f"{_SPOTS}; {_PLACED}")


_TERMS = """
CREATE OR REPLACE TABLE core.terms AS
SELECT sum_id, figure_id, false AS of_unit, weight, blamed, figure, half, label, place,
    what
FROM core.own_terms {judged}
"""
_SPOTS = """
CREATE OR REPLACE TABLE core.spots AS
WITH figures AS (SELECT figure_id, place FROM core.figures
    UNION ALL SELECT figure_id, place FROM core.own_terms WHERE place <> '')
SELECT figure_id, hash(place) AS spot FROM figures WHERE NOT contains(place, ' ')
UNION ALL SELECT figure_id, hash(place) FROM (
    SELECT figure_id, unnest(string_split(place, ' ')) AS place FROM figures WHERE contains(place, ' '))
"""
_PLACED = f"""
CREATE OR REPLACE VIEW core.placed_terms AS
SELECT s.rule, s.at_most, {", ".join(f"s.{key}" for key in KEYS)}, s.subject, t.label AS own_label,
    coalesce(t.label, f.label) AS label, s.source_id, t.weight, t.blamed, t.figure, t.half,
    coalesce(t.place, f.place) AS place,
    coalesce(t.what, CASE WHEN t.of_unit THEN coalesce(u.name, f.gp_unit_id) ELSE f.what END) AS what, t.sum_id
FROM core.terms t JOIN core.sums s ON s.sum_id = t.sum_id LEFT JOIN core.figures f ON f.figure_id = t.figure_id
LEFT JOIN core.gp_units u ON u.gp_unit_id = CASE WHEN t.of_unit THEN f.gp_unit_id END
"""


def verdict(
    rule: Rule, answer: pl.DataFrame, held: list[pl.Series], tell: Callable[[pl.DataFrame], pl.DataFrame] | None = None
) -> Verdict:
    """Judge a rule by the answer to its question.

    Args:
        rule: the rule.
        answer: the answer, as far as the claim is about it.
        held: takes the places of the agreements that hold.
        tell: asks for all that there is to say of broken rows of it; None where `answer` has that.
    """
    answer, holds = judged(rule, answer)
    if answer.height and rule.family == "agreement":
        held.append(answer.filter(holds)["locators"].cast(pl.String))
    whole, hold = (answer, holds) if tell is None or holds.all() else judged(rule, tell(answer.filter(~holds)))
    return Verdict(int(holds.sum()), answer.select(EACH[rule.each].key).n_unique(), whole.filter(~hold))


def judged(rule: Rule, answer: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The answer to the question of a rule, and of each row whether the claim holds; one that is null does not."""
    whole = [c for c, t in answer.schema.items() if isinstance(t, pl.Decimal) and t.scale == 0]
    answer = answer.with_columns(pl.col(whole).cast(pl.Int64)) if whole else answer
    answer = rule.then(answer) if rule.then is not None and answer.height else answer
    return answer, answer.select(rule.claim.fill_null(False).alias("holds")).to_series()


def keep_agreed(connection: duckdb.DuckDBPyConnection, agreed: Sequence[pl.Series]) -> None:
    """Make `core.agreed`: the `places`, divided by spaces, of each agreement that holds and that is no relation."""
    warehouse.load(connection, "core.agreed", pl.concat([pl.Series("places", [], pl.String), *agreed]).to_frame())


def holding(model: type[pa.DataFrameModel], answer: pl.DataFrame) -> pl.Series:
    """Of each row of an answer, whether the claim of its model holds.

    The checks are asked for their verdicts alone: pandera's report of a broken row has all of it once more, as text.

    Raises:
        RuntimeError: the answer is not of the form of the model.
    """
    form, checks = _form(model)
    try:
        form.validate(answer)
    except pa.errors.SchemaError as error:
        raise RuntimeError(f"{model.__name__} could not be judged: {first_line(error)}") from error
    told = pl.DataFrame([check(answer.lazy()).check_output.collect().to_series().alias(check.name) for check in checks])
    return told.select(pl.all_horizontal(pl.all()).alias("holds")).to_series()


def claims(model: type[pa.DataFrameModel]) -> list[pl.Expr]:
    """The claims of a model about every row of an answer."""
    told: list[pl.Expr] = []

    class Asked:
        """Stands for the answer, and takes down what is asked of it."""

        def select(self, claim: pl.Expr) -> "Asked":
            told.append(claim)
            return self

    for check in _form(model)[1]:
        check._check_fn(pa.PolarsData(Asked()))  # type: ignore[arg-type]
    return told


@functools.cache
def _form(model: type[pa.DataFrameModel]) -> tuple[pa.DataFrameSchema, Sequence[pa.Check]]:
    """The columns that an answer must have, and the claims about its rows."""
    form = copy.copy(model.to_schema())
    checks, form.checks = form.checks, []
    return form, checks
