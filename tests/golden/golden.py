"""The tables, each with how what comes out is made."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb

from numerim import warehouse
from tests.conftest import completed, loud, seeded
from tests.golden import steps
from tests.golden.contests import text_of_contests
from tests.golden.sheets import text_of_sheets
from tests.golden.told import tallies, told

HERE = Path(__file__).parent
MADE = ("columns", "stations", "wholes")


@contextmanager
def checked(name: str, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The elections of a folder of `made`, checked."""
    house = seeded(folder / name)
    shutil.copytree(HERE / "made" / name, house.raw / "aq" / name)
    with completed(house, name, whole=False) as connection:
        yield loud(connection)


def text_of_made(name: str, folder: Path) -> str:
    """What is told of the elections of a folder of `made`."""
    header = (HERE / "made" / name / "paper.csv").read_text("utf-8").splitlines()[0].split(",")

    def named(place: str) -> str:
        source, line, cell = re.match(r"(.+?)\|.+:L(\d+)\.C(\d+)", place).groups()  # type: ignore[union-attr]
        return f"{'' if source == 'paper' else f'{source}:'}L{line} {header[int(cell) - 1]}"

    with steps.recorded() as gave, checked(name, folder) as connection:
        found = told(connection, named, lambda text, election: text)
        titles = warehouse.rows(connection, "SELECT election_id, title FROM core.elections ORDER BY election_id")
        blocks = [(f"{election}: {title}", found[election]) for election, title in titles]
        blocks.append(("how often rules held, were broken, and did not apply", tallies(connection)))
    return written([*blocks, (steps.TITLE, steps.in_letters(gave))])


def written(blocks: list[tuple[str, list[str]]]) -> str:
    """Elections with what is told of each, and what else there is, as one text."""
    return "\n\n".join("\n".join([f"== {title}", *lines]) for title, lines in blocks) + "\n"


TABLES = {
    "contests": text_of_contests,
    "sheets": text_of_sheets,
    **{name: partial(text_of_made, name) for name in MADE},
}
"""The name of a table -> how it is made anew, in an empty folder."""
