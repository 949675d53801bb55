"""Figures of those who are said not to stand."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule


def _told(answer: pl.DataFrame) -> pl.DataFrame:
    """The most votes and seats that each is printed with, in words."""
    rows = answer.select("votes", "seats").iter_rows(named=True)
    told = [" and ".join(f"{int(n):,} {what[:-1] if n == 1 else what}" for what, n in row.items() if n) for row in rows]
    return answer.with_columns(pl.Series("told", told, dtype=pl.String))


RULE = Rule(
    code="R713",
    title="Whoever is said not to stand has no votes or seats",
    severity="warning",
    each="statement",
    needs=("not_standing",),
    over=f"""
        with absent as (
            select s.election_id, s.office, s.gp_unit_id, g.unit_type, coalesce(s.named_party_id, s.party_id) as party_id, s.candidate,
                min(s.source_id) as source_id, string_agg(distinct s.place, ' ' order by s.place) as places
            from core.statements as s
            left join core.gp_units as g on g.gp_unit_id = s.gp_unit_id
            where s.measure = 'not_standing' and coalesce(s.named_party_id, s.party_id) is not null and s.{CURRENT}
            group by s.election_id, s.office, s.gp_unit_id, g.unit_type, coalesce(s.named_party_id, s.party_id), s.candidate
        ), figures as (
            select v.election_id, c.office, c.gp_unit_id, l.party_id, l.coalition_id, l.candidate, 'votes' as what, cast(v.votes as decimal(24, 6)) as figure, v.place
            from core.contest_votes as v
            join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id and l.selection_id = v.selection_id
            where v.{CURRENT}
            union all
            select v.election_id, c.office, c.gp_unit_id, l.party_id, l.coalition_id, l.candidate, 'seats', v.seats, v.place
            from core.one_seat_counts as v
            join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id and l.selection_id = v.selection_id
            where v.{CURRENT}
            union all
            select t.election_id, t.office, t.gp_unit_id, t.category, t.category, null, case t.measure when 'total_votes' then 'votes' else 'seats' end, t.total, t.place
            from core.one_reported_totals as t
            where t.measure in ('total_votes', 'total_seats') and t.{CURRENT}
        )
        select a.election_id, a.office, a.office || ' ' || coalesce(a.gp_unit_id, '') || ' ' || a.party_id as subject,
            coalesce(a.candidate, p.acronym, p.name_en, p.name, a.party_id) as name, a.source_id,
            '' as told, count(case when f.figure > 0 then 1 end) as figures, coalesce(max(case when f.what = 'votes' then f.figure end), 0) as votes,
            coalesce(max(case when f.what = 'seats' then f.figure end), 0) as seats,
            a.places || coalesce(' ' || string_agg(case when f.figure > 0 then f.place end, ' ' order by f.place), '') as locators, a.places as blames
        from absent as a
        join core.parties as p on p.party_id = a.party_id
        left join figures as f on f.election_id = a.election_id and a.office in (f.office, 'all')
            and (a.gp_unit_id is null or a.unit_type = 'country' or f.gp_unit_id = a.gp_unit_id)
            and a.party_id in (f.party_id, f.coalition_id) and (a.candidate is null or f.candidate = a.candidate)
        group by a.election_id, a.office, a.gp_unit_id, a.party_id, a.candidate, p.acronym, p.name_en, p.name, a.source_id, a.places
    """,
    then=_told,
    holds=pl.col("figures") == 0,
    says="{name} did not stand, according to {source_id}, but is given {told}",
    why="A party may be kept from the ballot and return by a court, or stand on another’s list. Or the votes are those of a party with a similar name.",
)
