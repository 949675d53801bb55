"""DuckDB's SQL as Spark 4 asks it, and claims of polars in its words: once for all rules (docs/decisions/069).

sqlglot transposes; what it leaves, or what Spark counts otherwise, is mended on its tree.
"""

import json
from collections.abc import Mapping
from itertools import count
from typing import Any

import polars as pl
import sqlglot
from sqlglot import exp

_AGGREGATES = (exp.AggFunc, exp.Count, exp.GroupConcat)


def view(table: str) -> str:
    """The name that a table of `core` has on Spark, where a temporary view has no schema."""
    return f"core_{table}"


def as_spark(sql: str) -> str:
    """A question in DuckDB's SQL as Spark asks it; the table `core.<name>` is the view `core_<name>` there.

    Args:
        sql: one `select` of `numerim.schemas`.

    Returns:
        SQL of Spark 4 that gives the same rows. Numbers that are hashes are others.

    Raises:
        sqlglot.errors.SqlglotError: sqlglot cannot read it, or knows no words of Spark's for it.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    _name_apart(tree)
    for cte in list(tree.find_all(exp.CTE)):
        _repeat_all(cte)
    for table in tree.find_all(exp.Table):
        if table.db == "core":
            alias = table.alias or table.name
            table.set("this", exp.to_identifier(view(table.name)))
            table.set("db", None)
            table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
    for select in list(tree.find_all(exp.Select)):
        _write_windows_out(select)
    for select in list(tree.find_all(exp.Select)):
        _pick_one(select)
    tree = tree.transform(_other_words)
    return tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


def names(sql: str) -> list[str]:
    """The columns of the answer to a question, in their order; none of them is `*`.

    Raises:
        ValueError: one is, and nobody knows for what it stands.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    told = list(tree.named_selects) if isinstance(tree, exp.Query) else []
    if "*" in told:
        raise ValueError(f"a question must name its columns: {sql.strip()[:80]}")
    return told


def _name_apart(tree: exp.Expr) -> None:
    """Give each `with` names of its own: sqlglot moves them to the top, where two may not be alike."""
    numbers = count(1)
    inside_first = sorted(tree.find_all(exp.With), key=lambda one: -one.depth)
    for with_ in inside_first:
        for cte in with_.expressions:
            own = f"{cte.alias}_{next(numbers)}"
            for table in list(with_.parent.find_all(exp.Table)) if with_.parent else ():
                if not table.db and table.name == cte.alias:
                    alias = table.alias or table.name
                    table.set("this", exp.to_identifier(own))
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(alias)))
            cte.args["alias"].set("this", exp.to_identifier(own))


def _repeat_all(cte: exp.CTE) -> None:
    """Let a question that asks itself keep what repeats, which Spark insists on; others take each row of it once."""
    union, with_ = cte.this, cte.parent
    if not isinstance(union, exp.Union) or not union.args.get("distinct") or with_ is None or with_.parent is None:
        return
    if not any(table.name == cte.alias for table in union.find_all(exp.Table)):
        return
    union.set("distinct", False)
    own = set(map(id, union.find_all(exp.Table)))
    for table in list(with_.parent.find_all(exp.Table)):
        if table.name == cte.alias and id(table) not in own:
            once = exp.select("*").distinct().from_(cte.alias).subquery(table.alias or table.name)
            table.replace(once)


def _write_windows_out(select: exp.Select) -> None:
    """Write a window that has a name where it is used."""
    named = {one.name: one for one in select.args.get("windows") or ()}
    for window in list(select.find_all(exp.Window)) if named else ():
        said = named.get(window.alias)
        if said is not None and window is not said:
            whole = said.copy()
            whole.set("this", window.this.copy())
            whole.set("alias", None)
            whole.set("over", "OVER")
            window.replace(whole)
    select.set("windows", None)


def _pick_one(select: exp.Select) -> None:
    """Take any one of what a question inside asks for each group: Spark wants that said."""
    if not select.args.get("group"):
        return
    for part in (*select.expressions, select.args.get("having")):
        for inner in list(part.find_all(exp.Subquery)) if part is not None else ():
            if inner.find_ancestor(exp.Select) is select and not inner.find_ancestor(*_AGGREGATES):
                inner.replace(exp.AnyValue(this=inner.copy()))


def _other_words(node: exp.Expr) -> exp.Expr:
    """What Spark has no words for that sqlglot knows, in those that it has."""
    if isinstance(node, exp.GroupConcat):
        return _listed(node)
    if isinstance(node, exp.Div) and not isinstance(node.this, exp.Cast):
        return exp.Div(this=exp.cast(node.this.copy(), "double"), expression=node.expression.copy(), typed=True)
    if isinstance(node, exp.Round) and not isinstance(node.args.get("decimals") or exp.Literal.number(0), exp.Literal):
        by = exp.func("power", exp.Literal.number(10), node.args["decimals"].copy())
        return exp.Paren(this=exp.Round(this=exp.Paren(this=node.this.copy().transform(_other_words)) * by.copy()) / by)
    if isinstance(node, exp.Window) and isinstance(node.this, exp.Count) and isinstance(node.this.this, exp.Distinct):
        whole = node.copy()
        whole.set("this", _gathered("collect_set", node.this.this.expressions[0]))
        return exp.func("size", whole, dialect="spark")
    if isinstance(node, exp.Anonymous) and node.name.lower() == "hash":
        return _hashed(node)
    return node


