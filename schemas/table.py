"""What a table of the contract is: a pandera model whose columns carry what a stranger must know of them.

From one declaration come the DuckDB DDL with comments, the Frictionless Table Schema, the data dictionary and
the checks (`numerim.publish.contract`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any

import pandera.polars as pa
import polars as pl
from pandera.api.dataframe.model_components import FieldInfo

from numerim.schemas.vocabulary import GIVEN, WORD

RACE = "^[a-z0-9]+([-_][a-z0-9]+)*(/[a-z0-9]+([-_][a-z0-9]+)*)?$"
"""The form of a race: an office, and where it has several in a unit, the district."""

CONTEST = "^[a-z0-9-]+/[a-z0-9]+([-_][a-z0-9]+)*/[a-z0-9-]+(/[a-z0-9-_]+)?/[0-9]+$"
"""The form of the id of a contest."""

FIRST = "results"
"""The table that a package begins with."""

Share = Annotated[pl.Decimal, 12, 6]
"""A percentage or a difference of percentages: exact, at most six decimals."""

Amount = Annotated[pl.Decimal, 24, 6]
"""Votes, seats or percentages, as another column says: exact, at most six decimals."""


@dataclass(frozen=True)
class About:
    """What a table is called, what identifies its rows, which column holds a statement's value, how its rows lie.

    It says, too, whether it came later than others: a release that lacks it has no rows of it, and is otherwise whole.
    """

    title: str
    key: tuple[str, ...]
    states: str
    order: tuple[str, ...]
    came_later: bool = False


class Table(pa.DataFrameModel):
    """One published table.

    A subclass says what it is in its class statement: `title`, its name for people; `key`, the columns that
    identify a row; `states`, the column that holds a statement's value, where the table is made of statements;
    `order`, the columns that published rows are ordered by, where that is not the key; `came_later`, that releases
    from before it are taken as having no rows of it.
    """

    class Config:
        """Nothing undeclared, nothing coerced."""

        strict = True
        ordered = True

    def __init_subclass__(
        cls,
        *,
        title: str = "",
        key: tuple[str, ...] = (),
        states: str = "",
        order: tuple[str, ...] = (),
        came_later: bool = False,
        **arguments: Any,
    ) -> None:
        said = About(title=title, key=key, states=states, order=order or key, came_later=came_later)
        type.__setattr__(cls, "__about__", said)
        super().__init_subclass__(**arguments)  # type: ignore[no-untyped-call]


def column(
    title: str,
    description: str,
    *,
    unit: str = "",
    references: str = "",
    words: Mapping[str, str] | None = None,
    nullable: bool = False,
    ge: int | None = None,
    le: int | None = None,
    pattern: str | None = None,
) -> Any:
    """A column of a table.

    Args:
        title: its name for people.
        description: what a value in it means.
        unit: what a number counts ("votes", "percent" …).
        references: `table.column` that a value must exist in, within one package.
        words: the closed list of its values, with their meanings.
        nullable: whether a value may be missing.
        ge: the least value.
        le: the greatest value.
        pattern: a regular expression that a text matches.

    Returns:
        A pandera field.
    """
    return pa.Field(
        title=title,
        description=description,
        nullable=nullable,
        isin=list(words) if words is not None else None,
        ge=ge,
        le=le,
        str_matches=pattern,
        metadata={"unit": unit, "references": references, "words": dict(words or {})},
    )


def election_id() -> Any:
    """The column that says of which election a row is."""
    return column("Election", "The election that the row belongs to.", references="elections.election_id")


def contest_id() -> Any:
    """The column that names a contest of the election."""
    return column(
        "Contest", "`election/office/gp_unit/round`; unique over all packages.", references="contests.contest_id"
    )


def selection_id() -> Any:
    """The column that names a selection of the contest."""
    return column("Selection", "What was voted for, within its contest.", references="selections.selection_id")


def count_type() -> Any:
    """The column that says which ballots are counted."""
    return column(
        "Count type", "Which ballots are counted, a word of `words`; the others are parts of `total`.", pattern=WORD
    )


def race() -> Any:
    """The column that says of which office, and which of its districts, a figure of a unit is."""
    return column(
        "Race",
        "The office that the figure is of, with its district where it has several (`council`, `supervisor/3`); "
        "`all` where it is of the election as a whole.",
        pattern=RACE,
    )


def voting_round() -> Any:
    """The column that says in which round of the vote."""
    return column("Round", "The round of the vote, from 1; of a ranked choice, that of the count.", ge=1)


def given() -> Any:
    """The column that says whether the source gives the figure."""
    return column(
        "Given", "Whether the source gives the figure; where it does not, the row says so and has none.", words=GIVEN
    )


def gp_unit_id(description: str = "The unit that the row is about.") -> Any:
    """The column that names a geopolitical unit."""
    return column("Unit", description, references="gp_units.gp_unit_id")


def source_id() -> Any:
    """The column that names the source of a row."""
    return column("Source", "The source that the row was read from.", references="sources.source_id")


def locator(
    description: str = "Where in the source it stands: `r.csv:L12.C3` (line and cell, both counted from 1), "
    "`r.xlsx!Sheet1!F17`, `r.html#table3!R4C2` or `r.json#/Votes/3/name`; a member of an archive is `a.zip!r.csv`.",
) -> Any:
    """The column that says where in the source the row's figure stands."""
    return column("Locator", description)


