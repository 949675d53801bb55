"""Turnout, where nobody says how many ballots were cast."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.ratio import ROUNDING, Pairs
from numerim.schemas.relations.sum import BESIDE
from numerim.schemas.rule import Rule

_BY = ", ".join(f"f.{name}" for name in (*REPORT.by, "source_id", "said_by"))
_SAME = " and ".join(f"t.{name} = f.{name}" for name in (*REPORT.by, "source_id", "said_by"))

RULE = Rule(
    code="R421",
    title="Printed turnout is the ballots counted divided by people registered",
    severity="warning",
    each="report",
    needs=("turnout", "valid", "invalid", "registered"),
    relation=Pairs(
        f"""
        with counted as (
            select {_BY}, min(f.label) as label, sum(case when f.measure <> 'registered' then f.figure else 0 end) as part,
                string_agg(case when f.measure <> 'registered' then f.place end, ' ' order by f.place) as part_place,
                max(case when f.measure = 'registered' then f.figure end) as base,
                max(case when f.measure = 'registered' then f.place end) as base_place
            from core.figures as f
            where f.scope = 'unit' and f.relation = 'equal' and (f.measure in ('valid', 'invalid', 'registered')
                or f.measure = 'blank' and f.blank_is not in ('inside', 'valid') or ({BESIDE}))
                and not exists (select 1 from core.figures as t
                    where t.scope = 'unit' and t.relation = 'equal' and t.measure = 'cast' and {_SAME})
            group by {_BY}
            having count(case when f.measure = 'valid' then 1 end) = 1 and count(case when f.measure = 'invalid' then 1 end) = 1
                and count(case when f.measure = 'registered' then 1 end) = 1
        )
        select {", ".join(f"t.{name}" for name in REPORT.by)}, {REPORT.subject.replace("f.", "t.")} as subject, f.label,
            t.source_id || t.said_by as source_id, f.part, f.part_place, f.base, f.base_place, t.figure as share, t.half, t.place as share_place
        from core.figures as t
        join counted as f on {_SAME}
        where t.measure = 'turnout' and t.relation = 'equal' and t.scope <> 'contest'
    """
    ),
    parameters=(ROUNDING,),
    says="{label}: turnout is printed as {share} per cent, but {part:ballot|ballots} counted out of {base} registered is {computed} per cent; {share} per cent would be {would_be:voter|voters}",
    why="Turnout is the share of those registered who voted, give or take half a unit of its last decimal. Checked if the source does not say how many ballots were cast; ballots that are in none of its accounts may be missing.",
)
