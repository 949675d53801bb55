"""EML 510 (counts) and 520 (results), of OASIS and of the Kiesraad (EML-NL): votes by unit, list and candidate.

A candidate belongs to the list that stands before; one without a name is called by that and a number: `Lijst A 4`.
Units are the reporting units, and the whole contest, which has the name of the domain of the election, or of the
authority that counted. In EML-NL `Cast` is how many may vote, and `TotalCounted` the votes of candidates, which are the
valid ones.
"""

import re

import polars as pl

from numerim.errors import InputError
from numerim.read.rawtable import CELL
from numerim.read.records import Limits, Records
from numerim.read.said import Meant, Named, Said, SaidContest, SaidUnit, first_text, table, text, words_in
from numerim.read.tree import read_xml

LISTS = ("Contest", "Selection", "ReportingUnitVotes", "RejectedVotes", "UncountedVotes")
"""Elements of which there may be several, though a file has one."""

REASONS = {
    "ongeldig": "invalid",
    "blanco": "blank",
    "toegelaten kiezers": "signatures",
    "meer getelde stembiljetten": "more_ballots",
    "minder getelde stembiljetten": "fewer_ballots",
}
"""Reasons why votes are not counted, and what else EML-NL counts so -> the measure; others keep their name."""

FIGURES = {"Cast": "cast", "TotalCounted": "TotalCounted"}
FIGURES_NL = {"Cast": "registered", "TotalCounted": "valid"}

UNITS_NL = {"510a": "polling_station", "510b": "polling_station", "510c": "municipality", "510d": "constituency"}
"""What the reporting units of each count of EML-NL are; of 510d municipalities, where their ids are four digits."""

WORDS = {"outcome": {"yes": "elected"}}

_NL = "http://www.kiesraad.nl/extensions"


def is_eml(content: bytes) -> bool:
    """Whether a file seems to be a count or a result in EML."""
    return re.search(rb"<(\w+:)?EML\b[^>]*\bId\s*=\s*[\"']5[12]0", content[:4000].replace(b"\0", b"")) is not None


def read_eml(content: bytes, shown: str, limits: Limits | None = None) -> Meant:
    """What a count or result in EML means.

    Its tables, where they have rows: `votes` (of lists and of options: `district`, `unit`, `unit_number`, `within`,
    `party`, `option`, `votes`), `candidates` (also `candidate`, `ballot_number`), `ballots` (`registered` or `cast`,
    `valid`, `invalid`, `blank` …), `outcomes` (`office`: the name of the election, `unit`, `party`, `candidate`,
    `ballot_number`, `outcome`, `Ranking`).

    Args:
        content: the file.
        shown: the file in messages.
        limits: how much is read.

    Raises:
        InputError: it is no XML, is no count or result in EML, or exceeds a limit.
    """
    tables = read_xml(content, shown, limits, LISTS)
    contests = [one for one in tables if one.at.endswith("/Contest")]
    if not contests or not tables[0].at.startswith("EML"):
        raise InputError(shown, "it is no count or result in EML: it has no contests", "What format is it in?")
    is_nl = _NL.encode() in content[:4000].replace(b"\0", b"")
    top = contests[0].rows
    number = first_text(top, "EML/@Id") or ""
    found: list[Named] = []
    for one in tables:
        if one.at.endswith(("/TotalVotes/Selection", "/ReportingUnitVotes/Selection", "/Contest/Selection")):
            found += _selections(one, number)
    found += _ballots(tables, number, is_nl)
    return Meant(_together(found), _said(top, tables, number, is_nl), words_in(found, WORDS))


def _cell(frame: pl.DataFrame, key: str, name: str) -> pl.Expr:
    """The column whose keys end so, where it holds something, by a name."""
    found = next((column for column in frame.columns if f"/{column}".endswith(f"/{key}")), None)
    if found is None:
        return pl.lit(None, dtype=CELL).alias(name)
    return pl.when(text(found) != "").then(pl.col(found)).alias(name)


