"""What is printed as “others”."""

import polars as pl

from numerim.schemas.relation import shown
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R304",
    title="What one list calls “others” is the sum of what another prints one by one",
    severity="warning",
    each="reported_totals",
    needs=("total_seats|total_votes",),
    over=f"""
        select r.election_id, r.office, r.gp_unit_id, r.round, r.measure, r.category, r.office || ' ' || r.gp_unit_id || ' ' || r.measure || ' ' || r.category as subject,
            case when r.measure = 'total_seats' then 'seats' else 'votes' end as what, r.stated_in as list_with_others,
            r.total as others, o.stated_in as other_list, sum(o.total) as summed, count(*) as lists,
            abs(r.total - sum(o.total)) as difference,
            r.place || ' ' || string_agg(o.place, ' ' order by o.place) as locators,
            case when max(whole.seats) = r.total then '' else r.place end as blames,
            case when max(whole.seats) = r.total then '; the seats of ' || {shown("max(whole.councils)")} || ' councils add up to ' || {shown("r.total")} else '' end as confirmed
        from core.reported_totals as r
        join core.parties as p on p.party_id = r.category and p.kind = 'remainder'
        join core.reported_totals as o on o.election_id = r.election_id and o.office = r.office
            and o.gp_unit_id = r.gp_unit_id and o.round = r.round and o.measure = r.measure and o.stated_in <> r.stated_in
            and o.complete
        left join core.reported_totals as named on named.election_id = r.election_id and named.office = r.office
            and named.gp_unit_id = r.gp_unit_id and named.round = r.round and named.measure = r.measure
            and named.stated_in = r.stated_in and named.source_id = r.source_id
            and named.said_by is not distinct from r.said_by and named.category = o.category
        left join (select s.election_id, s.source_id, s.stated_in, coalesce(l.party_id, l.coalition_id) as category, sum(s.seats) as seats,
                count(distinct s.contest_id) as councils
            from core.one_seat_counts as s
            join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
                and l.selection_id = s.selection_id
            where s.complete and s.all_units
            group by s.election_id, s.source_id, s.stated_in, coalesce(l.party_id, l.coalition_id)) as whole
            on r.measure = 'total_seats' and whole.election_id = r.election_id and whole.source_id = r.source_id
            and whole.stated_in = r.stated_in and whole.category = r.category
        where r.complete and r.measure in ('total_seats', 'total_votes') and named.category is null
        group by r.election_id, r.office, r.gp_unit_id, r.round, r.measure, r.category, r.source_id, r.said_by, r.stated_in, r.total, r.place,
            o.source_id, o.said_by, o.stated_in
    """,
    holds=pl.col("difference") == 0,
    says="“{list_with_others}” has {others:{what}} for all other lists; those named only in “{other_list}” ({lists:list|lists}) have {summed}, a difference of {difference}{confirmed}",
    why="Two complete lists differ only in what they print one by one. The figure is flagged, unless the seats of the councils add up to it.",
)
