"""Sums: parts that make a whole, or no more than it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, Literal

import pandera.polars as pa
import polars as pl

from numerim.schemas.figures import Frame
from numerim.schemas.relation import KEYS, TERMS, Primitive, Relation, conditions, of_keys, shown, typed

Need = Literal["given", "where told", "if given", "never"]


@dataclass(frozen=True)
class Term:
    """Which figures of a frame stand in a sum.

    Attributes:
        measure: what they state; empty where `given` says so.
        weight: what they are multiplied by.
        need: whether the sum is judged without one: `given`, it is not; `where told`, only where the source tells of no
            unit of the race more of them; `if given`, it is; `never`, only without.
        given: SQL that holds of them besides, over `f`.
        scale: SQL that the weight is multiplied by.
    """

    measure: str
    weight: int = 1
    need: Need = "given"
    given: str = ""
    scale: str = ""

    @property
    def condition(self) -> str:
        """SQL that tells them."""
        return conditions(f"f.measure = '{self.measure}'" if self.measure else "", self.given)


def told(measure: str, weight: int = 1) -> Term:
    """A part that is only lacking where the source tells it of another unit."""
    return Term(measure, weight, "where told")


BLANK = Term("blank", need="where told", given="f.blank_is not in ('inside', 'valid')")
"""Blank ballots, unless the source is known to count them among the others."""

BLANK_AS_VALID = Term("blank", -1, need="where told", given="f.blank_is = 'valid'")
"""Blank ballots where the source says that it counts them among the valid ones."""

BESIDE = "f.inside = 'cast' and f.measure not in ('valid', 'invalid', 'blank')"
"""SQL: accounts beside valid, invalid and blank ballots that the ballots cast are made of."""

SAME_DAY = """cast(1 + coalesce((select max(l.percent) from core.levels as l
    where l.election_id = f.election_id and l.level = 'same_day'), 0) / 100 as decimal(12, 8))"""
"""SQL: by what the roll may grow on the day, where voters can register then."""

FIRST_TWO = {
    measure: tuple(Term(measure, weight, given=f"f.comes = {rank}") for rank, weight in ((1, 1), (2, -1)))
    for measure in ("votes", "share", "poll_share")
}
"""Measure -> the first less the second in a list."""


@dataclass(frozen=True)
class Terms(Relation):
    """A sum whose figures no frame tells, in SQL of its own.

    Attributes:
        sql: one row a figure, in the columns of `TERMS`; of `KEYS`, those of the rule's `each`.
        at_most: the parts may be less than the whole.
        mended: whether cells are looked for that would mend it.
    """

    given: ClassVar[str] = "terms"

    sql: str
    at_most: bool = False
    mended: bool = True

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the figures with their weights, in the columns of `TERMS`."""
        said = ", ".join(f"f.{name}" for name in TERMS.split(", ") if name not in KEYS)
        return f"select {of_keys(key, {})}, {said} from ({self.sql}) as f"

    def with_gaps(self, key: Sequence[str]) -> str:
        """SQL: the same, with what a source does not give; empty where that tells nothing of it."""
        own = self.rows(key)
        gapped = re.sub(r"core\.(figures|vote_counts|ballot_counts|line_votes) ", r"core.\1_and_gaps ", own)
        return "" if self.at_most or gapped == own else gapped


