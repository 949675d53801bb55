"""Draw the elections of `made/` anew: `python -m tests.golden.draw`. What they come to must then be read anew, too."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from tests.golden import columns
from tests.golden.golden import HERE
from tests.made.elections import make
from tests.made.mutations import MUTATIONS, OTHER_PAPERS, SINGLE, Spoilt, spoil
from tests.made.paper import GAP, write
from tests.made.recipes import RULES, Recipe


def recipe(chance: random.Random, shape: str) -> Recipe:
    """A small election."""
    return Recipe(
        rule=chance.choice(RULES),
        shape=shape,
        units=chance.choice([2, 3, 3, 4, 5]),
        groups=chance.choice([1, 2, 2]),
        lists=chance.choice([2, 3, 3, 4]),
        voters=chance.choice([200, 900, 20_000]),
        decimals=chance.choice([1, 2, 2, 3]),
        blank=chance.random() < 0.3,
        papers=chance.random() < 0.2,
        turnout=chance.random() < 0.5,
        unit_shares=chance.random() < 0.5,
        totals=chance.random() < 0.7,
        majority_of=chance.choice(["valid", "cast"]),
        shares_of=chance.choice(["valid", "valid", "valid", "cast"]),
        threshold=chance.choice([0, 3, 5]),
        seats=chance.randint(3, 15),
        tie=chance.random() < 0.2,
        seed=chance.randrange(2**32),
    )


def spoilt(shape: str) -> Iterator[tuple[str, Spoilt]]:
    """Elections with a slip that shows, of every kind; more of those that a hint can mend."""
    for name, slip in MUTATIONS.items():
        chance = random.Random(f"golden {shape} {name}")  # noqa: S311
        left = 2 if name in SINGLE else 1
        while left:
            drawn = recipe(chance, shape)
            if name not in SINGLE:  # in several lines much is wrong: a few do
                drawn = replace(drawn, units=min(drawn.units, 3), papers=name == "men or women partial")
            one = make(drawn)
            one = replace(one, elsewhere=(one.rows,) * OTHER_PAPERS.get(name, 0))
            done = spoil(one, slip, chance)
            if done is not None and done.broken:
                left -= 1
                yield name, done


def titles(some: list[tuple[str, Spoilt]]) -> Iterator[str]:
    """What is wrong in each, by its lines in the table."""
    line = 2
    for name, one in some:
        rows = one.made.rows
        right = [f"L{line + i} {column} is {rows[i][column]}, not {value}" for (i, column), value in one.right.items()]
        yield f"{name}: {'; '.join(right)}" if right else name
        line += len(rows) + GAP


def main() -> None:
    for shape in ("stations", "wholes"):
        some = list(spoilt(shape))
        with TemporaryDirectory() as name:
            folder = write(Path(name), {f"{shape[0]}{i:02}": one.made for i, (_, one) in enumerate(some)})
            said = yaml.safe_load((folder / "election.yml").read_text("utf-8"))
            events = [said, *said["others"].values()]
            for event, title in zip(events, titles(some), strict=True):
                event["title"] = {"en": title}
            there = HERE / "made" / shape
            shutil.rmtree(there, ignore_errors=True)
            shutil.copytree(folder, there)
        said["others"] = {said["id"]: {key: said.pop(key) for key in EVENT if key in said}, **said["others"]}
        said |= {"id": shape, "title": {"en": "Made up"}, "held_on": "2000-01-02", "status": "final"}
        text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
        (there / "election.yml").write_text(text, "utf-8")
    shutil.rmtree(HERE / "made" / "columns", ignore_errors=True)
    columns.write(HERE / "made" / "columns", list(columns.drawn()))


EVENT = ("title", "held_on", "status", "runoff_on", "expect", "offices")

if __name__ == "__main__":
    main()
