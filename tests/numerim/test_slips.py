"""What made one figure another, how likely that is, and what is usual around it: each on both sides of its border."""

from math import log

import pytest

from numerim.check.repair.evidence import Around, Usual
from numerim.check.repair.exchanged import _exchanges
from numerim.check.repair.slips import WEIGHTS, Figure, slip, usual, variants


@pytest.mark.parametrize(
    ("printed", "true", "name", "ways"),
    [
        (Figure(538), Figure(528), "replaced", 27),
        (Figure(338), Figure(538), "replaced", 27),
        (Figure(53), Figure(538), "dropped", 3),
        (Figure(38), Figure(538), "dropped", 3),
        (Figure(5388), Figure(538), "doubled", 3),
        (Figure(5538), Figure(538), "doubled", 3),
        (Figure(5318), Figure(538), "slipped_in", 40),
        (Figure(358), Figure(538), "swapped", 2),
        (Figure(35), Figure(53), "swapped", 1),
        (Figure(835), Figure(538), "other", 900),  # two that are not beside each other
        (Figure(385), Figure(538), "other", 900),  # three
        (Figure(538000), Figure(538), "separator", 6),
        (Figure(538), Figure(538000), "separator", 6),
        (Figure(5380000), Figure(538), "other", 9_000_000),
        (Figure(0), Figure(538), "other", 9),
        (Figure(-538), Figure(528), "other", 900),
        (Figure(5225, 2), Figure(5235, 2), "replaced", 36),
        (Figure(52255, 3), Figure(5225, 2), "doubled", 4),
        (Figure(52251, 3), Figure(5225, 2), "slipped_in", 50),
        (Figure(522, 1), Figure(5225, 2), "dropped", 4),
        (Figure(5225, 3), Figure(5225, 2), "separator", 6),
        (Figure(5), Figure(525, 2), "other", 9),
    ],
)
def test_what_made_one_figure_another(printed, true, name, ways):
    assert slip(printed, true) == (name, pytest.approx(WEIGHTS[name] / ways))


@pytest.mark.parametrize(("figure", "often"), [(Figure(7), 1 / 9), (Figure(70), 1 / 90), (Figure(-700), 1 / 900)])
def test_each_number_of_digits_is_equally_frequent(figure, often):
    assert usual(figure) == pytest.approx(often)


@pytest.mark.parametrize(
    ("one", "another", "pairs"),
    [
        (12, 45, [("exchanged", 45, 12), ("transposed", 15, 42), ("transposed", 42, 15)]),
        (1, 2, [("exchanged", 2, 1)]),
        (12, 42, [("exchanged", 42, 12)]),  # the digit that differs is all that differs
        (312, 45, [("exchanged", 45, 312), ("transposed", 315, 42), ("transposed", 342, 15)]),
        (-3, 45, [("exchanged", 45, -3)]),
    ],
)
def test_figures_that_have_changed_places_or_a_digit(one, another, pairs):
    found = [(name, first.units, second.units) for name, (first, second) in _exchanges(Figure(one), Figure(another))]
    assert found == pairs


@pytest.mark.parametrize("rest", [0.0, 1000.0])
@pytest.mark.parametrize("off", [log(5), -log(5), 0.0])
def test_the_likeliest_figure_is_the_usual_one(rest, off):
    one, printed = Usual("size", rest, off, 0.1), 50_000.0
    best = one.about(printed) - rest
    assert one.likelier(printed, printed) == pytest.approx(0)
    assert one.likelier(printed, best) > max(one.likelier(printed, best * 1.1), one.likelier(printed, best * 0.9))
    assert (one.likelier(printed, best) > 0.01) is (off != 0)


def test_what_is_told_of_a_sum_has_the_rest_of_it():
    around = Around("u", 5000.0, (Usual("size", 1000.0, log(5), 0.1),), (None, None), (0, 0), 0, 3)
    (told,) = around.because(Figure(5000), Figure(300))
    assert "1,300 here" in told
    assert "suggest 1,200" in told
    assert around.because(Figure(5000), Figure(4900)) == []


@pytest.mark.parametrize("printed", [Figure(0), Figure(7), Figure(12), Figure(-12), Figure(25, 1), Figure(105, 2)])
@pytest.mark.parametrize("decimals", [None, 1, 2])
def test_variants_are_all_that_a_slip_turns_into_the_printed_figure(printed, decimals):
    sign = -1 if printed.units < 0 else 1
    every = {units for units in range(13_000) if slip(printed, Figure(sign * units, decimals))[0] != "other"}
    found = [variant.units for variant in variants(printed, decimals)]
    assert {abs(units) for units in found if abs(units) < 13_000} == every - {
        printed.units if decimals == printed.decimals else -1
    }
    assert found == sorted(found)
    assert all(variant.decimals == decimals for variant in variants(printed, decimals))
