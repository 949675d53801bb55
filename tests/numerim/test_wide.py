"""Tables of very many columns: what a run of them makes is looked up, and found as if each run were tried."""

import numpy
import pytest

from numerim.draft import sums
from tests.clock import within


def table(seed, rows, columns, *, slips=0, empty=0.02):
    chance = numpy.random.default_rng(seed)
    figures = chance.integers(0, 50 if seed % 2 else 3, (rows, columns)).astype(float)
    first = int(chance.integers(0, columns - 10))
    last = int(chance.integers(first + 2, columns - 4))
    figures[:, columns - 1] = figures[:, first:last].sum(axis=1)
    for row in range(slips):
        figures[row, columns - 1] += 7
    figures[chance.random(figures.shape) < empty] = numpy.nan
    return figures


@pytest.mark.parametrize("slips", [0, 1, 3])
@pytest.mark.parametrize("seed", range(12))
def test_a_run_that_is_looked_up_is_that_which_is_found_by_trying(seed, slips, monkeypatch):
    figures = table(seed, 30, 20, slips=slips)
    every = list(range(20))
    tried = [sums.run_that_makes(figures, every[:i] + every[i + 1 :], figures[:, i]) for i in every]
    monkeypatch.setattr(sums, "_MANY", 10)
    assert [sums.run_that_makes(figures, every[:i] + every[i + 1 :], figures[:, i]) for i in every] == tried


def test_two_thousand_columns_do_not_take_long():
    figures = table(1, 20, 2_000, empty=0)
    with within(3):
        found = sums.run_that_makes(figures, list(range(1_999)), figures[:, 1_999])
        assert found is not None
        assert len(found.parts) > 1
        for total in range(0, 2_000, 10):
            sums.run_that_makes(figures, [i for i in range(2_000) if i != total], figures[:, total])


def test_nothing_is_the_sum_of_no_rows():
    assert sums.run_that_makes(numpy.zeros((0, 3)), [0, 1], numpy.zeros(0)) is None
