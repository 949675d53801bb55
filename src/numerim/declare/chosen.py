"""What an `election.yml` sets of rules: numbers in them, and rules that are switched off, each for a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from numerim.declare.yamlfile import Where
from numerim.errors import nearest
from numerim.schemas.parameter import OFF, bare

if TYPE_CHECKING:
    from numerim.schemas.rule import Rule

_LONGEST = 2000
_KEY = "rules"
Wrong = tuple[Where, str, str]
"""Keys to a place of the file, what is wrong there, and the cure."""


@dataclass(frozen=True)
class SetRules:
    """What is set of rules.

    Attributes:
        values: the code of a rule and the name of a parameter -> its value.
        off: the code of a rule that is switched off -> the reason.
    """

    values: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    off: Mapping[str, str] = field(default_factory=dict)

    def told(self, code: str) -> str:
        """What is set of a rule, in words; empty where nothing is."""
        if code in self.off:
            return f"off: {self.off[code]}"
        return ", ".join(f"{name} {bare(value)}" for (rule, name), value in self.values.items() if rule == code)


def set_rules(said: Any) -> tuple[SetRules, list[Wrong]]:
    """What stands under `rules:`, and all that is wrong in it, by keys from there."""
    if not said or not isinstance(said, dict):
        return SetRules(), []
    from numerim.schemas.rule import rules  # only where rules are set: it takes the time of a small check

    known, values, off = rules(), {}, {}
    wrong: list[Wrong] = []
    for code, of_rule in said.items():
        at: Where = (str(code),)
        if code not in known:
            wrong.append(
                (at, f"there is no rule {str(code)!r}", f"{_nearest(str(code), known)} `numerim show` lists all.")
            )
            continue
        rule = known[code]
        named = {parameter.name: parameter for parameter in rule.parameters}
        if isinstance(of_rule, str | bool):  # `R810: off`
            of_rule = {OFF: None}
        if not isinstance(of_rule, dict) or not of_rule:
            wrong.append((at, f"{code} is {of_rule!r}, which sets nothing", _cure(rule)))
            continue
        of_rule = {OFF if key is False else str(key): value for key, value in of_rule.items()}  # YAML takes off for no
        for name, value in of_rule.items():
            here = (*at, name)
            if name == OFF and rule.guards:
                problem = f"{code} cannot be switched off: what it finds cannot be published"
                wrong.append((here, problem, "Correct the cell under corrections:, or declare what it is."))
            elif name == OFF and len(of_rule) > 1:
                wrong.append((here, f"{code} is switched off, and set", "Keep one of them."))
            elif name == OFF and not (isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST):
                wrong.append(
                    (
                        here,
                        f"{code} is switched off without a reason",
                        f"Write `{code}: {{off: why it is not asked here}}`.",
                    )
                )
            elif name == OFF:
                off[code] = value.strip()
            elif name not in named:
                cure = nearest(name, list(named)) if named else ""
                wrong.append((here, f"{code} has no parameter {name!r}", cure or _cure(rule)))
            else:
                try:
                    values[code, name] = named[name].value(value)
                except ValueError as error:
                    wrong.append((here, f"{code}, {name}: {error}", f"`numerim show {code}` says what it is."))
    return SetRules(values, off), wrong


def wrongly_set(said: Mapping[str, Any]) -> list[Wrong]:
    """All that is wrong under `rules:` in a file, of each of its elections, by keys from its root."""
    others = said.get("others")
    blocks: list[tuple[Where, Any]] = [((), said)]
    blocks += [(("others", name), other) for name, other in others.items()] if isinstance(others, dict) else []
    return [
        ((*at, _KEY, *where), problem, cure)
        for at, block in blocks
        if isinstance(block, dict)
        for where, problem, cure in set_rules(block.get(_KEY))[1]
    ]


def _nearest(code: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(code.upper(), list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def _cure(rule: "Rule") -> str:
    off = "" if rule.guards else f"`{rule.code}: {{off: why it is not asked here}}` switches it off."
    if not rule.parameters:
        return f"It has no number to set. {off}".strip()
    names = [parameter.name for parameter in rule.parameters]
    return f"It has {', '.join(names)}: `{rule.code}: {{{names[0]}: …}}`. {off}".strip()
