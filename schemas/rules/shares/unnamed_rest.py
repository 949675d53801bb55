"""What a list of shares leaves out."""

from numerim.schemas.law import goes_on, those, words
from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R413",
    title="Those without a printed share have less together than the runner-up",
    severity="info",
    each="contest",
    needs=("share",),
    relation=Levels(
        f"""
        select v.election_id, v.contest_id, v.contest_id as subject, c.label, v.source_id, count(*) as among, 100 - sum(v.share) as figure,
            sum(v.half) as half, case when max(v.share) > 50 then 100 else max(case when v.comes = 2 then v.share end) end as bound,
            case when {goes_on()} then 'who goes to the runoff' when 100 - sum(v.share) > max(v.share) then 'who won'
                else 'who came second' end as what,
            string_agg(v.place, ' ' order by v.place) as locators
        from (select s.*, row_number() over (partition by election_id, contest_id, source_id, said_by
                order by share desc, selection_id) as comes from core.contest_shares as s where kind <> 'remainder') as v
        join core.contests as c on c.election_id = v.election_id and c.contest_id = v.contest_id
            and c.outcome_rule in {words(those(of_persons=True))}
        join core.offices as o on o.election_id = c.election_id and o.office = c.office and o.shares_of = 'valid'
        group by v.election_id, v.contest_id, v.source_id, v.said_by, c.label, c.outcome_rule, c.round
        having count(*) > 1 and max(case when v.complete then 1 else 0 end) = 0
            and sum(v.share) <= 100 + sum(v.half)
    """,
        but=("among", "half", "what"),
    ),
    says="{label}: only {among:share is|shares are} given; all others together have {figure} per cent, more than the second of them ({bound}), so these figures alone cannot confirm {what}",
    why="A list that is not complete may leave out somebody who is ahead. Nothing is wrong, but these figures alone do not show the order.",
)
