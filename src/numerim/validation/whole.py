"""A package or a file: what its tables are, and each of them judged."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from frictionless import Detector, FrictionlessException, Resource, Schema, system
from frictionless.resources import PackageResource, ResourceResource

from numerim.errors import InputError
from numerim.validation.integrity import Shared
from numerim.validation.packed import unpacked
from numerim.validation.result import Whole
from numerim.validation.table import Limits
from numerim.validation.table import judge as judge_table
from numerim.warehouse import limit_memory, open_memory


def judge(
    source: Any,
    *,
    schema: Any = None,
    limit_errors: int = 1000,
    memory: str | None = None,
    network: bool = False,
    guess: bool = True,
    progress: Callable[[str, int], None] | None = None,
    **options: Any,
) -> Whole:
    """Judge a package or a table.

    Args:
        source: a descriptor of a package (its path, or a mapping), a folder or zip file with one, or a file.
        schema: the Table Schema of a file: a path or a mapping; None: as the descriptor has it, or as stock guesses it.
        limit_errors: errors of a table that are told with their place; all are counted. 0: all are told.
        memory: what DuckDB may hold in memory, such as `2GB`.
        network: paths may be addresses, which are fetched; else a table behind one is told as an error.
        guess: what the dialect of a CSV does not say is guessed from its first rows, as stock does; else it is as the
            standard has it.
        progress: is told the name of a table and how many of its rows are read.
        options: further ones of a `frictionless.Resource`: dialect, encoding, format and so on.

    Raises:
        InputError: there is no such file, a zip file cannot be unpacked, or `memory` is no size.
    """
    started = monotonic()
    if isinstance(source, Path):
        source = str(source)
    if isinstance(source, str) and "://" not in source and not Path(source).exists() and "*" not in source:
        raise InputError(source, "there is no such file")
    with unpacked(source) as found:
        return _judge(found, schema, Limits(limit_errors, network), memory, guess, progress, options, started)


def _judge(
    source: Any,
    schema: Any,
    limits: Limits,
    memory: str | None,
    guess: bool,
    progress: Callable[[str, int], None] | None,
    options: dict[str, Any],
    started: float,
) -> Whole:
    try:
        if schema is not None and not isinstance(schema, Schema):
            if not isinstance(schema, dict):
                with system.use_context(trusted=True):  # the caller names it
                    schema = Schema.from_descriptor(str(schema)).to_descriptor()
            schema = Schema.from_descriptor(schema)
        if schema is not None:
            options["schema"] = schema
        resource = source if isinstance(source, Resource) else Resource(_within(source, options), **options)
        resources = _tables_of(resource)
    except FrictionlessException as exception:
        return Whole([], exception.to_errors(), monotonic() - started)
    with open_memory() as connection:
        connection.execute("SET preserve_insertion_order = false")
        if memory:
            limit_memory(connection, memory)
        shared = Shared(connection, guess)
        tables = [judge_table(one, limits, shared, progress) for one in resources]
    return Whole(tables, [], monotonic() - started, isinstance(resource, PackageResource))


def _within(source: Any, options: dict[str, Any]) -> Any:
    """A file that the caller names may be anywhere; stock trusts only paths below the working directory."""
    if not isinstance(source, str) or "://" in source or "basepath" in options or not Path(source).is_file():
        return source
    path = Path(source)
    if (path.is_absolute() or ".." in path.parts) and Detector.detect_metadata_type(source) is None:
        options["basepath"] = str(path.parent)
        return path.name
    return source


def _tables_of(resource: Any) -> list[Any]:
    """The resources of a package, or the one of a file.

    Raises:
        FrictionlessException: the descriptor is not valid.
    """
    if isinstance(resource, PackageResource):
        package = resource.read_metadata()
        package.to_descriptor(validate=True)
        return list(package.resources)
    if isinstance(resource, ResourceResource):
        return [resource.read_metadata()]
    return [resource]
