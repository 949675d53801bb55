"""Real elections, each brought in by an `election.yml` of this folder alone."""

import shutil

import pytest

from tests.conftest import ROOT, SHARED, completed, seeded
from tests.facts import broken

HERE = ROOT / "tests" / "elections"
STATE = "btw25/2025-03-13-12-59-36-btw25-bw"
FILES = {
    "xk-councils-2017": ["kosovo-2017/councils.csv"],
    "xk-mayors-2017": ["kosovo-2017/mayors.csv"],
    "ge-mayors-2017": ["georgia-2017/mayors.csv"],
    "us-ok-2020": ["us-2020/oklahoma-counties.csv"],
    "us-mn-2020": ["us-2020/minnesota.txt"],
    "de-bw-2025": [f"{STATE}-kreise.csv", f"{STATE}-gemeinden.csv"],
}


@pytest.fixture(scope="session")
def golden(tmp_path_factory):
    """The id of an election -> a checked database with the facts that rules may ask, each made only once."""
    made = {}

    def of(election):
        if election not in made:
            house = seeded(tmp_path_factory.mktemp(election))
            folder = house.raw / election[:2] / election
            folder.mkdir(parents=True)
            shutil.copyfile(HERE / f"{election}.yml", folder / "election.yml")
            for file in FILES[election]:
                source = SHARED / "data" / file
                shutil.copyfile(source, folder / source.name)
            connection = completed(house, election)
            assert broken(connection) == {}
            made[election] = connection
        return made[election]

    yield of
    for connection in made.values():
        connection.close()


@pytest.fixture(scope="session")
def found():
    """A checked database and severities -> its open findings: rule, subject, sentence."""

    def of(connection, *severities):
        inside = ", ".join(f"'{s}'" for s in severities)
        return connection.execute(
            "SELECT rule, subject, says FROM clean.findings "
            f"WHERE severity IN ({inside}) AND status = 'open' ORDER BY rule, subject"
        ).fetchall()

    return of
