"""What a report tells, in a form that two reports can be compared in; and what stock frictionless tells."""

import warnings
from pathlib import Path
from typing import Any

MANY = 10**9
"""As many errors as there are: no table of a test has more."""
Told = tuple[Any, ...]


def told(report: Any) -> Told:
    """The verdict, and of each resource how much was read and every error, as it is told and where."""
    tasks = tuple((task.name, task.valid, tuple(_error(e) for e in task.errors), _read(task)) for task in report.tasks)
    return report.valid, tuple(_error(error) for error in report.errors), tasks


def _read(task: Any) -> tuple[Any, ...]:
    """Labels, rows, fields, bytes and hashes."""
    return tuple(task.labels), *(task.stats.get(name) for name in ("rows", "fields", "bytes", "md5", "sha256"))


def _error(error: Any) -> tuple[Any, ...]:
    where = ("row_number", "field_number", "field_name", "cell", "cells", "label", "field_names", "field_cells")
    where += ("reference_name", "reference_field_names", "row_numbers")
    return error.type, *(_plain(getattr(error, name, None)) for name in where), error.note, error.message


def _plain(value: Any) -> Any:
    return (
        tuple(map(_plain, value))
        if isinstance(value, (list, tuple))
        else value
        if isinstance(value, int)
        else str(value)
    )


def of_stock(source: str | Path, schema: Any = None) -> Told:
    """What frictionless tells; where it stops with an error of Python's, its name."""
    import frictionless

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = Path(source)
            options: dict[str, Any] = {}
            if path.suffix != ".json":  # stock trusts only paths below the folder it is told
                options["basepath"], source = str(path.parent), path.name
            if schema is not None:
                try:
                    options["schema"] = frictionless.Schema.from_descriptor(schema)
                except frictionless.FrictionlessException as error:
                    return False, tuple(_error(one) for one in error.to_errors()), ()
            return told(frictionless.validate(str(source), limit_errors=MANY, **options))
    except Exception as error:
        return "stops", type(error).__name__, str(error)


def of_numerim(source: str | Path, schema: Any = None) -> Told:
    """What numerim tells, in the same form."""
    from numerim.validation import validate

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return told(validate(str(source), schema=schema, limit_errors=MANY))
    except Exception as error:
        return "stops", type(error).__name__, str(error)
