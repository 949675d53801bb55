"""Declared differences between ballots and voters."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BLANK, Sum, Term
from numerim.schemas.rule import Rule

_MORE, _FEWER = Term("more_ballots"), Term("fewer_ballots", -1)

RULE = Rule(
    code="R212",
    title="Ballots counted and voters admitted differ by the number declared",
    severity="warning",
    each="report",
    needs=("more_ballots|fewer_ballots",),
    relation=[
        Sum(
            frame=REPORT,
            parts=("signatures", *differences),
            whole=ballots,
            without=[d.measure for d in (_MORE, _FEWER) if d not in differences]
            + (["cast"] if ballots != "cast" else []),
        )
        for ballots in ("cast", ("valid", "invalid", BLANK))
        for differences in ((_MORE,), (_FEWER,), (_MORE, _FEWER))
    ],
    says="{label}: by the declared differences {summed:ballot|ballots} should be there ({told}), but {whole:was|were} counted",
    why="A protocol says by how many ballots and voters differ; allowing for that, they are equal. A difference that it leaves out counts as 0.",
)
