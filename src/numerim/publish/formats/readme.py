"""`README.md`: one page for a stranger: what happened, how far to trust it, how to open it, how to cite it."""

from collections import Counter
from typing import Final

from numerim import warehouse
from numerim.markdown import plain
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage, forms
from numerim.publish.forms import ARCHIVE
from numerim.publish.headlines.answers import Answers, answers, example
from numerim.publish.headlines.doubts import MEANS, Doubt, doubts, first_of, place_told
from numerim.publish.headlines.words import counted, day_told, listed
from numerim.schemas.table import FIRST, about, resources

STAGE: Final[Stage] = "told"
FORMS: Final = ()  # it is about the package, and not a form of it
_KINDS_OF_REST = 3
"""So many rules are named of which the rest of the findings are."""


def export(draft: Draft) -> None:
    """Write the README."""
    said = answers(draft)
    lines = [
        *_DATASET,
        f"# {plain(draft.file.election.title['en'])}",
        "",
        *_what_happened(draft, said),
        *_how_far_to_trust_it(draft),
        *_opening(draft),
        *_citing(draft),
        *_sources(draft),
        *_tables(draft),
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


def _what_happened(draft: Draft, said: Answers) -> list[str]:
    election = draft.file.election
    words = warehouse.rows(
        draft.connection, "SELECT DISTINCT outcome FROM clean.results WHERE outcome IS NOT NULL ORDER BY 1"
    )
    outcomes = listed([f"`{word}`" for (word,) in words])
    look = f"; `outcome` says how it ended ({outcomes})" if words else ""
    names = "; ".join(f"{plain(short)}: {plain(full)}" for short, full in said.names.items())
    return [
        *([f"- {plain(sentence)}" for sentence in said.sentences] or ["No contest has a result yet."]),
        "",
        f"Voted on {day_told(election.held_on)}; the count is {election.status}. {names and names + '. '}"
        f"`data/{FIRST}.csv` has it contest by contest, one row for each who stood: `unit` says where, "
        f"`list` and `party` say who stood{look}.",
        "",
    ]


def _how_far_to_trust_it(draft: Draft) -> list[str]:
    every = doubts(draft)
    lines = ["## How far to trust it", ""]
    if not every:
        return [*lines, "Nothing was found that does not fit.", ""]
    told = first_of(every)
    severities = Counter(doubt.severity for doubt in every)
    counts = [
        counted(severities[severity], one)
        for severity, one in (("error", "error"), ("warning", "warning"), ("info", "remark"))
        if severities[severity]
    ]
    lines += [
        f"{listed(counts).capitalize()}. Figures that an error contradicts are left blank in "
        f"`{FIRST}`; `held_back` names them, and the columns ending in `_printed` show what the source has.",
        "",
        *(_told(doubt, same) for doubt, same in told),
        "",
    ]
    done = {doubt.cause or doubt.finding_id for doubt, _ in told}
    rest = Counter((doubt.rule, doubt.claim) for doubt in every if (doubt.cause or doubt.finding_id) not in done)
    if rest:
        kinds = [f"{rule}, “{plain(claim)}” ({number})" for (rule, claim), number in rest.most_common(_KINDS_OF_REST)]
        left = rest.total() - sum(number for _, number in rest.most_common(_KINDS_OF_REST))
        also = f", and {left} more" if left else ""
        others = counted(rest.total(), "is", "are")
        lines += [f"The other {others} in `data/findings.csv`: {'; '.join(kinds)}{also}.", ""]
    return lines


def _told(doubt: Doubt, same: int) -> str:
    """A finding as an item: what does not fit, what it means, where it stands, how many have the same cause."""
    follows = plain(doubt.follows)
    parts = [
        f"**{plain(doubt.sentence)}**",
        f"{follows[:1].upper()}{follows[1:].removesuffix('.')}." if follows else "",
        MEANS[doubt.impact] if doubt.matters or doubt.impact else "",
        f"At {_code(place_told(doubt.places))}." if doubt.places else "",
        f"{same} findings have one cause: {plain(doubt.cause_says or '')}." if same > 1 else "",
        f"({doubt.rule})",
    ]
    return f"- {' '.join(part for part in parts if part)}"


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"


def _opening(draft: Draft) -> list[str]:
    path = f"data/{FIRST}"
    won = warehouse.rows(
        draft.connection,
        "SELECT outcome FROM clean.results WHERE outcome IN ('elected', 'runoff', 'largest', 'leading') "
        f"AND selection_kind <> 'unnamed' AND election_id = {warehouse.text(draft.package)} "
        "GROUP BY outcome ORDER BY outcome <> 'elected', count(*) DESC, outcome LIMIT 1",
    )
    where = f" WHERE outcome = '{won[0][0]}' AND election_id = '{draft.package}'" if won else ""
    return [
        "## How to open it",
        "",
        f"A spreadsheet: `{draft.package}.xlsx`, which opens on the results and has the findings beside them. "
        "Programs, from this folder:",
        "",
        "```python",
        f'pandas.read_parquet("{path}.parquet")  # or pandas.read_csv("{path}.csv")',
        f'polars.read_parquet("{path}.parquet")',
        f"duckdb.sql(\"SELECT unit, list, party, share FROM '{path}.parquet'{where}\")",
        "```",
        "",
        "```r",
        f'results <- read.csv("{path}.csv", encoding = "UTF-8")',
        "```",
        "",
    ]


def _citing(draft: Draft) -> list[str]:
    figure = example(draft)
    lines = ["## How to cite it", "", f"> {_linked(draft.citation, draft.page)}", ""]
    if figure:
        told, source, locator = figure
        title = draft.file.election.sources[source].title
        lines += [
            "A single figure, with its `locator`:",
            "",
            f"> {plain(told)} ({plain(title)}, {_code(locator)}; numerim, `{draft.package}` {draft.version}).",
            "",
        ]
    return lines


def _linked(text: str, *addresses: str | None) -> str:
    """A text for Markdown in which addresses that were checked are links."""
    told = plain(text)
    for address in filter(None, addresses):
        told = told.replace(plain(address), f"<{address}>")
    return told


def _sources(draft: Draft) -> list[str]:
    return [
        "## Terms and sources",
        "",
        plain(draft.licence_told) if not draft.licence.url else _linked(draft.licence_told, draft.licence.url),
        "",
        *(
            f"- `{name}`: " + _linked(draft.source_told(name), source.url, its.licence.url if its.licence else None)
            for name, source in draft.file.election.sources.items()
            for its in (draft.granted[name],)
        ),
        "",
        "A locator such as `results.csv:L12.C3` is file, line and cell. The files lie in "
        f"`{draft.file.shown.rpartition('/')[0]}` of numerim's repository; `sources` has the SHA-256 of each.",
        "",
    ]


def _tables(draft: Draft) -> list[str]:
    every = {
        name: (about(model).title, warehouse.rows(draft.connection, f"SELECT count(*) FROM clean.{name}")[0][0])
        for name, model in resources().items()
    }
    empty = [f"`{name}`" for name, (_, rows) in every.items() if not rows]
    tables = [form for form in forms("data") if form.of_tables]
    first, *others = (form.named(draft.package, draft.version, "<table>") for form in tables)
    suffixes = [f"`{first}`", *(f"`.{path.rpartition('.')[2]}`" for path in others)]
    packed = [f"`{form.named(draft.package, draft.version)}`" for form in forms("packed")]
    beside = f", with {listed(packed)} besides," if packed else ""
    return [
        "## What is in it",
        "",
        f"Each table is {listed(suffixes)}; `datapackage.json` says what every column means, "
        f"`diff.json` what changed since the version before. All of it{beside} is in "
        f"`{ARCHIVE.named(draft.package, draft.version)}`.",
        "",
        *_wholes(draft),
        *(f"- `{name}`: {title} ({rows:,})" for name, (title, rows) in every.items() if rows),
        *([f"- empty here: {', '.join(empty)}"] * bool(empty)),
    ]


def _wholes(draft: Draft) -> list[str]:
    """The forms in which the whole is there, a line each."""
    named = [(form.named(draft.package, draft.version), form) for form in forms("made") if not form.of_tables]
    there = [(path, form) for path, form in named if (draft.folder / path).is_file()]
    return [*(f"- `{path}`: {plain(form.about)}" for path, form in there), ""] if there else []