def _units(frame: pl.DataFrame, number: str) -> list[pl.Expr]:
    """`district`, `unit`, `unit_number` and `within` of counts."""
    district = _cell(frame, "ContestIdentifier/ContestName", "district")
    domain = _cell(frame, "ElectionIdentifier/ElectionDomain", "domain")
    authority = _cell(frame, "ManagingAuthority/AuthorityIdentifier", "authority")
    of_all = number in ("510d", "520") or first_text(frame, "EML/ManagingAuthority/AuthorityIdentifier/@Id") == "CSB"
    whole = pl.coalesce(domain, authority) if of_all else pl.coalesce(authority, domain)
    none = pl.lit(None, dtype=CELL)
    if not any("ReportingUnitIdentifier" in column for column in frame.columns):
        return [district, whole.alias("unit"), none.alias("unit_number"), none.alias("within")]
    id_ = _cell(frame, "ReportingUnitIdentifier/@Id", "unit_number")
    name = _cell(frame, "ReportingUnitIdentifier", "unit")
    number_of = pl.when(name.is_not_null()).then(id_).alias("unit_number")
    return [district, pl.coalesce(name, id_).alias("unit"), number_of, whole.alias("within")]


def _selections(records: Records, number: str) -> list[Named]:
    frame = records.rows
    *_, above, _ = records.lines.values() if len(records.lines) > 1 else [*records.lines.values()] * 2
    list_name = _cell(frame, "AffiliationIdentifier/RegisteredName", "party")
    list_number = _cell(frame, "AffiliationIdentifier/@Id", "party")
    rows = frame.select(
        pl.Series("above", above, dtype=pl.Int64),
        *_units(frame, number),
        pl.coalesce(list_name, list_number).alias("party"),
        pl.coalesce(
            _cell(frame, "ReferendumOptionIdentifier", "option"),
            _cell(frame, "ReferendumOptionIdentifier/@Id", "option"),
        ).alias("option"),
        _person(frame),
        _cell(frame, "CandidateIdentifier/@Id", "ballot_number"),
        pl.coalesce(_cell(frame, "Selection/ValidVotes", "votes"), _cell(frame, "Selection/Votes", "votes")).alias(
            "votes"
        ),
        _cell(frame, "Selection/Elected", "outcome"),
        _cell(frame, "Selection/Ranking", "Ranking"),
        _cell(frame, "ElectionIdentifier/ElectionName", "office"),
    ).with_row_index()
    is_candidate = pl.col("party").is_null() & pl.col("option").is_null()
    rows = rows.with_columns(
        is_candidate.alias("is_candidate"),
        pl.when(pl.col("party").is_not_null()).then("index").forward_fill().over("above").alias("list"),
    )
    rows = rows.with_columns(party=pl.col("party").gather(pl.col("list")))
    numbered = pl.concat_str(text("party"), text("ballot_number"), separator=" ", ignore_nulls=True)
    unnamed = pl.col("ballot_number").struct.with_fields(text=numbered).cast(CELL)
    is_numbered = pl.col("candidate").is_null() & pl.col("ballot_number").is_not_null()
    rows = rows.with_columns(  # one cell is not read as two things
        candidate=pl.when(is_numbered).then(unnamed).otherwise("candidate"),
        ballot_number=pl.when(~is_numbered).then("ballot_number"),
    )
    lists, persons = rows.filter(~pl.col("is_candidate")), rows.filter("is_candidate")
    of_list = ["district", "unit", "unit_number", "within", "party", "option", "votes"]
    of_person = ["district", "unit", "unit_number", "within", "party", "candidate", "ballot_number", "votes"]
    outcome = ["office", "district", "unit", "party", "candidate", "ballot_number", "outcome", "Ranking"]
    found = []
    for name, some, columns, figure in (
        ("votes", lists, of_list, "votes"),
        ("candidates", persons, of_person, "votes"),
        ("outcomes", persons, outcome, "outcome"),
    ):
        if some[figure].count():
            found += table(name, some.select(columns), records)
    return found


def _person(frame: pl.DataFrame) -> pl.Expr:
    """A candidate's name, as ballots of EML-NL have it: `A.B.C. (Annemieke) van Oorschot`, at the place of the last."""
    base = "CandidateFullName/PersonName"
    full = _cell(frame, "CandidateFullName", "candidate")
    last = _cell(frame, f"{base}/LastName", "candidate")
    parts = [
        _cell(frame, f"{base}/NameLine", "_").struct.field("text"),
        pl.format("({})", _cell(frame, f"{base}/FirstName", "_").struct.field("text")),
        _cell(frame, f"{base}/NamePrefix", "_").struct.field("text"),
        last.struct.field("text"),
    ]
    composed = last.struct.with_fields(text=pl.concat_str(parts, separator=" ", ignore_nulls=True))
    named = pl.when(last.is_not_null()).then(composed)
    name = _cell(frame, "CandidateIdentifier/CandidateName", "_")
    code = _cell(frame, "CandidateIdentifier/@ShortCode", "_")  # of one on several lists, in the count of the whole
    return pl.coalesce(named, full, name, code).cast(CELL).alias("candidate")


