"""Figures beside those that are not given."""

from numerim.schemas.relation import TERMS
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

_SUM = "partition by t.election_id, t.sum_of, t.subject, t.source_id"
_SAID = {
    "subject": "t.subject || ' ' || t.sum_of",
    **{c: f"coalesce(t.{c}, c.{c})" for c in ("office", "gp_unit_id", "round")},
}
_COLUMNS = ", ".join(f"{_SAID.get(c, f't.{c}')} as {c}" for c in TERMS.split(", "))

RULE = Rule(
    code="R321",
    title="The figures given beside missing ones add up to no more than their total",
    severity="error",
    each="report",
    needs=("gaps",),
    relation=Terms(
        f"""
        select {_COLUMNS}
        from (
            select t.*, min(case when t.given = 0 then t.blamed end) over ({_SUM}) as gap_is_whole,
                min(case when t.blamed = 0 then t.weight end) over ({_SUM}) as least_weight,
                max(case when t.blamed = 0 then t.figure end) over ({_SUM}) as largest,
                max(case when t.blamed = 1 then t.figure end) over ({_SUM}) as whole
            from sums_with_gaps as t where t.rounded = 0
        ) as t
        left join core.contests as c on c.election_id = t.election_id and c.contest_id = t.contest_id
        where t.given = 1 and t.gap_is_whole = 0 and t.least_weight > 0 and t.sum_of <> 'R203'
            and (t.largest <= t.whole or t.sum_of not in ('R202', 'R207', 'R208', 'R215'))
    """,
        at_most=True,
        mended=False,
    ),
    expected="whole",
    actual="summed",
    says="{label}: the figures that are given add up to {summed} ({told}), more than the total of {whole}, though others are missing",
    why="A figure that is not given is at least 0. Other rules check whether one part alone, or the votes, are too many.",
)
