"""`rules.csv` and `rules.json`: the rules that figures are held against, once for all packages.

They are those of the numerim that wrote the catalogue. A finding names its rule by the code, which is never used again
for another rule, and has the claim beside it, so that a package explains itself without this list.
"""

import csv
import io
import json
from collections.abc import Sequence

from numerim.declare.settings import Settings
from numerim.publish.catalogue import Listed
from numerim.schemas.rule import Rule, rules

_COLUMNS = ("code", "title", "family", "severity", "each", "why", "law", "parameters")


def render(packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
    """`rules.csv` and `rules.json`."""
    listed = [_row(rule) for rule in rules().values()]
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return {"rules.csv": table.getvalue(), "rules.json": json.dumps(listed, ensure_ascii=False, indent=2) + "\n"}


def _row(rule: Rule) -> dict[str, str | None]:
    return {
        "code": rule.code,
        "title": rule.title,
        "family": rule.family,
        "severity": rule.severity,
        "each": rule.each,
        "why": rule.why,
        "law": rule.law or None,
        "parameters": "; ".join(one.told.replace("`", "") for one in rule.parameters) or None,
    }
