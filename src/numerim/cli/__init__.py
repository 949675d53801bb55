"""The command line: `numerim`."""

import gc
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from numerim.ask.shown import Checked, Engine, Format, as_format
from numerim.cli.deciding import approve, withdraw
from numerim.cli.fetching import fetch, status
from numerim.cli.history import history
from numerim.cli.lacking import Command
from numerim.cli.objecting import answer, judge_files, object_to
from numerim.cli.publishing import site
from numerim.cli.questions import show, sql, trace
from numerim.cli.releases import diff, release, verify
from numerim.cli.running import run, serve
from numerim.cli.words import Election, Law, Leaves, Takes, Threshold
from numerim.errors import DiskError, InputError
from numerim.stopping import in_a_sentence
from numerim.validation.command import validate

app = typer.Typer(
    name="numerim",
    help="Turn raw election tallies into open data that a stranger can trust.\n\n"
    "Exit codes: 0 fine; 1 figures that contradict each other or the law; 2 wrong usage or input; "
    "3 the disk is full, or a fault of numerim; 130 and 143 stopped by Ctrl-C or SIGTERM.\n\n"
    "`numerim COMMAND --help` explains a command and its options.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(asked: bool) -> None:
    if asked:
        from numerim import __version__

        typer.echo(f"numerim {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line; errors in the input, and signals to stop, are told in a sentence, not as a traceback."""
    with in_a_sentence():
        _main()


def _main() -> None:
    gc.disable()  # a command is short; collecting costs a tenth of it
    sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]  # pandera takes it where it is there, for tests
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(standalone_mode=True)
    except InputError as error:
        typer.echo(f"numerim: {error}", err=True)
        sys.exit(2)
    except DiskError as error:
        typer.echo(f"numerim: {error}", err=True)
        sys.exit(3)
    except Exception as error:
        import traceback

        from numerim.disk import refusal

        if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":  # DuckDB's
            typer.echo(f"numerim: {_too_little_memory(str(error))}", err=True)
            sys.exit(3)
        if number := refusal(error):
            typer.echo(f"numerim: something could not be written or read: {os.strerror(number)}: {error}", err=True)
            sys.exit(3)
        traceback.print_exc()
        reason = str(error).partition("\n")[0] or type(error).__name__
        typer.echo(f"numerim: this should not have failed: {reason}", err=True)
        sys.exit(3)


def _too_little_memory(error: str) -> str:
    if "max_temp_directory_size" in error:  # what did not fit into memory
        return "there is too little room for temporary files. Free some, or name another folder: TMPDIR=FOLDER."
    if said := os.environ.get("NUMERIM_MEMORY"):
        return f"this needs more memory than NUMERIM_MEMORY={said} allows. Allow more, such as NUMERIM_MEMORY=4GB."
    return "this needs more memory than there is. End other programs, or use a machine with more memory."


@app.command(short_help="Check files of results, or an election.")
def check(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…|FOLDER…|ELECTION",
            help="Files of results (- is standard input), an election, or objections.",
        ),
    ],
    asked_form: Annotated[
        Checked | None,
        typer.Option("--format", help="How to print the findings (default: text for files, a table for elections)."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Each finding with its figures, whether it matters, and what would fix it."),
    ] = False,
    each_rule: Annotated[
        bool, typer.Option("--rules", help="How often each rule held, was broken, or had too few figures.")
    ] = False,
    held: Annotated[
        bool,
        typer.Option("--held", help="What was checked and held instead, counted by rule; with --about, one by one."),
    ] = False,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about", help="With --held: a rule, or the id of a unit or contest; more than once, all must fit."
        ),
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            "--document",
            help="Check a transcription against this document instead: every figure must be in it, at the place given. "
            "May be given more than once.",
        ),
    ] = None,
    take: Takes = None,
    leave: Leaves = None,
    law: Law = "",
    threshold: Threshold = "",
    engine: Annotated[
        Engine,
        typer.Option("--engine", help="Where the rules are checked; spark needs numerim[spark] and Java 17."),
    ] = Engine.duckdb,
    master: Annotated[
        str | None,
        typer.Option("--master", help="Where Spark runs: spark://host:7077, or sc://host; else on this machine."),
    ] = None,
    shared: Annotated[
        Path | None,
        typer.Option("--shared", help="A folder that all workers of Spark see under the same path."),
    ] = None,
) -> None:
    """Check files of results, or an election, and print what does not fit. Nothing is published.

    A FILE needs nothing but itself: its layout is known by its columns. An ELECTION is the name of a folder under
    raw/ of a checkout, with an election.yml. Of an objection (`numerim object`) it says what would change if it is
    right.
    Exit code 1 where there are errors, 2 where something cannot be read.
    """
    from numerim.ask.named import as_election, is_to_be_read
    from numerim.declare.objected import is_objection

    if all(is_objection(Path(one)) for one in what):
        raise typer.Exit(judge_files(what, asked_form))
    what = [as_election(one) for one in what]
    on_spark = {"--engine": engine is Engine.spark, "--master": bool(master), "--shared": bool(shared)}
    if any(map(is_to_be_read, what)):
        from numerim.draft.file import judge_any
        from numerim.draft.folders import parts_of
        from numerim.draft.given import given_by
        from numerim.draft.takes import taken_by
        from numerim.judge.several import tell

        others = {"--document": bool(documents), "--held": held, "--about": bool(about), **on_spark}
        refused = [name for name, given in others.items() if given]
        form_asked = asked_form or Checked.text
        said = replace(given_by({"--law": law, "--threshold": threshold}), taken=taken_by(take or [], leave or []))
        judge = partial(judge_any, explain=explain, given=said)
        raise typer.Exit(tell(what, form_asked, each_rule, refused, judge, explain, parts_of))
    if len(what) > 1:
        raise InputError("numerim check", f"{len(what)} elections are named; one at a time is checked")
    election = what[0]
    _see_there_is_a_house(election)
    form = Format.table if asked_form is None else as_format(asked_form)
    if take or leave or law:
        ways = (
            ("--take", "columns:", take),
            ("--leave", "leave:", leave),
            ("--law", "outcome_rule: of the office", law),
        )
        option, key, _ = next(way for way in ways if way[2])
        raise InputError(option, "this is for a file", f"Of an election, write it under {key} in its election.yml.")
    if about and not held:
        raise InputError("--about", "it says of what to show what held", "Add --held.")
    if engine is not Engine.spark and (master or shared):
        raise InputError("--master" if master else "--shared", "it says where Spark is", "Add --engine spark.")
    if engine is Engine.spark and (held or documents):
        given = "--held" if held else "--document"
        raise InputError(given, "it is not asked on Spark", "Leave --engine out.")
    if held:
        from numerim.ask.held import tell as tell_held

        tell_held(election, about or [], form)
        return
    if documents:
        _prove(election, documents, form)
    from numerim.ask.tell import tell as tell_election

    if engine is Engine.spark:
        from numerim.check import sparkengine

        with sparkengine.engine(master or sparkengine.LOCAL, shared) as asked_by:
            raise typer.Exit(tell_election(election, asked_form, each_rule, explain, asked_by))
    raise typer.Exit(tell_election(election, asked_form, each_rule, explain))


