"""A rule in words, for people."""

from textwrap import dedent, fill, indent

from schemas.rule import Example, Rule
from schemas.vocabulary import SEVERITIES


def explained(rule: Rule) -> str:
    """Title, why, law, claim, SQL and examples of a rule as text."""
    parts = [
        f"{rule.code}  {rule.title}",
        f"Severity: {rule.severity}. {SEVERITIES[rule.severity]}.",
        fill(rule.why, 100),
        f"Law: {rule.law}" if rule.law else "",
        "It asks, once for everything that the claim is about:\n\n" + indent(dedent(rule.over).strip("\n"), "    "),
        f"It claims of every row of the answer:\n\n    {rule.holds}",
        f"Where that is broken it says:\n\n{indent(fill(rule.says, 96), '    ')}",
        "\n".join(["Examples that hold:", *map(_shown, rule.passes)]),
        "\n".join(["Examples that are broken:", *map(_shown, rule.fails)]),
    ]
    return "\n\n".join(part for part in parts if part)


def _shown(example: Example) -> str:
    lines = []
    for table, rows in example.items():
        lines.append(f"    {table}")
        lines += ["      " + ", ".join(f"{name} {value}" for name, value in row.items()) for row in rows]
    return "\n".join(lines)
