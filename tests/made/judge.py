"""Made-up elections -> what numerim finds in them."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from numerim import warehouse
from numerim.check.check import check
from numerim.declare.election import read_election
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.model.conform import conform
from numerim.read.ingest import read_files
from tests.conftest import ROOT, loud
from tests.made.elections import HEADER, Made
from tests.made.paper import GAP, papers_of, write


@dataclass(frozen=True)
class Finding:
    """A finding about one election.

    `places` are (row, column) of that election's table, with the name of the paper where it is another; `doubted` are
    those of them in doubt, `held` those held back.
    """

    rule: str
    severity: str
    says: str
    places: frozenset[tuple[int, str]]
    hints: list[list[tuple[tuple[int, str], str]]]
    doubted: frozenset[tuple[int, str]] = frozenset()
    held: frozenset[tuple[int, str]] = frozenset()


def judge(elections: Mapping[str, Made]) -> dict[str, list[Finding]]:
    """The findings about each of some elections of one shape, all judged at once.

    An election that numerim refuses to read has the finding `refused`.
    """
    try:
        return _judge(elections)
    except InputError as error:
        names = list(elections)
        if len(names) == 1:
            return {names[0]: [Finding("refused", "error", str(error), frozenset(), [])]}
        half = len(names) // 2
        parts = names[:half], names[half:]
        return {name: found for part in parts for name, found in judge({n: elections[n] for n in part}).items()}


def _judge(elections: Mapping[str, Made]) -> dict[str, list[Finding]]:
    starts: dict[tuple[str, str], int] = {}
    for i, source in enumerate(papers_of(elections)):
        line = 2
        for name, made in elections.items():
            if i <= len(made.elsewhere):
                starts[source, name] = line
                line += len((made.rows, *made.elsewhere)[i]) + GAP

    def place(election: str, text: str) -> tuple[int, str]:
        source, locator = text.split()[0].split("|")[:2]
        line, cell = map(int, locator.rsplit(":L", 1)[1].split(".C"))
        column = HEADER[cell - 1]
        return line - starts[source, election], column if source == "paper" else f"{column} of {source}"

    with tempfile.TemporaryDirectory() as name:
        house = House(Path(name))
        house.seeds.symlink_to(ROOT / "seeds")
        file = read_election(write(house.root, elections) / "election.yml", "election.yml")
        with warehouse.open_memory() as connection:
            conform(connection, house, file, read_files(file))
            check(connection, file)
            loud(connection)
            rows = warehouse.rows(
                connection,
                """
                SELECT election_id, rule, severity, says, hints, stand, doubted, held FROM core.findings LEFT JOIN (
                    SELECT finding_id, list(DISTINCT place) AS stand,
                        list(DISTINCT place) FILTER (role = 'in_doubt') AS doubted,
                        list(DISTINCT place) FILTER (role = 'in_doubt' AND held) AS held
                    FROM core.finding_places p LEFT JOIN (
                        SELECT DISTINCT rule, place, true AS held FROM core.blames WHERE severity = 'error')
                    USING (rule, place) GROUP BY finding_id) USING (finding_id)
                """,
            )
    found: dict[str, list[Finding]] = {name: [] for name in elections}
    for election, rule, severity, says, hints, *placed in rows:
        places, doubted, held = (frozenset(place(election, at) for at in several or []) for several in placed)
        told = [
            [(place(election, change["place"]), str(change["value"])) for change in hint["changes"]]
            for hint in json.loads(hints or "[]")
        ]
        found[election].append(Finding(rule, severity, says, places, told, doubted, held))
    return found
