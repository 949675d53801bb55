"""Units that are taken as they are printed, and nearly have the name of a known one that is missing."""

import polars as pl

from numerim.schemas.nearest import nearest
from numerim.schemas.rule import Rule

_FILE = "seeds/gp_unit_names.csv"


def _near(answer: pl.DataFrame) -> pl.DataFrame:
    """The known unit whose name each one nearly has, of those of its kind that the source does not name."""
    parts = []
    for (listed,), some in answer.group_by("known_names", maintain_order=True):
        known = {name: id_ for name, _, id_ in (pair.rpartition("=") for pair in str(listed).split("|") if pair)}
        bare = [one or name for name, one in some.select("printed", "bare").iter_rows()]
        found = nearest(some["printed"].to_list(), [known], _FILE, bare) if known else []
        near = [one.name for one in found] or [""] * len(some)
        rows = [one.row for one in found] or [""] * len(some)
        parts.append(some.with_columns(near=pl.Series(near, dtype=pl.String), paste=pl.Series(rows, dtype=pl.String)))
    return (pl.concat(parts) if parts else answer.with_columns(near=pl.lit(""), paste=pl.lit(""))).drop(
        "known_names", "bare"
    )


RULE = Rule(
    code="R126",
    title="No unit that is accepted as printed has almost the name of a known one that is not listed",
    severity="warning",
    each="name",
    needs=("taken names",),
    over="""
        select t.election_id, t.source_id || ' ' || t.id || ' ' || t.printed as subject, t.printed, t.unit_type, '' as near, '' as paste,
            coalesce(l.known_names, '') as known_names, coalesce(b.bare, '') as bare, t.places as locators, '' as blames
        from core.taken_names as t
        left join core.bare_names as b on b.printed = t.printed
        left join (
            select w.source_id, w.unit_type, string_agg(k.name || '=' || k.id, '|' order by k.name, k.id) as known_names
            from (select source_id, unit_type from core.taken_names where of_seeds group by source_id, unit_type having count(*) <= 300) as w
            join core.known_names as k on k.kind = 'gp_unit' and k.unit_type = w.unit_type
            left join (select distinct source_id, id from core.names where kind = 'gp_unit') as n on n.source_id = w.source_id and n.id = k.id
            where n.id is null
            group by w.source_id, w.unit_type
        ) as l on l.source_id = t.source_id and l.unit_type = t.unit_type
        where t.of_seeds
    """,
    then=_near,
    holds=pl.col("near") == "",
    says="“{printed}” is accepted as printed, as a {unit_type} of its own, but is almost “{near}”, which the source does not name elsewhere; if that is meant, add to seeds/gp_unit_names.csv: {paste}",
    why="With register: in election.yml a misprinted name becomes a unit of its own, and its figures are counted apart from those of the unit that is meant.",
)
