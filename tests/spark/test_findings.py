"""An election checked with the rules asked on Spark: the same findings, row for row, as in DuckDB."""

import pytest

from numerim import in_memory, inputs, warehouse
from numerim.check import sparkengine

TABLES = ("findings", "finding_places", "blames", "rules")


def found(state, engine=None):
    with in_memory.checked_as(state, engine=engine) as connection:
        return {table: sorted(warehouse.rows(connection, f"FROM core.{table}"), key=repr) for table in TABLES}


@pytest.mark.heavy
def test_an_election_has_the_same_findings(house, session):
    state = inputs.take(house, "xk-local-2021")
    wanted = found(state)
    assert wanted["findings"]
    assert found(state, sparkengine.judge_on(session)) == wanted
