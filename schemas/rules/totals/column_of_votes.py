"""Rows of totals of votes."""

from numerim.schemas.parts import beside_whole, listed
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R309",
    title="A printed total of votes is the sum of its column",
    severity="error",
    each="reported_totals",
    needs=("total_votes", "votes"),
    relation=Terms(
        beside_whole(
            f"""
        with votes as (
            select v.beside_gap, v.election_id, r.office, r.round, r.label, v.contest_id, v.gp_unit_id, v.selection_id, v.source_id, v.stated_in, v.votes, v.place,
                coalesce(v.said_by, '') as said_by, r.unit_type, case when r.is_whole then 1 else 0 end as is_whole,
                max(case when r.is_whole then 1 else 0 end) over (partition by v.election_id, v.contest_id, v.source_id, v.stated_in) as has_whole,
                min(r.unit_type) over (partition by v.election_id, v.contest_id, v.source_id, v.stated_in) as one_type,
                max(r.unit_type) over (partition by v.election_id, v.contest_id, v.source_id, v.stated_in) as other_type
            from ({listed("core.one_vote_counts", "votes")}) as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        ),
        standing as (
            select election_id, contest_id, selection_id, party_id as category from core.selections where party_id is not null
            union
            select election_id, contest_id, selection_id, coalition_id from core.selections where coalition_id is not null
        )
        select t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.category, coalesce(p.acronym, p.name) as label,
            t.office || ' ' || t.gp_unit_id || ' ' || t.round || ' ' || t.measure || ' ' || t.category as subject,
            t.source_id || ' ' || t.stated_in || coalesce(t.said_by, '') as source_id, v.votes as figure, v.place,
            v.label as what, t.total, t.place as whole_place, v.beside_gap
        from votes as v
        join standing as l on l.election_id = v.election_id and l.contest_id = v.contest_id and l.selection_id = v.selection_id
        join core.one_reported_totals as t on t.election_id = v.election_id and t.source_id = v.source_id
            and t.stated_in = v.stated_in and t.round = v.round and coalesce(t.said_by, '') = v.said_by
            and (t.office = v.office or t.office = 'all') and t.category = l.category
        join core.within as w on w.gp_unit_id = v.gp_unit_id and w.ancestor_id = t.gp_unit_id
        join core.parties as p on p.party_id = t.category
        where t.measure = 'total_votes' and t.relation = 'equal'
            and (v.is_whole = 1 or (v.has_whole = 0 and v.one_type = v.other_type))
    """,
            ("office", "gp_unit_id", "round", "measure", "category"),
            gaps=True,
        )
    ),
    says="the column of {label} adds up to {summed:vote|votes} ({parts:figure|figures}); its total is printed as {whole}",
    why="A row of totals beneath a list of all units and all selections repeats its columns.",
)
