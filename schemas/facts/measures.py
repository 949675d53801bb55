"""The fact `measures`."""

from typing import get_args

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.vocabulary import Kind


class Measures(Fact, key=("measure",)):
    """What a statement may state: the measures that ship, and those that `election.yml` declares."""

    measure: str = column("Measure", "A word of `words`.")
    kind: str = column("Kind", "How a printed value is read.", words=dict.fromkeys(get_args(Kind), ""))
    inside: str = column("Inside", "The account that it is a part of, where it always is of one.", nullable=True)
    title: str = column("Title", "What it is, for people.")
