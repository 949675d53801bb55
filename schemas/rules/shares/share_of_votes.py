"""Shares and the votes that they are of."""

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R411",
    title="A printed share is the votes divided by the total that it is of",
    severity="error",
    each="report",
    needs=("votes", "share"),
    ratio="""
        select v.election_id, r.office, v.gp_unit_id, r.round, r.contest_id,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end || ' ' || v.selection_id as subject,
            r.label || ': ' || coalesce(l.label, v.selection_id) as label, v.source_id,
            t.votes as part, t.place as part_place, cast(coalesce(b.ballots, k.summed) as bigint) as base,
            coalesce(b.place, k.places) as base_place, v.share, cast(0.5 * power(10, -v.decimals) as decimal(18, 8)) as half,
            v.place as share_place
        from core.one_vote_shares as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        join core.offices as o on o.election_id = r.election_id and o.office = r.office
        join core.one_vote_counts as t on t.election_id = v.election_id and t.contest_id = v.contest_id
            and t.gp_unit_id = v.gp_unit_id and t.selection_id = v.selection_id and t.source_id = v.source_id
            and t.said_by is not distinct from v.said_by
        left join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
            and l.selection_id = v.selection_id
        left join core.one_ballot_counts as b on b.election_id = r.election_id and b.office = r.office
            and b.gp_unit_id = r.gp_unit_id and b.round = r.round and b.source_id = v.source_id
            and b.said_by is not distinct from v.said_by and b.measure = o.shares_of
        left join (
            select election_id, contest_id, gp_unit_id, source_id, said_by, sum(votes) as summed,
                string_agg(place, ' ' order by place) as places
            from core.one_vote_counts group by election_id, contest_id, gp_unit_id, source_id, said_by
            having min(case when complete then 1 else 0 end) = 1
        ) as k on k.election_id = v.election_id and k.contest_id = v.contest_id and k.gp_unit_id = v.gp_unit_id
            and k.source_id = v.source_id and k.said_by is not distinct from v.said_by and o.shares_of = 'valid'
        where b.ballots is not null or k.summed is not null
    """,
    says="{label} has {part} of {base:vote|votes}, which is {computed} per cent, but {share} is printed; that would be {would_be:vote|votes}",
    why="A share is of the valid votes, the ballots cast or the people registered, as the election declares. The base is what the source states for the unit, or, of valid votes, the sum of a list that has everybody. The printed share may be off by half a unit of its last decimal place; it is blamed, not the counts that it is made of.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 66.7, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 33.3, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, True, "va"),
                ("e", "c", "u", "s", "t", "b", 100, True, "vb"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "registered")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 20.0, 1, False, "sa"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, False, "va"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "registered", 1000, "b"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 67.6, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 32.4, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, True, "va"),
                ("e", "c", "u", "s", "t", "b", 100, True, "vb"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "cast")),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c", "a", "list", "A"),
                ("e", "c", "b", "list", "B"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 66.7, 1, False, "sa"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 200, False, "va"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "cast", 310, "b"),
            ),
        },
    ],
)
