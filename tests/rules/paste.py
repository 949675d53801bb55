"""Put what comes out of cases in the place of `find: ?`, to be judged and kept if it is right.

`.venv/bin/python -m tests.rules.paste [--again] tests/rules/totals/kinds.yml …`: `--again` takes out first what
the cases of the file say was found; `git diff` then shows what a change of a rule or of the engine changes for them.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from tests.rules.cases import Case, read
from tests.rules.elections import databases, made
from tests.rules.outcomes import Outcomes, as_yaml, wrong

_OPEN = re.compile(r"^( *)(- )?find: \?$", re.MULTILINE)


def pasted(text: str, file: str, again: bool = False) -> tuple[str, list[str]]:
    """A file of cases with what came out where it says `find: ?`, and what is wrong with its other cases.

    Args:
        text: the file.
        file: its name, `family/name.yml`.
        again: whether what it says was found is taken out first.
    """
    text = _emptied(text) if again else text
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cases" / file
        path.parent.mkdir(parents=True)
        marked = _OPEN.sub(lambda m: f"{m[0][:-1]}[]\n{m[1]}{' ' * len(m[2] or '')}__: open", text)
        path.write_text(marked, encoding="utf-8")
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        is_open = list(_marks(said))
        path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
        some = read(path, path.parent.parent)
        out, told = _came_out(some, is_open, Path(folder))
    found = iter(out)
    return _OPEN.sub(lambda match: _block(next(found), match[1], match[2] or ""), text), told


def _marks(said: dict[str, Any]) -> Iterator[bool]:
    """For each case, whether what is found in it is open; such a case is given something that it says."""
    for case in said["cases"]:
        for row in case.get("each", [case]):
            mark = row.pop("__", None) is not None
            if mark and not row.get("holds") and not row.get("silent"):
                row["silent"] = ["R001"]
            yield mark


def _came_out(some: list[Case], is_open: list[bool], folder: Path) -> tuple[list[str], list[str]]:
    """What came out of the open cases, and what is wrong with the others."""
    out, told = {}, []
    for i, there in enumerate(databases(some)):
        with made(there, folder / str(i)) as connection:
            outcomes = Outcomes(connection)
            for number, case in enumerate(there):
                if is_open[some.index(case)]:
                    out[some.index(case)] = as_yaml(outcomes.found(case, number), outcomes.held_back(number))
                else:
                    told += wrong(case, number, outcomes)
    return [out[i] for i in sorted(out)], told


def _block(found: str, indent: str, dash: str) -> str:
    """What came out, where a line of a file begins with some spaces and perhaps a dash."""
    first, *rest = [line[2:] for line in found.splitlines()] or ["find: []"]
    return "\n".join([f"{indent}{dash}{first}", *(f"{indent}{' ' * len(dash)}{line}" for line in rest)])


def _emptied(text: str) -> str:
    """A file of cases without what they say was found and held back."""
    kept: list[str] = []
    depth = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if depth is not None and line.strip() and (indent > depth or (indent == depth and "held_back:" in line)):
            continue
        depth = None
        if re.fullmatch(r" *find:", line):
            depth, line = indent, f"{' ' * indent}find: ?"
        kept.append(line)
    return "\n".join(kept) + "\n"


if __name__ == "__main__":
    for name in [argument for argument in sys.argv[1:] if argument != "--again"]:
        path = Path(name)
        content, problems = pasted(path.read_text("utf-8"), f"{path.parent.name}/{path.name}", "--again" in sys.argv)
        path.write_text(content, encoding="utf-8")
        print("\n".join(problems))
