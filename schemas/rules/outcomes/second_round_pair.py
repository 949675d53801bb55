"""Who stands in a second round."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import FIGURES

RULE = Rule(
    code="R514",
    title="The second round is between the two leaders of the first",
    severity="warning",
    each="contest",
    needs=("second round",),
    over=f"""
        with figures as ({FIGURES}),
        seconds as (
            select distinct c.election_id, c.contest_id, a.contest_id as first_id, c.label, p.source_id, p.selection_id, p.place,
                l.label as selection, l.kind, l.party_id, l.coalition_id
            from (select election_id, contest_id, source_id, selection_id, min(place) as place from (
                    select election_id, contest_id, source_id, selection_id, place from figures
                    union all
                    select election_id, contest_id, source_id, selection_id, place from core.one_outcomes
                    where outcome = 'elected') as every
                group by election_id, contest_id, source_id, selection_id) as p
            join core.contests as c on c.election_id = p.election_id and c.contest_id = p.contest_id
                and c.outcome_rule = 'two_round_majority' and c.round = 2
            join core.contests as a on a.election_id = c.election_id and a.office = c.office and a.gp_unit_id = c.gp_unit_id
                and a.round = 1
            join core.selections as l on l.election_id = p.election_id and l.contest_id = p.contest_id
                and l.selection_id = p.selection_id and l.kind not in ('remainder', 'unnamed')
        ),
        firsts as (
            select f.*, l.party_id, l.coalition_id, p.kind as party_kind,
                count(*) over (partition by f.election_id, f.contest_id, f.source_id, f.said_by, f.what) as listed,
                sum(case when f.kind = 'candidate' then 1 else 0 end)
                    over (partition by f.election_id, f.contest_id, f.source_id, f.said_by, f.what) as candidates
            from figures as f
            join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id
                and l.selection_id = f.selection_id
            left join core.parties as p on p.party_id = coalesce(l.party_id, l.coalition_id)
            where f.kind not in ('remainder', 'unnamed') and (f.what = 'votes' or not exists (select 1
                from core.contest_votes as v where v.election_id = f.election_id and v.contest_id = f.contest_id
                    and v.source_id = f.source_id and v.said_by is not distinct from f.said_by))
        ),
        stood as (
            select s.election_id, s.contest_id, s.first_id, s.label, s.source_id, s.selection_id, s.selection, s.place, f.said_by, f.what,
                coalesce(max(case when f.selection_id = s.selection_id then f.figure end),
                    max(case when f.party_kind not in ('independent', 'unnamed', 'remainder')
                        and (f.party_id = s.party_id or f.coalition_id = s.coalition_id) then f.figure end),
                    case when s.kind = 'candidate' and min(f.listed) > 2 and min(f.listed) = min(f.candidates)
                        and exists (select 1 from seconds as x join firsts as y on y.election_id = x.election_id
                            and y.contest_id = x.first_id and y.source_id = x.source_id and y.selection_id = x.selection_id
                            where x.election_id = s.election_id and x.contest_id = s.contest_id and x.source_id = s.source_id)
                        then 0 end) as figure
            from seconds as s
            join firsts as f on f.election_id = s.election_id and f.contest_id = s.first_id and f.source_id = s.source_id
            group by s.election_id, s.contest_id, s.first_id, s.label, s.source_id, s.selection_id, s.selection, s.place, s.kind,
                f.said_by, f.what
        )
        select t.election_id, t.contest_id, t.contest_id || ' ' || t.selection_id as subject, t.label, t.selection, t.figure, t.what,
            count(distinct case when f.figure > t.figure then f.selection_id end) as ahead,
            (select count(*) from seconds as n where n.election_id = t.election_id and n.contest_id = t.contest_id
                and n.source_id = t.source_id) as stand,
            t.place || ' ' || string_agg(distinct f.place, ' ' order by f.place) as locators, t.place as blames
        from stood as t
        join firsts as f on f.election_id = t.election_id and f.contest_id = t.first_id and f.source_id = t.source_id
            and f.said_by is not distinct from t.said_by and f.what = t.what
        where t.figure is not null
        group by t.election_id, t.contest_id, t.selection_id, t.source_id, t.label, t.selection, t.figure, t.what, t.said_by, t.place
    """,
    holds=(pl.col("ahead") < 2) & (pl.col("stand") <= 2),
    says="{label}: {stand:stands|stand} in the second round; {selection} is one of them with {figure:{what}} in the first, in which {ahead:other|others} had more",
    actual="ahead",
    why="The second round is between the two who have most votes in the first. A tie for second place is decided by lot. A person is recognised by name, a list by its party; a name that the first round does not have counts as having no votes there.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
                ("e", "c2", "a", "candidate", "A"),
                ("e", "c2", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 400, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 300, True, 1, "c1d"),
                ("e", "c2", "s", "a", "candidate", 500, True, 1, "c2a"),
                ("e", "c2", "s", "d", "candidate", 600, True, 1, "c2d"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
                ("e", "c2", "a", "candidate", "A"),
                ("e", "c2", "d", "candidate", "D"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id kind share half complete place",
                ("e", "c1", "s", "a", "candidate", 40.0, 0.005, True, "c1a"),
                ("e", "c1", "s", "b", "candidate", 31.0, 0.005, True, "c1b"),
                ("e", "c1", "s", "d", "candidate", 29.0, 0.005, True, "c1d"),
                ("e", "c2", "s", "a", "candidate", 50.5, 0.005, True, "c2a"),
                ("e", "c2", "s", "d", "candidate", 49.5, 0.005, True, "c2d"),
            ),
        },
    ],
)
