"""What a rule that is no relation puts in doubt, and holds back, beside the relations."""

import random
from math import floor

import polars as pl
import pytest

from numerim import warehouse
from numerim.check.blame import _others, blame
from numerim.check.finding import Finding
from numerim.check.relations import keep_agreed
from numerim.schemas.rule import rules

A, B, C = (f"s|a.csv:L{line}.C3|seats" for line in (2, 3, 4))


def found(code, *places, held=None):
    row = {"subject": "u", "locators": " ".join(places), "blames": " ".join(places)}
    return Finding(f"{code}/e/u", rules()[code], "e", row, in_doubt=None if held is None else [*held], held_back=held)


@pytest.mark.parametrize(
    ("code", "places", "singled_by", "singled", "in_doubt", "held"),
    [
        ("R302", (A, B), None, (), {A, B}, set()),  # of two figures nothing tells which is wrong
        ("R302", (A,), None, (), {A}, {A}),  # one that only it can break
        ("R302", (A, B), "R203", (A,), {A}, set()),  # an error has singled it out, and holds it back itself
        ("R302", (A,), "R205", (A,), {A}, {A}),  # a warning takes no blame from an error
        ("R302", (A, B), "R203", (C,), {A, B}, set()),
        ("R101", (A, B), None, (), {A, B}, {A, B}),  # of an unknown unit no figure can be published
        ("R507", (A, B), None, (), {A, B}, {A, B}),  # two winners of one seat are one claim
        ("R310", (A, B), None, (), {A, B}, {A, B}),
    ],
)
def test_what_is_held_back(code, places, singled_by, singled, in_doubt, held):
    finding = found(code, *places)
    related = [found(singled_by, *singled, held=[*singled])] if singled_by else []
    _others([finding, *related], related)
    disputed = finding.disputed
    assert set(disputed) == in_doubt
    assert {place for place, severity in disputed.items() if severity == "error"} == held


class System:
    """A few relations between places, drawn at random; what is off in each is made up, too."""

    def __init__(self, n, chance):
        places = [f"s|a.csv:L{n}.C{i}|votes" for i in range(6)]
        self.sums, self.ratios = {}, {}
        for i in range(chance.randint(1, 4)):
            some = chance.sample(places, chance.randint(2, 4))
            name, half = f"{n} {i}", chance.choice([0.5, 0.05])
            if chance.random() < 0.6:
                figures = [*some[2:], " ".join(some[:2])] if chance.random() < 0.2 else some
                terms = {figure: chance.choice([1, 1, -1, 2]) for figure in figures}
                self.sums[name] = (
                    terms,
                    chance.choice([0, 0, 3, -5, 10]),
                    chance.choice([0, 0, 1]),
                    chance.random() < 0.2,
                )
            else:
                share, part, *base = some if len(some) > 2 else [*some, some[1]]
                base = [part, *base] if chance.random() < 0.3 else base
                figures = (*chance.choices([0, 20, 40, 50], k=2), chance.choice([50, 100, 200]))
                self.ratios[name] = (share, part, " ".join(dict.fromkeys(base)), figures, half)
        self.agreed = {place for place in places if chance.random() < 0.1}

    def holds(self, name):
        """Whether a relation holds as it is."""
        return self.after(name, "", 0)

    def after(self, name, place, need):
        """Whether a relation holds after a change of what stands at a place."""
        if need is None:
            return False
        if name in self.sums:
            terms, off, tolerance, at_most = self.sums[name]
            off += need * sum(weight for figure, weight in terms.items() if place in figure.split())
            return (off if at_most else abs(off)) <= tolerance + 1e-9
        share_at, part_at, base_at, (share, part, base), half = self.ratios[name]
        share += need * (place == share_at)
        part += need * (place == part_at)
        base += need * (place in base_at.split())
        return base > 0 and abs(share * base - 100 * part) <= half * base + 1e-6

    def needs(self, name):
        """The figures of a broken relation, each with the change that would mend it."""
        if name in self.sums:
            terms, off, *_ = self.sums[name]
            return [(figure, -off / weight) for figure, weight in terms.items()]
        share_at, part_at, base_at, (share, part, base), _ = self.ratios[name]
        of_base = floor(100 * part / share + 0.5) - base if share else None
        return [
            (share_at, 100 * part / base - share),
            (part_at, floor(share * base / 100 + 0.5) - part),
            *((place, of_base) for place in base_at.split()),
        ]

    def places(self, name):
        """Where a relation has figures."""
        told = " ".join(self.sums[name][0]) if name in self.sums else " ".join(self.ratios[name][:3])
        return frozenset(told.split())

    def verdicts(self):
        """Each broken relation with the figures in doubt, and those that are singled out."""
        every = [*self.sums, *self.ratios]
        suspected = {}
        for name in (one for one in every if not self.holds(one)):
            for figure in dict.fromkeys(figure for figure, _ in self.needs(name)):
                tried = [
                    (other, place, self.after(other, place, need))
                    for of, need in self.needs(name) if of == figure
                    for place in figure.split() for other in every if place in self.places(other)
                ]  # fmt: skip
                spoilt = [(other, place) for other, place, fits in tried if self.holds(other) and not fits]
                is_part = [other in self.ratios and self.ratios[other][1] == place for other, place in spoilt]
                mended = {other for other, _, fits in tried if fits and not self.holds(other)}
                if all(is_part) and not self.agreed & set(figure.split()):
                    times = len({self.places(other) for other in mended})
                    suspected[name, figure] = bool(is_part), times, tuple(sorted(mended)) or (name,)
        alone = {}
        for (name, figure), (cleared, times, mended) in suspected.items():
            of_one = [told for (other, _), told in suspected.items() if other == name]
            suspects, strong = sum(not c for c, *_ in of_one), sum(t > 1 for _, t, _ in of_one)
            if (not cleared and suspects == 1 and not strong) or (strong == 1 and times > 1):
                alone[name, figure] = mended
        found = {}
        for name in (one for one in every if not self.holds(one)):
            singled = {
                figure
                for (of, figure), mended in alone.items()
                if of == name and len({f for (_, f), m in alone.items() if m == mended}) == 1
            }
            doubted = singled or {f for (of, f), (cleared, *_) in suspected.items() if of == name and not cleared}
            doubted = doubted or {figure for figure, _ in self.needs(name)}
            found[name] = (
                {place for figure in doubted for place in figure.split()},
                {place for figure in singled for place in figure.split()},
            )
        return found


