"""Numbers in rules that an election may set: a level, how many units are compared, how rare is rare."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

OFF = "off"
"""What stands in an election.yml in the place of a parameter to switch a rule off; its value is the reason."""

_DECIMALS = 6


@dataclass(frozen=True)
class Parameter:
    """A number in a rule that an election may set.

    Questions take it from `core.parameters` (`value_of`), where every election has it: as set, or the default.

    Attributes:
        name: as it is written in an election.yml.
        default: the value where nothing is set; None where there is none, and the rule is then not asked.
        title: what it is.
        source: where the default is from.
        unit: what it counts: per cent, votes, units …
        least: the least value.
        most: the greatest value.
        whole: whether it is a whole number.
    """

    name: str
    default: Decimal | None
    title: str
    source: str
    unit: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(10**9)
    whole: bool = False

    def value(self, said: Any) -> Decimal:
        """A value that an election sets it to.

        Raises:
            ValueError: it is no number, is out of range, not whole though it must be, or has more than six decimals.
        """
        try:
            number = Decimal("nan") if isinstance(said, bool) else Decimal(str(said))
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():
            raise ValueError(f"{said!r} is no number; it is {self.range}")
        if not self.least <= number <= self.most:
            raise ValueError(f"{said} is out of range; it is {self.range}")
        if self.whole and number != number.to_integral_value():
            raise ValueError(f"{said} is not whole; it is {self.range}")
        if number != round(number, _DECIMALS):
            raise ValueError(f"{said} has more than {_DECIMALS} decimals")
        return number

    @property
    def range(self) -> str:
        """What it can be, in words."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {bare(self.least)} to {bare(self.most)}" + (f", {self.unit}" if self.unit else "")

    @property
    def told(self) -> str:
        """What it is and where its default is from, in words."""
        given = "no default" if self.default is None else f"{bare(self.default)} by default"
        return f"`{self.name}`: {self.title}; {given}{f' ({self.source})' if self.source else ''}"


def percent(name: str, default: str | None, title: str, source: str) -> Parameter:
    """A percentage."""
    return Parameter(name, None if default is None else Decimal(default), title, source, "per cent", most=Decimal(100))


def number(name: str, default: int, title: str, source: str, unit: str, least: int = 0) -> Parameter:
    """A whole number."""
    return Parameter(name, Decimal(default), title, source, unit, Decimal(least), whole=True)


def value_of(rule: str, name: str, election: str) -> str:
    """SQL of the value of a parameter of a rule, as a decimal.

    Args:
        rule: the code of the rule.
        name: the parameter.
        election: SQL of the id of the election.
    """
    own = f"parameter.election_id = {election} and parameter.rule = '{rule}' and parameter.name = '{name}'"
    return f"(select max(parameter.value) from core.parameters as parameter where {own})"


def bare(value: Decimal) -> str:
    """A number without superfluous zeros."""
    return f"{value.normalize():f}"


CHANCE = Parameter(
    "chance",
    Decimal("0.001"),
    "what chance gives less often than this is reported",
    "one honest election in a thousand",
    "of 1",
    Decimal("0.000001"),
    Decimal("0.1"),
)
"""How rare is rare, where a rule is a test of chance."""
