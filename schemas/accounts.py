"""What rules of accounting ask: the ballots of a unit side by side."""

_OF_SOURCE = "over (partition by election_id, office, round, source_id, said_by)"

REST = """(select m.measure from core.measures as m
                where m.inside = 'cast' and m.measure not in ('valid', 'invalid', 'blank'))"""
"""SQL: the accounts beside valid, invalid and blank ballots that the ballots cast are made of."""

ACCOUNTS = f"""
    select figures.*, max(case when blank is not null then 1 else 0 end) {_OF_SOURCE} as any_blank,
        max(rest_told) {_OF_SOURCE} as most_rest,
        case when said_inside is not null then case when said_inside = 'cast' then 0 else 1 end
            when sum(inside) {_OF_SOURCE} >= 3 and sum(inside) {_OF_SOURCE} > sum(apart) {_OF_SOURCE}
            then 1 else 0 end as blank_inside,
        case when said_inside is null and sum(inside) {_OF_SOURCE} in (1, 2) and sum(apart) {_OF_SOURCE} = 0
            then 1 else 0 end as blank_open
    from (
        select wide.*,
            case when blank > 0 and (valid + invalid + rest = counted or (counted is null
                and valid + invalid + rest <= signed and valid + invalid + rest + blank > signed))
                then 1 else 0 end as inside,
            case when blank > 0 and (valid + invalid + rest + blank = counted or (counted is null
                and valid + invalid + rest + blank <= signed)) then 1 else 0 end as apart
        from (
            select election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '') as said_by,
                max(case when measure = 'cast' then ballots end) as counted,
                max(case when measure = 'valid' then ballots end) as valid,
                max(case when measure = 'invalid' then ballots end) as invalid,
                max(case when measure = 'blank' then ballots end) as blank,
                coalesce(sum(case when measure in {REST} then ballots end), 0) as rest,
                count(case when measure in {REST} then 1 end) as rest_told,
                max(i.inside) as said_inside,
                max(case when measure = 'signatures' then ballots end) as signed,
                max(case when measure = 'more_ballots' then ballots end) as more_ballots,
                max(case when measure = 'fewer_ballots' then ballots end) as fewer_ballots,
                string_agg(place, ' ' order by place) as places
            from core.one_ballot_counts
            left join (select x.source_id as source, x.inside from core.inside as x where x.measure = 'blank') as i
                on i.source = source_id
            where measure in ('cast', 'valid', 'invalid', 'blank', 'signatures', 'more_ballots', 'fewer_ballots')
                or measure in {REST}
            group by election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '')
        ) as wide
    ) as figures
"""
"""SQL: one row per unit, round and source.

It has `counted` (ballots cast), `valid`, `invalid`, `blank`, `signed` (voters), `more_ballots`, `fewer_ballots` and
`places`; `rest` is what lies beside these in the ballots cast, `rest_told` of how many accounts, `most_rest` in the
unit that has most of them; `any_blank` is 1 where the source tells blank ballots apart in some unit, `blank_inside`
where it counts them among the others, as election.yml says, or as at least three of its units, and more than show the
contrary, tell; `blank_open` where fewer units tell so and none the contrary.
"""

BLANKS = f"""
    select election_id, office, round, source_id, said_by,
        case when max(said_inside) = 'valid' or (max(blank_inside + blank_open) = 1 and sum(as_valid) > 0) then 'valid'
            when max(blank_inside) = 1 then 'inside' when max(blank_open) = 1 then 'open' else 'apart' end as blank_is
    from (
        select a.*, case when v.votes + a.blank = a.valid then 1 when v.votes = a.valid then -1 else 0 end as as_valid
        from ({ACCOUNTS}) as a
        left join (
            select v.election_id, c.office, v.gp_unit_id, c.round, v.source_id, coalesce(v.said_by, '') as said_by,
                sum(v.votes) as votes
            from core.one_vote_counts as v
            join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
            semi join (select * from core.one_ballot_counts where measure = 'blank' and ballots > 0) as b
                on b.gp_unit_id = v.gp_unit_id and b.source_id = v.source_id
            where v.complete and v.count_type = 'total'
            group by v.election_id, c.office, v.gp_unit_id, c.round, v.source_id, coalesce(v.said_by, '')
        ) as v on v.election_id = a.election_id and v.office = a.office and v.gp_unit_id = a.gp_unit_id
            and v.round = a.round and v.source_id = a.source_id and v.said_by = a.said_by and a.blank > 0
    ) as a
    group by election_id, office, round, source_id, said_by
"""
"""SQL: whether a source counts blank ballots among the others, by race and round: `inside`, `valid` where it says so or
its votes tell, `apart` or `open`."""

LOST = """
    select b.election_id, b.office, b.round, b.source_id, b.said_by,
        case when sum(case when v.votes + b.lost = b.valid then 1 when v.votes = b.valid then -1 else 0 end) > 0
            then 'valid'
            when count(case when v.votes + b.lost = b.counted then 1 end) > 0
                and 5 * count(case when v.votes + b.lost <> b.counted then 1 end) <= greatest(5, count(*))
            then 'cast' else 'apart' end as blank_is
    from (
        select election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '') as said_by,
            max(case when measure = 'valid' then ballots end) as valid,
            max(case when measure = 'cast' then ballots end) as counted,
            sum(case when measure in ('undervotes', 'overvotes') then ballots end) as lost
        from core.one_ballot_counts
        where measure in ('valid', 'cast', 'undervotes', 'overvotes')
        group by election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '')
    ) as b
    join (
        select v.election_id, c.office, v.gp_unit_id, c.round, v.source_id, coalesce(v.said_by, '') as said_by,
            sum(v.votes) as votes
        from core.one_vote_counts as v
        join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
        semi join (
            select * from core.one_ballot_counts where measure in ('undervotes', 'overvotes') and ballots > 0
        ) as b
            on b.gp_unit_id = v.gp_unit_id and b.source_id = v.source_id
        where v.complete and v.count_type = 'total'
        group by v.election_id, c.office, v.gp_unit_id, c.round, v.source_id, coalesce(v.said_by, '')
    ) as v on v.election_id = b.election_id and v.office = b.office and v.gp_unit_id = b.gp_unit_id
        and v.round = b.round and v.source_id = b.source_id and v.said_by = b.said_by
    where b.lost > 0 and coalesce(b.valid, b.counted) > 0
    group by b.election_id, b.office, b.round, b.source_id, b.said_by
"""
"""SQL: whether the votes that a source calls lost are of valid ballots (`valid`), as most of its units show, or with
the others make those cast (`cast`), as all do but one, or a fifth."""
