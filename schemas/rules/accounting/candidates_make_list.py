"""Votes of a list and of its candidates."""

from numerim.schemas.parts import beside_whole
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R204",
    title="The votes for the candidates of a list add up to the list’s total",
    severity="error",
    each="reported_totals",
    needs=("list_votes",),
    relation=Terms(
        beside_whole(
            """
        with standing as (
            select election_id, contest_id, selection_id, label, party_id as category
            from core.selections where candidate is not null and party_id is not null
            union
            select election_id, contest_id, selection_id, label, coalition_id
            from core.selections where candidate is not null and coalition_id is not null
        )
        select t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.category,
            t.office || ' ' || t.gp_unit_id || ' ' || t.round || ' ' || t.category as subject,
            r.label || ', ' || coalesce(p.acronym, p.name) as label, t.source_id || coalesce(t.said_by, '') as source_id,
            v.votes as figure, v.place, l.label as what, t.total, t.place as whole_place
        from core.one_reported_totals as t
        join core.reports as r on r.election_id = t.election_id and r.office = t.office and r.gp_unit_id = t.gp_unit_id
            and r.round = t.round
        join core.one_vote_counts as v on v.election_id = r.election_id and v.contest_id = r.contest_id
            and v.gp_unit_id = r.gp_unit_id and v.source_id = t.source_id and coalesce(v.said_by, '') = coalesce(t.said_by, '')
        join standing as l on l.election_id = v.election_id and l.contest_id = v.contest_id
            and l.selection_id = v.selection_id and l.category = t.category
        join core.parties as p on p.party_id = t.category
        where t.measure = 'list_votes' and t.relation = 'equal' and v.complete
    """,
            ("office", "gp_unit_id", "round", "measure", "category"),
        )
    ),
    says="{label}: the votes for the {parts:candidate|candidates} add up to {summed}, but {whole:is|are} printed for the list",
    why="If every candidate is listed, the votes of a list are those of its candidates.",
)
