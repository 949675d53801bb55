"""Leads in polls."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R405",
    title="The lead that a poll states is the difference between its first two",
    severity="error",
    each="poll_leads",
    needs=("poll_lead",),
    relation=Terms("""
        select l.election_id, l.contest_id, l.poll_id, l.contest_id || ' ' || l.poll_id as subject, l.poll_id as label,
            l.source_id || coalesce(l.said_by, '') as source_id, -1 as weight, 1 as blamed, l.lead as figure,
            cast(0.5 * power(10, -l.decimals) as decimal(18, 8)) as half, l.place, 'lead' as what
        from core.one_poll_leads as l
        join (select election_id, contest_id, poll_id, source_id from core.one_poll_shares
            group by election_id, contest_id, poll_id, source_id having count(*) > 1) as several
            on several.election_id = l.election_id and several.contest_id = l.contest_id and several.poll_id = l.poll_id
            and several.source_id = l.source_id
        union all
        select v.election_id, v.contest_id, v.poll_id, v.contest_id || ' ' || v.poll_id, v.poll_id, v.source_id || coalesce(v.said_by, ''),
            case when v.place_in_order = 1 then 1 else -1 end, 0, v.share,
            cast(0.5 * power(10, -v.decimals) as decimal(18, 8)), v.place, v.selection_id
        from (select *, row_number() over (partition by election_id, contest_id, poll_id, source_id, said_by
                order by share desc, selection_id) as place_in_order from core.one_poll_shares) as v
        where v.place_in_order <= 2
    """),
    says="the poll {poll_id} states a lead of {whole:point|points}, but the first two are {summed} apart ({told})",
    why="The lead follows from the two shares; each of the three figures may be off by half a unit of its last decimal place. The lead is blamed.",
    passes=[
        {
            "core.one_poll_leads": rows(
                "election_id contest_id poll_id source_id lead decimals place",
                ("e", "c", "p", "s", 17.7, 1, "x"),
            ),
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 55.5, 1),
                ("e", "c", "p", "s", "b", 37.8, 1),
                ("e", "c", "p", "s", "d", 1.8, 1),
            ),
        }
    ],
    fails=[
        {
            "core.one_poll_leads": rows(
                "election_id contest_id poll_id source_id lead decimals place",
                ("e", "c", "p", "s", 71.7, 1, "x"),
            ),
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 55.5, 1),
                ("e", "c", "p", "s", "b", 37.8, 1),
            ),
        }
    ],
)
