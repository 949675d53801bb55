"""What rules may ask: the columns of the tables in `core`, which the engine makes of what the sources state.

Every fact is a pandera model in `schemas/facts/`, as tables are in `schemas/tables/`: a row of it is what its docstring
says. It has what rules ask; the engine may keep more beside it, for itself. A test holds the questions of all rules
against these columns, and the core tables of elections too.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from inspect import cleandoc, get_annotations
from pkgutil import iter_modules
from types import new_class
from typing import Any

import pandera.polars as pa

from numerim.schemas.table import Table, about, column, core_key, source_id

ONCE = "one_"
"""What the name of a table begins with in which a source that repeats a figure states it once."""

GAPPED = "_and_gaps"
"""What the name of a table ends with that has rows where a source gives no figure, too."""


def statement_id() -> Any:
    """The column that names a statement."""
    return column("Statement", "Its number, by the rank of the sources and the order of their cells.")


def place() -> Any:
    """The column that says where a figure stands, as `locators` and `blames` of an answer name it."""
    return column(
        "Place", "Where it stands, `source|file:L3.C2|measure`; all places with spaces between, where it has several."
    )


def said_by() -> Any:
    """The column that says whom a source credits."""
    return column("Said by", "Whom the source itself credits with it.", nullable=True)


def stated_in() -> Any:
    """The column that says in which table of a source a figure stands."""
    return column("Stated in", "The table of the source, by its place in the file; the file where it has but one.")


def complete() -> Any:
    """The column that says whether a table lists all selections."""
    return column("Complete", "Whether the table lists, of this measure, every selection, each with a figure.")


def all_units() -> Any:
    """The column that says whether a table lists all units."""
    return column("All units", "Whether the table lists every unit, each with a figure.")


class Fact(pa.DataFrameModel):
    """One table that rules may ask.

    A subclass says in its class statement: `key`, the columns that identify a row; `of`, the published table that it
    shares columns with, and `takes`, these columns, by the names that they have here. The forms of their values are
    a matter of the published table: a rule may be there to tell what is wrong with them.
    """

    class Config:
        """What the engine keeps beside the declared columns is its own; nothing is coerced."""

        strict = False

    def __init_subclass__(
        cls,
        *,
        key: Sequence[str] = (),
        of: type[Table] | None = None,
        takes: Sequence[str] = (),
        **arguments: Any,
    ) -> None:
        own = get_annotations(cls)
        taken = {name: _taken(of, name) for name in takes} if of is not None else {}
        for name, (_, field) in taken.items():
            field.__set_name__(cls, name)
            type.__setattr__(cls, name, field)
        cls.__annotations__ = {**{name: annotation for name, (annotation, _) in taken.items()}, **own}
        type.__setattr__(cls, "Config", type("Config", (cls.Config,), {"unique": list(key)}))
        super().__init_subclass__(**arguments)  # type: ignore[no-untyped-call]


class Stated(Fact):
    """A table that is made of statements, and has of the published table the key and what is stated.

    A subclass names the published table (`of`), and what it takes of that besides (`takes`). `core.<fact>` has every
    statement; unless `once` is false, rules may also ask `core.one_<fact>`, where a source that repeats a figure
    states it once; if `gapped`, `core.<fact>_and_gaps`, where what a source does not give is 0.
    """

    statement_id: int = statement_id()
    source_id: str = source_id()
    place: str = place()
    said_by: str = said_by()
    stated_in: str = stated_in()
    complete: bool = complete()
    all_units: bool = all_units()

    def __init_subclass__(
        cls,
        *,
        of: type[Table] | None = None,
        takes: Sequence[str] = (),
        once: bool = True,
        gapped: bool = False,
        key: Sequence[str] = ("statement_id",),
        **arguments: Any,
    ) -> None:
        if of is not None:
            takes = (*core_key(of), about(of).states, *takes)
            type.__setattr__(cls, "__once__", (*core_key(of), "source_id", "said_by") if once else ())
            type.__setattr__(cls, "__gapped__", gapped)
        super().__init_subclass__(of=of, takes=takes, key=key, **arguments)


@cache
def facts() -> dict[str, type[Fact]]:
    """Every table that rules may ask, by the name that it has in `core`, in the order of the names of the files.

    Raises:
        RuntimeError: a module of `numerim.schemas.facts` does not hold exactly one fact.
    """
    import numerim.schemas.facts as package

    found: dict[str, type[Fact]] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda m: m.name):
        content = vars(import_module(f"{package.__name__}.{module.name}"))
        models = [
            thing
            for thing in content.values()
            if isinstance(thing, type) and issubclass(thing, Fact) and thing not in (Fact, Stated)
        ]
        if len(models) != 1:
            raise RuntimeError(f"schemas/facts/{module.name}.py holds {len(models)} facts; it must hold one")
        found[module.name] = models[0]
        if by := vars(models[0]).get("__once__"):
            told = "A source that repeats a figure states it once."
            found[ONCE + module.name] = _like(f"One{models[0].__name__}", models[0], by, told)
        if vars(models[0]).get("__gapped__"):
            told = "What a source does not give is 0; lists are complete as declared. Empty where nothing is lacking."
            name = f"{models[0].__name__}AndGaps"
            found[module.name + GAPPED] = _like(name, models[0], fact_key(models[0]), told)
    return found


def fact_key(model: type[Fact]) -> list[str]:
    """The columns that identify a row of a fact."""
    unique: list[str] = model.to_schema().unique
    return unique


def _like(name: str, every: type[Fact], key: Sequence[str], but: str) -> type[Fact]:
    """A fact with the columns of another, and how it differs."""
    told = f"{cleandoc(every.__doc__ or '')} {but}"
    return new_class(name, (every,), {"key": key}, lambda content: content.update(__doc__=told))


def _taken(of: type[Table], name: str) -> tuple[Any, Any]:
    """The annotation and the column of a fact that a published table has too; to rules, the race is the office.

    What is not given is published as a row without a figure; the facts have no such rows.
    """
    there = "race" if name == "office" and "race" in of.to_schema().columns else name
    spec = of.to_schema().columns[there]
    said: dict[str, Any] = spec.metadata
    field = column(
        spec.title,
        spec.description,
        unit=said["unit"],
        references=said["references"],
        words=said["words"] or None,
        nullable=spec.nullable and name not in (about(of).states, "decimals"),
    )
    return get_annotations(of)[there], field
