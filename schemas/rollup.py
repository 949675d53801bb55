"""What rules about totals ask: figures of a unit, and of the units below it, level by level."""

from collections.abc import Mapping

from numerim.schemas.parts import beside_whole

_SOURCE = ("election_id", "office", "round", "source_id", "said_by")


def rollup(measures: str, thing: Mapping[str, str]) -> str:
    """SQL: the terms of the relations between the figure of a unit and those of the units below it.

    A unit that counts beside those of a level (`beside:`) is added up with that level, and with each that lies in it.
    A level is used where all units of it that the source tells of have the figure (one that only has gaps is told of,
    too), and the source is said to list all units, or tells of as many as `expect:` in election.yml says there are.

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
    same = " and ".join(f"r.{c} = f.{c}" for c in _SOURCE)
    things = ", ".join(f"f.{c}" for c in thing)
    said = " || ' ' || ".join(f"f.{c}" for c in thing)
    alike = "{0}.election_id = m.election_id and {0}.source_id = m.source_id and {0}.about = m.about"
    # A unit is joined with the units that it lies in, itself among them: to join the figures of a contest with each
    # other would take the square of its units. What is about one thing is told by one text: to join by ten columns, or
    # to sort all figures by them, as windows do, takes far longer.
    parts = f"""
        with figures as (
            select {", ".join(f"f.{c}" for c in _SOURCE)}, {", ".join(f"{sql} as {c}" for c, sql in thing.items())},
                f.gp_unit_id, f.label, f.what as of, f.all_units, f.figure, f.place
            from core.figures as f where f.scope = 'unit' and {measures}
        ),
        telling as (
            select {source}, gp_unit_id, min(case when all_units then 1 else 0 end) as listed
            from figures where not exists (select 1 from core.figures_and_gaps)
            group by {source}, gp_unit_id
            union all
            select {source}, gp_unit_id, min(case when all_units then 1 else 0 end)
            from core.figures_and_gaps as f where f.scope = 'unit' and {measures}
            group by {source}, gp_unit_id
        ),
        each_told as (
            select t.*, coalesce(g.level, g.unit_type) as unit_type, coalesce(g.name, t.gp_unit_id) as name,
                case when g.level <> g.unit_type then 1 else 0 end as is_beside
            from telling as t join core.gp_units as g on g.gp_unit_id = t.gp_unit_id
        ),
        beneath as (
            select distinct u.unit_type as upper, l.unit_type as lower
            from (select distinct unit_type from each_told where is_beside = 1) as b
            join each_told as u on u.unit_type = b.unit_type and u.is_beside = 0
            join core.within as w on w.ancestor_id = u.gp_unit_id and w.gp_unit_id <> u.gp_unit_id
            join each_told as l on l.gp_unit_id = w.gp_unit_id and l.unit_type <> u.unit_type and l.is_beside = 0
        ),
        placed as (
            select * from each_told
            union all
            select t.* replace (b.lower as unit_type) from each_told as t join beneath as b on b.upper = t.unit_type
            where t.is_beside = 1
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
            select f.election_id, f.office, f.round, f.source_id || f.said_by as source_id, {things}, f.figure, f.place,
                f.label || coalesce(', ' || f.of, '') as label, r.ancestor_id as gp_unit_id, r.unit_type, r.units,
                r.name as what, f.gp_unit_id = r.ancestor_id as is_whole,
                r.all_listed = 1 or r.there_are = r.there_should_be as is_level,
                f.office || ' ' || r.ancestor_id || ' ' || f.round || ' ' || {said} as about
            from figures as f join reach as r on {same} and r.gp_unit_id = f.gp_unit_id
            where r.tells = 1 and r.told > 1
        ),
        wholes as (
            select election_id, source_id, about, max(figure) as total, max(place) as whole_place, max(label) as label
            from marked where is_whole group by election_id, source_id, about
        ),
        given as (
            select election_id, source_id, about, unit_type from marked where is_level
            group by election_id, source_id, about, unit_type having count(*) = max(units)
        )
        select m.election_id, m.office, m.round, m.source_id, {things.replace("f.", "m.")},
            m.about || ' ' || m.unit_type as subject, m.gp_unit_id, w.total, w.whole_place, w.label, m.figure,
            m.place, m.what
        from marked as m
        join given as g on {alike.format("g")} and g.unit_type = m.unit_type
        join wholes as w on {alike.format("w")}
        where not m.is_whole
    """
    return beside_whole(parts, ("office", "round", *thing, "gp_unit_id"))
