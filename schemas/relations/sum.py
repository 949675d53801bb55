"""Sums: parts that make a whole, or no more than it."""

import re
from abc import abstractmethod
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

LOST = tuple(Term(lost, -1, need="where told", given="f.blank_is = 'valid'") for lost in ("undervotes", "overvotes"))
"""Votes lost of valid ballots, where most units of the source show that they are."""

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

    given: ClassVar[str] = "own_terms"

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


class Reckoned(Relation):
    """Sums that are reckoned without a row for each of their figures, which are found when they are asked for.

    `name` is one of the relation; by it and by what they are of, sums have a number, `sum_id`.
    """

    given: ClassVar[str] = "own_terms"

    @abstractmethod
    def sums(self, name: str, key: Sequence[str]) -> str:
        """SQL: the sums, with `sum_id` and the columns of `core.sums`.

        Args:
            name: the name of the relation.
            key: the columns that tell what the rule is about.
        """

    @abstractmethod
    def members(self, name: str) -> str:
        """SQL: the figures of its sums, and of others, by `sum_id` and `figure_id`, with words where it has its own.

        A figure is called by what it is of, or, where it is `of_unit`, by its unit.

        Args:
            name: the name of the relation.
        """


@dataclass(frozen=True, kw_only=True)
class Sum(Reckoned):
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
        return "" if self.at_most else self._rows(WITH_GAPS, "")

    def sums(self, name: str, key: Sequence[str]) -> str:
        """SQL: the sums, reckoned without a row for each of their figures."""
        return f"""
            select {of_keys(self.frame.by, self.keys)}, {self._subject} as subject, {self._source} as source_id,
                {numbered(name, self._group)}, {totals("f.summed", "f.whole", "f.tolerance")}, f.parts
            from ({self._grouped("core.figures", self._has_no_gap)}) as f"""

    def members(self, name: str) -> str:
        """SQL: the figures that stand in its sums, if these are judged."""
        of, figures = numbered(name, self._group), self._picked("core.figures")
        own = f"""
            select {of}, f.figure_id, false as of_unit, {self._weight("f")} as weight,
                case when f.term < {len(self._parts)} then 0 else 1 end as blamed, f.figure, f.half,
                cast(null as varchar) as label, cast(null as varchar) as place, cast(null as varchar) as what
            from ({figures}) as f where f.term < {self._in_all}"""
        if not isinstance(self.whole, int):
            return own
        by = ", ".join(f"f.{name}" for name in self._group)
        return f"""{own}
            union all
            select {of}, null, false, -1, 1, {self.whole}, 0, null, '', 'the whole'
            from ({figures}) as f group by {by}"""

    @property
    def _has_no_gap(self) -> str:
        """SQL over `f`: the source does not withhold a figure that else nobody would miss."""
        may_lack = [one for one in map(_term, self.parts) if one.need in ("where told", "if given")]
        if not may_lack:
            return ""
        same = " and ".join(f"g.{name} = f.{name}" for name in (*self.frame.by, "source_id", "said_by"))
        which = " or ".join(f"({one.condition})" for one in may_lack)
        return f"""not exists (select 1 from (select f.* from {WITH_GAPS} as f
            where f.given <> 'figure' and ({which})) as g where {same})"""

    @property
    def _parts(self) -> Sequence[Term]:
        return [_term(part) for part in self.parts]

    @property
    def _every(self) -> Sequence[Term]:
        """The parts, the whole, and what may not be there."""
        whole = [] if isinstance(self.whole, int) else [_term(one) for one in _several(self.whole)]
        return [*self._parts, *whole, *(replace(_term(one), need="never") for one in self.without)]

    @property
    def _in_all(self) -> int:
        return len(self._every) - len(self.without)

    @property
    def _group(self) -> Sequence[str]:
        """The columns that the figures of a sum have in common."""
        return (*self.frame.by, "source_id", "said_by", *(("stated_in",) if self.of_table else ()))

    @property
    def _subject(self) -> str:
        return f"{self.frame.subject} || ' {self.named}'" if self.named else self.frame.subject

    @property
    def _source(self) -> str:
        return "f.source_id || ' ' || f.stated_in || f.said_by" if self.of_table else "f.source_id || f.said_by"

    def _weight(self, of: str) -> str:
        """SQL: what a figure is multiplied by."""
        weights = []
        for i, term in enumerate(self._every):
            weight = str(term.weight if i < len(self._parts) else -term.weight)
            scale = term.scale.replace("f.", f"{of}.")
            weights.append(f"when {i} then {weight}{f' * {scale}' if scale else ''}")
        return f"case {of}.term {' '.join(weights)} end"

    def _picked(self, among: str) -> str:
        """SQL: the figures that stand in a sum, or may not be there, with the number of their `term`."""
        tried = sorted(enumerate(self._every), key=lambda each: each[1].need != "never")
        which = " ".join(f"when {term.condition} then {i}" for i, term in tried)
        return f"""
            select * from (
                select f.*, case {which} end as term
                from {among} as f where {conditions(self.frame.scope, "f.relation = 'equal'")}
            ) as picked where term is not null"""

    def _grouped(self, among: str, condition: str) -> str:
        """SQL: the sums that can be judged, by what their figures have in common."""
        parts, every = len(self._parts), self._every
        race = ("election_id", "office", "round")
        often = [i for i, term in enumerate(every) if term.need == "where told"]
        group = list(dict.fromkeys([*self._group, *(race if often else ())]))
        named = dict.fromkeys(re.findall(r"f\.(\w+)", self._subject))
        whole = f"sum(case when t.term >= {parts} then -t.number end)"
        whole = str(self.whole) if isinstance(self.whole, int) else whole
        own = [
            *(f"min(t.{name}) as {name}" for name in named if name not in group),
            *(f"count(case when t.term = {i} then 1 end) as has_{i}" for i in range(len(every))),
            f"count(case when t.term < {parts} then 1 end) as parts",
            f"max(case when t.term < {parts} then t.figure end) as most",
            "min(case when t.complete then 1 else 0 end) as complete",
            f"sum(case when t.term < {parts} then t.number end) as summed, {whole} as whole",
            "sum(abs(t.weight) * t.half) as tolerance",
        ]
        wanted = [_NEEDS[term.need].format(i=i) for i, term in enumerate(every)]
        wanted += [f"(f.parts >= {self.least} or f.complete = 1)"] if self.least > 1 else []
        wanted += ["f.most > 0"] if self.some else []
        by = ", ".join(f"t.{name}" for name in group)
        told = [f"max(has_{i}) over (partition by {', '.join((*race, *_VOICE))}) as told_{i}" for i in often]
        figures = f"select p.*, {self._weight('p')} as weight from ({self._picked(among)}) as p"
        sums = f"""
            select {by}, {", ".join(own)} from (select w.*, w.weight * w.figure as number from ({figures}) as w) as t
            group by {by}"""
        sums = f"select *, {', '.join(told)} from ({sums}) as counted" if told else sums
        some = "f.parts > 0" if isinstance(self.whole, int) else ""
        return f"select f.* from ({sums}) as f where {conditions(*wanted, some, condition)}"

    def _rows(self, among: str, condition: str) -> str:
        same = " and ".join(f"g.{name} is not distinct from f.{name}" for name in self._group)
        own = f"""
            select {of_keys(self.frame.by, self.keys)}, {self._subject} as subject, f.label,
                {self._source} as source_id, {self._weight("f")} as weight,
                case when f.term < {len(self._parts)} then 0 else 1 end as blamed, f.figure, f.half, f.place, f.what
            from ({self._picked(among)}) as f join ({self._grouped(among, condition)}) as g on {same}
            where f.term < {self._in_all}"""
        if not isinstance(self.whole, int):
            return own
        return f"""
            with own as ({own})
            select {TERMS} from own
            union all
            select distinct {", ".join(KEYS)}, subject, label, source_id, -1, 1, {self.whole}, 0, '', 'the whole'
            from own"""


