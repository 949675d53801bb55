"""Small elections, made in a test."""

import shutil
from hashlib import sha256

import pytest

from numerim.declare.house import House
from tests.conftest import ROOT, completed, loud

HEAD = """id: xk-test-2030
title: {en: Test}
country: XK
licence: CC0-1.0
held_on: 2030-10-17
status: final
offices: {mayor: {outcome_rule: two_round_majority}, council: {}}
sources:
"""
SOURCE = """  {name}:
    title: A source
    publisher: somebody
    language: sq
    licence: CC0-1.0
    rank: {rank}
    files:
      {name}.csv:
        sha256: "{sha}"
        reader: csv
        tables: [{{columns: same, complete: [{complete}]}}]
"""
COLUMNS = "unit,candidate,party,office,measure,category,value,according_to,round\n"


@pytest.fixture
def judged(tmp_path):
    """Rows of each source -> a checked database."""

    def of(*sources, head=HEAD, complete="votes, share, seats", columns=COLUMNS, missing="{}"):
        house = House(tmp_path)
        shutil.copytree(ROOT / "seeds", house.seeds)
        folder = house.raw / "xk" / "xk-test-2030"
        folder.mkdir(parents=True)
        yml = head
        for rank, rows in enumerate(sources, 1):
            content = columns + "".join(f"{row}\n" for row in rows)
            (folder / f"s{rank}.csv").write_text(content, encoding="utf-8")
            yml += SOURCE.format(
                name=f"s{rank}",
                rank=rank,
                sha=sha256(content.encode()).hexdigest(),
                complete=complete,
            ).replace("    files:", f"    missing: {missing}\n    files:")
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return loud(completed(house, "xk-test-2030"))

    return of
