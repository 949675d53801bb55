"""Leaders stated more than once."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R608",
    title="Sources agree on who leads a party",
    severity="warning",
    each="party_leaders",
    needs=("leader",),
    over=f"""
        select x.election_id, x.party_id, x.party_id as subject, coalesce(p.name_en, p.name) as name, count(*) as times,
            min(case when y.leader like '%' || x.leader || '%' or x.leader like '%' || y.leader || '%' then 1 else 0 end)
                as agree,
            string_agg(distinct x.leader || ' (' || x.stated_in || ')', '; ' order by x.leader || ' (' || x.stated_in || ')')
                as said,
            string_agg(distinct x.place, ' ' order by x.place) as locators
        from core.party_leaders as x
        join core.party_leaders as y on y.election_id = x.election_id and y.party_id = x.party_id and y.place <> x.place
        join core.parties as p on p.party_id = x.party_id
        where x.{CURRENT} and y.{CURRENT}
        group by x.election_id, x.party_id, p.name, p.name_en
    """,
    holds=pl.col("agree") == 1,
    says="{name}: the sources name different leaders: {said}",
    why="A party has one leadership at a time. Where one place names several leaders and the other one of them, they agree.",
)
