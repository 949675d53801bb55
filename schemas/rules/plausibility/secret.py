"""Units with so few ballots that a vote can be told."""

import polars as pl

from numerim.schemas.rule import Rule

FEWEST = 5
"""With fewer votes of one kind of ballots in a unit than this, whoever knows some of the voters may tell the others' votes."""

RULE = Rule(
    code="R811",
    title=f"No unit has fewer than {FEWEST} votes of one kind of ballots, so that nobody’s vote can be told",
    severity="info",
    each="list",
    needs=("votes", "units below"),
    over=f"""
        with units as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.count_type, s.contest_id, s.gp_unit_id, min(r.label) as label,
                sum(s.number) as votes, min(s.place) as place
            from core.statements as s
            join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id and r.gp_unit_id = s.gp_unit_id
                and not r.is_whole
            where s.measure = 'votes' and s.number is not null and s.selection_id is not null
            group by s.election_id, s.source_id, s.path, s.stated_in, s.count_type, s.contest_id, s.gp_unit_id
        )
        select u.election_id, u.source_id, u.path, u.stated_in, u.stated_in || ' ' || u.count_type as subject, u.count_type,
            case when u.count_type = 'total' then '' else ' of the kind ' || u.count_type end as kind, count(*) as reports,
            count(case when u.votes > 0 and u.votes < {FEWEST} then 1 end) as few,
            min(case when u.votes > 0 and u.votes < {FEWEST} then u.label end) as first_one,
            coalesce(string_agg(case when u.votes > 0 and u.votes < {FEWEST} then u.place end, ' '
                order by case when u.votes > 0 and u.votes < {FEWEST} then u.place end), '') as locators, '' as blames
        from units as u
        group by u.election_id, u.source_id, u.path, u.stated_in, u.count_type
    """,
    holds=pl.col("few") == 0,
    says=f"“{{stated_in}}” ({{source_id}}): of {{reports:report of a unit|reports of units}} {{few:has|have}} fewer than {FEWEST} votes{{kind}}, such as {{first_one}}: who voted there, and how, may be told",
    why=f"The ballot is secret. Who publishes {FEWEST - 1} votes of a kind in one unit may publish whose they are; authorities join such units or withhold their figures. Whoever publishes such a table should know.",
)
