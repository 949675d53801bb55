"""Registered parties without a result."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R706",
    title="Every registered party has a row in a list of results",
    severity="info",
    each="statement",
    needs=("total_votes", "registration"),
    over="""
        select r.election_id, l.stated_in as subject, l.stated_in, count(distinct r.party_id) as registered,
            count(distinct case when t.category is null then r.party_id end) as lacking,
            string_agg(distinct case when t.category is null then coalesce(p.acronym, p.name) end, ', '
                order by case when t.category is null then coalesce(p.acronym, p.name) end) as names,
            coalesce(string_agg(distinct case when t.category is null then r.place end, ' '), '') as locators, '' as blames
        from core.registrations as r
        join core.parties as p on p.party_id = r.party_id
        join (select distinct election_id, stated_in, source_id from core.reported_totals where measure = 'total_votes') as l
            on l.election_id = r.election_id
        left join core.reported_totals as t on t.election_id = l.election_id and t.stated_in = l.stated_in
            and t.source_id = l.source_id and t.measure = 'total_votes' and t.category = r.party_id
        group by r.election_id, l.stated_in
    """,
    holds=pl.col("lacking") == 0,
    says="“{stated_in}” has no row for {lacking} of the {registered:registered party or coalition|registered parties and coalitions}: {names}",
    why="Who was registered and has no row may have stood with others, withdrawn, or been left out for want of a seat. Sums over the list are then not sums over all votes.",
)
