"""What an `election.yml` may say, thing by thing; `mistakes` holds the things against each other."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from numerim.errors import nearest
from numerim.rights import Address, Declared, Terms
from schemas.vocabulary import (
    BASES,
    ELECTION_STATUSES,
    LEVELS,
    MEASURES,
    OFFICES,
    OUTCOME_RULES,
    PARTY_KINDS,
    UNIT_TYPES,
)

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

ROLES = {
    "election": "the id of the election that the row is about",
    "election_day": "the day of that election, where the id is not given",
    "office": "mayor, council or all",
    "round": "the round of the vote",
    "unit": "the unit that the row is about",
    "within": "the unit that it lies in",
    "candidate": "a person",
    "party": "a party or coalition",
    "coalition": "the coalition beside a party",
    "category": "what a total counts: a party, a kind, the state of a unit",
    "measure": "what the value of this row is",
    "value": "the figure of this row",
    "relation": "equal, more than, less than, about",
    "count_type": "which ballots are counted: total, early, absentee-mail …",
    "according_to": "whom the source credits",
    "pollster": "who asked",
    "fieldwork": "when they asked",
    "acronym": "the acronym of a registered party",
    "note": "a remark for the reader",
    "sentence": "the number of the sentence in the document",
    "span": "the characters of the document that are the figure, or say what happened: from-to",
    "subject_span": "the characters that name what the row is about, a from-to for each name",
    "sentence_span": "the characters of its sentence, then of others that it needs to be understood",
}
"""What a column of a source can be, beside a measure."""


EVIDENCE = ("sentence", "span", "subject_span", "sentence_span")
"""Roles that say where in the document the row stands."""

SUBJECTS = [role for role in ROLES if role not in ("measure", "value", *EVIDENCE)]
"""Roles that say what a figure is about."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, coerce_numbers_to_str=True)


Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=6)]


class Office(_Strict):
    """An office that is voted for.

    Attributes:
        unit: the type of the units that have one each.
        outcome_rule: how the law turns votes into an outcome.
        majority_of: what a majority is of: `valid` votes or ballots `cast`.
        shares_of: what printed shares are of.
        threshold: the least share of the valid votes, in per cent, that takes part in the seats.
        law: a row of seeds/laws.csv.
    """

    unit: str = "municipality"
    outcome_rule: str | None = None
    majority_of: Literal["valid", "cast"] = "valid"
    shares_of: str = "valid"
    threshold: Percent = Decimal(0)
    law: str | None = None

    @field_validator("shares_of")
    @classmethod
    def _base(cls, value: str) -> str:
        return _known(value, BASES, "base")

    @field_validator("unit")
    @classmethod
    def _unit(cls, value: str) -> str:
        return _known(value, UNIT_TYPES, "unit type")

    @field_validator("outcome_rule")
    @classmethod
    def _rule(cls, value: str | None) -> str | None:
        return value if value is None else _known(value, OUTCOME_RULES, "outcome rule")


class Event(_Strict):
    """An election: the one that a file is about, or another that its sources speak of.

    Attributes:
        status: how far the count is; nothing is taken for granted here.
    """

    title: dict[str, Text]
    held_on: date
    runoff_on: date | None = None
    status: str
    offices: dict[str, Office] = Field(default_factory=dict)
    expect: dict[str, Annotated[int, Field(ge=1, le=10_000_000)]] = Field(default_factory=dict)
    levels: dict[str, Percent] = Field(default_factory=dict)

    @field_validator("levels")
    @classmethod
    def _levels(cls, value: dict[str, Decimal]) -> dict[str, Decimal]:
        for level in value:
            _known(level, LEVELS, "level")
        return value

    @field_validator("title")
    @classmethod
    def _title(cls, value: dict[str, str]) -> dict[str, str]:
        if "en" not in value:
            raise ValueError("a title in English is missing: title: {en: …}")
        return value

    @field_validator("status")
    @classmethod
    def _status(cls, value: str) -> str:
        return _known(value, ELECTION_STATUSES, "status")

    @field_validator("offices")
    @classmethod
    def _offices(cls, value: dict[str, Office]) -> dict[str, Office]:
        for office in value:
            _known(office, OFFICES, "office")
        return value

    @field_validator("expect")
    @classmethod
    def _expect(cls, value: dict[str, int]) -> dict[str, int]:
        for unit in value:
            _known(unit, UNIT_TYPES, "unit type")
        return value


