"""What an `election.yml` may say of its sources, their files, and names that the seeds do not know."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from numerim.declare.dialect import Delimiter, Encoding, Quote, Widths
from numerim.declare.numbers import Missing, Numbers
from numerim.declare.rights import Address, Terms
from numerim.declare.tables import Layout, Places
from numerim.declare.words import Id, Sha256, Strict, Text, accounts_of, known
from numerim.schemas.vocabulary import ELECTION_STATUSES, PARTY_KINDS

_LAID_OUT = ("csv", "workbook", "html", "wikitext")
"""What reads tables as rows of cells."""


class SourceFile(Strict):
    """One file of a source.

    Attributes:
        sha256: of its bytes, where its publisher states it, or the file lies elsewhere; no tool changes it. What it is
            where nothing is said, `sources.lock` knows.
        fetch: the address that it is taken from, again and again; it then lies among the snapshots.
        encoding: what it is saved in; UTF-8, or what its byte order mark says, where nothing is said.
        delimiter: the character between cells; a comma where nothing is said.
        quote: the character around cells that hold a delimiter; `"` where nothing is said, empty where there is none.
        widths: how many characters each column takes, where no character divides them.
        blocks: that tables lie beneath each other in it, each with a header, and where their titles stand: `above` the
            header, in its first cell (`corner`), or nowhere, as one table goes on (`again`). Each is a
            table that `at:` names by that title.
        keyed: the lists that objects make whose keys are data, such as names of candidates, as `at:` names them; where
            nothing is said, the shape of each object tells.
        alone: objects or elements, as `at:` names them, that are lists of one thing.
        numbers: how it writes numbers, where its source says otherwise.
        missing: what marks that there is no figure, beside what its source says.
        tables: those of its tables that are read; none where its format says itself what it means.
        ignore: sheets of a workbook or tables of a page that are not, with the reason; `*`: all others.
    """

    sha256: Sha256 | None = None
    fetch: Address | None = None
    reader: str
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    quote: Quote | None = None
    widths: Widths | None = None
    blocks: Literal["above", "corner", "again"] | None = None
    keyed: tuple[str, ...] | None = None
    alone: tuple[str, ...] = ()
    numbers: Numbers | None = None
    missing: Missing = Field(default_factory=dict)
    tables: tuple[Layout, ...] = ()
    ignore: dict[str, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _divided(self) -> "SourceFile":
        if self.fetch and self.sha256:
            raise ValueError("sha256: is of a file that stays as it is; what is fetched may change, so leave one out")
        if self.widths and (self.delimiter or self.quote):
            raise ValueError("widths: is for files without a delimiter, and quotes are text in them; leave one out")
        if self.widths and self.reader != "csv":
            raise ValueError("widths: is for text, reader: csv")
        if self.keyed is not None and self.reader != "json":
            raise ValueError(f"keyed: is for objects of JSON; reader: {self.reader} has none")
        if self.alone and self.reader not in ("json", "xml"):
            raise ValueError(f"alone: is for JSON and XML; reader: {self.reader} has no lists of things")
        if self.blocks and self.reader not in _LAID_OUT:
            raise ValueError(f"blocks: is for tables that lie beneath each other; reader: {self.reader} has none")
        if any(layout.turned for layout in self.tables) and self.reader not in _LAID_OUT:
            raise ValueError(f"turned: is for tables of rows and columns; reader: {self.reader} has none")
        return self


class Source(Strict):
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
        files: each by its path from the folder of the election, or many by a pattern such as `precincts/*.csv`.
        every: how often its files are to be fetched, such as `5 minutes`; they are late after twice that time.
        allow_private: whether they may be fetched from this machine or network.
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
    every: Annotated[str, Field(pattern=r"^[1-9]\d{0,3} (second|minute|hour|day)s?$")] | None = None
    allow_private: bool = False

    @field_validator("status")
    @classmethod
    def _status(cls, value: str | None) -> str | None:
        return value if value is None else known(value, ELECTION_STATUSES, "status")

    @property
    def promised(self) -> timedelta | None:
        """How often its files are to be looked at, where that is said and any has an address."""
        if self.every is None or not any(file.fetch for file in self.files.values()):
            return None
        number, unit = self.every.split()
        return timedelta(**{unit.rstrip("s") + "s": int(number)})

    numbers: Numbers = Numbers()
    missing: Missing = Field(default_factory=dict)
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

    @field_validator("inside")
    @classmethod
    def _inside(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        for inner, outer in value.items():
            known(inner, accounts_of(info), "account")
            known(outer, accounts_of(info), "account")
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
        return value if value is None else known(value, PARTY_KINDS, "kind of party")
