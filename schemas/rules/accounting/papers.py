"""Ballot papers received, issued and left over."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum, told
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R207",
    title="Every ballot paper received is issued, unused or spoilt",
    severity="warning",
    each="report",
    needs=("received",),
    relation=Sum(frame=REPORT, parts=("issued", "unused", told("spoilt")), whole="received"),
    says="{label}: {summed:ballot paper is|ballot papers are} accounted for ({told}), but {whole:was|were} received",
    why="Every paper that arrives is given to a voter, left over or spoilt. Papers may really be missing, so the figures are published and flagged. Where a source counts spoilt papers, a unit for which it does not is not judged.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 40, "u-unused"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 38, "u-unused"),
                ("e", "all", "u", 1, "s", "spoilt", 2, "u-spoilt"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 41, "u-unused"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 38, "u-unused"),
                ("e", "all", "u", 1, "s", "spoilt", 3, "u-spoilt"),
            ),
        },
    ],
)
