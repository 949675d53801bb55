"""Orders: what a source says of one thing in two states of a count does not go back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import pandera.polars as pa
import polars as pl

from numerim.schemas.relation import Primitive, Relation, shown, typed

STEPPED = "election_id, source_id, state_at, must, gp_unit_id, unit, what, before, after, stood, stands, place"
"""The columns of counts in two states, one row each: `before` and `after`, and what `must` not happen to them.

`stood` and `stands` tell where they stand for people, `place` where the latter does for the engine.
"""


@dataclass(frozen=True)
class Order(Relation):
    """Counts do not go back from the state of a source that was known before to this one.

    One answer has all counts of a source: what was corrected at a stroke is one thing to look at, not hundreds.

    Attributes:
        must: what must hold: the count after does `not fall` below that before, does `not rise` above it, or is to
            `stay`, whatever it is.
        where: SQL: the steps (`f`) that the rule is about; all where empty.
    """

    given: ClassVar[str] = "stepped"

    must: Literal["not fall", "not rise", "stay"]
    where: str = ""

    def rows(self, key: Sequence[str]) -> str:
        """SQL: the counts, in the columns of `STEPPED`."""
        own = ", ".join(f"f.{name}" if name != "must" else f"'{self.must}' as must" for name in STEPPED.split(", "))
        there = "" if self.must == "stay" else " and f.after is not null"
        also = f" and {self.where}" if self.where else ""
        return f"select {own} from core.steps as f where f.before is not null{there}{also}"


_STATE = "rule, at_most, election_id, source_id, state_at"
_TOLD = 5
"""So many counts are told in a sentence; `numerim history --down` lists all."""

_QUESTION = f"""
    with judged as (
        select *, abs(coalesce(after, 0) - before) as apart,
            case when must = 'not fall' and after < before then 1 when must = 'not rise' and after > before then 1
                when must = 'stay' and after is null then 1 else 0 end as back
        from core.stepped
    ),
    ranked as (
        select *, row_number() over (
            partition by {_STATE} order by back desc, apart desc, unit, what, stood) as position
        from judged
    )
    select {_STATE}, source_id || ' ' || state_at as subject, count(*) as figures,
        count(case when back = 1 then 1 end) as back,
        count(distinct case when back = 1 then coalesce(gp_unit_id, unit) end) as units,
        coalesce(string_agg(case when back = 1 and position <= {_TOLD}
            then unit || ': ' || what || ' ' || {shown("before")} || case when after is null then ' at ' || stood
                when stood = stands then ', now ' || {shown("after")} || ', at ' || stands
                else ' at ' || stood || ', now ' || {shown("after")} || ' at ' || stands end end,
            '; ' order by position), '') as told,
        coalesce(string_agg(case when back = 1 then place end, ' ' order by place), '') as locators
    from ranked
    group by {_STATE}
"""


class Orders(pa.DataFrameModel):
    """Orders: how many counts of a source went back from one state to the next."""

    rule: str
    back: int

    @pa.dataframe_check(name="order")
    def none_goes_back(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
        """None did."""
        return data.lazyframe.select((pl.col("back") <= 0).fill_null(False))


ORDER = Primitive(
    name="orders",
    given="stepped",
    columns=typed(STEPPED, before="decimal(24, 6)", after="decimal(24, 6)"),
    question=_QUESTION,
    told="",
    model=Orders,
    operands=("subject", "source_id", "state_at", "figures", "back", "units", "told", "locators"),
    alone=True,
)
"""Orders: `told` has the five counts that went back furthest, each with both figures and both places."""
