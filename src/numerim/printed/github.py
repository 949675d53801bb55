"""For a workflow of GitHub: commands that show each finding beside its line in a pull request."""

from collections.abc import Sequence

from numerim.printed import Judgement, with_cause

_LEVEL = {"error": "error", "warning": "warning", "info": "notice"}


def printed(judgements: Sequence[Judgement]) -> str:
    """A command a finding, and the summary of each file as plain text."""
    lines: list[str] = []
    for judgement in judgements:
        for one in judgement.told:
            told = {"title": f"{one.rule} {judgement.titles.get(one.rule, '')}".strip()}
            if one.places:
                first = one.places[0]
                told = {"file": first.path, "line": str(first.line), **told}
                if first.column:
                    told["col"] = str(first.column)
            named = ",".join(f"{name}={_property(value)}" for name, value in told.items())
            lines.append(f"::{_LEVEL[one.severity]} {named}::{_message(with_cause(one))}")
        lines.append(f"{_message(judgement.subject)}: {_message(judgement.summary)}")
    return "".join(f"{line}\n" for line in lines)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
