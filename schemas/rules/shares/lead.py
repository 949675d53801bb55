"""Leads."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R404",
    title="A stated lead is the difference between the first two",
    severity="error",
    each="contest",
    needs=("lead",),
    relation=Terms("""
        select l.election_id, c.contest_id, c.contest_id as subject, c.label, l.source_id || ' ' || l.stated_in || coalesce(l.said_by, '') as source_id,
            -1 as weight, 1 as blamed, l.share as figure, cast(0.5 * power(10, -l.decimals) as decimal(18, 8)) as half, l.place,
            'lead' as what
        from core.one_reported_shares as l
        join core.contests as c on c.election_id = l.election_id and c.office = l.office and c.gp_unit_id = l.gp_unit_id
            and c.round = l.round
        join (select election_id, contest_id, source_id, stated_in from core.contest_shares where kind <> 'remainder'
            group by election_id, contest_id, source_id, stated_in having count(*) > 1) as several
            on several.election_id = c.election_id and several.contest_id = c.contest_id
            and several.source_id = l.source_id and several.stated_in = l.stated_in
        where l.measure = 'lead' and coalesce(l.relation, 'equal') = 'equal'
        union all
        select v.election_id, v.contest_id, v.contest_id, null, v.source_id || ' ' || v.stated_in || coalesce(v.said_by, ''),
            case when v.place_in_order = 1 then 1 else -1 end, 0, v.share, v.half, v.place, v.selection_id
        from (select *, row_number() over (partition by election_id, contest_id, source_id, stated_in, said_by
                order by share desc, selection_id) as place_in_order
            from core.contest_shares where kind <> 'remainder') as v
        where v.place_in_order <= 2
    """),
    says="{label}: the lead is printed as {whole:point|points}, but the first two are {summed} apart ({told})",
    why="The lead follows from the two shares; each of the three figures may be off by half a unit of its last decimal place. The lead is blamed.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure share decimals place",
                ("e", "mayor", "u", 1, "s", "t", "lead", 20.11, 2, "x"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id stated_in selection_id share half kind",
                ("e", "c", "s", "t", "a", 54.69, 0.005, "list"),
                ("e", "c", "s", "t", "b", 34.58, 0.005, "list"),
                ("e", "c", "s", "t", "d", 4.27, 0.005, "list"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure share decimals place",
                ("e", "mayor", "u", 1, "s", "t", "lead", 20.31, 2, "x"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id stated_in selection_id share half kind",
                ("e", "c", "s", "t", "a", 54.69, 0.005, "list"),
                ("e", "c", "s", "t", "b", 34.58, 0.005, "list"),
            ),
        }
    ],
)
