"""The table `gp_units`."""

from numerim.schemas.table import Table, column
from numerim.schemas.vocabulary import WORD


class GpUnits(Table, title="Units", key=("gp_unit_id",)):
    """Geopolitical units that vote or report: the country, its counties and municipalities."""

    gp_unit_id: str = column("Unit", "Country and name.", pattern="^[a-z0-9-]+$")
    name: str = column("Name", "Its official name, in the indefinite form where the language has one.")
    unit_type: str = column("Type", "What kind of unit it is, a word of `words`.", pattern=WORD)
    parent_id: str = column(
        "Parent", "The unit that it is a part of, the first where it is one of several.", nullable=True
    )
    iso_3166_2: str = column("ISO 3166-2", "Its code in ISO 3166-2, where it has one.", nullable=True)
