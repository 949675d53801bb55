"""What rules of accounting ask: the ballots of a unit side by side."""

_OF_SOURCE = "over (partition by election_id, office, round, source_id, said_by)"

ACCOUNTS = f"""
    select figures.*, max(case when blank is not null then 1 else 0 end) {_OF_SOURCE} as any_blank,
        case when sum(inside) {_OF_SOURCE} >= 3 and sum(inside) {_OF_SOURCE} > sum(apart) {_OF_SOURCE}
            then 1 else 0 end as blank_inside,
        case when sum(inside) {_OF_SOURCE} in (1, 2) and sum(apart) {_OF_SOURCE} = 0 then 1 else 0 end as blank_open
    from (
        select wide.*,
            case when blank > 0 and (valid + invalid = counted or (counted is null and valid + invalid <= signed
                and valid + invalid + blank > signed)) then 1 else 0 end as inside,
            case when blank > 0 and (valid + invalid + blank = counted or (counted is null
                and valid + invalid + blank <= signed)) then 1 else 0 end as apart
        from (
            select election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '') as said_by,
                max(case when measure = 'cast' then ballots end) as counted,
                max(case when measure = 'valid' then ballots end) as valid,
                max(case when measure = 'invalid' then ballots end) as invalid,
                max(case when measure = 'blank' then ballots end) as blank,
                max(case when measure = 'signatures' then ballots end) as signed,
                max(case when measure = 'more_ballots' then ballots end) as more_ballots,
                max(case when measure = 'fewer_ballots' then ballots end) as fewer_ballots,
                string_agg(place, ' ' order by place) as places
            from core.one_ballot_counts
            where measure in ('cast', 'valid', 'invalid', 'blank', 'signatures', 'more_ballots', 'fewer_ballots')
            group by election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '')
        ) as wide
    ) as figures
"""
"""SQL: one row per unit, round and source.

It has `counted` (ballots cast), `valid`, `invalid`, `blank`, `signed` (voters), `more_ballots`, `fewer_ballots` and
`places`; `any_blank` is 1 where the source tells blank ballots apart in some unit, `blank_inside` where it counts them
among the others, as at least three of its units, and more than show the contrary, tell; `blank_open` where fewer
units tell so and none the contrary.
"""
