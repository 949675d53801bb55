"""The sheet About: what the package is, how to read it, what does not fit, and where it is all from."""

from collections.abc import Mapping, Sequence
from typing import Any

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.doubts import place_of_any
from numerim.publish.headlines.power import power_told
from numerim.publish.workbook import results
from numerim.publish.workbook.book import CUT, MOST_TEXT, Book, height, lines
from numerim.publish.workbook.parts import MOST_ROWS, Part
from numerim.schemas.vocabulary import ELECTION_STATUSES, SEVERITIES, fates_told

_TOLD = 100


def write_about(draft: Draft, book: Book, sheet: Any, parts: Sequence[Part], without: Mapping[str, str]) -> None:
    """Write what the package is.

    Args:
        draft: the release.
        book: the workbook, with all other sheets written, for this one says what was cut.
        sheet: the sheet.
        parts: the sheets of data.
        without: the tables that have no sheet, and why.
    """
    election = draft.file.election
    for column, width in enumerate((24, _TOLD, 12)):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 1)
    sheet.set_row(0, 24)
    book.write(sheet, 0, 0, election.title["en"], book.title)
    page = _Page(book, sheet)
    page.row = 1
    page.line("Data package", draft.package)
    page.line("Version", draft.version)
    page.line("Status of the count", f"{election.status}: {ELECTION_STATUSES[election.status]}")
    page.line("As of", f"{draft.as_of.isoformat()}, the newest date of a source, or of a vote with figures")
    page.line("Licence", f"{draft.licence_told} The sources have terms of their own; see below.")
    page.line("How to cite", draft.citation)
    _write_reading(draft, page, parts, without)
    _write_findings(draft, page)
    _write_sources(draft, page)
    _write_sheets(page, parts)


class _Page:
    """A sheet that is read from top to bottom: a name, what is said of it, a number."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book, self.sheet, self.row = book, sheet, 0

    def heading(self, name: str, number: str = "") -> None:
        self.row += 1
        for column, text in enumerate((name, "", number)):
            self.sheet.write_string(self.row, column, text, self.book.numbers if column == 2 else self.book.heading)
        self.row += 1

    def line(self, name: str, text: str, number: int | None = None, link: str = "") -> None:
        if link:
            self.sheet.write_url(self.row, 0, f"internal:'{link}'!A1", self.book.link, name)
        elif name:
            self.book.write(self.sheet, self.row, 0, name, self.book.strong)
        self.sheet.set_row(self.row, height(lines(text, _TOLD)))
        self.book.write(self.sheet, self.row, 1, text, self.book.wrapped)
        if number is not None:
            self.sheet.write_number(self.row, 2, number, self.book.count)
        self.row += 1


def _write_reading(draft: Draft, page: _Page, parts: Sequence[Part], without: Mapping[str, str]) -> None:
    fates = dict(warehouse.rows(draft.connection, "SELECT fate, count(*) FROM clean.statements GROUP BY ALL"))
    page.heading("How to read it")
    if any(part.name == results.NAME for part in parts):
        page.line(
            "Results",
            f"The sheet {results.NAME} has everything that could be voted for, one a row; who won is in bold type. "
            f"A code under doubts leads to the sheet {results.FINDINGS}, a locator to the source where its address is "
            "known.",
        )
    page.line("Sheets", "The sheets after Vocabulary are tables of the package; a first row names the columns.")
    page.line("Empty cells", "An empty cell has no value. It is never a zero.")
    page.line("Percentages", "A share of 45.54 is 45.54 per cent, shown with as many decimals as the source prints.")
    page.line(
        "Where it is from",
        "In the tables, every figure carries the source that it was read from (source_id) and the place where it "
        f"stands there (locator), such as {place_of_any(draft)}: file, line and cell of the source (in a workbook, "
        f"sheet and cell), as it is kept in {draft.file.shown.rpartition('/')[0]} of numerim's repository.",
    )
    page.line(
        "What is left out",
        "Figures that an error puts in doubt are left blank; held_back names them. "
        f"{draft.path_of('statements')} has every figure of the sources' tables, and every one transcribed from their "
        "sentences, exactly as printed, with what "
        f"became of it: {fates_told(fates)}.",
    )
    for why in dict.fromkeys(without.values()):
        names = ", ".join(name for name, its in without.items() if its == why)
        large = ", of the largest as data/<table>/*.parquet" if draft.large else ""
        page.line("Not in this file", f"{names}: {why}. In the package as data/<table>.csv{large}.")
    if long := [part for part in parts if part.too_long]:
        files = ", ".join(part.elsewhere for part in long)
        page.line("Too long for a sheet", f"Some tables have more rows than a sheet can hold ({MOST_ROWS:,}): {files}.")
    if page.book.cut:
        page.line(
            "Texts that are cut",
            f"Texts longer than a cell can hold ({MOST_TEXT:,} characters) end with “{CUT.strip()}”; "
            f"so many are cut: {page.book.cut:,}.",
        )


def _write_findings(draft: Draft, page: _Page) -> None:
    found = dict(warehouse.rows(draft.connection, "SELECT severity, count(*) FROM clean.findings GROUP BY ALL"))
    page.heading("What does not fit", "Findings")
    for severity, meaning in SEVERITIES.items():
        page.line(severity, meaning.replace("`", ""), found.get(severity, 0))
    if told := power_told(draft):
        page.line("What would be seen", " ".join(told))


def _write_sources(draft: Draft, page: _Page) -> None:
    page.heading("Sources", "Statements")
    for source, paths, figures in warehouse.rows(
        draft.connection,
        "SELECT source_id, string_agg(path, ', ' ORDER BY path), coalesce(any_value(n), 0) FROM clean.sources "
        "LEFT JOIN (SELECT source_id, count(*) AS n FROM clean.statements GROUP BY ALL) USING (source_id) "
        "GROUP BY source_id ORDER BY min(rank), 1",
    ):
        told = draft.source_told(source)
        page.line(source, f"{told} Read from {paths}.", int(figures))


def _write_sheets(page: _Page, parts: Sequence[Part]) -> None:
    page.heading("Sheets", "Rows")
    first = sum(part.name == results.NAME for part in parts)
    _write_parts(page, parts[:first])
    page.line("Columns", "What every column means: its type, whether it is part of the key, its unit", link="Columns")
    page.line("Vocabulary", "What the words in columns with a closed list of words mean", link="Vocabulary")
    _write_parts(page, parts[first:])


def _write_parts(page: _Page, parts: Sequence[Part]) -> None:
    for part in parts:
        page.line(part.name, f"{part.title}. {part.too_long or part.told}", part.rows, link=part.name)
