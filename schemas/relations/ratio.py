"""Ratios: a printed percentage is its part divided by its base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, ClassVar

import pandera.polars as pa
import polars as pl

from numerim.schemas.figures import REPORT, Frame
from numerim.schemas.parameter import Parameter
from numerim.schemas.relation import KEYS, Primitive, Relation, conditions, of_keys, typed

_VOICE = ("source_id", "said_by")
_FIGURES = ("part", "part_place", "base", "base_place", "share", "half", "share_place")
PAIRS = f"{', '.join(KEYS)}, subject, label, source_id, {', '.join(_FIGURES)}"
"""The columns of percentages with what they are of; `half` is half of the last printed digit of the percentage."""

_SUMMED = f"""
    select {", ".join(f"v.{name}" for name in (*REPORT.by, *_VOICE))}, 'valid' as measure, sum(v.figure) as figure,
        string_agg(v.place, ' ' order by v.place) as place
    from core.figures as v
    join (
        select {", ".join((*REPORT.by, *_VOICE))} from core.figures where scope = 'unit' and measure = 'votes'
        except
        select {", ".join((*REPORT.by, *_VOICE))} from core.figures where scope = 'unit' and measure = 'valid'
    ) as l on {" and ".join(f"l.{name} = v.{name}" for name in (*REPORT.by, *_VOICE))}
    where v.scope = 'unit' and v.measure = 'votes'
    group by {", ".join(f"v.{name}" for name in (*REPORT.by, *_VOICE))}
    having min(case when v.complete then 1 else 0 end) = 1
"""
BASES = f"""
    select {", ".join(REPORT.by)}, source_id, said_by, measure, figure, place from core.figures
    where scope = 'unit' and measure in ('valid', 'cast', 'registered')
    union all {_SUMMED}
    union all
    select {", ".join(f"c.{name}" for name in (*REPORT.by, *_VOICE))}, 'cast-less-invalid', c.figure - i.figure,
        c.place || ' ' || i.place
    from core.figures as c
    join core.figures as i on {" and ".join(f"i.{by} is not distinct from c.{by}" for by in (*REPORT.by, *_VOICE))}
    where c.scope = 'unit' and c.measure = 'cast' and i.scope = 'unit' and i.measure = 'invalid'
"""
"""SQL: what shares can be of, by unit and source; where no valid votes are printed, the sum of all votes."""


@dataclass(frozen=True, kw_only=True)
class Ratio(Relation):
    """A printed percentage is a figure divided by another of the same source, unit and round.

    Attributes:
        share: the measure that is a percentage.
        part: the measure that it is a part of the base in.
        base: the measure that is the whole; empty for what the shares of the race are of.
        same: columns that the percentage and the part have in common besides.
        subject: SQL of the name of what it is about, over `f`, the percentage.
        label: SQL of a name for people, over `f`, and `p`, the part.
        keys: SQL of columns that say what it is about and are not of the frame.
        frame: what all three have in common.
    """

    given: ClassVar[str] = "pairs"

    share: str
    part: str
    base: str = ""
    same: Sequence[str] = ()
    subject: str
    label: str
    keys: Mapping[str, str] = field(default_factory=dict)
    frame: Frame = REPORT

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the percentages with their parts and bases, in the columns of `PAIRS`."""
        of = f"'{self.base}'" if self.base else "f.shares_of"
        by = (*self.frame.by, *_VOICE)
        alike = conditions(*(f"{{0}}.{name} = f.{name}" for name in by))
        parts = conditions(alike.format("p"), *(f"p.{name} = f.{name}" for name in self.same))
        return f"""
            select {of_keys(self.frame.by, self.keys)}, {self.subject} as subject, {self.label} as label,
                f.source_id || f.said_by as source_id,
                p.figure as part, p.place as part_place, b.figure as base, b.place as base_place, f.figure as share,
                f.half, f.place as share_place
            from core.figures as f
            join core.figures as p on p.measure = '{self.part}' and p.relation = 'equal'
                and p.scope <> 'contest' and {parts}
            join ({BASES}) as b on b.measure = {of} and {alike.format("b")}
            where f.measure = '{self.share}' and f.relation = 'equal' and f.scope <> 'contest'"""


@dataclass(frozen=True)
class Pairs(Relation):
    """Ratios in SQL of their own: the columns of `PAIRS`; of `KEYS`, those of the rule's `each`."""

    given: ClassVar[str] = "pairs"

    sql: str

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the percentages with their parts and bases, in the columns of `PAIRS`."""
        said = ", ".join(f"f.{name}" for name in ("subject", "label", "source_id", *_FIGURES))
        return f"select {of_keys(key, {})}, {said} from ({self.sql}) as f"


ROUNDING = Parameter(
    "rounding",
    Decimal("0.5"),
    "by so many units of its last decimal a printed percentage may be off",
    "it is rounded; 1 if decimals are cut off",
    "units",
    Decimal("0.5"),
    Decimal(1),
)
"""How percentages are rounded; the rules of all ratios have it."""
_OTHERS = ", ".join(f"p.{name}" for name in ("rule", "at_most", *PAIRS.split(", ")) if name != "half")
_QUESTION = f"""
    select rule, at_most, {PAIRS}, abs(share * base - 100 * part) as off, half * base as allowed, half as tolerance
    from (
        select {_OTHERS}, cast(p.half * cast(coalesce(2 * s.value, 1) as decimal(4, 2)) as decimal(18, 8)) as half
        from core.pairs as p
        left join core.parameters as s on s.election_id = p.election_id and s.rule = p.rule and s.name = 'rounding'
    ) as r
    where base > 0
"""
TOLD = """
    select r.*, r.share_place || ' ' || r.part_place || ' ' || r.base_place as locators, r.share_place as blames,
        cast(round(100.0 * r.part / r.base, cast(round(-log10(2 * r.half)) as integer)) as decimal(24, 6)) as computed,
        cast(round(r.share * r.base / 100, 0) as bigint) as would_be
    from core.ratios as r
"""
"""SQL: the percentages that were judged, with all that there is to say of them."""


class Ratios(pa.DataFrameModel):
    """Percentages: how far they are from the part divided by the base, and how far rounding lets them be.

    A percentage with d decimals may be off by half a unit of the last; both sides are multiplied by the base, so that
    nothing is divided.
    """

    rule: str
    off: Annotated[pl.Decimal, 38, 12]
    allowed: Annotated[pl.Decimal, 38, 14]

    @pa.dataframe_check(name="ratio")
    def part_is_share_of_base(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """The percentage is the part divided by the base."""
        return data.lazyframe.select((pl.col("off") <= pl.col("allowed")).fill_null(False))


RATIO = Primitive(
    name="ratios",
    given="pairs",
    columns=typed(PAIRS, part="decimal(24, 6)", base="decimal(24, 6)", share="decimal(24, 6)", half="decimal(18, 8)"),
    question=_QUESTION,
    told=f"{TOLD} where not r.holds",
    model=Ratios,
    operands=(
        *("subject", "label", "source_id", "part", "base", "share", "half", "computed", "would_be", "off", "allowed"),
        *("tolerance", "part_place", "base_place", "share_place", "locators", "blames"),
    ),
    figures=("computed", "share"),
)
"""Percentages: `computed` is what it should be, `would_be` the part that the printed one would be of."""