_VOICE = ("source_id", "said_by")
_NEEDS = {"given": "f.has_{i} > 0", "where told": "f.has_{i} = f.told_{i}", "if given": "", "never": "f.has_{i} = 0"}


def _several(terms: Term | str | Sequence[Term | str]) -> Sequence[Term | str]:
    return (terms,) if isinstance(terms, (str, Term)) else terms


def _term(given: Term | str) -> Term:
    return given if isinstance(given, Term) else Term(given)


WITH_GAPS = "core.figures_and_gaps"

BY = f"rule, at_most, {', '.join(KEYS)}, subject, source_id"
"""The columns that tell sums apart."""


def numbered(name: str, by: Sequence[str], of: str = "f") -> str:
    """SQL of `sum_id`, a number for a sum of a relation: its figures are found by it, and not by all its columns."""
    return f"hash('{name}', {', '.join(f'{of}.{column}' for column in by)}) as sum_id"


def totals(summed: str, whole: str, tolerance: str) -> str:
    """SQL of what a sum comes to, what it is said to come to, how far these are apart, and how far they may be."""
    return f"""cast({summed} as decimal(38, 14)) as summed, cast({whole} as decimal(38, 14)) as whole,
        cast({summed} - {whole} as decimal(38, 14)) as difference,
        cast(abs({summed} - {whole}) as decimal(38, 14)) as apart, cast({tolerance} as decimal(38, 16)) as tolerance"""


