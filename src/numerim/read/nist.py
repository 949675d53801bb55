"""NIST SP 1500-100, version 1 and 2, as JSON and XML: votes by unit, contest, selection and kind of ballots.

Names of units, candidates, parties and districts are those that the ids lead to, each with the place of the name. An id
that leads to nothing, or to what has no name, stands for itself. Several candidates or parties of one selection are one
cell, divided by ` / `, at the place of the first.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from numerim.errors import InputError
from numerim.read.rawtable import CELL
from numerim.read.records import Limits, Records
from numerim.read.said import Meant, Named, Said, SaidContest, SaidUnit, first_text, table, text, words_in
from numerim.read.tree import read_json, read_xml
from numerim.schemas.vocabulary import COUNT_TYPES

CONTEST = "Election/Contest"
SELECTION = f"{CONTEST}/ContestSelection"
VOTES = f"{SELECTION}/VoteCounts"

LISTS = (
    *("Election", "Contest", "ContestSelection", "BallotSelection", "VoteCounts", "OtherCounts", "BallotCounts"),
    *("SummaryCounts", "GpUnit", "Party", "Candidate", "Person", "Office", "Text", "CandidateIds", "PartyIds"),
    *("EndorsementPartyIds", "ComposingGpUnitIds", "CountStatus"),
)
"""Elements of which there may be several, though a file has one."""

KINDS = {
    "CandidateContest": "candidate",
    "PartyContest": "list",
    "BallotMeasureContest": "ballot-measure",
    "RetentionContest": "retention",
}
"""The class of a contest -> its kind in numerim."""

AREAS = (
    *("precinct", "split-precinct", "combined-precinct", "ward", "village", "borough", "town", "township", "city"),
    *("municipality", "county", "state", "country"),
)
"""Kinds of units that others lie in, from the smallest; districts and places to vote are not among them."""

WORDS = {
    "count_type": {
        **{word: word for word in COUNT_TYPES},
        "absentee-fwab": "uocava",
    },
    "outcome": {"winner": "elected", "advanced-to-runoff": "runoff", "projected-winner": "leading"},
}
"""What the words of a report are in numerim."""

WRITE_IN = "write-in"
"""What the candidate of a selection for write-ins is called that names nobody."""

_RENAMED = {"BallotSelection": "ContestSelection", "@ObjectId": "@id", "@objectId": "@id"}


def is_nist(content: bytes) -> bool:
    """Whether a file seems to be a report of NIST SP 1500-100."""
    start = content[:4000].replace(b"\0", b"")
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return re.search(rb"<(\w+:)?ElectionReport[\s>]", start) is not None
    return b'"ElectionResults.ElectionReport"' in content


def read_nist(content: bytes, shown: str, limits: Limits | None = None) -> Meant:
    """What a report of NIST SP 1500-100 means.

    Its tables, where they have rows: `votes` (`office`, `district`, `unit`, `within`, `candidate`, `party`, `option`,
    `count_type`, `round`, `votes`), `seats` (the same with `seats`), `others` (`overvotes`, `undervotes` by contest and
    unit), `ballots` (`unit`, `count_type`, `cast`), `turnout` (`unit`, `registered`, `signatures`), `outcomes`
    (`candidate`, `party`, `outcome`). What numerim has no word for keeps its name: `WriteIns`, `BallotsRejected`.

    Args:
        content: the file.
        shown: the file in messages.
        limits: how much is read.

    Raises:
        InputError: it is no JSON or XML, is no such report, or exceeds a limit.
    """
    is_xml = content[:100].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    tables = read_xml(content, shown, limits, LISTS) if is_xml else read_json(content, shown, limits)
    report = _Report({_named(one.at): one for one in tables})
    if CONTEST not in report.tables and "GpUnit" not in report.tables:
        raise InputError(
            shown, "it is no report of NIST SP 1500-100: it has neither contests nor units", "What format is it in?"
        )
    found = [*report.counts(), *report.others(), *report.outcomes()]
    return Meant(found, report.said(), words_in(found, WORDS))


def _named(path: str) -> str:
    """A key path as version 2 writes it in JSON, without what leads to the report."""
    steps = [_RENAMED.get(step, step) for step in path.split("/") if not step.endswith("Collection")]
    if steps and steps[0] == "ElectionReport":
        steps = steps[1:]
    return "/".join(steps).replace("/Text/Content", "/Text")


@dataclass(frozen=True)
class _Report:
    tables: dict[str, Records]

    def frame(self, at: str) -> pl.DataFrame:
        """A table with its columns as in version 2, and `#Contest` for the number of each thing that a row lies in."""
        records = self.tables.get(at)
        if records is None:
            return pl.DataFrame()
        names: dict[str, str] = {}
        for name in records.columns:
            names.setdefault(_named(name), name)
        lines = {f"#{_named(level)}": pl.Series(line, dtype=pl.Int64) for level, line in records.lines.items()}
        return records.rows.select(pl.col(name).alias(new) for new, name in names.items()).with_columns(**lines)

    def cells(self, at: str, key: str) -> pl.DataFrame:
        """All cells that things have at a key, one or a list: `line` of the thing, `cell`."""
        found = [_NONE]
        for frame, column in ((self.frame(at), f"{at}/{key}"), (self.frame(f"{at}/{key}"), f"{at}/{key}")):
            if column in frame.columns and f"#{at}" in frame.columns:
                found.append(frame.select(pl.col(f"#{at}").alias("line"), pl.col(column).alias("cell")))
        return pl.concat(found).filter(pl.col("cell").is_not_null())

    def named(self, at: str, key: str) -> pl.DataFrame:
        """The name that things have at a key, in its first language: `line` of the thing, `cell`."""
        both = pl.concat([self.cells(at, f"{key}/Text"), self.cells(at, key)])
        return both.unique("line", keep="first", maintain_order=True)

    def ids(self, at: str, key: str) -> pl.DataFrame:
        """The ids that things have at a key: `line` of the thing, `cell`, and `id`; several in one text apart."""
        cells = self.cells(at, key)
        return cells.with_columns(id=text("cell").str.split(" ")).explode("id").filter(pl.col("id") != "")

    @cached_property
    def units(self) -> pl.DataFrame:
        """`id`, and `unit`, `within`, `type` as cells; `is_area` and `inner`: units that lie in it."""
        frame = self._things("GpUnit", {"unit": "Name"}, {"type": "Type"})
        inside = self.ids("GpUnit", "ComposingGpUnitIds").select("line", inner="id")
        rank = text("type").replace_strict(list(AREAS), range(len(AREAS)), default=None, return_dtype=pl.Int64)
        above = inside.join(frame.with_columns(rank=rank), on="line").filter(pl.col("rank").is_not_null())
        above = above.sort("rank", maintain_order=True).unique("inner", keep="first", maintain_order=True)
        return frame.join(above.select(id="inner", within="unit"), on="id", how="left", maintain_order="left")

    @cached_property
    def parties(self) -> pl.DataFrame:
        """`id`, and `party` as a cell."""
        return self._things("Party", {"party": "Name"}, {})

    @cached_property
    def candidates(self) -> pl.DataFrame:
        """`id`, and `candidate`, `party`, `outcome` as cells."""
        persons = self._things("Person", {"full": "FullName"}, {"party_id": "PartyId"})
        own = {"person": "PersonId", "party_id": "PartyId", "outcome": "PostElectionStatus"}
        frame = self._things("Election/Candidate", {"candidate": "BallotName"}, own)
        frame = frame.with_columns(person_id=text("person")).join(
            persons.select("full", person_id="id", of_person="party_id"),
            on="person_id",
            how="left",
            maintain_order="left",
        )
        frame = frame.with_columns(
            candidate=pl.coalesce("candidate", "full"), party_id=pl.coalesce("party_id", "of_person")
        )
        return self._follow(frame, "party_id", self.parties, "party")

    def _things(self, at: str, names: dict[str, str], own: dict[str, str]) -> pl.DataFrame:
        """Things with an id: `line`, `id`, and columns for their names and their own values."""
        frame = self.frame(at)
        if f"{at}/@id" not in frame.columns:
            frame = pl.DataFrame(schema={f"#{at}": pl.Int64, f"{at}/@id": CELL})
        made = frame.select(
            pl.col(f"#{at}").alias("line"),
            text(f"{at}/@id").alias("id"),
            *(
                (pl.col(f"{at}/{key}") if f"{at}/{key}" in frame.columns else pl.lit(None, dtype=CELL)).alias(name)
                for name, key in own.items()
            ),
        )
        for name, key in names.items():
            made = made.join(self.named(at, key).rename({"cell": name}), on="line", how="left", maintain_order="left")
        return made.filter(pl.col("id").is_not_null()).unique("id", keep="first", maintain_order=True)

    @staticmethod
    def _follow(frame: pl.DataFrame, column: str, things: pl.DataFrame, *names: str) -> pl.DataFrame:
        """Puts the names that the ids in a column lead to beside them; an id without a name is its own."""
        keyed = frame.with_columns(text(column).alias("@"))
        found = keyed.join(things.select(pl.col("id").alias("@"), *names), on="@", how="left", maintain_order="left")
        return found.with_columns(pl.coalesce(names[0], column).alias(names[0])).drop("@")

    @cached_property
    def selections(self) -> pl.DataFrame:
        """`line` of a selection, and `candidate`, `party`, `option` as cells."""
        chosen = self.ids(SELECTION, "CandidateIds")
        known = self.candidates.select("id", "candidate", "party")
        named = chosen.join(known, on="id", how="left", maintain_order="left").with_columns(
            candidate=pl.coalesce("candidate", "cell")
        )
        endorsed = pl.concat([self.ids(SELECTION, "EndorsementPartyIds"), self.ids(SELECTION, "PartyIds")])
        parties = endorsed.join(self.parties.select("id", "party"), on="id", how="left", maintain_order="left")
        parties = _joined(parties.with_columns(party=pl.coalesce("party", "cell")), "party")
        write_ins = self.cells(SELECTION, "IsWriteIn").filter(text("cell") == "true").select("line", write_in="cell")
        lines = self.frame(VOTES).select(pl.col(f"#{SELECTION}").unique(maintain_order=True).alias("line"))
        for other in (
            _joined(named, "candidate"),
            _joined(named, "party").rename({"party": "of_candidate"}),
            parties,
            self.named(SELECTION, "Selection").rename({"cell": "option"}),
            write_ins,
        ):
            lines = lines.join(other, on="line", how="left", maintain_order="left")
        nobody = pl.col("write_in").struct.with_fields(text=pl.lit(WRITE_IN))
        return lines.select(
            "line",
            candidate=pl.coalesce("candidate", pl.when(pl.col("write_in").is_not_null()).then(nobody)),
            party=pl.coalesce("party", "of_candidate"),
            option="option",
        )

    def _about(self, frame: pl.DataFrame, at: str) -> pl.DataFrame:
        """Puts `office`, `district`, `unit`, `within`, `count_type` and `round` beside counts of units."""
        for column in (
            f"{at}/GpUnitId",
            f"{at}/Type",
            f"{at}/Round",
            f"{CONTEST}/Name",
            f"{CONTEST}/ElectionDistrictId",
        ):
            if column not in frame.columns:
                frame = frame.with_columns(pl.lit(None, dtype=CELL).alias(column))
        frame = self._follow(
            frame, f"{CONTEST}/ElectionDistrictId", self.units.rename({"unit": "district"}), "district"
        )
        frame = self._follow(frame, f"{at}/GpUnitId", self.units, "unit", "within")
        renamed = {f"{CONTEST}/Name": "office", f"{at}/Type": "count_type", f"{at}/Round": "round"}
        return frame.rename(renamed)

    def counts(self) -> list[Named]:
        """The tables of votes and seats."""
        frame = self.frame(VOTES)
        if not frame.height:
            return []
        frame = self._about(frame, VOTES).join(
            self.selections, left_on=f"#{SELECTION}", right_on="line", how="left", maintain_order="left"
        )
        if f"{CONTEST}/CandidateId" in frame.columns:  # whether a person stays in office
            kept = self._follow(frame, f"{CONTEST}/CandidateId", self.candidates.select("id", kept="candidate"), "kept")
            frame = kept.with_columns(candidate=pl.coalesce("candidate", "kept"))
        others = _others(frame, VOTES, ("GpUnitId", "Count"))
        subject = ["office", "district", "unit", "within", "candidate", "party", "option", "count_type", "round"]
        is_seats = text("count_type").eq_missing("seats")
        found = []
        for name, rows in (("votes", frame.filter(~is_seats)), ("seats", frame.filter(is_seats))):
            columns = [column for column in subject if name == "votes" or column != "count_type"]
            rows = rows.select(*columns, pl.col(f"{VOTES}/Count").alias(name), *others)
            found += table(name, rows, self.tables[VOTES])
        return found

    def others(self) -> list[Named]:
        """The tables of other counts: of contests, of ballots, and of units."""
        measures = {"Overvotes": "overvotes", "Undervotes": "undervotes", "BallotsCast": "cast"}
        found = []
        for name, at in (
            ("others", f"{CONTEST}/OtherCounts"),
            ("others", f"{CONTEST}/SummaryCounts"),
            ("ballots", "Election/BallotCounts"),
        ):
            frame = self.frame(at)
            if frame.height:
                frame = self._about(frame, at)
                figures = [pl.col(f"{at}/{key}").alias(new) for key, new in measures.items() if f"{at}/{key}" in frame]
                subject = ["office", "district", "unit", "within", "count_type", "round"]
                rows = frame.select(*subject, *figures, *_others(frame, at, ("GpUnitId", *measures)))
                found += table(name, rows, self.tables[at])
        frame = self.frame("GpUnit")
        figures = [
            pl.col(f"GpUnit/{key}").alias(name)
            for key, name in (("VotersRegistered", "registered"), ("VotersParticipated", "signatures"))
            if f"GpUnit/{key}" in frame.columns
        ]
        if figures:
            rows = self._follow(frame, "GpUnit/@id", self.units, "unit", "within").select("unit", "within", *figures)
            some = [text(column).is_not_null() for column in rows.columns[2:]]
            found += table("turnout", rows.filter(pl.any_horizontal(some)), self.tables["GpUnit"])
        return found

    def outcomes(self) -> list[Named]:
        """The table of what happened to candidates."""
        rows = self.candidates.filter(pl.col("outcome").is_not_null())
        if not rows.height:
            return []
        stood = self.ids(SELECTION, "CandidateIds").select("line", "id")
        frame = self.frame(SELECTION)
        for column in (f"{CONTEST}/Name", f"{CONTEST}/ElectionDistrictId"):
            if column not in frame.columns:
                frame = frame.with_columns(pl.lit(None, dtype=CELL).alias(column))
        districts = self.units.rename({"unit": "district"})
        frame = self._follow(frame, f"{CONTEST}/ElectionDistrictId", districts, "district").select(
            pl.col(f"#{SELECTION}").alias("line"), pl.col(f"{CONTEST}/Name").alias("office"), "district"
        )
        rows = rows.drop("line").join(stood.join(frame, on="line"), on="id", how="left", maintain_order="left")
        columns = ["office", "district", "candidate", "party", "outcome"]
        return table("outcomes", rows.select(columns), self.tables["Election/Candidate"])

    def said(self) -> Said:
        """What the report says of its election."""
        top = self.frame("Election")
        if not top.height:
            top = self.frame("")
        scope = first_text(top, "Election/ElectionScopeId")
        names = self.units.select("id", name=pl.coalesce(text("unit"), "id"), kind=text("type"), within=text("within"))
        by_id = {row[0]: SaidUnit(*row[1:]) for row in names.iter_rows()}
        dates = [first_text(top, f"Election/{key}") or "" for key in ("StartDate", "EndDate")]
        titles = self.named("Election", "Name")["cell"]
        languages = self.frame("Election/Name/Text")
        return Said(
            "NIST SP 1500-100",
            date=next((date[:10] for date in dates if date[:10] > "1900-01-01"), None),  # which stands for none
            title=titles[0]["text"] if titles.len() else None,
            status=first_text(top, "Status"),
            issuer=first_text(top, "Issuer"),
            scope=by_id[scope].name if scope in by_id else scope,
            language=first_text(languages, "Election/Name/Text/Language")
            or first_text(languages, "Election/Name/Text/@Language"),
            contests=self._contests(by_id),
            units=list(by_id.values()),
        )

    def _contests(self, units: dict[str, SaidUnit]) -> list[SaidContest]:
        frame = self.frame(CONTEST)
        selections = self.frame(SELECTION)
        several = dict(selections.group_by(f"#{CONTEST}").len().iter_rows()) if selections.height else {}
        keys = ("Name", "@type", "ElectionDistrictId", "NumberElected", "VotesAllowed")
        columns = [
            text(f"{CONTEST}/{key}").alias(key) if f"{CONTEST}/{key}" in frame.columns else pl.lit(None).alias(key)
            for key in keys
        ]
        found = []
        for line, name, kind, district, seats, allowed in frame.select(f"#{CONTEST}", *columns).iter_rows():
            of = units[district].name if district in units else district
            word = KINDS.get((kind or "").rpartition(".")[2], "candidate")
            found.append(SaidContest(name or "", word, of, seats, allowed, several.get(line, 0)))
        return found


_NONE = pl.DataFrame(schema={"line": pl.Int64, "cell": CELL})


def _joined(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The cells of each `line` as one: their texts, each once, divided by ` / `, at the place of the first."""
    cell = pl.col(column)
    texts = cell.struct.field("text").unique(maintain_order=True).str.join(" / ")
    grouped = frame.filter(cell.is_not_null()).group_by("line", maintain_order=True)
    first = grouped.agg(cell.first(), texts.alias("@"))
    return first.select("line", cell.struct.with_fields(text=pl.col("@")).cast(CELL))


def _others(frame: pl.DataFrame, at: str, known: tuple[str, ...]) -> list[pl.Expr]:
    """Columns of counts that numerim has no word for, by their names."""
    named = [name for name in frame.columns if name.startswith(f"{at}/") and not name.endswith("/@type")]
    return [
        pl.col(name).alias(name.removeprefix(f"{at}/")) for name in named if name.removeprefix(f"{at}/") not in known
    ]
