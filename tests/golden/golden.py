"""The tables, each with how what comes out is made."""

import re
import shutil
from functools import partial
from pathlib import Path

import duckdb

from numerim import warehouse
from numerim.declare.house import House
from tests.conftest import completed, loud, seeded
from tests.golden import steps
from tests.golden.around import text_of_around
from tests.golden.causes import text_of_causes
from tests.golden.contests import text_of_contests
from tests.golden.crossed import text_of_crossed, text_of_judged
from tests.golden.doubts import text_of_doubts
from tests.golden.near import text_of_near
from tests.golden.sheets import text_of_sheets
from tests.golden.systems import text_of_systems
from tests.golden.told import tallies, told

HERE = Path(__file__).parent
MADE = ("columns", "stations", "wholes")


def put_down(name: str, folder: Path) -> House:
    """A checkout with the elections of a folder of `made`."""
    house = seeded(folder / name)
    shutil.copytree(HERE / "made" / name, house.raw / "aq" / name)
    return house


def text_of_made(name: str, folder: Path) -> str:
    """What is told of the elections of a folder of `made`."""
    with steps.recorded() as gave, completed(put_down(name, folder), name, whole=False) as connection:
        return text_of(name, loud(connection), gave)


def text_of(name: str, connection: duckdb.DuckDBPyConnection, gave: steps.Steps) -> str:
    """What is told of elections of `made` that are checked, and what modules gave one another for it."""
    header = (HERE / "made" / name / "paper.csv").read_text("utf-8").splitlines()[0].split(",")

    def named(place: str) -> str:
        source, line, cell = re.match(r"(.+?)\|.+:L(\d+)\.C(\d+)", place).groups()  # type: ignore[union-attr]
        return f"{'' if source == 'paper' else f'{source}:'}L{line} {header[int(cell) - 1]}"

    found = told(connection, named, lambda text, election: text)
    titles = warehouse.rows(connection, "SELECT election_id, title FROM core.elections ORDER BY election_id")
    blocks = [(f"{election}: {title}", found[election]) for election, title in titles]
    blocks.append(("how often rules held, were broken, and did not apply", tallies(connection)))
    return written([*blocks, (steps.TITLE, steps.in_letters(gave))])


def written(blocks: list[tuple[str, list[str]]]) -> str:
    """Elections with what is told of each, and what else there is, as one text."""
    return "\n\n".join("\n".join([f"== {title}", *lines]) for title, lines in blocks) + "\n"


TABLES = {
    "around": text_of_around,
    "causes": text_of_causes,
    "contests": text_of_contests,
    "crossed": text_of_crossed,
    "judged": text_of_judged,
    "doubts": text_of_doubts,
    "near": text_of_near,
    "sheets": text_of_sheets,
    "systems": text_of_systems,
    **{name: partial(text_of_made, name) for name in MADE},
}
"""The name of a table -> how it is made anew, in an empty folder."""
