"""Files that are there whole or not at all, what a disk refuses, and what a run that was cut off leaves behind.

Everything is written beside its place, under a name that begins with `.unfinished-` or ends with `.unfinished`, and
renamed when it is safe on the disk. What still has such a name when no run is at work was left by one that was cut off.
"""

import errno
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from numerim.errors import DiskError, InputError

MOST_BYTES = 512 << 20
"""So many bytes a file may have, as it lies there and unpacked."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_RIGHTS = (errno.EACCES, errno.EPERM)
_REFUSALS = (*_NO_ROOM, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
_TELL_IN_WORDS = {"duckdb", "_duckdb", "polars", "pyarrow", "xlsxwriter"}
"""Libraries whose errors have the words of the operating system, but not always its number."""


_WRITER = re.compile(r"\.unfinished-(\d+)-")
_unfinished: set[Path] = set()
"""What this process is writing now."""


def mine() -> str:
    """How the names begin of what this process puts into the folder for temporary files."""
    return f"numerim-{os.getpid()}-"


def not_there(path: Path, cure: str = "") -> InputError:
    """What is told of a file that is not there: with a name like it in that folder, if there is one, else `cure`."""
    folder = path.parent
    looked = f"It was looked for in {folder.resolve()}." if folder.is_dir() else f"There is no folder {folder} either."
    return InputError(str(path), "there is no such file", meant(path) or cure or looked)


def unreadable(shown: str, error: OSError) -> InputError:
    """What is told of a file that is there and cannot be read."""
    cure = "Give yourself the right to read it: chmod u+r." if error.errno in _RIGHTS else ""
    return InputError(shown, f"the file cannot be read: {error.strerror}", cure)


def meant(path: Path) -> str:
    """A hint at a file beside one that is not there, if it has a name like it."""
    try:
        beside = sorted(one.name for one in path.parent.iterdir())
    except OSError:
        return ""
    close = get_close_matches(path.name, beside, n=1, cutoff=0.7)
    return f"did you mean {close[0]!r}?" if close else ""


def beside(path: Path) -> Path:
    """Where this process writes a file before it takes its place."""
    return path.with_name(f".unfinished-{os.getpid()}-{path.name}")


def left_over(folder: Path) -> list[Path]:
    """What runs that were cut off, or are at work now, have in a folder; not what lies in folders below it."""
    return sorted({*folder.glob(".unfinished-*"), *folder.glob(".*.unfinished")})


def of_the_dead(paths: list[Path]) -> list[Path]:
    """Of what processes wrote before it took its place (`beside`), that of those which are not there any more.

    What has the number of this process, and is not written now, is of one that had it before.
    """
    told = [(path, said) for path in paths if (said := _WRITER.match(path.name))]
    return [path for path, said in told if path not in _unfinished and not _is_another(int(said[1]))]


def _is_another(process: int) -> bool:
    """Whether there is such a process beside this one."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another's
        return True
    return True


def clear(paths: list[Path]) -> None:
    """Remove files and folders."""
    for path in paths:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


@contextmanager
def unfinished(*paths: Path) -> Iterator[None]:
    """While files or folders are written before they take their place: what is left of them at the end is removed."""
    _unfinished.update(paths)
    try:
        yield
    finally:
        for path in paths:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else clear([path, _log(path)])
        _unfinished.difference_update(paths)


def clear_unfinished() -> None:
    """Remove what this process is writing, as it ends now."""
    for path in list(_unfinished):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else clear([path, _log(path)])


@contextmanager
def alone(lock: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock, one process at a time.

    Args:
        lock: the file of the lock; it stays.
        wait: whether to wait for it.

    Yields:
        Whether it is held; it always is after waiting.
    """
    with told(str(lock)):
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def content_of(path: Path, shown: str) -> bytes:
    """The bytes of a regular file.

    Args:
        path: the file, or a link to it.
        shown: its path in messages.

    Raises:
        InputError: it is a folder, a pipe or a device, or has more than `MOST_BYTES`.
        OSError: it is not there, or cannot be read.
    """
    there = path.stat()
    if not stat.S_ISREG(there.st_mode):
        raise InputError(shown, "it is not a file but a folder, a pipe or a device", "Name a regular file.")
    if there.st_size > MOST_BYTES:
        raise InputError(
            shown,
            f"the file has {there.st_size:,} bytes; {MOST_BYTES:,} are the most that is read",
            "Take the part that is needed into a file of its own.",
        )
    return path.read_bytes()


def sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sync_whole(folder: Path) -> None:
    """See to it that a folder, all that is in it and its name are on the disk."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        sync(path)


def take_place(unfinished: Path, path: Path) -> None:
    """Put a file that is finished into its place, in one step."""
    sync(unfinished)
    unfinished.replace(path)
    sync(path.parent)


def write(path: Path, text: str) -> None:
    """Write a file beside its place and put it there."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    take_place(unfinished, path)


def refusal(error: BaseException) -> int | None:
    """The `errno` of what the disk refused, where that is why something failed."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _REFUSALS:
            return cause.errno
        if isinstance(cause, OSError) or type(cause).__module__.partition(".")[0] in _TELL_IN_WORDS:
            for number in _REFUSALS:
                if os.strerror(number) in str(cause):
                    return number
        cause = cause.__cause__ or cause.__context__
    return None


@contextmanager
def told(place: str, *paths: Path) -> Iterator[None]:
    """Tell what the disk refuses while something is written, and leave nothing of it.

    Args:
        place: what is written, as a person reads it.
        paths: the files or folders that are written before they take their place; they are removed at the end.

    Raises:
        DiskError: the disk is full, cannot be written to, or fails.
    """
    with unfinished(*paths):
        try:
            yield
        except (DiskError, InputError):
            raise
        except Exception as error:
            if (number := refusal(error)) is None:
                raise
            raise DiskError(place, *_words(number, error, paths)) from error


def _log(path: Path) -> Path:
    """Where DuckDB keeps what it has not yet written into a database."""
    return path.with_name(f"{path.name}.wal")


def _words(number: int, error: Exception, unfinished: tuple[Path, ...]) -> tuple[str, str]:
    problem = f"it could not be written: {os.strerror(number)}"
    before = "What was there before is as it was."
    if number not in _NO_ROOM:
        where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
        cure = "See whose folder it is, and who may write there" if number in _RIGHTS else "Fix that"
        return problem + where, f"{cure}; then run it again. {before}"
    if not unfinished:
        return problem, f"Make room and run it again. {before}"
    written = sum(_size(path) for path in unfinished)
    folder = next(path for path in unfinished[0].parents if path.is_dir())
    free = shutil.disk_usage(folder).free
    return (
        f"{problem}; {_shown(written)} of it were written, and {_shown(free)} are free there",
        f"Make room for more than {_shown(written + free)} and run it again. {before}",
    )


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path, _log(path)]
    return sum(file.stat().st_size for file in files if file.is_file())


def _shown(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"
