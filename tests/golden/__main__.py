"""Write tables anew: `python -m tests.golden [columns stations wholes totals …]`, all of them where none is named."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden import answers, of_cases
from tests.golden.golden import HERE, TABLES
from tests.rules.cases import cases

every = cases()
families = sorted({case.family for case in every})
for name in sys.argv[1:] or [*TABLES, *families]:
    with TemporaryDirectory() as folder:
        if name in families:
            told, letters = of_cases.written(name, every)
            (of_cases.HERE / f"{name}.txt").write_text(told, "utf-8")
            (answers.HERE / f"{name}.txt").write_text(letters, "utf-8")
        else:
            (HERE / f"{name}.txt").write_text(TABLES[name](Path(folder)), "utf-8")
