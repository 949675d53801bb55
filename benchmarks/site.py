"""What the site costs: many made-up packages, each as large as a country's local elections.

    .venv/bin/python benchmarks/site.py [PACKAGES]

The latest release of al-local-2023 is copied under other names, three times over in each package: 399 contests. Prints
pages, seconds, bytes and the largest pages, of a first build and of a second one that finds nothing to do.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import polars

from numerim.declare.house import House
from numerim.site.build import build_site

ROOT = Path(__file__).resolve().parent.parent
FROM = "al-local-2023"
COPIES = "abc"


def made(house: House, number: int) -> None:
    """A package made of three copies, in which no place, party or election has the name of another's."""
    index = json.loads((ROOT / "published" / FROM / "versions.json").read_text("utf-8"))
    entry = {key: value for key, value in index["versions"][-1].items() if key != "archive"}
    of = ROOT / "published" / FROM / entry["version"]
    name = f"m{number:02}-local"
    to = house.published / name / entry["version"]
    (to / "data").mkdir(parents=True)
    for path in sorted((of / "data").glob("*.parquet")):
        table = polars.read_parquet(path)
        texts = [column for column, kind in table.schema.items() if kind == polars.String]
        copies = [
            table.with_columns(
                polars.col(texts)
                .str.replace_all(r"\bal-", f"m{number:02}{copy}-")
                .str.replace_all(f"m{number:02}{copy}-local-2023", name if copy == "a" else f"{name}-{copy}")
                .str.replace_all("wikipedia", f"wikipedia{copy}")
                .str.replace_all(r"article\b", f"article{copy}")
            )
            for copy in COPIES
        ]
        polars.concat(copies).unique(maintain_order=True).write_parquet(to / "data" / path.name)
    described = json.loads((of / "datapackage.json").read_text("utf-8"))
    (to / "datapackage.json").write_text(json.dumps(described | {"name": name, "titles": {"en": name}}), "utf-8")
    (to / "CHANGELOG.md").write_text("")
    said = index | {"package": name, "versions": [entry]}
    (to.parent / "versions.json").write_text(json.dumps(said), "utf-8")


def main() -> None:
    """Make, build twice, print."""
    packages = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        for number in range(packages):
            made(house, number)
        for what in ("first", "again"):
            begun, cpu = time.perf_counter(), time.process_time()
            built = build_site(house, house.build / "site")
            took, cpu = time.perf_counter() - begun, time.process_time() - cpu
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{what}: {built.pages:,} pages, {built.written:,} written, {took:.1f} s, "
                f"{cpu:.1f} s CPU, {memory:,.0f} MB"
            )
        sizes = sorted(((path.stat().st_size, path) for path in house.build.rglob("*.html")), reverse=True)
        print(f"{sum(size for size, _ in sizes) / 1e6:,.0f} MB of pages; the largest:")
        for size, path in sizes[:5]:
            print(f"  {size:>9,} {path.relative_to(house.build)}")


if __name__ == "__main__":
    main()
