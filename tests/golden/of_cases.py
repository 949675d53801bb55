"""The cases of rules, each with all hints, causes and what another outcome would take: `cases/<family>.txt`."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from numerim import warehouse
from tests.golden import answers
from tests.golden.told import told
from tests.rules.cases import Case
from tests.rules.elections import databases, election_of, made, prefix
from tests.rules.outcomes import cells

HERE = Path(__file__).parent / "cases"


def blocks(connection: duckdb.DuckDBPyConnection, some: Sequence[Case]) -> dict[str, list[str]]:
    """The cases of a database, by file and name, with what is told of them."""
    days = dict(warehouse.rows(connection, "SELECT election_id, held_on FROM core.elections"))
    elections = {prefix(number): [election_of(case, number)] for number, case in enumerate(some)}
    for number, case in enumerate(some):
        elections[prefix(number)] += [f"{prefix(number)}-{name}" for name in case.said.get("beside", {})]
    mark = {election: prefix_ for prefix_, its in elections.items() for election in its}

    def bare(text: str, election: str) -> str:
        for mine in (f", {days[election]}", f"{mark[election]}-", f"{election}/", f"{election} "):
            text = text.replace(mine, "")
        return text

    found = told(connection, lambda place: cells([place], place.split("-")[0]), bare, brief=True)
    return {
        f"{case.file}: {case.name}": [line for election in elections[prefix(number)] for line in found[election]]
        for number, case in enumerate(some)
    }


def wanted(family: str) -> dict[str, list[str]]:
    """What a table says of its cases."""
    parts = (HERE / f"{family}.txt").read_text("utf-8").strip().split("\n\n")
    return {title.removeprefix("== "): lines for title, *lines in map(str.splitlines, parts)}


def differs(connection: duckdb.DuckDBPyConnection, family: str, some: Sequence[Case]) -> list[str]:
    """What is told otherwise than the table says of the cases of a database.

    A case that is newer than the table says itself what must come out; `python -m tests.golden` takes it up.
    """
    came_out, said = blocks(connection, some), wanted(family)
    changed = sorted(name for name in came_out if name in said and came_out[name] != said[name])
    told = [
        line
        for name in changed
        for line in (
            f"{name}: hints, causes and what another outcome would take",
            *unified_diff(said[name], came_out[name], "wanted", "came out", n=1, lineterm=""),
        )
    ]
    return [*told, f"If that is right: python -m tests.golden {family}"] if told else []


def written(family: str, cases: Sequence[Case]) -> tuple[str, str]:
    """The table of a family, anew, and that of the answers."""
    found: dict[str, list[str]] = {}
    letters: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        for i, some in enumerate(databases([case for case in cases if case.family == family])):
            with answers.recorded() as asked, made(some, Path(folder) / str(i)) as connection:
                found |= blocks(connection, some)
                letters |= answers.lines(connection, some, asked)
    told = "\n\n".join("\n".join([f"== {name}", *found[name]]) for name in sorted(found)) + "\n"
    return told, answers.written(letters)
