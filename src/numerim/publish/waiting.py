"""A release that waits: whole and dated, but apart from `published/` and in no list, until it may be listed.

It lies in `unlisted/<package>/waiting/`, and `waiting.json` beside that folder is what makes it wait: it names the
release, and is replaced in one step. One waits at most: what would be listed of the inputs of the last run. A later one
takes its place, and one that says what is listed already leaves none.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from numerim import disk, warehouse
from numerim.declare.house import House
from numerim.declare.listing import Publish
from numerim.errors import InputError
from numerim.publish.making import tables_digest, touched
from numerim.publish.versions import Entry, json_text, latest_of, now
from numerim.schemas.sentence import sentence

FOLDER, RECORD = "waiting", "waiting.json"
_SHORT = 12


@dataclass(frozen=True)
class Waiting:
    """A release that waits.

    Attributes:
        package: its name.
        entry: what `versions.json` will say of it.
        made: when it was made first, in UTC.
        follows: the digest of the release that it was compared with; empty where there was none.
        number: the highest version that was taken when it was made; empty where there was none.
        errors: how many errors are open in it.
        held_back: how many figures are held back in it.
        withdrawn: the version that had the same tables and was withdrawn; empty where none was.
        state: the number of the state of inputs that it was made from; None where none is kept.
        approved: who approved it, and when; empty where nobody did.
    """

    package: str
    entry: Entry
    made: str
    follows: str
    number: str
    errors: int
    held_back: int
    withdrawn: str = ""
    state: int | None = None
    approved: dict[str, str] | None = None

    @property
    def version(self) -> str:
        """The version that it will have."""
        return str(self.entry["version"])

    @property
    def digest(self) -> str:
        """The SHA-256 of its `SHA256SUMS`, in hexadecimal digits."""
        return str(self.entry["digest"]).removeprefix("sha256:")

    @property
    def short(self) -> str:
        """So much of the digest as a person may type."""
        return self.digest[:_SHORT]

    def folder(self, house: House) -> Path:
        """Where it lies."""
        return house.unlisted / self.package / FOLDER / f"{self.version}-{self.short}"

    def fits(self, entries: Sequence[Entry]) -> bool:
        """Whether it still follows what is listed."""
        latest = latest_of(entries)
        taken = entries[-1]["version"] if entries else ""
        return (self.follows, self.number) == (latest["digest"] if latest else "", taken)

    def holds(self, publish: Publish, at: datetime | None = None) -> str:
        """Why it may not be listed yet, in words; empty where it may.

        Args:
            publish: what `election.yml` says of its releases.
            at: the time; that of the clock where absent.
        """
        if publish.embargo and (at or datetime.now(UTC)) < publish.embargo:
            return f"nothing is listed before {told(publish.embargo)}"
        if self.approved:
            return ""
        if self.withdrawn:
            return f"its tables are those of {self.withdrawn}, which was withdrawn"
        if publish.when == "approved":
            return "a person approves each release"
        if publish.when == "clean" and (self.errors or self.held_back):
            return sentence(
                "{errors:error is|errors are} open and {held:figure is|figures are} held back",
                {"errors": self.errors, "held": self.held_back},
            )
        return ""

    @property
    def command(self) -> str:
        """What approves it."""
        return f'numerim approve {self.package} {self.short} --by "YOUR NAME"'

    def to_approve(self, publish: Publish) -> str:
        """What approves it, where a person has to; else empty."""
        return self.command if self.holds(publish.model_copy(update={"embargo": None})) else ""


def told(moment: datetime) -> str:
    """A time with its zone, as `election.yml` has it: `2026-05-03 20:00 +02:00`."""
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds").replace("+", " +")


def may_wait(publish: Publish, entries: Sequence[Entry]) -> bool:
    """Whether a release that is made now could have to wait; it is then made apart from `published/`."""
    dark = publish.embargo is not None and datetime.now(UTC) < publish.embargo
    return dark or publish.when != "always" or any("withdrawn" in entry for entry in entries)


def that_waits(house: House, package: str) -> Waiting | None:
    """The release of a package that waits; None where none does.

    Raises:
        InputError: what is known of it is not as it was written.
    """
    path = house.unlisted / package / RECORD
    try:
        one = Waiting(**json.loads(path.read_bytes()))
        if {"version", "digest", "archive", "date"} <= one.entry.keys() and one.package == package:
            return one
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, AttributeError):
        pass
    cure = f"Remove it; `numerim release {package}` makes the release anew."
    raise InputError(house.shown(path), "it is not as numerim wrote it", cure)


def all_that_wait(house: House) -> list[Waiting]:
    """Every release that waits, by the name of its package."""
    packages = sorted(path.parent.name for path in house.unlisted.glob(f"*/{RECORD}"))
    return [one for package in packages if (one := that_waits(house, package))]


def let_wait(
    connection: duckdb.DuckDBPyConnection,
    house: House,
    folder: Path,
    entry: Entry,
    entries: Sequence[Entry],
    state: int | None,
) -> Waiting:
    """Put a release that is made where it waits, in place of any other; one that is the same stays as it is.

    Args:
        connection: the database that it was made from.
        house: where things lie.
        folder: where it was made, beside that place.
        entry: what `versions.json` is to say of it.
        entries: what that says now.
        state: the number of the state of inputs that it was made from; None where none is kept.
    """
    package = folder.parent.name
    latest, same = latest_of(entries), tables_digest(folder)
    errors, held = _doubts(connection)
    one = Waiting(
        package,
        entry,
        now(),
        latest["digest"] if latest else "",
        entries[-1]["version"] if entries else "",
        errors,
        held,
        next((e["version"] for e in entries if e.get("withdrawn", {}).get("tables") == same), ""),
        state,
    )
    there = that_waits(house, package)
    if there and (there.digest, there.follows, there.number) == (one.digest, one.follows, one.number):
        one = replace(one, made=there.made, approved=there.approved)
    place = one.folder(house)
    if place.exists() and touched(place, one.entry):  # it was spoiled since, or has another archive
        disk.clear([place])
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        disk.sync_whole(folder)
        folder.rename(place)
        disk.sync(place.parent)
    put_down(house, one)
    _clear(house, package, one)
    return one


def put_down(house: House, one: Waiting) -> None:
    """Write what is known of a release that waits."""
    disk.write(house.unlisted / one.package / RECORD, json_text(asdict(one)))


def drop(house: House, package: str) -> bool:
    """Let no release of a package wait any more; give whether one did."""
    record = house.unlisted / package / RECORD
    there = record.exists()
    record.unlink(missing_ok=True)
    _clear(house, package, None)
    return there


def tidy(house: House, package: str, entries: Sequence[Entry]) -> None:
    """Clear what dead runs left where a release waits, and one that was listed."""
    home = house.unlisted / package
    if home.is_dir():
        disk.clear([path for folder in (home, home / "withdrawn") for path in disk.left_over(folder)])
        one = that_waits(house, package)
        if one and any(entry["version"] == one.version for entry in entries):  # it is listed, or another is
            drop(house, package)
        else:
            _clear(house, package, one)


def _clear(house: House, package: str, kept: Waiting | None) -> None:
    folder = house.unlisted / package / FOLDER
    stays = kept.folder(house) if kept else None
    if folder.is_dir():
        disk.clear([path for path in folder.iterdir() if path != stays])


def _doubts(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many errors are open in a checked database, and how many figures are held back."""
    errors = "SELECT count(*) FROM clean.findings WHERE severity = 'error' AND status = 'open'"
    held = "SELECT count(*) FROM clean.statements WHERE fate = 'held_back'"
    return warehouse.rows(connection, errors)[0][0], warehouse.rows(connection, held)[0][0]
