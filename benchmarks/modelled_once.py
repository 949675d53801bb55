"""A plugin of pytest: cases of rules are read and modelled once, and kept; from then on they are only checked.

What reads and models them does not ask what `mutants.py` changes, but for what an election.yml declares, which is
filled in anew. Of what is published only what is held back is made. So what fails here fails without the plugin too.
"""

import os
from hashlib import sha256
from pathlib import Path

import pytest

KEPT = Path(os.environ.get("NUMERIM_MODELLED", ""))


@pytest.fixture(scope="session", autouse=True)
def modelled_once():
    from numerim import in_memory
    from numerim.model.declared import declare
    from tests import conftest
    from tests.rules import elections

    conform, completed, read_files = in_memory.conform, elections.completed, conftest.read_files

    def conformed(connection, house, file, raw, strict=True, wrong=(), *, only_tables=False):
        told = (file.folder / "election.yml").read_bytes() + f"{strict} {file.election.corrections}".encode()
        kept = KEPT / f"{sha256(told).hexdigest()}.duckdb"
        if not kept.exists():
            conform(connection, house, file, read_files(file), strict, wrong, only_tables=only_tables)
            connection.execute(f"ATTACH '{kept}' AS kept; COPY FROM DATABASE memory TO kept; DETACH kept")
        else:
            connection.execute(f"ATTACH '{kept}' AS kept (READ_ONLY); COPY FROM DATABASE kept TO memory; DETACH kept")
            declare(connection, file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_memory, "conform", conformed)
        patch.setattr(conftest, "read_files", lambda file: [])
        patch.setattr(elections, "completed", lambda *asked, **how: completed(*asked, **how | {"whole": False}))
        yield
