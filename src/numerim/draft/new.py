"""From files to a folder under `raw/` with a draft of its `election.yml`."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from numerim import disk
from numerim.declare.house import House
from numerim.draft.columns import describe, told
from numerim.draft.countries import area_of, located
from numerim.draft.described import Described
from numerim.draft.forms import Form, are_forms, called, describe_forms, look_at, who_stands
from numerim.draft.framing import DATE, frame_of, language_of
from numerim.draft.given import UNKNOWN, Given
from numerim.draft.look import Seen, look
from numerim.draft.nested import nested
from numerim.draft.offices import Offices
from numerim.draft.outcomes import without_runoffs
from numerim.draft.packages import without_descriptor
from numerim.draft.several import OfTable, offices_of_tables
from numerim.draft.sharedout import take_for_all
from numerim.draft.shares import has_mostly_shares, has_only_shares
from numerim.draft.taken import see
from numerim.draft.takes import NOTHING_SAID, Taken
from numerim.draft.turned import on_its_side
from numerim.draft.uncounted import awaiting
from numerim.draft.ungrouped import without_groups
from numerim.draft.untold import NoFiguresYetError, SharesAloneError, UntoldError, why_untold
from numerim.draft.write import Drafted, Frame, text_of
from numerim.errors import CombinedInputError, InputError, going_on, tell_all
from numerim.fetch.http import fetch, is_address
from numerim.inputs import write_lock
from numerim.locator import encoded
from numerim.read.unpack import tables_in, unpacked

Ask = Callable[[Frame, Sequence[Drafted], Given], Given]
"""Asks a person what neither files nor options say."""


def drafted(files: Sequence[tuple[str, bytes]], given: Given, reference: Path) -> tuple[Frame, str, list[Drafted]]:
    """The text of an `election.yml` for files that nobody has described.

    Args:
        files: the name of each file in the folder of the election, and its bytes, unpacked.
        given: what the user says.
        reference: where the seeds are.

    Raises:
        InputError: a file is of no format that can be read, or no table is found in it.
        UntoldError: no column of figures is found in it.
    """
    return _framed(_looked(files, reference, given.taken), given, reference)


@dataclass(frozen=True)
class _Looked:
    """A file, and what its tables say, whatever the user says."""

    path: str
    content: bytes
    seen: Seen
    tables: Sequence[Described]


def _looked(files: Sequence[tuple[str, bytes]], reference: Path, taken: Taken = NOTHING_SAID) -> list[_Looked]:
    found = []
    wrong: list[InputError] = []
    every: list[Seen] = []
    for path, content in files:
        with going_on(wrong):
            every.append(look_at(content, path, reference))
    tell_all(wrong)
    forms = _forms(files, every, reference, taken)
    for (path, content), seen in zip(files, every, strict=True):
        if are_forms(seen):
            tables = [next(forms) for _ in seen.tables]
        elif not seen.tables:
            seen, tables = nested(seen.said["reader"], content, path, reference, taken)
        else:
            if seen.about and taken:
                problem = (
                    f"the format {seen.said['reader']} says itself what its figures are: --take and --leave do nothing"
                )
                raise InputError(path, problem, "Leave them out; `numerim new` writes an election.yml to correct.")
            seen = without_groups(on_its_side(seen, content, path, reference), content, path, reference)
            tables = [
                told(table, seen.about) if seen.about else describe(table, reference, taken=taken)
                for table in seen.tables
            ]
        if not any(said.counts for said in tables):
            if len(files) == 1:
                see(taken, tables, path)
            if all(has_only_shares(said) or has_mostly_shares(said) for said in tables):
                raise SharesAloneError(
                    path,
                    "all its figures are shares: no column has votes or ballots",
                    "Take the file of counts from which they were reckoned; numerim holds shares against these.",
                )
            if names := awaiting([said.cells for said in tables], reference):
                shown = ", ".join(f"“{name}”" for name in names[:6]) + (" …" if len(names) > 6 else "")
                raise NoFiguresYetError(
                    path, f"no figures yet: nothing stands in {shown}", "Draft it once the first figures are in."
                )
            raise UntoldError(path, *why_untold(tables))
        found.append(_Looked(path, content, seen, tables))
    shown = files[0][0] if len(files) == 1 else "all files"
    see(taken, [said for one in found for said in one.tables], shown)
    return found


def _forms(
    files: Sequence[tuple[str, bytes]], every: Sequence[Seen], reference: Path, taken: Taken
) -> Iterator[Described]:
    """What the forms of all files say, in their order."""
    some = [
        Form(table, called(table, path))
        for (path, _), seen in zip(files, every, strict=True)
        for table in (seen.tables if are_forms(seen) else ())
    ]
    return iter(describe_forms(some, reference, taken) if some else ())


def _framed(looked: Sequence[_Looked], given: Given, reference: Path) -> tuple[Frame, str, list[Drafted]]:
    described, titles = [], []
    files = [(one.path, one.content) for one in looked]
    offices = _offices(looked, given, reference)
    for one in looked:
        seen = one.seen
        tables = [(said, offices[id(said)]) for said in one.tables]
        described.append(Drafted(one.path, seen.said, tables, seen.unsure, given.addresses.get(one.path.split("!")[0])))
        language = language_of(seen, reference)
        titles += [seen.about.title] if seen.about and seen.about.title else []
    days = [said.held_on for one in described for said, _ in one.tables if said.held_on]
    given = given if given.title or not titles else replace(given, title=titles[0])
    above = [text for one in looked for table in one.seen.tables for text in (table.at, *table.unread["text"])]
    every = [said for one in looked for said in one.tables]
    for said in every:
        if given.law:
            take_for_all(said, given.law, given.threshold)
        elif not said.law:
            without_runoffs(said)
    there = located(every, language, reference) if given.country != UNKNOWN else None
    frame = frame_of(files, given, there, language, days[0] if days else "", above, reference)
    if given.country != UNKNOWN:
        there = there if there and there.code == frame.country else None
        for said in every:
            said.area = area_of(said, there, frame.whole, frame.title)
    return frame, text_of(frame, described), described


def _offices(looked: Sequence[_Looked], given: Given, reference: Path) -> dict[int, Offices]:
    """What is voted on in each table, by its identity: those of one source are told apart."""
    sources: dict[tuple[str, str] | None, list[_Looked]] = {}
    for one in looked:
        sources.setdefault(given.addresses.get(one.path.split("!")[0]), []).append(one)
    found: dict[int, Offices] = {}
    for some in sources.values():
        every = [
            OfTable(Path(one.path).stem, table.at, table.unread["text"].to_list(), said, _block(one.seen, table.at))
            for one in some
            for table, said in zip(one.seen.tables, one.tables, strict=True)
        ]
        voted_on = offices_of_tables(every, given.office, reference)
        found |= {id(one.said): offices for one, offices in zip(every, voted_on, strict=True)}
    return found


def _block(seen: Seen, title: str) -> str:
    """The title of a block; empty where a file has none, or where it is one table."""
    return title if seen.said.get("blocks") in ("above", "corner") and len(seen.tables) > 1 else ""


@dataclass(frozen=True)
class Made:
    """A folder with a draft.

    Attributes:
        election: its id.
        folder: where it lies.
        looks: how many places of the draft a person should look at.
        files: the files, as the draft describes them.
        unknown: what sentences say of it although nobody knows it: a day or a country that were taken for one.
    """

    election: str
    folder: Path
    looks: int
    files: Sequence[Drafted]
    unknown: Sequence[str]


def make(house: House, paths: Sequence[Path], given: Given, ask: Ask | None = None) -> Made:
    """Put files into a folder of an election, with a draft of its `election.yml` and a `sources.lock`.

    Args:
        house: where the folder goes: `raw/<country>/<id>/`.
        paths: the files, or folders of files; they are copied as they are.
        given: what the user says.
        ask: asks a person for more, once the files are read.

    Raises:
        InputError: a file cannot be read, two have one name, the folder is there already, or as `drafted`.
        DiskError: it could not be written.
    """
    files = _files(paths)
    contents: list[tuple[str, bytes]] = []
    wrong: list[InputError] = []
    for name, path in files.items():
        with going_on(wrong):
            contents += _inside(name, path)
    tell_all(wrong)
    looked = _looked(contents, house.reference, given.taken)
    frame, text, described = _framed(looked, given, house.reference)
    if ask:
        given = ask(frame, described, given)
        frame, text, described = _framed(looked, given, house.reference)
    folder = house.raw / frame.country.lower() / frame.id
    if folder.exists() and any(folder.iterdir()):
        problem = "the folder is there already"
        raise InputError(house.shown(folder), problem, "Give another id with --id, or remove the folder.")
    if there := house.elections().get(frame.id):
        problem = f"there is an election of this id already: {house.shown(there.parent)}"
        raise InputError(frame.id, problem, "Give another with --id.")
    unfinished = disk.beside(folder)
    with disk.told(house.shown(folder)):
        disk.clear(disk.of_the_dead([path for country in house.raw.glob("*/") for path in disk.left_over(country)]))
    with disk.told(house.shown(folder), unfinished):
        unfinished.mkdir(parents=True)
        for name, path in files.items():
            shutil.copyfile(path, unfinished / name)
        (unfinished / "election.yml").write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    try:
        write_lock(house, frame.id)
    except InputError:
        shutil.rmtree(folder)  # what cannot be read is not left behind for other commands to stumble over
        raise
    return Made(frame.id, folder, text.count("# LOOK"), described, _unknown(frame))


def make_of(
    house: House, named: Sequence[str], given: Given, ask: Ask | None = None, *, allow_private: bool = False
) -> Made:
    """As `make`, of files, folders and addresses; what stands at these is taken first.

    Args:
        house: as `make`.
        named: paths and addresses.
        given: as `make`.
        ask: as `make`.
        allow_private: whether addresses may be of this machine or network.

    Raises:
        InputError: as `make`; or nothing can be taken from an address, all of these are told.
    """
    if not any(map(is_address, named)):
        return make(house, [Path(one) for one in named], given, ask)
    with tempfile.TemporaryDirectory(prefix=disk.mine()) as folder:
        paths: list[Path] = []
        addresses: dict[str, tuple[str, str]] = {}
        wrong: list[InputError] = []
        for n, one in enumerate(named):
            if not is_address(one):
                paths.append(Path(one))
                continue
            with going_on(wrong):
                got = fetch(one, allow_private=allow_private)
                name = got.name if got.name not in addresses else f"{n + 1}-{got.name}"
                paths.append(Path(folder) / name)
                paths[-1].write_bytes(got.content)
                addresses[name] = (one.partition("#")[0], got.retrieved.isoformat())
        tell_all(wrong)
        return make(house, paths, replace(given, addresses=addresses), ask)


def _inside(name: str, path: Path) -> list[tuple[str, bytes]]:
    """A file, unpacked; or the members of an archive in which a table is found."""
    content = disk.content_of(path, str(path))
    if not content.strip():
        raise InputError(str(path), "the file is empty", "Fetch it again.")
    members = without_descriptor(path, tables_in(content))
    if members is None:
        return [(name, unpacked(content, name, str(path)))]
    found, wrong = [], []
    for member in members:
        inside = f"{name}!{encoded(member)}"
        try:
            one = unpacked(content, inside, f"{path}!{member}")
            look(one, inside)
            found.append((inside, one))
        except InputError as error:
            wrong.append(error)
    if not found:
        raise CombinedInputError(wrong) if wrong else InputError(str(path), "the archive is empty")
    return found


def _unknown(frame: Frame) -> list[str]:
    words = [f", {frame.held_on}"] if "held_on" in frame.looks else []
    return words + ([f" of {frame.whole}"] if frame.country == UNKNOWN else [])


def _files(paths: Sequence[Path]) -> dict[str, Path]:
    """The files by the names that they get, those of folders among them."""
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise disk.not_there(path)
        some = sorted(one for one in path.iterdir() if not one.name.startswith(".")) if path.is_dir() else [path]
        for one in some:
            if not one.is_file():
                raise InputError(str(one), "it is not a file but a folder, a pipe or a device", "Name the files in it.")
            name = name_of(one)
            if name in found:
                raise InputError(str(one), f"another file has the name {name!r} already", "Rename one.")
            found[name] = one
    if not found:
        raise InputError(str(paths[0]), "there is no file in it")
    return found


FORM = "form"
"""What is said instead of a day of a file that is a form."""


def name_of(path: Path) -> str:
    """The name that a file has in the folder of an election."""
    return re.sub(r"[^\w.-]+", "-", path.name)


def units_of(path: Path, reference: Path) -> tuple[frozenset[str], str]:
    """The units of which a file says something, and the day that it says; of a file that is not of one table, none.

    Of a form it is who is voted for, as `FORM` says: forms of one count are of other units, and of the same people.

    Raises:
        InputError: the file cannot be read, or no table is found in it.
    """
    looked = _looked(_inside(name_of(path), path), reference)
    if all(are_forms(one.seen) for one in looked):
        return frozenset(name for one in looked for said in one.tables for name in who_stands(said)), FORM
    units = [(said, unit) for one in looked for said in one.tables if (unit := said.of("unit")) and unit.is_ == "unit"]
    if len(units) != 1 or len(looked) != 1:
        return frozenset(), ""
    (said, unit), day = units[0], DATE.search(path.name)
    named = frozenset(said.cells.values(unit.name)) - frozenset(said.totals)
    return named, said.held_on or ("-".join(day.groups()) if day else "")
