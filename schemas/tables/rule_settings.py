"""The table `rule_settings`."""

from numerim.schemas.table import Amount, Table, column, election_id


class RuleSettings(Table, title="Rules as set", key=("election_id", "rule", "setting")):
    """What election.yml sets of the rules: numbers in them, and rules that were not asked, each with the reason."""

    election_id: str = election_id()
    rule: str = column("Rule", "The code of the rule.", pattern="^R[0-9]{3}$")
    setting: str = column("Setting", "The name of the number that is set; `off` where the rule was not asked.")
    value: Amount = column("Value", "What it is set to.", nullable=True)
    instead_of: Amount = column("Instead of", "What it is where nobody sets it, if it has a default.", nullable=True)
    reason: str = column("Reason", "Why the rule was not asked.", nullable=True)
