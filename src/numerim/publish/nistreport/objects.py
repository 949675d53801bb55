"""What objects of the report are made of: class, id, texts and identifiers; and how the file is laid out."""

from json import JSONEncoder
from typing import Any, Final

Json = dict[str, Any]
"""An object of the report."""


def typed(kind: str, **members: Any) -> Json:
    """An object of a class of the standard, without the members that are None or empty; `id_` is its `@id`."""
    known = {"@id" if name == "id_" else name: value for name, value in members.items() if value not in (None, [])}
    return {"@type": f"ElectionResults.{kind}", **known}


def object_id(kind: str, *parts: str) -> str:
    """The `@id` of an object: `contest.al-local-2023.mayor.al-tirane.1`.

    It is the kind and the ids of numerim, divided by points. No id of numerim has a point in it, so an `@id` is
    unique, leads back to the tables and stays the same from release to release; and it is a name in the sense of
    XML, as the XML form of the standard (`xsd:ID`) wants it.
    """
    return ".".join((kind, *parts)).replace("/", ".")


def text(label: str | None = None, **by_language: str | None) -> Json:
    """An InternationalizedText: language -> text, without those that are None."""
    strings = [
        typed("LanguageString", Content=content, Language=language)
        for language, content in by_language.items()
        if content is not None
    ]
    return typed("InternationalizedText", Text=strings, Label=label)


def identifier(kind: str, value: str | None) -> list[Json]:
    """The ExternalIdentifiers of an object that has one, of a kind that the standard does not list."""
    return [typed("ExternalIdentifier", Type="other", OtherType=kind, Value=value)] if value else []


_OPEN: Final = (
    "ElectionReport",
    "Election",
    "CandidateContest",
    "PartyContest",
    "CandidateSelection",
    "PartySelection",
)
"""Classes whose objects are laid out over several lines, a member a line; those of the others take one line each."""

_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def laid_out(value: Any, margin: str = "") -> str:
    """The JSON of a report, with a line for every count, candidate and unit, so that releases can be compared."""
    inner = margin + " "
    if isinstance(value, dict) and value["@type"].partition(".")[2] in _OPEN:
        members = (f"{inner}{_encode(name)}: {laid_out(member, inner)}" for name, member in value.items())
        return "{\n" + ",\n".join(members) + f"\n{margin}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        items = (inner + laid_out(item, inner) for item in value)
        return "[\n" + ",\n".join(items) + f"\n{margin}]"
    return _encode(value)
