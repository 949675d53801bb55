"""What all relations have in common: the columns in which their questions are answered."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandera.polars as pa

KEYS = (
    "election_id",
    "office",
    "contest_id",
    "gp_unit_id",
    "round",
    "measure",
    "count_type",
    "category",
    "selection_id",
    "poll_id",
    "party_id",
)
"""The columns that can say what a relation is about."""

LIST_KEYS = ("path", "stated_in")
"""The columns that say which list of a source it is about."""

TERMS = f"{', '.join(KEYS)}, subject, label, source_id, weight, blamed, figure, half, place, what"
"""The columns of terms, one row a figure in a relation.

`subject` and `label` name what the relation is about, `source_id` whose figures they are; the parts less the whole
come to nothing, each times its `weight`; `blamed` is 1 for the whole; `half` is half of the last printed digit of the
figure, 0 for a count; `place` is empty for what no source prints, and `what` a word for it.
"""

_TYPES = {"round": "bigint"}


def of_keys(by: Collection[str], said: Mapping[str, str]) -> str:
    """SQL of all `KEYS` over `f`: those that are the same in a frame, what is said of others, and else null."""
    return ", ".join(
        f"{said[key]} as {key}" if key in said else f"f.{key}" if key in by else f"null as {key}" for key in KEYS
    )


def conditions(*each: str) -> str:
    """SQL of several conditions that all must hold; empty ones are left out."""
    return " and ".join(f"({one})" if " or " in one else one for one in each if one)


def shown(figure: str) -> str:
    """SQL: a figure as sentences have it, `1,234,567` or `12.5`."""
    plain = f"rtrim(rtrim(cast(cast({figure} as decimal(24, 6)) as varchar), '0'), '.')"
    part = [f"cast(cast(mod(floor({figure} / {by}), 1000) as bigint) as varchar)" for by in (1, 1_000, 1_000_000)]
    ones, thousands = (f"',' || lpad({one}, 3, '0')" for one in part[:2])
    return f"""case when {figure} < 1000 or {figure} >= 1000000000 or {figure} <> floor({figure}) then {plain}
        when {figure} < 1000000 then {part[1]} || {ones} else {part[2]} || {thousands} || {ones} end"""


class Relation(ABC):
    """What a rule declares to hold between figures.

    Attributes:
        given: the table in `core` that takes what it gives: that of its primitive.
        at_most: the parts of a sum may be less than the whole.
        mended: cells are looked for that would mend it, if its primitive has expected and actual figures.
    """

    given: ClassVar[str]
    at_most: bool = False
    mended: bool = True

    @abstractmethod
    def rows(self, key: Sequence[str]) -> str:
        """SQL: the figures, in those columns of the primitive of which it says something.

        Args:
            key: the columns that tell what the rule is about.
        """

    def in_brief(self, key: Sequence[str]) -> str:
        """SQL: the same, of which only what is judged is wanted, and not where it stands."""
        return self.rows(key)

    def with_gaps(self, key: Sequence[str]) -> str:
        """SQL: the same, with what a source does not give; empty where that tells nothing of it."""
        return ""


@dataclass(frozen=True, eq=False)
class Primitive:
    """A kind of relation: what its rules give, the question over all of them, and the claim about every answer.

    Attributes:
        name: what its relations are called; the table in `core` with an answer a relation.
        given: the table in `core` with what the rules give: `rule`, `at_most`, and `columns`.
        columns: its columns, with their types in SQL.
        question: SQL over that table: one row a relation.
        told: SQL over both tables: the broken relations with all that a finding needs; the same row where empty.
        model: the claim, and the form of an answer.
        operands: the columns that a finding takes, beside what it is about.
        gathered: SQL over what the rules give (`{given}`) of what is kept of it.
        figures: the columns with the expected and the actual figure, where the rule says no others; cells that would
            mend it are looked for where there are some.
        alone: whether nothing but its rules asks its tables, which are not made then where none of them is asked.
        kept: whether what its rules give is a table of its own, which others ask.
        brief: the columns of what is given that a claim is about, and that tell one thing from another; by these alone
            relations are judged, and the others are asked of what is broken. All, where there are none.
        in_brief: the question over those; the same where empty.
    """

    name: str
    given: str
    columns: Mapping[str, str]
    question: str
    told: str
    model: type[pa.DataFrameModel]
    operands: Sequence[str]
    gathered: str = "{given}"
    figures: tuple[str, str] = ("", "")
    alone: bool = False
    kept: bool = False
    brief: Sequence[str] = ()
    in_brief: str = ""

    @property
    def nothing(self) -> str:
        """SQL: what no rule gives, with the types that it has."""
        keys = [name for name in self.columns if name in (*KEYS, *LIST_KEYS)]
        others = [f"cast(null as {dtype}) as {name}" for name, dtype in self.columns.items() if name not in keys]
        return f"""select cast(null as varchar) as rule, false as at_most, {", ".join((*keys, *others))}
            from core.statements where false"""


def typed(columns: str, **types: str) -> dict[str, str]:
    """Columns with their types; text where nothing is said."""
    return {name: {**_TYPES, **types}.get(name, "varchar") for name in columns.split(", ")}
