"""Drafts that tests make from files."""

import pytest
import yaml

from numerim import in_memory, warehouse
from numerim.declare.house import House
from numerim.draft.new import Given, make

NOTHING = Given()


@pytest.fixture
def drafted(tmp_path):
    """Draft an election from files, check it, and give what the draft says of its first table, and the findings."""

    def of(given: Given = NOTHING, /, **files: str | bytes):
        house = House(tmp_path)
        (tmp_path / "in").mkdir(exist_ok=True)
        paths = []
        for name, content in files.items():
            path = tmp_path / "in" / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        made = make(house, paths, given)
        said = yaml.safe_load((made.folder / "election.yml").read_text("utf-8"))
        with in_memory.checked(house, made.election) as connection:
            found = [row[0] for row in warehouse.rows(connection, "SELECT rule FROM core.findings ORDER BY ALL")]
            figures = warehouse.rows(connection, "SELECT count(*) FROM core.statements")[0][0]
        (source,) = said["sources"].values()
        first = next(iter(source["files"].values()))
        return said, first["tables"][0], found, figures

    return of


def is_(table):
    return {name: cell["is"] if isinstance(cell, dict) else cell for name, cell in table["columns"].items()}
