"""The fact `lists`."""

from numerim.schemas.fact import Fact, stated_in
from numerim.schemas.table import column, source_id


class Lists(Fact, key=("source_id", "path", "stated_in")):
    """A table of a source: the cells that `complete` and `all_units` are said of."""

    source_id: str = source_id()
    path: str = column("File", "The file, beside election.yml.")
    stated_in: str = stated_in()
