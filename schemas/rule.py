"""What a rule of the contract is: a question in SQL and a claim about every row of the answer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pkgutil import walk_packages
from typing import Literal

import polars as pl

from numerim.schemas.parameter import OFF, Parameter
from numerim.schemas.relation import Primitive, Relation
from numerim.schemas.relations.agreement import AGREEMENT
from numerim.schemas.relations.coverage import COVERAGE
from numerim.schemas.relations.level import LEVEL
from numerim.schemas.relations.order import ORDER
from numerim.schemas.relations.ratio import RATIO
from numerim.schemas.relations.sum import SUM
from numerim.schemas.shared import shared
from numerim.schemas.table import about, core_key, tables


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule.

    It asks DuckDB for one row per thing that the claim is about, in portable SQL, in one of two ways: `over` is
    the question itself; `relation` declares what must hold between figures, and the question follows
    (`numerim.schemas.relations`). Or it asks the laws of the contests (`law_asks`, `numerim.schemas.law`). Columns of
    the answer with a meaning of their own:

    - the columns of `each`, and `subject`: what the row is about, for people and for acceptances;
    - `locators`: every figure that takes part, as `source|locator` divided by spaces;
    - `blames`: those that a broken rule disputes, in the same form; `locators`
      where absent. A derived figure (a share, a total, a difference) is blamed before what it is derived from;
    - `mends` and `slip`: changes that would mend it, as `place=figure>other` divided by spaces, and how they came
      about, where the rule knows (those of sums and ratios are looked for in `numerim.check.repair`);
    - `tolerance`: how much the actual figure may be off.

    A thing that lacks the figures for the claim must not be in the answer: a rule never passes by accident.

    Attributes:
        code: stable, never used again for another rule.
        title: the claim in one line.
        severity: `error` holds back what it singles out, `warning` flags, `info` tells.
        each: what the claim is about, a word of `EACH`; things that the answer lacks count as not applicable.
        needs: what the sources must state for the rule to be asked at all: measures, and words of `NEEDS`; `a|b`
            is one of them.
        over: the question.
        relation: what must hold between figures; several, all of one primitive, where there are several cases.
        law_asks: what the laws of the contests are asked: a word of `ASKS` of `numerim.schemas.law`, or that of a law
            that shares out seats.
        holds: a polars expression on the answer, true where the claim holds; null counts as broken. It follows
            from relations and ratios, and from laws.
        then: what SQL cannot compute, such as a p-value: the answer -> the answer with more columns, or without rows
            that the claim is not about.
        says: the sentence for a broken row, with the answer's columns in braces.
        why: why it must hold, and how much it may be off.
        law: the legal source, where there is one.
        expected: the column of the answer with the figure that the rule expects, where there is one.
        actual: the column with the figure that is there instead.
        parameters: the numbers in it that an election may set.
        guards: whether it guards the tables themselves: what it finds cannot be published, so no election can switch it
            off.
    """

    code: str
    title: str
    severity: Literal["error", "warning", "info"]
    each: str
    needs: tuple[str, ...] = ()
    over: str = ""
    relation: Relation | Sequence[Relation] = ()
    law_asks: str = ""
    holds: pl.Expr | None = None
    then: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    says: str
    why: str
    law: str = ""
    expected: str = ""
    actual: str = ""
    parameters: tuple[Parameter, ...] = ()
    guards: bool = False

    def __post_init__(self) -> None:
        if [bool(self.over), bool(self.relation), bool(self.law_asks)].count(True) != 1:
            raise ValueError(f"{self.code} must ask in exactly one way: over, relation or law_asks")
        if bool(self.over) != (self.holds is not None):
            raise ValueError(f"{self.code}: holds goes with over; it follows from a relation, or a law")
        names = [parameter.name for parameter in self.parameters]
        if OFF in names or len(set(names)) < len(names):
            raise ValueError(f"{self.code}: parameters have names of their own, and none is {OFF!r}")

    def applies(self, facts: Collection[str]) -> bool:
        """Whether there is what the rule needs: measures, outcome rules, and words of `NEEDS` that are true."""
        return all(any(word in facts for word in need.split("|")) for need in self.needs)

    @property
    def family(self) -> str:
        """The family that the rule belongs to, by the first digit of its code."""
        return FAMILIES[self.code[1]]

    @property
    def relations(self) -> Sequence[Relation]:
        """The relations that it declares."""
        return self.relation if isinstance(self.relation, Sequence) else (self.relation,)

    @property
    def primitive(self) -> Primitive | None:
        """What kind of relation it declares; None where it asks in SQL of its own."""
        kinds = {one.given for one in self.relations}
        return _BY_GIVEN[kinds.pop()] if kinds else None

    @property
    def can_be_mended(self) -> bool:
        """Whether a cell is looked for that would mend it: it declares sums or percentages."""
        return bool(self.primitive and any(self.primitive.figures)) and all(one.mended for one in self.relations)

    @property
    def at_most(self) -> bool:
        """Whether the parts of its sums may be less than the whole."""
        return any(one.at_most for one in self.relations)

    @cached_property
    def rows(self) -> str:
        """SQL of what it gives the primitive of its relations; it may ask for what `shared` has."""
        return " union all ".join(one.rows(EACH[self.each].key) for one in self.relations)

    @cached_property
    def question(self) -> str:
        """The question in SQL; of relations, what it gives their primitive; empty where laws are asked."""
        return shared(self.over or self.rows)

    @property
    def claim(self) -> pl.Expr:
        """The claim about every row of the answer.

        Raises:
            TypeError: it follows from the primitive.
        """
        if self.law_asks:
            return pl.col("holds")
        if self.holds is None:
            raise TypeError(f"the claim of {self.code} is that of its primitive")
        return self.holds

    @property
    def figures(self) -> tuple[str, str]:
        """The columns of the answer with the expected and the actual figure; empty where there are none."""
        expected, actual = self.primitive.figures if self.primitive else ("", "")
        return self.expected or expected, self.actual or actual


