"""Shares of parties over all contests and the votes that they are of."""

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R418",
    title="A party’s share over all contests is its votes divided by the total that it is of",
    severity="error",
    each="reported_shares",
    needs=("total_share", "total_votes"),
    ratio="""
        select s.election_id, s.office, s.gp_unit_id, s.round, s.measure, s.category,
            s.office || ' ' || s.gp_unit_id || ' ' || s.category || ' ' || cast(s.round as varchar) as subject,
            coalesce(p.name_en, p.name, s.category) as label, s.source_id, t.total as part, t.place as part_place, b.ballots as base,
            b.place as base_place, s.share, cast(0.5 * power(10, -s.decimals) as decimal(18, 8)) as half, s.place as share_place
        from core.one_reported_shares as s
        join core.offices as o on o.election_id = s.election_id and o.office = s.office
        join core.one_reported_totals as t on t.election_id = s.election_id and t.office = s.office
            and t.gp_unit_id = s.gp_unit_id and t.round = s.round and t.category = s.category and t.source_id = s.source_id
            and t.stated_in = s.stated_in and t.said_by is not distinct from s.said_by and t.measure = 'total_votes'
            and t.relation = 'equal'
        join core.one_ballot_counts as b on b.election_id = s.election_id and b.office = s.office
            and b.gp_unit_id = s.gp_unit_id and b.round = s.round and b.source_id = s.source_id
            and b.said_by is not distinct from s.said_by and b.measure = o.shares_of
        left join core.parties as p on p.party_id = s.category
        where s.measure = 'total_share' and s.relation = 'equal'
    """,
    says="{label} has {part} of {base:vote|votes} over all contests, which is {computed} per cent, but {share} is printed; that would be {would_be:vote|votes}",
    why="A share is of the valid votes, the ballots cast or the people registered, as the election declares. The printed share may be off by half a unit of its last decimal place; it is blamed, not the counts that it is made of.",
    passes=[
        {
            "core.offices": rows("election_id office shares_of", ("e", "council", "valid")),
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
