"""What an `election.yml` may say of offices, and of kinds of units, ballots and accounts that do not ship."""

import json
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from numerim.declare.words import Percent, Strict, Text, accounts_of, known, unit_type
from numerim.schemas.contest import BASES as MAJORITIES
from numerim.schemas.contest import QUOTAS
from numerim.schemas.law import laws, titles
from numerim.schemas.vocabulary import (
    BASES,
    CONTEST_KINDS,
    NIST_COUNT_TYPES,
    NIST_UNIT_TYPES,
)

Number = Annotated[int, Field(ge=1, le=100_000)]
LOWEST = Decimal("0.5")
"""No law known has a lower threshold, majority or quorum, in per cent: the Netherlands’ 0.67 is the lowest."""


def _no_part_of_one(value: Decimal) -> Decimal:
    if 0 < value < LOWEST:
        raise ValueError(
            f"{value} is {value} per cent, which no law has; write per cent: {(100 * value).normalize():f}"
        )
    return value


PerCent = Annotated[Percent, AfterValidator(_no_part_of_one)]
"""Per cent that somebody may write as a part of one, by mistake."""


class Terms(Strict):
    """What modifies a method, as it stands under its name; see `numerim.schemas.contest.Terms`."""

    seats: Number | None = None
    votes: Number | None = None
    of: str | None = None
    majority: PerCent | None = None
    least: PerCent | None = None
    ahead: Percent | None = None
    going_on: Number | None = None
    quorum: PerCent | None = None
    approval: PerCent | None = None
    threshold: PerCent | None = None
    threshold_of: str | None = None
    exempt: tuple[Text, ...] | None = None
    quota: str | None = None
    fractional: bool | None = None

    @field_validator("of", "threshold_of")
    @classmethod
    def _base(cls, value: str | None) -> str | None:
        return value if value is None else known(value, MAJORITIES, "base")

    @field_validator("quota")
    @classmethod
    def _quota(cls, value: str | None) -> str | None:
        return value if value is None else known(value, QUOTAS, "quota")


def _word(method: Any) -> Any:
    """A word for a method as the files under `schemas/laws/` are named: `block-vote` is `block_vote`."""
    return method.replace("-", "_") if isinstance(method, str) else method


