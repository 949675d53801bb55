"""Units with so few ballots that a vote can be told."""

from numerim.schemas.parameter import number, value_of
from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R811",
    title="No unit has so few votes of a kind of ballots that somebody’s vote can be worked out",
    severity="info",
    each="list",
    needs=("votes", "parts"),
    relation=Levels(
        f"""
        with units as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.count_type, s.contest_id, s.gp_unit_id, min(r.label) as label,
                sum(s.number) as votes, min(s.place) as place,
                {value_of("R811", "fewest", "s.election_id")} as fewest
            from core.statements as s
            join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id and r.gp_unit_id = s.gp_unit_id
                and not r.is_whole
            where s.measure = 'votes' and s.number is not null and s.selection_id is not null
            group by s.election_id, s.source_id, s.path, s.stated_in, s.count_type, s.contest_id, s.gp_unit_id
        )
        select u.election_id, u.source_id, u.path, u.stated_in, u.stated_in || ' ' || u.count_type as subject,
            '“' || u.stated_in || '” (' || u.source_id || ')' as label, count(*) as among, 0 as bound,
            cast(cast(max(u.fewest) as bigint) as varchar) || ' votes' ||
                case when u.count_type = 'total' then '' else ' of the kind ' || u.count_type end as than,
            count(case when u.votes > 0 and u.votes < u.fewest then 1 end) as figure,
            min(case when u.votes > 0 and u.votes < u.fewest then u.label end) as what,
            coalesce(string_agg(case when u.votes > 0 and u.votes < u.fewest then u.place end, ' '
                order by case when u.votes > 0 and u.votes < u.fewest then u.place end), '') as locators, '' as blames
        from units as u
        group by u.election_id, u.source_id, u.path, u.stated_in, u.count_type
    """,
        but=("among", "than", "what", "blames"),
    ),
    says="{label}: of the {among:unit that reports|units that report}, {figure:has|have} fewer than {than}, such as {what}: who voted there, and how, may be worked out",
    parameters=(
        number(
            "fewest", 5, "fewer votes of a kind are reported", "authorities withhold fewer than five or ten", "votes", 1
        ),
    ),
    why="The ballot is secret. Authorities join such units, or withhold their figures; anyone who publishes the table should know.",
)
