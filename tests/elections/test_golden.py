"""Real elections that are not published here, each brought in by an `election.yml` alone."""

import re

import pytest

from numerim import warehouse
from tests.conftest import SHARED

MORE_BALLOTS = [
    # station, ballots, signatures
    ("mayor ge-1-12 1", 710, 709),
    ("mayor ge-1-29 1", 739, 738),
    ("mayor ge-1-31 1", 707, 706),
    ("mayor ge-1-7 1", 618, 617),
    ("mayor ge-2-31 1", 604, 603),
    ("mayor ge-2-5 1", 829, 828),
    ("mayor ge-2-7 1", 530, 528),
    ("mayor ge-2-80 1", 255, 250),
    ("mayor ge-3-35 1", 415, 414),
    ("mayor ge-3-58 1", 553, 552),
    ("mayor ge-3-86 1", 596, 595),
    ("mayor ge-3-90 1", 547, 540),
    ("mayor ge-4-4 1", 478, 477),
    ("mayor ge-5-74 1", 537, 536),
    ("mayor ge-59-110 1", 470, 469),
    ("mayor ge-6-105 1", 420, 415),
    ("mayor ge-6-47 1", 526, 525),
    ("mayor ge-6-51 1", 485, 484),
    ("mayor ge-6-68 1", 419, 418),
    ("mayor ge-6-77 1", 534, 533),
    ("mayor ge-7-19 1", 651, 650),
    ("mayor ge-79-22 1", 593, 592),
    ("mayor ge-8-36 1", 682, 681),
    ("mayor ge-8-53 1", 623, 622),
    ("mayor ge-9-97 1", 588, 587),
]
ANOMALIES = [("R515", "xk-mayors-2017/mayor/xk-partesh/1")]


def numbers(says):
    """The ballots and the signatures that a sentence tells of."""
    ballots, signatures = re.search(r": ([\d,]+) ballots were counted .* only ([\d,]+) voters signed", says).groups()
    return int(ballots.replace(",", "")), int(signatures.replace(",", ""))


pytestmark = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the data is not here")


def test_sainte_lague_gives_every_council_of_kosovo(golden, found):
    """364 lists, 38 councils, 1,002 seats: nobody is accused, and the rule was asked of all 38."""
    made = golden("xk-councils-2017")
    assert warehouse.rows(
        made, "SELECT count(*), count(DISTINCT contest_id), sum(seats)::BIGINT FROM clean.seat_counts"
    ) == [(364, 38, 1002)]
    assert found(made, "error", "warning") == []
    asked = dict(warehouse.rows(made, "SELECT code, held FROM core.rules WHERE broken = 0"))
    assert asked["R519"] == 38  # the seats are those of Sainte-Laguë
    assert asked["R401"] == asked["R409"] == 38  # the shares make 100, and are all of one base


def test_the_mayors_of_kosovo(golden, found):
    """One council went to a second round although the first had decided; nothing else is wrong."""
    made = golden("xk-mayors-2017")
    assert [(rule, subject) for rule, subject, _ in found(made, "error", "warning")] == ANOMALIES
    assert [says for _, _, says in found(made, "warning", "error") if "Partesh" in says]


def test_ballots_and_signatures_in_georgia(golden, found):
    """25 of 1,075 polling stations have more ballots than voters signed for; each is told with its numbers."""
    made = golden("ge-mayors-2017")
    accused = found(made, "error", "warning")
    assert {rule for rule, _, _ in accused} == {"R205"}
    assert [(subject, *numbers(says)) for _, subject, says in accused] == MORE_BALLOTS
    assert warehouse.rows(made, "SELECT count(DISTINCT gp_unit_id) FROM clean.vote_counts") == [(1075,)]
