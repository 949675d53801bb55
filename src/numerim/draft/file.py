"""One file of results without a declaration: by a layout that is known, else through a draft, in memory."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from numerim import disk, in_memory, warehouse
from numerim.ask.advise import advised
from numerim.check.finding import told
from numerim.declare.election import ElectionFile, read_election
from numerim.declare.house import House
from numerim.draft.given import NOBODY_SAYS, UNKNOWN, Given
from numerim.draft.misreadings import misreadings
from numerim.draft.new import Made, make, name_of
from numerim.draft.reading import figures_left, read_as, reading
from numerim.draft.shares import has_mostly_shares
from numerim.draft.uncounted import awaiting
from numerim.draft.untold import NoFiguresYetError, UntoldError
from numerim.errors import CombinedInputError, InputError, tell_all
from numerim.judge import judge
from numerim.judge.file import counted
from numerim.layouts import UnknownLayoutError
from numerim.printed import Judgement, Place, Told, of_causes
from numerim.printed import counted as by_severity
from numerim.printed.election import judgement

_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{", b"[", b"<", b"%PDF")

_COLUMNS = 20
"""So many columns are named where nothing tells what they are."""
_NOBODY = "R805"
"""The rule that somebody votes in each unit that reports: of a table that waits for the count it says nothing."""


def judge_any(path: str | tuple[str, ...], *, explain: bool = False, given: Given = NOBODY_SAYS) -> Judgement:
    """Judge one file, whatever its format; or several of one election together, as one.

    A file of delimited values in a layout that is known is judged by that; any other is described as `numerim new`
    would, and checked like an election.

    Args:
        path: the file; `-` is standard input, which must be of a known layout. Several are of one folder.
        explain: say of each finding its figures too, whether it matters, and what would mend it; that is not known of
            a file of a known layout.
        given: what a person says of its columns and rows, and of the law; it is then read by that, whatever layout it
            has.

    Raises:
        InputError: the file cannot be read, or no table is found in it.
    """
    given = replace(given, id="file", country=UNKNOWN)
    is_said = bool(given.taken or given.law)
    if isinstance(path, tuple):
        return _through_a_draft(path, explain, given)
    if path == "-":
        if is_said:
            raise InputError("-", "of standard input --take, --leave and --law say nothing", "Name a file.")
        return judge(path)
    try:
        if not Path(path).is_file() and Path(path).exists():
            raise InputError(
                path,
                "it is not a file but a folder, a pipe or a device",
                "Name files, or pipe one into `numerim check -`.",
            )
        with Path(path).open("rb") as stream:
            begins = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    except FileNotFoundError:
        raise disk.not_there(Path(path)) from None
    except OSError as error:
        raise disk.unreadable(path, error) from None
    if not begins.startswith(_NOT_TEXT) and not is_said:
        try:
            return judge(path)
        except UnknownLayoutError as error:
            return _through_a_draft((path,), explain, given, error)
    return _through_a_draft((path,), explain, given)


def _through_a_draft(
    paths: Sequence[str], explain: bool, given: Given, unknown: UnknownLayoutError | None = None
) -> Judgement:
    path = paths[0] if len(paths) == 1 else str(Path(paths[0]).parent)
    with tempfile.TemporaryDirectory(prefix=disk.mine()) as folder:
        house = House(Path(folder))
        try:
            made = make(house, [Path(one) for one in paths], given)
        except NoFiguresYetError as error:
            return Judgement(path, [], {}, error.problem, {"figures": 0})
        except UntoldError as error:
            if unknown and unknown.is_near:
                raise unknown from None
            raise InputError(path, error.problem, error.cure) from None
        except InputError as error:
            every = error.errors if isinstance(error, CombinedInputError) else [error]
            tell_all([_named_as(path, one) for one in every])
            raise
        tables = [said for file in made.files for said, _ in file.tables]
        if not any(said.is_told for said in tables):
            problem = "neither the names of its columns nor their figures show what they are"
            if unknown and unknown.is_near:
                raise unknown
            names = [f"“{name}”" for said in tables for name in said.cells.names]
            cure = 'Say what one of them is: --take "COLUMN=votes" (docs/when-the-draft-is-wrong.md). '
            raise InputError(path, problem, f"{cure}They are: {', '.join(names[:_COLUMNS])}")
        try:
            found = _checked(house, made, path, explain, given.law)
        except InputError as error:
            if not any(map(has_mostly_shares, tables)):
                raise
            problem = f"most of its figures are shares or derived of others, and no counts: {error.problem}"
            raise InputError(path, problem, error.cure) from None
        return _in_place(found, path, {name_of(Path(one)): one for one in paths}, made.unknown)


def _named_as(path: str, error: InputError) -> InputError:
    """An error of a file that was copied, at its place in the file that the user named."""
    inside = error.place.removeprefix(Path(path).name)
    place = path + inside if inside[:1] in (":", "!", "#") else path
    return InputError(place, error.problem, error.cure)


def _checked(house: House, made: Made, path: str, explain: bool, law: str) -> Judgement:
    try:
        connection = in_memory.checked(house, made.election)
    except InputError as error:
        raise InputError(
            path,
            f"{error.problem}. It was read as: {read_as(made.files)}",
            "`numerim new` writes an election.yml in which what it is can be put right.",
        ) from None
    with connection:
        findings = told(connection)
        asked = warehouse.rows(connection, "SELECT code, title, held, broken FROM core.rules WHERE held + broken > 0")
        (counts,) = warehouse.rows(
            connection, "SELECT count(*), count(DISTINCT contest_id), count(DISTINCT gp_unit_id) FROM core.statements"
        )
        if waits := bool(awaiting([said.cells for file in made.files for said, _ in file.tables], house.reference)):
            findings = [one for one in findings if one["rule"] != _NOBODY]
        titles = {code: title for code, title, _, _ in asked}
        found = judgement(path, "", findings, titles, "")
        times = {code: (held, broken) for code, _, held, broken in asked}
        kept = misreadings(found.told, times, counts[0], made.files)
        if explain:
            file = read_election(house.election_file(made.election), path)
            found = replace(found, explained=_explained(connection, file, found.told, kept))
    found = replace(found, told=kept)
    severities = dict.fromkeys(("error", "warning", "info"), 0)
    for one in found.told:
        severities[one.severity] += one.times if one.cause or one.severity != "warning" else 1
    causes = f" ({of_causes(found.told)})" if of_causes(found.told) else ""
    named = zip(counts, ("figure", "contest", "unit"), strict=True)
    of_all = ", ".join(counted(n, name) for n, name in named if n or name == "figure")
    summary = "no figures yet: in no column of votes or ballots stands more than 0. " if waits else ""
    summary += (
        f"{of_all}: {by_severity(severities)}{causes}. {figures_left(made.files)}{len(asked)} rules were checked."
    )
    line = f" Read as: {read_as(made.files)}. `numerim new` saves this reading for you to correct."
    counts_ = {**found.counts, "figures": counts[0]}
    return replace(found, summary=summary + line, counts=counts_, read_as=line, reading=reading(made.files, law))


def _in_place(found: Judgement, path: str, paths: Mapping[str, str], unknown: Sequence[str]) -> Judgement:
    """A judgement with places in files as the user named them, without what was only taken for a day or country."""

    def of(place: Place) -> Place:
        return replace(place, path=paths.get(place.path.removeprefix("/"), path))

    def plain(says: str) -> str:
        for words in unknown:
            says = says.replace(words, "")
        return says

    told_ = [
        replace(
            one,
            says=plain(one.says),
            places=tuple(map(of, one.places)),
            suspected=tuple(replace(one, place=of(one.place)) for one in one.suspected),
            cause_says=one.cause_says and plain(one.cause_says),
        )
        for one in found.told
    ]
    explained = found.explained and plain(found.explained)
    return replace(found, subject=path, told=told_, explained=explained)


def _explained(
    connection: duckdb.DuckDBPyConnection, file: ElectionFile, before: Sequence[Told], kept: Sequence[Told]
) -> str:
    """The findings with their figures and what would mend them; those that a misreading explains as that alone."""
    misread = {one.rule for one in before} - {one.rule for one in kept if one in before}
    instead = [f"{one.rule}  {one.severity}\n  {one.says}." for one in kept if one not in before]
    return "\n\n".join(filter(None, [*instead, advised(connection, file, but=misread, of_file=True)]))
