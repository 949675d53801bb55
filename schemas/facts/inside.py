"""The fact `inside`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, source_id


class Inside(Fact, key=("source_id", "measure")):
    """An account that a source counts within another, as `inside:` in election.yml says."""

    source_id: str = source_id()
    measure: str = column("Measure", "The part.", references="measures.measure")
    inside: str = column("Inside", "The account that it is a part of.", references="measures.measure")
