"""What rules may ask: it is there, they ask nothing else, and nothing is declared that none asks."""

from inspect import get_annotations

import polars as pl
import pytest

from numerim import warehouse
from numerim.check import lawful
from numerim.model.longform import FIGURES
from numerim.schemas.fact import ONCE, Fact, Stated, fact_key, facts
from numerim.schemas.rule import EACH, NEEDS, rules
from numerim.schemas.table import about, tables
from tests.conftest import ELECTIONS
from tests.facts import asked, broken

FACTS = facts()
QUESTIONS = {
    **{code: rule.question for code, rule in rules().items() if not rule.law_asks},
    "core.figures": FIGURES,
    **{f"laws {i}": question for i, question in enumerate(lawful.QUESTIONS)},
    **{f"needs {word}": question for word, question in NEEDS.items()},
    **{f"each {word}": f"select {', '.join(e.key)} from {e.among}" for word, e in EACH.items() if e.among},
}
SHARED = tuple(get_annotations(Stated))


@pytest.mark.parametrize("election", ELECTIONS)
def test_core_tables_are_as_declared(checked, election):
    assert broken(checked(election)) == {}


@pytest.mark.parametrize("question", QUESTIONS)
def test_rules_ask_what_is_declared(question):
    assert asked(QUESTIONS[question])


def test_rules_ask_all_that_is_declared():
    """Of a table and `one_<table>` together; what all tables of statements share is asked of one of them.

    What a table states may be asked of `core.statements` instead.
    """
    ask = {pair for question in QUESTIONS.values() for pair in asked(question)}
    assert [table for table in FACTS if table not in {table for table, _ in ask}] == []
    pairs = {(table.removeprefix(ONCE), column) for table, column in ask}
    stated = {column for table, column in ask if issubclass(FACTS[table], Stated)}
    assert unasked(FACTS, pairs, stated) == []


def unasked(declared, pairs, stated):
    """What is declared and not asked, as `table.column`."""
    return [
        f"{table}.{column}"
        for table, model in declared.items()
        if not table.startswith(ONCE)
        for column in model.to_schema().columns
        if (table, column) not in pairs
        and not (model.__mro__[1] in declared.values() and column not in get_annotations(model))  # another fact's
        and not (table in tables() and column == about(tables()[table]).states)
        and not (issubclass(model, Stated) and column in SHARED and column in stated)
    ]


@pytest.mark.parametrize("name", FACTS)
def test_fact_is_described(name):
    model = FACTS[name]
    columns = model.to_schema().columns
    assert model.__doc__.strip().endswith(".")
    assert set(fact_key(model)) <= set(columns)
    for column, spec in columns.items():
        assert spec.title, column
        assert spec.description.endswith("."), column
        if target := spec.metadata["references"]:
            table, key = target.split(".")
            assert key in FACTS[table].to_schema().columns


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("select c.label from core.contests as c", {"label"}),
        ("select label from core.contests where round > 1", {"label", "round"}),
        ("select k.label from (select * from core.contests) as k", {"label"}),
        ("with k as (select c.*, 1 as n from core.contests as c) select n from k where k.office = 'mayor'", {"office"}),
        ("select count(*) as n from core.contests as c group by c.office having max(c.round) > 1", {"office", "round"}),
    ],
)
def test_what_a_question_asks(sql, columns):
    assert asked(sql) == {("contests", column) for column in columns}


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select title from core.elektions", r"no table .* core\.elektions"),
        ("select contest_id from clean.contests", r"no table .* clean\.contests"),
        ("select contest_id from contests", r"no table .* contests"),
        ("select c.label from core.contests as c join core.no_vote_counts as n using (contest_id)", "no_vote_counts"),
        ("select c.lable from core.contests as c", "no column .*lable"),
        ("select label from core.contests where statute is null", "no column .*statute"),
        ("select k.statute from (select * from core.contests) as k", "no column .*statute"),
    ],
)
def test_what_is_not_declared_is_refused(sql, told):
    with pytest.raises(LookupError, match=told):
        asked(sql)


def test_what_nobody_asks_is_told():
    pairs = {("contests", "contest_id"), ("vote_counts", "votes")}
    told = unasked({"contests": FACTS["contests"], "vote_counts": FACTS["vote_counts"]}, pairs, {"place"})
    assert {"contests.label", "vote_counts.contest_id", "vote_counts.said_by"} <= set(told)
    assert not {"contests.contest_id", "vote_counts.votes", "vote_counts.place"} & set(told)


@pytest.mark.parametrize(
    ("change", "table", "told"),
    [
        ("ALTER TABLE core.contests DROP COLUMN label", "contests", "label"),
        ("ALTER TABLE core.vote_counts ALTER votes TYPE VARCHAR", "vote_counts", "votes"),
        ("UPDATE core.contests SET label = NULL", "contests", "label"),
        ("UPDATE core.outcomes SET outcome = 'won'", "outcomes", "outcome"),
        ("INSERT INTO core.parties FROM core.parties", "parties", "party_id"),
        ("DELETE FROM core.sources", "statements.source_id", "article"),
    ],
)
def test_a_core_table_that_is_not_as_declared_is_told(checked, change, table, told):
    connection = checked("xk-local-2021")
    connection.execute("BEGIN")
    try:
        connection.execute(change)
        assert told in str(broken(connection)[table])
    finally:
        connection.execute("ROLLBACK")


def test_a_fact_takes_columns_of_a_table():
    """Of the published table it has the meaning and the type; of a figure, no limit: a rule may have to tell of it."""
    votes = FACTS["vote_counts"].to_schema().columns["votes"]
    assert (str(votes.dtype), votes.nullable, votes.checks, votes.metadata["unit"]) == ("Int64", False, [], "votes")
    assert FACTS["reports"].to_schema().columns["office"].title == "Race"


def test_a_fact_leaves_more_columns_alone():
    class Sizes(Fact, key=("seats",)):
        seats: int

    Sizes.validate(pl.DataFrame({"seats": [1, 2], "more": ["a", "b"]}), lazy=True)
    assert fact_key(Sizes) == ["seats"]


def test_the_facts_are_all_there_is(checked):
    """Nobody has to guess which tables are left: what is not declared is the engine's own."""
    made = {
        name
        for (name,) in warehouse.rows(
            checked("xk-local-2021"), "SELECT table_name FROM information_schema.tables WHERE table_schema = 'core'"
        )
    }
    assert set(FACTS) < made
