"""What people decided about findings: those that they accept, and those that their corrections mend."""

from collections.abc import Sequence
from dataclasses import replace

from numerim.check.finding import Finding
from numerim.check.questions import switched_off
from numerim.declare.election import ElectionFile
from numerim.errors import InputError
from numerim.locator import parts
from numerim.schemas.rule import rules


def mended(findings: Sequence[Finding], uncorrected: Sequence[Finding], file: ElectionFile) -> list[Finding]:
    """The findings that are gone because of a correction."""
    still = {(f.rule.code, f.election_id, f.subject, tuple(f.places)) for f in findings}
    taken = {f.finding_id for f in findings}
    reasons = {
        f"{c.source}|{c.at}": f"{c.at} is read as {c.set!r} instead of {c.expect!r}: {c.reason}"
        for c in file.election.corrections
    }
    rows: dict[str, list[str]] = {}
    for place, reason in reasons.items():
        rows.setdefault(_row_of(place), []).append(reason)
    gone = []
    for finding in uncorrected:
        why = [reasons[place] for place in finding.locators if place in reasons]
        if not why and finding.rule.guards:  # a cell beside the figure says what it is of
            why = [reason for row in dict.fromkeys(map(_row_of, finding.locators)) for reason in rows.get(row, ())]
        if (finding.rule.code, finding.election_id, finding.subject, tuple(finding.places)) not in still and why:
            name, n = finding.finding_id.split("#")[0], 1
            while (free := name if n == 1 else f"{name}#{n}") in taken:
                n += 1
            taken.add(free)
            gone.append(replace(finding, finding_id=free, status="corrected", reason="; ".join(why)))
    return gone


def _row_of(place: str) -> str:
    """The row of a cell, both with their source: `source|r.csv:L3.C2` -> `source|r.csv:L3`."""
    source, _, locator = place.partition("|")
    found = parts(locator.split("|")[0])
    return f"{source}|{found.row}" if found else place


def accept(findings: Sequence[Finding], file: ElectionFile) -> None:
    """Mark the findings that `accept:` of an `election.yml` names, with the reason there.

    Raises:
        InputError: it names no rule, or nothing that is found.
    """
    known = rules()
    for i, acceptance in enumerate(file.election.accept):
        place = file.place("accept", i)
        if acceptance.rule not in known:
            raise InputError(place, f"there is no rule {acceptance.rule!r}", "`numerim show` lists them.")
        own = acceptance.election or _election_of(acceptance.subject, file)
        names = (acceptance.subject, f"{own}/{acceptance.subject}")  # a contest with its election, or without
        hits = [f for f in findings if (f.rule.code, f.election_id) == (acceptance.rule, own) and f.subject in names]
        if not hits and own in switched_off(file).get(acceptance.rule, ()):
            raise InputError(place, f"{acceptance.rule} is switched off under rules:", "Keep one of them.")
        if not hits:
            raise InputError(
                place,
                f"the acceptance is stale: {acceptance.rule} finds nothing about {acceptance.subject!r} in {own}",
                "Remove it; for an election under others: add election: with its id.",
            )
        for finding in hits:
            finding.status = "accepted"
            finding.reason = acceptance.reason


def _election_of(subject: str, file: ElectionFile) -> str:
    """The election that a subject begins with, as contests do; else that of the file."""
    begins = subject.partition("/")[0]
    return begins if begins in file.election.events else file.election.id
