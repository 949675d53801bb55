"""The command `numerim validate`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from numerim import doing
from numerim.disk import not_there
from numerim.errors import InputError


def validate(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PACKAGE|FILE…", help="Data Packages (descriptor, folder, zip) or tables."),
    ],
    schema: Annotated[
        str | None,
        typer.Option("--schema", help="The Table Schema of the files; else it is guessed."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Errors of each kind that are told.")] = 10,
    limit_errors: Annotated[
        int, typer.Option("--limit-errors", min=0, help="Errors of a table that --json has; 0: all.")
    ] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Frictionless Report.")] = False,
    network: Annotated[bool, typer.Option("--network", help="Paths may be addresses, which are fetched.")] = False,
    memory: Annotated[
        str | None,
        typer.Option("--memory", help="What DuckDB may hold, such as 2GB; else NUMERIM_MEMORY. The rest is on disk."),
    ] = None,
) -> None:
    """Check any Data Package or table against its Table Schema. The answer is that of frictionless.

    Exit codes: 0 valid; 1 not valid; 2 it cannot be read.
    """
    raise typer.Exit(
        _run(
            sources,
            schema=schema,
            most=limit,
            limit_errors=limit_errors,
            as_json=as_json,
            network=network,
            memory=memory,
        )
    )


def _run(
    sources: Sequence[str],
    *,
    schema: str | None,
    most: int,
    limit_errors: int,
    as_json: bool,
    network: bool,
    memory: str | None,
) -> int:
    """Judge packages and files, print what came of it, and give the exit code."""
    from numerim.validation.known import NO_TABLE
    from numerim.validation.told import lines
    from numerim.validation.whole import judge

    code = 0
    reports = []
    if schema and "://" not in schema and not Path(schema).is_file():
        raise not_there(Path(schema), "--schema names the Table Schema of the files, a JSON or YAML file.")
    for source in sources:
        if Path(source).is_dir() and not any(Path(source).iterdir()):
            raise InputError(source, "the folder is empty", "Name a folder with a datapackage.json, or tables.")
        try:
            with doing.shown():
                whole = judge(
                    source, schema=schema, limit_errors=limit_errors, network=network, memory=memory, progress=_at
                )
        except Exception as error:
            if not getattr(error, "__notes__", None):
                raise
            raise InputError(source, f"frictionless stops at it: {error}", "Correct the schema or the cell.") from error
        is_none = not whole.of_package and [table.because for table in whole.tables] == [NO_TABLE]
        if is_none and whole.valid and not as_json:
            cure = "Name a datapackage.json, a folder or zip file with one, or a table, such as a CSV file."
            problem = "it is neither a table nor the descriptor of a Data Package, so there is nothing to check"
            raise InputError(source, problem, cure)
        code = max(code, whole.code)
        if as_json:
            reports.append(whole)
            continue
        for line in lines(source, whole, most):
            typer.echo(line)
    if as_json:
        from numerim.validation.result import Whole

        together = Whole(
            [table for whole in reports for table in whole.tables],
            [error for whole in reports for error in whole.errors],
            sum(whole.seconds for whole in reports),
        )
        typer.echo(together.report().to_json())
    return code


def _at(name: str, rows: int) -> None:
    doing.at(f"reading {name}", rows)
