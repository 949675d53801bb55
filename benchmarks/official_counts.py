"""How often official final counts are accused: relations judged, and findings, of real elections.

    .venv/bin/python benchmarks/official_counts.py [--findings]

The elections are those of `tests/elections`, whose files lie beside the project; prints a table as Markdown. With
`--findings` each open error and warning is printed, so that a person can look at it.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKED = "SELECT sum(held + broken)::BIGINT, count(*) FILTER (WHERE held + broken > 0) FROM core.rules"
"""Relations judged, and how many rules judged any."""
FOUND = """
    SELECT severity, coalesce(cause, finding_id), rule, says FROM clean.findings
    WHERE status = 'open' AND severity IN ('error', 'warning') ORDER BY ALL
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--findings", action="store_true", help="print each open error and warning")
    said = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from numerim import in_memory, warehouse
    from numerim.declare.house import House
    from tests.conftest import SHARED
    from tests.elections.conftest import FILES, HERE

    if not (SHARED / "data").is_dir():
        print("The data of real elections is not here.", file=sys.stderr)
        return 2
    print("| election | rules | relations judged | errors and warnings | causes |\n| --- | --- | --- | --- | --- |")
    told = []
    for election, files in FILES.items():
        with tempfile.TemporaryDirectory() as name:
            house = House(Path(name))
            shutil.copytree(ROOT / "seeds", house.seeds)
            folder = house.raw / election[:2] / election
            folder.mkdir(parents=True)
            shutil.copyfile(HERE / f"{election}.yml", folder / "election.yml")
            for file in files:
                shutil.copyfile(SHARED / "data" / file, folder / Path(file).name)
            with in_memory.checked(house, election) as connection:
                ((judged, rules),) = warehouse.rows(connection, ASKED)
                found = warehouse.rows(connection, FOUND)
        causes = len({cause for _, cause, _, _ in found})
        print(f"| {election} | {rules} | {judged:,} | {len(found):,} | {causes:,} |", flush=True)
        told += [f"{election}: {severity} {rule}: {says}" for severity, _, rule, says in found]
    if said.findings:
        print("", *told, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
