"""Lines that stay in their bytes are those of a list."""

from itertools import product

import pytest

from numerim.read import lines
from numerim.read.lines import Lines

TEXTS = ["".join(text) for number in range(6) for text in product("aé\n", repeat=number)]


@pytest.mark.parametrize("at_once", [1, 2, 1 << 24])
def test_they_are_those_of_a_list(monkeypatch, at_once):
    monkeypatch.setattr(lines, "_AT_ONCE", at_once)
    for text in TEXTS:
        every, ours = text.removesuffix("\n").split("\n"), Lines(text.encode())
        assert ([*ours], ours.texts, len(ours), ours[-1]) == (every, every, len(every), every[-1])
        assert ours.filled.to_list() == [at for at, line in enumerate(every) if line]
        for first, last in product(range(4), range(7)):
            some = every[first:last]
            assert ([*ours[first:last]], ours[first:last].texts) == (some, some)
            assert bytes(ours[first:last].content) == "\n".join(some).encode()


def test_there_is_no_line_behind_the_last():
    with pytest.raises(IndexError):
        Lines(b"a\nb\n")[2]
