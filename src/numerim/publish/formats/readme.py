"""`README.md`: one page for a stranger: what happened, how far to trust it, how to open it, how to cite it."""

from collections import Counter
from typing import Final

from numerim import warehouse
from numerim.markdown import plain
from numerim.printed import because
from numerim.publish import large
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage, forms
from numerim.publish.forms import ARCHIVE
from numerim.publish.headlines.answers import answers, example
from numerim.publish.headlines.doubts import Doubt, doubts, first_of, place_of_any, recurring
from numerim.publish.headlines.power import power_told
from numerim.publish.headlines.races import Answers
from numerim.publish.headlines.words import counted, day_told, listed
from numerim.schemas.parameter import bare
from numerim.schemas.table import FIRST, resources

STAGE: Final[Stage] = "told"
FORMS: Final = ()  # it is about the package, and not a form of it
_KINDS_OF_REST = 2
"""So many rules are named that the rest of the findings break."""


def export(draft: Draft) -> None:
    """Write the README."""
    said = answers(draft)
    lines = [
        *_dataset(draft),
        f"# {plain(draft.file.election.title['en'])}",
        "",
        *_what_happened(draft, said),
        *_how_far_to_trust_it(draft, said),
        *_opening(draft),
        *_citing(draft),
        *_sources(draft),
        *_tables(draft),
    ]
    text = draft.as_it_lies("\n".join(lines))
    (draft.folder / "README.md").write_text(text + "\n", encoding="utf-8")


def _dataset(draft: Draft) -> list[str]:
    """What `datasets.load_dataset` of Hugging Face reads: what it gives when asked for the folder of a release."""
    return [
        "---",
        "configs:",
        f"- config_name: {FIRST}",
        f"  data_files: {draft.path_of(FIRST, 'parquet')}",
        "  default: true",
        "---",
        "",
    ]


def _what_happened(draft: Draft, said: Answers) -> list[str]:
    election = draft.file.election
    final = "; the package takes the count as final" if election.status == "final" else ""
    if certified := election.certified:
        final = f"; {plain(certified.by)} certified the count on {day_told(certified.on)}"
    names = "; ".join(f"{plain(short)}: {plain(full)}" for short, full in said.names.items())
    return [
        f"Held on {day_told(election.held_on)}{final}.",
        "",
        *([f"- {plain(sentence)}" for sentence in said.sentences] or ["No contest has a result yet."]),
        "",
        *([f"{names}.", ""] if names else []),
    ]


def _how_far_to_trust_it(draft: Draft, said: Answers) -> list[str]:
    every = draft.once(doubts)
    lines = ["## How far to trust it", "", *_objected(draft)]
    lines += [*_set(draft), " ".join(plain(one) for one in power_told(draft)), ""]
    if not every:
        return [*lines, "Nothing was found that does not fit.", ""]
    told = first_of(every, said.doubted)
    by_one_rule = recurring(every)
    severities = Counter(doubt.severity for doubt in every if doubt.status == "open")
    decided = Counter(doubt.status for doubt in every if doubt.status != "open")
    counts = [
        counted(severities[severity], f"open {one}" if decided and severity != "info" else one)
        for severity, one in (("error", "error"), ("warning", "warning"), ("info", "remark"))
        if severities[severity]
    ]
    counts += [f"{number:,} {status}" for status, number in sorted(decided.items(), reverse=True)]
    lines += [
        f"{listed(counts).capitalize()}. "
        f"{' '.join(means for severity, means in _SEVERITIES.items() if severities[severity])}",
        "",
        *(_told(doubt, same, doubt.cause in by_one_rule) for doubt, same in told),
        "",
    ]
    done = {doubt.cause or doubt.finding_id for doubt, _ in told}
    rest = Counter((doubt.rule, doubt.claim) for doubt in every if (doubt.cause or doubt.finding_id) not in done)
    if rest:
        kinds = [
            f"{rule} ({number}; the rule: “{plain(claim)}”)"
            for (rule, claim), number in rest.most_common(_KINDS_OF_REST)
        ]
        others = "One more is" if rest.total() == 1 else f"The other {rest.total():,} are"
        often = "most often" if len(rest) > len(kinds) else "all of"
        lines += [f"{others} in `data/findings.csv`; {often} {listed(kinds)}.", ""]
    return lines


