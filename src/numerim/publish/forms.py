"""What a file of a release is to those who look for one: every publication format says it of its own.

Catalogues list by it, and the README tells by it, so that a new format is one file.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """A form in which somebody may want a package.

    Attributes:
        path: where its file lies in a release; `{package}` and `{version}` stand for those, `{table}` for the name of a
            table: then there is one file for each table. A `*` stands for any name: then there may be several files.
        title: what it is. Of a table it is the word that stands behind the title of the table.
        about: what is in it, in a sentence. Of a table the description of the table is told instead.
        media_type: as IANA registers it.
        file_type: its code in the authority table File type of the EU; empty where that has none.
        standard: the URL of the specification that it follows beyond its media type; empty where there is none.
    """

    path: str
    title: str
    about: str
    media_type: str
    file_type: str = ""
    standard: str = ""

    @property
    def of_tables(self) -> bool:
        """Whether there is a file for each table."""
        return "{table}" in self.path

    @property
    def of_several(self) -> bool:
        """Whether there may be several files, whose names only their contents tell."""
        return "*" in self.path

    def named(self, package: str, version: str, table: str = "") -> str:
        """The path of its file in a release."""
        return self.path.format(package=package, version=version, table=table)


DESCRIPTOR = Form(
    "datapackage.json",
    "Data Package (CSV)",
    "Describes every table and column; Frictionless tools read the CSV files through it.",
    "application/vnd.datapackage+json",
    file_type="JSON",
    standard="https://datapackage.org/standard/data-package/",
)
"""The descriptor, which every release has."""

ARCHIVE = Form(
    "{package}-{version}.zip",
    "All files (ZIP)",
    "The whole release as one file.",
    "application/zip",
    file_type="ZIP",
    standard=DESCRIPTOR.standard,
)
"""The archive, for which `versions.json` vouches."""
