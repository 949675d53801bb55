"""Who is said to be ahead of whom."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.standings import FIGURES

RULE = Rule(
    code="R510",
    title="Whoever is said to be ahead of another has more",
    severity="warning",
    each="contest",
    needs=("ahead_of",),
    over=f"""
        with figures as ({FIGURES})
        select s.election_id, s.contest_id, s.contest_id || ' ' || s.selection_id as subject, c.label, mine.label as ahead,
            theirs.label as behind, a.figure, b.figure as other_figure, a.what,
            a.place || '=' || cast(a.figure as varchar) || '>' || cast(b.figure as varchar) || ' '
                || b.place || '=' || cast(b.figure as varchar) || '>' || cast(a.figure as varchar) as mends, 'exchanged' as slip,
            s.place || ' ' || a.place || ' ' || b.place as locators, s.place as blames
        from core.statements as s
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id
        join core.selections as mine on mine.election_id = s.election_id and mine.contest_id = s.contest_id
            and mine.selection_id = s.selection_id
        join core.selections as theirs on theirs.election_id = s.election_id and theirs.contest_id = s.contest_id
            and (theirs.party_id = s.category or theirs.coalition_id = s.category)
        join figures as a on a.election_id = s.election_id and a.contest_id = s.contest_id
            and a.selection_id = mine.selection_id and a.source_id = s.source_id
        join figures as b on b.election_id = s.election_id and b.contest_id = s.contest_id
            and b.selection_id = theirs.selection_id and b.source_id = s.source_id and b.what = a.what
            and b.said_by is not distinct from a.said_by
        where s.measure = 'ahead_of'
    """,
    holds=(pl.col("figure") > pl.col("other_figure"))
    | ((pl.col("what") == "per cent") & (pl.col("figure") == pl.col("other_figure"))),
    says="{label}: {ahead} is said to be ahead of {behind}, but has {figure:{what}} against {other_figure}",
    why="What a text says about who is ahead must agree with its own figures. Equal shares may be rounded.",
)
