"""NIST SP 1500-100, version 1 and 2, as JSON and XML: votes by unit, contest, selection and kind of ballots.

Names of units, candidates, parties and districts are those that the ids lead to, each with the place of the name. An id
that leads to nothing, or to what has no name, stands for itself; one that stands for several things is refused. Several
candidates or parties of one selection are one cell, divided by ` / `, at the place of the first.
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

SUBJECT = ("office", "district", "unit", "unit_number", "within", "count_type", "round")
"""What counts are about."""

WRITE_IN = "write-in"
"""What the candidate of a selection for write-ins is called that names nobody."""

PERCENT = "total-percent"
"""The `OtherType` of counts that are percentages, in feeds of version 1."""

_RENAMED = {
    "BallotSelection": "ContestSelection",
    "ElectoralDistrictId": "ElectionDistrictId",
    "@ObjectId": "@id",
    "@objectId": "@id",
    "@language": "@Language",
}


def is_nist(content: bytes) -> bool:
    """Whether a file seems to be a report of NIST SP 1500-100."""
    start = content[:4000].replace(b"\0", b"")
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return re.search(rb"<(\w+:)?ElectionReport[\s>]", start) is not None
    return b'"ElectionResults.ElectionReport"' in content


def read_nist(content: bytes, shown: str, limits: Limits | None = None) -> Meant:
    """What a report of NIST SP 1500-100 means.

    Its tables, where they have rows: `votes` (`office`, `district`, `unit`, `unit_number`, `within`, `candidate`,
    `party`, `option`, `count_type`, `round`, `votes`), `seats` and `shares` (the same with `seats`, `share`), `others`
    (`overvotes`, `undervotes` by contest and unit), `ballots` (`unit`, `count_type`, `cast`), `turnout` (`unit`,
    `registered`, `signatures`), `outcomes` (`candidate`, `party`, `outcome`). What numerim has no word for keeps its
    name: `WriteIns`, `BallotsRejected`.

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
        """`id`, and `unit`, `unit_number`, `within`, `type` as cells."""
        frame = _first(self._things("GpUnit", {"unit": "Name"}, {"type": "Type", "unit_number": "Number"}))
        inside = self.ids("GpUnit", "ComposingGpUnitIds").select("line", inner="id")
        rank = text("type").replace_strict(list(AREAS), range(len(AREAS)), default=None, return_dtype=pl.Int64)
        above = inside.join(frame.with_columns(rank=rank), on="line").filter(pl.col("rank").is_not_null())
        above = above.sort("rank", maintain_order=True).unique("inner", keep="first", maintain_order=True)
        return frame.join(above.select(id="inner", within="unit"), on="id", how="left", maintain_order="left")

    @cached_property
    def parties(self) -> pl.DataFrame:
        """`id`, and `party` as a cell."""
        return _first(self._things("Party", {"party": "Name"}, {}))

    @cached_property
    def candidates(self) -> pl.DataFrame:
        """`id`, and `candidate`, `party`, `outcome` as cells; an id again where it stands for several candidacies."""
        persons = _first(self._things("Person", {"full": "FullName"}, {"party_id": "PartyId"}))
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
        made = made.filter(pl.col("id").is_not_null())
        names_of = made.group_by("id", maintain_order=True).agg(text(next(iter(names))).unique(maintain_order=True))
        several = names_of.filter(pl.col(names_of.columns[1]).list.len() > 1)
        if several.height:
            (id_, called), *_ = several.iter_rows()
            raise InputError(
                self.tables[at].tree.shown,
                f"the id {id_!r} stands for {len(called)} things: {', '.join(str(name) for name in called)}",
                "Which of them is meant where it stands? Ask who published it.",
            )
        return made

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
        """Puts what they are about (`SUBJECT`) beside counts; those that name no unit are of the whole district."""
        frame = self._contest(frame)
        frame = _with(frame, f"{at}/GpUnitId", f"{at}/Type", f"{at}/Round", "GpUnit/@id")
        frame = frame.with_columns(pl.coalesce(f"{at}/GpUnitId", "GpUnit/@id").alias(f"{at}/GpUnitId"))
        frame = self._follow(frame, f"{at}/GpUnitId", self.units, "unit", "unit_number", "within")
        frame = frame.with_columns(unit=pl.coalesce("unit", "district"))
        return frame.rename({f"{at}/Type": "count_type", f"{at}/Round": "round"})

    def _contest(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Puts `office` and `district` beside rows that are of a contest, or of none."""
        frame = _with(frame, f"{CONTEST}/Name", f"{CONTEST}/ElectionDistrictId")
        if f"#{CONTEST}" in frame.columns:
            titles = self.named(CONTEST, "BallotTitle").rename({"cell": "title"})
            frame = frame.join(titles, left_on=f"#{CONTEST}", right_on="line", how="left", maintain_order="left")
            frame = frame.with_columns(pl.coalesce(f"{CONTEST}/Name", "title").alias("office"))
        else:
            frame = frame.with_columns(pl.col(f"{CONTEST}/Name").alias("office"))
        districts = self.units.select("id", district="unit")
        return self._follow(frame, f"{CONTEST}/ElectionDistrictId", districts, "district")

    def counts(self) -> list[Named]:
        """The tables of votes, of seats and of percentages."""
        frame = self.frame(VOTES)
        if not frame.height:
            return []
        frame = self._about(frame, VOTES).join(
            self.selections, left_on=f"#{SELECTION}", right_on="line", how="left", maintain_order="left"
        )
        if f"{CONTEST}/CandidateId" in frame.columns:  # whether a person stays in office
            persons = _first(self.candidates).select("id", kept="candidate")
            kept = self._follow(frame, f"{CONTEST}/CandidateId", persons, "kept")
            frame = kept.with_columns(candidate=pl.coalesce("candidate", "kept"))
        frame = _with(frame, f"{VOTES}/OtherType", f"{VOTES}/Count")
        others = _others(frame, VOTES, ("GpUnitId", "Count"))
        is_seats = text("count_type").eq_missing("seats")
        is_share = text(f"{VOTES}/OtherType").eq_missing(PERCENT)
        found = []
        for name, figure, some in (
            ("votes", "votes", ~is_seats & ~is_share),
            ("seats", "seats", is_seats),
            ("shares", "share", is_share),
        ):
            subject = [*SUBJECT, "candidate", "party", "option"]
            columns = [column for column in subject if name == "votes" or column != "count_type"]
            more = others if name == "votes" else []
            rows = frame.filter(some).select(*columns, pl.col(f"{VOTES}/Count").alias(figure), *more)
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
            ("ballots", "GpUnit/SummaryCounts"),
        ):
            frame = self.frame(at)
            if frame.height:
                frame = self._about(frame, at)
                figures = [pl.col(f"{at}/{key}").alias(new) for key, new in measures.items() if f"{at}/{key}" in frame]
                rows = frame.select(*SUBJECT, *figures, *_others(frame, at, ("GpUnitId", *measures)))
                found += table(name, rows, self.tables[at])
        frame = self.frame("GpUnit")
        figures = [
            pl.col(f"GpUnit/{key}").alias(name)
            for key, name in (("VotersRegistered", "registered"), ("VotersParticipated", "signatures"))
            if f"GpUnit/{key}" in frame.columns
        ]
        if figures:
            rows = self._follow(_with(frame, "GpUnit/@id"), "GpUnit/@id", self.units, "unit", "unit_number", "within")
            rows = rows.select("unit", "unit_number", "within", *figures)
            some = [text(column).is_not_null() for column in rows.columns[3:]]
            found += table("turnout", rows.filter(pl.any_horizontal(some)), self.tables["GpUnit"])
        return found

    def outcomes(self) -> list[Named]:
        """The table of what happened to candidates."""
        rows = self.candidates.filter(pl.col("outcome").is_not_null())
        if not rows.height or SELECTION not in self.tables:
            return []
        stood = self.ids(SELECTION, "CandidateIds").select("line", "id")
        frame = self._contest(self.frame(SELECTION)).select(pl.col(f"#{SELECTION}").alias("line"), "office", "district")
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
        frame = self._contest(self.frame(CONTEST)) if CONTEST in self.tables else pl.DataFrame()
        selections = self.frame(SELECTION)
        if not frame.height:
            return []
        several = dict(selections.group_by(f"#{CONTEST}").len().iter_rows()) if selections.height else {}
        keys = [f"{CONTEST}/{key}" for key in ("@type", "ElectionDistrictId", "NumberElected", "VotesAllowed")]
        frame = _with(frame, *keys)
        columns = [text("office"), *(text(key) for key in keys)]
        found = []
        for line, name, kind, district, seats, allowed in frame.select(f"#{CONTEST}", *columns).iter_rows():
            of = units[district].name if district in units else district
            word = KINDS.get((kind or "").rpartition(".")[2], "candidate")
            found.append(SaidContest(name or "", word, of, seats, allowed, several.get(line, 0)))
        return found


def _first(things: pl.DataFrame) -> pl.DataFrame:
    return things.unique("id", keep="first", maintain_order=True)


def _with(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Gives a table columns that it may not have."""
    return frame.with_columns(pl.lit(None, dtype=CELL).alias(name) for name in columns if name not in frame.columns)


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
