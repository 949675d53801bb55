"""Declared differences between ballots and voters."""

from numerim.schemas.accounts import ACCOUNTS
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R212",
    title="Ballots counted and voters admitted differ by the number declared",
    severity="warning",
    each="report",
    needs=("more_ballots|fewer_ballots",),
    relation=Terms(f"""
        select b.election_id, b.office, b.gp_unit_id, b.round, b.office || ' ' || b.gp_unit_id || ' ' || b.round as subject,
            r.label, b.source_id || coalesce(b.said_by, '') as source_id,
            case when b.measure in ('signatures', 'more_ballots') then 1 else -1 end as weight,
            case when b.measure in ('signatures', 'more_ballots', 'fewer_ballots') then 0 else 1 end as blamed,
            b.ballots as figure, 0 as half, b.place, b.measure as what
        from core.one_ballot_counts as b
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
        join ({ACCOUNTS}) as a on a.election_id = b.election_id and a.office = b.office and a.gp_unit_id = b.gp_unit_id
            and a.round = b.round and a.source_id = b.source_id and a.said_by = coalesce(b.said_by, '')
        where a.signed is not null and (a.more_ballots is not null or a.fewer_ballots is not null)
            and (a.counted is not null or (a.valid is not null and a.invalid is not null
                and (a.blank is not null or a.any_blank = 0 or a.blank_inside = 1)))
            and (b.measure in ('signatures', 'more_ballots', 'fewer_ballots') or (b.measure = 'cast' or (a.counted is null and (b.measure in ('valid', 'invalid') or (b.measure = 'blank' and a.blank_inside = 0)))))
    """),
    says="{label}: by the declared differences {summed:ballot|ballots} should be there ({told}), but {whole:was|were} counted",
    why="A protocol says how many more or fewer ballots there are than voters who signed; allowing for that, the two are equal. A number that it leaves out counts as none.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 99, "u-cast"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
                ("e", "all", "u", 1, "s", "fewer_ballots", 2, "u-fewer_ballots"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 12, "u-invalid"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
                ("e", "all", "u", 1, "s", "more_ballots", 1, "u-more_ballots"),
                ("e", "all", "u", 1, "s", "fewer_ballots", 0, "u-fewer_ballots"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 99, "u-cast"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
                ("e", "all", "u", 1, "s", "fewer_ballots", 1, "u-fewer_ballots"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 13, "u-invalid"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
                ("e", "all", "u", 1, "s", "more_ballots", 1, "u-more_ballots"),
            ),
        },
    ],
)
