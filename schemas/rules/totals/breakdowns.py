"""Two breakdowns of one total."""

import polars as pl

from schemas.rule import Rule

RULE = Rule(
    code="R304",
    title="Two breakdowns of one total add up to the same",
    severity="warning",
    over="""
        with breakdowns as (
            select t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.stated_in, sum(t.total) as summed,
                string_agg(t.place, ' ' order by t.place) as places,
                string_agg(case when p.kind = 'remainder' then t.place end, ' ') as rests
            from core.reported_totals as t left join core.parties as p on p.party_id = t.category
            where t.complete and t.measure in ('total_seats', 'total_votes')
            group by t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.source_id, t.stated_in
        )
        select a.election_id, a.office || ' ' || a.gp_unit_id || ' ' || a.measure as subject, a.measure,
            case when a.measure = 'total_seats' then 'seats' else 'votes' end as what,
            a.stated_in as one, a.summed as one_sum, b.stated_in as other, b.summed as other_sum,
            abs(a.summed - b.summed) as difference, a.places || ' ' || b.places as locators,
            coalesce(a.rests, '') || ' ' || coalesce(b.rests, '') as blames
        from breakdowns as a join breakdowns as b on b.election_id = a.election_id and b.office = a.office and b.gp_unit_id = a.gp_unit_id and b.round = a.round
            and b.measure = a.measure and b.stated_in > a.stated_in
    """,
    holds=pl.col("difference") == 0,
    says="the {what} in “{one}” add up to {one_sum}, those in “{other}” to {other_sum}: {difference} are in one list and not in the other",
    why="Each of the two lists everything, so both have the same sum. Only what is printed as “others” is flagged: it stands for whatever one of the lists leaves out.",
    passes=[
        {
            "core.reported_totals": [
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "source_id": "s",
                    "stated_in": "a",
                    "complete": True,
                    "total": 5,
                },
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "source_id": "s",
                    "stated_in": "b",
                    "complete": True,
                    "total": 2,
                },
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "source_id": "s",
                    "stated_in": "b",
                    "complete": True,
                    "total": 3,
                },
            ]
        }
    ],
    fails=[
        {
            "core.reported_totals": [
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "source_id": "s",
                    "stated_in": "a",
                    "complete": True,
                    "total": 5,
                },
                {
                    "election_id": "e",
                    "office": "council",
                    "gp_unit_id": "u",
                    "round": 1,
                    "measure": "total_seats",
                    "source_id": "s",
                    "stated_in": "b",
                    "complete": True,
                    "total": 4,
                },
            ]
        }
    ],
)
