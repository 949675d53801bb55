"""Columns of totals among the selections that they are the totals of."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

_LIST = "election_id, source_id, path, stated_in, office, round"
_FIGURES = f"""
    select {_LIST}, gp_unit_id, selection_id, said_by, min(contest_id) as contest_id, min(number) as figure, min(place) as place
    from core.statements
    where measure = 'votes' and count_type = 'total' and selection_id is not null and gp_unit_id is not null
    group by {_LIST}, gp_unit_id, selection_id, said_by"""

RULE = Rule(
    code="R312",
    title="No selection is the sum of the others",
    severity="warning",
    each="list",
    needs=("votes",),
    relation=Coverage(
        of=f"""(select {_LIST}, selection_id, min(contest_id) as contest_id,
                case when sum(case when 2 * figure = together then 1 else 0 end) = count(*)
                    and sum(case when told then length(cast(cast(figure as decimal(24, 0)) as varchar)) end) > 5 then 1 else 0 end as is_total
            from (
                select *, figure > 0 and have_votes > 2 as told
                from (
                    select f.*, sum(f.figure) over (partition by {_LIST}, gp_unit_id, said_by) as together,
                        sum(case when f.figure > 0 then 1 else 0 end) over (partition by {_LIST}, gp_unit_id, said_by) as have_votes
                    from ({_FIGURES}) as f
                ) as beside
            ) as each_told
            group by {_LIST}, selection_id
            having sum(case when told then 1 else 0 end) > 2) as f
            join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id and l.selection_id = f.selection_id""",
        beside=f"""left join ({_FIGURES}) as s
            on f.is_total = 1 and {" and ".join(f"s.{c} = f.{c}" for c in (*_LIST.split(", "), "selection_id"))}""",
        there="f.is_total = 0",
        subject="case when f.is_total = 1 then f.office || ' ' || f.selection_id || ' ' || f.round else f.stated_in end",
        name="case when f.is_total = 1 then l.label end",
        place="s.place",
    ),
    says="“{name}” is listed among the selections in “{stated_in}”, and in each of {among:unit|units} it has the votes of all others together: it is a column of totals, and every vote would be counted twice",
    why="At least three units must show it, each with two others that have votes. In small contests that can be chance, so the figures are published.",
)
