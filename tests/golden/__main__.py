"""Write the tables anew: `python -m tests.golden`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden.golden import HERE, TABLES

for name, text in TABLES.items():
    with TemporaryDirectory() as folder:
        (HERE / f"{name}.txt").write_text(text(Path(folder)), "utf-8")
