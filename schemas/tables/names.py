"""The table `names`."""

from numerim.schemas.table import Table, column, locator, source_id


class Names(Table, title="Names as printed", key=("kind", "id", "printed", "source_id")):
    """Every form under which the sources print a unit, a party or a person."""

    kind: str = column(
        "Kind",
        "What is named.",
        words={"gp_unit": "A unit", "party": "A party or coalition", "person": "A candidate"},
    )
    id: str = column("Named", "The unit, the party or the person.")
    name: str = column("Name", "The form that numerim uses.")
    printed: str = column("Printed", "The form that the source prints.")
    times: int = column("Times", "In how many cells.", ge=1)
    source_id: str = source_id()
    locator: str = locator()
