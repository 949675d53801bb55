"""Units that are taken as they are printed, and take the place of one with almost their name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from numerim.schemas.folded import worded
from numerim.schemas.misspelt import misspelt
from numerim.schemas.rule import Rule

_MANY = 300
"""Of so many units that lack figures of one kind, no names are compared."""

_SEVERAL = 3
"""So many figures every other unit has where one that has a single one seems to be torn from another."""


class _Unit(NamedTuple):
    """A unit, and which kinds of figures (a table, an office and a measure) it has.

    Attributes:
        like: how many units have figures of the same kinds.
        of_seeds: of one that is taken as printed, whether the seeds know such units of the country; else null.
    """

    id: str
    name: str
    unit_type: str
    parent: str
    form: str
    kinds: frozenset[str]
    tables: str
    sources: frozenset[str]
    lists: int
    figures: int
    places: str
    of_seeds: bool | None
    like: int


class _Pair(NamedTuple):
    """A name that seems to be misprinted, the one that is meant, and why; `alone` where it has one figure."""

    slip: _Unit
    meant: _Unit
    beside: str
    alone: bool = False


_COLUMNS = (
    *("election_id", "subject", "blames", "locators"),
    *("printed", "unit_type", "near", "beside", "cure", "torn"),
)
"""What is told; `torn` are the ids of two units of which one has a row of the other."""


def _told(answer: pl.DataFrame) -> pl.DataFrame:
    """One row per name that seems to be misprinted; of an election without, one that holds."""
    rows = []
    answer = answer.with_columns(form=worded(pl.concat_str(pl.col("name"), pl.lit(" "), pl.col("bare"))))
    for (election_id,), some in answer.group_by("election_id", maintain_order=True):
        units = [
            _Unit(
                row["id"],
                row["name"],
                row["unit_type"],
                row["parent_id"],
                row["form"],
                frozenset(str(row["kinds"]).split()),
                row["tables"],
                frozenset(str(row["sources"]).split("|")),
                row["lists"],
                row["figures"],
                row["places"],
                row["of_seeds"],
                row["alike"],
            )
            for row in some.iter_rows(named=True)
        ]
        by_id = {unit.id: unit for unit in units}
        pairs = [*_in_one_row(units), *_of_a_list(units), *_in_its_place(units, by_id)]
        slips = {pair.slip.id: pair for pair in pairs}
        for pair in slips.values():
            slip, meant = pair.slip, pair.meant
            torn = f"{slip.id} {meant.id}" if pair.alone else ""
            says = (slip.places, slip.name, slip.unit_type, meant.name, pair.beside, _cure(pair), torn)
            rows.append(dict(zip(_COLUMNS, (election_id, slip.id, "", *says), strict=True)))
        if not slips:
            rows.append(dict.fromkeys(_COLUMNS, "") | {"election_id": election_id, "subject": election_id})
    return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String))


def _in_its_place(units: Sequence[_Unit], by_id: dict[str, _Unit]) -> Iterator[_Pair]:
    """Pairs of which one has what the other lacks, while others have both."""
    for unit_type in dict.fromkeys(unit.unit_type for unit in units):
        of_type = [unit for unit in units if unit.unit_type == unit_type]
        few = [unit for unit in of_type if unit.like <= _MANY]
        if len(few) > _MANY:
            continue
        pairs = [
            (one, other)
            for i, one in enumerate(few)
            for other in few[i + 1 :]
            if not one.kinds & other.kinds and misspelt(one.form, other.form)
        ]
        often: dict[frozenset[str], int] = {unit.kinds: unit.like for unit in of_type}
        for one, other in pairs:
            both = sum(n for kinds, n in often.items() if kinds & one.kinds and kinds & other.kinds) + len(pairs)
            least = min(sum(n for kinds, n in often.items() if kinds & unit.kinds) for unit in (one, other))
            if both < 2 or 2 * both <= least:
                continue
            first, second = (
                (one, other) if one.parent == other.parent else (by_id.get(one.parent), by_id.get(other.parent))
            )
            if first is not None and second is not None:
                yield from _which(first, second, (one, other))


def _which(one: _Unit, other: _Unit, there: tuple[_Unit, _Unit]) -> Iterator[_Pair]:
    """Which of two is the misprint: one that is taken as printed, of two, what has fewer figures."""
    if one.of_seeds is None and other.of_seeds is None:
        return
    swap = one.of_seeds is None or (other.of_seeds is not None and (one.figures, other.id) > (other.figures, one.id))
    slip, meant = (other, one) if swap else (one, other)
    if slip.of_seeds and meant.of_seeds is None and not slip.sources <= meant.sources:
        return  # R126 tells of it
    has, lacks = (there[1], there[0]) if swap else there
    tables = f"{has.tables} has only the one and {lacks.tables} only the other"
    yield _Pair(
        slip, meant, tables if has.tables != lacks.tables else f"{has.tables} never has the same figures for both"
    )


def _of_a_list(units: Sequence[_Unit]) -> Iterator[_Pair]:
    """Pairs of a name that stands in one table alone and one that the seeds know, as they know units of this type."""
    for slip in units:
        if slip.of_seeds and slip.lists == 1:
            for meant in units:
                known = meant.of_seeds is None and meant.unit_type == slip.unit_type
                if known and slip.sources <= meant.sources and misspelt(slip.form, meant.form):
                    yield _Pair(slip, meant, "that is known, and listed too")


def _in_one_row(units: Sequence[_Unit]) -> Iterator[_Pair]:
    """Pairs of a name that has one figure alone and one that has more, of what the others have."""
    for slip in units:
        if slip.figures != 1 or slip.of_seeds is None:
            continue
        others = [unit for unit in units if unit.unit_type == slip.unit_type and unit is not slip]
        most = max(others, key=lambda unit: unit.like).kinds if others else frozenset()
        for meant in others:
            if slip.kinds < meant.kinds <= most and misspelt(slip.form, meant.form):
                rest = [unit.figures for unit in others if unit is not meant]
                if rest and min(rest) >= _SEVERAL:
                    yield _Pair(
                        slip, meant, "only one figure is given for it, and several for each of the others", alone=True
                    )


def _cure(pair: _Pair) -> str:
    row = f"{pair.meant.id},{pair.slip.name},misprint"
    if pair.meant.of_seeds is None:
        return f"add to seeds/gp_unit_names.csv: {row}"
    if pair.meant.parent.count("-"):
        return "corrections: in election.yml gives the cell the name that is meant"
    unit = f"{pair.meant.id},{pair.meant.id[:2].upper()},{pair.meant.name},{pair.meant.unit_type},,"
    return f"add to seeds/gp_units.csv: {unit} and to seeds/gp_unit_names.csv: {row}"


RULE = Rule(
    code="R128",
    title="No unit that is accepted as printed takes the place of one with almost its name",
    severity="warning",
    each="name",
    needs=("taken names",),
    over=f"""
        with stated as (
            select s.election_id, s.gp_unit_id as id, s.source_id, s.path, s.stated_in, s.office, s.measure, count(*) as figures from core.statements as s
            where s.gp_unit_id is not null and not s.is_astray and s.scope in ('contest', 'contest-wide', 'unit')
            group by s.election_id, s.gp_unit_id, s.source_id, s.path, s.stated_in, s.office, s.measure
            union
            select s.election_id, s.within_id, s.source_id, s.path, s.stated_in, s.office, s.measure, count(*) as figures from core.statements as s
            where s.within_id is not null and not s.is_astray and s.scope in ('contest', 'contest-wide', 'unit')
            group by s.election_id, s.within_id, s.source_id, s.path, s.stated_in, s.office, s.measure
        ),
        numbered as (
            select d.*, dense_rank() over (order by d.source_id, d.path, d.stated_in, d.office, d.measure) as kind from stated as d
        ),
        units as (
            select n.election_id, n.id, g.name, g.unit_type, coalesce(g.parent_id, '') as parent_id,
                string_agg(cast(n.kind as text), ' ' order by n.kind) as kinds
            from numbered as n
            join core.gp_units as g on g.gp_unit_id = n.id
            group by n.election_id, n.id, g.name, g.unit_type, g.parent_id
        ),
        grouped as (
            select u.*, count(*) over (partition by u.election_id, u.unit_type, u.kinds) as alike,
                row_number() over (partition by u.election_id, u.unit_type, u.kinds order by u.id) as nth
            from units as u
        ),
        few as (select * from grouped where alike <= {_MANY} or nth = 1),
        tables as (
            select t.election_id, t.id, string_agg('“' || t.stated_in || '”', ', ' order by t.source_id, t.stated_in) as tables,
                count(*) as lists, sum(t.figures) as figures
            from (select f.election_id, f.id, d.source_id, d.stated_in, sum(d.figures) as figures from few as f
                join stated as d on d.election_id = f.election_id and d.id = f.id
                group by f.election_id, f.id, d.source_id, d.stated_in) as t
            group by t.election_id, t.id
        ),
        printed as (
            select n.id, min(n.printed) as printed, string_agg(n.places, ' ' order by n.places) as places,
                string_agg(n.source_id, '|' order by n.source_id) as sources, coalesce(max(b.bare), '') as bare
            from core.names as n
            join (select distinct id from few) as f on f.id = n.id
            left join core.bare_names as b on b.printed = n.printed
            where n.kind = 'gp_unit'
            group by n.id
        )
        select f.election_id, f.id, f.id as subject, f.name, f.unit_type, f.parent_id, f.kinds, f.alike, t.tables, coalesce(p.sources, '') as sources,
            cast(t.figures as bigint) as figures, t.lists, coalesce(p.places, '') as places, coalesce(p.bare, '') as bare, k.of_seeds,
            '' as locators, '' as near, '' as printed, '' as beside, '' as cure
        from few as f
        join tables as t on t.election_id = f.election_id and t.id = f.id
        left join printed as p on p.id = f.id
        left join (select distinct id, of_seeds from core.taken_names) as k on k.id = f.id
        where exists (select 1 from core.taken_names)
    """,
    then=_told,
    holds=pl.col("near") == "",
    says="“{printed}” is accepted as printed, as a {unit_type} of its own, but is almost “{near}”: {beside}; if that is meant, {cure}",
    why="With register: in election.yml a name that is misprinted in one table becomes a unit of its own, and what belongs together is counted apart. Two units with almost the same name of which both are in all tables are not told of.",
)
