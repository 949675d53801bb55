"""Figures of units drawn by a seed, and what hints read from them: `around.txt`.

Contests of parties in units of several levels, with totals, valid ballots, seats, figures that are missing, repeated or
of another source: what the queries of hints ask for comes up by itself. `python -m tests.golden.around evidence` prints
what is behind a line: before and after a change, for `diff`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.repair.aside import copied, left_over, noughts
from numerim.check.repair.elsewhere import elsewhere
from numerim.check.repair.evidence import evidence
from numerim.check.repair.lawful import sizes
from numerim.check.repair.relations import Cell
from numerim.check.repair.slips import Figure
from numerim.check.repair.weigh import Change, Hint
from tests.golden import steps

ELECTIONS = 24
_FIGURE = "election_id source_id said_by gp_unit_id place statement_id"
COLUMNS = {
    "one_vote_counts": f"{_FIGURE} contest_id selection_id votes",
    "one_ballot_counts": f"{_FIGURE} office round measure ballots",
    "no_vote_counts": f"{_FIGURE} contest_id selection_id",
    "no_ballot_counts": f"{_FIGURE} office round measure",
    "one_seat_counts": f"{_FIGURE} contest_id selection_id seats complete",
    "one_reported_totals": f"{_FIGURE} office measure",
    "statements": f"{_FIGURE} contest_id selection_id party_id office round measure count_type category poll_id number"
    " value relation",
    "gp_units": "gp_unit_id level unit_type name",
    "within": "gp_unit_id ancestor_id",
    "selections": "election_id contest_id selection_id party_id",
    "contests": "election_id contest_id gp_unit_id office",
    "council_sizes": "seats",
}
NUMBERS = {"votes": "BIGINT", "ballots": "BIGINT", "seats": "BIGINT", "round": "BIGINT", "number": "DECIMAL(24, 6)"}
NUMBERS |= {"complete": "BOOLEAN"}

Rows = dict[str, list[dict[str, Any]]]


def drawn() -> Rows:
    """The rows of all tables."""
    chance, rows = Random("around"), defaultdict(list)  # noqa: S311
    for i in range(9):
        level = "station" if i < 7 else "district"
        rows["gp_units"].append({"gp_unit_id": f"u{i}", "level": level if i % 4 else None, "unit_type": level})
        rows["within"] += [{"gp_unit_id": f"u{i}", "ancestor_id": of} for of in (f"u{i}", f"u{7 + i % 2}", "all")]
    rows["gp_units"].append({"gp_unit_id": "all", "level": "country", "unit_type": "country"})
    rows["within"].append({"gp_unit_id": "all", "ancestor_id": "all"})
    for unit in rows["gp_units"]:
        unit["name"] = unit["gp_unit_id"].upper()
    rows["council_sizes"] += [{"seats": n} for n in (5, 7, 9)]
    for number in range(ELECTIONS):
        _election(f"e{number}", rows, chance)
    return rows


def _election(election: str, rows: Rows, chance: Random) -> None:
    contests = [f"c{n}" for n in range(chance.choice([1, 2, 3, 3]))]
    parties = {f"s{n}": chance.choice([f"p{n}", f"p{n}", "p0", None]) for n in range(chance.choice([2, 3]))}
    for contest in contests:
        office = chance.choice(["council/a", "council", "mayor"])
        rows["contests"].append(
            {
                "election_id": election,
                "contest_id": contest,
                "gp_unit_id": chance.choice(["all", "u7"]),
                "office": office,
            }
        )
        rows["selections"] += [
            {"election_id": election, "contest_id": contest, "selection_id": name, "party_id": party}
            for name, party in parties.items()
        ]
    size = {f"u{i}": chance.choice([40, 200, 900]) for i in range(7)}
    for source, said_by in chance.choice([[("a", None)], [("a", None), ("b", None)], [("a", None), ("a", "X")]]):
        own = {"election_id": election, "source_id": source, "said_by": said_by}
        listed = {contest: _votes(contest, parties, size, chance) for contest in contests}
        gone = []
        for contest, votes in listed.items():
            if chance.random() < 0.6:
                gone.append((contest, *chance.choice(sorted(votes))))
        if len(gone) > 1 and chance.random() < 0.7:
            gone = gone[:1]
        for contest, votes in listed.items():
            _contest(own, contest, votes, gone, rows, chance)
        _seats(own, contests, parties, rows, chance)


def _votes(contest: str, parties: dict[str, Any], size: dict[str, int], chance: Random) -> dict[tuple[str, str], int]:
    """Unit and selection -> votes: of stations, of the districts that they make, of the country."""
    found = {}
    share = {name: chance.uniform(0.1, 0.9) for name in parties}
    for unit, most in size.items():
        for name in parties:
            found[unit, name] = round(most * share[name] * chance.uniform(0.8, 1.2)) if chance.random() < 0.97 else 0
    if chance.random() < 0.4:
        one, other = chance.sample(sorted(size), 2)
        for name in parties:
            found[one, name] = found[other, name]
    for total, of in (("u7", range(0, 7, 2)), ("u8", range(1, 7, 2)), ("all", range(7))):
        for name in parties:
            found[total, name] = sum(found[f"u{i}", name] for i in of) + chance.choice([0] * 6 + [1])
    return found


def _contest(
    own: dict[str, Any], contest: str, votes: dict[tuple[str, str], int], gone: list[Any], rows: Rows, chance: Random
) -> None:
    number = len(rows["one_vote_counts"])
    valid: dict[str, int] = defaultdict(int)
    office, round_ = f"o{contest}", 1
    lacks = chance.choice([*sorted({unit for unit, _ in votes}), None, None])
    for (unit, name), n in votes.items():
        number += 1
        valid[unit] += n
        key = "".join(str(part or "") for part in own.values())
        place = f"{own['source_id']}|{key}.csv:L{number}.C1|votes"
        place += f" {place.replace('C1', 'C9')}" if chance.random() < 0.05 else ""
        row = own | {"contest_id": contest, "selection_id": name, "gp_unit_id": unit, "place": place}
        row["statement_id"] = f"{key}{number:06}"
        missing = (contest, unit, name) in gone
        if missing:
            rows["no_vote_counts"].append(row)
        else:
            rows["one_vote_counts"].append({**row, "votes": n})
        stated = {**row, "office": office, "round": round_, "measure": "votes", "relation": "equal"}
        stated |= {"number": None if missing else n, "value": "n/a" if missing else str(n), "party_id": None}
        stated |= {"count_type": chance.choice([None, None, "postal"]), "poll_id": None}
        if chance.random() < 0.1:
            stated["relation"] = chance.choice(["equal", "at_least"])
        rows["statements"].append(stated)
    for measure in ("valid", "cast"):
        for unit, n in valid.items():
            number += 1
            place = f"{own['source_id']}|{key}.csv:L{number}.C2|{measure}"
            row = own | {"office": office, "round": round_, "measure": measure, "gp_unit_id": unit, "place": place}
            row["statement_id"] = f"{key}{number:06}"
            missing = unit == lacks and measure == chance.choice(["valid", "cast"])
            extra = 0 if measure == "valid" else chance.choice([0, 0, 3])
            stated = {**row, "relation": "equal", "number": None if missing else n + extra, "value": None}
            rows["statements"].append(stated)
            name = "no_ballot_counts" if missing else "one_ballot_counts"
            rows[name].append(row if missing else {**row, "ballots": n + extra})


def _seats(own: dict[str, Any], contests: list[str], parties: dict[str, Any], rows: Rows, chance: Random) -> None:
    """Seats beside votes, some of them none."""
    for contest in contests:
        complete = chance.random() < 0.8
        key = "".join(str(part or "") for part in own.values())
        for name in parties:
            place = f"{own['source_id']}|{key}{contest}{name}.csv:L1.C3|seats"
            row = own | {"contest_id": contest, "selection_id": name, "gp_unit_id": "all", "place": place}
            rows["one_seat_counts"].append({**row, "seats": chance.choice([0, 1, 3]), "complete": complete})
        place = f"{own['source_id']}|{key}{contest}.csv:L1.C4|council_size"
        row = own | {"office": chance.choice(["council/a", "mayor"]), "measure": "council_size", "place": place}
        rows["one_reported_totals"].append({**row, "gp_unit_id": "all"})
        for vote in rows["one_vote_counts"]:
            if vote["election_id"] == own["election_id"] and vote["gp_unit_id"] in ("all", "u7", "u0"):
                vote["votes"] = 0 if chance.random() < 0.04 else vote["votes"]


def database(rows: Rows) -> duckdb.DuckDBPyConnection:
    """A database with these tables."""
    connection = warehouse.open_memory(1)
    connection.execute("CREATE SCHEMA core")
    for name, columns in COLUMNS.items():
        types = {column: NUMBERS.get(column, "VARCHAR") for column in columns.split()}
        declared = ", ".join(f"{column} {dtype}" for column, dtype in types.items())
        connection.execute(f"CREATE TABLE core.{name} ({declared})")
        texts = {column: [None if (v := row.get(column)) is None else str(v) for row in rows[name]] for column in types}
        connection.register("_rows", pl.DataFrame(texts, schema=dict.fromkeys(types, pl.String)))
        cast = ", ".join(f"CAST({column} AS {dtype})" for column, dtype in types.items())
        connection.execute(f"INSERT INTO core.{name} SELECT {cast} FROM _rows")
        connection.unregister("_rows")
    return connection


def told() -> dict[str, list[str]]:
    """What hints read from the tables, by what reads it."""
    chance, rows = Random("asked"), drawn()  # noqa: S311
    found: dict[str, list[str]] = defaultdict(list)
    votes = [row["place"] for row in rows["one_vote_counts"]]
    spots = sorted({spot for place in votes for spot in place.split()})
    lacking = [row["place"] for name in ("no_vote_counts", "no_ballot_counts") for row in rows[name]]
    seats = [row["place"] for row in rows["one_seat_counts"]]
    with database(rows) as connection:
        for every in (spots, chance.sample(spots, 9), [row["place"] for row in rows["one_ballot_counts"]][::7], []):
            around = evidence(connection, every)
            found["evidence"] += [f"{place} {steps.plain(around[place])}" for place in sorted(around)]
            others = elsewhere(connection, every)
            found["elsewhere"] += [f"{place} {steps.plain(others[place])}" for place in sorted(others)]
        left = left_over(connection, lacking)
        found["left over"] = [f"{place} {steps.plain(left[place])}" for place in sorted(left)]
        empty = [row["place"] for row in rows["one_vote_counts"] if not row["votes"]]
        asked = [[*empty, *chance.sample(seats, len(seats) // n)] for n in (1, 2, 5)]
        asked += [[*votes[i : i + 9], *seats[i // 20 : i // 20 + 9]] for i in range(0, len(votes), 60)]
        found["noughts"] = [steps.plain(hints) for hints in noughts(connection, asked)]
        for _ in range(30):
            units = chance.sample(range(7), 2)
            of_units = [r["place"] for r in rows["one_vote_counts"] if int(r["gp_unit_id"].strip("aul") or 9) in units]
            some = chance.sample(of_units, 6)
            found["copied"].append(steps.plain(copied(connection, some, [_hints(some, chance) for _ in range(3)])))
        sized = [row["place"] for row in rows["one_reported_totals"]]
        for places in ([*seats, *sized, *votes[:4]], seats[:2], votes[:3], [f"{seats[0]} {sized[0]}"]):
            found["sizes"].append(steps.plain(sizes(connection, [Cell(place, Figure(1)) for place in places])))
        connection.execute("DELETE FROM core.council_sizes")
        found["sizes"].append(steps.plain(sizes(connection, [Cell(seats[0], Figure(1))])))
    return found


def _hints(places: list[str], chance: Random) -> list[Hint]:
    """Hints about some figures, and others."""
    return [
        Hint(
            tuple(Change(place, "1", "2", "other") for place in chance.sample([*places, "x|y|votes"], n)),
            chance.choice([None, 0.9, 0.4, 0.05, 0.0]), 1, 1, 0,
        )
        for n in chance.choices([1, 1, 2], k=3)
    ]  # fmt: skip


def lines() -> Iterator[str]:
    """The table, line by line."""
    for name, gave in sorted(told().items()):
        yield f"{name} {len(gave)} {sha256(chr(10).join(gave).encode()).hexdigest()[:8]}"


def text_of_around(folder: Path) -> str:
    """The table, anew."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    print(*told()[sys.argv[1]], sep="\n")
