"""Margins in votes."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R407",
    title="A stated margin is the difference between the first two",
    severity="error",
    each="contest",
    needs=("margin", "votes"),
    relation=Terms("""
        select m.election_id, c.contest_id, c.contest_id as subject, c.label, m.source_id || coalesce(m.said_by, '') as source_id, -1 as weight, 1 as blamed,
            m.total as figure, 0 as half, m.place, 'margin' as what
        from core.one_reported_totals as m
        join core.contests as c on c.election_id = m.election_id and c.office = m.office and c.gp_unit_id = m.gp_unit_id
            and c.round = m.round
        join (select election_id, contest_id, source_id, said_by from core.contest_votes where kind <> 'remainder'
            group by election_id, contest_id, source_id, said_by having count(*) > 1) as several
            on several.election_id = c.election_id and several.contest_id = c.contest_id and several.source_id = m.source_id
            and several.said_by is not distinct from m.said_by
        where m.measure = 'margin' and coalesce(m.relation, 'equal') = 'equal'
        union all
        select v.election_id, v.contest_id, v.contest_id, null, v.source_id || coalesce(v.said_by, ''),
            case when v.place_in_order = 1 then 1 else -1 end, 0, v.votes, 0, v.place, v.selection_id
        from (select *, row_number() over (partition by election_id, contest_id, source_id, said_by
                order by votes desc, selection_id) as place_in_order
            from core.contest_votes where kind <> 'remainder') as v
        where v.place_in_order <= 2
    """),
    says="{label}: the margin is printed as {whole:vote|votes}, but the first two are {summed} apart ({told})",
    why="The margin follows from the votes of the first two. The margin is blamed.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total place",
                ("e", "mayor", "u", 1, "s", "margin", 100, "x"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes kind",
                ("e", "c", "s", "a", 600, "list"),
                ("e", "c", "s", "b", 500, "list"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total place",
                ("e", "mayor", "u", 1, "s", "margin", 100, "x"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes kind",
                ("e", "c", "s", "a", 600, "list"),
                ("e", "c", "s", "b", 400, "list"),
            ),
        }
    ],
)