class Numbers(_Strict):
    """How a source writes numbers."""

    thousands: Literal[",", ".", " ", "’", ""] = ""
    decimal: Literal[",", "."] = "."


class Cell(_Strict):
    """What a column's cells are.

    Attributes:
        is_: a role, a measure, or a pattern of them such as `{candidate} ({party})`.
        states: what the cell states beside what it names: measure -> word.
        with_: roles that belong to this column only; `{Column}` takes another cell of the row.
    """

    is_: str = Field(alias="is")
    states: dict[str, str] = Field(default_factory=dict)
    with_: dict[str, str] = Field(default_factory=dict, alias="with")

    @property
    def names(self) -> list[str]:
        """The roles and measures in the cell, in order."""
        return re.findall(r"\{(\w+)\}", self.is_) or [self.is_]

    @property
    def pattern(self) -> str | None:
        """A regular expression with a group a name, where the cell holds several."""
        if "{" not in self.is_:
            return None
        parts = re.split(r"(\{\w+\})", self.is_)
        return "^" + "".join("(.+?)" if p.startswith("{") else re.escape(p) for p in parts if p) + "$"

    @model_validator(mode="after")
    def _words(self) -> "Cell":
        if len(set(self.names)) != len(self.names):
            raise ValueError(f"{self.is_!r} names one thing twice")
        for name in self.names:
            if name not in ROLES and name not in MEASURES:
                raise ValueError(f"unknown role or measure {name!r}; {nearest(name, [*ROLES, *MEASURES])}")
        for name in self.states:
            _known(name, MEASURES, "measure")
        for name in self.with_:
            _known(name, SUBJECTS, "role")
        return self


