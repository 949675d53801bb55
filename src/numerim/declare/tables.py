"""What an `election.yml` may say of the tables of a file: which rows, and what their columns are."""

import re
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from numerim.declare.numbers import Missing, Numbers, as_marks
from numerim.declare.words import (
    NAMES_OTHERS,
    ROLES,
    SUBJECTS,
    Strict,
    Text,
    accounts_of,
    keys_of,
    known,
    listed,
    pattern_of,
    unit_type,
    words_of,
)
from numerim.schemas.vocabulary import ASIDE, MEASURES


def _names(text: str) -> list[str]:
    """The roles and measures in a pattern, or the one that it is."""
    return re.findall(r"\{(\w+)\}", text) or [text]


USUAL = (
    *("unit", "within", "candidate", "party", "office", "votes", "share", "registered", "cast", "valid", "invalid"),
    *("blank", "turnout", "seats"),
)
"""What most columns are."""


def meant(name: str, every: list[str]) -> str:
    """What may be meant by an unknown role or measure: one that is written much alike, or what most columns are."""
    from difflib import get_close_matches

    if close := get_close_matches(name, every, n=1, cutoff=_ALIKE):
        return f"did you mean {close[0]!r}?"
    usual = ", ".join(USUAL)
    return f"most columns are: {usual} (docs/when-the-draft-is-wrong.md); one that is none of these goes under ignore:"


_ALIKE = 0.8


