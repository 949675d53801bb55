"""Ballot papers received, issued and left over."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R207",
    title="Every ballot paper received is issued, unused or spoilt",
    severity="warning",
    each="report",
    needs=("received",),
    relation=Terms("""
        select b.election_id, b.office, b.gp_unit_id, b.round, b.office || ' ' || b.gp_unit_id || ' ' || b.round as subject,
            r.label, b.source_id || coalesce(b.said_by, '') as source_id,
            case when b.measure = 'received' then -1 else 1 end as weight, case when b.measure = 'received' then 1 else 0 end as blamed,
            b.ballots as figure, 0 as half, b.place, b.measure as what
        from (
            select x.*, count(case when x.measure = 'spoilt' then 1 end)
                    over (partition by x.election_id, x.office, x.gp_unit_id, x.round, x.source_id, x.said_by) as spoilt_here,
                count(case when x.measure = 'spoilt' then 1 end)
                    over (partition by x.election_id, x.office, x.round, x.source_id, x.said_by) as spoilt_anywhere,
                count(case when x.measure <> 'spoilt' then 1 end)
                    over (partition by x.election_id, x.office, x.gp_unit_id, x.round, x.source_id, x.said_by) as there
            from core.one_ballot_counts as x
            where x.measure in ('received', 'issued', 'unused', 'spoilt')
        ) as b
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
        where b.there = 3 and (b.spoilt_here > 0 or b.spoilt_anywhere = 0)
    """),
    says="{label}: {summed:ballot paper is|ballot papers are} accounted for ({told}), but {whole:was|were} received",
    why="Every paper that arrives is given to a voter, left over or spoilt. Papers may really be missing, so the figures are published and flagged. Where a source counts spoilt papers, a unit for which it does not is not judged.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 40, "u-unused"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 38, "u-unused"),
                ("e", "all", "u", 1, "s", "spoilt", 2, "u-spoilt"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 41, "u-unused"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "received", 100, "u-received"),
                ("e", "all", "u", 1, "s", "issued", 60, "u-issued"),
                ("e", "all", "u", 1, "s", "unused", 38, "u-unused"),
                ("e", "all", "u", 1, "s", "spoilt", 3, "u-spoilt"),
            ),
        },
    ],
)
