"""Findings that follow from another, or tell the same thing once more: the more telling one leads."""

from collections.abc import Sequence

from numerim.check.finding import Finding

_REPEATED = ("R602", "R603", "R604", "R605", "R606", "R607")
"""Rules that compare whatever is stated of one thing; R115 tells of one list."""


def find_leads(findings: Sequence[Finding]) -> None:
    """Say of open findings which other one they follow from; what is not its own fault suggests nothing.

    - Rows of a unit that stand under another (R710): all that is found of the contest that has too much, and that the
      one lacks rows.
    - A list that gives two figures for one thing (R115): that these do not agree.
    - A second round that a source lacks (R711): that there is none (R517).
    - A name that is not known (R101): that it lies nowhere (R119).
    - A name in two spellings (R121): that units lack somebody of that name (R712).
    - A name of which one row has almost that of another unit (R128): what is found of both.
    - A unit with the figures of the one before it (R890), which the totals tell: the totals that do not add up.
    - Votes, ballots without one and those cast (R219): that the votes alone are more (R213, R216).
    - A row of totals, by its figures (R310): that it is named like one (R314); by its name: that it
      nearly sums up (R318).

    Args:
        findings: all findings, with their hints; `cause` and `cause_says` are set.
    """
    free = [f for f in findings if f.status == "open" and f.rule.severity != "info"]
    for lead in free:
        if follows := _FOLLOWING.get(lead.rule.code):
            told = follows(lead, [f for f in free if f.election_id == lead.election_id and f is not lead])
            others = [f for f in told if f.cause is None]
            if others and lead.cause is None:
                for finding in (lead, *others):
                    finding.cause, finding.cause_says = lead.finding_id, _SAYS[lead.rule.code].format(**lead.row)


def _of_rows_under_another(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    contests = set(str(lead.row["contests"]).split())
    same = ("source_id", "path", "stated_in", "office")
    missing = [f for f in others if f.rule.code == "R701" and all(f.row.get(name) == lead.row[name] for name in same)]
    overfull = [f for f in others if f.rule.code != lead.rule.code and _contest(f) in contests]
    for finding in overfull:
        finding.hints = []  # none of its figures is wrong: some are of another unit
    return missing + overfull


def _contest(finding: Finding) -> str:
    """The contest that a finding is about, or the one on which its unit reports."""
    parts = (finding.election_id, *(finding.row.get(name) for name in ("office", "gp_unit_id", "round")))
    return finding.contest_id or "/".join(str(part) for part in parts)


def _of_two_figures(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    return [f for f in others if f.rule.code in _REPEATED and set(f.places) <= set(lead.places)]


def _of_a_missing_round(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    return [f for f in others if f.rule.code == "R517" and f.contest_id == lead.contest_id]


def _of_an_unknown_name(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    return [f for f in others if f.rule.code == "R119" and f.row["named"] == lead.row["unit_printed"]]


def _of_a_row_torn_off(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    torn = str(lead.row["torn"]).split()
    found = [f for f in others if f.row.get("gp_unit_id") in torn or set((f.contest_id or "").split("/")) & set(torn)]
    for finding in found:
        finding.hints = []  # a row is missing there, and no figure is wrong
    return found


def _of_a_copied_row(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    told = _changes(lead)
    return [f for f in others if told and _changes(f) and _changes(f) <= told]


def _changes(finding: Finding) -> set[tuple[str, str]]:
    """What its likeliest hint would change, where it is likelier than all else together."""
    first = next((hint for hint in finding.hints if (hint["likelihood"] or 0) >= 0.5), None)
    return {(change["place"], change["value"]) for change in first["changes"]} if first else set()


def _of_more_votes(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    return [f for f in others if f.rule.code in ("R213", "R216") and set(f.places) <= set(lead.places)]


def _of_two_spellings(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    missing = [f for f in others if f.rule.code == "R712" and f.contest_id == lead.contest_id]
    return [f for f in missing if all(f"“{name}”" in lead.row["told"] for name in f.row["names"].split("; "))]


def _of_a_row_of_totals(lead: Finding, others: Sequence[Finding]) -> list[Finding]:
    weaker = {"R310": ("R314", "R318"), "R314": ("R318",)}[lead.rule.code]
    return [f for f in others if f.rule.code in weaker and set(f.blames) & set(lead.blames)]


_FOLLOWING = {
    "R710": _of_rows_under_another,
    "R115": _of_two_figures,
    "R711": _of_a_missing_round,
    "R101": _of_an_unknown_name,
    "R128": _of_a_row_torn_off,
    "R219": _of_more_votes,
    "R890": _of_a_copied_row,
    "R121": _of_two_spellings,
    "R310": _of_a_row_of_totals,
    "R314": _of_a_row_of_totals,
}
_SAYS = {
    "R710": "rows of {names} may be listed under another unit of “{stated_in}”; the rest follows",
    "R115": "“{stated_in}” gives two figures for one thing",
    "R711": "the second round of {label} is missing",
    "R101": "“{unit_printed}” is not a known unit",
    "R219": "votes and ballots without one are not the ballots cast",
    "R890": "{unit} seems to have the figures of {unit_before}; the totals leave others for it",
    "R128": "“{printed}” may be “{near}”, of which a row is missing",
    "R121": "{told} may be the same",
    "R310": "{name} is a row of totals among the units of “{stated_in}”",
    "R314": "“{name}” is a row of totals among the units of “{stated_in}”",
}
