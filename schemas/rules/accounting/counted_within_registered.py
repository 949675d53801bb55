"""Ballots counted and people registered, where nobody says how many were cast."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BESIDE, BLANK, SAME_DAY, Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R218",
    title="No more ballots are counted than people are registered",
    severity="error",
    each="report",
    needs=("registered", "valid"),
    relation=Sum(
        frame=REPORT,
        parts=("valid", Term("invalid", need="if given"), BLANK, Term("", need="if given", given=BESIDE)),
        whole=Term("registered", given="f.figure > 0 or f.is_whole", scale=SAME_DAY),
        at_most=True,
        without=("cast",),
    ),
    expected="whole",
    actual="summed",
    says="{label}: {summed:ballot was|ballots were} counted ({told}), but only {whole:person is|people are} on the roll",
    why="Whoever casts a ballot is on the roll. Checked if the source does not say how many ballots were cast. If people may register on the day, levels: same_day: in election.yml says how many.",
)
