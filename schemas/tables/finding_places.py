"""The table `finding_places`."""

from numerim.schemas.table import Table, column, election_id, locator, source_id
from numerim.schemas.vocabulary import ROLES


class FindingPlaces(Table, title="Places of findings", key=("finding_id", "source_id", "locator", "measure")):
    """The figures that findings are about, one a row; a finding about something that is missing has none."""

    election_id: str = election_id()
    finding_id: str = column("Finding", "The finding.", references="findings.finding_id")
    source_id: str = source_id()
    locator: str = locator(
        "Where in the source it stands; `statements` has it under the same `source_id`, `locator` and `measure`."
    )
    measure: str = column(
        "Measure",
        "What is stated there, a word of `words`; `-` where the finding is about a name, or the cell as such.",
        pattern="^([a-z0-9]+([-_][a-z0-9]+)*|-)$",
    )
    printed: str = column(
        "Printed",
        "The cell, exactly as it stands in the file; the name alone of a cell that has no statement.",
        nullable=True,
    )
    value: str = column("Value", "What it was read as, after corrections; empty for a name.", nullable=True)
    role: str = column("Role", "Whether the finding puts it in doubt.", words=ROLES)
