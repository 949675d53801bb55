"""Men and women."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum
from numerim.schemas.rule import Rule, rows

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
    says="{label}: men and women make {summed} ({told}), the total is {whole}",
    why="A source that counts men and women counts everybody as one or the other; people of whom it does not say would make every one of its totals larger. Only where both are given.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "registered", 100, "u-registered"),
                ("e", "all", "u", 1, "s", "registered_men", 49, "u-registered_men"),
                ("e", "all", "u", 1, "s", "registered_women", 51, "u-registered_women"),
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "cast_men", 49, "u-cast_men"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "registered", 100, "u-registered"),
                ("e", "all", "u", 1, "s", "registered_men", 49, "u-registered_men"),
                ("e", "all", "u", 1, "s", "registered_women", 52, "u-registered_women"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "cast_men", 49, "u-cast_men"),
                ("e", "all", "u", 1, "s", "cast_women", 52, "u-cast_women"),
            ),
        },
    ],
)
