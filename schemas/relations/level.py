"""Levels: a figure, or a figure per hundred of another, that is not above a bound, or not below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pandera.polars as pa
import polars as pl

from numerim.schemas.figures import REPORT
from numerim.schemas.relation import KEYS, LIST_KEYS, Primitive, Relation, of_keys, typed

_TEXTS = ("what", "than", "must", "locators", "blames", "mends", "slip")
_FIGURES = ("figure", "per", "bound", "half", "among")
MEASURED = f"{', '.join((*KEYS, *LIST_KEYS))}, subject, label, source_id, {', '.join((*_FIGURES, *_TEXTS))}"
"""The columns of figures that have a bound.

`figure` is `must` (`at most`, `less than`, `at least` or `more than`) `bound`, or, where there is a `per`, that much of
every hundred of it; `half` is how much rounding may add, in the units of the bound; `among` is of how many things it
tells; `what` and `than` are words for the figure and the bound, `mends` and `slip` a hint where the rule knows one.
"""

_NOTHING = {"half": "0", "what": "''", "than": "''", "must": "'at most'"}
_SAME_DAY = "left join core.levels as l on l.election_id = f.election_id and l.level = 'same_day'"
_SUPERSEDED = "f.source_id not in (select s.source_id from core.sources as s where s.superseded)"


@dataclass(frozen=True)
class Part:
    """A figure, or one per hundred of others.

    Attributes:
        measure: what it states.
        per: what it is per hundred of: the sum of figures, each of which must be there.
    """

    measure: str
    per: Sequence[str] = ()

    @property
    def given(self) -> str:
        """SQL: it can be reckoned."""
        there = " and ".join(f"f.{name} is not null" for name in (self.measure, *self.per))
        return f"{there} and {self.whole} > 0" if self.per else there

    @property
    def whole(self) -> str:
        """SQL of what it is per hundred of."""
        return " + ".join(f"f.{name}" for name in self.per) or "null"

    @property
    def half(self) -> str:
        """SQL of how much rounding may add."""
        return "0" if self.per else f"f.{self.measure}_half"

    @property
    def places(self) -> str:
        """SQL of where its figures stand."""
        return " || ' ' || ".join(f"f.{name}_place" for name in dict.fromkeys((self.measure, *self.per)))


@dataclass(frozen=True, kw_only=True)
class Level(Relation):
    """A percentage that a unit reports, or that its figures make, is not above the parameter `above` of a rule.

    All figures are of one source, person credited, unit and round, and of a source that has no later version; one of
    which the source says that it is less than so much tells nothing.

    Attributes:
        parts: the figure that is judged: the first of these that the source gives.
        rule: the code of the rule; it is not asked where its parameter has no value.
        same_day: whether it may be more by as much as the roll grows on the day.
    """

    given: ClassVar[str] = "levelled"

    parts: Sequence[Part]
    rule: str
    same_day: bool = False

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the figures with their bounds, in the columns of `MEASURED`."""
        by = ", ".join(f"f.{name}" for name in (*REPORT.by, "source_id", "said_by"))
        measures = list(dict.fromkeys(name for part in self.parts for name in (part.measure, *part.per)))
        own = ", ".join(
            f"max(case when f.measure = '{name}' then f.{column} end) as {name}{suffix}"
            for name in measures
            for column, suffix in (("figure", ""), ("half", "_half"), ("place", "_place"))
        )

        def first(of: Sequence[str]) -> str:
            return f"case {' '.join(f'when {p.given} then {sql}' for p, sql in zip(self.parts, of, strict=True))} end"

        said = {
            "subject": REPORT.subject,
            "label": "r.label",
            "source_id": "f.source_id || f.said_by",
            "figure": first([f"f.{part.measure}" for part in self.parts]),
            "per": first([part.whole for part in self.parts]),
            "bound": "p.value + coalesce(l.percent, 0)" if self.same_day else "p.value",
            "half": first([part.half for part in self.parts]),
            "locators": first([part.places for part in self.parts]),
        }
        return f"""
            select {of_keys(REPORT.by, {})}, {_others(said, ())}
            from (
                select {by}, {own} from core.figures as f
                where f.scope <> 'contest' and coalesce(f.category, 'all') = 'all' and f.relation <> 'less than'
                    and f.measure in ({", ".join(f"'{name}'" for name in measures)}) and {_SUPERSEDED}
                group by {by}
            ) as f
            join core.reports as r on {" and ".join(f"r.{name} = f.{name}" for name in REPORT.by)}
            join core.parameters as p on p.election_id = f.election_id and p.rule = '{self.rule}' and p.name = 'above'
            {_SAME_DAY if self.same_day else ""}
            where {" or ".join(f"({part.given})" for part in self.parts)}"""


