"""The table `statements`."""

from numerim.schemas.table import Amount, Table, column, locator, source_id
from numerim.schemas.vocabulary import FATES, GIVEN


class Statements(Table, title="Statements", key=("election_id", "source_id", "locator", "measure")):
    """Every statement of every source: what is printed, where, what it was read as, and what became of it.

    Cells that are not read stand here too, with the reason.
    """

    election_id: str = column(
        "Election",
        "The election that something is stated of; that of the package for a cell that states nothing.",
        references="elections.election_id",
    )
    source_id: str = source_id()
    locator: str = locator()
    sentence: str = column(
        "Sentence",
        "The number of the sentence in the document, where the file is a transcription of sentences, one row a figure or claim.",
        nullable=True,
    )
    span: str = column(
        "Span",
        "The characters of the document (`document_sha256` in `sources`) that are the figure, or the words for what happened: from–to in its text as UTF-8, counted in Unicode code points from 0, the last not included.",
        pattern="^[0-9]+-[0-9]+$",
        nullable=True,
    )
    subject_span: str = column(
        "Spans of the subject",
        "The characters that name what it is said of, a span for each name, divided by spaces.",
        pattern="^[0-9]+-[0-9]+( [0-9]+-[0-9]+)*$",
        nullable=True,
    )
    sentence_span: str = column(
        "Spans of the sentences",
        "The characters of its sentence, then of other sentences that it needs to be understood, divided by spaces.",
        pattern="^[0-9]+-[0-9]+( [0-9]+-[0-9]+)*$",
        nullable=True,
    )
    printed: str = column(
        "Printed",
        "The cell, exactly as it stands in the file. Figures and names are as the document has them; in a transcription of sentences the word for what happened (`elected`, `runoff`, `stood`, `ahead`) is the transcriber's.",
        nullable=True,
    )
    corrected: str = column("Corrected", "What a declared correction put in its place.", nullable=True)
    measure: str = column(
        "Measure",
        "What is stated, a word of `words`; `-` for a cell that states nothing by itself.",
        pattern="^([a-z0-9]+([-_][a-z0-9]+)*|-)$",
    )
    given: str = column("Given", "Whether the source gives the figure.", words=GIVEN, nullable=True)
    value: str = column("Value", "What it was read as.", nullable=True)
    low: float = column(
        "Not less than",
        "The least that the figure can stand for: half of its last decimal place less, or the bound of a “more than”.",
        nullable=True,
    )
    high: float = column(
        "Not more than",
        "The most that the figure can stand for; empty where nothing bounds it, as after “more than” or “about”.",
        nullable=True,
    )
    table_name: str = column("Table", "The table whose row it makes.", nullable=True)
    table_key: str = column("Key", "The key of that row, its parts divided by spaces.", nullable=True)
    said_by: str = column("Said by", "Whom the source itself credits with it.", nullable=True)
    fate: str = column("Fate", "What became of it.", words=FATES)
    rules: str = column(
        "Findings",
        "Codes of the findings that it takes part in; those that dispute it are in `doubts` of its row, or hold it back.",
        nullable=True,
    )
    held_by: int = column(
        "Held by",
        "Of a figure: how many sums, percentages and agreements hold in which it takes part, those between the same figures counted once; 0 where a slip in it would not be seen.",
        nullable=True,
        ge=0,
    )
    slip_unseen: Amount = column(
        "Slip unseen",
        "Up to which difference a slip in the figure, up or down, would be seen by none of these, in its own unit: 0 where every slip would be; empty where nothing holds it, so that none would.",
        unit="as the measure says",
        nullable=True,
        ge=0,
    )
    note: str = column("Note", "How it was read, or why it was not.", nullable=True)
