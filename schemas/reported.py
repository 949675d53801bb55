"""Questions that rules begin with: what sources report that have no later version."""

CURRENT = "source_id not in (select s.source_id from core.sources as s where s.superseded)"
"""SQL, after the alias of a table and a dot: the source has no later version."""

TURNOUTS = f"""
            select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, b.said_by,
                max(case when b.measure = 'registered' then b.ballots end) as registered,
                coalesce(max(case when b.measure = 'cast' then b.ballots end),
                    max(case when b.measure = 'signatures' then b.ballots end)) as voters,
                string_agg(b.place, ' ' order by b.place) as locators
            from core.one_ballot_counts as b
            where b.measure in ('registered', 'cast', 'signatures') and b.{CURRENT}
            group by b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, b.said_by
            having max(case when b.measure = 'registered' then b.ballots end) > 0
                and max(case when b.measure <> 'registered' then b.ballots end) is not null"""
"""SQL: the people registered and the voters of each unit that reports both; voters are the ballots cast or else the
people who signed for a ballot."""
