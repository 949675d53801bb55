"""The table `parties`."""

from numerim.schemas.table import Table, column
from numerim.schemas.vocabulary import PARTY_KINDS


class Parties(Table, title="Parties", key=("party_id",)):
    """Parties, coalitions and initiatives, and what stands for those without one."""

    party_id: str = column("Party", "Country and acronym.", pattern="^[a-z0-9-]+$")
    name: str = column("Name", "Its name in its own language.")
    name_en: str = column("English name", "Its name in English.", nullable=True)
    acronym: str = column("Acronym", "As it is usually written.", nullable=True)
    kind: str = column("Kind", "What it is.", words=PARTY_KINDS)