def _see_there_is_a_house(election: str) -> None:
    """Where there are no elections, a name that is of no file is most likely one that is misspelt."""
    from numerim.declare.house import find_house
    from numerim.disk import meant

    try:
        find_house()
    except InputError as error:
        problem = "there is no file or folder of this name, and this is not inside a numerim checkout, with elections"
        raise InputError(election, problem, meant(Path(election)) or error.cure) from None


def _prove(election: str, documents: list[Path], form: Format) -> None:
    """Prove the transcriptions of documents, say what is not proved, and end."""
    from numerim.ask.evidence import prove
    from numerim.ask.shown import show
    from numerim.declare.election import read_election
    from numerim.declare.house import find_house

    house = find_house()
    path = house.election_file(election)
    proof = prove(house, read_election(path, house.shown(path)), documents)
    unproved = [(one.place, one.span, one.stands, one.expected) for one in proof.unproved]
    if unproved or form is not Format.table:
        show(["place", "span", "what stands there", "what is expected"], unproved, form)
    if form is Format.table:
        for file, reason in proof.left.items():
            typer.echo(f"{file} is not asked: {reason}.")
        typer.echo(f"{election}: {proof.proved} of {proof.stated} figures and claims are proved.")
    raise typer.Exit(1 if unproved else 0)