_QUESTION = f"""
    select {BY}, sum_id, {totals("f.parts_make", "f.wholes_make", "f.half")}, parts
    from (
        select {BY}, sum_id, sum(case when blamed = 0 then weight * figure else 0 end) as parts_make,
            sum(case when blamed = 1 then -weight * figure else 0 end) as wholes_make,
            sum(abs(weight) * half) as half, count(case when blamed = 0 then 1 end) as parts,
            count(case when blamed = 1 then 1 end) as wholes
        from core.own_terms
        group by {BY}, sum_id
    ) as f
    where parts > 0 and wholes > 0
"""

_TOLD = f"""
    select s.*, said.label, said.told, said.reckoned, said.counted, said.locators, said.blames
    from core.sums as s
    join (
        select t.sum_id, coalesce(min(t.own_label), min(t.label)) as label,
            string_agg(case when t.blamed = 0 then t.what || ' ' || {shown("t.figure")} end, ', '
                order by t.place, t.what) as told,
            case when count(case when t.blamed = 1 and t.weight > 0 and t.figure <> 0 then 1 end) = 0 then ''
                else ' (' || string_agg(case when t.blamed = 1 then case when t.weight > 0 then 'less ' else '' end
                    || t.what || ' ' || {shown("t.figure")} end, ', ' order by t.weight, t.place, t.what) || ')'
            end as reckoned,
            case when count(case when t.blamed = 0 and t.place not like '%|votes' then 1 end) = 0
                then 'votes' else 'ballots' end as counted,
            string_agg(distinct t.place, ' ' order by t.place) as locators,
            coalesce(string_agg(distinct case when t.blamed = 1 and t.place <> '' then t.place end, ' '
                order by case when t.blamed = 1 and t.place <> '' then t.place end),
                string_agg(distinct t.place, ' ' order by t.place)) as blames
        from core.placed_terms as t
        where t.sum_id in (select s.sum_id from core.sums as s where not s.holds)
        group by t.sum_id
    ) as said on said.sum_id = s.sum_id
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
    given="own_terms",
    columns=typed(TERMS, weight="decimal(12, 8)", blamed="integer", figure="decimal(24, 6)", half="decimal(18, 8)"),
    question=_QUESTION,
    told=_TOLD,
    model=Sums,
    operands=(
        *("subject", "label", "source_id", "summed", "whole", "difference", "apart", "tolerance", "parts"),
        *("told", "reckoned", "counted", "locators", "blames"),
    ),
    figures=("summed", "whole"),
    kept=True,
)
"""Sums: `summed` is what the parts come to, `told` the parts in words,
`reckoned` how the whole comes about where it is not as printed, `counted` whether
the parts are votes alone, `apart` how far they are from the whole."""
