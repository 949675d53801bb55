"""Views over small elections."""

from decimal import Decimal

from numerim import warehouse
from numerim.publish.views import views_sql
from numerim.schemas.table import tables


def test_only_errors_hold_back(judged):
    """The shares make 110 per cent and are printed with other decimals than usual; votes tell which is wrong."""
    rows = [
        "Prizren,Ana Berisha,,mayor,share,,61.2,,1",
        "Prizren,Ben Krasniqi,,mayor,share,,48.81,,1",
        "Prizren,Ana Berisha,,mayor,votes,,612,,1",
        "Prizren,Ben Krasniqi,,mayor,votes,,388,,1",
    ]
    connection = published(judged(rows, whole=True))
    told = warehouse.rows(connection, "SELECT candidate, votes, share, held_back FROM results ORDER BY 1")
    errors = {
        rule for (rule,) in warehouse.rows(connection, "SELECT DISTINCT rule FROM findings WHERE severity = 'error'")
    }
    assert told == [("Ana Berisha", 612, Decimal("61.2"), None), ("Ben Krasniqi", 388, None, "share")]
    doubted = warehouse.rows(connection, "SELECT doubts FROM results WHERE doubts IS NOT NULL")
    assert all(errors & set(doubts.split()) for (doubts,) in doubted)
    assert len(doubted) == 1


def test_a_row_without_a_figure_that_is_held_back_says_nothing(judged):
    rows = ["Prizren,Ana Berisha,,mayor,votes,,612,,1", "Prizren,Ben Krasniqi,,mayor,votes,,388,,1"]
    assert warehouse.rows(published(judged(rows, whole=True)), "SELECT DISTINCT held_back FROM results") == [(None,)]


def published(connection):
    """The clean tables with their views, and nothing else."""
    own = warehouse.open_memory()
    for name in tables():
        warehouse.load(own, name, warehouse.frame(connection, f"FROM clean.{name}"))
    own.execute(views_sql())
    return own
