"""Candidates and their parties, from round to round."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R109",
    title="A candidate stands for the same party in every round",
    severity="warning",
    each="name",
    needs=("second round",),
    over="""
        with stood as (
            select distinct s.election_id, s.office, s.decides_id, s.round, s.selection_id, s.candidate, s.party_id
            from core.statements as s
            where s.candidate is not null and s.party_id is not null and s.contest_id is not null and s.selection_id is not null
                and s.party_kind not in ('coalition', 'unnamed')
        ),
        per_round as (
            select election_id, office, decides_id, round, selection_id, min(candidate) as candidate, count(*) as parties,
                min(party_id) as first_id, max(party_id) as last_id
            from stood
            group by election_id, office, decides_id, round, selection_id
        ),
        people as (
            select election_id, office, decides_id, selection_id, min(candidate) as candidate, min(first_id) as one, max(last_id) as other
            from per_round
            group by election_id, office, decides_id, selection_id
            having count(*) > 1 and max(parties) = 1
        ),
        printed as (
            select s.election_id, s.office, s.decides_id, s.selection_id, s.round, s.party_printed, min(s.place) as place
            from core.statements as s
            join people as w on w.election_id = s.election_id and w.office = s.office and w.decides_id = s.decides_id
                and w.selection_id = s.selection_id and w.one <> w.other
            where s.party_printed is not null
            group by s.election_id, s.office, s.decides_id, s.selection_id, s.round, s.party_printed
        )
        select w.election_id, w.office || ' ' || w.decides_id || ' ' || w.selection_id as subject, w.candidate,
            w.office || ' of ' || coalesce(g.name, w.decides_id) as label, w.one, w.other, w.decides_id as gp_unit_id,
            string_agg('“' || p.party_printed || '” in round ' || p.round, ', ' order by p.round, p.party_printed) as told,
            coalesce(string_agg(p.place, ' ' order by p.place), '') as locators
        from people as w
        left join printed as p on p.election_id = w.election_id and p.office = w.office and p.decides_id = w.decides_id
            and p.selection_id = w.selection_id
        left join core.gp_units as g on g.gp_unit_id = w.decides_id
        group by w.election_id, w.office, w.decides_id, w.selection_id, w.candidate, w.one, w.other, g.name
    """,
    holds=pl.col("one") == pl.col("other"),
    says="{label}: {candidate} stands for {told}",
    why="Whoever goes to the second round stands for the same party there. A name that is shortened or misprinted in one round is the usual cause, so the votes are published; another form of a party's name is a row in seeds/party_names.csv.",
)
