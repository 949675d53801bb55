"""Small elections, made in a test."""

from contextlib import ExitStack, closing
from hashlib import sha256

import pytest

from numerim import warehouse
from tests.conftest import completed, loud, seeded
from tests.numerim.drafting import drafted  # noqa: F401
from tests.numerim.together import Together, said

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
def written(tmp_path):
    """Rows of each source -> a checkout with the election that they are."""

    def of(*sources, head=HEAD, complete="votes, share, seats", columns=COLUMNS, missing="{}", statuses=()):
        house = seeded(tmp_path)
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
            if statuses:
                yml = yml.replace(f"    rank: {rank}\n", f"    rank: {rank}\n    status: {statuses[rank - 1]}\n")
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return house

    return of


@pytest.fixture
def judged(written):
    """Rows of each source -> a checked database, one that could be published if it is to be whole."""
    with ExitStack() as made:

        def of(*sources, whole=False, **said):
            house = written(*sources, **said)
            return loud(made.enter_context(completed(house, "xk-test-2030", whole=whole)))

        yield of


@pytest.fixture
def judged_together(tmp_path):
    """Sources of each election, and what is the same for all -> a database each, made in one run."""

    def of(elections, head=HEAD, complete="votes, share, seats", columns=COLUMNS, missing="{}", **more):
        """`elections`: the sources of each; or what `judged` takes, by name, where they differ in that."""
        same = {"head": head, "complete": complete, "columns": columns, "missing": missing}
        rows = [one if isinstance(one, dict) else {"sources": one} for one in elections]
        return together([_said(**(same | one)) for one in rows], **more)

    with closing(Together(tmp_path)) as together:
        yield of


def _said(sources, head, complete, columns, missing):
    contents = {f"s{n}.csv": columns + "".join(f"{row}\n" for row in rows) for n, rows in enumerate(sources, 1)}
    yml = "".join(
        SOURCE.format(name=f"s{n}", rank=n, sha="", complete=complete).replace(
            "    files:", f"    missing: {missing}\n    files:"
        )
        for n in range(1, len(sources) + 1)
    )
    return said(head, yml, contents)


OWN = """id: {country}-test-2030
title: {{en: Test}}
country: {country}
held_on: 2030-06-09
status: final
{own}
sources:
  office:
    title: Results
    language: en
    licence: CC0-1.0
    rank: 1
    {source}
    files:
"""
FILE = """      {name}:
        sha256: "{sha}"
        reader: csv
        tables:
          - {table}
"""


@pytest.fixture
def declared(tmp_path):
    """A country, what its election declares, and tables (what is declared of one, its lines) -> a database."""

    def of(country, own, *tables, source="", whole=False):
        house = seeded(tmp_path)
        folder = house.raw / country / f"{country}-test-2030"
        folder.mkdir(parents=True)
        yml = OWN.format(country=country, own=own, source=source).replace(
            f"country: {country}", f"country: {country.upper()}"
        )
        for i, (table, *lines) in enumerate(tables):
            content = "\n".join(lines) + "\n"
            (folder / f"t{i}.csv").write_text(content, encoding="utf-8")
            yml += FILE.format(name=f"t{i}.csv", sha=sha256(content.encode()).hexdigest(), table=table)
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return loud(made.enter_context(completed(house, f"{country}-test-2030", whole=whole)))

    with ExitStack() as made:
        yield of


@pytest.fixture
def declared_together(tmp_path):
    """For each election what `declared` takes, as a list -> a database each, made in one run."""

    def of(elections, source="", **more):
        made = []
        for country, own, *tables in elections:
            head = OWN.format(country=country, own=own, source=source).replace(
                f"country: {country}", f"country: {country.upper()}"
            )
            files = "".join(FILE.format(name=f"t{i}.csv", sha="", table=table) for i, (table, *_) in enumerate(tables))
            contents = {f"t{i}.csv": "\n".join(lines) + "\n" for i, (_, *lines) in enumerate(tables)}
            made.append(said(head, files, contents))
        return together(made, **more)

    with closing(Together(tmp_path)) as together:
        yield of


def found(connection):
    sql = "SELECT rule FROM clean.findings WHERE severity <> 'info' ORDER BY ALL"
    return [rule for (rule,) in warehouse.rows(connection, sql)]
