"""What is told of the elections of the tables is what they say; `python -m tests.golden` writes them anew."""

from difflib import unified_diff

import pytest

from tests.golden.golden import HERE, TABLES


@pytest.mark.parametrize("name", TABLES)
def test_what_is_told(name, tmp_path):
    wanted, came_out = (HERE / f"{name}.txt").read_text("utf-8"), TABLES[name](tmp_path)
    if came_out != wanted:
        changed = unified_diff(
            wanted.splitlines(), came_out.splitlines(), f"{name}.txt", "what came out", "", "", 1, ""
        )
        pytest.fail("\n".join([*list(changed)[:60], "All of it: python -m tests.golden, git diff"]), pytrace=False)
