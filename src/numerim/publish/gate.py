"""The last gate: the files as a stranger will get them, judged by frictionless."""

from pathlib import Path

from numerim.publish.contract import ContractError


def pass_gate(descriptor: Path) -> None:
    """Validate a package with stock frictionless: descriptor, types, keys, foreign keys, hashes, byte counts.

    Args:
        descriptor: its `datapackage.json`.

    Raises:
        ContractError: it is not valid; the first ten errors are named.
    """
    from frictionless import validate

    report = validate(str(descriptor))
    if report.valid:
        return
    rows = report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
    told = "\n  ".join(" ".join(str(part) for part in row if part is not None) for row in rows)
    raise ContractError(f"{descriptor.parent.name}: frictionless does not accept the package:\n  {told}")
