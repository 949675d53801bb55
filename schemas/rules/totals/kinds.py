"""Totals by kind."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R305",
    title="The kinds make the total",
    severity="error",
    over="""
        select w.election_id, w.gp_unit_id || ' ' || w.measure as subject, w.measure, w.total as printed,
            sum(p.total) as summed, string_agg(p.category || ' ' || cast(p.total as varchar), ', ' order by p.category) as parts,
            min(w.place) || ' ' || string_agg(p.place, ' ' order by p.place) as locators, min(w.place) as blames
        from core.one_reported_totals as w
        join core.one_reported_totals as p on p.election_id = w.election_id and p.office = w.office
            and p.gp_unit_id = w.gp_unit_id and p.round = w.round and p.measure = w.measure and p.source_id = w.source_id
            and p.category <> 'all'
        where w.measure = 'subjects' and w.category = 'all' and w.said_by is not distinct from p.said_by
        group by w.election_id, w.gp_unit_id, w.measure, w.total, w.place
    """,
    holds=pl.col("summed") == pl.col("printed"),
    says="{printed} {measure} are printed, but the kinds make {summed}: {parts}",
    why="Every subject is of one kind.",
    passes=[
        {
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total place",
                ("e", "all", "u", 1, "s", "subjects", "all", 3, "a"),
                ("e", "all", "u", 1, "s", "subjects", "party", 2, None),
                ("e", "all", "u", 1, "s", "subjects", "independent", 1, None),
            )
        }
    ],
    fails=[
        {
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure category total",
                ("e", "all", "u", 1, "s", "subjects", "all", 4),
                ("e", "all", "u", 1, "s", "subjects", "party", 2),
            )
        }
    ],
)
