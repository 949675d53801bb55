"""A database for many small tables: to open one takes longer than to judge such a table."""

from contextlib import contextmanager
from itertools import count

import pytest

from numerim.validation import whole
from numerim.warehouse import open_memory


@pytest.fixture(scope="module")
def one_database():
    """What is judged in this module has a catalog of its own in one database, instead of a database of its own."""
    names = (f"judged{n}" for n in count())

    @contextmanager
    def own():
        name = next(names)
        with database.cursor() as connection:
            connection.execute(f"ATTACH ':memory:' AS {name}")
            connection.execute(f"USE {name}")
            yield connection
        database.execute(f"DETACH {name}")

    with open_memory() as database, pytest.MonkeyPatch.context() as patched:
        patched.setattr(whole, "open_memory", own)
        yield
