"""Several files, each judged by itself, for the command line."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from numerim import doing
from numerim.ask.named import is_file
from numerim.ask.shown import Checked, as_format, show
from numerim.disk import not_there
from numerim.errors import InputError
from numerim.judge import judge
from numerim.judge.claims import CLAIMS
from numerim.printed import Form, Judgement, counted, printed

Part = str | tuple[str, ...]
"""A file, or several that are judged as one."""


def tell(
    names: Sequence[str],
    form: Checked,
    each_rule: bool,
    refused: Sequence[str],
    judge: Callable[..., Judgement] = judge,
    explain: bool = False,
    parts_of: Callable[[Sequence[str]], Iterable[Part]] = list,
) -> int:
    """Judge files and print what was found; those that can be read are judged, whatever the others are.

    Of several files a line sums up all of them; on a terminal another says how far the work is.

    Args:
        names: the files, or folders of files.
        form: how to print the findings.
        each_rule: print how often each rule was broken instead.
        refused: options that were given and are for elections.
        judge: what judges a file.
        explain: say of each finding what would mend it, too; of files of known layouts that is not known.
        parts_of: the files that names and folders stand for, and which of them are judged as one.

    Returns:
        The exit code: 2 where a file could not be read, else 1 where there is an error in one, else 0.

    Raises:
        InputError: an option was given that is not for files, or a name is of no file.
    """
    if refused:
        raise InputError(refused[0], "this is for an election, and a file is named", "Leave it out.")
    for name in names:
        if not is_file(name) and not Path(name).is_dir():
            raise not_there(Path(name), "" if "." in name else "Elections are checked apart from files.")
    found: list[Judgement] = []
    unread: list[InputError] = []
    parts = list(parts_of(names))
    files = sum(1 if isinstance(part, str) else len(part) for part in parts)
    for n, part in enumerate(parts):
        name = part if isinstance(part, str) else str(Path(part[0]).parent)
        try:
            with doing.shown(f"{n + 1} of {len(parts)}: {name}" if len(parts) > 1 else ""):
                one = judge(part)
            if explain and one.explained is None:
                problem = "its columns are of a known layout: the findings say all that is known of it"
                raise InputError(name, problem, "Leave --explain out.")
            found.append(one)
        except InputError as error:
            if isinstance(part, str):
                unread.append(error)
            else:
                parts[n + 1 : n + 1] = part  # those that are not read as one election are judged one after the other
    if each_rule:
        _show_rules(found, form)
    elif form in (Checked.table, Checked.csv):
        findings = [finding for one in found for finding in one.told]
        told = [(t.severity, t.rule, t.says, "\n".join(place.shown for place in t.places[:3])) for t in findings]
        show(["severity", "rule", "says", "where"], told, as_format(form))
    else:
        sys.stdout.write(printed(found, Form[form.name]))
        if form is Checked.text and files > 1:
            sys.stdout.write(f"{_summed_up(found, files, len(unread))}\n")
    sys.stdout.flush()
    for one_unread in unread:
        print(f"numerim: {one_unread}", file=sys.stderr)
    return 2 if unread else int(any(one.by_severity["error"] for one in found))


def _summed_up(found: Sequence[Judgement], files: int, unread: int) -> str:
    """How many files were judged, with how many figures, and what was found in all of them."""
    figures = sum(one.counts.get("figures", 0) for one in found)
    severities = {name: sum(one.by_severity[name] for one in found) for name in ("error", "warning", "info")}
    told = f"{files:,} files together" + (f", {figures:,} figures" if figures else "")
    told += f": {counted(severities)}" if found else ""
    with_errors = sum(one.by_severity["error"] > 0 for one in found)
    told += f", errors in {with_errors} of them" if with_errors else ""
    return f"{told}. {unread:,} of them could not be read." if unread else f"{told}."


def _show_rules(found: Sequence[Judgement], form: Checked) -> None:
    rows: list[tuple[str, str, str | None, int | None, str]] = []
    for one in found:
        times = Counter(dict.fromkeys(one.titles, 0))
        for finding in one.told:
            times[finding.rule] += finding.times
        if set(one.titles) <= set(CLAIMS):
            rows += [(one.subject, c.code, c.severity, times.get(c.code), c.title) for c in CLAIMS.values()]
        else:
            severity = {finding.rule: finding.severity for finding in one.told}
            rows += [(one.subject, code, severity.get(code), times[code], one.titles[code]) for code in one.titles]
    show(["file", "rule", "severity", "found", "claim"], rows, as_format(form))
