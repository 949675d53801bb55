"""The questions of rules: of all that there is, in brief, or of what is broken alone."""

from collections.abc import Collection, Mapping, Sequence

import duckdb
import polars as pl

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.schemas.rule import EACH, Rule

Off = Mapping[str, Collection[str]]
"""The code of a rule -> the elections in which it is switched off."""


def question(rule: Rule, off: Off) -> str:
    """The question of a rule, of the elections in which it is not switched off."""
    return but(rule, rule.question, off)


def brief(rule: Rule, off: Off) -> str:
    """The question of a rule that declares no relation, without what only the finding about a broken row says."""
    asked = question(rule, off)
    if rule.then is not None:  # it may ask for anything but where the figures stand
        return f"SELECT * REPLACE ('' AS locators) FROM ({asked}) AS asked"
    places = ["locators"] if rule.family == "agreement" else []
    columns = dict.fromkeys((*EACH[rule.each].key, *rule.claim.meta.root_names(), *places))
    return f"SELECT {', '.join(columns)} FROM ({asked}) AS asked"


def but(rule: Rule, sql: str, off: Off) -> str:
    """A question of a rule without the elections in which it is switched off."""
    if rule.code not in off:
        return sql
    elections = ", ".join(map(warehouse.text, sorted(off[rule.code])))
    return f"SELECT * FROM ({sql}) AS asked WHERE election_id NOT IN ({elections})"


def of_broken(connection: duckdb.DuckDBPyConnection, rule: Rule, off: Off, broken: pl.DataFrame) -> pl.DataFrame:
    """All that a rule that declares no relation has to say of what is about the same as broken rows of its answer.

    One that reads the whole answer (`Rule.then`) is asked the whole.
    """
    asked = question(rule, off)
    if rule.then is None and (conditions := only_about(broken, EACH[rule.each].key)):
        asked = f"SELECT * FROM ({asked}) AS asked WHERE {conditions}"
    return warehouse.frame(connection, asked)


_FEW = 2_000
"""So many values at most of a column are named where only they are asked about: DuckDB then looks at no others."""


def only_about(broken: pl.DataFrame, key: Sequence[str]) -> str:
    """A condition in SQL: what is about the same as one of these rows, as far as few values of its key tell that."""
    values = {name: broken[name].unique().sort() for name in key}
    few = {name: v for name, v in values.items() if 0 < v.len() <= _FEW and not v.null_count()}
    return " AND ".join(f"{name} IN ({', '.join(warehouse.text(str(v)) for v in few[name])})" for name in few)


def switched_off(file: ElectionFile) -> dict[str, set[str]]:
    """The code of a rule -> the elections of a file in which it is switched off."""
    found: dict[str, set[str]] = {}
    for name, event in file.election.events.items():
        for code in event.set_rules.off:
            found.setdefault(code, set()).add(name)
    return found
