"""`<package>.nist.json`: an election results report of NIST SP 1500-100, version 2, in JSON.

What the standard has a place for is in it; what it has none for is not bent to fit, but said in its `Notes`, with
numbers and the file that has it. A package of which no contest can be expressed has no report.
"""

from typing import Final

from numerim import __version__, warehouse
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.nistreport.elections import elections
from numerim.publish.nistreport.expressed import express
from numerim.publish.nistreport.notes import is_short, notes
from numerim.publish.nistreport.objects import identifier, laid_out, typed
from numerim.publish.nistreport.register import gp_units, leaders, offices, parties, persons

STAGE: Final[Stage] = "made"
FORMS: Final = (
    Form(
        "{package}.nist.json",
        "Election results report (JSON)",
        "The results in the Common Data Format of NIST.",
        "application/json",
        file_type="JSON",
        standard="https://doi.org/10.6028/NIST.SP.1500-100r2",
    ),
)


def has(draft: Draft) -> bool:
    """Whether any contest can be expressed."""
    return draft.once(_is_expressed)


def _is_expressed(draft: Draft) -> bool:
    express(draft.connection, only_contests=is_short(draft))
    return bool(warehouse.rows(draft.connection, "SELECT 1 FROM nist_elections LIMIT 1"))


def export(draft: Draft) -> None:
    """Write the report (class ElectionReport of the standard), unless no contest can be expressed."""
    if not has(draft):
        return
    connection = draft.connection
    held = elections(connection, draft.file)
    led_by = leaders(connection, draft.package)
    report = typed(
        "ElectionReport",
        Format="precinct-level" if _has_precincts(draft) else "summary-contest",
        Status=_status(draft),
        GeneratedDate=draft.created,
        Issuer=draft.settings.publisher,
        IssuerAbbreviation=draft.settings.publisher,
        VendorApplicationId=f"numerim {__version__}",
        SequenceStart=1,
        SequenceEnd=1,
        ExternalIdentifier=identifier("numerim-release", f"{draft.package}/{draft.version}"),
        Notes=notes(draft, len(led_by)),
        Election=held,
        Office=offices(connection),
        Party=parties(connection, draft.package, led_by),
        Person=persons(led_by),
        GpUnit=gp_units(connection, draft.file),
    )
    (draft.folder / f"{draft.package}.nist.json").write_text(laid_out(report) + "\n", encoding="utf-8")


def _has_precincts(draft: Draft) -> bool:
    """Whether polling stations have counts in the report; those of larger units are aggregated ones."""
    found = warehouse.rows(
        draft.connection,
        "SELECT 1 FROM nist_votes JOIN clean.gp_units USING (gp_unit_id) "
        "SEMI JOIN nist_selections USING (election_id, contest_id, selection_id) "
        "WHERE unit_type = 'polling_station' LIMIT 1",
    )
    return bool(found)


def _status(draft: Draft) -> str:
    """The ResultsStatus: a count that has ended is complete; it is certified where `election.yml` says by whom."""
    if draft.file.election.certified:
        return "certified"
    goes_on = warehouse.rows(draft.connection, "SELECT 1 FROM nist_elections WHERE status = 'partial' LIMIT 1")
    return "unofficial-partial" if goes_on else "unofficial-complete"
