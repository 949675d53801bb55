"""`README.md`: what the package holds, what is doubtful in it, how to open it, and the data dictionary."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from numerim import warehouse
from numerim.contract import documented
from numerim.draft import Draft
from numerim.exporters import Stage
from numerim.finding import by_cause, told
from numerim.markdown import plain
from numerim.views import VIEWS
from schemas.table import FIRST, about, resources
from schemas.vocabulary import fates_told

STAGE: Final[Stage] = "made"


def export(draft: Draft) -> None:
    """Write the README."""
    lines = [
        *_DATASET,
        *_head(draft),
        *_findings(draft),
        *_coverage(draft),
        *_opening(draft),
        *_citing(draft),
        *_sources(draft),
        *_dictionary(draft),
    ]
    (draft.folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


_DATASET: Final = (
    "---",
    "configs:",
    f"- config_name: {FIRST}",
    f"  data_files: data/{FIRST}.parquet",
    "  default: true",
    "---",
    "",
)
"""What `datasets.load_dataset` of Hugging Face reads: what it gives when it is asked for the folder of a release."""


def _head(draft: Draft) -> list[str]:
    election = draft.file.election
    fates = dict(warehouse.rows(draft.connection, "SELECT fate, count(*) FROM clean.statements GROUP BY ALL"))
    return [
        f"# {plain(election.title['en'])}",
        "",
        f"Data package `{draft.package}`, version {draft.version}. The count is {election.status}. "
        f"{_told_until(draft)}",
        "",
        "Every figure of the count carries the source that it was read from and the place where it stands there "
        "(`source_id`, `locator`). What does not fit is in `findings`; figures that a finding of severity `error` "
        "disputes are held back from the other tables, and only those. Nothing is lost: "
        "`statements` has every figure of every source exactly as printed, and every claim, with what became of it: "
        f"{fates_told(fates)}.",
        "",
        f"{_linked(draft.licence_told, draft.licence.url)} The sources have terms of their own; see below.",
        "",
    ]


_MATTERS = {
    None: "",
    "decisive": "; another value that is stated or suggested changes who wins, who goes on, or a seat",
    "none": "; no value that is stated or suggested changes who wins, who goes on, or a seat",
    "unknown": "; whether it matters to who wins cannot be told from the figures",
}


def _findings(draft: Draft) -> list[str]:
    groups = by_cause(told(draft.connection))
    lines = ["## What does not fit", ""]
    meanings = {
        "error": "Held back",
        "warning": "Published all the same",
        "info": "Worth knowing",
    }
    for severity, meaning in meanings.items():
        of_severity = [group for group in groups if group[0]["severity"] == severity]
        if of_severity:
            lines += [f"### {meaning} ({severity})", ""]
            lines += [_finding(one, rest) for one, *rest in of_severity]
            lines.append("")
    return lines if groups else [*lines, "Nothing was found.", ""]


def _finding(one: Mapping[str, Any], rest: Sequence[Mapping[str, Any]]) -> str:
    """A finding in a line, with how many others have the same cause."""
    line = f"- {plain(one['says'][:1].upper() + one['says'][1:])}. ({one['rule']}{_MATTERS[one['impact']]})"
    if one["status"] != "open":
        line += f" {one['status'].capitalize()}: {plain(one['reason'])}"
    if rest:
        codes = ", ".join(sorted({other["rule"] for other in rest}))
        line += (
            f" {len(rest) + 1} findings have one cause, this and {len(rest)} of {codes}: {plain(one['cause_says'])}."
        )
    return line


def _coverage(draft: Draft) -> list[str]:
    """How many contests have what, because nobody sees what is not there."""
    counts = {
        "contests": "true",
        "somebody elected": "elected",
        "of them named": "named",
        "to a runoff": "runoff",
        "votes": "votes",
        "printed shares": "shares",
        "seats": "seats",
    }
    columns = ", ".join(f"count(*) FILTER ({which})" for which in counts.values())
    rows = warehouse.rows(
        draft.connection,
        f"""
        WITH outcome AS (
            SELECT election_id, contest_id, bool_or(outcome = 'elected') AS elected,
                bool_or(outcome = 'runoff') AS runoff,
                bool_or(outcome = 'elected' AND candidate IS NOT NULL) AS named
            FROM clean.outcomes JOIN clean.selections USING (election_id, contest_id, selection_id) GROUP BY ALL)
        SELECT title, office, {columns}
        FROM (SELECT election_id, contest_id, office FROM clean.contests) JOIN clean.elections USING (election_id)
        LEFT JOIN outcome USING (election_id, contest_id)
        LEFT JOIN (SELECT DISTINCT election_id, contest_id, true AS votes FROM clean.vote_counts)
            USING (election_id, contest_id)
        LEFT JOIN (SELECT DISTINCT election_id, contest_id, true AS shares FROM clean.vote_shares)
            USING (election_id, contest_id)
        LEFT JOIN (SELECT DISTINCT election_id, contest_id, true AS seats FROM clean.seat_counts)
            USING (election_id, contest_id)
        GROUP BY election_id, title, held_on, office ORDER BY held_on DESC, election_id, office
        """,
    )
    unnamed = warehouse.rows(
        draft.connection,
        "SELECT count(DISTINCT (election_id, contest_id)) FROM clean.outcomes WHERE selection_id = 'unnamed'",
    )[0][0]
    units = ", ".join(f"{number} of the type {kind}" for kind, number in draft.file.election.expect.items())
    return [
        "## How much is in it",
        "",
        "Contests of which the sources tell something, and how many of them have what. A contest that no source speaks "
        "of is not counted" + (f"; units that vote: {units}." if units else "."),
        "",
        f"| election | office | {' | '.join(counts)} |",
        f"| --- | --- | {' | '.join(['---:'] * len(counts))} |",
        *(f"| {plain(title)} | {office} | {' | '.join(map(str, numbers))} |" for title, office, *numbers in rows),
        "",
        *(
            [
                f"Of {unnamed:,} contest{'s' * (unnamed != 1)} a source says what happened, but not to whom: "
                "the selection is `unnamed`, with neither candidate nor party. It may stand for more than one.",
                "",
            ]
            * bool(unnamed)
        ),
    ]


def _is_dated(draft: Draft) -> bool:
    return any(source.day == draft.as_of for source in draft.file.election.sources.values())


_AS_OF = {True: "the date of the newest source", False: "the day of the last vote that it has figures of"}


def _told_until(draft: Draft) -> str:
    day = draft.as_of.isoformat()
    return (
        f"Its newest source is of {day}." if _is_dated(draft) else f"The last vote that it has figures of is of {day}."
    )


def _opening(draft: Draft) -> list[str]:
    name = draft.package
    nist = (draft.folder / f"{name}.nist.json").is_file()
    return [
        "## How to open it",
        "",
        "| file | for |",
        "| --- | --- |",
        f"| `{name}.xlsx` | a spreadsheet: results by name, then a sheet a table; numbers are numbers, text is text |",
        "| `data/*.csv` | everything else: UTF-8, comma, a header (RFC 4180), as `datapackage.json` describes it |",
        "| `data/*.parquet` | the same with types; descriptions are in the metadata |",
        *([f"| `{name}.nist.json` | programs that read NIST SP 1500-100 v2; its notes say what it lacks |"] * nist),
        "| `diff.json`, `CHANGELOG.md` | what changed since the version before, and what brought it |",
        "| `SHA256SUMS` | `sha256sum -c SHA256SUMS` tells whether the files are as they were published |",
        f"| `{name}-{draft.version}.zip` | all of these in one file; `versions.json`, a folder up, has its SHA-256 |",
        f"| `{name}.duckdb`, in the `.zip` | SQL, with DuckDB 1.1 or later: comments, and the views {_views()} |",
        "",
        "Open the `.xlsx` in a spreadsheet rather than a CSV: a CSV has every text as it is, and "
        "a spreadsheet may take one that begins with `=` for a formula.",
        "",
        "- DuckDB, from this folder: `SELECT * FROM 'data/results.parquet'`",
        "- pandas: `pandas.read_csv('data/results.csv')`; polars: `polars.read_parquet('data/results.parquet')`",
        "- R: `read.csv('data/results.csv', encoding = 'UTF-8')`",
        "- Hugging Face: `datasets.load_dataset('.')`, from this folder, gives `results`",
        "- frictionless: `frictionless validate datapackage.json`",
        "",
    ]


def _views() -> str:
    return ", ".join(f"`{name}`" for name in VIEWS)


def _citing(draft: Draft) -> list[str]:
    return [
        "## How to cite it",
        "",
        f"> {_linked(draft.citation, draft.page)}",
        "",
        "For a figure, say also where it was read: the row's `source_id` and `locator`, and the source as listed "
        f"below. A version never changes; the package as such, whatever its version, is `{draft.descriptor['id']}`. "
        "`CITATION.cff` says the same to programs. Nothing in a package depends on a clock: `created` in "
        f"`datapackage.json` is {draft.as_of.isoformat()}, {_AS_OF[_is_dated(draft)]}; `versions.json`, beside the "
        "versions, has the days on which they were published.",
        "",
    ]


def _linked(text: str, *addresses: str | None) -> str:
    """A text for Markdown in which addresses that were checked are links."""
    told = plain(text)
    for address in filter(None, addresses):
        told = told.replace(plain(address), f"<{address}>")
    return told


def _sources(draft: Draft) -> list[str]:
    rows = warehouse.rows(
        draft.connection,
        "SELECT source_id, any_value(rank), string_agg(path, ', ' ORDER BY path), coalesce(any_value(n), 0) "
        "FROM clean.sources "
        "LEFT JOIN (SELECT source_id, count(*) AS n FROM clean.statements GROUP BY ALL) USING (source_id) "
        "GROUP BY source_id ORDER BY 2",
    )
    transcribed = [
        path
        for (path,) in warehouse.rows(
            draft.connection,
            "SELECT DISTINCT regexp_extract(locator, '^(.*):L', 1) FROM clean.statements WHERE sentence IS NOT NULL "
            "ORDER BY 1",
        )
    ]
    told = {
        name: _linked(draft.source_told(name), source.url, its.licence.url if its.licence else None)
        for name, source in draft.file.election.sources.items()
        for its in (draft.granted[name],)
    }
    documents = all(source.document for source in draft.file.election.sources.values())
    return [
        "## Sources",
        "",
        f"The files that were read lie in the repository of numerim, in `{draft.file.shown.rpartition('/')[0]}`; "
        "`sources` has the SHA-256 of each. A locator such as `results.csv:L12.C3` is file, line and cell; "
        "`statements` has what stands there.",
        "",
        *(
            f"- `{source}` (rank {rank}): {told[source]} {number:,} statements from {paths}."
            for source, rank, paths, number in rows
        ),
        *(
            [
                "",
                "Transcribed from sentences, one row a figure or claim: "
                f"{', '.join(f'`{name}`' for name in transcribed)}. Lines and cells are those of the transcription; "
                "`sentence` in `statements` is the number of the sentence in the document"
                + (", whose SHA-256 is `document_sha256` in `sources`." if documents else "."),
            ]
            * bool(transcribed)
        ),
        "",
    ]


def _dictionary(draft: Draft) -> list[str]:
    lines = ["## Tables", ""]
    for name, model in resources().items():
        count = warehouse.rows(draft.connection, f"SELECT count(*) FROM clean.{name}")[0][0]
        lines += [f"### {name}: {about(model).title} ({count} rows)", "", documented(model), ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        for column, spec in model.to_schema().columns.items():
            metadata = spec.metadata or {}
            words = "; ".join(f"`{word}`: {says}" for word, says in metadata["words"].items())
            unit = f" Unit: {metadata['unit']}." if metadata["unit"] else ""
            key = " (key)" if column in about(model).key else ""
            told = f"{spec.description}{unit}{' ' + words if words else ''}".replace("|", "\\|")
            kind = str(spec.dtype).split("(", maxsplit=1)[0].lower()
            lines.append(f"| `{column}`{key} | {kind} | {told} |")
        lines.append("")
    return lines
