"""Rows of totals of seats."""

from numerim.schemas.parts import beside_whole, listed
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R303",
    title="A printed total of seats is the sum of its column",
    severity="error",
    each="reported_totals",
    needs=("total_seats",),
    relation=Terms(
        beside_whole(
            f"""
        select t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.category, coalesce(p.acronym, p.name) as label,
            t.office || ' ' || t.gp_unit_id || ' ' || t.measure || ' ' || t.category as subject,
            t.source_id || ' ' || t.stated_in || coalesce(t.said_by, '') as source_id, s.seats as figure, s.place, s.contest_id as what,
            t.total, t.place as whole_place, s.beside_gap
        from core.one_reported_totals as t
        join ({listed("core.one_seat_counts", "seats")}) as s on s.election_id = t.election_id and s.source_id = t.source_id
            and s.stated_in = t.stated_in and s.said_by is not distinct from t.said_by
        join core.contests as c on c.election_id = s.election_id and c.contest_id = s.contest_id and c.round = t.round
            and (c.office = t.office or t.office = 'all')
        join core.within as w on w.gp_unit_id = c.gp_unit_id and w.ancestor_id = t.gp_unit_id
        join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
            and l.selection_id = s.selection_id and coalesce(l.party_id, l.coalition_id) = t.category
        join core.parties as p on p.party_id = t.category
        where t.measure = 'total_seats' and t.relation = 'equal'
    """,
            ("office", "gp_unit_id", "round", "measure", "category"),
            gaps=True,
        )
    ),
    says="the column of {label} adds up to {summed:seat|seats} over {parts:council|councils}; its total is printed as {whole}",
    why="A row of totals beneath complete columns repeats them.",
)
