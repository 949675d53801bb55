"""What an `election.yml` says as a whole; `mistakes` holds its parts against each other."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from numerim.declare.chosen import SetRules, set_rules
from numerim.declare.listing import Certified, Publish
from numerim.declare.offices import Account, Ballots, Office, Unit
from numerim.declare.rights import Declared
from numerim.declare.sources import Register, Source
from numerim.declare.tables import Part, Places
from numerim.declare.words import Id, Percent, Strict, Text, Word, known, unit_type
from numerim.schemas.vocabulary import COUNT_TYPES, ELECTION_STATUSES, LEVELS, MEASURES, UNIT_TYPES, Measure

_ONCE_LEVELS = {"turnout": "R802", "invalid": "R803", "blank": "R804"}
"""Levels that became parameters of rules."""


class Event(Strict):
    """An election: the one that a file is about, or another that its sources speak of.

    Attributes:
        status: how far the count is. A check does without, and takes the count for preliminary; a release does not.
        rules: what is set of rules, as it is written; `set_rules` has what that means.
    """

    title: dict[str, Text]
    held_on: date
    runoff_on: date | None = None
    status: str
    offices: dict[Word, Office] = Field(default_factory=dict)
    expect: dict[str, Annotated[int, Field(ge=1, le=10_000_000)]] = Field(default_factory=dict)
    levels: dict[str, Percent] = Field(default_factory=dict)
    rules: dict[str, Any] = Field(default_factory=dict)

    @field_validator("levels")
    @classmethod
    def _levels(cls, value: dict[str, Decimal]) -> dict[str, Decimal]:
        for level in value:
            if level in _ONCE_LEVELS:
                raise ValueError(
                    f"{level}: a rule has it now; write rules: {{{_ONCE_LEVELS[level]}: {{above: {value[level]}}}}}"
                )
            known(level, LEVELS, "level")
        return value

    @property
    def set_rules(self) -> SetRules:
        """What it sets of rules."""
        return set_rules(self.rules)[0]

    @field_validator("title")
    @classmethod
    def _title(cls, value: dict[str, str]) -> dict[str, str]:
        if "en" not in value:
            raise ValueError("a title in English is missing: title: {en: …}")
        return value

    @field_validator("status")
    @classmethod
    def _status(cls, value: str) -> str:
        return known(value, ELECTION_STATUSES, "status")

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
            unit_type(unit, info)
        return value


def _filled_in(text: str) -> str:
    if text.strip(" .") in ("", "…"):
        raise ValueError(f"{text!r} gives no reason; say what the source shows, or how it is known")
    return text


Reason = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_filled_in)]
"""Why something is as it is declared: words, not what a printed entry leaves to be filled in."""


class Correction(Strict):
    """A declared change of one cell."""

    source: str
    at: str
    expect: str
    set: str
    reason: Reason


class Doubt(Strict):
    """A figure that may not be what it is read as, as whoever read it says."""

    source: str
    at: str
    expect: str
    reason: Text


class Acceptance(Strict):
    """A finding that is known and published all the same."""

    rule: str
    subject: str
    election: Id | None = None
    reason: Reason


class Election(Event):
    """What an `election.yml` says.

    Attributes:
        certified: who certified the count, and when; None where nobody did, or nobody said so.
        publish: when a release is listed, and whose folders stay.
        doi: of the package, whatever its version, where it is deposited.
    """

    id: Id
    doi: Annotated[str, Field(pattern=r"^10\.[0-9]{4,9}/\S+$", max_length=200)] | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    licence: Declared | None = None
    certified: Certified | None = None
    publish: Publish = Publish()
    others: dict[Id, Event] = Field(default_factory=dict)
    units: dict[Word, Unit] = Field(default_factory=dict)
    ballots: dict[Word, Ballots] = Field(default_factory=dict)
    accounts: dict[Word, Account] = Field(default_factory=dict)
    registered: Register = Field(default=Register(), alias="register")
    sources: dict[Id, Source] = Field(min_length=1)
    corrections: tuple[Correction, ...] = ()
    doubts: tuple[Doubt, ...] = ()
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
        return {
            name: Measure(said.title.get("en", name), "count", "ballot_counts", "unit", said.inside)
            for name, said in self.accounts.items()
        } | MEASURES

    @property
    def unit_types(self) -> dict[str, str]:
        """Every kind of unit -> what it is, for people."""
        return UNIT_TYPES | {
            name: said.title.get("en", UNIT_TYPES.get(name, name)) for name, said in self.units.items()
        }

    @property
    def count_types(self) -> dict[str, str]:
        """Every kind of ballots -> what it is, for people."""
        return COUNT_TYPES | {
            name: said.title.get("en", COUNT_TYPES.get(name, name)) for name, said in self.ballots.items()
        }


def _titles(ships: Mapping[str, str], declared: Mapping[str, Unit] | Mapping[str, Ballots]) -> dict[str, str]:
    return {**ships, **{name: said.title.get("en", ships.get(name, name)) for name, said in declared.items()}}
