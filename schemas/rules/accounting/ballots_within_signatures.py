"""Ballots counted and voters who signed for a ballot."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BLANK, Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R205",
    title="No more ballots are counted than voters were admitted",
    severity="warning",
    each="report",
    needs=("signatures",),
    relation=(
        Sum(frame=REPORT, parts=("cast",), whole="signatures", at_most=True, without=("more_ballots", "fewer_ballots")),
        Sum(
            frame=REPORT,
            parts=("valid", "invalid", BLANK),
            whole="signatures",
            at_most=True,
            without=("cast", "more_ballots", "fewer_ballots"),
        ),
    ),
    expected="whole",
    actual="summed",
    says="{label}: {summed:ballot was|ballots were} counted ({told}), but only {whole:voter|voters} signed for a ballot: {apart} too many",
    why="Everybody who signs receives one ballot. Both figures may be what the protocol says, so they are published and flagged.",
)
