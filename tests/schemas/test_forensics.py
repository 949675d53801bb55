"""The numbers of the forensic tests: known values, what is made up is found, what is honest is not."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from numerim.schemas.forensics import (
    SECOND_DIGITS,
    chance_of_whole,
    chi_square_tail,
    count_test,
    is_whole,
    second_digit_test,
)
from tests.clock import within

KNOWN = (0.1197, 0.1139, 0.1088, 0.1043, 0.1003, 0.0967, 0.0934, 0.0904, 0.0876, 0.0850)


def stations(count, seed, smallest=100, largest=1500):
    """People registered and voters of made-up stations: turnout differs from one to the next, voters are drawn."""
    draw = np.random.default_rng(seed)
    registered = draw.integers(smallest, largest, count)
    return registered, draw.binomial(registered, draw.beta(12, 8, count))


def p_value(voters, registered):
    return count_test(int(is_whole(voters, registered).sum()), chance_of_whole(voters, registered))[1]


def test_no_chance_is_more_than_one():
    part, whole = np.array([(k, n) for n in range(1, 201) for k in range(n + 1)]).T
    chances = chance_of_whole(part, whole)
    assert (chances.min() >= 0, chances.max()) == (True, 1)


def test_second_digits_of_benford():
    assert tuple(round(share, 4) for share in SECOND_DIGITS) == KNOWN
    assert sum(SECOND_DIGITS) == pytest.approx(1)


@pytest.mark.parametrize(("chi_square", "tail"), [(16.919, 0.05), (21.666, 0.01), (27.877, 0.001), (0, 1)])
def test_chi_square_with_nine_degrees_of_freedom(chi_square, tail):
    assert chi_square_tail(chi_square) == pytest.approx(tail, rel=1e-3)


def test_second_digits_as_they_should_be():
    assert second_digit_test([round(share * 10_000) for share in SECOND_DIGITS])[1] > 0.999


def test_second_digits_that_are_all_as_frequent():
    chi_square, p = second_digit_test([1_000] * 10)
    assert chi_square == pytest.approx(10_000 * sum((0.1 - s) ** 2 / s for s in SECOND_DIGITS))
    assert p < 1e-9


def test_nothing_to_count_has_no_figure():
    assert all(np.isnan(second_digit_test([0] * 10)))


@pytest.mark.parametrize("seed", range(3))
def test_numbers_over_many_magnitudes_follow_benford(seed):
    numbers = np.floor(10 ** np.random.default_rng(seed).uniform(1, 4, 20_000)).astype(int)
    counts = np.bincount([int(str(number)[1]) for number in numbers], minlength=10)
    assert second_digit_test(counts.tolist())[1] > 0.001


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (50, 100, True),
        (0, 7, True),
        (7, 7, True),
        (1, 3, False),
        (101, 1000, False),
        (1001, 2000, True),  # 50.05 per cent lies just within
        (1002, 2000, False),
        (1199, 2000, True),  # 59.95 per cent
    ],
)
def test_whole_percentages_are_exact(part, whole, expected):
    assert is_whole(np.array([part]), np.array([whole])).tolist() == [expected]


@pytest.mark.parametrize(("part", "whole"), [(149, 150), (200, 400), (1300, 2000), (3, 500), (10_000, 20_001)])
def test_the_chance_is_what_repetition_comes_to(part, whole):
    """As Kobak, Shpilkin and Pshenichnikov have it: draw the unit again and again, and count."""
    again = np.random.default_rng(1).binomial(whole, part / whole, 200_000)
    repeated = is_whole(again, np.full(len(again), whole)).mean()
    assert chance_of_whole(np.array([part]), np.array([whole]))[0] == pytest.approx(repeated, abs=0.005)


def test_nobody_and_everybody_are_whole_by_any_chance():
    assert chance_of_whole(np.array([0, 120]), np.array([120, 120])).tolist() == [1, 1]


def test_a_hundred_people_have_whole_percentages_only():
    assert chance_of_whole(np.array([37]), np.array([100]))[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("observed", "chances", "expected"),
    [(0, [0.5], 1), (1, [0.5], 0.5), (2, [0.5, 0.5], 0.25), (1, [0.5, 0.5], 0.75), (3, [0.1, 0.2, 0.3], 0.006)],
)
def test_a_count_of_chances(observed, chances, expected):
    mean, p = count_test(observed, np.array(chances))
    assert mean == pytest.approx(sum(chances))
    assert p == pytest.approx(expected)


def test_many_chances_are_as_good_as_normal():
    chances = np.random.default_rng(2).uniform(0.05, 0.2, 2_000)
    nothing_more = np.append(chances, 0.0)
    for observed in (230, 250, 270, 290):
        assert count_test(observed, nothing_more)[1] == pytest.approx(count_test(observed, chances)[1], rel=0.02)


@pytest.mark.heavy
def test_honest_counts_are_found_as_often_as_the_level_says():
    ps = np.array([p_value(voters, registered) for registered, voters in (stations(300, seed) for seed in range(500))])
    assert 0.01 <= (ps < 0.05).mean() <= 0.06  # a count is a whole number: at most 0.05, and often less
    assert (ps < 0.5).mean() == pytest.approx(0.5, abs=0.08)
    assert (ps < 0.001).sum() <= 3


def test_counts_that_were_made_up_are_found():
    registered, voters = stations(1_000, 7, 500, 2_000)
    made_up = np.arange(1_000) < 60  # 60 of 1,000 stations write what makes a whole percentage, rounded to a voter
    percent = np.random.default_rng(8).integers(60, 96, 1_000)
    voters = np.where(made_up, np.rint(registered * percent / 100).astype(int), voters)
    assert p_value(voters, registered) < 1e-6


def test_a_hundred_thousand_units_take_less_than_a_second():
    registered, voters = stations(100_000, 3, 100, 3_000)
    p_value(voters[:200], registered[:200])
    with within(1):
        assert 0 < p_value(voters, registered) < 1


@pytest.mark.parametrize(
    ("observed", "chance", "number", "expected", "tail"),
    [
        (0, 0.5, 10, 5, 1),
        (10, 0.5, 10, 5, 2**-10),
        (9, 0.5, 10, 5, 11 * 2**-10),
        (3000, 1.0, 3000, 3000, 1),  # of many units of which nothing is left to chance
        (1, 0.0, 3000, 0, 0),
    ],
)
def test_the_chance_of_as_many(observed, chance, number, expected, tail):
    assert count_test(observed, np.full(number, chance)) == (expected, pytest.approx(tail))


@pytest.mark.parametrize("observed", [180, 200, 220])
def test_many_units_are_judged_as_those_that_are_reckoned_exactly(observed):
    few, many = (count_test(observed, np.full(number, 200 / number))[1] for number in (2000, 2001))
    assert many == pytest.approx(few, rel=0.01)


def exactly(part, whole):
    """The chance of a whole percentage, added up in fractions: no other way of reckoning is shared with the code."""
    p = Fraction(part, whole)
    return float(
        sum(
            math.comb(whole, k) * p**k * (1 - p) ** (whole - k)
            for k in range(whole + 1)
            if min(100 * k % whole, whole - 100 * k % whole) * 20 <= whole
        )
    )


@pytest.mark.parametrize(
    ("part", "whole"), [(1, 7), (6, 7), (3, 30), (37, 99), (98, 99), (1, 150), (149, 150), (200, 400), (77, 480)]
)
def test_the_chance_is_exact(part, whole):
    together = chance_of_whole(np.array([part, 5, part]), np.array([whole, 5, whole]))
    assert together.tolist() == pytest.approx([exactly(part, whole), 1, exactly(part, whole)], rel=3e-6)


@pytest.mark.parametrize(("part", "whole"), [(10_000, 20_000), (10_000, 20_001), (4_000, 20_100)])
def test_the_chance_is_as_good_as_exact_where_many_vote(part, whole):
    from scipy.stats import binom  # as heavy as all else that is imported

    k = np.arange(whole + 1)
    chances = binom.pmf(k, whole, part / whole)
    expected = chances[is_whole(k, np.full(whole + 1, whole))].sum()
    assert chance_of_whole(np.array([part]), np.array([whole]))[0] == pytest.approx(expected, rel=5e-3)


def every_outcome(chances):
    """The chances of 0, 1, 2 … things, by all that can happen."""
    found = [0.0] * (len(chances) + 1)
    for happened in product((0, 1), repeat=len(chances)):
        found[sum(happened)] += math.prod(p if h else 1 - p for h, p in zip(happened, chances, strict=True))
    return found


@pytest.mark.parametrize("chances", [[0.3], [0.1, 0.9], [0.2, 0.5, 0.7, 0.01], [0.5] * 8, [0.0, 1.0, 0.25]])
def test_a_count_of_chances_is_exact(chances):
    of = every_outcome(chances)
    for observed in range(len(chances) + 2):
        mean, p = count_test(observed, np.array(chances))
        assert (mean, p) == (pytest.approx(sum(chances)), pytest.approx(sum(of[observed:]), abs=1e-12))


@pytest.mark.parametrize("observed", [150, 180, 200, 210, 230, 260])
def test_a_count_of_very_many_chances_is_normal_with_its_skewness(observed):
    """2,001 chances are reckoned otherwise than 2,000; the binomial distribution knows what is right."""

    from scipy.stats import binom  # as heavy as all else that is imported

    exact = binom.sf(observed - 1, 2_001, 0.1)
    assert count_test(observed, np.full(2_001, 0.1))[1] == pytest.approx(exact, abs=2e-5, rel=4e-3)
    assert count_test(observed, np.full(2_000, 0.1))[1] == pytest.approx(binom.sf(observed - 1, 2_000, 0.1), rel=1e-9)


def test_very_many_chances_that_are_certain():
    certain = np.append(np.ones(5), np.zeros(2_500))
    assert [count_test(n, certain) for n in (0, 5, 6)] == [(5.0, 1.0), (5.0, 1.0), (5.0, 0.0)]


@pytest.mark.parametrize(
    ("chi_square", "tail"), [(0.5, 0.99996), (4, 0.91141), (8.343, 0.5), (14.684, 0.1), (40, 7.6e-6)]
)
def test_chi_square_over_its_range(chi_square, tail):
    from scipy.stats import chi2  # as heavy as all else that is imported

    assert chi_square_tail(chi_square) == pytest.approx(chi2.sf(chi_square, 9), rel=1e-9)
    assert chi_square_tail(chi_square) == pytest.approx(tail, rel=1e-2)
