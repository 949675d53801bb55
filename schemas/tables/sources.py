"""The table `sources`."""

import polars as pl

from numerim.schemas.table import Table, column
from numerim.schemas.vocabulary import ELECTION_STATUSES, TERMS


class Sources(Table, title="Sources", key=("source_id", "path")):
    """The files that the package was read from."""

    source_id: str = column("Source", "Its name within the election.", pattern="^[a-z0-9-]+$")
    path: str = column("File", "The file, beside election.yml.")
    title: str = column("Title", "What it is.")
    publisher: str = column("Publisher", "Who published it, where that is known.", nullable=True)
    language: str = column("Language", "ISO 639-1.", pattern="^[a-z]{2}$")
    licence: str = column("Licence", "Of the source itself: an identifier of SPDX, or words.")
    terms: str = column("Terms", "What of the source may be published.", words=TERMS)
    attribution: str = column(
        "Attribution", "The words by which it is to be named, where it asks for that.", nullable=True
    )
    url: str = column("Address", "Where it can be found, where that is known.", nullable=True)
    retrieved: pl.Date = column("Retrieved", "The day on which it was taken from there.", nullable=True)
    not_known: str = column(
        "Not known",
        "What nobody knows of it: `url`, `retrieved`, `publisher`; several with spaces between them.",
        nullable=True,
    )
    status: str = column("Status", "How far the count was when the source was published.", words=ELECTION_STATUSES)
    dated: pl.Date = column("Dated", "The day that it bears, where it bears one.", nullable=True)
    rank: int = column("Rank", "Whom to believe first, from 1.", ge=1)
    sha256: str = column("SHA-256", "Of the bytes of the file.", pattern="^[0-9a-f]{64}$")
    document_sha256: str = column(
        "SHA-256 of the document",
        "Of the document that the file was transcribed from.",
        pattern="^[0-9a-f]{64}$",
        nullable=True,
    )
    figures: int = column(
        "Figures",
        "Statements read from it; cells that state nothing by themselves are not counted.",
        unit="statements",
        ge=0,
    )
