"""Ballots cast and people registered."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import SAME_DAY, Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R201",
    title="No more ballots are cast than people are registered",
    severity="error",
    each="report",
    needs=("registered", "cast"),
    relation=Sum(
        frame=REPORT,
        parts=("cast",),
        whole=Term("registered", given="f.figure > 0 or f.is_whole", scale=SAME_DAY),
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {summed:ballot was|ballots were} cast, but only {whole:person is|people are} on the roll",
    why="Nobody votes twice, or without being on the roll. If people may register on the day, or vote with a certificate, levels: same_day: in election.yml says how many.",
)
