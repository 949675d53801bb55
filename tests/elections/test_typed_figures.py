"""Figures that people typed from paper and corrected later: which cell hints name first."""

import pytest

from benchmarks.corrections import Counts, cases_of
from tests.conftest import SHARED

TABLES = SHARED / "data" / "ms-corrections"
FOUND = {"leake": (8, 4, 8), "rankin": (12, 11, 12), "amite": (4, 4, 4)}
"""Of a county's election: columns in which one cell was wrong; that the first hint names; that one of three does."""


@pytest.mark.heavy
@pytest.mark.skipif(not TABLES.is_dir(), reason="the tables lie beside the project")
@pytest.mark.parametrize("county", FOUND)
def test_hints_name_the_cells_that_were_corrected(county):
    """`benchmarks/corrections.py` asks all; these are lines that were typed twice, which few hints tell apart."""
    name = f"20121106__ms__general__{county}__precinct.csv"
    ranks = [case.rank for case in cases_of(TABLES / "before" / name, TABLES / "after" / name, Counts())]
    cases, first, in_three = FOUND[county]
    assert len(ranks) == cases
    assert ranks.count(0) >= first
    assert sum(rank is not None and rank < 3 for rank in ranks) >= in_three