def _hashed(node: exp.Anonymous) -> exp.Expr:
    """A number of 64 bits for several texts; what Spark hashes tells null from nothing only where that has a word."""
    nothing = exp.Literal.string("\x00")
    texts = [
        exp.Coalesce(this=exp.cast(one.copy(), "string"), expressions=[nothing.copy()]) for one in node.expressions
    ]
    return exp.Anonymous(this="xxhash64", expressions=texts)


def _listed(node: exp.GroupConcat) -> exp.Expr:
    """A list as text; `listagg(distinct … order by …)` fails inside Spark, and `listagg` beside `count(distinct …)`."""
    ordered = node.this if isinstance(node.this, exp.Order) else None
    told = ordered.this if ordered else node.this
    if isinstance(told, exp.Distinct):  # each of these is ordered by what it gathers
        gathered = told.expressions[0]
        return _joined(node, gathered, exp.func("sort_array", _gathered("collect_set", gathered)))
    select = node.find_ancestor(exp.Select)
    if not select or not any(isinstance(one.this, exp.Distinct) for one in select.find_all(exp.Count)):
        return node
    keys = [told.copy()] if ordered is None else [one.this.copy() for one in ordered.expressions]
    parts = [part for key in keys for part in (exp.Is(this=key, expression=exp.Null()), key)] + [told]
    named = [one for n, part in enumerate(parts) for one in (exp.Literal.string(f"p{n}"), part.copy())]
    row = exp.Anonymous(this="named_struct", expressions=named)
    some = exp.case().when(exp.Not(this=exp.Is(this=told.copy(), expression=exp.Null())), row)
    each = exp.func("sort_array", _gathered("collect_list", some))
    last = exp.Lambda(
        this=exp.Dot(this=exp.column("it"), expression=exp.to_identifier(f"p{len(parts) - 1}")),
        expressions=[exp.to_identifier("it")],
    )
    return _joined(node, told, exp.Anonymous(this="transform", expressions=[each, last]))


def _joined(node: exp.GroupConcat, gathered: exp.Expr, listed: exp.Expr) -> exp.Expr:
    """A list as text with what divides it; null of nothing."""
    some = exp.GT(this=exp.Count(this=gathered.copy()), expression=exp.Literal.number(0))
    return exp.case().when(some, exp.func("array_join", listed, node.args["separator"].copy()))


def _gathered(function: str, gathered: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=function, expressions=[gathered.copy()])


_OPERATORS = {
    **{"Eq": "=", "NotEq": "<>", "Lt": "<", "LtEq": "<=", "Gt": ">", "GtEq": ">="},
    **{"And": "and", "Or": "or", "Plus": "+", "Minus": "-", "Multiply": "*"},
}
_FUNCTIONS = {"Abs": "abs({0})", "IsNull": "({0} is null)", "FillNull": "coalesce({0}, {1})"}


def claimed(claim: pl.Expr) -> str | None:
    """A claim about every row of an answer as SQL; None where it says more than SQL is known for here.

    It is true where the claim holds, and false where it does not or nobody can tell.

    Args:
        claim: comparisons of columns and figures, and what joins these.
    """
    try:
        return f"coalesce({_claim(json.loads(claim.meta.serialize(format='json')))}, false)"
    except LookupError:
        return None


def _claim(node: Mapping[str, Any]) -> str:
    ((kind, said),) = node.items()
    if kind == "Column":
        return str(said)
    if kind == "Literal":
        return _literal(said)
    if kind == "BinaryExpr":
        return f"({_claim(said['left'])} {_OPERATORS[said['op']]} {_claim(said['right'])})"
    if kind == "Ternary":
        parts = (_claim(said[name]) for name in ("predicate", "truthy", "falsy"))
        return "(case when {} then {} else {} end)".format(*parts)
    if kind == "Function":
        function = said["function"]
        function = function.get("Boolean") if isinstance(function, dict) else function
        return _FUNCTIONS[str(function)].format(*map(_claim, said["input"]))
    raise LookupError(kind)


def _literal(said: Mapping[str, Any]) -> str:
    ((kind, value),) = said.items()
    if kind == "Scalar":
        ((kind, value),) = value.items()
    if kind == "Dyn":
        ((kind, value),) = value.items()
    if isinstance(value, bool) or kind in ("Int", "Int32", "Int64"):
        return str(value).lower()
    if kind == "String":
        return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
    raise LookupError(kind)
