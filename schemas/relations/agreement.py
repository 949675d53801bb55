"""Agreements: all that is stated of one thing, by several sources or by one in several places, can be true together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pandera.polars as pa
import polars as pl

from numerim.schemas.relation import KEYS, Primitive, Relation, of_keys, typed
from numerim.schemas.table import core_key, tables
from numerim.schemas.vocabulary import MEASURES

_FAR = "cast(1000000000000000 as decimal(24, 8))"
"""As good as no bound."""

VOICES = f"{', '.join(KEYS)}, subject, source_id, said_by, figure, low, high, place, said"
"""The columns of statements, one row each: `figure` stands for all between `low` and `high`; `said` is where."""


@dataclass(frozen=True)
class Agreement(Relation):
    """All that is stated of one thing can be true together.

    A figure stands for an interval: a share for half a unit of its last decimal place to both sides, “more than 40” for
    all above, “about 40” for anything. What one source says of a thing agrees if its intervals have a point in common;
    what several say, if theirs have one (intervals on a line that meet two by two all have one point in common:
    Helly 1923). Figures that one source credits to different people are a dispute that it reports, not a
    disagreement; for it stands all that they say. Sources that have a later version are left out. Figures are compared
    that are from one stage of the count: all that are final, all that are preliminary, and those of one partial count,
    since another one was taken at another hour.

    Attributes:
        table: the table whose figures they are; its key tells one thing from another.
    """

    table: str
    given: ClassVar[str] = "voices"

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the statements, in the columns of `VOICES`."""
        own = [name for name in core_key(tables()[self.table]) if name in KEYS]
        columns = tables()[self.table].to_schema().columns
        measures = ", ".join(f"'{name}'" for name, measure in MEASURES.items() if measure.table == self.table)
        subject = " || ' ' || ".join(f"f.{c}" for c in own[1:])
        figure = "cast(f.number as decimal(24, 8))"
        more = "0" if "decimals" in columns else "1"  # more than 40 seats are at least 41
        half = "cast(0.5 * power(10, -f.decimals) as decimal(24, 8))" if "decimals" in columns else "0"
        relation = "coalesce(f.relation, 'equal')" if "relation" in columns else "'equal'"
        return f"""
            select {of_keys(own, {})}, {subject} as subject, f.source_id, coalesce(f.said_by, '') as said_by,
                f.number as figure,
                case {relation} when 'equal' then {figure} - {half} when 'more than' then {figure} + {more}
                    else -{_FAR} end as low,
                case {relation} when 'equal' then {figure} + {half} when 'less than' then {figure} - {more}
                    else {_FAR} end as high,
                f.place, f.source_id || ', ' || f.stated_in as said
            from core.statements as f
            where f.measure in ({measures}) and f.number is not null
                and {" and ".join(f"f.{name} is not null" for name in own)}"""


_KEYS = f"rule, at_most, {', '.join(KEYS)}, subject"
_HOUR = f"{_KEYS}, stage, hour"

_QUESTION = f"""
    with counted as (
        select *, count(*) over (partition by {_KEYS}) as stated from core.voices
    ),
    current as (
        select x.*, v.status as stage,
            case when v.status = 'partial' then x.source_id else '' end as hour
        from counted as x
        join core.sources as v on v.source_id = x.source_id
        where x.stated > 1 and not v.superseded
    ),
    spoken as (
        select *, max(low) over (partition by {_HOUR}, source_id, said_by) as from_here,
            min(high) over (partition by {_HOUR}, source_id, said_by) as to_here
        from current
    ),
    sources as (
        select *, min(least(from_here, to_here)) over (partition by {_HOUR}, source_id) as from_all,
            max(greatest(from_here, to_here)) over (partition by {_HOUR}, source_id) as to_all
        from spoken
    )
    select {_HOUR}, count(*) as times, min(figure) as lowest, max(figure) as highest,
        cast(greatest(max(from_here - to_here), max(from_all) - min(to_all), 0) as decimal(38, 8)) as apart,
        string_agg(distinct said, '; ' order by said) as said, string_agg(place, ' ' order by place) as locators
    from sources
    group by {_HOUR}
    having count(*) > 1 and (count(distinct source_id) > 1 or count(distinct said_by) < count(*))
"""

_TOLD = """
    select a.*, case when a.count_type is null and a.measure not like '%\\_%' escape '\\' then a.measure
            else replace(coalesce(lower(m.title), a.measure), ' of a party', '') end as what,
        case when a.category <> 'all' then ' of ' || coalesce(p.acronym, p.name, a.category) else '' end as whose,
        coalesce(l.label, a.selection_id, p.acronym, p.name, a.party_id) as selection,
        case when a.contest_id is null then coalesce(e.title, a.election_id) else coalesce(c.label, a.contest_id) end
            || case when a.gp_unit_id is null or a.gp_unit_id = c.gp_unit_id then ''
                else ', ' || coalesce(u.name, a.gp_unit_id) end as label
    from core.agreements as a
    left join core.elections as e on e.election_id = a.election_id
    left join core.measures as m on m.measure = a.measure
    left join core.gp_units as u on u.gp_unit_id = a.gp_unit_id
    left join core.contests as c on c.election_id = a.election_id and c.contest_id = a.contest_id
    left join core.selections as l on l.election_id = a.election_id and l.contest_id = a.contest_id
        and l.selection_id = a.selection_id
    left join core.parties as p on p.party_id = coalesce(a.party_id, a.category)
    where not a.holds
"""


class Agreements(pa.DataFrameModel):
    """Agreements: how far apart the intervals of one thing are that should meet; 0 where they do."""

    rule: str
    apart: Annotated[pl.Decimal, 38, 8]

    @pa.dataframe_check(name="agreement")
    def can_be_true_together(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """Some value fits all that is stated."""
        return data.lazyframe.select((pl.col("apart") <= 0).fill_null(False))


_GATHERED = f"""
    select * from ({{given}}) as v
    where hash({_KEYS.replace(", subject", "")}) in (
        select hash({_KEYS.replace(", subject", "")}) as thing from ({{given}}) as w group by thing having count(*) > 1)
"""

AGREEMENT = Primitive(
    name="agreements",
    given="voices",
    columns=typed(VOICES, figure="decimal(24, 6)", low="decimal(24, 8)", high="decimal(24, 8)"),
    gathered=_GATHERED,
    question=_QUESTION,
    told=_TOLD,
    model=Agreements,
    operands=(
        *("subject", "label", "what", "whose", "selection", "times"),
        *("lowest", "highest", "apart", "said", "locators"),
    ),
    kept=True,
)
"""Agreements: `lowest` and `highest` are the figures that are furthest apart, `said` tells where they stand."""
