"""The table `findings`."""

from numerim.schemas.table import Share, Table, column, election_id
from numerim.schemas.vocabulary import IMPACTS, SEVERITIES, STATUSES


class Findings(Table, title="Findings", key=("finding_id",)):
    """What does not fit: one broken rule about one thing, with the figures that break it."""

    election_id: str = election_id()
    finding_id: str = column("Finding", "Rule, election and subject; unique over all packages.")
    rule: str = column(
        "Rule",
        "The code of the rule that is broken; `rules.csv`, beside the packages, explains it.",
        pattern="^R[0-9]{3}$",
    )
    claim: str = column("What should hold", "The rule that is broken, in words.")
    severity: str = column("Severity", "What it means for the figures.", words=SEVERITIES)
    status: str = column("Status", "What was decided about it.", words=STATUSES)
    impact: str = column(
        "Impact",
        "Whether it could change who wins, goes to a runoff, or gets a seat; empty where no figure of a contest is in doubt.",
        words=IMPACTS,
        nullable=True,
    )
    would_take: str = column(
        "What it would take",
        "Where the impact is unknown: the smallest change of one figure in doubt with which another outcome would follow by the law, the other figures unchanged; empty where no outcome follows from the figures.",
        nullable=True,
    )
    cause: str = column(
        "Cause",
        "The id of the one finding that stands for all with the same cause, itself among them; empty where it is the only one.",
        references="findings.finding_id",
        nullable=True,
    )
    cause_says: str = column("Cause in words", "What the common cause is.", nullable=True)
    contest_id: str = column("Contest", "The contest that it is about, where it is about one.", nullable=True)
    gp_unit_id: str = column(
        "Unit",
        "The unit that it is about, where it is about one; that of the contest, if it is about a contest.",
        nullable=True,
    )
    subject: str = column("Subject", "What it is about, by ids.")
    says: str = column("What does not fit", "The finding in a sentence, with its figures.")
    operands: str = column(
        "Figures", "The figures and names that it compares, as JSON; `finding_places` says where each of them stands."
    )
    expected: str = column("Expected", "The figure that would fit the rule, where there is one.", nullable=True)
    actual: str = column("Found", "The figure that is there instead.", nullable=True)
    tolerance: str = column("Tolerance", "How much rounding explains, from the digits that are printed.", nullable=True)
    hints: str = column(
        "Hints",
        "Changes of figures that would resolve it and contradict nothing else, the likeliest first, as JSON, each with its `likelihood` and what speaks for it (`because`); `value` is null where nobody knows it. None is applied.",
        nullable=True,
    )
    likelihood: Share = column(
        "Likelihood",
        "How likely the first hint is what happened, among all that would resolve it, the total among them, and several faults at once; 0 to 1, empty where nobody reckoned it.",
        nullable=True,
        ge=0,
        le=1,
    )
    reason: str = column("Reason", "Why it is accepted, where it is.", nullable=True)
