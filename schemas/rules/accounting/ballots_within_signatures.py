"""Ballots counted and voters who signed for one."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BLANK, Sum
from numerim.schemas.rule import Rule, rows

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
    says="{label}: {summed:ballot was|ballots were} counted ({told}), but only {whole:voter|voters} signed for one: {apart} too many",
    why="Everybody who signs receives one ballot. A few may be carried off, so fewer ballots than signatures are no contradiction; more are. Where a source declares the difference, another rule judges. Both figures may be what the protocol says, so they are published and flagged.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 10, "u-invalid"),
                ("e", "all", "u", 1, "s", "signatures", 100, "u-signatures"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 102, "u-cast"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 11, "u-invalid"),
                ("e", "all", "u", 1, "s", "signatures", 100, "u-signatures"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 10, "u-invalid"),
                ("e", "all", "u", 1, "s", "blank", 1, "u-blank"),
                ("e", "all", "u", 1, "s", "signatures", 100, "u-signatures"),
            ),
        },
    ],
)
