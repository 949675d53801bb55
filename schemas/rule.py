"""What a rule of the contract is: a question in SQL and a claim about every row of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Literal

import polars as pl

Rows = Sequence[Mapping[str, Any]]
Example = Mapping[str, Rows]
"""Tiny tables: the name of a core table -> its rows; columns that are not given are null."""


def rows(columns: str, *values: Sequence[Any]) -> Rows:
    """Rows of an example, as a table: the names of the columns, divided by spaces, and a tuple a row.

    Raises:
        ValueError: a row is longer or shorter than the header.
    """
    return [dict(zip(columns.split(), row, strict=True)) for row in values]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule.

    `over` asks DuckDB for one row per thing that the claim is about and must be portable SQL. Columns of the
    answer with a meaning of their own:

    - `election_id` and `subject`: what the row is about, for people and for acceptances;
    - `locators`: every figure that takes part, as `source|locator` divided by spaces;
    - `blames`: those that a broken rule of severity `error` holds back, in the same form; `locators`
      where absent. A derived figure (a share, a total, a difference) is blamed before what it is derived from.

    A thing that lacks the figures for the claim must not be in the answer: a rule never passes by accident.

    Attributes:
        code: stable, never used again for another rule.
        title: the claim in one line.
        severity: `error` holds back, `warning` flags, `info` tells.
        over: the question.
        holds: a polars expression on the answer, true where the claim holds; null counts as broken.
        says: the sentence for a broken row, with the answer's columns in braces.
        why: why it must hold, and how much it may be off.
        law: the legal source, where there is one.
        passes: examples in which the claim holds for at least one row and for all.
        fails: examples in which it is broken at least once.
    """

    code: str
    title: str
    severity: Literal["error", "warning", "info"]
    over: str
    holds: pl.Expr
    says: str
    why: str
    law: str = ""
    passes: Sequence[Example] = field(default_factory=tuple)
    fails: Sequence[Example] = field(default_factory=tuple)

    @property
    def family(self) -> str:
        """The family that the rule belongs to, by the first digit of its code."""
        return FAMILIES[self.code[1]]


FAMILIES = {
    "1": "identity",
    "2": "accounting",
    "3": "totals",
    "4": "shares",
    "5": "outcomes",
    "6": "agreement",
    "7": "completeness",
}


@cache
def rules() -> dict[str, Rule]:
    """Every rule by code, in the order of the codes.

    Raises:
        RuntimeError: two modules have one code, or a module lies in the folder of another family.
    """
    import schemas.rules as package

    found: dict[str, Rule] = {}
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        if module.ispkg:
            continue
        rule: Rule = import_module(module.name).RULE
        if rule.code in found:
            raise RuntimeError(f"two rules have the code {rule.code}; the second is in {module.name}")
        if rule.family != module.name.split(".")[-2]:
            raise RuntimeError(f"{rule.code} belongs in schemas/rules/{rule.family}, not where {module.name} is")
        found[rule.code] = rule
    return dict(sorted(found.items()))