@dataclass(frozen=True)
class Each:
    """What claims are about.

    Attributes:
        title: a word for it, in the plural.
        key: the columns that name one, which the answers of its rules have.
        among: the table in which all of them are; empty where every answer has all of them by itself.
    """

    title: str
    key: tuple[str, ...]
    among: str = ""


EACH = {
    "election": Each("elections", ("election_id",), "core.elections"),
    "office": Each(
        "offices",
        ("election_id", "office"),
        "(select election_id, office from core.offices union select election_id, office from core.reports "
        "union select election_id, office from core.reported_totals)",
    ),
    "contest": Each("contests", ("election_id", "contest_id"), "core.contests"),
    "selection": Each("selections", ("election_id", "contest_id", "selection_id"), "core.selections"),
    "report": Each("reports of units", ("election_id", "office", "gp_unit_id", "round"), "core.reports"),
    "list": Each("lists of sources", ("source_id", "path", "stated_in"), "core.lists"),
    "name": Each("printed names", ("election_id",)),
    "statement": Each("statements", ("election_id",)),
    **{
        name: Each(f"figures of {name}", core_key(model), f"core.{name}")
        for name, model in tables().items()
        if about(model).states
    },
}


def _any(condition: str) -> str:
    return f"max(case when {condition} then 1 end) = 1"


_THERE = "count(election_id) > 0"
NEEDED = {
    "core.statements": {
        "two sources": "count(distinct source_id) > 1",
        "credited": _any("said_by is not null"),
        "count types": _any("count_type <> 'total'"),
        "all units": _any("all_units"),
        "several units": "count(distinct gp_unit_id) > 1",
        "units within others": _any("within_id is not null"),
        "coalitions": _any("coalition_id is not null"),
    },
    """(select count(distinct gp_unit_id) as units from core.statements
        group by election_id, source_id, path, stated_in, office, round) as lists""": {
        "three units": _any("units > 2")
    },
    "core.contests": {"second round": _any("round = 2")},
    "core.sources": {"earlier version": _any("earlier_id is not null")},
    "core.elections": {"second day": _any("runoff_on is not null")},
    "core.one_outcomes": {
        "outcomes": _THERE,
        "largest": _any("outcome = 'largest'"),
        "leading": _any("outcome = 'leading'"),
    },
    "core.reports": {
        "units below": _any("not is_whole"),
        **{
            f"{rule} units": f"""count(distinct gp_unit_id) >=
                (select min(value) from core.parameters where rule = '{rule}' and name = 'units')"""
            for rule in ("R809", "R810")
        },
    },
    "core.reports as r join core.contests as c on c.contest_id = r.contest_id": {"parts": _any("not r.is_whole")},
    "core.parameters": {f"{rule} above": _any(f"rule = '{rule}'") for rule in ("R802", "R803", "R804")},
    "core.figures_and_gaps": {"gaps": "count(given) > 0"},
    "core.one_ballot_counts": {"ballots": _THERE},
    "core.one_reported_totals": {"reported totals": _THERE},
    "core.one_reported_shares": {"reported shares": _THERE},
    "core.matched_names": {"matched names": _THERE},
    "core.taken_names": {"taken names": _THERE},
    "core.coalition_members": {"known coalitions": _THERE},
    "core.expected_numbers": {"expected numbers": _THERE},
    "core.steps": {"state before": _THERE},
}
"""Table, or what is joined to one -> what rules may need of it, beside measures and outcome rules, and SQL of that."""

NEEDS = {
    word: f"select 1 from {table} having {there}" for table, words in NEEDED.items() for word, there in words.items()
}
"""What rules may need beside measures and outcome rules, and the question that tells whether it is there."""

PRIMITIVES = (SUM, RATIO, LEVEL, AGREEMENT, COVERAGE, ORDER)
"""The kinds of relations."""

_BY_GIVEN = {kind.given: kind for kind in PRIMITIVES}

FAMILIES = {
    "0": "itself",
    "1": "identity",
    "2": "accounting",
    "3": "totals",
    "4": "shares",
    "5": "outcomes",
    "6": "agreement",
    "7": "completeness",
    "8": "plausibility",
}


@cache
def rules() -> dict[str, Rule]:
    """Every rule by code, in the order of the codes.

    Raises:
        RuntimeError: two modules have one code, or a module lies in the folder of another family.
    """
    import numerim.schemas.rules as package

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
