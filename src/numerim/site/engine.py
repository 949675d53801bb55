"""DuckDB for the browser: which files of which packages of npm the page for SQL loads."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from numerim.site.npm import Package, contents, fetched

DUCKDB = Package(
    "@duckdb/duckdb-wasm",
    "1.32.0",
    "sha512-IewXTNYEjsZCPE9weUWgtjGxUlMRo7qhX0GF6tq/KjK8bnY+RAl4cyUdYUfcdzbyb4b9ZxPC+FOsCcxgaKFWMg==",
)
"""DuckDB 1.4; what needs neither threads nor a page that is isolated from others."""

ARROW = Package(
    "apache-arrow",
    "17.0.0",
    "sha512-X0p7auzdnGuhYMVKYINdQssS4EcKec9TCXyez/qtJt32DrIMGbzqiaMiQ0X6fQlQpw8Fl0Qygcv4dfRAr5Gu9Q==",
)
"""What answers come in; the version that DuckDB's part for the page asks for."""

_FILES = {
    DUCKDB: ("dist/duckdb-browser.cjs", "dist/duckdb-browser-eh.worker.js", "dist/duckdb-eh.wasm"),
    ARROW: ("Arrow.es2015.min.js", "LICENSE.txt", "NOTICE.txt"),
}
_AS = {"dist/duckdb-browser.cjs": "duckdb-browser.js"}
"""A name that servers take for a script."""


def fetch(folder: Path) -> None:
    """Have the packages in a folder of archives.

    Raises:
        NotFetchedError: one cannot be fetched, or is another.
        DiskError: it cannot be kept.
    """
    for package in _FILES:
        fetched(package, folder)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files by their path on the site, as the packages have them; the large one is packed.

    A quarter of its 34 MB goes over the line then, whether a host packs or not; the page unpacks it.

    Args:
        folder: where archives of npm are kept.

    Raises:
        NotFetchedError: a package cannot be fetched, or is another.
        DiskError: it cannot be kept.
    """
    for package, names in _FILES.items():
        archive = fetched(package, folder)
        packed = archive.with_name(f"{archive.name}.wasm.gz")
        for name, content in contents(archive, names).items():
            path = f"static/duckdb/{_AS.get(name) or name.rpartition('/')[2]}"
            if not name.endswith(".wasm"):
                yield path, content
                continue
            if not packed.is_file() or gzip.decompress(packed.read_bytes()) != content:
                packed.write_bytes(gzip.compress(content, 9, mtime=0))
            yield f"{path}.gz", packed.read_bytes()