@dataclass(frozen=True)
class Levels(Relation):
    """Levels in SQL of their own: some columns of `MEASURED`, those of the rule's `each` among them.

    Attributes:
        sql: one row a figure.
        but: columns that it has beside `subject`, `label`, `source_id`, `figure`, `bound`, `locators` and the keys of
            what it is about.
    """

    given: ClassVar[str] = "levelled"

    sql: str
    but: Sequence[str] = ()

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the figures with their bounds, in the columns of `MEASURED`."""
        has = ("subject", "label", "source_id", "figure", "bound", "locators", *self.but)
        of_list = [name for name in LIST_KEYS if name in key]
        return f"""
            select {of_keys(("election_id", *key, *self.but), {})},
                {_others({name: f"f.{name}" for name in has if name not in KEYS}, of_list)}
            from ({self.sql}) as f"""


def _others(said: dict[str, str], of_list: Sequence[str]) -> str:
    """SQL of the columns of `MEASURED` that are no keys; a figure is blamed with all that it is made of."""
    told = {**_NOTHING, "blames": said["locators"], **said, **{name: f"f.{name}" for name in of_list}}
    return ", ".join(f"cast({sql} as {_COLUMNS[name]}) as {name}" for name, sql in told.items())


_COLUMNS = typed(
    MEASURED,
    **dict.fromkeys(("figure", "per", "bound"), "decimal(24, 6)"),
    half="decimal(18, 8)",
    among="bigint",
)

_OFF = "case when per is null then figure - bound else 100 * figure - bound * per end"
_QUESTION = f"""
    select *, half as tolerance,
        case when must in ('at least', 'more than') then -({_OFF}) else {_OFF} end as off,
        half * coalesce(per, 1) as allowed,
        case when must in ('less than', 'more than') then true else false end as strict,
        case when per is null then cast(figure as decimal(24, 4))
            when round(100 * figure / nullif(per, 0), 2) = bound
                then cast(round(100 * figure / per, 4) as decimal(24, 4))
            else cast(round(100 * figure / nullif(per, 0), 2) as decimal(24, 4)) end as share,
        case when per is null then '' else
            ' (' || cast(cast(figure as bigint) as varchar) || ' of ' || cast(cast(per as bigint) as varchar)
            || ')' end as told
    from core.levelled
"""


class JudgedLevels(pa.DataFrameModel):
    """Levels: by how much a figure is beyond its bound, and how much rounding lets it be.

    A figure per hundred of another is judged without dividing: a hundred times the figure against the bound times the
    other.
    """

    rule: str
    off: Annotated[pl.Decimal, 38, 12]
    allowed: Annotated[pl.Decimal, 38, 14]
    strict: bool

    @pa.dataframe_check(name="level")
    def is_within_its_bound(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """The figure is not beyond its bound; where it must be more or less than that, it is not equal to it either."""
        off, allowed = pl.col("off"), pl.col("allowed")
        holds = pl.when(pl.col("strict")).then(off < allowed).otherwise(off <= allowed)
        return data.lazyframe.select(holds.fill_null(False))


LEVEL = Primitive(
    name="judged_levels",
    given="levelled",
    columns=_COLUMNS,
    question=_QUESTION,
    told="",
    model=JudgedLevels,
    operands=(
        *("election_id", "contest_id", "gp_unit_id", "subject", "label", "source_id"),
        *("figure", "per", "bound", "half", "among", "share", "off", "allowed"),
        *("tolerance", "told", *_TEXTS),
    ),
    brief=(*KEYS, *LIST_KEYS, "source_id", "figure", "per", "bound", "half", "must"),
)
"""Levels: `share` is the figure, per hundred where it is of another, `told` the two in words where it is."""
