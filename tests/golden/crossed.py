"""What is answered and found of elections that are drawn (`elections.py`), in letters: `crossed.txt` and `judged.txt`.

`crossed.txt` has the answers of each rule about many elections at once. `judged.txt` has of fewer, in which less is
wrong, all that a check makes: findings, blame, hints, impact, causes, and what its modules gave one another for it.
`python -m tests.golden.crossed R311 c007` prints the answers behind a line, of all elections or of one, and
`python -m tests.golden.crossed judged 2 c003` what is found of an election of a batch: before and after a change, for
`diff`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from numerim import inputs, warehouse
from numerim.check import check, failures
from numerim.declare.election import ElectionFile
from numerim.fetch import steps as states
from numerim.model.conform import conform
from numerim.read.ingest import read_files
from numerim.schemas.rule import rules
from tests.golden import answers, steps
from tests.golden.elections import DAYS, Election
from tests.golden.told import told as told_of
from tests.rules.cases import Case
from tests.rules.elections import prefix, written

ELECTIONS = 110
BATCHES, OF_BATCH = 3, 8


@cache
def drawn() -> list[Case]:
    """The elections of which rules are asked, as cases."""
    return [Case(f"{number}", "crossed/drawn", Election(number).said()) for number in range(ELECTIONS)]


@cache
def batch(i: int) -> list[Case]:
    """The elections of a batch that is judged; there is no end of cells that hints could look at in more at once."""
    numbers = range(DAYS * (i + 1), DAYS * (i + 1) + OF_BATCH)
    return [Case(f"{number}", "crossed/judged", Election(number, quiet=True).said()) for number in numbers]


def modelled(some: Sequence[Case], folder: Path) -> tuple[duckdb.DuckDBPyConnection, ElectionFile]:
    """A database of elections of which nothing is asked yet, and what their election.yml says."""
    state = inputs.take(written(some, folder), "cases")
    file, connection = state.file, warehouse.open_memory(1)
    conform(connection, state.house, file, read_files(file))
    states.load(connection, state)
    failures.load(connection, [], file.election.id)
    return connection, file


def answered(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The rows of the answers of each rule, each with its election."""
    found: dict[str, list[str]] = defaultdict(list)
    for election, by_rule in answers.anew(connection, drawn(), list(rules().values()), {}).items():
        for rule, rows in by_rule.items():
            found[rule] += [f"{election} {row}" for row in rows]
    return found


def text_of_crossed(folder: Path) -> str:
    """The table of answers: of each rule how many rows, of how many elections, and letters for what they are."""
    lines = []
    for rule, rows in sorted(answered(modelled(drawn(), folder)[0]).items()):
        elections = len({row.split(" ")[0] for row in rows})
        letters = sha256("\n".join(sorted(rows)).encode()).hexdigest()[:8]
        lines.append(f"{rule} {len(rows)} in {elections} {letters}")
    return "\n".join([*lines, *_parameters()]) + "\n"


def _parameters() -> Iterator[str]:
    """The numbers of rules that an election may set."""
    for rule in rules().values():
        for one in rule.parameters:
            whole = ", whole" if one.whole else ""
            yield f"{rule.code} {one.name}: {one.default} {one.unit}, {one.least} to {one.most}{whole}"


def judged(i: int, connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[str]:
    """What a check makes of a batch, in letters: election by election, and function by function."""
    with steps.recorded() as gave:
        check.check(connection, file)
    rows = answers.rows_of(connection, batch(i), {})
    return [
        *(f"{election} {answers.in_letters(of)}" for election, of in sorted(rows.items())),
        *steps.in_letters(gave),
        *steps.in_letters({"rules": [str(row) for row in warehouse.rows(connection, "FROM core.rules ORDER BY code")]}),
    ]


def text_of_judged(folder: Path) -> str:
    """The table of findings."""
    lines = []
    for i in range(BATCHES):
        lines += [f"== batch {i}", *judged(i, *modelled(batch(i), folder / str(i)))]
    return "\n".join(lines) + "\n"


def main(what: str, *which: str) -> None:
    """Print what is behind a line."""
    with TemporaryDirectory() as folder:
        if what == "judged":
            connection, file = modelled(batch(int(which[0])), Path(folder))
            check.check(connection, file)
            names = [prefix(number) for number in range(OF_BATCH)]
            found = told_of(connection, lambda place: place, lambda text, election: text)
            print(*(line for name in names if name in (which[1:] or names) for line in found[name]), sep="\n")
        else:
            of = answered(modelled(drawn(), Path(folder))[0])[what]
            print(*sorted(row for row in of if row.split(" ")[0] in (which or [row.split(" ")[0]])), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
