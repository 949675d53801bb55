"""What made-up elections are made from, drawn by hypothesis."""

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from numerim.schemas.law import those

LISTS = ("Anchor", "Birch", "Comet", "Dune", "Ember", "Fjord", "Grove", "Harbour")
MAYORS = ("plurality", "two_round_majority")
COUNCILS = tuple(law.word for law in those(of_lists=True))
RULES = (*MAYORS, *COUNCILS)
"""The outcome rules of which elections are made; measures and ranked choices have cases in `tests/numerim`."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What an election is made from.

    Attributes:
        rule: the outcome rule.
        shape: `wholes`, where units are municipalities in counties and have a contest each, or `stations`,
            where units are polling stations and the municipalities that they lie in have a contest each.
        units: how many units there are.
        groups: how many counties or municipalities they lie in, at most.
        lists: how many lists stand.
        voters: the usual number of people registered in a unit.
        decimals: of printed percentages.
        blank: blank ballots are told apart from invalid ones.
        papers: ballot papers are accounted for, and people registered by sex.
        turnout: turnout is printed.
        unit_shares: units have shares; if not, only contests do.
        totals: there is a row for the whole (and, of municipalities, one for each county).
        majority_of: what a majority is of.
        shares_of: what shares are of.
        threshold: the least share that takes part in the seats.
        seats: of each council, at most.
        tie: the first two of one contest have the same number of votes.
        seed: of all that is left to chance.
    """

    rule: str
    shape: str
    units: int
    groups: int
    lists: int
    voters: int
    decimals: int
    blank: bool
    papers: bool
    turnout: bool
    unit_shares: bool
    totals: bool
    majority_of: str
    shares_of: str
    threshold: int
    seats: int
    tie: bool
    seed: int

    @property
    def office(self) -> str:
        return "mayor" if self.rule in MAYORS else "council"


def recipes(shape: str | None = None, units: int = 200, **fixed: Any) -> st.SearchStrategy[Recipe]:
    """Recipes of elections of a shape, with up to so many units; `fixed` sets attributes."""
    sizes = [n for n in (1, 2, 3, 8, 25, 80, 200) if n <= units] or [units]
    chosen: dict[str, st.SearchStrategy[Any]] = {
        "rule": st.sampled_from(RULES),
        "shape": st.sampled_from(["wholes", "stations"]) if shape is None else st.just(shape),
        "units": st.sampled_from(sizes).flatmap(lambda most: st.integers(1, most)),
        "groups": st.integers(1, 6),
        "lists": st.integers(1, len(LISTS)),
        "voters": st.sampled_from([200, 900, 20_000]),
        "decimals": st.integers(1, 3),
        "blank": st.booleans(),
        "papers": st.booleans(),
        "turnout": st.booleans(),
        "unit_shares": st.booleans(),
        "totals": st.booleans(),
        "majority_of": st.sampled_from(["valid", "cast"]),
        "shares_of": st.sampled_from(["valid", "valid", "valid", "cast", "registered"]),
        "threshold": st.sampled_from([0, 3, 5]),
        "seats": st.integers(3, 51),
        "tie": st.sampled_from([False, False, False, True]),
        "seed": st.integers(0, 2**32 - 1),
    }
    return st.builds(Recipe, **{**chosen, **{name: st.just(value) for name, value in fixed.items()}})


def drawn(times: int, strategy: st.SearchStrategy[Recipe], start: int = 0) -> list[Recipe]:
    """So many different recipes, drawn by hypothesis, the same each time that it starts there.

    Other code gives other recipes: hypothesis tries the constants that it finds in it.
    """
    found: dict[Recipe, None] = {}

    @settings(max_examples=2 * times + 20, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @seed(start)
    @given(strategy)
    def draw(recipe: Recipe) -> None:
        found[recipe] = None

    draw()
    assert len(found) >= times, f"hypothesis found {len(found)} recipes only"
    return list(found)[:times]