class Cell(Strict):
    """What a column's cells are.

    Attributes:
        each: a role, a measure, or a pattern of them such as `{candidate} ({party})`; of several patterns the first
            that fits all of a cell is meant.
        states: what the cell states beside what it names: measure -> word.
        with_: roles that belong to this column only; `{Column}` takes another cell of the row,
            `{First name} {Last name}` several.
        ballots: the kind of ballots that the figures of the column count.
        words: the source's own words -> ours: of an office, a kind of ballots, a measure; in a column of candidates,
            what stands among the persons: an account such as `undervotes`, or a word of `ASIDE`. Its own words may have
            a role in them, such as `STATE SENATOR DISTRICT {district}: state-senate`; of several that fit, one without
            a role is meant, then the first.
        text: what its cells say, made of several cells of the row: `{First name} {Last name}`.
    """

    each: tuple[str, ...] = Field(alias="is", min_length=1)
    states: dict[str, str] = Field(default_factory=dict)
    with_: dict[str, str] = Field(default_factory=dict, alias="with")
    ballots: str | None = None
    words: dict[str, str] = Field(default_factory=dict)
    numbers: Numbers | None = None
    missing: Missing = Field(default_factory=dict)
    text: Annotated[str, Field(pattern=r"\{[^{}]+\}")] | None = None

    @property
    def given_by(self) -> dict[str, str]:
        """The roles that belong to this column only."""
        return self.with_ | ({"count_type": self.ballots} if self.ballots else {})

    @property
    def is_(self) -> str:
        """What it is, or the first pattern of it."""
        return self.each[0]

    @property
    def names(self) -> list[str]:
        """The roles and measures in the cell, in order."""
        return list(dict.fromkeys(name for one in self.each for name in _names(one)))

    @property
    def patterns(self) -> list[tuple[str, list[str]]]:
        """Regular expressions with a group a name, and those names, where the cell holds several; none where one."""
        if len(self.each) == 1 and "{" not in self.is_:
            return []
        return [(pattern_of(one if "{" in one else f"{{{one}}}"), _names(one)) for one in self.each]

    @property
    def forms(self) -> dict[str, tuple[str, list[str]]]:
        """Those of its own words that have roles in them -> a regular expression, and the roles of its groups."""
        if self.is_ in NAMES_OTHERS:
            return {}
        roles = {text: re.findall(r"\{(\w+)\}", text) for text in self.words}
        return {text: (pattern_of(text), names) for text, names in roles.items() if names}

    @field_validator("each", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _known_words(self, info: ValidationInfo) -> "Cell":
        for one in self.each:
            if len(set(_names(one))) != len(_names(one)):
                raise ValueError(f"{one!r} names one thing twice")
        measures = [*MEASURES, *words_of(info, "accounts", {})]
        for name in self.names:
            if name not in ROLES and name not in measures:
                raise ValueError(f"unknown role or measure {name!r}; {meant(name, [*ROLES, *measures])}")
        for name in self.states:
            known(name, measures, "measure")
        for name in self.with_:
            known(name, SUBJECTS, "role")
        if self.words and self.patterns:
            raise ValueError("words: is for a column that holds one thing; this one has a pattern")
        for name in (name for _, names in self.forms.values() for name in names):
            known(name, SUBJECTS, "role")
        for ours in self.words.values() if self.is_ in ("candidate", "party", "option") else ():
            known(ours, [*ASIDE, *accounts_of(info)], "account or selection")
        for ours in self.words.values() if self.is_ == "measure" else ():
            known(ours, measures, "measure")
        return self


class Places(Strict):
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
        return value if value is None else unit_type(value, info)


class Repeat(Strict):
    """Columns that stand several times side by side, such as name, votes and share of the first, the second, the third.

    Attributes:
        times: how often.
        columns: what each column is, by its name in the first group.
        ignore: those that are not read, with the reason.
    """

    times: int = Field(ge=2, le=1000)
    columns: dict[str, Cell] = Field(min_length=1)
    ignore: dict[str, str] = Field(default_factory=dict)

    @field_validator("columns", mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return _short(value)


def _short(value: Any) -> Any:
    """Columns, of which each may be said by what it is alone."""
    if isinstance(value, dict):
        return {name: {"is": cell} if isinstance(cell, (str, list)) else cell for name, cell in value.items()}
    return value


class Part(Strict):
    """Some rows of a table and what their columns are.

    Attributes:
        only: rows in which these columns have these values (one, or a list of them).
        but: rows in which they have not.
        set: roles that are the same for every row.
        register: of what types its units are that the seeds do not know; where nothing is said, those of the election.
        complete: what the rows list without a gap: `units`, and measures whose selections are all there.
        numbers: how numbers are written, where the file says otherwise.
        missing: what marks that there is no figure, beside what the file says.
        columns: what each column is; `same` where its name is its role.
        repeat: columns that stand there several times; what `columns` says of one of these alone goes before.
        ignore: columns that are not read, with the reason.
    """

    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    but: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)
    registered: Places | None = Field(default=None, alias="register")
    complete: tuple[str, ...] = ()
    numbers: Numbers | None = None
    missing: Missing = Field(default_factory=dict)
    columns: dict[str, Cell] | Literal["same"]
    repeat: Repeat | None = None
    ignore: dict[str, str] = Field(default_factory=dict)

    @field_validator("only", "but", mode="before")
    @classmethod
    def _one_value(cls, value: Any) -> Any:
        return listed(value)

    @field_validator("columns", mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return _short(value)

    @field_validator("complete")
    @classmethod
    def _complete(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for word in value:
            known(word, ["units", *MEASURES, *words_of(info, "accounts", {})], "list")
        return value

    @field_validator("set")
    @classmethod
    def _roles(cls, value: dict[str, str]) -> dict[str, str]:
        for role in value:
            known(role, SUBJECTS, "role")
        return value

    @model_validator(mode="after")
    def _each_once(self) -> "Part":
        columns = {} if self.columns == "same" else self.columns
        if both := set(columns) & set(self.ignore):
            raise ValueError(f"the column {min(both)!r} is both read and ignored")
        again = self.repeat.columns if self.repeat else {}
        if again and self.columns == "same":
            raise ValueError("repeat: needs what each of the other columns is, not `columns: same`")
        every = [cell for name, cell in columns.items() if name not in again] + list(again.values())
        plain = [cell.is_ for cell in every if cell.is_ in SUBJECTS and not cell.states]
        if twice := [role for role in plain if plain.count(role) > 1]:
            raise ValueError(f"two columns are the {twice[0]}")
        return self


class Spans(Strict):
    """A cell that spans rows: those beneath it come without it, and its own has lost the last column.

    Attributes:
        column: the column whose cell spans rows.
        tell: what other columns hold (`number`, `text`, `empty`), to tell the two kinds of rows apart.
    """

    column: str
    tell: dict[str, Literal["number", "text", "empty"]]


class Leave(Strict):
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
        return {"rows": listed({k: v for k, v in value.items() if k != "because"})} | {
            k: v for k, v in value.items() if k == "because"
        }


class Layout(Strict):
    """Which table of a source, and how it lies there.

    Attributes:
        at: the heading over it; empty where the file holds one table.
        skip: how many lines above its header are not of the table, such as titles.
        header: how many of its rows are the header; 0 where there is none.
        grid: the columns in their order, in the place of what the header says.
        range: the cells of a sheet in which the table lies, such as `B3:H40`; columns alone, `B:H`, mean all rows.
        turned: the table lies on its side: its first rows name units, its first columns (`header:`, so many) what is
            counted; `forms`: each value has a line of its own, and forms may follow each other.
        each: a role such as `unit`: the entry means every table of the file that no other names, and the name of each
            is that.
        short: of how many columns each of the groups is of which rows may lack the last ones, such as number, name and
            votes of lists that did not stand.
        headings: the name of a column for what stands alone in a row above others: the heading of a part of the table.
        until: how the first line begins that stands beneath the table and is not of it; empty: an empty line.
        spans: how rows were cut by a cell that spans several.
        fill: columns in which an empty cell means what stands above it, such as a unit that only the first of its rows
            names.
        leave: rows that are not read, with the reason.
        parts: what its rows say; what a table says of them (`set`, `complete`, `ignore` …) goes for each of its parts.
    """

    at: str = ""
    skip: int = Field(default=0, ge=0, le=1000)
    header: int = Field(default=1, ge=0, le=10)
    range: Annotated[str, Field(pattern=r"^[A-Z]{1,3}\d*:[A-Z]{1,3}\d*$")] | None = None
    turned: Literal["forms"] | bool = False
    each: str | None = None
    short: int | None = Field(default=None, ge=1, le=100)
    headings: str | None = None
    until: str | None = None
    grid: tuple[str, ...] | None = None
    spans: Spans | None = None
    fill: tuple[str, ...] = ()
    leave: tuple[Leave, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_part(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("parts"), list):
            return _for_all_parts(value)
        own = {key: item for key, item in value.items() if key in keys_of(Part)}
        rest = {key: item for key, item in value.items() if key not in own}
        return {**rest, "parts": [own]} if own else rest

    @field_validator("fill", mode="before")
    @classmethod
    def _one_column(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("leave", mode="before")
    @classmethod
    def _one_leave(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    @field_validator("each")
    @classmethod
    def _role(cls, value: str | None) -> str | None:
        return value if value is None else known(value, SUBJECTS, "role")

    @property
    def repeats(self) -> bool:
        """Whether names of columns may stand in it several times."""
        return any(part.repeat is not None for part in self.parts)

    def of(self, name: str) -> "Layout":
        """What an entry with `each:` says of the table of this name."""
        if self.each is None:
            return self
        parts = tuple(part.model_copy(update={"set": {self.each: name, **part.set}}) for part in self.parts)
        return self.model_copy(update={"at": name, "parts": parts})

    @model_validator(mode="after")
    def _grid(self) -> "Layout":
        if self.header == 0 and not self.grid:
            raise ValueError("header: 0 needs a grid: the names of all columns, in their order")
        if self.each and self.at:
            raise ValueError("each: means all tables that no entry names; at: names one")
        if self.spans and not self.grid:
            raise ValueError("spans needs a grid: the columns as they stand where no row is cut")
        for name in [self.spans.column, *self.spans.tell] if self.spans else []:
            known(name, dict.fromkeys(self.grid or ()), "column of the grid")
        return self


def _for_all_parts(table: dict[str, Any]) -> dict[str, Any]:
    """A table with what it says of all its parts said of each, where that does not say otherwise."""
    shared = {key: item for key, item in table.items() if key in keys_of(Part)}
    if "missing" in shared:
        shared["missing"] = as_marks(shared["missing"])

    def whole(part: Any) -> Any:
        if not isinstance(part, dict):
            return part
        if "missing" in part:
            part = {**part, "missing": as_marks(part["missing"])}
        both = {key: {**shared[key], **part[key]} for key in shared if _are_dicts(shared[key], part.get(key))}
        return {**shared, **part, **both}

    return {**{k: v for k, v in table.items() if k not in shared}, "parts": [whole(part) for part in table["parts"]]}


def _are_dicts(*values: Any) -> bool:
    return all(isinstance(value, dict) for value in values)
