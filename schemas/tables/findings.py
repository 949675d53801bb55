"""The table `findings`."""

from schemas.table import Table, column, election_id
from schemas.vocabulary import SEVERITIES, STATUSES


class Findings(Table, title="Findings", key=("finding_id",)):
    """What does not fit: one broken rule about one thing, with the figures that break it."""

    finding_id: str = column("Finding", "Rule and subject.")
    rule: str = column("Rule", "The rule that is broken.", references="rules.code")
    severity: str = column("Severity", "What follows from it.", words=SEVERITIES)
    status: str = column("Status", "What was decided about it.", words=STATUSES)
    election_id: str = election_id()
    subject: str = column("Subject", "What it is about.")
    says: str = column("Finding in words", "What does not fit, with its numbers.")
    operands: str = column("Operands", "The figures that take part, as JSON.")
    locators: str = column(
        "Locators",
        "Where they stand: source|locator, divided by spaces; empty where something is missing.",
        nullable=True,
    )
    reason: str = column("Reason", "Why it is accepted, where it is.", nullable=True)
