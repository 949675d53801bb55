"""Every rule: its cases, its SQL, its sentence."""

import re
from dataclasses import replace

import polars as pl
import pytest
import sqlglot

from numerim import warehouse
from numerim.check import lawful
from numerim.check.dialect import as_spark
from numerim.check.failures import FAILURES
from numerim.model.ids import IDS
from numerim.model.longform import FIGURES
from numerim.schemas.fact import facts
from numerim.schemas.law import ASKS, laws, titles
from numerim.schemas.rule import EACH, FAMILIES, NEEDS, rules
from numerim.schemas.sentence import names
from numerim.schemas.vocabulary import MEASURES
from numerim.warehouse import sql_type
from tests.conftest import ELECTIONS
from tests.facts import judge, otherwise_in_brief, unasked
from tests.rules.cases import cases

RULES = rules()
ASKED = {code: rule for code, rule in RULES.items() if not rule.law_asks}
OF_LAWS = {code: rule for code, rule in RULES.items() if rule.law_asks}


@pytest.fixture(scope="module")
def empty_core():
    """The core tables, empty, with what `schemas/facts/` declares and no more."""
    connection = warehouse.open_memory()
    connection.execute("CREATE SCHEMA core")
    for name in set(IDS.values()):
        connection.execute(f"CREATE TYPE core.{name} AS VARCHAR")
    for table, model in facts().items():
        if table == "figures":  # made of the others
            continue
        spec = ", ".join(f"{name} {sql_type(said.dtype)}" for name, said in model.to_schema().columns.items())
        connection.execute(f"CREATE TABLE core.{table} ({spec})")
    shipped = [{"measure": name, "kind": m.kind, "inside": m.inside, "title": m.title} for name, m in MEASURES.items()]
    warehouse.load(connection, "core.measures", pl.DataFrame(shipped, infer_schema_length=None))
    connection.execute(f"CREATE VIEW core.figures AS {FIGURES}")
    yield connection
    connection.close()


FOUND = {found["rule"] for case in cases() for found in case.find}
HOLDS = {code for case in cases() for code in case.holds}


@pytest.mark.parametrize("code", sorted(set(ASKED) - {FAILURES}))  # of that, tests/numerim/test_failures.py
def test_has_cases_of_both_kinds(code):
    assert code in HOLDS
    assert code in FOUND


@pytest.mark.parametrize("names", [("off",), ("above", "above"), ("above", "off")])
def test_parameters_have_names_of_their_own(names):
    rule = next(rule for rule in RULES.values() if rule.parameters)
    with pytest.raises(ValueError, match="have names of their own"):
        replace(rule, parameters=tuple(replace(rule.parameters[0], name=name) for name in names))


@pytest.mark.parametrize("rule", OF_LAWS.values(), ids=OF_LAWS)
def test_asks_laws_what_they_can_tell(rule):
    """`tests/schemas/laws/` has the examples, of each law."""
    assert rule.law_asks in {*ASKS, *(word for word, law in laws().items() if law.of_lists)}
    columns = set(lawful.columns(rule.law_asks))
    assert {*names(rule.says), *filter(None, rule.figures), *EACH[rule.each].key} <= columns


def test_all_that_laws_tell_is_asked_once():
    asked = sorted(rule.law_asks for rule in OF_LAWS.values())
    assert asked == sorted({*ASKS, *(word for word, law in laws().items() if law.of_lists)})


@pytest.mark.parametrize("question", [*(rule.question for rule in ASKED.values()), *lawful.QUESTIONS])
def test_sql_transposes_to_spark(question):
    """`tests/spark/` asks them there."""
    assert sqlglot.parse_one(as_spark(question), read="spark")


@pytest.mark.parametrize("rule", ASKED.values(), ids=ASKED)
def test_answers_what_a_finding_needs(rule, empty_core):
    columns = set(warehouse.frame(empty_core, rule.question).columns)
    if kind := rule.primitive:
        assert columns <= set(kind.columns)
        columns |= set(kind.operands)
    assert {"election_id", "subject", "locators"} <= columns
    assert names(rule.says) <= columns


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_is_told_well(rule):
    assert re.fullmatch(r"R[0-9]\d\d", rule.code)
    assert rule.family in FAMILIES.values()
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")


def test_null_is_broken(empty_core):
    """A claim that cannot be judged never passes."""
    rule = replace(RULES["R101"], over="select 'e' as election_id, null::bigint as n", holds=pl.col("n") > 0, then=None)
    held, found = judge(empty_core, rule)
    assert (held, found.height) == (0, 1)


@pytest.mark.heavy
@pytest.mark.parametrize("election", ELECTIONS)
def test_what_is_not_asked_has_no_answer(checked, election):
    """What is passed over for want of figures would have had no answer."""
    connection = checked(election)
    assert (unasked(connection), otherwise_in_brief(connection)) == ([], [])


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_needs_what_there_can_be(rule):
    words = {word for need in rule.needs for word in need.split("|")}
    assert words <= {*MEASURES, *titles(), *NEEDS}
