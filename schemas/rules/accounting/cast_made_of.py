"""Ballots cast and what they are."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BESIDE, BLANK, Sum, Term
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R202",
    title="Valid, invalid and blank ballots, and others that a source tells apart, add up to the ballots cast",
    severity="error",
    each="report",
    needs=("valid", "cast"),
    relation=Sum(
        frame=REPORT,
        parts=("valid", "invalid", BLANK, Term("", need="where told", given=BESIDE)),
        whole="cast",
        without=(Term("blank", given="f.blank_is = 'open'"),),
    ),
    says="{label}: {summed:ballot is|ballots are} accounted for ({told}), but {whole:was|were} cast",
    why="Every ballot in the box is valid, invalid or blank, or in another account that the source keeps (unstamped, say). Where a source tells blank ballots apart, a unit for which it does not is not judged; where most of its units show that it counts blank ballots among the others, they are not counted again.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "valid", 95, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 5, "u-invalid"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 5, "u-invalid"),
                ("e", "all", "u", 1, "s", "blank", 5, "u-blank"),
            ),
        },
        {
            "core.reports": rows(
                "election_id office gp_unit_id round label",
                ("e", "all", "u", 1, "u"),
                ("e", "all", "v", 1, "v"),
                ("e", "all", "w", 1, "w"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 10, "u-invalid"),
                ("e", "all", "u", 1, "s", "blank", 4, "u-blank"),
                ("e", "all", "v", 1, "s", "cast", 100, "v-cast"),
                ("e", "all", "v", 1, "s", "valid", 90, "v-valid"),
                ("e", "all", "v", 1, "s", "invalid", 10, "v-invalid"),
                ("e", "all", "v", 1, "s", "blank", 4, "v-blank"),
                ("e", "all", "w", 1, "s", "cast", 100, "w-cast"),
                ("e", "all", "w", 1, "s", "valid", 90, "w-valid"),
                ("e", "all", "w", 1, "s", "invalid", 10, "w-invalid"),
                ("e", "all", "w", 1, "s", "blank", 4, "w-blank"),
            ),
        },
        {
            "core.reports": rows(
                "election_id office gp_unit_id round label", ("e", "all", "u", 1, "u"), ("e", "all", "v", 1, "v")
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 5, "u-invalid"),
                ("e", "all", "u", 1, "s", "blank", 5, "u-blank"),
                ("e", "all", "v", 1, "s", "cast", 100, "v-cast"),
                ("e", "all", "v", 1, "s", "valid", 90, "v-valid"),
                ("e", "all", "v", 1, "s", "invalid", 5, "v-invalid"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "valid", 95, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 15, "u-invalid"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 5, "u-invalid"),
                ("e", "all", "u", 1, "s", "blank", 6, "u-blank"),
            ),
        },
    ],
)