app.command(short_help="Check a Data Package against its Table Schema.")(validate)


@app.command("hash", short_help="Record which bytes an election’s files have.")
def hash_sources(election: Election) -> None:
    """Write sources.lock, by which numerim knows the files of an election. Files with other bytes are refused."""
    from numerim.declare.house import find_house
    from numerim.inputs import LOCK, write_lock

    hashed = write_lock(house := find_house(), election)
    for one in hashed:
        if one.before == one.now and one.now is not None:
            continue
        before, now = (known.shown if known else "" for known in (one.before, one.now))
        told = f"changed: {before} → {now}" if before and now else f"new: {now}" if now else f"gone: {before}"
        typer.echo(f"{one.name} {told}")
    place = house.shown(house.election_file(election).with_name(LOCK))
    same = all(one.before == one.now for one in hashed)
    count = sum(one.now is not None for one in hashed)
    files = f"{count} file{'s' if count != 1 else ''}"
    typer.echo(f"{place} is as it was: {files}." if same else f"{place} is written: {files}.")


@app.command(short_help="Draft an election.yml from files of results.")
def new(
    files: Annotated[
        list[str], typer.Argument(help="Files of results, folders of them, or addresses (https://…); they are copied.")
    ],
    election: Annotated[str, typer.Option("--id", help="The id of the election, such as xk-local-2025.")] = "",
    country: Annotated[str, typer.Option("--country", help="The code of its country: XK.")] = "",
    held_on: Annotated[str, typer.Option("--date", help="The day on which it was held: 2025-10-12.")] = "",
    office: Annotated[str, typer.Option("--office", help="What is voted on: mayor, council, president …")] = "",
    law: Law = "",
    threshold: Threshold = "",
    title: Annotated[str, typer.Option("--title", help="The name of the election, for people.")] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Addresses may be of this machine or network.")
    ] = False,
    take: Takes = None,
    leave: Leaves = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, on a terminal either.")] = False,
) -> None:
    """Draft an election.yml from files of results. It runs as it is; doubtful readings are marked LOOK.

    On a terminal it asks what neither the files nor options say: the country, the day, what is voted on, and how.
    """
    from numerim.declare.house import house_to_be
    from numerim.draft.asking import ask
    from numerim.draft.given import given_by
    from numerim.draft.new import make_of
    from numerim.draft.takes import taken_by

    options = {"--id": election, "--country": country, "--date": held_on, "--office": office, "--law": law}
    given = replace(
        given_by({**options, "--threshold": threshold, "--title": title}), taken=taken_by(take or [], leave or [])
    )
    asks = not no_input and sys.stdin.isatty() and sys.stdout.isatty()
    made = make_of(house_to_be(), files, given, ask if asks else None, allow_private=allow_private)
    typer.echo(f"{os.path.relpath(made.folder)}/election.yml is written; {made.looks} places in it are marked LOOK.")
    typer.echo(f"`numerim check {made.election}` runs it.")


app.command("object", short_help="Write down that a published figure is wrong.")(object_to)
for command, in_a_line in (
    (answer, "Answer an objection to a figure."),
    (run, "Read, check and publish elections, now."),
    (serve, "Run elections on a schedule, until stopped."),
    (release, "Check one election and publish it."),
    (approve, "Show a release that waits, or approve it."),
    (withdraw, "Take back a published version."),
    (diff, "Say what changed between two versions."),
    (verify, "Say whether published files are unchanged."),
    (sql, "Ask the published tables a question in SQL."),
    (show, "Explain a rule, or list all of them."),
    (trace, "Follow a published figure to its source."),
    (fetch, "Fetch sources from their addresses."),
    (status, "Say which fetched files are late or failing."),
    (history, "List what was known of an election, and when."),
    (site, "Build a website of everything published."),
):
    app.command(short_help=in_a_line)(command)
for registered in app.registered_commands:
    registered.cls = Command
