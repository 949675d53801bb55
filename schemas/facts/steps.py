"""The fact `steps`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id, source_id
from numerim.schemas.vocabulary import ELECTION_STATUSES


class Steps(Fact, key=("election_id", "source_id", "stood", "stands", "measure")):
    """A count of one thing in two states of a file: the one that was known before, and this one.

    Only counts that grow while votes are counted stand here, and only those of files that are not the same in both.
    Elections without a state before, such as all that are not fetched, have none.
    """

    election_id: str = election_id()
    source_id: str = source_id()
    state_at: str = column("Taken at", "When the state before was put down, in UTC.")
    gp_unit_id: str = column("Unit", "The unit that it is of.", nullable=True)
    unit: str = column("Unit's name", "That unit, for sentences.")
    measure: str = column("Measure", "What is stated, a word of `words`.")
    what: str = column("What", "What it is a count of, within that unit, for sentences.")
    before: Annotated[pl.Decimal, 24, 6] = column("Before", "The count in the state before.", nullable=True)
    after: Annotated[pl.Decimal, 24, 6] = column("After", "The count in this one.", nullable=True)
    stood: str = column("Stood", "Where the one before stood in its file.", nullable=True)
    stands: str = column("Stands", "Where this one stands in its file.", nullable=True)
    place: str = column("Place", "The same, as `locators` of an answer name it.", nullable=True)
    was: str = column("Was", "How far the count was in the state before.", words=ELECTION_STATUSES)
    status: str = column("Status", "How far it is in this one.", words=ELECTION_STATUSES)
    grew: bool = column("Grew", "Whether the source counts more of something else in the unit than before.")
