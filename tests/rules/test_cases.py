"""Every case goes through the whole pipeline, many in one database, and what comes out is what it says."""

from random import Random

import pytest

from tests.facts import otherwise_in_brief, unasked
from tests.golden import answers, of_cases
from tests.rules.cases import Case, cases
from tests.rules.elections import databases, made
from tests.rules.outcomes import Outcomes, wrong

CASES = cases()
FAMILIES = sorted({case.family for case in CASES})
FEW = 80
SHUFFLED = Random(0).sample(CASES, len(CASES))  # noqa: S311
COMPANIES = [
    some
    for family in FAMILIES
    for some in databases([case for case in SHUFFLED if case.family == family], FEW)
    if len(some) > 1
]
"""All cases that can have company, each with some others of its family, drawn."""


def _few_with_every_rule() -> list[Case]:
    """Few cases in which each rule is broken somewhere."""
    says = [{one["rule"] for one in case.find} for case in CASES]
    lacking, few = set().union(*says), []
    while lacking:
        best = max(range(len(CASES)), key=lambda i: len(says[i] & lacking))
        few.append(best)
        lacking -= says[best]
    return [CASES[i] for i in sorted(few)]


WITH_EVERY_RULE = _few_with_every_rule()


def _told(some, folder):
    """What comes out otherwise than cases say that share a database."""
    with made(some, folder) as connection:
        outcomes = Outcomes(connection)
        return [line for number, case in enumerate(some) for line in wrong(case, number, outcomes)]


@pytest.mark.parametrize("family", FAMILIES)
def test_cases(family, tmp_path):
    told = []
    for i, some in enumerate(databases([case for case in CASES if case.family == family])):
        with answers.recorded() as asked, made(some, tmp_path / str(i)) as connection:
            outcomes = Outcomes(connection)
            for number, case in enumerate(some):
                told += wrong(case, number, outcomes)
            told += of_cases.differs(connection, family, some)
            told += answers.differs(connection, family, some, asked)
    if told:
        pytest.fail("\n".join(told), pytrace=False)


@pytest.mark.heavy
@pytest.mark.parametrize("some", COMPANIES, ids=[f"{some[0].family}, company {n}" for n, some in enumerate(COMPANIES)])
def test_in_other_company(some, tmp_path):
    """A case comes out the same among a few others: none is right only because of its neighbours."""
    if told := _told(some, tmp_path):
        pytest.fail("\n".join(told), pytrace=False)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("number", "case"), list(enumerate(WITH_EVERY_RULE)), ids=[f"{case.file}: {case.name}" for case in WITH_EVERY_RULE]
)
def test_alone(number, case, tmp_path):
    """So it does in a database of its own, where tables are empty that neighbours would fill, and less is asked.

    What is not asked is asked after every sixth: that takes longer than the rest, and is of all rules each time.
    """
    with made([case], tmp_path) as connection:
        told = wrong(case, 0, Outcomes(connection))
        if number % 6 == 0:
            told += [f"{one} is not asked" for one in unasked(connection)]
            told += [f"{one} in brief is another" for one in otherwise_in_brief(connection)]
    if told:
        pytest.fail("\n".join(told), pytrace=False)
