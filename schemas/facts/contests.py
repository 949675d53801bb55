"""The fact `contests`."""

from numerim.schemas.fact import Fact
from numerim.schemas.law import titles
from numerim.schemas.table import column
from numerim.schemas.tables import contests


class Contests(
    Fact,
    key=("election_id", "contest_id"),
    of=contests.Contests,
    takes=("election_id", "contest_id", "gp_unit_id", "round", "source_id", "locator", "shares_of"),
):
    """One question put to the voters of one unit: an office, a council or a measure, in one round."""

    office: str = column("Race", "The office, with its district where it has several (`council`, `supervisor/3`).")
    outcome_rule: str = column(
        "Law", "How votes become an outcome: the method, where it is declared.", words=titles(), nullable=True
    )
    office_word: str = column("Office", "The office, without its district.")
    terms: str = column("Terms", "What modifies the method, as JSON; `Terms` of `schemas/contest.py`.", nullable=True)
    label: str = column("Label", "What it is, for sentences: the office, the place, the day.")
