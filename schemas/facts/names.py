"""The fact `names`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.tables import names


class Names(
    Fact,
    key=("kind", "id", "printed", "source_id"),
    of=names.Names,
    takes=("kind", "id", "name", "printed", "source_id"),
):
    """Every form under which a source prints a unit, a party or a person that is known."""

    election_id: str = column(
        "Election", "The election in which it is first printed so.", references="elections.election_id"
    )
    form: str = column(
        "Form", "Which form the seeds say it is, such as the definite one, where they do.", nullable=True
    )
    places: str = column(
        "Places",
        "Every cell that prints it so, `source|file:L3.C2`, with spaces between; of a file with more than 10,000, so many.",
    )
