"""`<package>.xlsx`: a sheet for every table, with what its columns and words mean, for those who open it in Excel."""

from datetime import datetime
from typing import Final

from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.headlines.answers import answers
from numerim.publish.headlines.doubts import doubts
from numerim.publish.workbook.about import write_about
from numerim.publish.workbook.book import Book
from numerim.publish.workbook.explain import write_columns, write_words
from numerim.publish.workbook.parts import table_parts
from numerim.publish.workbook.results import findings_part, results_part
from numerim.publish.workbook.sheets import write_part
from numerim.publish.workbook.summary import write_summary

STAGE: Final[Stage] = "made"
FORMS: Final = (
    Form(
        "{package}.xlsx",
        "Workbook (XLSX)",
        "The tables as sheets of one workbook.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_type="XLSX",
    ),
)

MOST_IN_ALL: Final = 50_000
"""Rows of all tables beyond which a workbook has results and findings only."""
_IN_MEMORY = 200_000
"""Rows of all sheets that are written without temporary files."""


def export(draft: Draft) -> None:
    """Write the workbook: Results, Findings, Summary, About, Columns, Vocabulary, and a sheet a table.

    Raises:
        ContractError: a whole number that a spreadsheet would round.
    """
    from xlsxwriter import Workbook

    from numerim.publish.workbook.quick import QuickSheet

    found = draft.once(doubts)
    results = results_part(draft, found)
    findings = findings_part(draft, found, results)
    first = [part for part in (results, findings) if part]
    parts, without = table_parts(draft)
    if sum(part.rows for part in [*first, *parts]) > MOST_IN_ALL:
        without |= {part.name: f"all tables together have more than {MOST_IN_ALL:,} rows" for part in parts}
        parts = []
    every = [*first, *parts]
    large = sum(part.rows for part in every) > _IN_MEMORY
    options = {
        # In memory a row takes 3 kB; on disk each text is written as often as it occurs, which fewer programs read.
        "constant_memory" if large else "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(draft.folder / f"{draft.package}.xlsx"), options) as workbook:
        workbook.set_properties(
            {
                "title": draft.file.election.title["en"],
                "subject": f"Data package {draft.package}, version {draft.version}",
                "author": draft.settings.publisher,
                "comments": draft.citation,
                "created": datetime.fromisoformat(draft.created).replace(tzinfo=None),
            }
        )
        book = Book(workbook, None if large else QuickSheet)
        for part in first:
            write_part(draft, book, part)
        write_summary(draft, book, answers(draft))
        about = book.add("About")
        write_columns(book, every)
        write_words(book, every)
        for part in parts:
            write_part(draft, book, part)
        write_about(draft, book, about, every, without)  # the last, for it says what was cut
