"""The fact `unclear_names`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column

KINDS = {"gp_unit": "A unit.", "party": "A party, a coalition, or an initiative."}


class UnclearNames(Fact, key=("kind", "printed", "id")):
    """A printed name that the seeds have in another way of writing, but for two things: one row for each."""

    kind: str = column("Kind", "What the name is of.", words=KINDS)
    printed: str = column("Printed", "The name, as a source prints it.")
    id: str = column("Id", "The id of what it may be.")
    name: str = column("Name", "The name that this has in the seeds.")
    unit_type: str = column("Type", "Of units, of which type it is.", nullable=True)
