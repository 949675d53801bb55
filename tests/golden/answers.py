"""All that rules answer about each case, and what a check makes of it, in few letters: `answers/<family>.txt`.

What holds counts as much as what does not: a rule that asks for another figure, or for one too many, shows in elections
in which nothing is wrong, too. `python -m tests.golden accounting` writes the letters of a family anew. Where those of
a rule are others than before, `python -m tests.golden.answers "accounting/ballots: Name" R202` prints what is behind
them: before and after the change, for `diff`.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check import check, lawful, questions, relations
from numerim.schemas.relations import ratio
from numerim.schemas.relations.sum import SUM
from numerim.schemas.rule import PRIMITIVES, Rule, rules
from tests.rules.cases import Case, cases
from tests.rules.elections import databases, election_of, made, prefix

HERE = Path(__file__).parent / "answers"
TOLD = ("findings", "finding_places", "blames", "agreed")
"""What a check makes beside the tables of its relations."""

_NUMBERED = ("relation", "sum_id", "spot")
_IN_WORDS = ("claim", "says")
"""Columns that only number rows, and those that cases and tables have word by word."""

_RATIOS = f"""
    SELECT rule, at_most, {ratio.PAIRS}, computed, would_be, off, allowed, tolerance, locators, blames, holds
    FROM ({ratio.TOLD})"""

_BY_DAYS = ("R112",)
"""Rules that reckon with the days by which cases are told apart."""

Rows = dict[str, dict[str, list[str]]]
"""The prefix of a case -> a rule, or a table -> its rows about it, as text."""

Asked = dict[str, tuple[pl.DataFrame, pl.Series]]
"""A rule -> the answer to its question, and of each row whether the claim holds."""


@contextmanager
def recorded() -> Iterator[Asked]:
    """What is asked while elections are checked: the answers of the last check, of rules that declare no relation."""
    asked: Asked = {}
    judge_all, judged = check.judge_all, relations.judged

    def anew(*args: Any) -> Any:
        asked.clear()
        return judge_all(*args)

    def kept(rule: Rule, answer: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        told = judged(rule, answer)
        asked.setdefault(rule.code, told)  # what is broken is judged again, with all that there is to say of it
        return told

    def with_all(*args: Any, **kept: bool) -> Any:
        in_full(*args)  # to be compared; what is found is judged in brief
        return relations.judge_relations(*args, **kept)

    with (
        patch.object(check, "judge_all", anew),
        patch.object(check, "brief", questions.question),  # `tests.facts.otherwise_in_brief` tells whether it matters
        patch.object(relations, "judged", kept),
        patch.object(check, "judge_relations", with_all),
    ):
        yield asked


def in_full(connection: duckdb.DuckDBPyConnection, *args: Any) -> Any:
    """Judge relations, and put aside the answers of those of which a check asks in full only what is broken."""
    said = relations.judge_relations(connection, *args, in_full=True)
    for table in [f"core.{kind.name}" for kind in PRIMITIVES if kind.brief]:
        connection.execute(f"CREATE OR REPLACE TABLE {table}_in_full AS FROM {table}")
    return said


def anew(
    connection: duckdb.DuckDBPyConnection, some: Sequence[Case], every: Sequence[Rule], off: questions.Off
) -> Rows:
    """Ask rules about the cases of a database, and give the rows of their answers; nothing is made of these.

    Raises:
        RuntimeError: a rule cannot be asked.
    """
    asked: Asked = {}
    facts = check.facts_of(connection)
    here = [rule for rule in every if rule.applies(facts)]
    for rule in here:
        if rule.over:
            answer = warehouse.frame(connection, questions.question(rule, off))
            if answer.height:
                asked[rule.code] = relations.judged(rule, answer)
    for rule, answer in lawful.answered(connection, [rule for rule in here if rule.law_asks]):
        if isinstance(answer, Exception):
            raise RuntimeError(rule.code) from answer
        if answer is not None:
            asked[rule.code] = answer, answer["holds"]
    related = [rule for rule in here if rule.relation]
    _, failures = in_full(connection, related, off)
    if failures:
        raise RuntimeError(failures)
    return rows_of(connection, some, asked, [rule.code for rule in related] or ["none"])


def rows_of(
    connection: duckdb.DuckDBPyConnection, some: Sequence[Case], asked: Asked, only: Sequence[str] = ()
) -> Rows:
    """The rows of all answers about the cases of a database, and of the tables that a check makes.

    Args:
        connection: a checked database.
        some: its cases.
        asked: what was recorded.
        only: rules that declare relations; where some are named, nothing but their answers is taken beside `asked`.
    """
    elections = {prefix(number): prefix(number) for number in range(len(some))}
    for number, case in enumerate(some):
        beside = [f"{prefix(number)}-{name}" for name in case.said.get("beside", {})]
        elections |= dict.fromkeys([election_of(case, number), *beside], prefix(number))
    days = {
        election: [str(day) for day in days if day]
        for election, *days in warehouse.rows(connection, "SELECT election_id, held_on, runoff_on FROM core.elections")
    }
    found: Rows = defaultdict(lambda: defaultdict(list))
    for name, columns, rows in _tables(connection, asked, only):
        kept = [i for i, column in enumerate(columns) if column not in (*_NUMBERED, *_IN_WORDS)]
        at = {column: i for i, column in enumerate(columns)}
        for row in rows:
            election = _election(row, at)
            text = re.sub(r"\bc\d{3}\b", "c", " · ".join(_plain(row[i]) for i in kept))
            for day in days.get(election, ()):
                text = text.replace(day, "day")
            found[elections.get(election, election)][name or row[at["rule"]]].append(text)
    return found


def _tables(
    connection: duckdb.DuckDBPyConnection, asked: Asked, only: Sequence[str]
) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
    """Each table with its name, its columns and its rows; no name where each row has its rule."""
    for code, (answer, holds) in asked.items():
        whole = answer.with_columns(holds.alias("holds"))
        yield code, whole.columns, whole.rows()
    there = {name for (name,) in warehouse.rows(connection, "SELECT table_name FROM information_schema.tables")}
    given = ["placed_terms" if kind is SUM else kind.given for kind in PRIMITIVES]
    of_relations = [*given, *(f"{kind.name}_in_full" if kind.brief else kind.name for kind in PRIMITIVES)]
    of_some = f" WHERE rule IN ({', '.join(map(warehouse.text, only))})" if only else ""
    for table in (*of_relations, *(() if only else TOLD)):
        if table in there:
            rows = _RATIOS if table == ratio.RATIO.name else f"FROM core.{table}"
            columns = [name for name, *_ in warehouse.rows(connection, f"DESCRIBE {rows}")]
            name = "" if table in of_relations else table
            yield name, columns, warehouse.rows(connection, f"SELECT * FROM ({rows}){of_some}")


def _election(row: Sequence[Any], at: Mapping[str, int]) -> str:
    """The election that a row is about, or the beginning of the name of its source."""
    if "election_id" in at and row[at["election_id"]]:
        return str(row[at["election_id"]])
    names = (row[at[name]] for name in ("source_id", "locators", "place", "places") if name in at and row[at[name]])
    return re.split(r"[-|]", str(next(names, "")))[0]


def _plain(value: Any) -> str:
    """A value as text that is the same whatever else is in the database: places in order, numbers without noughts."""
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = str(value)
    return " ".join(sorted(text.split(" "))) if "|" in text and not text.startswith("[") else text


def in_letters(rows: Mapping[str, Sequence[str]]) -> str:
    """Answers in few letters: of each rule how many rows, and letters that are others if a row is another."""
    letters = {name: sha256("\n".join(sorted(of)).encode()).hexdigest()[:4] for name, of in rows.items()}
    return " ".join(f"{name}:{len(rows[name])}:{letters[name]}" for name in sorted(rows))


def lines(connection: duckdb.DuckDBPyConnection, some: Sequence[Case], asked: Asked) -> dict[str, str]:
    """Each case of a database, by file and name, with its answers in few letters.

    A rule about names tells of each once, whichever cases of the database have it: only the family of these has it.
    """
    rows = rows_of(connection, some, asked)
    return {
        f"{case.file}: {case.name}": in_letters(
            {name: of for name, of in rows[prefix(number)].items() if _stands_by_itself(name, case.family)}
        )
        for number, case in enumerate(some)
    }


def _stands_by_itself(name: str, family: str) -> bool:
    """Whether what a rule, or a table, has of a case is the same whatever other cases there are."""
    return name not in _BY_DAYS and (name not in rules() or rules()[name].each != "name" or family == "identity")


def differs(connection: duckdb.DuckDBPyConnection, family: str, some: Sequence[Case], asked: Asked) -> list[str]:
    """What is answered otherwise than the letters say of the cases of a database; newer cases have none."""
    said = dict(_read(family))
    told = []
    for name, came_out in lines(connection, some, asked).items():
        if name in said and came_out != said[name]:
            changed = {one.split(":")[0] for one in {*came_out.split()} ^ {*said[name].split()}}
            told.append(f"{name}: other answers of {', '.join(sorted(changed))}")
    return [*told, f"What they are: tests/golden/answers.py. If that is right: python -m tests.golden {family}"][
        : 40 if told else 0
    ]


def _read(family: str) -> Iterator[tuple[str, str]]:
    for line in (HERE / f"{family}.txt").read_text("utf-8").splitlines():
        name, _, letters = line.rpartition(" | ")
        yield name, letters


def written(found: Mapping[str, str]) -> str:
    """The letters of a family as a text."""
    return "".join(f"{name} | {found[name]}\n" for name in sorted(found))


def main(name: str, rule: str) -> None:
    """Print the rows of a rule, or a table, about a case."""
    family = name.split("/")[0]
    for some in databases([case for case in cases() if case.family == family]):
        numbers = {f"{case.file}: {case.name}": prefix(number) for number, case in enumerate(some)}
        if name in numbers:
            with TemporaryDirectory() as folder, recorded() as asked, made(some, Path(folder) / "made") as connection:
                print(*sorted(rows_of(connection, some, asked)[numbers[name]][rule]), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
