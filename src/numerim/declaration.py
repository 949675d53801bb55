"""What an `election.yml` may say, thing by thing; `mistakes` holds the things against each other."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from numerim.dialect import Delimiter, Encoding, Quote
from numerim.errors import nearest
from numerim.rights import Address, Declared, Terms
from schemas.vocabulary import (
    ASIDE,
    BASES,
    CONTEST_KINDS,
    COUNT_TYPES,
    ELECTION_STATUSES,
    LEVELS,
    MEASURES,
    NIST_COUNT_TYPES,
    NIST_UNIT_TYPES,
    OUTCOME_RULES,
    PARTY_KINDS,
    UNIT_TYPES,
    WORD,
    Measure,
)

Word = Annotated[str, Field(pattern=WORD)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

ROLES = {
    "election": "the id of the election that the row is about",
    "election_day": "the day of that election, where the id is not given",
    "office": "the office: mayor, council, one that the election declares, or all",
    "district": "the district, seat or race of an office that has several in a unit",
    "round": "the round of the vote",
    "unit": "the unit that the row is about",
    "unit_number": "the number of that unit, which tells namesakes apart",
    "within": "the unit that it lies in",
    "candidate": "a person",
    "option": "an answer to a question, such as yes or no",
    "ballot_number": "the number of a candidate or list on the ballot",
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


NAMES_OTHERS = ("candidate", "party", "option")
"""Roles whose column may hold other things among those that it names."""

EVIDENCE = ("sentence", "span", "subject_span", "sentence_span")
"""Roles that say where in the document the row stands."""

SUBJECTS = [role for role in ROLES if role not in ("measure", "value", *EVIDENCE)]
"""Roles that say what a figure is about."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, coerce_numbers_to_str=True)


Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=9, decimal_places=6)]


