"""Elections drawn by a seed in which all that tells figures apart is crossed, as cases of rules say them.

Several offices, districts, rounds, kinds of ballots, sources, tables of one source and voices, polling stations within
municipalities, totals, and what is not given: each figure of each is drawn, most of them so that they add up, small
enough that ties and borders come up by themselves, and a few are off. Nobody has written down what must be found.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from csv import writer
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache, reduce
from io import StringIO
from random import Random
from typing import Any

from tests.golden.figures import BALLOTS, PARAMETERS, Truth, ballots_of, numbers_of, passed_on, summed
from tests.made.elections import percent
from tests.made.law import split
from tests.rules.elections import day_of

Rows = list[dict[str, str]]

PERSONS, LISTS, ANSWERS = ("Anna", "Ben", "Carl", "Dora"), ("Green", "Blue", "Red", "Grey"), ("yes", "no")
COUNCILS = ("dhondt", "sainte_lague", "modified_sainte_lague", "hare", "droop")


DAYS = 1000
"""The number of an election, less as many of these as there are in it, is its place among those of a database."""


@dataclass
class Office:
    """What is voted on: its word, what an election.yml says of it, who stands, and its districts, if it has any."""

    word: str
    said: dict[str, Any]
    stand: Sequence[str]
    role: str
    districts: Sequence[str] = ("",)
    rounds: Sequence[int] = (1,)


def _office(chance: Random, word: str) -> Office:
    said: dict[str, Any] = {"unit": "municipality", "shares_of": chance.choice(["valid", "valid", "cast"])}
    districts = chance.choice([("",), ("",), ("1", "2")])
    if word == "council":
        said |= {"outcome_rule": chance.choice(COUNCILS), "threshold": chance.choice([0, 0, 5, 20])}
        return Office(word, said, LISTS[: chance.choice([2, 3, 4])], "party", districts)
    if word == "question":
        law = chance.choice(["majority", {"majority": {"quorum": 50}}, {"majority": {"of": "cast"}}])
        return Office(word, said | {"outcome_rule": law, "kind": "ballot-measure"}, ANSWERS, "option", ("A", "B"))
    law = {"mayor": "two_round_majority", "clerk": "plurality", "ranked": "ranked_choice", "judge": None}[word]
    if word == "mayor":
        law = chance.choice([law, law, {law: {"of": "cast"}}, {law: {"least": 40, "ahead": 10}}, "plurality"])
    rounds = {"mayor": chance.choice([(1,), (1, 2)]), "ranked": chance.choice([(1, 2), (1, 2, 3)])}.get(word, (1,))
    said |= {"outcome_rule": law} if law else {"fusion": True}
    return Office(word, said, PERSONS[: chance.choice([2, 3, 4])], "candidate", districts, rounds)


class Election:
    """One drawn election, as a case of rules says it."""

    def __init__(self, number: int, quiet: bool = False) -> None:
        """Draw what it is like; in a quiet one little is wrong, and sources seldom have figures of their own."""
        chance = self.chance = Random(f"crossed {number} {quiet}")  # noqa: S311
        self.number, self.day = number, day_of(number % DAYS)
        self.offices = [_office(chance, word) for word in dict.fromkeys(chance.choices(WORDS, k=chance.choice([1, 2])))]
        many = chance.random() < 0.1  # polling stations to be compared
        self.towns = [f"T{number}{name}" for name in "abcd"[: chance.choice([1, 2, 3, 4])]]
        self.stations = {town: range(1, 1 + (9 if many else chance.choice([0, 1, 2, 3]))) for town in self.towns}
        self.kinds = chance.choice([(), (), ("early", "election-day")])
        self.scale = chance.choice([3, 3, 12, 12, 200, 5000])
        self.decimals = chance.choice([0, 1, 1, 2])
        some = [name for name in ("registered", "cast", "valid", "invalid") if chance.random() < 0.5]
        self.ballots = dict.fromkeys([*some, *chance.sample(BALLOTS, chance.choice([0, 1, 2]))])
        self.slips, self.gone = chance.choice([0, 0.01, 0.05]), chance.choice([0, 0, 0.03, 0.1])
        self.own = 0.3
        if quiet:
            self.slips, self.gone, self.own = chance.choice([0.01, 0.02]), chance.choice([0, 0, 0.01]), 0.1
        self.measures = {m for m in MEASURES if not many and chance.random() < 0.4} | {"votes"}
        self.lists = [m for m in ("units", *MEASURES, *BALLOTS) if chance.random() < 0.8]
        self.of_parties = chance.random() < 0.4
        self.coalitions = chance.random() < 0.15
        self.size = chance.choice([3, 5, 9])

    def said(self) -> dict[str, Any]:
        """What a case says."""
        chance, names = self.chance, "abc"[: self.chance.choice([1, 1, 2, 2, 3])]
        said: dict[str, Any] = {
            "offices": {one.word: one.said for one in self.offices},
            "sources": {name: self._source(name) for name in names},
            "missing": {"*": "withheld", "-": "not_given"},
        }
        if len(names) > 1 and chance.random() < 0.3:
            said["sources"]["b"] |= {"status": chance.choice(["partial", "preliminary"])}
            said["sources"]["a"] |= {"earlier": "b"}
        if chance.random() < 0.3:
            number = len(self.towns) + chance.choice([0, 0, 1])
            said["expect"] = {"municipality": number, "polling_station": sum(map(len, self.stations.values())) or 1}
        if chance.random() < 0.3:
            said["rules"] = {rule: numbers_of(names, chance) for rule, names in PARAMETERS.items()}
        if any(2 in one.rounds and one.word != "ranked" for one in self.offices):
            said["runoff_on"] = str(self.day + timedelta(days=14))
        return said

    def _source(self, name: str) -> dict[str, Any]:
        chance, tables = self.chance, []
        for i in range(chance.choice([1, 1, 2])):
            rows: Rows = []
            gone = {chance.choice([*self.towns, *PERSONS, *LISTS])} if chance.random() < self.own else set()
            for who in chance.choice([("",), ("",), ("",), ("", "X"), ("X", "Y")]):
                world = f"{name}{i}{who}" if chance.random() < self.own else ""
                for office in self.offices if chance.random() < 0.7 else self.offices[:1]:
                    rows += [row | {"according_to": who} for row in self._rows(office, world)]
            rows = [row for row in rows if gone.isdisjoint(row.values())]
            if chance.random() < 0.1:  # what is of one town is printed as another's
                rows = [row | {"unit": self.towns[0]} if row.get("unit") == self.towns[-1] else row for row in rows]
            if chance.random() < 0.2:
                chance.shuffle(rows)
            if rows:
                complete = self.lists if chance.random() < 0.7 else []
                tables.append(_table(rows, complete))
        if not tables or chance.random() < 0.5:
            rows = [row for _ in range(chance.choice([1, 2])) for row in self._around()]
            rows = rows or [{"office": self.offices[0].word, "measure": "units", "category": "all", "value": "1"}]
            tables.append(_table(rows, self.lists[:1]))
        if chance.random() < 0.3:
            for table in tables:
                table["workbook"] = {}
        if chance.random() < 0.2:
            for table in tables:
                table["table_before"] = self._before(table["table"])
        status = chance.choice([None, None, "partial", "preliminary"])
        return {"tables": tables} | ({"status": status} if status else {})

    def _before(self, table: str) -> str:
        """A table as it was: with fewer lines, and other figures in some."""
        first, *lines = table.splitlines()
        kept = []
        for line in lines:
            rest, _, value = line.rpartition(",")
            if value.isdigit() and self.chance.random() < 0.2:
                line = f"{rest},{max(0, int(value) + self.chance.choice([-3, -1, 1]))}"
            if self.chance.random() < 0.9:
                kept.append(line)
        return "\n".join([first, *(kept or lines)]) + "\n"

    @cache  # noqa: B019
    def _truth(self, world: str, office: str, district: str, turn: int, town: str, station: int) -> Truth:
        chance = Random(f"{self.number} {world} {office} {district} {turn} {town} {station}")  # noqa: S311
        stand = next(one.stand for one in self.offices if one.word == office)
        truth = Truth()
        least = self.scale if self.scale > 100 else 0  # where many vote, levels are told apart
        for kind in self.kinds or ("total",):
            votes = {who: chance.randint(0, self.scale) + least for who in stand}
            votes = dict.fromkeys(votes, 0) if chance.random() < 0.03 else votes
            if office == "ranked" and turn > 1:
                votes = passed_on(self._truth(world, office, district, turn - 1, town, station).votes[kind], chance)
            truth.votes[kind] = votes
            truth.ballots[kind] = ballots_of(sum(votes.values()), self.scale, chance)
        return truth

    def _of(self, world: str, office: Office, district: str, turn: int, town: str = "", station: int = 0) -> Truth:
        """The figures of a station, of a town, or (where no town is named) of the whole."""
        if not town:
            of = [self._of(world, office, district, turn, name) for name in self.towns]
        elif not station and self.stations[town]:
            of = [self._truth(world, office.word, district, turn, town, name) for name in self.stations[town]]
        else:
            of = [self._truth(world, office.word, district, turn, town, station)]
        return reduce(Truth.added, of, Truth())

    def _rows(self, office: Office, world: str) -> Iterator[dict[str, str]]:
        chance = self.chance
        levels = chance.choice(LEVELS)
        for district in office.districts:
            for turn in office.rounds:
                if turn > 1 and chance.random() < 0.2:
                    continue
                about = {"office": office.word, "district": district, "round": str(turn)}
                for town in self.towns:
                    for station in self.stations[town] if "station" in levels else ():
                        truth = self._of(world, office, district, turn, town, station)
                        yield from self._figures(office, about | {"unit": str(station), "within": town}, truth, False)
                    if "town" in levels or not self.stations[town]:
                        truth = self._of(world, office, district, turn, town)
                        yield from self._figures(office, about | {"unit": town}, truth, True)
        if "whole" in levels and office.role == "party":
            yield from self._totals(office, world)

    def _figures(self, office: Office, about: dict[str, str], truth: Truth, decides: bool) -> Iterator[dict[str, str]]:
        """What is printed of a unit."""
        total = Truth({"total": summed(truth.votes)}, {"total": summed(truth.ballots)})
        printed = truth if self.kinds and self.chance.random() < 0.7 else Truth()
        votes, ballots = total.votes["total"], total.ballots["total"]
        for kinds in (printed, total):
            for kind, of in kinds.votes.items():
                for who, n in of.items():
                    yield from self._cell(about | self._who(office, who) | {"count_type": kind}, "votes", n)
                    if office.said.get("fusion"):
                        for party, votes_of in (("Green", n // 3), ("Blue", n - n // 3)):
                            of_line = about | {office.role: who, "party": party, "count_type": kind}
                            yield from self._cell(of_line, "line_votes", votes_of)
            for kind, of in kinds.ballots.items():
                for measure in self.ballots:
                    yield from self._cell(about | {"count_type": kind}, measure, of[measure])
        if base := ballots[office.said["shares_of"]]:
            for who, n in votes.items():
                yield from self._cell(about | self._who(office, who), "share", percent(n, base, self.decimals))
        if ballots["registered"]:
            turnout = percent(ballots["cast"], ballots["registered"], self.decimals)
            yield from self._cell(about, "turnout", turnout)
        if decides:
            yield from self._decided(office, about, votes, ballots)

    def _who(self, office: Office, who: str) -> dict[str, str]:
        """Who stands: a list (of a coalition, in some elections), a person (of a party), an answer."""
        party = LISTS[PERSONS.index(who) % 3] if office.role == "candidate" and self.of_parties else ""
        coalition = "Union" if self.coalitions and {who, party} & {"Green", "Red"} else ""
        more = {"party": party, "coalition": coalition}
        return {office.role: who} | {name: it for name, it in more.items() if it}

    def _decided(
        self, office: Office, about: dict[str, str], votes: Mapping[str, int], ballots: Mapping[str, int]
    ) -> Iterator[dict[str, str]]:
        """What is printed of a contest alone."""
        order = sorted(votes, key=lambda who: -votes[who])
        first, second = (votes[who] for who in order[:2])
        yield from self._cell(about | self._bound(), "margin", first - second)
        if base := ballots[office.said["shares_of"]]:
            yield from self._cell(about | self._bound(), "lead", percent(first - second, base, self.decimals))
        by_party: dict[str, int] = defaultdict(int)
        for who, n in votes.items():
            by_party[self._who(office, who).get("party", "")] += n
        for party, n in by_party.items():
            if party:
                yield from self._cell(about | {"category": party}, "list_votes", n)
        if office.role == "party":
            if sum(votes.values()):
                for party, n in self._seats(office, votes).items():
                    yield from self._cell(about | {"party": party}, "seats", n)
            yield from self._cell(about | self._bound(), "council_size", self.size)
            yield from self._cell(about | {"party": order[0]}, "outcome", "largest")
        elif office.role == "candidate":
            law, turn = str(office.said.get("outcome_rule")), about["round"]
            settled = "plurality" in law or turn != "1" or 2 * first > ballots["valid"]
            for who in order[:1] if settled else order[:2]:
                word = "elected" if settled else "runoff"
                yield from self._cell(about | self._who(office, who), "outcome", word)
        elif 2 * first > ballots["valid"]:
            yield from self._cell(about | {"option": order[0]}, "outcome", "elected")

    def _bound(self) -> dict[str, str]:
        """Some figures are only said to be more, or less, than that."""
        return {"relation": self.chance.choice(["equal"] * 8 + ["more than", "less than"])}

    def _seats(self, office: Office, votes: Mapping[str, int]) -> dict[str, int]:
        law = office.said["outcome_rule"]
        law = "dhondt" if law in ("hare", "droop") else law  # nearly the same, and always all of the seats
        how = split(votes, self.size, law, Decimal(office.said["threshold"]))
        won = dict(how.sure)
        for party in sorted(how.tied)[: how.left]:
            won[party] += 1
        return won

    def _totals(self, office: Office, world: str) -> Iterator[dict[str, str]]:
        """What is printed of all contests together."""
        whole = self._of(world, office, office.districts[0], 1)
        votes, valid = summed(whole.votes), summed(whole.ballots)["valid"]
        about = {"office": self.chance.choice([office.word, office.word, "all"]), "round": "1"}
        towns = [summed(self._of(world, office, office.districts[0], 1, town).votes) for town in self.towns]
        seats = [self._seats(office, of) for of in towns if sum(of.values())]
        for party, n in votes.items():
            of = about | {"category": party}
            yield from self._cell(of | self._bound(), "total_votes", n)
            yield from self._cell(of, "total_seats", sum(won.get(party, 0) for won in seats))
            yield from self._cell(of, "units_won", sum(max(of, key=of.__getitem__) == party for of in towns))
            if valid:
                yield from self._cell(of, "total_share", percent(n, valid, self.decimals))

    def _around(self) -> Iterator[dict[str, str]]:
        """What is printed beside the figures of the count."""
        chance, office = self.chance, self.chance.choice(self.offices)
        word, town = {"office": office.word}, {"unit": chance.choice(self.towns)}
        parties = LISTS[: chance.choice([2, 3])]
        for i, party in enumerate(parties):
            poll = {"party": party, "pollster": "One", "fieldwork": "2027-02-01"}
            yield from self._cell(word | town | poll, "poll_share", chance.choice([30, 33, 35, 40]))
            yield from self._cell({"party": party}, "registration", i + chance.choice([1, 1, 2]))
            yield from self._cell({"party": party}, "leader", chance.choice(PERSONS[i : i + 2]))
        poll = {"pollster": "One", "fieldwork": "2027-02-01"}
        yield from self._cell(word | town | poll, "poll_lead", chance.choice([0, 2, 3, 5]))
        number = len(self.towns)
        for state, n in {"all": number, "counted": number - 1, "counting": 1, "decided": 1}.items():
            yield from self._cell(word | {"category": state}, "units", n)
        for kind, n in {"all": 4, "party": 3, "independent": 1}.items():
            yield from self._cell({"office": "all", "category": kind}, "subjects", n)
        for measure in ("registered", "cast"):
            wholes = [self._of("", one, name, 1) for one in self.offices for name in one.districts]
            total = sum(summed(whole.ballots)[measure] for whole in wholes)
            yield from self._cell({"office": "all", "unit": self.towns[0]}, measure, total)
        if office.role == "candidate":
            for person in PERSONS[: chance.choice([2, 3])]:
                stands = chance.choice(["candidacy", "candidacy", "not_standing"])
                party = {"party": LISTS[PERSONS.index(person)]} if self.of_parties or stands == "not_standing" else {}
                about = word | {"candidate": person} | party | (town if stands == "candidacy" else {})
                yield from self._cell(about, stands, "yes")
        day = self.day
        yield from self._cell({}, "previous_year", day.year - chance.choice([-1, 0, 4]))
        yield from self._cell({}, "next_year", day.year + chance.choice([-1, 0, 4]))
        yield from self._cell({}, "held_on", day + timedelta(days=chance.choice([0, 0, 1])))
        yield from self._cell(word, "winner_share", chance.choice([49, 50, 51, 60]))
        yield from self._cell(word | town, "counted", chance.choice(["99.5", "100.0"]))
        if office.role == "party":
            one, other = chance.sample(parties, 2)
            yield from self._cell(word | town | {"party": one, "category": other}, "ahead_of", "yes")

    def _cell(self, about: dict[str, str], measure: str, value: object) -> Iterator[dict[str, str]]:
        """A figure as it is printed; some are not, and some are off."""
        chance, text = self.chance, str(value)
        if (measure in MEASURES and measure not in self.measures) or chance.random() < self.gone:
            return
        if text.replace(".", "").isdigit() and chance.random() < self.slips:
            whole, point, rest = text.partition(".")
            by = chance.choice([1, -1, 1, -1, 2, 10])
            if point:
                text = f"{whole}.{(int(rest) + by) % 10 ** len(rest):0{len(rest)}}"
            else:
                text = str(max(0, int(whole) + by))
        if text.replace(".", "").isdigit() and chance.random() < self.gone / 3:
            text = chance.choice("*-")
        yield about | {"measure": measure, "value": text}


LEVELS = (
    *(("town",), ("station",), ("station", "town"), ("town", "whole"), ("town", "whole")),
    ("station", "town", "whole"),
)
WORDS = ("mayor", "mayor", "council", "council", "council", "clerk", "question", "ranked", "judge")
MEASURES = (
    *("votes", "share", "turnout", "margin", "lead", "seats", "council_size", "outcome", "list_votes", "total_votes"),
    *("total_seats", "total_share", "units_won", "poll_share", "poll_lead", "registration", "leader", "units"),
    *("subjects", "candidacy", "not_standing", "previous_year", "next_year", "held_on", "counted"),
    *("ahead_of", "winner_share", "line_votes"),
)
"""Measures that not every election has."""


def _table(rows: Rows, complete: Sequence[str] = ()) -> dict[str, Any]:
    """Rows as a table of a case, with the columns that are needed: polling stations, and what is of towns or of all."""
    columns = [name for name in COLUMNS if any(row.get(name) for row in rows)]
    out = StringIO()
    csv = writer(out, lineterminator="\n")
    csv.writerow(columns)
    csv.writerows([row.get(name, "") for name in columns] for row in rows)
    table = {"table": out.getvalue(), "complete": complete, "register": {"unit": "municipality"}}
    own = {name: name for name in columns} | ({"party": OTHERS} if "party" in columns else {})
    table["columns"] = own
    if "within" in columns:
        del table["columns"]
        stations = {"but": {"within": ""}, "register": {"unit": "polling_station", "within": "municipality"}}
        table["register"] |= {"within": "municipality"}
        others = {"only": {"within": ""}, "register": {"unit": "municipality"}}
        table["parts"] = [part | {"columns": own} for part in (stations, others)]
    return table


OTHERS = {"is": "party", "words": {"Grey": "others"}}
"""The last of the lists is all others together."""

COLUMNS = (
    *("unit", "within", "office", "district", "round", "according_to", "candidate", "party", "coalition", "option"),
    *("category", "count_type", "pollster", "fieldwork", "relation", "measure", "value"),
)
