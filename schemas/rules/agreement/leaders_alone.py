"""Leaders named alone and with another."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R618",
    title="Sources agree on whether a party has one leader or several",
    severity="info",
    each="party_leaders",
    needs=("leader",),
    over=f"""
        select x.election_id, x.party_id, x.party_id as subject, coalesce(p.name_en, p.name) as name,
            max(case when y.leader <> x.leader and y.leader like '%' || x.leader || '%' then 1 else 0 end) as within,
            string_agg(distinct x.leader || ' (' || x.stated_in || ')', '; ' order by x.leader || ' (' || x.stated_in || ')')
                as said,
            string_agg(distinct x.place, ' ' order by x.place) as locators, '' as blames
        from core.party_leaders as x
        join core.party_leaders as y on y.election_id = x.election_id and y.party_id = x.party_id and y.place <> x.place
        join core.parties as p on p.party_id = x.party_id
        where x.{CURRENT} and y.{CURRENT}
        group by x.election_id, x.party_id, p.name, p.name_en
    """,
    holds=pl.col("within") == 0,
    says="{name}: a leader is named alone and with another: {said}",
    why="Both may be true, as where a coalition is led by the leaders of its parties; but whoever counts leaders should know. That the sources name different people is another rule.",
)
