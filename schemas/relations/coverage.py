"""Coverage: what is expected is there, and what is said of one thing is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import pandera.polars as pa
import polars as pl

from numerim.schemas.relation import KEYS, LIST_KEYS, Primitive, Relation, typed

_ABOUT = (*KEYS, *LIST_KEYS, "subject", "label", "name", "source_id")
MEMBERS = f"{', '.join(_ABOUT)}, missing, one, said, place, blamed"
"""The columns of things that are expected, one row a thing.

`label` and `name` are words for what they are expected of; `missing` is 1 where they are not there; `one` is what must
be the same of all; `said` is a word for each; `blamed` is null where it is all of `place`.
"""


@dataclass(frozen=True, kw_only=True)
class Coverage(Relation):
    """Each of several things is there, and all are one. All else is SQL over `f`.

    Attributes:
        of: the things that are expected, up to `f` and what stands beside it.
        beside: what stands beside those that are missing only to tell where they are: a left join.
        where: which of them are.
        there: that one is there; empty where all are.
        one: what is the same of all.
        subject: the name of what they are expected of.
        label: words for that; those of its contest where there are none.
        name: other words for it; by these, too, things are told apart.
        source: whose it is; empty where it is of several sources.
        said: a word for each.
        place: where it stands; of things that may be missing, only those that are.
        blames: the figures that are disputed.
        keys: columns that say what it is about, beside those of the rule's `each`.
    """

    given: ClassVar[str] = "members"

    of: str
    beside: str = ""
    where: str = ""
    there: str = ""
    one: str = ""
    subject: str
    label: str = ""
    name: str = ""
    source: str = ""
    said: str = ""
    place: str = "f.place"
    blames: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the things, in the columns of `MEMBERS`."""
        return self._rows(key, self.place, self.beside)

    def in_brief(self, key: Sequence[str]) -> str:
        """SQL: the same, of which only what is judged is wanted, and not where it stands."""
        return self._rows(key, "null" if self.beside else self.place, "")

    def _rows(self, key: Sequence[str], place: str, beside: str) -> str:
        gone = f"not ({self.there})"
        told = {
            "source_id": self.source,
            **{name: f"f.{name}" for name in ("election_id", *key)},
            **self.keys,
            "subject": self.subject,
            "label": self.label,
            "name": self.name,
            "missing": f"case when {gone} then 1 else 0 end" if self.there else "0",
            "one": self.one,
            "said": self.said,
            "place": f"case when {gone} then {place} end" if self.there and not self.one else place,
            "blamed": self.blames,
        }
        columns = ", ".join(f"{sql} as {name}" for name, sql in told.items() if sql)
        return f"select {columns} from {self.of} {beside} {f'where {self.where}' if self.where else ''}"


_EACH = f"rule, at_most, {', '.join(_ABOUT)}, missing, one, said"
_GATHERED = f"""
    select {_EACH}, count(*) as times, string_agg(place, ' ' order by place) filter (where place is not null) as place,
        string_agg(blamed, ' ' order by blamed) filter (where blamed is not null) as blamed
    from ({{given}}) as m
    group by {_EACH}
"""
_BY = ", ".join(f"m.{name}" for name in ("rule", "at_most", *_ABOUT) if name != "label")
_QUESTION = f"""
    select {_BY}, coalesce(min(m.label), min(c.label)) as label,
        cast(sum(m.times) as bigint) as among, cast(sum(m.times * m.missing) as bigint) as lacking,
        count(distinct m.one) as differ,
        string_agg(case when m.missing = 1 then m.said end, ', ' order by m.said) as names,
        string_agg(m.said, ', ' order by m.said) as said,
        coalesce(string_agg(m.place, ' ' order by m.place), '') as locators,
        coalesce(string_agg(coalesce(m.blamed, m.place), ' ' order by m.place), '') as blames
    from core.members as m
    left join core.contests as c on c.election_id = m.election_id and c.contest_id = m.contest_id
    group by {_BY}
"""

_TOLD_APART = tuple(name for name in _ABOUT if name != "label")
# Whether they are one is all that is judged; how many they are is asked of what is broken.
_IN_BRIEF = f"""
    select rule, at_most, {", ".join(_TOLD_APART)}, cast(count(*) as bigint) as among,
        cast(sum(missing) as bigint) as lacking,
        cast(case when min(one) is null then 0 when min(one) = max(one) then 1 else 2 end as bigint) as differ
    from core.members
    group by rule, at_most, {", ".join(_TOLD_APART)}
"""


class Covered(pa.DataFrameModel):
    """Coverage: how many things are not there of those that are expected, and how many different ones they are."""

    rule: str
    lacking: int
    differ: int

    @pa.dataframe_check(name="coverage")
    def all_are_there_and_one(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """Nothing is missing, and what must be the same is."""
        return data.lazyframe.select((pl.col("lacking") == 0) & (pl.col("differ") <= 1))


COVERAGE = Primitive(
    name="covered",
    given="members",
    columns=typed(MEMBERS, missing="integer"),
    gathered=_GATHERED,
    question=_QUESTION,
    told="",
    model=Covered,
    operands=(
        *("election_id", "contest_id", "gp_unit_id", "office", "subject", "label", "name", "source_id", "stated_in"),
        *("among", "lacking", "differ", "names", "said", "locators", "blames"),
    ),
    brief=(*_TOLD_APART, "missing", "one"),
    in_brief=_IN_BRIEF,
)
"""Coverage: `among` is how many are expected, `names` are those that are missing, `said` is said of all."""