def _objected(draft: Draft) -> list[str]:
    """How many figures readers object to, and the objections that nobody has decided about."""
    rows = warehouse.rows(
        draft.connection,
        "SELECT state, locator, published, should_be FROM clean.objections ORDER BY received_on, objection_id",
    )
    waiting = [row[1:] for row in rows if row[0] == "open"]
    if not waiting:
        return []
    told = [
        f"{_code(locator)} is published as {_code(published)} and should be {_code(should_be)}"
        for locator, published, should_be in waiting[:_MOST_OBJECTIONS]
    ]
    more = f", {len(waiting) - len(told):,} more" if len(waiting) > len(told) else ""
    say = "reader says" if len(waiting) == 1 else "readers say"
    begins = f"{counted(len(waiting), 'figure is', 'figures are')} objected to, and nobody has decided yet: {say} that "
    return [f"{begins}{'; '.join(told)}{more}. `data/objections.csv` has why.", ""]


def _set(draft: Draft) -> list[str]:
    """What was set of the rules, and which were not asked; nothing where all are as they ship."""
    own = warehouse.text(draft.package)
    rows = warehouse.rows(
        draft.connection,
        "SELECT election_id, rule, setting, value, instead_of, reason FROM clean.rule_settings "
        f"ORDER BY election_id <> {own}, election_id, rule, setting",
    )
    values, off = [], []
    for election, rule, setting, value, standard, reason in rows:
        where = "" if election == draft.package else f" in `{election}`"
        if reason is not None:
            off.append(f"{rule}{where} ({plain(reason.rstrip('.'))})")
        else:
            instead = "" if standard is None else f" instead of {bare(standard)}"
            values.append(f"{rule} `{setting}` {bare(value)}{instead}{where}")
    told = [
        f"Set for this election: {listed(values)}." if values else "",
        f"Not asked: {listed(off)}." if off else "",
    ]
    return [f"{' '.join(filter(None, told))} `data/rule_settings.csv` has it.", ""] if rows else []


_SEVERITIES: Final = {
    "error": f"A figure that an error singles out is left out: blank in `{FIRST}`, where `held_back` names it and "
    "columns ending in `_printed` show it. If the figures do not show which of them is wrong, all are published; "
    "`doubts` names the rule.",
    "warning": "Figures that a warning puts in doubt are published, with the rule in `doubts`.",
    "info": "Remarks put no figure in doubt; they are about spellings, ties and the like.",
}
"""A severity -> what it means for the figures."""


_REMARK: Final = "Another printed value, or one that fits, could change who wins, goes to a runoff, or gets a seat."
"""What a remark means on which an outcome hangs; a remark on which none hangs says nothing of it."""


def _told(doubt: Doubt, same: int, is_one_rule: bool) -> str:
    """A finding as an item: what does not fit, what it means, where it stands, how many have the same cause."""
    if is_one_rule:
        common = plain(doubt.cause_says or "")
        where = f", see {_code(doubt.where)}" if doubt.where else ""
        example = plain(doubt.sentence.removesuffix("."))
        return f"- **{common}.** {same} findings, such as: {example}{where}. ({doubt.rule})"
    parts = [
        f"**{plain(doubt.sentence)}**",
        plain(doubt.follows),
        (_REMARK if doubt.severity == "info" else doubt.means) if doubt.matters or doubt.impact else "",
        f"See {_code(doubt.where)}." if doubt.where else "",
        f"{because(same, plain(doubt.cause_says or ''))}." if same > 1 else "",
        f"({doubt.rule})",
    ]
    return f"- {' '.join(part for part in parts if part)}"


def _code(text: str) -> str:
    return f"`{text.replace('`', chr(39))}`"


def _opening(draft: Draft) -> list[str]:
    path = f"data/{FIRST}"
    rows = f"`{draft.path_of(FIRST)}` have" if draft.is_large(FIRST) else f"`{path}.csv` and `.parquet` have"
    return [
        "## How to open it",
        "",
        f"`{draft.package}.xlsx` is a spreadsheet: results, findings, a summary. {rows} one "
        "row for each who stood; pandas, polars and R read them. In DuckDB, from this folder:",
        "",
        "```sql",
        f"CREATE VIEW {FIRST} AS FROM '{draft.path_of(FIRST, 'parquet')}' "
        f"WHERE election_id = {warehouse.text(draft.package)};",
        *_questions(draft),
        "```",
        "",
    ]


