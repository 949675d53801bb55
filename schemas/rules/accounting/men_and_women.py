"""Men and women."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R208",
    title="Men and women add up to the total",
    severity="error",
    each="ballot_counts",
    needs=("registered_men|registered_women|cast_men|cast_women",),
    relation=(
        Sum(
            frame=REPORT,
            parts=("registered_men", "registered_women"),
            whole="registered",
            named="registered",
            keys={"measure": "'registered'", "count_type": "'total'"},
        ),
        Sum(
            frame=REPORT,
            parts=("cast_men", "cast_women"),
            whole="cast",
            named="cast",
            keys={"measure": "'cast'", "count_type": "'total'"},
        ),
    ),
    says="{label}: men and women add up to {summed} ({told}), but the total is {whole}",
    why="A source that counts men and women counts everybody as one or the other.",
)
