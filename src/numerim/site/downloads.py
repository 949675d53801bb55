"""What can be taken away of a release: each form with its size and its digest, and the tables one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from hashlib import file_digest
from zipfile import ZipFile

from numerim.site.release import Release

FIRST = {
    "*.xlsx": "workbook",
    "data/results.csv": "csv",
    "data/results.parquet": "parquet",
    "*.zip": "archive",
    "openelections/*.csv": "openelections",
    "*.nist.json": "nist",
    "*.sqlite": "sqlite",
    "*.duckdb": "duckdb",
    "croissant.json": "croissant",
    "datapackage.json": "frictionless",
    "CITATION.cff": "citation",
    "SHA256SUMS": "digests",
    "SHA256SUMS.minisig": "signature",
}
"""Names of files -> what they are, in the order in which they are offered."""


@dataclass(frozen=True)
class Download:
    """A file to take away.

    Attributes:
        kind: a word of `FIRST`; empty for a form that came later than these.
        name: where it lies in the release.
        octets: its size.
        sha256: its digest; empty where it lies in the archive, whose digest is the one to look at.
        says: what the package says of it, in English.
        in_archive: whether it lies in the archive alone.
    """

    kind: str
    name: str
    octets: int
    sha256: str
    says: str = ""
    in_archive: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a release: its name, and its files by what their names end with."""

    name: str
    files: dict[str, tuple[str, int]]


def downloads(release: Release) -> list[Download]:
    """Its forms, those first that most readers look for; digests are those that the release itself declares."""
    forms = release.described.get("forms", [])
    known = list(FIRST)
    found = [
        (_rank(name, known), Download(_kind(name), name, octets, sha, _says(name, forms), not sha))
        for name, octets, sha in (*_files(release, forms), *_in_archive(release, forms))
        if _kind(name) or _says(name, forms)
    ]
    return [one for _, one in sorted(found, key=lambda row: (row[0], row[1].name))]


def tables(release: Release) -> list[Table]:
    """Every table, `results` first."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    data = release.folder / "data"
    for path in sorted(data.glob("*.*")):
        found.setdefault(path.stem, {})[path.suffix[1:]] = (f"data/{path.name}", path.stat().st_size)
    for path in sorted(data.glob("*/*.*")):
        name = path.parent.name
        found.setdefault(name, {})[f"{path.suffix[1:]} {path.stem}"] = (f"data/{name}/{path.name}", path.stat().st_size)
    return [Table(name, found[name]) for name in sorted(found, key=lambda name: (name != "results", name))]


def _files(release: Release, forms: list[dict[str, str]]) -> Iterator[tuple[str, int, str]]:
    """The files in its folder with their digests: those that `SHA256SUMS` and `versions.json` have, else made here."""
    sums = release.folder / "SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines() if sums.is_file() else []
    said = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if archive := release.entry.get("archive"):
        said[archive["path"].rpartition("/")[2]] = archive["hash"].removeprefix("sha256:")
    for path in sorted(release.folder.rglob("*")):
        name = path.relative_to(release.folder).as_posix()
        if path.is_file():
            if name not in said and (_kind(name) or _says(name, forms)):
                with path.open("rb") as file:
                    said[name] = file_digest(file, "sha256").hexdigest()
            yield name, path.stat().st_size, said.get(name, "")


def _in_archive(release: Release, forms: list[dict[str, str]]) -> Iterator[tuple[str, int, str]]:
    """The forms that lie in its archive alone."""
    wanted = [form["path"] for form in forms if form.get("only_in_archive")]
    for path in sorted(release.folder.glob("*.zip")):
        with ZipFile(path) as archive:
            for one in archive.infolist():
                name = one.filename.partition("/")[2]
                if any(fnmatch(name, pattern) for pattern in wanted):
                    yield name, one.file_size, ""


def _kind(name: str) -> str:
    return next((kind for pattern, kind in FIRST.items() if fnmatch(name, pattern) and _as_deep(name, pattern)), "")


def _rank(name: str, known: list[str]) -> int:
    return next((at for at, one in enumerate(known) if fnmatch(name, one) and _as_deep(name, one)), len(known))


def _as_deep(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/")


def _says(name: str, forms: list[dict[str, str]]) -> str:
    return next((form.get("description", "") for form in forms if fnmatch(name, form["path"])), "")
