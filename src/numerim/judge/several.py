"""Several files, each judged by itself, for the command line."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence

from numerim.ask.named import is_file
from numerim.ask.shown import Checked, as_format, show
from numerim.errors import InputError
from numerim.judge import judge
from numerim.judge.claims import CLAIMS
from numerim.printed import Form, Judgement, printed


def tell(
    names: Sequence[str],
    form: Checked,
    each_rule: bool,
    refused: Sequence[str],
    judge: Callable[[str], Judgement] = judge,
    explain: bool = False,
) -> int:
    """Judge files and print what was found; those that can be read are judged, whatever the others are.

    Args:
        names: the files.
        form: how to print the findings.
        each_rule: print how often each rule was broken instead.
        refused: options that were given and are for elections.
        judge: what judges a file.
        explain: say of each finding what would mend it, too; of files of known layouts that is not known.

    Returns:
        The exit code: 2 where a file could not be read, else 1 where there is an error in one, else 0.

    Raises:
        InputError: an option was given that is not for files, or a name is of no file.
    """
    if refused:
        raise InputError(refused[0], "this is for an election, and a file is named", "Leave it out.")
    for name in names:
        if not is_file(name):
            raise InputError(name, "there is no such file", "Elections are checked apart from files.")
    found: list[Judgement] = []
    unread: list[InputError] = []
    for name in names:
        try:
            one = judge(name)
            if explain and one.explained is None:
                problem = "its columns are of a known layout: the findings say all that is known of it"
                raise InputError(name, problem, "Leave --explain out.")
            found.append(one)
        except InputError as error:
            unread.append(error)
    if each_rule:
        _show_rules(found, form)
    elif form in (Checked.table, Checked.csv):
        findings = [finding for one in found for finding in one.told]
        told = [(t.severity, t.rule, t.says, "\n".join(place.shown for place in t.places[:3])) for t in findings]
        show(["severity", "rule", "says", "where"], told, as_format(form))
    else:
        sys.stdout.write(printed(found, Form[form.name]))
    sys.stdout.flush()
    for one_unread in unread:
        print(f"numerim: {one_unread}", file=sys.stderr)
    return 2 if unread else int(any(one.by_severity["error"] for one in found))


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
