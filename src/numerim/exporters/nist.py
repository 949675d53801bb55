"""`<package>.nist.json`: an election results report of NIST SP 1500-100, version 2, in JSON.

What the standard has a place for is in it; what it has none for is not bent to fit, but said in its `Notes`, with
numbers and the file that has it. A package of which no contest can be expressed has no report.
"""

from collections.abc import Iterator
from typing import Final

from numerim import __version__, warehouse
from numerim.draft import Draft
from numerim.exporters import Stage
from numerim.nistreport.elections import NAME_UNKNOWN, elections
from numerim.nistreport.expressed import express
from numerim.nistreport.objects import identifier, laid_out, typed
from numerim.nistreport.register import gp_units, leaders, offices, parties, persons

STAGE: Final[Stage] = "made"


def export(draft: Draft) -> None:
    """Write the report (SP 1500-100, class ElectionReport), unless no contest can be expressed."""
    connection = draft.connection
    express(connection)
    held = elections(connection, draft.file)
    if not held:
        return
    led_by = leaders(connection, draft.package)
    report = typed(
        "ElectionReport",
        Format="precinct-level" if _has_precincts(draft) else "summary-contest",
        Status=_status(draft),
        GeneratedDate=draft.created,
        Issuer="numerim",
        IssuerAbbreviation="numerim",
        VendorApplicationId=f"numerim {__version__}",
        SequenceStart=1,
        SequenceEnd=1,
        ExternalIdentifier=identifier("numerim", f"{draft.package} {draft.version}"),
        Notes="\n".join(_notes(draft, len(led_by))),
        Election=held,
        Office=offices(connection),
        Party=parties(connection, draft.package, led_by),
        Person=persons(led_by),
        GpUnit=gp_units(connection, draft.file),
    )
    (draft.folder / f"{draft.package}.nist.json").write_text(laid_out(report) + "\n", encoding="utf-8")


def _has_precincts(draft: Draft) -> bool:
    """Whether polling stations have counts in the report; counts of larger units are aggregated ones."""
    return bool(
        _rows(
            draft,
            "SELECT 1 FROM clean.vote_counts JOIN clean.gp_units USING (gp_unit_id) "
            "SEMI JOIN nist_selections USING (election_id, contest_id, selection_id) "
            "WHERE unit_type = 'polling_station' LIMIT 1",
        )
    )


def _status(draft: Draft) -> str:
    """The ResultsStatus: a count that has ended is complete, but nobody has told numerim that it is certified."""
    goes_on = _rows(draft, "SELECT 1 FROM nist_elections WHERE status = 'partial' LIMIT 1")
    return "unofficial-partial" if goes_on else "unofficial-complete"


def _rows(draft: Draft, sql: str) -> list[tuple[object, ...]]:
    return warehouse.rows(draft.connection, sql)


def _number(draft: Draft, sql: str) -> int:
    return int(warehouse.rows(draft.connection, f"SELECT coalesce(sum(n), 0)::BIGINT FROM ({sql})")[0][0])


def _told(number: int, thing: str) -> str:
    """A number of things: `1 figure`, `1,613 figures`; the noun that takes the plural ends at ` |` where it is not last."""
    head, _, rest = thing.partition("|")
    return f"{number:,} {head}{'' if number == 1 else 's'}{rest}"


def _by_kind(draft: Draft, sql: str) -> tuple[int, str]:
    """How many there are, and of which kinds: `75` and `remainder 61, unnamed 14`."""
    kinds = warehouse.rows(draft.connection, f"SELECT kind, sum(n)::BIGINT FROM ({sql}) GROUP BY kind ORDER BY kind")
    return sum(n for _, n in kinds), ", ".join(f"{kind} {n:,}" for kind, n in kinds)


def _notes(draft: Draft, leaders_told: int) -> Iterator[str]:
    """What a reader has to know, and what is not in the report, a sentence or two a line."""
    yield (
        f"Made from version {draft.version} of the data package {draft.package}, by numerim. What SP 1500-100 has a place "
        "for is in this report; nothing was added up or computed. The package has every figure with its source and "
        "the line where it stands; the files named here lie in its folder data/."
    )
    yield (
        "GeneratedDate is the day up to which the sources tell. Status says unofficial because numerim does not know "
        "which results an authority has certified; complete means that the count has ended, not that every result "
        "of it is here."
    )
    yield from _names(draft)
    yield from _selections(draft)
    yield from _figures(draft, leaders_told)
    yield from _doubts(draft)
