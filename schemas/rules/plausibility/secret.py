"""Units with so few ballots that a vote can be told."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

FEWEST = 5
"""With fewer votes of one kind of ballots in a unit than this, whoever knows some of the voters may tell the others' votes."""

RULE = Rule(
    code="R811",
    title=f"No unit has fewer than {FEWEST} votes of one kind of ballots, so that nobody’s vote can be told",
    severity="info",
    each="list",
    needs=("votes", "units below"),
    relation=Levels(
        f"""
        with units as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.count_type, s.contest_id, s.gp_unit_id, min(r.label) as label,
                sum(s.number) as votes, min(s.place) as place
            from core.statements as s
            join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id and r.gp_unit_id = s.gp_unit_id
                and not r.is_whole
            where s.measure = 'votes' and s.number is not null and s.selection_id is not null
            group by s.election_id, s.source_id, s.path, s.stated_in, s.count_type, s.contest_id, s.gp_unit_id
        )
        select u.election_id, u.source_id, u.path, u.stated_in, u.stated_in || ' ' || u.count_type as subject,
            '“' || u.stated_in || '” (' || u.source_id || ')' as label, count(*) as among, 0 as bound,
            case when u.count_type = 'total' then '' else ' of the kind ' || u.count_type end as than,
            count(case when u.votes > 0 and u.votes < {FEWEST} then 1 end) as figure,
            min(case when u.votes > 0 and u.votes < {FEWEST} then u.label end) as what,
            coalesce(string_agg(case when u.votes > 0 and u.votes < {FEWEST} then u.place end, ' '
                order by case when u.votes > 0 and u.votes < {FEWEST} then u.place end), '') as locators, '' as blames
        from units as u
        group by u.election_id, u.source_id, u.path, u.stated_in, u.count_type
    """,
        but=(
            "among",
            "than",
            "what",
            "blames",
        ),
    ),
    says=f"{{label}}: of {{among:report of a unit|reports of units}} {{figure:has|have}} fewer than {FEWEST} votes{{than}}, such as {{what}}: who voted there, and how, may be told",
    why=f"The ballot is secret. Who publishes {FEWEST - 1} votes of a kind in one unit may publish whose they are; authorities join such units or withhold their figures. Whoever publishes such a table should know.",
)