class Office(Strict):
    """An office or a question that is voted on.

    Attributes:
        title: its name for people, by language.
        kind: what is voted for, a word of `CONTEST_KINDS`; what the sources name tells where it is left out.
        unit: the type of the units that have one each.
        across: types of units that report although each may lie in several of those, such as municipalities that
            constituencies cut; of a whole contest they say nothing.
        outcome_rule: how the law turns votes into an outcome: a word of `schemas/laws/`; or that word with what
            modifies the method, as in `{two_round_majority: {least: 40, ahead: 10}}`.
        majority_of: what a majority is of: `valid` votes, ballots `cast`, or people `registered`.
        shares_of: what printed shares are of.
        threshold: the least share of the valid votes, in per cent, that takes part in the seats.
        seats: how many are elected in each contest, where that is the same everywhere.
        terms: what modifies the method; it is written under the name of that.
        fusion: whether several parties may put forward one candidate, each on its own line; as in the country at large,
            where nothing is said.
        law: what a parliament enacted, a row of seeds/laws.csv; a word for a method is taken as the `outcome_rule`.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    kind: str | None = None
    unit: str = "municipality"
    across: tuple[str, ...] = ()
    outcome_rule: str | None = None
    majority_of: str = "valid"
    shares_of: str = "valid"
    threshold: PerCent = Decimal(0)
    seats: Number | None = None
    terms: Terms = Terms()
    fusion: bool | None = None
    law: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _method(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        said = dict(value)
        if "terms" in said:
            raise ValueError("what modifies a method stands under its name: `law: {majority: {of: cast}}`")
        method = said.get("law")
        if "outcome_rule" not in said and (isinstance(method, dict) or _word(method) in titles()):
            said["outcome_rule"] = said.pop("law")
        method = said.get("outcome_rule")
        if not isinstance(method, dict):
            return said if method is None else said | {"outcome_rule": _word(method)}
        if len(method) != 1:
            raise ValueError(
                "a method is one word, with what modifies it: `{two_round_majority: {least: 40, ahead: 10}}`"
            )
        ((word, terms),) = ((_word(word), terms) for word, terms in method.items())
        takes = laws()[known(word, titles(), "outcome rule")].takes
        terms = {} if terms is None else terms
        if not isinstance(terms, dict):
            raise ValueError(
                f"what modifies {word} is written as `{{{word}: {{{takes[0] if takes else 'seats'}: …}}}}`"
            )
        for name in terms:
            known(name, takes, f"parameter of {word}")
        own = {"of": "majority_of", "seats": "seats", "threshold": "threshold"}
        for name, key in own.items():
            if name in terms and key in said:
                raise ValueError(f"`{key}` is said twice: beside the method, and as `{name}` under it")
        said |= {key: terms[name] for name, key in own.items() if name in terms}
        return {**said, "outcome_rule": word, "terms": terms}

    @property
    def modifies(self) -> str | None:
        """What modifies the method, as JSON; None where nothing does."""
        own = {"seats": self.seats, "of": self.majority_of, "threshold": self.threshold}
        told = {name: value for name, value in own.items() if value not in (None, "valid", 0)}
        told |= self.terms.model_dump(exclude_none=True, exclude=set(own))
        return json.dumps(told, default=str) if told else None

    @field_validator("majority_of")
    @classmethod
    def _majority_of(cls, value: str) -> str:
        return known(value, MAJORITIES, "base")

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str | None) -> str | None:
        return value if value is None else known(value, CONTEST_KINDS, "kind of contest")

    @field_validator("shares_of")
    @classmethod
    def _base(cls, value: str) -> str:
        return known(value, BASES, "base")

    @field_validator("unit")
    @classmethod
    def _unit(cls, value: str, info: ValidationInfo) -> str:
        return unit_type(value, info)

    @field_validator("across", mode="before")
    @classmethod
    def _one_type(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("across")
    @classmethod
    def _across(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return tuple(unit_type(unit, info) for unit in value)

    @field_validator("outcome_rule")
    @classmethod
    def _rule(cls, value: str | None) -> str | None:
        return value if value is None else known(value, titles(), "outcome rule")


class Unit(Strict):
    """A kind of unit that does not ship, or more about one that does.

    Attributes:
        title: its name for people, by language.
        type: what it is in the words of NIST SP 1500-100; `other` where nothing is said of one that does not ship.
        within: the kind of unit that it lies in.
        beside: the kind of unit beside which it counts ballots that those have not, such as postal districts beside
            municipalities: only together do they make the whole.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    type: str | None = None
    within: str | None = None
    beside: str | None = None

    @field_validator("type")
    @classmethod
    def _type(cls, value: str | None) -> str | None:
        return value if value is None else known(value, dict.fromkeys(NIST_UNIT_TYPES.values()), "type of NIST")

    @field_validator("within", "beside")
    @classmethod
    def _within(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value if value is None else unit_type(value, info)


class Ballots(Strict):
    """A kind of ballots that does not ship, or another title for one that does.

    Attributes:
        title: what it is, for people, by language.
        type: what it is in the words of NIST SP 1500-100; `other` where nothing is said of one that does not ship.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    type: str | None = None

    @field_validator("type")
    @classmethod
    def _type(cls, value: str | None) -> str | None:
        return value if value is None else known(value, NIST_COUNT_TYPES, "type of NIST")


class Account(Strict):
    """A count of ballots or people that does not ship, kept for each unit that reports.

    Attributes:
        title: what is counted, for people, by language.
        inside: the account that it is a part of, such as `cast`.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    inside: str | None = None

    @field_validator("inside")
    @classmethod
    def _inside(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value if value is None else known(value, accounts_of(info), "account")
