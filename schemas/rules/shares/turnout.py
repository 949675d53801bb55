"""Turnout."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.ratio import Ratio
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R403",
    title="Printed turnout is ballots cast divided by people registered",
    severity="error",
    each="report",
    needs=("turnout", "cast", "registered"),
    relation=Ratio(share="turnout", part="cast", base="registered", subject=REPORT.subject, label="p.label"),
    says="{label}: turnout is printed as {share} per cent, but {part} of {base} registered is {computed} per cent; {share} per cent would be {would_be:voter|voters}",
    why="Turnout is the share of the people registered who voted; the printed figure may be off by half a unit of its last decimal place. The share is blamed, not the counts that it is made of.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round", ("e", "all", "u", 1)),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id measure relation share decimals",
                ("e", "all", "u", 1, "s", "turnout", "equal", 43.36, 2),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots",
                ("e", "all", "u", 1, "s", "cast", 819865),
                ("e", "all", "u", 1, "s", "registered", 1890952),
            ),
        }
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round", ("e", "all", "u", 1)),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id measure relation share decimals",
                ("e", "all", "u", 1, "s", "turnout", "equal", 43.68, 2),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots",
                ("e", "all", "u", 1, "s", "cast", 819865),
                ("e", "all", "u", 1, "s", "registered", 1890952),
            ),
        }
    ],
)
