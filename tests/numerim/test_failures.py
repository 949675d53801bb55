"""A fault of numerim costs one finding, not the run; and figures of any size are no fault."""

from dataclasses import replace
from itertools import product

import polars as pl
import pytest

from numerim import in_memory, warehouse
from numerim.check import check, lawful
from numerim.check.failures import without_failing
from numerim.schemas.law import those
from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.relations.level import Levels
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import rules
from tests.clock import within
from tests.numerim.conftest import HEAD

BROKEN = {
    "a question that DuckDB cannot answer": {"relation": Terms("select no_such_column from core.offices")},
    "an overflow": {"relation": (), "over": "select 9223372036854775807 + count(*) as election_id from core.contests"},
    "a judgement that raises": {
        "relation": (),
        "over": rules()["R113"].over,
        "then": lambda answer: answer.select("none"),
    },
}
_NUMBER = "f.contest_id::integer::varchar"
BROKEN |= {
    "what a finding says of things": {
        "relation": Coverage(of="core.contests as f", there="false", subject="f.contest_id", label=_NUMBER, place="''")
    },
    "where a figure stands": {
        "relation": Levels(
            sql=f"""select f.election_id, f.contest_id, f.contest_id as subject, f.contest_id as label,
                '' as source_id, 2 as figure, 1 as bound, {_NUMBER} as locators from core.contests as f"""
        )
    },
}
SHARES = ["Prizren,,LVV,mayor,share,,44.69,,", "Prizren,,LDK,mayor,share,,35.31,,"]


def told(connection):
    sql = "SELECT rule, severity, subject, says FROM core.findings WHERE rule IN ('R001', 'R401')"
    return warehouse.rows(connection, sql)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_rule_that_cannot_be_judged_is_one_finding(broken, judged, monkeypatch):
    """Also where DuckDB, as of large tables, leaves out at first what only a finding says, and fails at that later."""
    monkeypatch.setattr(in_memory, "_FEW", 0)
    spoiled = replace(rules()["R301"], needs=(), holds=pl.col("none") if broken.get("over") else None, **broken)
    monkeypatch.setattr(check, "rules", lambda: {**rules(), "R301": spoiled})
    monkeypatch.setattr("tests.numerim.conftest.loud", lambda connection: connection)
    made = judged(SHARES)
    of_rule = {rule: (severity, subject, says) for rule, severity, subject, says in told(made)}
    assert set(of_rule) == {"R001", "R401"}
    severity, subject, says = of_rule["R001"]
    assert (severity, subject) == ("warning", "R301")
    assert says.startswith("R301 could not be judged: ")
    assert "\n" not in says


def test_no_rule_at_all_is_a_fault_of_the_run(judged, monkeypatch):
    spoiled = {
        code: replace(r, over="select nothing", relation=(), law_asks="", holds=pl.lit(True))
        for code, r in rules().items()
    }
    monkeypatch.setattr(check, "rules", lambda: spoiled)
    with pytest.raises(RuntimeError, match="no rule could be judged"):
        judged(SHARES)


@pytest.mark.parametrize("bad", [set(), {3}, {0, 7}, set(range(9))])
def test_only_what_fails_is_lost(bad):
    def halved(some):
        if bad & set(some):
            raise ZeroDivisionError("no")
        return [one / 2 for one in some]

    answers = without_failing(halved, list(range(9)))
    assert {one for one, answer in answers.items() if isinstance(answer, Exception)} == bad
    assert all(answers[one] == one / 2 for one in range(9) if one not in bad)


ABSURD = [(999_999_999_999, 999_999_999_999), (999_999_999_999, 3), (5, 999_999_999_999)]
ERRORS = "SELECT count(*) > 0 FROM clean.findings WHERE severity = 'error'"


def test_seats_of_twelve_digits_are_judged_at_once(judged_together):
    """By every law of lists."""
    elections = []
    for law, (votes, seats) in product(those(of_lists=True), ABSURD):
        rows = [
            f"Prizren,,LVV,council,votes,,{votes},,", "Prizren,,PDK,council,votes,,999999999999,,",
            f"Prizren,,LVV,council,seats,,{seats},,", "Prizren,,PDK,council,seats,,999999999999,,",
            "Prizren,,LDK,council,votes,,500,,", "Prizren,,LDK,council,seats,,2,,",
        ]  # fmt: skip
        head = HEAD.replace("council: {}", f"council: {{outcome_rule: {law.word}}}")
        elections.append({"sources": [rows], "head": head})
    with within(15):  # one took for ever
        made = judged_together(elections)
    assert [warehouse.rows(db, ERRORS) for db in made] == [[(True,)]] * len(elections)


def test_votes_of_twelve_digits_are_judged_at_once(judged_together):
    rows = [
        "Prizren,A B,,mayor,votes,,999999999999,,", "Prizren,C D,,mayor,votes,,999999999998,,",
        "Prizren,A B,,mayor,share,,50.00,,", "Prizren,C D,,mayor,share,,40.00,,", "Prizren,,,mayor,valid,,9,,",
        "Prizren,,,mayor,cast,,999999999999,,", "Prizren,,,mayor,registered,,1,,", "Prizren,,,mayor,turnout,,45.10,,",
        "Prizren,,,mayor,invalid,,999999999999,,", "Prizren,A B,,mayor,outcome,,elected,,",
    ]  # fmt: skip
    laws = ("plurality", "two_round_majority")
    with within(5):
        made = judged_together([{"sources": [rows], "head": HEAD.replace(laws[1], law)} for law in laws])
    assert [warehouse.rows(db, ERRORS) for db in made] == [[(True,)]] * len(laws)


def test_a_law_that_fails_at_a_race_does_not_hide_the_others(judged, monkeypatch):
    rows = [
        f"{unit},{name},,mayor,votes,,{n},," for unit in ("Prizren", "Pejë") for name, n in (("A B", 9), ("C D", 4))
    ]
    made = judged([*rows, "Prizren,A B,,mayor,outcome,,elected,,", "Pejë,A B,,mayor,outcome,,elected,,"],
                  head=HEAD.replace("two_round_majority", "plurality"))  # fmt: skip
    asks = next(rule.law_asks for rule in rules().values() if rule.code == "R501")
    before = lawful.asked(made, asks)
    law = next(iter(lawful.contests(made).values())).law
    claims = type(law).claims

    def failing(self, race):
        if "prizren" in race.rounds[1].contest_id:
            raise ZeroDivisionError("no")
        return claims(self, race)

    monkeypatch.setattr(type(law), "claims", failing)
    with pytest.raises(RuntimeError, match=r"prizren.*no"):
        lawful.asked(made, asks)
    asked = [rule for rule in rules().values() if rule.law_asks == asks]
    answers = list(lawful.answered(made, asked))
    left = before.filter(~pl.col("contest_id").str.contains("prizren"))
    assert [answer.rows() for _, answer in answers if isinstance(answer, pl.DataFrame)] == [left.rows()] * len(asked)
    assert [str(answer) for _, answer in answers if isinstance(answer, Exception)] != []
    assert (before.height, left.height) == (2, 1)
    assert list(lawful.answered(made, [])) == []
