"""The table `objections`."""

import polars as pl

from numerim.schemas.table import Table, column
from numerim.schemas.vocabulary import OBJECTION_STATES


class Objections(Table, title="Objections", key=("objection_id",), came_later=True):
    """What readers say is wrong, a figure each, and what the publisher answered; none is applied by itself."""

    objection_id: str = column("Objection", "Its id: the name of its file under `objections/`.")
    version: str = column(
        "Version",
        "The version of the package whose figure it is about; a later one may have another.",
        pattern="^[0-9]+[.][0-9]+[.][0-9]+$",
    )
    table_name: str = column("Table", "The table of that version whose row the figure makes.", nullable=True)
    table_key: str = column("Key", "The key of that row, its parts divided by spaces.", nullable=True)
    source_id: str = column("Source", "The source of the figure, in that version.")
    locator: str = column("Locator", "Where in that source it stands.")
    published: str = column("Published", "The figure in that version; what is printed where it is no figure.")
    should_be: str = column("Should be", "What it should be instead, as the reader says.")
    because: str = column("Because", "How the reader knows.")
    evidence: str = column("Evidence", "An address where that can be seen, as the reader gives it.", nullable=True)
    objected_by: str = column("Objected by", "The reader, where they agreed that the name is published.", nullable=True)
    received_on: pl.Date = column("Received on", "The day on which it was made, as the file says.")
    state: str = column("State", "What became of it.", words=OBJECTION_STATES)
    reason: str = column("Reason", "Why it was answered so.", nullable=True)
    answered_by: str = column("Answered by", "Who answered.", nullable=True)
    answered_on: pl.Date = column("Answered on", "The day of the answer.", nullable=True)
