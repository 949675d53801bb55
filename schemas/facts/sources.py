"""The fact `sources`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.tables import sources


class Sources(Fact, key=("source_id",), of=sources.Sources, takes=("source_id", "status")):
    """The sources of the election."""

    earlier_id: str = column(
        "Earlier", "The source of which it is a later version.", references="sources.source_id", nullable=True
    )
    superseded: bool = column("Superseded", "Whether there is a later version of it.")
