"""Every case goes through the whole pipeline, many in one database, and what comes out is what it says."""

import pytest

from tests.golden import of_cases
from tests.rules.cases import cases
from tests.rules.elections import databases, made
from tests.rules.outcomes import Outcomes, wrong

CASES = cases()
FAMILIES = sorted({case.family for case in CASES})


@pytest.mark.parametrize("family", FAMILIES)
def test_cases(family, tmp_path):
    told = []
    for i, some in enumerate(databases([case for case in CASES if case.family == family])):
        with made(some, tmp_path / str(i)) as connection:
            outcomes = Outcomes(connection)
            for number, case in enumerate(some):
                told += wrong(case, number, outcomes)
            told += of_cases.differs(connection, family, some)
    if told:
        pytest.fail("\n".join(told), pytrace=False)


@pytest.mark.heavy
@pytest.mark.parametrize("case", CASES, ids=[f"{case.file}: {case.name}" for case in CASES])
def test_alone(case, tmp_path):
    """A case comes out the same in a database of its own: none is right only because of its neighbours."""
    with made([case], tmp_path) as connection:
        told = wrong(case, 0, Outcomes(connection))
    if told:
        pytest.fail("\n".join(told), pytrace=False)