_QUESTIONS: Final = (
    ("outcome = 'elected'", "list, party, votes, share"),
    ("outcome = 'runoff'", "list, party, votes, share"),
    ("outcome = 'leading'", "list, party, votes, share"),
    ("outcome = 'largest'", "list, seats"),
    ("rank = 1", "list, party, votes, share, seats"),
    ("seats > 0", "list, seats"),
)
"""What one asks first: which rows, and which of their columns."""
_MOST_QUESTIONS = 3
_MOST_OBJECTIONS = 5


def _questions(draft: Draft) -> list[str]:
    """Queries that have an answer in the package: who won or goes on, where, with what."""
    own = f"election_id = {warehouse.text(draft.package)}"
    asked: list[str] = []
    for which, columns in _QUESTIONS:
        if which == "rank = 1" and asked:
            continue
        names = ["unit", *columns.split(", ")]
        found = warehouse.rows(
            draft.connection,
            f"SELECT office, count(*), count(DISTINCT district), {', '.join(f'count({name})' for name in names)} "
            f"FROM clean.results WHERE {own} AND {which} AND selection_kind <> 'unnamed' "
            "GROUP BY office ORDER BY count(*) DESC, office LIMIT 1",
        )
        for office, _, districts, *filled in found:
            shown = [name for name, number in zip(names, filled, strict=True) if number]
            shown = [*shown[:1], *(["district"] if districts else []), *shown[1:]]
            asked.append(f"SELECT {', '.join(shown)} FROM {FIRST} WHERE office = {warehouse.text(office)} AND {which};")
    return asked[:_MOST_QUESTIONS] or [f"FROM {FIRST};"]


def _citing(draft: Draft) -> list[str]:
    figure = example(draft)
    lines = ["## How to cite it", "", f"> {_linked(draft.citation, draft.doi, draft.page)}", ""]
    if figure:
        told, source, locator = figure
        title = draft.file.election.sources[source].title
        lines += [
            "A single figure, with its place in the source (column `locator`):",
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
            f"- `{name}`: "
            + _linked(draft.source_told(name, short=True), source.url, its.licence.url if its.licence else None)
            for name, source in draft.file.election.sources.items()
            for its in (draft.granted[name],)
        ),
        "",
        f"A place such as {_code(place_of_any(draft))} is a file, a line and a cell, both counted from 1 (in a "
        f"workbook, sheet and cell), of the source as it is kept in `{draft.file.shown.rpartition('/')[0]}` of "
        "numerim's repository, and not of the tables here.",
        "",
    ]


def _tables(draft: Draft) -> list[str]:
    filled = sum(bool(warehouse.rows(draft.connection, f"SELECT 1 FROM clean.{name} LIMIT 1")) for name in resources())
    tables = [form for form in forms("data") if form.of_tables]
    first, *others = (form.named(draft.package, draft.version, "<table>") for form in tables)
    suffixes = [f"`{first}`", *(f"`.{path.rpartition('.')[2]}`" for path in others)]
    packed = [f"`{form.named(draft.package, draft.version)}`" for form in forms("packed")]
    beside = f", with {listed(packed)} besides," if packed else ""
    return [
        "## What is in it",
        "",
        f"{counted(filled, 'table')} as {listed(suffixes)}: begin with `{FIRST}`; `findings` has the doubts, "
        "`statements` every figure as each source prints it. `datapackage.json` says what columns mean, `CHANGELOG.md` "
        f"what changed. All of it{beside} is in `{ARCHIVE.named(draft.package, draft.version)}`.",
        "",
        *_large(draft),
        *_wholes(draft),
    ]


def _large(draft: Draft) -> list[str]:
    """What is otherwise with tables of very many rows; nothing where there are none."""
    if not draft.large:
        return []
    names = listed([f"`{name}`" for name in draft.large])
    have = "has" if len(draft.large) == 1 else "have"
    return [
        f"{names} {have} more than {large.MOST_ROWS:,} rows, so {have} no CSV but Parquet, in parts that follow each "
        "other: `data/<table>/*.parquet`. `datapackage.json` says which part begins with which key. What holds tables "
        "once more has not all of them: the workbook and the databases have the answers, the report for NIST whole "
        f"contests, the layout of OpenElections the levels of up to {large.MOST_ROWS:,} lines.",
        "",
    ]


def _wholes(draft: Draft) -> list[str]:
    """The forms in which the whole is there, a line each."""
    every = [form for stage in ("made", "told") for form in forms(stage) if not form.of_tables]
    named = [(form.named(draft.package, draft.version), form) for form in every]
    there = [(path, form) for path, form in named if any(draft.folder.glob(path))]
    return [f"- `{path}`: {plain(form.about)}" for path, form in there]
