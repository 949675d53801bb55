"""Shares of parties over all contests and the votes that they are of."""

from numerim.schemas.relations.ratio import Ratio
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R418",
    title="A party’s share over all contests is its votes divided by the total that it is of",
    severity="error",
    each="reported_shares",
    needs=("total_share", "total_votes"),
    relation=Ratio(
        share="total_share",
        part="total_votes",
        same=("category", "stated_in"),
        subject="f.office || ' ' || f.gp_unit_id || ' ' || f.category || ' ' || f.round",
        label="f.what",
        keys={"measure": "f.measure", "category": "f.category"},
    ),
    says="{label} has {part} of {base:vote|votes} over all contests, which is {computed} per cent, but {share} is printed; that would be {would_be:vote|votes}",
    why="A share is of the valid votes, the ballots cast or the people registered, as the election declares. The printed share may be off by half a unit of its last decimal place; it is blamed, not the counts that it is made of.",
    passes=[
        {
            "core.offices": rows("election_id office shares_of", ("e", "council", "valid")),
            "core.reports": rows("election_id office gp_unit_id round", ("e", "council", "u", 1)),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category total place",
                ("e", "council", "u", 1, "s", "t", "total_votes", "equal", "p", 600, "a"),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category share decimals place",
                ("e", "council", "u", 1, "s", "t", "total_share", "equal", "p", 60.0, 1, "c"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "council", "u", 1, "s", "valid", 1000, "v"),
            ),
        }
    ],
    fails=[
        {
            "core.offices": rows("election_id office shares_of", ("e", "council", "valid")),
            "core.reports": rows("election_id office gp_unit_id round", ("e", "council", "u", 1)),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category total place",
                ("e", "council", "u", 1, "s", "t", "total_votes", "equal", "p", 600, "a"),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure relation category share decimals place",
                ("e", "council", "u", 1, "s", "t", "total_share", "equal", "p", 58.0, 1, "c"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "council", "u", 1, "s", "valid", 1000, "v"),
            ),
        }
    ],
)
