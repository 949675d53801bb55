"""What rules about totals ask: figures of a unit, and of the units below it, level by level."""

from collections.abc import Mapping

from numerim.schemas.parts import beside_whole

_SOURCE = ("election_id", "office", "round", "source_id", "said_by")


def rollup(measures: str, thing: Mapping[str, str]) -> str:
    """SQL: the terms of the relations between the figure of a unit and those of the units below it.

    A level is used where all units of it that the source tells of have the figure, and the source is said to list all
    units, or tells of as many as `expect:` in election.yml says there are.

    Args:
        measures: SQL of the figures, over `f`, a row of `core.figures` that a unit reports.
        thing: the columns that say what a figure of a unit is of, beside `election_id`, `office`, `round`, each with
            its SQL over `f`.

    Returns:
        SQL with the columns of `thing`, and those of terms (`numerim.schemas.relation.sums`); of a unit with several
        levels below it, one relation a level.
    """
    source = ", ".join(_SOURCE)
    telling = ", ".join(f"t.{c}" for c in _SOURCE)
    group = ", ".join(f"f.{c}" for c in (*_SOURCE, *thing))
    same = " and ".join(f"r.{c} = f.{c}" for c in _SOURCE)
    said = " || ' ' || ".join(thing)
    subject = f"office || ' ' || ancestor_id || ' ' || round || ' ' || {said} || ' ' || unit_type as subject"
    # A unit is joined with the units that it lies in, itself among them, and all else is windows over these: to join
    # the figures of a contest with each other would take the square of its units.
    parts = f"""
        with figures as (
            select {", ".join(f"f.{c}" for c in _SOURCE)}, {", ".join(f"{sql} as {c}" for c, sql in thing.items())},
                f.gp_unit_id, f.label || coalesce(', ' || f.what, '') as label, f.all_units, f.figure, f.place
            from core.figures as f where f.scope = 'unit' and {measures}
        ),
        telling as (
            select {source}, gp_unit_id, min(case when all_units then 1 else 0 end) as listed
            from figures
            group by {source}, gp_unit_id
        ),
        placed as (
            select t.*, coalesce(g.level, g.unit_type) as unit_type, coalesce(g.name, t.gp_unit_id) as name
            from telling as t join core.gp_units as g on g.gp_unit_id = t.gp_unit_id
        ),
        levels as (
            select t.*, min(t.listed) over (partition by {telling}, t.unit_type) as all_listed,
                count(*) over (partition by {telling}, t.unit_type) as there_are, e.number as there_should_be
            from placed as t
            left join core.expected_numbers as e on e.election_id = t.election_id and e.unit_type = t.unit_type
        ),
        reach as (
            select t.*, w.ancestor_id, count(*) over (partition by {telling}, w.ancestor_id) as told,
                count(*) over (partition by {telling}, w.ancestor_id, t.unit_type) as units,
                max(case when t.gp_unit_id = w.ancestor_id then 1 else 0 end)
                    over (partition by {telling}, w.ancestor_id) as tells
            from levels as t join core.within as w on w.gp_unit_id = t.gp_unit_id
        ),
        marked as (
            select {group}, f.label, f.figure, f.place, f.gp_unit_id, r.ancestor_id, r.unit_type, r.units,
                r.name as what, r.all_listed, r.there_are, r.there_should_be,
                max(case when f.gp_unit_id = r.ancestor_id then f.figure end)
                    over (partition by {group}, r.ancestor_id) as whole,
                max(case when f.gp_unit_id = r.ancestor_id then f.place end)
                    over (partition by {group}, r.ancestor_id) as whole_place,
                max(case when f.gp_unit_id = r.ancestor_id then f.label end)
                    over (partition by {group}, r.ancestor_id) as whole_label,
                count(*) over (partition by {group}, r.ancestor_id, r.unit_type) as given
            from figures as f join reach as r on {same} and r.gp_unit_id = f.gp_unit_id
            where r.tells = 1 and r.told > 1
        )
        select election_id, office, round, source_id || said_by as source_id, {", ".join(thing)}, {subject},
            ancestor_id as gp_unit_id, whole as total, whole_place, whole_label as label, figure, place, what
        from marked
        where gp_unit_id <> ancestor_id and whole is not null and given = units
            and (all_listed = 1 or there_are = there_should_be)
    """
    return beside_whole(parts, ("office", "round", *thing, "gp_unit_id"))
