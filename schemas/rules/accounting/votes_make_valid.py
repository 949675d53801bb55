"""Votes of all selections and valid ballots."""

from numerim.schemas.figures import REPORT
from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import BLANK_AS_VALID, LOST, Sum, Term, Terms
from numerim.schemas.rule import Rule

_ROW_OF_TOTALS = """
    select t.election_id, t.office, t.gp_unit_id, t.round, t.office || ' ' || t.gp_unit_id || ' ' || t.round || ' total' as subject, r.label,
        t.source_id || ' ' || t.stated_in || coalesce(t.said_by, '') as source_id, t.total as figure, t.place,
        coalesce(p.acronym, p.name_en, p.name) as what, b.ballots as total, b.place as whole_place
    from (
        select t.*, count(*) over (partition by t.election_id, t.office, t.gp_unit_id, t.round, t.source_id, t.stated_in, t.said_by) as there
        from core.one_reported_totals as t
        where t.measure = 'total_votes' and t.relation = 'equal' and t.category <> 'all'
    ) as t
    join core.one_ballot_counts as b on b.election_id = t.election_id and b.office = t.office and b.gp_unit_id = t.gp_unit_id
        and b.round = t.round and b.source_id = t.source_id and b.stated_in = t.stated_in and b.said_by is not distinct from t.said_by
        and b.measure = 'valid'
    join core.offices as o on o.election_id = t.election_id and o.office = t.office and coalesce(o.one_vote, true)
    join core.reports as r on r.election_id = t.election_id and r.office = t.office and r.gp_unit_id = t.gp_unit_id and r.round = t.round
    join core.parties as p on p.party_id = t.category
    left join (
        select election_id, office, round, source_id, stated_in, min(case when complete then 1 else 0 end) as complete,
            count(case when coalesce(party_id, coalition_id) is null then 1 end) as nameless,
            count(distinct coalesce(party_id, coalition_id)) as parties
        from core.statements where measure = 'votes' group by election_id, office, round, source_id, stated_in
    ) as l on l.election_id = t.election_id and l.office = t.office and l.round = t.round and l.source_id = t.source_id
        and l.stated_in = t.stated_in
    where case when l.source_id is null then t.complete else l.complete = 1 and l.nameless = 0 and l.parties = t.there end
"""
"""SQL: the votes of all parties in a row of totals, and the valid ballots there."""

RULE = Rule(
    code="R203",
    title="The votes for all selections add up to the valid ballots",
    severity="error",
    each="report",
    needs=("votes|total_votes", "valid"),
    relation=(
        Sum(
            frame=REPORT,
            parts=(Term("votes", given="f.complete"),),
            whole=("valid", BLANK_AS_VALID, *LOST),
            without=(Term("exhausted", given="f.figure <> 0"),),
        ),
        Terms(beside_whole(_ROW_OF_TOTALS, ("office", "gp_unit_id", "round"))),
    ),
    says="{label}: the votes for the {parts:selection|selections} add up to {summed}, but {whole:ballot is|ballots are} valid{reckoned}",
    why="Every valid ballot is one vote, in a unit and in a row of totals. If the source counts blank ballots among the valid ones (`inside:` in election.yml), they are subtracted first, and so are undervotes and overvotes if its figures show that they are of valid ballots. Not checked if voters have several votes, as the law or the figures say, at a stage of a count at which ballots are exhausted, nor in a unit in which the votes for a selection could not be read.",
)
