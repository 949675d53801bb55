"""What rules about totals ask: figures of a unit, and of the units below it, level by level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from numerim.schemas.parts import beside_whole
from numerim.schemas.relation import of_keys
from numerim.schemas.relations.sum import WITH_GAPS, Reckoned, numbered, totals

_SOURCE = ("election_id", "office", "round", "source_id", "said_by")


@dataclass(frozen=True)
class Rollup(Reckoned):
    """The figure of a unit is the sum of those of the units below it.

    A unit that counts beside those of a level (`beside:`) is added up with that level, and with each that lies in it.
    A level is used where all units of it that the source tells of have the figure (one that only has gaps is told of,
    too), and the source is said to list all units, or tells of as many as `expect:` in election.yml says there are. Of
    a unit with several levels below it, each is a sum.

    Attributes:
        measures: SQL of the figures, over `f`, a row of `core.figures` that a unit reports.
        thing: the columns that say what a figure of a unit is of, beside `election_id`, `office`, `round`, each with
            its SQL over `f`.
    """

    measures: str
    thing: Mapping[str, str]

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the figures with their weights, in the columns of `TERMS`."""
        # What is about one thing is told by one text: to join by ten columns takes far longer.
        alike = "{0}.election_id = m.election_id and {0}.source_id = m.source_id and {0}.about = m.about"
        things = ", ".join(f"m.{name}" for name in self.thing)
        parts = f"""
            with {self._told("place")},
            marked as (
                select f.election_id, f.office, f.round, f.source_id || f.said_by as source_id,
                    {", ".join(f"f.{name}" for name in self.thing)}, f.figure, f.place, {_LABEL} as label,
                    r.ancestor_id as gp_unit_id, r.unit_type, r.units, r.name as what, {_IS_WHOLE} as is_whole,
                    r.is_level, {self._about} as about
                from figures as f join reach as r on {_WITHIN}
            ),
            wholes as (
                select election_id, source_id, about, max(figure) as total, max(place) as whole_place,
                    max(label) as label
                from marked where is_whole group by election_id, source_id, about
            ),
            given as (
                select election_id, source_id, about, unit_type from marked where is_level = 1
                group by election_id, source_id, about, unit_type, units having count(*) = units
            )
            select m.election_id, m.office, m.round, m.source_id, {things}, m.about || ' ' || m.unit_type as subject,
                m.gp_unit_id, w.total, w.whole_place, w.label, m.figure, m.place, m.what
            from marked as m
            join given as g on {alike.format("g")} and g.unit_type = m.unit_type
            join wholes as w on {alike.format("w")}
            where not m.is_whole
        """
        own = beside_whole(parts, ("office", "round", *self.thing, "gp_unit_id"))
        said = "f.subject, f.label, f.source_id, f.weight, f.blamed, f.figure, f.half, f.place, f.what"
        return f"select {of_keys(key, {})}, {said} from ({own}) as f"

    def with_gaps(self, key: Sequence[str]) -> str:
        """SQL: the same, with what a source does not give."""
        return self.rows(key).replace("core.figures as", f"{WITH_GAPS} as")

    def sums(self, name: str, key: Sequence[str]) -> str:
        """SQL: the sums, reckoned without a row for each of their figures."""
        by = ", ".join(f"f.{column}" for column in self._of_unit)
        same = " and ".join(f"w.{column} is not distinct from f.{column}" for column in self._of_unit)
        return f"""
            with {self._told()},
            marked as ({self._marked()}),
            parts as (
                select {by}, f.unit_type, sum(case when f.is_whole then null else f.figure end) as summed,
                    count(case when f.is_whole then null else 1 end) as parts
                from marked as f where f.is_level = 1 group by {by}, f.unit_type, f.units having count(*) = f.units
            ),
            wholes as (select {by}, max(f.figure) as whole from marked as f where f.is_whole group by {by})
            select {of_keys(key, {"gp_unit_id": "f.ancestor_id"})}, {self._about.replace("r.", "f.")}
                || ' ' || f.unit_type as subject, f.source_id || f.said_by as source_id,
                {numbered(name, (*self._of_unit, "unit_type"))}, {totals("f.summed", "w.whole", "0")}, f.parts
            from parts as f join wholes as w on {same}
            where f.parts > 0"""

    def members(self, name: str) -> str:
        """SQL: the figures that stand in its sums, if these are judged; a whole stands in one for each level below."""
        of = numbered(name, (*self._of_unit, "unit_type"))
        return f"""
            with {self._told("figure_id")},
            marked as ({self._marked("f.figure_id")}),
            below as (select distinct ancestor_id, unit_type from marked)
            select {of}, f.figure_id, true as of_unit, 1 as weight, 0 as blamed, f.figure, 0 as half,
                cast(null as varchar) as label, cast(null as varchar) as place, cast(null as varchar) as what
            from marked as f where not f.is_whole
            union all
            select {of}, f.figure_id, false, -1, 1, f.figure, 0, f.label, null, 'total'
            from (
                select m.* exclude (unit_type), b.unit_type, {_LABEL} as label
                from marked as m join below as b on b.ancestor_id = m.ancestor_id
                join figures as f on f.figure_id = m.figure_id where m.is_whole
            ) as f"""

    @property
    def _of_unit(self) -> Sequence[str]:
        """The columns that say what a figure of a unit is of, and whose it is."""
        return (*_SOURCE, *self.thing, "ancestor_id")

    @property
    def _about(self) -> str:
        said = " || ' ' || ".join(f"f.{name}" for name in self.thing)
        return f"f.office || ' ' || r.ancestor_id || ' ' || f.round || ' ' || {said}"

    def _marked(self, *more: str) -> str:
        own = ", ".join((*(f"f.{name}" for name in (*_SOURCE, *self.thing)), *more))
        return f"""
                select {own}, f.figure, r.ancestor_id, r.unit_type, r.units, r.is_level, {_IS_WHOLE} as is_whole
                from figures as f join reach as r on {_WITHIN}"""

    def _told(self, *more: str) -> str:
        """SQL: `figures`, and `reach`: each unit that a source tells of in the units that it lies in, itself too.

        To join the figures of a contest with each other would take the square of its units.
        """
        source = ", ".join(_SOURCE)
        telling = ", ".join(f"t.{c}" for c in _SOURCE)
        same = " and ".join(f"{{0}}.{c} = t.{c}" for c in _SOURCE)
        own = [*(f"f.{c}" for c in _SOURCE), *(f"{sql} as {name}" for name, sql in self.thing.items())]
        own += [*(f"f.{name}" for name in ("gp_unit_id", "label", "all_units", "figure", *more)), "f.what as of"]
        return f"""
        figures as (
            select {", ".join(own)} from core.figures as f where f.scope = 'unit' and {self.measures}
        ),
        telling as (
            select {source}, gp_unit_id, min(case when all_units then 1 else 0 end) as listed
            from figures where not exists (select 1 from core.figures_and_gaps)
            group by {source}, gp_unit_id
            union all
            select {source}, gp_unit_id, min(case when all_units then 1 else 0 end)
            from core.figures_and_gaps as f where f.scope = 'unit' and {self.measures}
            group by {source}, gp_unit_id
        ),
        each_told as (
            select t.*, coalesce(g.name, t.gp_unit_id) as name,
                case when g.level <> g.unit_type then 1 else 0 end as is_beside,
                coalesce(g.level, g.unit_type) as unit_type
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
            select t.* exclude (unit_type), b.lower as unit_type
            from each_told as t join beneath as b on b.upper = t.unit_type
            where t.is_beside = 1
        ),
        levels as (
            select {telling}, t.unit_type, min(t.listed) as all_listed, count(*) as there_are
            from placed as t group by {telling}, t.unit_type
        ),
        above as (
            select t.*, w.ancestor_id, case when t.gp_unit_id = w.ancestor_id then 1 else 0 end as tells
            from placed as t join core.within as w on w.gp_unit_id = t.gp_unit_id
        ),
        counted as (
            select {telling}, t.ancestor_id, t.unit_type, count(*) as units, max(t.tells) as tells
            from above as t group by {telling}, t.ancestor_id, t.unit_type
        ),
        tells as (
            select {telling}, t.ancestor_id from counted as t group by {telling}, t.ancestor_id
            having max(t.tells) = 1 and sum(t.units) > 1
        ),
        reach as (
            select t.*, b.units,
                case when l.all_listed = 1 or l.there_are = e.number then 1 else 0 end as is_level
            from above as t
            join tells as u on {same.format("u")} and u.ancestor_id = t.ancestor_id
            join counted as b on {same.format("b")} and b.ancestor_id = t.ancestor_id and b.unit_type = t.unit_type
            join levels as l on {same.format("l")} and l.unit_type = t.unit_type
            left join core.expected_numbers as e on e.election_id = t.election_id and e.unit_type = t.unit_type
        )"""


_LABEL = "f.label || coalesce(', ' || f.of, '')"
_IS_WHOLE = "f.gp_unit_id = r.ancestor_id"
_WITHIN = f"{' and '.join(f'r.{name} = f.{name}' for name in _SOURCE)} and r.gp_unit_id = f.gp_unit_id"