class Office(_Strict):
    """An office or a question that is voted on.

    Attributes:
        title: its name for people, by language.
        kind: what is voted for, a word of `CONTEST_KINDS`; what the sources name tells where it is left out.
        unit: the type of the units that have one each.
        across: types of units that report although each may lie in several of those, such as municipalities that
            constituencies cut; of a whole contest they say nothing.
        outcome_rule: how the law turns votes into an outcome.
        majority_of: what a majority is of: `valid` votes or ballots `cast`.
        shares_of: what printed shares are of.
        threshold: the least share of the valid votes, in per cent, that takes part in the seats.
        seats: how many are elected in each contest, where that is the same everywhere.
        fusion: whether several parties may put forward one candidate, each on its own line; as in the country at large,
            where nothing is said.
        law: what a parliament enacted, a row of seeds/laws.csv; a word for a method is taken as the `outcome_rule`.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    kind: str | None = None
    unit: str = "municipality"
    across: tuple[str, ...] = ()
    outcome_rule: str | None = None
    majority_of: Literal["valid", "cast"] = "valid"
    shares_of: str = "valid"
    threshold: Percent = Decimal(0)
    seats: Annotated[int, Field(ge=1, le=100_000)] | None = None
    fusion: bool | None = None
    law: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _method(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("law") in OUTCOME_RULES and "outcome_rule" not in value:
            return {**{key: item for key, item in value.items() if key != "law"}, "outcome_rule": value["law"]}
        return value

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str | None) -> str | None:
        return value if value is None else _known(value, CONTEST_KINDS, "kind of contest")

    @field_validator("shares_of")
    @classmethod
    def _base(cls, value: str) -> str:
        return _known(value, BASES, "base")

    @field_validator("unit")
    @classmethod
    def _unit(cls, value: str, info: ValidationInfo) -> str:
        return _known(value, _words(info, "units", UNIT_TYPES), "unit type")

    @field_validator("across", mode="before")
    @classmethod
    def _one_type(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("across")
    @classmethod
    def _across(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return tuple(_known(unit, _words(info, "units", UNIT_TYPES), "unit type") for unit in value)

    @field_validator("outcome_rule")
    @classmethod
    def _rule(cls, value: str | None) -> str | None:
        return value if value is None else _known(value, OUTCOME_RULES, "outcome rule")


class Unit(_Strict):
    """A kind of unit that does not ship.

    Attributes:
        title: its name for people, by language.
        type: what it is in the words of NIST SP 1500-100.
        within: the kind of unit that it lies in.
        beside: the kind of unit beside which it counts ballots that those have not, such as postal districts beside
            municipalities: only together do they make the whole.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    type: str = "other"
    within: str | None = None
    beside: str | None = None

    @field_validator("type")
    @classmethod
    def _type(cls, value: str) -> str:
        return _known(value, dict.fromkeys(NIST_UNIT_TYPES.values()), "type of NIST")

    @field_validator("within", "beside")
    @classmethod
    def _within(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value if value is None else _known(value, _words(info, "units", UNIT_TYPES), "unit type")


class Ballots(_Strict):
    """A kind of ballots that does not ship.

    Attributes:
        title: what it is, for people, by language.
        type: what it is in the words of NIST SP 1500-100.
    """

    title: dict[str, Text] = Field(default_factory=dict)
    type: str = "other"

    @field_validator("type")
    @classmethod
    def _type(cls, value: str) -> str:
        return _known(value, NIST_COUNT_TYPES, "type of NIST")


class Account(_Strict):
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
        return value if value is None else _known(value, _accounts(info), "account")


class Event(_Strict):
    """An election: the one that a file is about, or another that its sources speak of.

    Attributes:
        status: how far the count is; nothing is taken for granted here.
    """

    title: dict[str, Text]
    held_on: date
    runoff_on: date | None = None
    status: str
    offices: dict[Word, Office] = Field(default_factory=dict)
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
        if "all" in value:
            raise ValueError("`all` stands for no single office; give the office a name of its own")
        return value

    @field_validator("expect")
    @classmethod
    def _expect(cls, value: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        for unit in value:
            _known(unit, _words(info, "units", UNIT_TYPES), "unit type")
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
        ballots: the kind of ballots that the figures of the column count.
        words: the source's own words -> ours: of an office, a kind of ballots, a measure; in a column of candidates,
            what stands among the persons: an account such as `undervotes`, or a word of `ASIDE`. Its own words may have
            a role in them, such as `STATE SENATOR DISTRICT {district}: state-senate`; of several that fit, one without
            a role is meant, then the first.
    """

    is_: str = Field(alias="is")
    states: dict[str, str] = Field(default_factory=dict)
    with_: dict[str, str] = Field(default_factory=dict, alias="with")
    ballots: str | None = None
    words: dict[str, str] = Field(default_factory=dict)

    @property
    def given_by(self) -> dict[str, str]:
        """The roles that belong to this column only."""
        return self.with_ | ({"count_type": self.ballots} if self.ballots else {})

    @property
    def names(self) -> list[str]:
        """The roles and measures in the cell, in order."""
        return re.findall(r"\{(\w+)\}", self.is_) or [self.is_]

    @property
    def pattern(self) -> str | None:
        """A regular expression with a group a name, where the cell holds several."""
        return _pattern(self.is_) if "{" in self.is_ else None

    @property
    def forms(self) -> dict[str, tuple[str, list[str]]]:
        """Those of its own words that have roles in them -> a regular expression, and the roles of its groups."""
        if self.is_ in NAMES_OTHERS:
            return {}
        roles = {text: re.findall(r"\{(\w+)\}", text) for text in self.words}
        return {text: (_pattern(text), names) for text, names in roles.items() if names}

    @model_validator(mode="after")
    def _known_words(self, info: ValidationInfo) -> "Cell":
        if len(set(self.names)) != len(self.names):
            raise ValueError(f"{self.is_!r} names one thing twice")
        measures = [*MEASURES, *_words(info, "accounts", {})]
        for name in self.names:
            if name not in ROLES and name not in measures:
                raise ValueError(f"unknown role or measure {name!r}; {nearest(name, [*ROLES, *measures])}")
        for name in self.states:
            _known(name, measures, "measure")
        for name in self.with_:
            _known(name, SUBJECTS, "role")
        if self.words and self.pattern is not None:
            raise ValueError("words: is for a column that holds one thing; this one has a pattern")
        for name in (name for _, names in self.forms.values() for name in names):
            _known(name, SUBJECTS, "role")
        for ours in self.words.values() if self.is_ in ("candidate", "party", "option") else ():
            _known(ours, [*ASIDE, *_accounts(info)], "account or selection")
        for ours in self.words.values() if self.is_ == "measure" else ():
            _known(ours, measures, "measure")
        return self


class Places(_Strict):
    """Units that the seeds do not know and that are taken as the sources print them.

    Attributes:
        unit: the type of such a unit; it lies in the unit that its row names as `within`, if any.
        within: the type of such a unit within which others lie.
    """

    unit: str | None = None
    within: str | None = None

    @field_validator("unit", "within")
    @classmethod
    def _unit(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value if value is None else _known(value, _words(info, "units", UNIT_TYPES), "unit type")


class Part(_Strict):
    """Some rows of a table and what their columns are.

    Attributes:
        only: rows in which these columns have these values (one, or a list of them).
        but: rows in which they have not.
        set: roles that are the same for every row.
        register: of what types its units are that the seeds do not know; where nothing is said, those of the election.
        complete: what the rows list without a gap: `units`, and measures whose selections are all there.
        columns: what each column is; `same` where its name is its role.
        ignore: columns that are not read, with the reason.
    """

    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    but: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)
    registered: Places | None = Field(default=None, alias="register")
    complete: tuple[str, ...] = ()
    columns: dict[str, Cell] | Literal["same"]
    ignore: dict[str, str] = Field(default_factory=dict)

    @field_validator("only", "but", mode="before")
    @classmethod
    def _one_value(cls, value: Any) -> Any:
        return _listed(value)

    @field_validator("columns", mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: {"is": cell} if isinstance(cell, str) else cell for name, cell in value.items()}
        return value

    @field_validator("complete")
    @classmethod
    def _complete(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for word in value:
            _known(word, ["units", *MEASURES, *_words(info, "accounts", {})], "list")
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


class Leave(_Strict):
    """Rows that are not read.

    Attributes:
        rows: the columns and the values by which they are known.
        because: why.
    """

    rows: dict[str, tuple[str, ...]] = Field(min_length=1)
    because: Text

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "rows" in value:
            return value
        return {"rows": _listed({k: v for k, v in value.items() if k != "because"})} | {
            k: v for k, v in value.items() if k == "because"
        }


class Layout(_Strict):
    """Which table of a source, and how it lies there.

    Attributes:
        at: the heading over it; empty where the file holds one table.
        skip: how many lines above its header are not of the table, such as titles.
        header: how many of its rows are the header; 0 where there is none.
        grid: the columns in their order, in the place of what the header says.
        until: how the first line begins that stands beneath the table and is not of it; empty: an empty line.
        spans: how rows were cut by a cell that spans several.
        leave: rows that are not read, with the reason.
        parts: what its rows say.
    """

    at: str = ""
    skip: int = Field(default=0, ge=0, le=1000)
    header: int = Field(default=1, ge=0, le=10)
    until: str | None = None
    grid: tuple[str, ...] | None = None
    spans: Spans | None = None
    leave: tuple[Leave, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_part(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "parts" in value:
            return value
        own = {key: item for key, item in value.items() if key in _keys(Part)}
        rest = {key: item for key, item in value.items() if key not in own}
        return {**rest, "parts": [own]} if own else rest

    @field_validator("leave", mode="before")
    @classmethod
    def _one_leave(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _grid(self) -> "Layout":
        if self.header == 0 and not self.grid:
            raise ValueError("header: 0 needs a grid: the names of all columns, in their order")
        if self.spans and not self.grid:
            raise ValueError("spans needs a grid: the columns as they stand where no row is cut")
        for name in [self.spans.column, *self.spans.tell] if self.spans else []:
            _known(name, dict.fromkeys(self.grid or ()), "column of the grid")
        return self


class SourceFile(_Strict):
    """One file of a source.

    Attributes:
        encoding: what it is saved in; UTF-8, or what its byte order mark says, where nothing is said.
        delimiter: the character between cells; a comma where nothing is said.
        quote: the character around cells that hold a delimiter; `"` where nothing is said, empty where there is none.
    """

    sha256: Sha256
    reader: str
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    quote: Quote | None = None
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
        missing: how it marks that it gives no figure: mark -> `not_given`, `withheld`, or `not_listed` where the mark
            says that there is nothing to give, such as a party that did not stand; a list of marks: `not_given`.
        inside: account -> the account that this source counts it in, such as `blank: invalid`.
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
    missing: dict[str, Literal["not_given", "withheld", "not_listed"]] = Field(default_factory=dict)
    inside: dict[str, str] = Field(default_factory=dict)
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

    @field_validator("missing", mode="before")
    @classmethod
    def _missing(cls, value: Any) -> Any:
        return dict.fromkeys(map(str, value), "not_given") if isinstance(value, (list, tuple)) else value

    @field_validator("inside")
    @classmethod
    def _inside(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        for inner, outer in value.items():
            _known(inner, _accounts(info), "account")
            _known(outer, _accounts(info), "account")
        return value


class Register(Places):
    """Names that the seeds do not know and that are taken as the sources print them.

    Attributes:
        party: the kind of such a party.
    """

    party: str | None = None

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
    units: dict[Word, Unit] = Field(default_factory=dict)
    ballots: dict[Word, Ballots] = Field(default_factory=dict)
    accounts: dict[Word, Account] = Field(default_factory=dict)
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

    def types_of(self, part: Part) -> Places:
        """Of what types the units of a part are that the seeds do not know."""
        said = part.registered or self.registered
        declared = self.units.get(said.unit or "")
        return Places.model_construct(unit=said.unit, within=said.within or (declared.within if declared else None))

    @property
    def registers(self) -> list[str]:
        """The types of units that are taken as the sources print them, the first said first."""
        parts = [
            part
            for source in self.sources.values()
            for file in source.files.values()
            for table in file.tables
            for part in table.parts
        ]
        said = [places for part in parts for places in (part.registered or self.registered, self.types_of(part))]
        return list(dict.fromkeys(t for places in said for t in (places.unit, places.within) if t is not None))

    @property
    def measures(self) -> dict[str, Measure]:
        """Every measure that its sources may state: those that ship, and the accounts that it declares."""
        return MEASURES | {
            name: Measure(said.title.get("en", name), "count", "ballot_counts", "unit", said.inside)
            for name, said in self.accounts.items()
        }

    @property
    def unit_types(self) -> dict[str, str]:
        """Every kind of unit -> what it is, for people."""
        return UNIT_TYPES | {name: said.title.get("en", name) for name, said in self.units.items()}

    @property
    def count_types(self) -> dict[str, str]:
        """Every kind of ballots -> what it is, for people."""
        return COUNT_TYPES | {name: said.title.get("en", name) for name, said in self.ballots.items()}

    @model_validator(mode="after")
    def _own_words(self) -> "Election":
        for what, declared, ship in (
            ("accounts", self.accounts, MEASURES),
            ("units", self.units, UNIT_TYPES),
            ("ballots", self.ballots, COUNT_TYPES),
        ):
            if both := sorted(set(declared) & set(ship)):
                raise ValueError(f"{what}: {both[0]!r} ships with numerim; leave it out, or give yours another name")
        if both := sorted(set(self.accounts) & set(ROLES)):
            raise ValueError(f"accounts: {both[0]!r} is a role; give the account another name")
        return self


def _keys(model: type[BaseModel]) -> list[str]:
    """What a model is written with."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _pattern(text: str) -> str:
    """A regular expression for what fits a text with roles in it, with a group each."""
    parts = re.split(r"(\{\w+\})", text)
    return "^" + "".join("(.+?)" if p.startswith("{") else re.escape(p) for p in parts if p) + "$"


def _listed(value: Any) -> Any:
    """A mapping to lists of values, of which one alone may stand without its list."""
    if not isinstance(value, dict):
        return value
    return {key: item if isinstance(item, (list, tuple)) else [item] for key, item in value.items()}


def _known(value: str, words: Any, what: str) -> str:
    if value not in words:
        raise ValueError(f"unknown {what} {value!r}; {nearest(value, list(words))}")
    return value


DECLARES = ("units", "ballots", "accounts")
"""The keys of an `election.yml` under which it declares words of its own; reading passes them as the context."""


def _words(info: ValidationInfo, kind: str, ship: Any) -> list[str]:
    """The words that ship, and those that the election declares."""
    return [*ship, *(info.context or {}).get(kind, ())]


def _accounts(info: ValidationInfo) -> list[str]:
    return _words(info, "accounts", [name for name, m in MEASURES.items() if m.table == "ballot_counts"])
