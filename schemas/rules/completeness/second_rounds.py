"""Second rounds that are missing."""

import polars as pl

from numerim.schemas.law import several_rounds, words
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R711",
    title="A source that lists second rounds has one for every undecided first round",
    severity="warning",
    each="contest",
    needs=("second round",),
    over=f"""
        with second as (
            select s.election_id, s.source_id, s.office, s.contest_id, max(case when s.all_units then 1 else 0 end) as all_units
            from core.statements as s
            where s.contest_id is not null and s.round = 2 and s.measure in ('votes', 'share', 'outcome') and s.{CURRENT}
            group by s.election_id, s.source_id, s.office, s.contest_id
        ), open as (
            select o.election_id, o.contest_id, o.source_id, 'the source says so' as told, o.place
            from core.one_outcomes as o where o.outcome = 'runoff'
            union all
            select election_id, contest_id, source_id, 'nobody has more than half of ' || cast(sum(votes) as varchar) || ' votes',
                min(place)
            from core.contest_votes where complete and said_by is null and votes >= 0
            group by election_id, contest_id, source_id having 2 * max(votes) <= sum(votes) and sum(votes) > 0
            union all
            select election_id, contest_id, source_id, 'nobody has more than half', min(place)
            from core.contest_shares where complete and said_by is null
            group by election_id, contest_id, source_id
            having max(share + half) <= 50 and sum(share) >= 100 - sum(half)
        ), wanted as (
            select election_id, contest_id, source_id, min(told) as told, string_agg(distinct place, ' ' order by place) as places
            from open group by election_id, contest_id, source_id
        ), ledger as (
            select c.election_id, c.contest_id, c.label, c.office, w.source_id, w.told, w.places,
                count(k.contest_id) as rounds
            from wanted as w
            join core.contests as c on c.election_id = w.election_id and c.contest_id = w.contest_id and c.round = 1
                and c.outcome_rule in {words(several_rounds())}
                and (w.told = 'the source says so' or (coalesce(c.terms, '') not like '%"least"%' and coalesce(c.terms, '') not like '%"majority"%'))
            left join second as n on n.election_id = w.election_id and n.source_id = w.source_id and n.office = c.office
            left join core.contests as k on k.election_id = n.election_id and k.contest_id = n.contest_id
                and k.gp_unit_id = c.gp_unit_id
            group by c.election_id, c.contest_id, c.label, c.office, w.source_id, w.told, w.places
        ), sources as (
            select l.election_id, l.source_id, l.office, count(*) as wanted
            from ledger as l
            left join (
                select election_id, source_id, office, max(all_units) as all_units from second
                group by election_id, source_id, office
            ) as a on a.election_id = l.election_id and a.source_id = l.source_id and a.office = l.office
            group by l.election_id, l.source_id, l.office
            having max(a.all_units) = 1 or (2 * count(case when l.rounds > 0 then 1 end) > count(*)
                and count(case when l.rounds > 0 then 1 end) > 2)
        )
        select l.election_id, l.contest_id, l.contest_id || ' second round' as subject, l.label, l.source_id, l.told, s.wanted,
            l.rounds, l.places as locators
        from ledger as l
        join sources as s on s.election_id = l.election_id and s.source_id = l.source_id and s.office = l.office
    """,
    holds=pl.col("rounds") > 0,
    says="{label} goes to a second round ({told}), but {source_id}, which has second rounds of the others, has none of it",
    why="Where nobody has more than half of the votes there is a second round. A source that is said to list every unit and gives some second rounds should give all of them; so should one that gives more than half of them, and at least three.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
