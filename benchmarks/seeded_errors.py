"""What the rules accuse: nothing in lawful elections, and every slip that anything on paper can show.

    .venv/bin/python benchmarks/seeded_errors.py [--times 200] [--lawful 1000]

Makes elections of every outcome rule, some of them spoilt by one slip, and prints what was found as Markdown.
`tests/made` says how elections and slips are made. Exit code 1: a lawful election was
accused, or fewer were found, or mended by the first hint, than `DETECTED` and `FIRST_HINT` ask.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.made.elections import Made, make
from tests.made.judge import Finding, judge
from tests.made.mutations import MUTATIONS, SINGLE, TELLS, Spoilt, opportunities
from tests.made.recipes import RULES, drawn, recipes

SHAPES = ("wholes", "stations")
AT_ONCE = {"lawful": 250, "one figure": 40, "more": 250}
"""So many elections are judged together. Of too many broken rules at once numerim looks for no hints."""
TOLD = ("error", "warning")
DETECTED, FIRST_HINT = 0.99, 0.90


def in_batches(what: str, made: Sequence[Made]) -> list[list[Finding]]:
    """The findings about each election."""
    found: list[list[Finding]] = []
    for start in range(0, len(made), AT_ONCE[what]):
        named = {
            f"{what.replace(' ', '-')}-{start + i}": one for i, one in enumerate(made[start : start + AT_ONCE[what]])
        }
        judged = judge(named)
        found += [judged[name] for name in named]
    return found


def lawful(times: int) -> bool:
    """Judge so many lawful elections; say whether none is accused."""
    started, accused, rows, judged = time.perf_counter(), Counter[str](), 0, 0
    for shape in SHAPES:
        each = -(-times // (len(SHAPES) * len(RULES)))
        made = [make(recipe) for i, rule in enumerate(RULES) for recipe in drawn(each, recipes(shape, rule=rule), i)]
        rows, judged = rows + sum(len(one.rows) for one in made), judged + len(made)
        for one, findings in zip(made, in_batches("lawful", made), strict=True):
            for finding in {f.rule: f for f in findings if f.severity in TOLD}.values():
                accused[finding.rule] += 1
                print(f"accused: {finding.rule}: {finding.says}\n  {one.recipe}", file=sys.stderr)
    seconds = time.perf_counter() - started
    told = ", ".join(f"{rule} {n}" for rule, n in accused.most_common()) or "none"
    print(f"{judged:,} lawful elections ({rows:,} rows) in {seconds:.0f} s; accused by a rule: {told}\n")
    return not accused


def spoilt(times: int) -> dict[str, list[tuple[Spoilt, list[Finding]]]]:
    """So many elections of each mutation, with what is found in them."""
    found: dict[str, list[tuple[Spoilt, list[Finding]]]] = {name: [] for name in MUTATIONS}
    for shape in SHAPES:
        of_rule = [drawn(40, recipes(shape, units=25, rule=rule), i) for i, rule in enumerate(RULES)]
        base = [make(recipe) for several in zip(*of_rule, strict=True) for recipe in several]
        for what in ("one figure", "more"):
            names = [name for name in MUTATIONS if (name in SINGLE) == (what == "one figure")]
            made = [(name, one) for name in names for one in opportunities(base, name, times // len(SHAPES))]
            judged = in_batches(what, [one.made for _, one in made])
            for (name, one), findings in zip(made, judged, strict=True):
                found[name].append((one, [f for f in findings if f.severity in TOLD or f.rule in TELLS]))
    return found


def hinted(one: Spoilt, findings: Sequence[Finding], first: int) -> bool:
    """Whether one of the first hints says what the wrong cell should be, and nothing that is wrong."""
    hints = next((f.hints for f in findings if f.hints), [])
    right = [(cell, float(value)) for cell, value in one.right.items()]
    told = [{(cell, float(value)) for cell, value in hint if value != "None"} for hint in hints[:first]]
    return any(right[0] in hint and hint <= set(right) for hint in told)


def blamed(one: Spoilt, findings: Sequence[Finding]) -> bool:
    """Whether the wrong cell is singled out, alone in doubt in some finding, and no right one is anywhere."""
    alone = [f.doubted for f in findings if f.severity == "error" and len(f.doubted) == 1]
    return bool(alone) and all(doubted <= set(one.right) for doubted in alone)


def part(of: Sequence[bool]) -> str:
    """How many are true, of how many."""
    return f"{100 * sum(of) / len(of):.1f} % of {len(of)}" if of else "–"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=200, help="elections of each mutation")
    parser.add_argument("--lawful", type=int, default=1000, help="lawful elections")
    parser.add_argument("--missed", action="store_true", help="print what is missed, and the hints that are wrong")
    said = parser.parse_args()
    nothing_accused = lawful(said.lawful) if said.lawful else True
    if not said.times:
        return 0 if nothing_accused else 1
    started = time.perf_counter()
    print(
        "| mutation | detected, of those that show | rules that fired | first hint right | one of three right "
        "| blamed alone |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    detected: list[bool] = []
    in_first: list[bool] = []
    in_three: list[bool] = []
    in_doubt: list[bool] = []
    for name, every in spoilt(said.times).items():
        visible = [(one, findings) for one, findings in every if one.broken]
        seen = [bool(findings) for _, findings in visible]
        rules = Counter(rule for _, findings in visible for rule in {f.rule for f in findings})
        covered = [(one, findings) for one, findings in visible if name in SINGLE and one.covered >= 2]
        first = [hinted(one, findings, 1) for one, findings in covered]
        three = [hinted(one, findings, 3) for one, findings in covered]
        alone = [blamed(one, findings) for one, findings in covered if name != "a cell withheld"]
        in_doubt += alone
        told = ", ".join(f"{rule} {n}" for rule, n in rules.most_common(6)) + (" …" if len(rules) > 6 else "")
        print(f"| {name} | {part(seen)} | {told} | {part(first)} | {part(three)} | {part(alone)} |")
        detected, in_first, in_three = detected + seen, in_first + first, in_three + three
        if said.missed:
            show(name, visible, covered)
    print(f"| **all** | **{part(detected)}** | | **{part(in_first)}** | **{part(in_three)}** | **{part(in_doubt)}** |")
    print(f"\n{time.perf_counter() - started:.0f} s")
    kept = sum(detected) >= DETECTED * len(detected) and sum(in_first) >= FIRST_HINT * len(in_first)
    return 0 if nothing_accused and kept else 1


def show(
    name: str, visible: Sequence[tuple[Spoilt, list[Finding]]], covered: Sequence[tuple[Spoilt, list[Finding]]]
) -> None:
    """Print what was missed."""
    for one, findings in visible:
        if not findings:
            print(f"missed: {name}: {sorted(one.broken)} {dict(one.right)} {one.made.recipe}", file=sys.stderr)
    for one, findings in covered:
        if name != "a cell withheld" and not blamed(one, findings):
            doubts = sorted((f.rule, sorted(f.doubted), sorted(f.places)) for f in findings if f.severity == "error")
            wrong = {(one.made.rows[i]["row"], i, column): one.made.rows[i][column] for i, column in one.right}
            print(
                f"blame: {name}: {wrong} should be {dict(one.right)}; {sorted(one.broken)}; {doubts}", file=sys.stderr
            )
        if not hinted(one, findings, 1):
            hints = next((f.hints for f in findings if f.hints), [])
            wrong = {(one.made.rows[i]["row"], i, column): one.made.rows[i][column] for i, column in one.right}
            print(
                f"hint: {name}: {wrong} should be {dict(one.right)}; {sorted(one.broken)}; "
                f"{sorted({f.rule for f in findings})}; hints {hints[:3]}; {one.made.recipe}",
                file=sys.stderr,
            )


if __name__ == "__main__":
    sys.exit(main())
