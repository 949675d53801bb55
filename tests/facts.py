"""What SQL asks of the core tables, and core tables held against what rules may ask of them (`schemas/facts/`)."""

from functools import cache

import pandera.polars as pa
import polars as pl
import sqlglot
from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope
from sqlglot.schema import MappingSchema

from numerim import warehouse
from numerim.check.check import facts_of
from numerim.check.questions import brief
from numerim.check.relations import judge_relations, verdict
from numerim.model.longform import FIGURES
from numerim.model.names import COMPARED
from numerim.schemas.fact import facts
from numerim.schemas.rule import rules
from numerim.schemas.shared import RARE, SHARED
from numerim.warehouse import sql_type


@cache
def declared():
    """Every table and column that rules may ask, as sqlglot takes them."""
    columns = {
        name: {column: sql_type(spec.dtype) for column, spec in model.to_schema().columns.items()}
        for name, model in facts().items()
    }
    return MappingSchema({"core": columns}, dialect="duckdb")


@cache
def asked(sql):
    """The tables and columns of `core` that an answer depends on; `*` asks for no more than is used of it.

    Raises:
        LookupError: it asks a table or a column that is not declared.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    tables = {table.sql() for table, _ in _tables(tree)}
    if unknown := sorted(tables - {f"core.{name}" for name in facts()}):
        raise LookupError(f"no table of schemas/facts/: {', '.join(unknown)}")
    try:
        tree = qualify(tree, schema=declared(), dialect="duckdb", quote_identifiers=False, identify=False)
    except OptimizeError as error:
        raise LookupError(f"no column of schemas/facts/: {error}") from error
    return {
        (table.name, column.name)
        for scope in traverse_scope(pushdown_projections(tree))
        for column in scope.columns
        if isinstance(table := scope.sources.get(column.table), exp.Table)
    }


def _tables(tree):
    """The tables that a query reads, without what it names itself, and their aliases."""
    for scope in traverse_scope(tree):
        for source in scope.sources.values():
            if isinstance(source, exp.Table):
                bare = source.copy()
                bare.set("alias", None)
                yield bare, source.alias


def broken(connection):
    """What the core tables of a checked database do not keep of `schemas/facts/`: table -> what is wrong with it."""
    found = {}
    for name, model in facts().items():
        made = {column for (column,) in warehouse.rows(connection, f"SELECT column_name FROM (DESCRIBE core.{name})")}
        there = {column: spec for column, spec in model.to_schema().columns.items() if column in made}
        try:
            model.validate(warehouse.frame(connection, f"SELECT {', '.join(there)} FROM core.{name}"), lazy=True)
        except pa.errors.SchemaErrors as error:
            found[name] = error.failure_cases.select("column", "check", "failure_case").unique().rows()[:5]
        for column, spec in there.items():
            target = spec.metadata["references"]
            if target and (lost := _lost(connection, f"core.{name}", column, target, "contest_id" in there)):
                found[f"{name}.{column}"] = lost
    return found


def _lost(connection, table, column, target, of_contest):
    """Some values of a column that should be in the one that it refers to, and are not; a selection, in its contest."""
    other, key = target.split(".")
    in_one = of_contest and other == "selections"
    own, its = ("s.contest_id = o.contest_id AND ", "contest_id, ") if in_one else ("", "")
    return warehouse.rows(
        connection,
        f"SELECT DISTINCT {its}{column} FROM {table} s ANTI JOIN core.{other} o ON {own}s.{column} = o.{key} "
        f"WHERE {column} IS NOT NULL LIMIT 5",
    )


def judge(connection, rule):
    """How many relations of a rule hold, and those that are broken."""
    if rule.relation:
        said, failures = judge_relations(connection, [rule])
        assert not failures
        said = said.get(rule.code)
    else:
        said = verdict(rule, warehouse.frame(connection, rule.question), [])
    return (said.held, said.broken) if said else (0, pl.DataFrame())


def otherwise_in_brief(connection):
    """The rules that come to something else where only what their claim is about is asked."""
    there = facts_of(connection)
    found = []
    for rule in rules().values():
        if rule.over and rule.applies(there):
            some, whole = [], []
            answers = [warehouse.frame(connection, sql) for sql in (rule.question, brief(rule, {}))]
            if not any(answer.height for answer in answers):
                continue  # nothing to judge, as in a check
            told, said = (verdict(rule, one, its) for one, its in zip(answers, (whole, some), strict=True))
            alike = (said.held, said.subjects, said.broken.height) == (told.held, told.subjects, told.broken.height)
            if not alike or [*map(sorted, some)] != [*map(sorted, whole)]:
                found.append(rule.code)
    return found


def unasked(connection):
    """What a check passes over as it cannot have an answer, and that has one all the same.

    Rules, by what they need; core tables that are made of others, where those have no row; and what of `RARE` there is.
    """
    there = facts_of(connection)
    passed_over = [rule for rule in rules().values() if not rule.law_asks and not rule.applies(there)]
    assert passed_over
    said, failures = judge_relations(connection, [rule for rule in passed_over if rule.relation])
    assert not failures
    found = list(said)
    found += [rule.code for rule in passed_over if rule.over and warehouse.rows(connection, rule.question)]
    for of, (name, rows) in COMPARED.items():
        found += _differs(connection, name, rows, f"core.{of}")
    found += _differs(connection, "figures", FIGURES, "core.figures")
    for name, (is_there, _) in RARE.items():
        if not warehouse.rows(connection, is_there) and warehouse.rows(connection, f"SELECT 1 FROM ({SHARED[name]})"):
            found.append(name)
    return found


def _differs(connection, name, rows, of):
    """The name of a core table, with what it is made of, if asked for all that it could have it has another number."""
    asked = f"SELECT (SELECT count(*) FROM ({rows})) - (SELECT count(*) FROM core.{name})"
    ((more,),) = warehouse.rows(connection, asked)
    return [f"{name}, made of {of}: {more} more"] if more else []