def _ballots(tables: list[Records], number: str, is_nl: bool) -> list[Named]:
    """The table of what else was counted in each unit."""
    by_at = {one.at: one for one in tables}
    contest = next(one.at for one in tables if one.at.endswith("/Contest"))
    found = []
    for at, base in ((contest, f"{contest}/TotalVotes"), (f"{contest}/ReportingUnitVotes",) * 2):
        records = by_at.get(at)
        if records is None:
            continue
        frame = records.rows.with_columns(pl.Series("line", records.lines[at], dtype=pl.Int64))
        figures = FIGURES_NL if is_nl else FIGURES
        columns = [_cell(frame, f"{base}/{key}", name) for key, name in figures.items()]
        rows = frame.select("line", *_units(frame, number), *columns)
        for kind in ("RejectedVotes", "UncountedVotes"):
            if (reasons := by_at.get(f"{base}/{kind}")) is not None:
                rows = _with_reasons(rows, reasons, at)
        figures_of = [
            name for name in rows.columns if name not in ("line", "district", "unit", "unit_number", "within")
        ]
        rows = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in figures_of))
        found += table("ballots", rows.drop("line"), records)
    return found


def _with_reasons(rows: pl.DataFrame, reasons: Records, at: str) -> pl.DataFrame:
    """Puts votes that are not counted beside their unit, a column a reason."""
    frame = reasons.rows
    lined = frame.select(
        pl.Series("line", reasons.lines[at], dtype=pl.Int64),
        text(f"{reasons.at}/@ReasonCode").fill_null(reasons.at.rpartition("/")[2]).alias("reason")
        if f"{reasons.at}/@ReasonCode" in frame.columns
        else pl.lit(reasons.at.rpartition("/")[2]).alias("reason"),
        _cell(frame, reasons.at, "cell"),
    )
    for reason in lined["reason"].unique(maintain_order=True):
        name = REASONS.get(reason, reason)
        some = lined.filter(reason=reason).select("line", pl.col("cell").alias(name)).unique("line", keep="first")
        rows = rows.join(some, on="line", how="left", maintain_order="left")
    return rows


def _together(tables: list[Named]) -> list[Named]:
    """Tables of the same name as one."""
    found: dict[str, Named] = {}
    for one in tables:
        if one.at in found:
            rows = pl.concat([found[one.at].rows, one.rows], how="diagonal")
            found[one.at] = Named(one.at, rows, one.records)
        else:
            found[one.at] = one
    return list(found.values())


def _said(top: pl.DataFrame, tables: list[Records], number: str, is_nl: bool) -> Said:
    def told(key: str) -> str | None:
        texts: list[str | None] = (
            top.select(_cell(top, key, "_")).to_series().drop_nulls().struct.field("text").to_list()
        )
        return texts[0] if texts else None

    units: dict[str, SaidUnit] = {}
    for one in tables:
        if one.at.endswith("/ReportingUnitVotes"):
            frame = one.rows
            named = frame.select(*_units(frame, number))
            for unit, within, id_ in named.select(text("unit"), text("within"), text("unit_number")).iter_rows():
                kind = UNITS_NL.get(number) if is_nl else None
                if kind == "constituency" and re.fullmatch(r"\d{4}", id_ or ""):
                    kind = "municipality"
                units.setdefault(unit, SaidUnit(unit, kind, within))
    title = told("ElectionIdentifier/ElectionName")
    seats = told("NumberOfSeats")
    districts = top.select(_cell(top, "ContestIdentifier/ContestName", "_").struct.field("text")).to_series().to_list()
    contests = [SaidContest(name or title or "", "list", name, seats) for name in districts]
    return Said(
        "EML-NL" if is_nl else "EML",
        date=(told("ElectionIdentifier/ElectionDate") or told("ElectionDate/SingleDate") or "")[:10] or None,
        title=title,
        status=f"{'result' if number.startswith('520') else 'count'} ({number})",
        issuer=told("ManagingAuthority/AuthorityIdentifier"),
        scope=told("ElectionIdentifier/ElectionDomain") or told("ManagingAuthority/AuthorityIdentifier"),
        contests=contests,
        units=list(units.values()),
    )