def doubts() -> Any:
    """The column that carries the codes of the warnings about a row."""
    return column(
        "Doubts",
        "Codes of the warnings that dispute this figure; `findings`, by `finding_places`, has what is known about it.",
        nullable=True,
    )


def core_key(model: type[Table]) -> tuple[str, ...]:
    """The key of a table as rules know it: to them the race is the office."""
    return tuple("office" if column == "race" else column for column in about(model).key)


@cache
def tables() -> dict[str, type[Table]]:
    """Every table of the contract by name, in the order in which rows can be loaded (references first).

    Raises:
        RuntimeError: a module of `numerim.schemas.tables` does not hold exactly one table, or references
            go in a circle.
    """
    import numerim.schemas.tables as package

    found: dict[str, type[Table]] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda m: m.name):
        content = vars(import_module(f"{package.__name__}.{module.name}"))
        models = [
            thing
            for thing in content.values()
            if isinstance(thing, type) and issubclass(thing, Table) and thing is not Table
        ]
        if len(models) != 1:
            raise RuntimeError(f"schemas/tables/{module.name}.py holds {len(models)} tables; it must hold one")
        found[module.name] = models[0]
    return _references_first(found)


def resources() -> dict[str, type[Table]]:
    """Every table of the contract by name, in the order of a package: what people open first is first."""
    every = tables()
    return {FIRST: every[FIRST], **{name: model for name, model in every.items() if name != FIRST}}


def about(model: type[Table]) -> About:
    """What a table's class statement says of it."""
    said: About = vars(model)["__about__"]
    return said


def references(model: type[Table]) -> dict[str, tuple[str, str]]:
    """The columns of a table that refer to another: column -> (table, column)."""
    return {
        name: (target[0], target[1])
        for part in reversed(model.__mro__)
        for name, spec in vars(part).items()
        if isinstance(spec, FieldInfo) and len(target := (spec.metadata or {}).get("references", "").split(".")) == 2
    }


def _references_first(found: dict[str, type[Table]]) -> dict[str, type[Table]]:
    needs = {name: {table for table, _ in references(model).values()} - {name} for name, model in found.items()}
    ordered: dict[str, type[Table]] = {}
    while needs:
        ready = [name for name, wanted in needs.items() if wanted <= set(ordered)]
        if not ready:
            raise RuntimeError(f"the tables {', '.join(sorted(needs))} refer to each other in a circle")
        for name in ready:
            ordered[name] = found[name]
            del needs[name]
    return ordered
