"""The fact `known_names`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column

KINDS = {"gp_unit": "A unit.", "party": "A party, a coalition, or an initiative."}


class KnownNames(Fact, key=("kind", "name", "id")):
    """A name of a unit or party of the country that the seeds know, where a source names one that they do not."""

    kind: str = column("Kind", "What the name is of.", words=KINDS)
    id: str = column("Id", "The id of what has the name.")
    name: str = column("Name", "A name that it has.")
    unit_type: str = column("Type", "Of units, of which type it is.", nullable=True)