class Part(_Strict):
    """Some rows of a table and what their columns are.

    Attributes:
        only: rows in which these columns have these values.
        but: rows in which they have not.
        set: roles that are the same for every row.
        complete: what the rows list without a gap: `units`, and measures whose selections are all there.
        columns: what each column is; `same` where its name is its role.
        ignore: columns that are not read, with the reason.
    """

    only: dict[str, str] = Field(default_factory=dict)
    but: dict[str, str] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)
    complete: tuple[str, ...] = ()
    columns: dict[str, Cell] | Literal["same"]
    ignore: dict[str, str] = Field(default_factory=dict)

    @field_validator("columns", mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: {"is": cell} if isinstance(cell, str) else cell for name, cell in value.items()}
        return value

    @field_validator("complete")
    @classmethod
    def _complete(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            _known(word, ["units", *MEASURES], "list")
        return value

    @field_validator("set")
    @classmethod
    def _roles(cls, value: dict[str, str]) -> dict[str, str]:
        for role in value:
            _known(role, SUBJECTS, "role")
        return value

    @model_validator(mode="after")
    def _each_once(self) -> "Part":
        columns = {} if self.columns == "same" else self.columns
        if both := set(columns) & set(self.ignore):
            raise ValueError(f"the column {min(both)!r} is both read and ignored")
        plain = [cell.is_ for cell in columns.values() if cell.is_ in SUBJECTS and not cell.states]
        if twice := [role for role in plain if plain.count(role) > 1]:
            raise ValueError(f"two columns are the {twice[0]}")
        return self


class Spans(_Strict):
    """A cell that spans rows: those beneath it come without it, and its own has lost the last column.

    Attributes:
        column: the column whose cell spans rows.
        tell: what other columns hold (`number`, `text`, `empty`), to tell the two kinds of rows apart.
    """

    column: str
    tell: dict[str, Literal["number", "text", "empty"]]


class Layout(_Strict):
    """Which table of a source, and how it lies there.

    Attributes:
        at: the heading over it; empty where the file holds one table.
        header: how many lines its header has.
        grid: the columns as they stand beneath a header that is broken.
        spans: how rows were cut by a cell that spans several.
        parts: what its rows say.
    """

    at: str = ""
    header: int = Field(default=1, ge=1, le=5)
    grid: tuple[str, ...] | None = None
    spans: Spans | None = None
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_part(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "parts" in value:
            return value
        own = {key: item for key, item in value.items() if key in Part.model_fields}
        rest = {key: item for key, item in value.items() if key not in own}
        return {**rest, "parts": [own]} if own else rest

    @model_validator(mode="after")
    def _grid(self) -> "Layout":
        if self.spans and not self.grid:
            raise ValueError("spans needs a grid: the columns as they stand where no row is cut")
        for name in [self.spans.column, *self.spans.tell] if self.spans else []:
            _known(name, dict.fromkeys(self.grid or ()), "column of the grid")
        return self


class SourceFile(_Strict):
    """One file of a source."""

    sha256: Sha256
    reader: str
    tables: tuple[Layout, ...] = Field(min_length=1)


class Source(_Strict):
    """One document.

    Attributes:
        publisher: who published it, where that is known.
        licence: an identifier of seeds/licences.csv, or its terms in words.
        terms: what may be done with it, where its licence does not say.
        url: its address, where that is known.
        retrieved: the day on which it was taken from there, where that is known.
        dated: the day that it bears.
        document: the SHA-256 of what a transcription was made from.
        status: how far the count was when it was published; that of the election where nothing is said.
        earlier: the source that is an earlier version of this one.
    """

    title: Text
    publisher: Text | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    licence: Text
    terms: Terms | None = None
    rank: int = Field(ge=1, le=1000)
    url: Address | None = None
    retrieved: date | None = None
    dated: date | None = None
    document: Sha256 | None = None
    status: str | None = None
    earlier: Id | None = None

    @field_validator("status")
    @classmethod
    def _status(cls, value: str | None) -> str | None:
        return value if value is None else _known(value, ELECTION_STATUSES, "status")

    numbers: Numbers = Numbers()
    missing: tuple[str, ...] = ()
    files: dict[str, SourceFile] = Field(min_length=1)

    @property
    def day(self) -> date | None:
        """The day up to which it can tell: that which it bears, or else that on which it was retrieved."""
        return self.dated or self.retrieved

    @model_validator(mode="after")
    def _days(self) -> "Source":
        if self.dated and self.retrieved and self.retrieved < self.dated:
            raise ValueError(f"retrieved on {self.retrieved}, before the day that it bears, {self.dated}")
        return self


class Register(_Strict):
    """Names that the seeds do not know and that are taken as the sources print them.

    Attributes:
        unit: the type of such a unit; it lies in the unit that its row names as `within`, if any.
        within: the type of such a unit within which others lie.
        party: the kind of such a party.
    """

    unit: str | None = None
    within: str | None = None
    party: str | None = None

    @field_validator("unit", "within")
    @classmethod
    def _unit(cls, value: str | None) -> str | None:
        return value if value is None else _known(value, UNIT_TYPES, "unit type")

    @field_validator("party")
    @classmethod
    def _party(cls, value: str | None) -> str | None:
        return value if value is None else _known(value, PARTY_KINDS, "kind of party")


class Correction(_Strict):
    """A declared change of one cell."""

    source: str
    at: str
    expect: str
    set: str
    reason: Annotated[str, Field(min_length=1)]


class Acceptance(_Strict):
    """A finding that is known and published all the same."""

    rule: str
    subject: str
    election: Id | None = None
    reason: Annotated[str, Field(min_length=1)]


class Election(Event):
    """What an `election.yml` says."""

    id: Id
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    licence: Declared | None = None
    others: dict[Id, Event] = Field(default_factory=dict)
    registered: Register = Field(default=Register(), alias="register")
    sources: dict[Id, Source] = Field(min_length=1)
    corrections: tuple[Correction, ...] = ()
    accept: tuple[Acceptance, ...] = ()

    def status_of(self, source: str) -> str:
        """How far the count was when a source was published."""
        return self.sources[source].status or self.status

    @property
    def events(self) -> dict[str, Event]:
        """Every election that the file speaks of, its own first."""
        return {self.id: self, **self.others}


def _known(value: str, words: Any, what: str) -> str:
    if value not in words:
        raise ValueError(f"unknown {what} {value!r}; {nearest(value, list(words))}")
    return value
