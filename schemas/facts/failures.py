"""The fact `failures`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id


class Failures(Fact):
    """What numerim itself failed at; only R001 asks it, after all others."""

    election_id: str = election_id()
    rule: str = column("Rule", "The rule that was asked.")
    subject: str = column("Subject", "Of which finding; empty where it is of the rule.")
    what: str = column("What", "What failed, as it stands behind the rule in a sentence.")
    error: str = column("Error", "The first line of the error.")
