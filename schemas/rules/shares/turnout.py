"""Turnout."""

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R403",
    title="Printed turnout is ballots cast divided by people registered",
    severity="error",
    each="report",
    needs=("turnout", "cast", "registered"),
    ratio="""
        select t.election_id, t.office, t.gp_unit_id, t.round, t.office || ' ' || t.gp_unit_id || ' ' || t.round as subject,
            p.label, t.source_id, c.ballots as part, c.place as part_place, r.ballots as base, r.place as base_place, t.share,
            cast(0.5 * power(10, -t.decimals) as decimal(18, 8)) as half, t.place as share_place
        from core.one_reported_shares as t
        join core.reports as p on p.election_id = t.election_id and p.office = t.office and p.gp_unit_id = t.gp_unit_id
            and p.round = t.round
        join core.one_ballot_counts as c on c.election_id = t.election_id and c.office = t.office
            and c.gp_unit_id = t.gp_unit_id and c.round = t.round and c.source_id = t.source_id
            and c.said_by is not distinct from t.said_by and c.measure = 'cast'
        join core.one_ballot_counts as r on r.election_id = t.election_id and r.office = t.office
            and r.gp_unit_id = t.gp_unit_id and r.round = t.round and r.source_id = t.source_id
            and r.said_by is not distinct from t.said_by and r.measure = 'registered'
        where t.measure = 'turnout' and t.relation = 'equal'
    """,
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
