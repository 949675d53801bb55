"""Every case goes through the whole pipeline, many in one database, and what comes out is what it says."""

from collections import defaultdict

import pytest

from numerim.schemas.rule import rules
from tests.rules.cases import Case, cases
from tests.rules.elections import made
from tests.rules.outcomes import Outcomes, as_yaml

CASES = cases()
FAMILIES = sorted({case.family for case in CASES})


def databases(some: list[Case]) -> list[list[Case]]:
    """Cases that share a database."""
    by: dict[str, list[Case]] = defaultdict(list)
    for case in some:
        by[f"{case.file} {case.name}" if case.alone else case.world].append(case)
    return list(by.values())


def wrong(case: Case, number: int, outcomes: Outcomes) -> list[str]:
    """What came out otherwise than a case says."""
    there, held_back = outcomes.found(number), outcomes.held_back(number)
    lines = []
    left = list(there)
    for wanted in case.find:
        text = {key: None if value is None else str(value) for key, value in wanted.items()}
        text["in_doubt"] = " ".join(sorted((text.get("in_doubt") or "").split()))
        fits = [one for one in left if all((one[k] or "") == (v or "") for k, v in text.items() if k in wanted)]
        if fits:
            left.remove(fits[0])
        else:
            lines.append(f"not found: {wanted['rule']} {wanted['says']}")
            same = [one for one in left if (one["rule"], one["says"]) == (wanted["rule"], wanted["says"])]
            differ = [key for key in text if same and (same[0][key] or "") != (text[key] or "")]
            lines += [f"  its {key} is {same[0][key]!r} instead of {text[key]!r}" for key in differ]
    lines += [f"found, and the case does not say so: {one['rule']} {one['says']}" for one in left]
    if held_back != case.held_back:
        lines.append(f"held back: {held_back or 'nothing'} instead of {case.held_back or 'nothing'}")
    for code, times in case.holds.items():
        judged = outcomes.judged(rules()[code], number)
        if not judged[True] or (times is not None and judged[True] != times):
            lines.append(f"{code} holds {judged[True]} times instead of {times or 'once or more'}")
    for code in case.silent:
        if judged := outcomes.judged(rules()[code], number):
            lines.append(f"{code} is not silent: it holds {judged[True]} times, and is broken {judged[False]} times")
    if not lines:
        return []
    return [
        f"\n{case.file}: {case.name}",
        *lines,
        "What came out; paste it where it is right:",
        as_yaml(there, held_back),
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_cases(family, tmp_path):
    told = []
    for i, some in enumerate(databases([case for case in CASES if case.family == family])):
        with made(some, tmp_path / str(i)) as connection:
            outcomes = Outcomes(connection)
            for number, case in enumerate(some):
                told += wrong(case, number, outcomes)
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
