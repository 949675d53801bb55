"""The files of an election that are fetched: looked at again, and taken where they are what the source declares.

What is not (a page of error under status 200, half of the rows, a file that no reader takes, one that was there
before) is refused in words, and the latest good snapshot stands.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from numerim import disk, inputs, store, warehouse
from numerim.declare.election import ElectionFile
from numerim.declare.house import House
from numerim.declare.lock import Bytes, bytes_of
from numerim.errors import InputError, NothingYetError
from numerim.fetch.http import Fetched
from numerim.fetch.patient import fetch_patiently
from numerim.fetch.states import now, record
from numerim.inputs import State
from numerim.model.conform import conform
from numerim.read.ingest import read_all, read_file

_TIMES = 3
"""A file that was there before is taken when it was seen so often, one look after the other."""

_PART = 2
"""A file is refused that has less than one row of so many that there were."""

_BEHIND = 300.0
"""So many seconds a clock may be set back without a word."""

_AT_ONCE = 4
"""So many addresses are asked at once."""

Fetch = Callable[..., Fetched | None]
Known = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """What a look at one file came to.

    Attributes:
        source: the id of its source.
        name: the file, beside `election.yml`.
        url: its address.
        outcome: `new`: it is taken; `same`: nothing changed; `refused`: what came is not taken; `failed`: nothing came.
        says: what is to be told of it.
    """

    source: str
    name: str
    url: str
    outcome: Literal["new", "same", "refused", "failed"]
    says: str


def fetch_sources(house: House, election: str, *, accept: bool = False, fetch: Fetch = fetch_patiently) -> list[Look]:
    """Look at every file of an election that has an address, and take what changed and is good.

    Args:
        house: where things lie.
        election: its id.
        accept: whether what would be refused is taken, since a person says so; pages and what does not come are not.
        fetch: what asks an address.

    Returns:
        A look for every such file, in the order in which `election.yml` names them; and one that failed, of the clock
        of this machine, where that is behind.

    Raises:
        InputError: there is no such election, or `election.yml` cannot be read.
        DiskError: a snapshot could not be written; what was known is as it was.
    """
    if not _fetched(inputs.take(house, election).file):
        return []
    path = house.fetched(election)
    with disk.alone(path.with_name(".lock")):
        file = inputs.take(house, election).file
        known = store.looked(path)
        files, behind = _fetched(file), _behind(known)
        came = _asked(file, files, known, fetch)
        good, wrong = _judged(house, file, files, came, known, accept=accept)
        looks = [_look(known, at, came[at[2]], good, wrong) for at in files]
        if looks:
            store.written(path, {name: known[name] for _, name, _ in files})
    if any(look.outcome == "new" for look in looks) and all(known[name].get("good") for _, name, _ in files):
        _record(house, election)
    return [*looks, *behind]


At = tuple[str, str, str]
"""A file that is fetched: its source, its name, and its address."""


def _fetched(file: ElectionFile) -> list[At]:
    every = file.election.sources.items()
    return [(source, name, one.fetch) for source, said in every for name, one in said.files.items() if one.fetch]


def _behind(known: Mapping[str, Known]) -> list[Look]:
    """That the clock is before the last look: what comes is taken all the same, but its times are wrong."""
    time, last = now(), max((one.get("checked", "") for one in known.values()), default="")
    if not last or (datetime.fromisoformat(last) - datetime.fromisoformat(time)).total_seconds() < _BEHIND:
        return []
    told = f"it says {time}, and there was a look at {last} already; set it right"
    return [Look("", "the clock of this machine", "", "failed", told)]


def _asked(
    file: ElectionFile, files: Sequence[At], known: Mapping[str, Known], fetch: Fetch
) -> dict[str, Fetched | InputError | None]:
    """What stands at each address now: each is asked once; None where the server says that nothing changed."""

    def ask(url: str) -> Fetched | InputError | None:
        source, name, _ = next(at for at in files if at[2] == url)
        one = known.get(name, {})
        sent = one.get("sent", {}) if one.get("url") == url and one.get("good") else {}
        try:
            return fetch(url, sent, allow_private=file.election.sources[source].allow_private)
        except InputError as error:
            return error

    urls = list(dict.fromkeys(url for _, _, url in files))
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        return dict(zip(urls, pool.map(ask, urls), strict=True))


def _judged(
    house: House,
    file: ElectionFile,
    files: Sequence[At],
    came: Mapping[str, Fetched | InputError | None],
    known: Mapping[str, Known],
    *,
    accept: bool,
) -> tuple[dict[str, Bytes], dict[str, InputError]]:
    """Which files are taken, by what they are known by; and why others are not."""
    good: dict[str, Bytes] = {}
    wrong: dict[str, InputError] = {}
    for source, name, url in files:
        got = came[url]
        if not isinstance(got, Fetched):
            continue
        one = bytes_of(got.content)
        if (before := file.fetched.get(name)) and before.sha256 == one.sha256:
            continue
        store.put(house.snapshots, got.content)
        if accept or before is None:
            good[name] = one
        elif problem := _refused(_with(file, {name: one}), file, source, name) or _seen(known[name], one, url):
            wrong[name] = problem
        else:
            good[name] = one
    if not accept and len(file.fetched) == len(files):
        _see_together(house, file, good, wrong, {name: url for _, name, url in files})
    return good, wrong


def _refused(then: ElectionFile, now: ElectionFile, source: str, name: str) -> InputError | None:
    """Why a file is not taken that came instead of another; None where it is."""
    try:
        rows = sum(table.rows.height for table in read_file(then, source, name))
    except InputError as error:
        return error
    try:
        there = sum(table.rows.height for table in read_file(now, source, name))
    except InputError:
        return None
    if rows * _PART < there:
        cure = f"If that is right, `numerim fetch {now.folder.name} --accept` takes it."
        return InputError(now.in_source(name), f"it has {rows:,} rows where there were {there:,}", cure)
    return None


def _seen(known: Known, one: Bytes, url: str) -> InputError | None:
    """A file that was there before, as a server has it that lags behind: it is taken only if it stays."""
    then = next((was["at"] for was in reversed(known.get("was", [])) if was["sha256"] == one.sha256), None)
    if then is None:
        return None
    waits = known.get("waits", {})
    times = waits["times"] + 1 if waits.get("sha256") == one.sha256 else 1
    known["waits"] = {"sha256": one.sha256, "times": times}
    if times >= _TIMES:
        return None
    problem = f"it is the file of {then} again, which another has replaced since"
    return InputError(url, problem, f"It is taken if it stands there {_TIMES} times in a row; so far {times}.")


def _see_together(
    house: House, file: ElectionFile, good: dict[str, Bytes], wrong: dict[str, InputError], urls: Mapping[str, str]
) -> None:
    """Leave out of what is taken that with which the election cannot be read any more."""
    if not good or (then := _unread(house, file, good)) is None:
        return
    now = _unread(house, file, {})
    nothing_yet = isinstance(now, NothingYetError)
    if (now and not nothing_yet) or (nothing_yet and isinstance(then, NothingYetError)):
        return
    for name, one in list(good.items()):
        error = _unread(house, file, {name: one})
        if error and not (nothing_yet and isinstance(error, NothingYetError)):
            wrong[name] = InputError(
                urls[name], f"with it the election cannot be read: {error.place}: {error.problem}", error.cure
            )
            del good[name]
    if good and (error := _unread(house, file, good)):
        wrong |= dict.fromkeys(good, error)
        good.clear()


def _unread(house: House, file: ElectionFile, taken: Mapping[str, Bytes]) -> InputError | None:
    """Why an election cannot be read with other snapshots; None where it can."""
    then = _with(file, taken)
    try:
        raw, found = read_all(then)
        with warehouse.open_memory() as connection:
            conform(connection, house, then, raw, wrong=found)
    except InputError as error:
        return error
    return None


def _with(file: ElectionFile, taken: Mapping[str, Bytes]) -> ElectionFile:
    return file.model_copy(update={"fetched": {**file.fetched, **taken}})


def _look(
    known: dict[str, Known],
    at: At,
    got: Fetched | InputError | None,
    good: Mapping[str, Bytes],
    wrong: Mapping[str, InputError],
) -> Look:
    """Put down what came of a file, and tell it."""
    source, name, url = at
    one, time = known.setdefault(name, {}), now()
    if one.get("url") != url:
        one.pop("sent", None)
    one |= {"url": url, "checked": time}
    problem = wrong.get(name) or (got if isinstance(got, InputError) else None)
    if problem:
        one["failing_since"] = one.get("failing_since") or time
        one["problem"] = str(problem)
        return Look(source, name, url, "refused" if name in wrong else "failed", str(problem))
    one |= {"failing_since": None, "problem": None}
    if isinstance(got, Fetched):
        one["sent"] = {key: got.headers[key] for key in ("etag", "last-modified") if key in got.headers}
    if name not in good:
        one.pop("waits", None)
        return Look(source, name, url, "same", f"as at {one.get('changed', time)}")
    one.pop("waits", None)
    if one.get("good"):
        one.setdefault("was", []).append({"at": one["changed"], "sha256": one["good"]["sha256"]})
    before = one.get("good", {}).get("length")
    one |= {"changed": time, "good": {"sha256": good[name].sha256, "length": good[name].length}}
    told = f"{good[name].length:,} bytes" + (f", {before:,} before" if before else "")
    return Look(source, name, url, "new", told)


def _record(house: House, election: str) -> None:
    """Put down the state of all inputs, where they can be read."""
    state: State = inputs.take(house, election)
    state.see_sources()
    record(state)
