"""Men and women."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R208",
    title="Men and women add up to the total",
    severity="error",
    each="ballot_counts",
    needs=("registered_men|registered_women|cast_men|cast_women",),
    relation=Terms("""
        select b.election_id, b.office, b.gp_unit_id, b.round, case when b.measure in ('cast', 'cast_men', 'cast_women') then 'cast' else 'registered' end as measure,
            'total' as count_type, b.office || ' ' || b.gp_unit_id || ' ' || b.round || ' '
                || case when b.measure in ('cast', 'cast_men', 'cast_women') then 'cast' else 'registered' end as subject,
            r.label, b.source_id || coalesce(b.said_by, '') as source_id,
            case when b.measure in ('registered', 'cast') then -1 else 1 end as weight,
            case when b.measure in ('registered', 'cast') then 1 else 0 end as blamed,
            b.ballots as figure, 0 as half, b.place, b.measure as what
        from (
            select x.*, count(case when x.measure in ('registered_men', 'registered_women') then 1 end)
                    over (partition by x.election_id, x.office, x.gp_unit_id, x.round, x.source_id, x.said_by) as on_roll,
                count(case when x.measure in ('cast_men', 'cast_women') then 1 end)
                    over (partition by x.election_id, x.office, x.gp_unit_id, x.round, x.source_id, x.said_by) as voted
            from core.one_ballot_counts as x
            where x.measure in ('registered', 'cast', 'registered_men', 'registered_women', 'cast_men', 'cast_women')
        ) as b
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
        where case when b.measure in ('cast', 'cast_men', 'cast_women') then b.voted else b.on_roll end = 2
    """),
    says="{label}: men and women make {summed} ({told}), the total is {whole}",
    why="A source that counts men and women counts everybody as one or the other; people of whom it does not say would make every one of its totals larger. Only where both are given.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "registered", 100, "u-registered"),
                ("e", "all", "u", 1, "s", "registered_men", 49, "u-registered_men"),
                ("e", "all", "u", 1, "s", "registered_women", 51, "u-registered_women"),
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "cast_men", 49, "u-cast_men"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "registered", 100, "u-registered"),
                ("e", "all", "u", 1, "s", "registered_men", 49, "u-registered_men"),
                ("e", "all", "u", 1, "s", "registered_women", 52, "u-registered_women"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "cast_men", 49, "u-cast_men"),
                ("e", "all", "u", 1, "s", "cast_women", 52, "u-cast_women"),
            ),
        },
    ],
)
