"""Winners by plurality."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import FIGURES

RULE = Rule(
    code="R501",
    title="Under plurality, and in a second round, the winner is ahead",
    severity="error",
    each="contest",
    over=f"""
        with figures as ({FIGURES})
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as winner, w.figure as winner_has, w.what,
            max(r.figure) as best_other, max_by(k.label, r.figure) as other,
            o.place || ' ' || w.place || ' ' || string_agg(r.place, ' ' order by r.place) as locators, o.place as blames
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            and (c.outcome_rule = 'plurality' or (c.outcome_rule = 'two_round_majority' and c.round = 2))
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join figures as w on w.election_id = o.election_id and w.contest_id = o.contest_id and w.source_id = o.source_id
            and w.selection_id = o.selection_id
        join figures as r on r.election_id = o.election_id and r.contest_id = o.contest_id and r.source_id = o.source_id
            and r.selection_id <> o.selection_id and r.what = w.what and r.said_by is not distinct from w.said_by
        join core.selections as k on k.election_id = r.election_id and k.contest_id = r.contest_id
            and k.selection_id = r.selection_id
        where o.outcome = 'elected' and k.kind not in ('remainder', 'unnamed')
            and (c.office <> 'council' or not exists (  -- of several seats the others elected may have more
                select 1 from core.one_outcomes as e where e.election_id = r.election_id and e.contest_id = r.contest_id
                    and e.source_id = r.source_id and e.selection_id = r.selection_id and e.outcome = 'elected'))
        group by o.election_id, o.contest_id, o.source_id, c.label, l.label, w.figure, w.what, w.said_by, o.place, w.place
    """,
    holds=pl.col("winner_has") >= pl.col("best_other"),
    says="{label}: {winner} is said to be elected with {winner_has:{what}}, but {other} has {best_other}",
    expected="best_other",
    actual="winner_has",
    why="Most votes win: in the one round of a plurality, and in the second round of a majority in two.",
    law="The law that the election declares; in Albania Law No. 10019/2008, the Electoral Code",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id outcome_rule",
                ("e", "c", "plurality"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind",
                ("e", "c", "a", "candidate"),
                ("e", "c", "b", "candidate"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "a", "elected"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes",
                ("e", "c", "s", "a", 5126),
                ("e", "c", "s", "b", 4876),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id outcome_rule",
                ("e", "c", "plurality"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind",
                ("e", "c", "a", "candidate"),
                ("e", "c", "b", "candidate"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome",
                ("e", "c", "s", "b", "elected"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id share",
                ("e", "c", "s", "a", 58.13),
                ("e", "c", "s", "b", 41.87),
            ),
        }
    ],
)