def test_blame_is_what_the_relations_around_leave():
    """Against the same said in other words, of many systems of relations at once."""
    systems = [System(n, random.Random(n)) for n in range(400)]  # noqa: S311
    terms, sums, ratios = [], [], []
    for system in systems:
        for name, (of, off, tolerance, at_most) in system.sums.items():
            number = len(sums)
            sums.append((name, number, system.holds(name), at_most, off, tolerance))
            terms += [(number, place, weight) for place, weight in of.items()]
        ratios += [
            (name, system.holds(name), share_at, part_at, base_at, *figures, half)
            for name, (share_at, part_at, base_at, figures, half) in system.ratios.items()
        ]
    schema = """
        CREATE SCHEMA core;
        CREATE TABLE core.terms (sum_id UBIGINT, place VARCHAR, weight DECIMAL(18, 8), figure_id BIGINT);
        CREATE TABLE core.figures (figure_id BIGINT, place VARCHAR);
        CREATE TABLE core.sums (relation VARCHAR, sum_id UBIGINT, holds BOOLEAN, at_most BOOLEAN,
            difference DECIMAL(24, 6), tolerance DECIMAL(24, 6));
        CREATE TABLE core.ratios (relation VARCHAR, holds BOOLEAN, share_place VARCHAR, part_place VARCHAR,
            base_place VARCHAR, share DECIMAL(18, 6), part BIGINT, base BIGINT, half DECIMAL(18, 6));
        CREATE TABLE core.agreements (locators VARCHAR, holds BOOLEAN)"""
    agreed = [f"{place} t{place[1:]}" for system in systems for place in sorted(system.agreed)]
    with warehouse.open_memory(1) as connection:
        connection.execute(schema)
        for name, rows in (("terms", terms), ("sums", sums), ("ratios", ratios)):
            connection.register("_rows", pl.DataFrame(rows, orient="row", infer_schema_length=None))
            more = ", row_number() OVER ()" if name == "terms" else ""
            connection.execute(f"INSERT INTO core.{name} SELECT *{more} FROM _rows")
        connection.execute("""CREATE TABLE core.spots AS
            SELECT figure_id, hash(unnest(string_split(place, ' '))) AS spot FROM core.terms""")
        wanted = {name: verdict for system in systems for name, verdict in system.verdicts().items()}
        rule, nothing = rules()["R203"], {"subject": "", "locators": ""}
        findings = [Finding(name, rule, "e", {"relation": name, **nothing}) for name in wanted]
        keep_agreed(connection, [pl.Series(agreed, dtype=pl.String)])
        blame(connection, findings)
    came_out = {f.finding_id: (set(f.in_doubt), set(f.held_back)) for f in findings}
    assert {name: came_out[name] for name in wanted if came_out[name] != wanted[name]} == {}
    assert sum(bool(held) for _, held in wanted.values()) > 50
