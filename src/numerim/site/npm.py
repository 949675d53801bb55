"""Packages of npm: fetched by npm as it is set up here, held against their digests, and never run."""

import subprocess
import tarfile
import tempfile
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path

from numerim import disk
from numerim.errors import InputError

_PATIENCE = 300
"""So many seconds npm has to fetch a package."""


class NotFetchedError(InputError):
    """A package that cannot be had here."""


@dataclass(frozen=True)
class Package:
    """A package in one version.

    Attributes:
        name: its name: `@duckdb/duckdb-wasm`.
        version: its version: `1.32.0`.
        integrity: the digest of its archive as npm writes it: `sha512-…`.
    """

    name: str
    version: str
    integrity: str

    @property
    def archive(self) -> str:
        """What npm calls its archive: `duckdb-duckdb-wasm-1.32.0.tgz`."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}.tgz"


def fetched(package: Package, folder: Path) -> Path:
    """The archive of a package: as it lies in a folder, or from the registry that npm asks here.

    Args:
        package: which.
        folder: where archives are kept.

    Raises:
        NotFetchedError: npm is not installed or cannot fetch it, or what it fetched is something else.
        DiskError: it cannot be kept.
    """
    path = folder / package.archive
    cure = f"Or put its archive there yourself: {package.archive} of https://www.npmjs.com/package/{package.name}"
    with disk.told(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            with tempfile.TemporaryDirectory(dir=folder) as fresh:
                _pack(package, Path(fresh), cure)
                (Path(fresh) / package.archive).replace(path)
        said = f"sha512-{b64encode(sha512(path.read_bytes()).digest()).decode()}"
    if said != package.integrity:
        problem = f"it is not {package.name} {package.version}: its digest is {said}, not {package.integrity}"
        raise NotFetchedError(str(path), problem, "Remove it, and it is fetched anew.")
    return path


def _pack(package: Package, into: Path, cure: str) -> None:
    named = f"{package.name}@{package.version}"
    command = ["npm", "pack", named, "--silent", "--ignore-scripts", f"--pack-destination={into}"]
    try:
        done = subprocess.run(command, cwd=into, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except FileNotFoundError:
        raise NotFetchedError(named, "npm, which fetches it, is not installed", f"Install npm. {cure}") from None
    except subprocess.TimeoutExpired:
        raise NotFetchedError(named, f"npm has not fetched it in {_PATIENCE} seconds", cure) from None
    if done.returncode or not (into / package.archive).is_file():
        said = next((line for line in done.stderr.splitlines() if line.strip()), f"exit code {done.returncode}")
        raise NotFetchedError(named, f"npm cannot fetch it: {said.strip()}", cure)


def contents(archive: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Files of an archive by name, which is without the folder `package` that all lie in.

    Raises:
        KeyError: there is no such file.
    """
    with tarfile.open(archive) as opened:
        found = {}
        for name in names:
            member = opened.extractfile(f"package/{name}")
            if member is None:
                raise KeyError(name)
            found[name] = member.read()
    return found
