"""The fact `offices`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id
from numerim.schemas.tables import contests


class Offices(Fact, key=("election_id", "office"), of=contests.Contests, takes=("shares_of",)):
    """The offices that an election declares or a source names, each of their districts for itself."""

    election_id: str = election_id()
    office: str = column("Race", "The office, with its district where it has several (`council`, `supervisor/3`).")
    unit_type: str = column("Decided in", "The kind of unit whose voters decide, where it is declared.", nullable=True)
    one_vote: bool = column(
        "One vote", "Whether a voter has one vote, by the law that is declared; nothing where none is.", nullable=True
    )
    title: str = column("Title", "Its name in English; where it has none, the word for it.")
    fusion: bool = column("Fusion", "Whether several parties may put forward one candidate, each on its own line.")
