"""Ballots counted and voters who signed for one."""

from numerim.schemas.accounts import ACCOUNTS
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R205",
    title="No more ballots are counted than voters were admitted",
    severity="warning",
    each="report",
    needs=("signatures",),
    relation=Terms(
        f"""
        select b.election_id, b.office, b.gp_unit_id, b.round, b.office || ' ' || b.gp_unit_id || ' ' || b.round as subject,
            r.label, b.source_id || coalesce(b.said_by, '') as source_id,
            case when b.measure = 'signatures' then -1 else 1 end as weight, case when b.measure = 'signatures' then 1 else 0 end as blamed,
            b.ballots as figure, 0 as half, b.place, b.measure as what
        from core.one_ballot_counts as b
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
        join ({ACCOUNTS}) as a on a.election_id = b.election_id and a.office = b.office and a.gp_unit_id = b.gp_unit_id
            and a.round = b.round and a.source_id = b.source_id and a.said_by = coalesce(b.said_by, '')
        where a.signed is not null and a.more_ballots is null and a.fewer_ballots is null
            and (b.measure = 'signatures' or (b.measure = 'cast' or (a.counted is null and (b.measure in ('valid', 'invalid') or (b.measure = 'blank' and a.blank_inside = 0)))))
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {summed:ballot was|ballots were} counted ({told}), but only {whole:voter|voters} signed for one: {apart} too many",
    why="Everybody who signs receives one ballot. A few may be carried off, so fewer ballots than signatures are no contradiction; more are. Where a source declares the difference, another rule judges. Both figures may be what the protocol says, so they are published and flagged.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 100, "u-cast"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 10, "u-invalid"),
                ("e", "all", "u", 1, "s", "signatures", 100, "u-signatures"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "cast", 102, "u-cast"),
                ("e", "all", "u", 1, "s", "signatures", 101, "u-signatures"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 11, "u-invalid"),
                ("e", "all", "u", 1, "s", "signatures", 100, "u-signatures"),
            ),
        },
        {
            "core.reports": rows("election_id office gp_unit_id round label", ("e", "all", "u", 1, "u")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "valid", 90, "u-valid"),
                ("e", "all", "u", 1, "s", "invalid", 10, "u-invalid"),
                ("e", "all", "u", 1, "s", "blank", 1, "u-blank"),
                ("e", "all", "u", 1, "s", "signatures", 100, "u-signatures"),
            ),
        },
    ],
)
