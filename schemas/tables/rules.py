"""The table `rules`."""

from schemas.table import Table, column
from schemas.vocabulary import SEVERITIES


class Rules(Table, title="Rules", key=("code",)):
    """The rules that the figures were held against."""

    code: str = column("Code", "Stable, never used again for another rule.", pattern="^R[0-9]{3}$")
    title: str = column("Title", "The claim.")
    family: str = column("Family", "What kind of claim it is.")
    severity: str = column("Severity", "What follows when it is broken.", words=SEVERITIES)
    held: int = column("Held", "How often it held.", ge=0)
    broken: int = column("Broken", "How often it was broken.", ge=0)
    not_applicable: int = column(
        "Not applicable", "Of how many of these things the sources lack the figures that it needs.", ge=0
    )
    each: str = column("Each", "What it is asked of.")
    applies: bool = column("Applies", "Whether the sources give the figures that it needs.")
    why: str = column("Why", "Why it must hold, and how much it may be off.")
    law: str = column("Law", "Its legal source.", nullable=True)
