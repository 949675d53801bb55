"""A figure that whoever read it doubts is published, and the doubt beside it."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from tests.numerim.conftest import COLUMNS, HEAD

ROWS = ["Prizren,A,LVV,mayor,votes,,6400,,", "Prizren,B,LDK,mayor,votes,,5200,,"]
REASON = "the sentence may mean the margin"


def declared(at="s1.csv:L2.C7", expect="6400", source="s1"):
    doubt = f'doubts:\n  - {{source: {source}, at: "{at}", expect: "{expect}", reason: {REASON}}}\nsources:\n'
    return HEAD.replace("sources:\n", doubt)


def transcribed():
    return {"columns": COLUMNS.rstrip() + ",doubt\n"}, [f"{ROWS[0]},{REASON}", f"{ROWS[1]},"]


@pytest.mark.parametrize("way", ["election.yml", "transcription"])
def test_a_doubt_stands_beside_the_figure(judged, way):
    more, rows = ({"head": declared()}, ROWS) if way == "election.yml" else transcribed()
    made = judged(rows, complete="votes", whole=True, **more)
    (finding,) = warehouse.rows(
        made, "SELECT rule, severity, contest_id, says FROM clean.findings WHERE rule = 'R120' AND status = 'open'"
    )
    says = f"mayor of Prizren, 2030-10-17: 6400 is read as votes of A, but may be something else: {REASON}"
    assert finding == ("R120", "warning", "xk-test-2030/mayor/xk-prizren/1", says)
    votes = warehouse.rows(made, "SELECT votes, doubts FROM clean.vote_counts ORDER BY votes DESC")
    assert votes == [(6400, "R120"), (5200, None)]
    results = "SELECT votes, doubts, held_back FROM clean.results ORDER BY votes DESC"
    assert warehouse.rows(made, results) == [(6400, "R120", None), (5200, None, None)]


def test_a_list_that_nobody_doubts_holds(judged):
    made = judged(ROWS, complete="votes", whole=True)
    assert warehouse.rows(made, "SELECT held, broken FROM core.rules WHERE code = 'R120'") == [(1, 0)]


@pytest.mark.parametrize(
    ("doubt", "says"),
    [
        ({"expect": "6401"}, r"the doubt is stale: s1.csv:L2.C7 is '6400', not '6401'"),
        ({"at": "s1.csv:L9.C7"}, r"the doubt is stale: s1.csv:L9.C7 of source 's1' states nothing"),
        ({"at": "s1.csv:L2.C1"}, r"states nothing"),
        ({"source": "s2"}, r"there is no source .s2."),
    ],
)
def test_a_stale_doubt_ends_it(judged, doubt, says):
    with pytest.raises(InputError, match=says):
        judged(ROWS, complete="votes", head=declared(**doubt))
