"""A published release as pages need it: contests with their figures, findings with their places, rows of sources."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numerim.publish.large import rows_in
from numerim.publish.versions import Entry, versions
from numerim.warehouse import parts_of

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]

STATEMENTS = 60_000
"""So many statements of a package have a place on pages; of more, those that pages lead to."""

PLACES = 60
"""So many places of a finding are shown; where there are more, the table of the package has them."""

MEASURES = {"votes": "vote_counts", "share": "vote_shares", "seats": "seat_counts"}
"""A column of `results` -> the table that has its figures with their places."""


@dataclass(frozen=True)
class Figure:
    """A published figure.

    Attributes:
        measure: what it counts: votes, share, seats …
        value: the number; None where it is held back.
        printed: as the source prints it.
        decimals: how many it is printed with.
        source_id: the source.
        locator: where it stands there.
        doubts: codes of the rules that doubt it.
        held_by: by so many independent relations it is held; None where an older release does not say.
        unseen: a slip of up to this much, in the unit of the measure, passes all of them; None where nothing holds it.
        anchor: its address on the page of its place.
    """

    measure: str
    value: Decimal | None
    printed: str
    decimals: int
    source_id: str
    locator: str
    doubts: tuple[str, ...]
    held_by: int | None
    unseen: Decimal | None
    anchor: str


@dataclass(frozen=True)
class Selection:
    """Who stood, and what is published of them; `party_own` is the party as it calls itself, `party` as the data do."""

    id: str
    name: str
    kind: str
    candidate: str
    party_id: str
    party: str
    party_own: str
    party_kind: str
    outcome: str
    outcome_source: str
    outcome_locator: str
    figures: Mapping[str, Figure]

    def number(self, measure: str) -> Decimal:
        """A figure to sort by; less than any where there is none."""
        figure = self.figures.get(measure)
        return Decimal(-1) if figure is None or figure.value is None else figure.value


@dataclass(frozen=True)
class Contest:
    """A contest, its selections in the order of what they got."""

    id: str
    election_id: str
    office: str
    kind: str
    unit_id: str
    unit: str
    district: str
    round: int
    held_on: date
    law: str
    seats: int | None
    turnout: Decimal | None
    selections: tuple[Selection, ...] = ()

    @property
    def winners(self) -> list[Selection]:
        """Who is said to have won it, or to be its largest list."""
        return [one for one in self.selections if one.outcome in ("elected", "largest")]

    @property
    def runoff(self) -> list[Selection]:
        """Who goes to a second round."""
        return [one for one in self.selections if one.outcome == "runoff"]

    @property
    def has_outcomes(self) -> bool:
        """Whether a source says what became of anybody."""
        return any(one.outcome for one in self.selections)

    @property
    def measures(self) -> list[str]:
        """What is known of any of its selections."""
        return [name for name in MEASURES if any(name in one.figures for one in self.selections)]

    @property
    def named(self) -> list[Selection]:
        """Who stood by name: all but remainders."""
        return [one for one in self.selections if one.kind != "remainder"]

    @property
    def lead(self) -> tuple[str, Decimal] | None:
        """By how much, and of what, the first is before the second; None where that is not known of both.

        A remainder stands for several, so it is neither: its sum is before or behind nobody. Whoever has a figure that
        is held back may be anywhere.
        """
        for measure in self.measures:
            if any(measure in one.figures and one.number(measure) < 0 for one in self.named):
                continue
            first, *others = sorted((one.number(measure) for one in self.named), reverse=True)[:2] or [Decimal(-1)]
            if others and others[0] >= 0:
                return measure, first - others[0]
        return None


@dataclass(frozen=True)
class Release:
    """The latest release of a package.

    Attributes:
        name: the package.
        folder: where it lies.
        entry: what `versions.json` says of it.
        listed: that of every version.
        described: `datapackage.json`.
    """

    name: str
    folder: Path
    entry: Entry
    listed: list[Entry]
    described: dict[str, Any] = field(repr=False)

    def _parts(self, table: str) -> list[Path]:
        return parts_of(self.folder / "data" / f"{table}.parquet")

    def table(self, name: str) -> "pl.DataFrame | None":
        """A table; None where an older release has it not."""
        import polars as pl

        paths = self._parts(name)
        return pl.read_parquet(paths, glob=False) if paths else None

    def rows(self, table: str, **among: Collection[str]) -> list[Row]:
        """The rows of a table, those with certain words in columns; none of a table that an older release has not."""
        found = self.table(table)
        if found is None:
            return []
        for column, words in among.items():
            found = found.filter(found[column].is_in(list(words)))
        return found.to_dicts()

    @cached_property
    def digest(self) -> str:
        """What its pages depend on: all that `versions.json` and `datapackage.json` say."""
        return sha256(json.dumps([self.listed, self.described], sort_keys=True).encode()).hexdigest()

    @property
    def version(self) -> str:
        """Its number."""
        return str(self.entry["version"])

    def title(self, language: str) -> str:
        """What it is called, in a language if it has a name there."""
        titles = self.described.get("titles") or {}
        return str(titles.get(language) or self.described["title"])

    @cached_property
    def elections(self) -> dict[str, Row]:
        """The elections in it by id; the one that it is named after first."""
        every = sorted(self.rows("elections"), key=lambda row: (row["election_id"] != self.name, row["held_on"]))
        return {row["election_id"]: row for row in every}

    @cached_property
    def units(self) -> dict[str, Row]:
        """Places by id."""
        return {row["gp_unit_id"]: row for row in self.rows("gp_units")}

    @cached_property
    def parties(self) -> dict[str, Row]:
        """Parties by id."""
        return {row["party_id"]: row for row in self.rows("parties")}

    @cached_property
    def findings(self) -> list[Row]:
        """Findings: those that wait for a decision, the gravest, and those that could change who wins before others."""
        grave = {"error": 0, "warning": 1, "info": 2}
        rows = ((_urgent(row, grave[row["severity"]]), row) for row in self.rows("findings"))
        return [row for _, row in sorted(rows, key=lambda one: one[0])]

    @cached_property
    def places(self) -> dict[str, list[Row]]:
        """The first places of each finding by its id."""
        found: dict[str, list[Row]] = defaultdict(list)
        if (table := self.table("finding_places")) is not None:
            for row in table.group_by("finding_id", maintain_order=True).head(PLACES).iter_rows(named=True):
                found[row["finding_id"]].append(row)
        return found

    @cached_property
    def places_number(self) -> dict[str, int]:
        """How many places each finding has."""
        table = self.table("finding_places")
        return {} if table is None else dict(table["finding_id"].value_counts().iter_rows())

    @cached_property
    def doubting(self) -> dict[tuple[str, str, str], tuple[str, str]]:
        """Source, locator and rule -> the finding that stands there, and its severity."""
        of = {row["finding_id"]: (row["rule"], row["severity"]) for row in self.findings}
        table = self.table("finding_places")
        rows = () if table is None else table.select("source_id", "locator", "finding_id").iter_rows()
        return {(source, locator, of[finding][0]): (finding, of[finding][1]) for source, locator, finding in rows}

    @cached_property
    def statements(self) -> list[Row]:
        """Every figure as each source prints it; of very many those that pages lead to: of contests, and in doubt."""
        if self.figures_read <= STATEMENTS:
            return self.rows("statements")
        shown = [
            table.select("source_id", "locator")
            for table in (self.of_contests(name) for name in (*MEASURES.values(), "outcomes"))
            if table is not None
        ]
        if (places := self.table("finding_places")) is not None:
            shown.append(places.select("source_id", "locator"))
        import polars as pl

        wanted = pl.concat(shown).unique()
        found = pl.scan_parquet(self._parts("statements"), glob=False)  # never all of it in memory
        found = found.join(wanted.lazy(), on=["source_id", "locator"], how="semi", maintain_order="left")
        return found.head(STATEMENTS).collect().to_dicts()

    @cached_property
    def figures_read(self) -> int:
        """So many statements there are."""
        return rows_in(self._parts("statements"))

    @property
    def has_more(self) -> bool:
        """Whether more was read than pages of sources show."""
        return self.figures_read > STATEMENTS

    @cached_property
    def power(self) -> dict[str, int]:
        """Of figures that are published, or repeat such a one, how many can be checked in two ways, one, or none."""
        import polars as pl

        paths = self._parts("statements")
        if not paths:
            return {"all": 0, "two": 0, "one": 0, "none": 0}
        published = pl.scan_parquet(paths, glob=False).filter(pl.col("fate").is_in(["published", "agrees"]))
        held = published.select("held_by").collect()["held_by"].drop_nulls()
        two, none = int((held >= 2).sum()), int((held == 0).sum())
        return {"all": len(held), "two": two, "one": len(held) - two - none, "none": none}

    @cached_property
    def held(self) -> dict[tuple[str, str], tuple[int, Decimal | None]]:
        """Source and locator -> by how many independent relations the figure there is held, and up to which slip."""
        return {
            (row["source_id"], row["locator"]): (row["held_by"], row["slip_unseen"])
            for row in self.statements
            if row.get("held_by") is not None
        }

    def of_contests(self, name: str) -> "pl.DataFrame | None":
        """Of a table its rows of whole contests, and not of the smaller units in them."""
        found, contests = self.table(name), self.table("contests")
        if found is None or contests is None or "gp_unit_id" not in found.columns:
            return found
        return found.join(contests.select("contest_id", "gp_unit_id"), on=["contest_id", "gp_unit_id"], how="semi")

    @cached_property
    def contests(self) -> list[Contest]:
        """Every contest, in the order of the tables."""
        found = _Figures(self)
        of: dict[str, list[Selection]] = defaultdict(list)
        about: dict[str, Row] = {}
        for row in self.rows("results"):
            about.setdefault(row["contest_id"], row)
            of[row["contest_id"]].append(found.selection(row))
        return [
            Contest(
                id=contest,
                election_id=row["election_id"],
                office=row["office"],
                kind=row["contest_kind"],
                unit_id=row["unit_id"],
                unit=row["unit"],
                district=row["district"] or "",
                round=row["round"],
                held_on=row["held_on"],
                law=row["law"] or "",
                seats=row["contest_seats"],
                turnout=None if row["turnout"] is None else Decimal(str(row["turnout"])),
                selections=tuple(sorted(of[contest], key=_first)),
            )
            for contest, row in about.items()
        ]


def _urgent(finding: Row, grave: int) -> tuple[bool, int, bool, str, str]:
    """What comes first comes first of the findings of a release."""
    settled, decisive = finding["status"] != "open", finding["impact"] == "decisive"
    return settled, grave, not decisive, finding["rule"], finding["finding_id"]


def _first(selection: Selection) -> tuple[bool, bool, Decimal, Decimal, Decimal, str]:
    """Remainders last; else whoever has more, and whoever won where nothing is known."""
    return (
        selection.kind == "remainder",
        not (selection.outcome and not selection.figures),
        -selection.number("votes"),
        -selection.number("share"),
        -selection.number("seats"),
        selection.name,
    )


class _Figures:
    """The places of figures, by contest and selection."""

    def __init__(self, release: Release) -> None:
        self._of: dict[str, dict[tuple[str, str], Row]] = {}
        self._parties = release.parties
        for measure, name in MEASURES.items():
            table = release.of_contests(name)
            rows = [] if table is None else table.to_dicts()
            self._of[measure] = {(row["contest_id"], row["selection_id"]): row for row in rows}
        self._outcomes = {(row["contest_id"], row["selection_id"]): row for row in release.rows("outcomes")}

    def selection(self, row: Row) -> Selection:
        key = row["contest_id"], row["selection_id"]
        figures = {name: made for name in MEASURES if (made := self._figure(name, key, row))}
        outcome, party = self._outcomes.get(key, {}), self._parties.get(row["party_id"], {})
        return Selection(
            id=row["selection_id"],
            name=row["list"],
            kind=row["selection_kind"],
            candidate=row["candidate"] or "",
            party_id=row["party_id"] or "",
            party=row["party"] or "",
            party_own=party.get("acronym") or party.get("name") or row["party"] or "",
            party_kind=row["party_kind"] or "",
            outcome=row["outcome"] or "",
            outcome_source=outcome.get("source_id", ""),
            outcome_locator=outcome.get("locator", ""),
            figures=figures,
        )

    def _figure(self, measure: str, key: tuple[str, str], row: Row) -> Figure | None:
        placed, value, unseen = self._of[measure].get(key), row[measure], row.get(f"{measure}_slip_unseen")
        printed = row[f"{measure}_printed"]
        if value is None and printed is None:
            return None
        placed = placed or {}
        doubts = placed["doubts"] if placed else row["doubts"]
        return Figure(
            measure=measure,
            value=None if value is None else Decimal(str(value)),
            printed=str(printed if printed is not None else value),
            decimals=placed.get("decimals") or 0,
            source_id=placed.get("source_id") or row["source_id"],
            locator=placed.get("locator") or row["locator"],
            doubts=tuple((doubts or "").split()),
            held_by=row.get(f"{measure}_held_by"),
            unseen=None if unseen is None else Decimal(str(unseen)),
            anchor=f"{row['contest_id']}/{row['selection_id']}/{measure}",
        )


def read_release(folder: Path) -> Release:
    """Read what a package says of itself; its tables are read when they are asked for.

    Args:
        folder: the folder of the release.
    """
    listed = versions(folder.parent)
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    entry = next(entry for entry in listed if entry["version"] == folder.name)
    return Release(folder.parent.name, folder, entry, listed, described)
