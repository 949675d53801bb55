"""The table `words`."""

from numerim.schemas.table import Table, column
from numerim.schemas.vocabulary import WORD


class Words(Table, title="Words", key=("kind", "word")):
    """What the words in the other tables mean that an election may add to: offices, kinds of units and ballots, accounts."""

    kind: str = column(
        "Kind",
        "The column that the word stands in.",
        words={
            "office": "An office or a question",
            "unit_type": "A kind of unit",
            "count_type": "A kind of ballots",
            "measure": "What is counted or stated",
        },
    )
    word: str = column("Word", "The word.", pattern=WORD)
    title: str = column("Title", "What it means.")
    inside: str = column(
        "Inside",
        "The account that a source counts it in, or the kind of unit that it lies in, where that is always so.",
        nullable=True,
    )
    nist: str = column("NIST", "The word of NIST SP 1500-100 v2 for it, where it has one.", nullable=True)
