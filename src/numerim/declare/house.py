"""Where things lie: the folders of a checkout."""

import os
from dataclasses import dataclass
from pathlib import Path

from numerim.errors import InputError


@dataclass(frozen=True)
class House:
    """The folders that numerim works in.

    Attributes:
        root: the folder that holds all the others.
        publishes_in: where the releases lie, if not where `published` says.
        snapshots_in: where what was fetched lies, if not where `snapshots` says.
    """

    root: Path
    publishes_in: Path | None = None
    snapshots_in: Path | None = None

    @property
    def raw(self) -> Path:
        """The tallies as they were published, with an `election.yml` each."""
        return self.root / "raw"

    @property
    def seeds(self) -> Path:
        """The reference data."""
        return self.root / "seeds"

    @property
    def reference(self) -> Path:
        """Where its reference data lies, whatever links there: its own `seeds/`, else what came with numerim."""
        return (self.seeds if self.seeds.is_dir() else Path(__file__).parents[1] / "seeds").resolve()

    @property
    def published(self) -> Path:
        """The releases: in `published/`, or in the folder that `NUMERIM_PUBLISHED` names."""
        return self.publishes_in or self.root / Path(os.environ.get("NUMERIM_PUBLISHED") or "published").expanduser()

    @property
    def snapshots(self) -> Path:
        """What was fetched, and when: in `snapshots/`, or in the folder that `NUMERIM_SNAPSHOTS` names."""
        return self.snapshots_in or self.root / Path(os.environ.get("NUMERIM_SNAPSHOTS") or "snapshots").expanduser()

    @property
    def unlisted(self) -> Path:
        """Releases that wait or were withdrawn: in `unlisted/`, or in the folder that `NUMERIM_UNLISTED` names."""
        return self.root / Path(os.environ.get("NUMERIM_UNLISTED") or "unlisted").expanduser()

    def fetched(self, election: str) -> Path:
        """What is known of the files of an election that are fetched: its latest good snapshots, and when it looked."""
        return self.snapshots / election / "fetched.json"

    @property
    def build(self) -> Path:
        """What can be made again at any time."""
        return self.root / "build"

    @property
    def keeps(self) -> bool:
        """Whether anything may be kept in `build/`: in a checkout, and where there is one already."""
        return self.seeds.is_dir() or self.build.is_dir()

    @property
    def analysts_database(self) -> Path:
        """The latest release of every package in one DuckDB file."""
        return self.published / "numerim.duckdb"

    def elections(self) -> dict[str, Path]:
        """Every election by id (the name of its folder) -> its `election.yml`."""
        found: dict[str, Path] = {}
        for path in sorted(self.raw.glob("*/*/election.yml")):
            if path.parent.name.startswith("."):  # what `numerim new` had begun when it was cut off
                continue
            if path.parent.name in found:
                raise InputError(self.shown(path), f"{self.shown(found[path.parent.name])} has the same name")
            found[path.parent.name] = path
        return found

    def election_file(self, election: str) -> Path:
        """The `election.yml` of an election.

        Raises:
            InputError: no such election.
        """
        from numerim.errors import nearest

        known = self.elections()
        for folder in self.raw.glob(f"*/{election}") if election.replace("-", "").isalnum() else ():
            if election not in known:
                raise InputError(
                    f"{self.shown(folder)}/", "there is no election.yml in it yet", "docs/add-an-election.md has one."
                )
        if election not in known:
            raise InputError(
                f"raw/*/{election}/election.yml",
                f"there is no election {election!r}",
                nearest(election, list(known)),
            )
        return known[election]

    def shown(self, path: Path) -> str:
        """A path as a person wants to read it: from the root where it lies under it; releases elsewhere whole."""
        if path.is_relative_to(self.root):
            return str(path.relative_to(self.root))
        elsewhere = (self.published, self.unlisted)
        return str(path) if any(path.is_relative_to(folder) for folder in elsewhere) else path.name


def find_house(start: Path | None = None) -> House:
    """The checkout, or other folder of elections, that a folder lies in.

    Elections without `seeds/` beside them are read with those that were installed with numerim.

    Args:
        start: where to begin; the working folder where absent.

    Raises:
        InputError: neither it nor a folder above holds `raw/` with `seeds/`, or with an election.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "raw").is_dir() and ((folder / "seeds").is_dir() or House(folder).elections()):
            return House(folder)
    raise InputError(
        str(start or "."),
        "this is not inside a numerim checkout",
        "Go to a folder that has elections as raw/<country>/<election>/election.yml.",
    )


def house_to_be(start: Path | None = None) -> House:
    """The checkout, or folder of elections, that a folder lies in; where there is none, that folder is to be one."""
    try:
        return find_house(start)
    except InputError:
        return House((start or Path.cwd()).resolve())
