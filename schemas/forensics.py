"""The numbers of the forensic tests of the literature: second digits, and whole percentages.

Neither proves anything about the conduct of an election; the rules that use them say so.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SECOND_DIGITS: tuple[float, ...] = tuple(
    sum(math.log10(1 + 1 / (10 * first + second)) for first in range(1, 10)) for second in range(10)
)
"""How often a number's second digit is 0, 1 … 9 under Benford's law."""

_EXACT_SUM = 2_000
"""Up to so many units the distribution of the count is computed exactly; beyond, as a normal one with its skewness."""

_EXACT_UNIT = 20_000
"""Up to so many people in a unit the binomial distribution is computed exactly, beyond it is as good as normal."""


def second_digit_test(counts: Sequence[int]) -> tuple[float, float]:
    """Hold second digits against Benford's law: the chi-square of Mebane's 2BL, with nine degrees of freedom.

    Args:
        counts: how often the second digit is 0, 1 … 9.

    Returns:
        Chi-square, and the chance of at least that under Benford's law; not a number where nothing is counted.
    """
    total = sum(counts)
    if total == 0:
        return math.nan, math.nan
    expected = [share * total for share in SECOND_DIGITS]
    chi_square = sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True))
    return chi_square, chi_square_tail(chi_square)


def chi_square_tail(x: float) -> float:
    """The chance that chi-square with nine degrees of freedom is at least `x`."""
    series = 1 + x / 3 + x**2 / 15 + x**3 / 105
    return math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2) * series


def is_whole(part: "NDArray[np.int64]", whole: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """Which percentages lie within 0.05 points of a whole one, in exact arithmetic."""
    import numpy as np

    rest = (100 * part) % whole
    found: NDArray[np.bool_] = 20 * np.minimum(rest, whole - rest) <= whole
    return found


def chance_of_whole(part: "NDArray[np.int64]", whole: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """The chance that each percentage would be whole if each person decided anew, with the unit's own probability.

    It is what infinitely many Monte Carlo repetitions of binomial counts (Kobak, Shpilkin and Pshenichnikov 2016)
    come to, without their noise: the probabilities of all counts near a whole percentage, added up.
    """
    import numpy as np
    from scipy.special import gammaln, ndtr

    n = whole.astype(np.float64)
    p = part / n
    chance = np.ones(len(n))  # nobody or everybody: 0 and 100 are whole whatever is repeated
    varied = np.flatnonzero((part > 0) & (part < whole))
    n, p, people = n[varied], p[varied], whole[varied]
    chances = np.zeros(len(varied))
    deviation = np.sqrt(n * p * (1 - p))
    least, most = n * p - 7 * deviation - 1, n * p + 7 * deviation + 1
    log_p, log_q, log_n = np.log(p), np.log1p(-p), gammaln(n + 1)
    for percent in range(101):
        low = np.maximum(-((-(20 * percent - 1) * people) // 2000), 0)
        high = np.minimum((20 * percent + 1) * people // 2000, people)
        near = (high >= least) & (low <= most) & (low <= high)
        large = np.flatnonzero(near & (people > _EXACT_UNIT))
        if len(large):
            mean = n[large] * p[large]
            chances[large] += ndtr((high[large] + 0.5 - mean) / deviation[large])
            chances[large] -= ndtr((low[large] - 0.5 - mean) / deviation[large])
        left = np.flatnonzero(near & (people <= _EXACT_UNIT))
        k = low[left]
        while len(left):
            log_chance = log_n[left] - gammaln(k + 1) - gammaln(people[left] - k + 1)
            chances[left] += np.exp(log_chance + k * log_p[left] + (people[left] - k) * log_q[left])
            more = k < high[left]
            left, k = left[more], k[more] + 1
    chance[varied] = np.minimum(chances, 1.0)
    return chance


def count_test(observed: int, chances: "NDArray[np.float64]") -> tuple[float, float]:
    """Hold a count of things that happen independently against what is expected.

    Args:
        observed: how many happened.
        chances: the chance of each.

    Returns:
        How many are expected, and the chance of at least as many as are observed.
    """
    import numpy as np

    expected = float(chances.sum())
    if observed <= 0:
        return expected, 1.0
    if len(chances) <= _EXACT_SUM:
        of = np.zeros(observed + 1)  # of[k]: the chance of k; the last of `observed` or more
        of[0] = 1.0
        for chance in chances:
            reaching = of[observed - 1] * chance
            of[1:observed] = of[1:observed] * (1 - chance) + of[: observed - 1] * chance
            of[0] *= 1 - chance
            of[observed] += reaching
        return expected, min(float(of[observed]), 1.0)
    variance = float((chances * (1 - chances)).sum())
    if variance == 0:
        return expected, 1.0 if observed <= round(expected) else 0.0
    x = (observed - 0.5 - expected) / math.sqrt(variance)
    skew = float((chances * (1 - chances) * (1 - 2 * chances)).sum()) / variance**1.5
    bell = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    tail = 0.5 * math.erfc(x / math.sqrt(2)) + skew * (x * x - 1) * bell / 6
    return expected, min(max(tail, 0.0), 1.0)