@dataclass(frozen=True, kw_only=True)
class Sum(Relation):
    """The parts come to the whole, or to no more than it, as far as rounding allows.

    What the source, whom it credits, the round and the kind of ballots are is the same for all figures of a sum, and
    each is said to be exactly what it is: that is not for a rule to say.

    Attributes:
        frame: what the figures have in common.
        parts: the parts.
        whole: what they come to: figures, or a number.
        at_most: the parts may be less.
        named: what is added to the subject, where a rule has several sums.
        keys: SQL of columns that say what the sum is about and are not of the frame.
        of_table: whether the figures stand in one table of the source.
        without: figures that may not be there.
        least: so many parts at least, unless the list is complete.
        some: whether a part must be more than 0.
    """

    given: ClassVar[str] = "terms"

    frame: Frame
    parts: Sequence[Term | str]
    whole: Term | str | int | Sequence[Term | str]
    at_most: bool = False
    named: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    of_table: bool = False
    without: Sequence[Term | str] = ()
    least: int = 1
    some: bool = False

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the figures with their weights, in the columns of `TERMS`; the whole counts against the parts."""
        return self._rows("core.figures", self._has_no_gap)

    def with_gaps(self, key: Sequence[str]) -> str:
        """SQL: the same, with what a source does not give; empty where that tells nothing of it."""
        return "" if self.at_most else self._rows(_WITH_GAPS, "")

    @property
    def _has_no_gap(self) -> str:
        """SQL over `f`: the source does not withhold a figure that else nobody would miss."""
        may_lack = [one for one in map(_term, self.parts) if one.need in ("where told", "if given")]
        if not may_lack:
            return ""
        same = " and ".join(f"g.{name} = f.{name}" for name in (*self.frame.by, "source_id", "said_by"))
        which = " or ".join(f"({one.condition})" for one in may_lack)
        return f"""not exists (select 1 from (select f.* from {_WITH_GAPS} as f
            where f.given <> 'figure' and ({which})) as g where {same})"""

    def _rows(self, among: str, condition: str) -> str:
        parts = [_term(part) for part in self.parts]
        wholes = [] if isinstance(self.whole, int) else [_term(whole) for whole in _several(self.whole)]
        every = [*parts, *wholes, *(replace(_term(one), need="never") for one in self.without)]
        table = ["stated_in"] if self.of_table else []
        by = ", ".join([*self.frame.by, "source_id", "said_by", *table])
        counted = {i: f"count(case when term = {i} then 1 end) over (partition by {by})" for i in range(len(every))}
        windows = [f"{sql} as has_{i}" for i, sql in counted.items()]
        windows.append(f"count(case when term < {len(parts)} then 1 end) over (partition by {by}) as parts")
        windows.append(f"max(case when term < {len(parts)} then figure end) over (partition by {by}) as most")
        often = [
            f"max(has_{i}) over (partition by election_id, office, round, source_id, said_by) as told_{i}"
            for i, term in enumerate(every)
            if term.need == "where told"
        ]
        wanted = [_NEEDS[term.need].format(i=i) for i, term in enumerate(every)]
        wanted += [f"(parts >= {self.least} or f.complete)"] if self.least > 1 else []
        wanted += ["most > 0"] if self.some else []
        tried = sorted(enumerate(every), key=lambda each: each[1].need != "never")
        which = " ".join(f"when {term.condition} then {i}" for i, term in tried)
        weights = " ".join(
            f"when {i} then {term.weight * (1 if i < len(parts) else -1)}{f' * {term.scale}' if term.scale else ''}"
            for i, term in enumerate(every)
        )
        picked = f"""
            select f.*, {self._subject} as subject, case {which} end as term
            from {among} as f where {conditions(self.frame.scope, "f.relation = 'equal'")}"""
        figures = f"select *, {', '.join(windows)} from ({picked}) as picked where term is not null"
        figures = f"select *, {', '.join(often)} from ({figures}) as counted" if often else figures
        source = " || ' ' || ".join(["f.source_id", *(f"f.{name}" for name in table)])
        own = f"""
            select {of_keys(self.frame.by, self.keys)}, f.subject, f.label, {source} || f.said_by as source_id,
                case f.term {weights} end as weight, case when f.term < {len(parts)} then 0 else 1 end as blamed,
                f.figure, f.half, f.place, f.what
            from ({figures}) as f where {conditions(*wanted, f"f.term < {len(parts) + len(wholes)}", condition)}"""
        if wholes:
            return own
        return f"""
            with own as ({own})
            select {TERMS} from own
            union all
            select distinct {", ".join(KEYS)}, subject, label, source_id, -1, 1, {self.whole}, 0, '', 'the whole'
            from own"""

    @property
    def _subject(self) -> str:
        return f"{self.frame.subject} || ' {self.named}'" if self.named else self.frame.subject


_NEEDS = {"given": "has_{i} > 0", "where told": "has_{i} = told_{i}", "if given": "", "never": "has_{i} = 0"}


def _several(terms: Term | str | Sequence[Term | str]) -> Sequence[Term | str]:
    return (terms,) if isinstance(terms, (str, Term)) else terms


def _term(given: Term | str) -> Term:
    return given if isinstance(given, Term) else Term(given)


_WITH_GAPS = "core.figures_and_gaps"

BY = f"rule, at_most, {', '.join(KEYS)}, subject, source_id"
"""The columns that tell sums apart."""

_QUESTION = f"""
    select {BY}, sum(case when blamed = 0 then weight * figure else 0 end) as summed,
        sum(case when blamed = 1 then -weight * figure else 0 end) as whole,
        sum(weight * figure) as difference, abs(sum(weight * figure)) as apart, sum(abs(weight) * half) as tolerance,
        count(case when blamed = 0 then 1 end) as parts
    from core.terms
    group by {BY}
    having count(case when blamed = 0 then 1 end) > 0 and count(case when blamed = 1 then 1 end) > 0
"""

_TOLD = f"""
    select s.*, said.label, said.told, said.locators, said.blames
    from core.sums as s
    join (
        select t.relation, min(t.label) as label,
            string_agg(case when t.blamed = 0 then t.what || ' ' || t.shown end, ', ' order by t.place, t.what) as told,
            string_agg(distinct t.place, ' ' order by t.place) as locators,
            coalesce(string_agg(distinct case when t.blamed = 1 and t.place <> '' then t.place end, ' '
                order by case when t.blamed = 1 and t.place <> '' then t.place end),
                string_agg(distinct t.place, ' ' order by t.place)) as blames
        from (select s.relation, t.*, {shown("t.figure")} as shown
            from core.terms as t join core.sums as s on s.sum_id = t.sum_id where not s.holds) as t
        group by t.relation
    ) as said on said.relation = s.relation
    where not s.holds
"""


class Sums(pa.DataFrameModel):
    """Sums: what the parts come to, and what the whole is said to be.

    A sum holds where the parts differ from the whole by no more than rounding allows: half a unit of the last printed
    digit of each figure, times its weight. One that is `at_most` may be less.
    """

    rule: str
    at_most: bool
    summed: Annotated[pl.Decimal, 38, 14]
    whole: Annotated[pl.Decimal, 38, 14]
    difference: Annotated[pl.Decimal, 38, 14]
    tolerance: Annotated[pl.Decimal, 38, 16]

    @pa.dataframe_check(name="sum")
    def parts_make_the_whole(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """The parts come to the whole."""
        off = pl.when(pl.col("at_most")).then(pl.col("difference")).otherwise(pl.col("difference").abs())
        return data.lazyframe.select((off <= pl.col("tolerance")).fill_null(False))


SUM = Primitive(
    name="sums",
    given="terms",
    columns=typed(TERMS, weight="decimal(12, 8)", blamed="integer", figure="decimal(24, 6)", half="decimal(18, 8)"),
    question=_QUESTION,
    told=_TOLD,
    model=Sums,
    operands=(
        *("subject", "label", "source_id", "summed", "whole", "difference", "apart", "tolerance", "parts"),
        *("told", "locators", "blames"),
    ),
    figures=("summed", "whole"),
)
"""Sums: `summed` is what the parts come to, `told` the parts in words, `apart` how far they are from the whole."""
