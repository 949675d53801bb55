"""Everything that laws say of contests, word by word: `claims.yml` beside this has it, by law and situation.

What each line says was read and found right; `python -m tests.schemas.laws.test_claims` writes the file anew, and
`git diff` shows what a change of a law changes.
"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from numerim.schemas.contest import Line, Outcome, Race, Said, Terms, Whole
from numerim.schemas.law import laws
from numerim.schemas.rounds import UNDECLARED
from tests.schemas.laws.made import contest, line, said, tally

FILE = Path(__file__).with_name("claims.yml")
D = Decimal
OPEN = {"A": 45, "B": 35, "C": 20}
BOLIVIA = Terms(least=D(40), ahead=D(10))


def shares(figures, decimals=1, **more):
    return tally(figures, what="per cent", decimals=decimals, **more)


def of(who, one):
    """A tally that a source credits to somebody."""
    one.said_by = who
    return one


def one_of(*tallies, in_list=True, unnamed=None, by=None, also=(), **more):
    """What a source says, perhaps that somebody goes on whom it does not name, and what others say of it."""
    told = said(*tallies, **more)
    told.outcomes[:] = told.stated[:] = [replace(one, in_list=in_list, said_by=by) for one in told.outcomes]
    if unnamed:
        told.outcomes.append(Outcome(Line("unnamed", "unnamed", "unnamed", 0, 0, "unnamed:x"), unnamed, None, in_list))
        told.stated.append(told.outcomes[-1])
    for who, name, outcome in also:
        told.stated.append(Outcome(line(name, 0, what=f"{outcome} by {who}"), outcome, who, True))
    return told


def party(told, **parties):
    """The same, with parties of some: `(party, coalition, whether it binds)`."""
    for one in told.tallies:
        for name, (own, joint, binds) in parties.items():
            if name in one.lines:
                one.lines[name] = replace(one.lines[name], party=own, coalition=joint, is_bound=binds)
    return told


def first(*args, terms=None, **more):
    return [contest(one_of(*args, **more), terms=terms)]


def both(one, two, terms=None, elsewhere=(), final=True):
    """A first round, and a second where there is one."""
    made = [contest(one, terms=terms)]
    made[0].is_final = final
    return made + ([contest(two, number=2, terms=terms)] if two else []), elsewhere


def two_sources(one, two, **more):
    """A contest of which two sources speak."""
    made = contest(one, **more)
    made.said["t"] = replace(two, source_id="t")
    return [made]


MANY = {name: 30 - i for i, name in enumerate("ABCDEFGHIJKLM")}
PERSONS = {
    "one of two": first(tally({"A": 10, "B": 9}), elected=["A"]),
    "the other of two": first(tally({"A": 10, "B": 9}), elected=["B"]),
    "equal votes": first(tally({"A": 10, "B": 10, "C": 1}), elected=["B"]),
    "no votes at all": first(tally({"A": 0, "B": 0}), elected=["B"]),
    "two for two seats": first(tally({"A": 10, "B": 9, "C": 8}), elected=["A", "B"], terms=Terms(seats=2)),
    "the third for two seats": first(tally({"A": 10, "B": 9, "C": 8}), elected=["A", "C"], terms=Terms(seats=2)),
    "a tie for the second seat": first(tally({"A": 10, "B": 9, "C": 9}), elected=["A", "C"], terms=Terms(seats=2)),
    "a tie above the last seat": first(tally({"A": 9, "B": 9, "C": 8}), elected=["A", "B"], terms=Terms(seats=2)),
    "three for two seats": first(tally({"A": 10, "B": 9, "C": 8}), elected=["A", "B", "C"], terms=Terms(seats=2)),
    "two for one seat": first(tally({"A": 10, "B": 9}), elected=["A", "B"], terms=Terms(seats=1)),
    "a size that a source prints": first(tally({"A": 10, "B": 9, "C": 9}), elected=["A", "B"], size=2),
    "more than a printed size": first(tally({"A": 10, "B": 9, "C": 9}), elected=["A", "B", "C"], size=2),
    "more than listed seats": first(tally({"A": 10, "B": 9}), elected=["A", "B"], seats={"A": 1}),
    "seats of an unfinished list": first(tally({"A": 10}), elected=["A", "B"], seats={"A": 1}, complete=False),
    "rounded shares, alike": first(shares({"A": 40, "B": 40.1}), elected=["A"]),
    "shares of unlike precision": first(shares({"A": 40, "B": 40}, 0), shares({"A": 40.4, "B": 40.6}), elected=["A"]),
    "others, who may be many": first(tally({"A": 10, "B": 9, "rest": 20}, rest="remainder"), elected=["A"]),
    "eleven seats": first(tally(MANY | {"L": MANY["K"]}), elected=list("ABCDEFGHIJK"), terms=Terms(seats=11)),
    "ten seats": first(tally(MANY | {"K": MANY["J"]}), elected=list("ABCDEFGHIJ"), terms=Terms(seats=10)),
    "somebody without a figure": first(tally({"A": 10, "B": 9}), elected=["Z"]),
    "nobody else": first(tally({"A": 10}), elected=["A"]),
    "votes that are credited": first(of("x", tally({"A": 1, "B": 2})), elected=["A"]),
    "two who say who is elected": first(tally({"A": 3, "B": 2}), elected=["A"], also=[("x", "B", "elected")], size=1),
}
FIRSTS = {
    "more than half": first(tally({"A": 51, "B": 49}), elected=["A"]),
    "half": first(tally({"A": 50, "B": 30, "C": 20}), elected=["A"]),
    "the second elected": first(tally({"A": 51, "B": 49}), elected=["B"]),
    "a runoff": first(tally(OPEN), runoff=["A", "B"]),
    "a runoff of the first and third": first(tally(OPEN), runoff=["A", "C"]),
    "a runoff where one has half and more": first(tally({"A": 51, "B": 30, "C": 19}), runoff=["A", "B"]),
    "one named in a list": first(tally(OPEN), runoff=["A"]),
    "one named, in no list": first(tally(OPEN), runoff=["A"], in_list=False),
    "one named and one not": first(tally(OPEN), runoff=["A"], unnamed="runoff"),
    "two named and one not": first(tally(OPEN), runoff=["A", "B"], unnamed="runoff"),
    "three named": first(tally(OPEN), runoff=["A", "B", "C"]),
    "three go on": first(tally(OPEN | {"D": 5}), runoff=["A", "B", "C"], terms=Terms(going_on=3)),
    "elected, and in a runoff": first(tally(OPEN), runoff=["A", "B"], elected=["A"]),
    "elected, and in a runoff according to another": first(
        tally({"A": 60, "B": 40}), elected=["A"], also=[("x", "A", "runoff")]
    ),
    "of the ballots cast": first(
        tally({"A": 51, "B": 49}, wholes={"cast": 103}), elected=["A"], terms=Terms(of="cast")
    ),
    "of ballots that nobody prints": first(tally({"A": 51, "B": 49}), elected=["A"], terms=Terms(of="cast")),
    "of no ballots": first(tally({"A": 0, "B": 0}), elected=["A"]),
    "shares, just not more than half": first(shares({"A": 49.9, "B": 40}), elected=["A"]),
    "shares, perhaps more than half": first(shares({"A": "50.0", "B": 40}), elected=["A"]),
    "shares of something else": first(shares({"A": 55, "B": 40}, shares_of="cast"), runoff=["A", "B"]),
    "shares in a runoff": first(shares({"A": 45, "B": 35.5, "C": 19}), runoff=["A", "B"]),
    "shares in a runoff, more than half": first(shares({"A": 50.1, "B": 35.5}), runoff=["A", "B"]),
    "shares in a runoff, perhaps half": first(shares({"A": "50.0", "B": 35.5}), runoff=["A", "B"]),
    "shares in a runoff, another ahead": first(shares({"A": 45, "B": 35.5, "C": 19}), runoff=["A", "C"]),
    "40 per cent and ten points": first(tally({"A": 45, "B": 35, "C": 20}), elected=["A"], terms=BOLIVIA),
    "40 per cent and nine points": first(tally({"A": 45, "B": 36, "C": 19}), elected=["A"], terms=BOLIVIA),
    "not 40 per cent": first(tally({"A": 399, "B": 200, "C": 401 - 200, "D": 200}), elected=["A"], terms=BOLIVIA),
    "40 per cent and a runoff": first(tally({"A": 45, "B": 35, "C": 20}), runoff=["A", "B"], terms=BOLIVIA),
    "40 per cent of shares": first(shares({"A": 40.1, "B": "30.0", "C": 29.9}), elected=["A"], terms=BOLIVIA),
    "perhaps 40 per cent of shares": first(shares({"A": "40.0", "B": "29.0", "C": 31}), elected=["A"], terms=BOLIVIA),
    "45 per cent": first(tally({"A": 46, "B": 44, "C": 10}), elected=["A"], terms=Terms(majority=D(45))),
    "45 per cent, not more": first(tally({"A": 45, "B": 44, "C": 11}), elected=["A"], terms=Terms(majority=D(45))),
    "a third of the votes": first(tally({"A": 34, "B": 33, "C": 33}), elected=["A"], terms=Terms(majority=D("33.5"))),
    "a tie for the second place": first(tally({"A": 40, "B": 30, "C": 30}), runoff=["A", "C"]),
    "a tie for the first place": first(tally({"A": 40, "B": 40, "C": 20})),
    "a list that need not be complete": first(tally({"A": 40, "B": 30}, complete=False, wholes={"valid": 100})),
    "others who may have half": first(tally({"A": 30, "B": 19, "rest": 51}, rest="remainder"), runoff=["A", "B"]),
    "one alone": first(tally({"A": 7}), elected=["A"]),
    "seats declared": first(tally(OPEN), elected=["A", "B"], terms=Terms(seats=1)),
}
SECOND = said(tally({"A": 60, "B": 40}), elected=["A"])
SECONDS = {
    "the first two": both(said(tally(OPEN), runoff=["A", "B"]), SECOND),
    "the first and third": both(said(tally(OPEN)), said(tally({"A": 60, "C": 40}), elected=["C"])),
    "equal with the second": both(said(tally({"A": 40, "B": 30, "C": 30})), said(tally({"A": 6, "C": 4}))),
    "three in the second": both(said(tally(OPEN)), said(tally({"A": 6, "B": 4, "C": 1}))),
    "decided in the first": both(said(tally({"A": 51, "B": 49})), SECOND),
    "decided by shares": both(said(shares({"A": 50.1, "B": 49.9})), SECOND),
    "decided by votes, not by shares": both(said(tally({"A": 51, "B": 49}), shares({"A": 49.9, "B": 49.9})), SECOND),
    "perhaps decided": both(said(shares({"A": "50.0", "B": "50.0"})), SECOND),
    "decided by 40 and ten": both(said(tally(OPEN)), SECOND, terms=BOLIVIA),
    "no winner of the second, elsewhere there are": both(
        said(tally(OPEN)), said(tally({"A": 60, "B": 40})), elsewhere=["elected", "round 2"]
    ),
    "a winner of the second, as elsewhere": both(said(tally(OPEN)), SECOND, elsewhere=["elected", "round 2"]),
    "no second round, elsewhere there are": both(said(tally(OPEN)), None, elsewhere=["round 2"]),
    "no second round, of all that are listed": both(said(tally(OPEN)), None, elsewhere=["round 2", "all of round 2"]),
    "no second round, and a runoff": both(said(runoff=["A", "B"]), None, elsewhere=["round 2"]),
    "no second round, and nobody says so": both(said(tally(OPEN)), None),
    "no second round yet": both(said(tally(OPEN)), None, elsewhere=["round 2"], final=False),
    "no second round, and elected": both(said(tally(OPEN), elected=["A"]), None, elsewhere=["round 2"]),
    "no second round, and decided": both(said(tally({"A": 51, "B": 49})), None, elsewhere=["round 2"]),
    "known by the party": both(
        party(said(tally(OPEN)), A=("P", None, True), B=("Q", None, True), C=("R", None, True)),
        party(said(tally({"X": 6, "Y": 4})), X=("P", None, True), Y=("R", None, True)),
    ),
    "known by the coalition": both(
        party(said(tally(OPEN)), A=(None, "P", True), B=(None, "Q", True), C=(None, "R", True)),
        party(said(tally({"X": 6, "Y": 4})), X=(None, "P", True), Y=(None, "Q", True)),
    ),
    "independents are not known by that": both(
        party(said(tally(OPEN)), A=("I", None, False), B=("I", None, False)),
        party(said(tally({"X": 6, "A": 4})), X=("I", None, False), A=("I", None, False)),
    ),
    "somebody new, of few": both(said(tally({"A": 45, "B": 44})), said(tally({"A": 6, "Z": 4}))),
    "somebody new, where nobody is known": both(said(tally(OPEN)), said(tally({"Y": 6, "Z": 4}))),
    "votes rather than shares": both(said(tally(OPEN), shares({"C": 45, "B": 35, "A": 20})), SECOND),
    "shares alone": both(said(shares(OPEN)), said(shares({"A": 60, "B": 40}), elected=["A"])),
    "those who are credited": both(said(of("x", tally({"C": 5, "B": 4, "A": 1})), shares(OPEN)), SECOND),
    "others in the second": both(said(tally(OPEN)), said(tally({"A": 6, "B": 4, "r": 1}, r="remainder"))),
    "the second wins the second": both(said(tally(OPEN)), said(tally({"A": 6, "B": 4}), elected=["B"])),
    "a tie in the second": both(said(tally(OPEN)), said(tally({"A": 5, "B": 5}), elected=["B"])),
}
LISTS = {"A": 600, "B": 300, "C": 100}


def shared_out(votes, seats, terms=None, caps=(), kinds=None, complete=True, size=None, listed=True, parties=None):
    one = said(
        tally(votes, kind="list", caps=caps, complete=complete, **(kinds or {})),
        seats=seats,
        complete=listed,
        size=size,
    )
    return [contest(party(one, **(parties or {})), terms=terms)]


SEATS = {
    "ten seats": shared_out(LISTS, {"A": 6, "B": 3, "C": 1}),
    "one seat too many": shared_out(LISTS, {"A": 7, "B": 3}),
    "a tie": shared_out({"A": 100, "B": 100}, {"A": 2, "B": 1}),
    "a threshold that is reached": shared_out(LISTS, {"A": 6, "B": 3, "C": 1}, Terms(threshold=D(10))),
    "a threshold that is not": shared_out(LISTS, {"A": 6, "B": 3, "C": 1}, Terms(threshold=D("10.1"))),
    "a threshold, and no seat": shared_out(LISTS, {"A": 7, "B": 3}, Terms(threshold=D("10.1"))),
    "a threshold, and no seats said": shared_out(LISTS, {"A": 7, "B": 3, "C": 0}, Terms(threshold=D("10.1"))),
    "a threshold of ballots cast": shared_out(LISTS, {"A": 7, "B": 3}, Terms(threshold=D(5), threshold_of="cast")),
    "exempt from a threshold": shared_out(
        LISTS, {"A": 6, "B": 3, "C": 1}, Terms(threshold=D(11), exempt=("M",)), parties={"C": ("M", None, True)}
    ),
    "nobody reaches a threshold": shared_out({"A": 1, "B": 1, "C": 1}, {"A": 1}, Terms(threshold=D(40))),
    "a full list": shared_out(LISTS, {"A": 2, "B": 5, "C": 1}, caps={"A": 2}),
    "a list that is not full": shared_out(LISTS, {"A": 1, "B": 5, "C": 2}, caps={"A": 2}),
    "a person among lists": shared_out(LISTS, {"A": 6, "B": 3, "C": 1}, kinds={"B": "candidate"}),
    "a list without votes": shared_out(LISTS | {"D": 0}, {"A": 6, "B": 3, "D": 1}),
    "others among lists": shared_out(LISTS | {"r": 50}, {"A": 6, "B": 3, "C": 1}, kinds={"r": "remainder"}),
    "votes that are not complete": shared_out(LISTS, {"A": 9}, complete=False),
    "seats that are not complete": shared_out(LISTS, {"A": 9}, listed=False),
    "seats of a list without votes": shared_out(LISTS, {"A": 9, "Z": 1}),
    "no seats": shared_out(LISTS, {"A": 0}),
    "seats that a source prints": shared_out(LISTS, {"A": 7, "B": 3}, size=10),
    "more seats than lists": shared_out({"A": 5, "B": 1}, {"A": 17, "B": 3}),
}


def asked(figures, elected="yes", terms=None, wholes=(), **more):
    return [contest(said(tally(figures, kind="option", wholes=wholes, **more), elected=[elected]), terms=terms)]


QUORUM = Terms(quorum=D(50))
ANSWERS = {
    "accepted": asked({"yes": 51, "no": 49}),
    "half": asked({"yes": 50, "no": 50}),
    "rejected": asked({"yes": 50, "no": 50}, "no"),
    "said to be rejected": asked({"yes": 51, "no": 49}, "no"),
    "neither": asked({"yes": 51, "no": 49}, "perhaps"),
    "60 per cent": asked({"yes": 60, "no": 40}, terms=Terms(majority=D(60))),
    "more than 60 per cent": asked({"yes": 61, "no": 39}, terms=Terms(majority=D(60))),
    "of the ballots cast": asked({"yes": 51, "no": 49}, terms=Terms(of="cast"), wholes={"cast": 102}),
    "a quorum that is reached": asked({"yes": 51, "no": 9}, terms=QUORUM, wholes={"cast": 70, "registered": 140}),
    "a quorum that is not": asked({"yes": 51, "no": 9}, terms=QUORUM, wholes={"cast": 70, "registered": 141}),
    "no quorum, rejected": asked({"yes": 51, "no": 9}, "no", QUORUM, {"cast": 70, "registered": 141}),
    "a quorum, and no roll": asked({"yes": 51, "no": 9}, terms=QUORUM, wholes={"cast": 70}),
    "a quorum, and no ballots": asked({"yes": 51, "no": 9}, terms=QUORUM, wholes={"registered": 70}),
    "a quorum of nobody, rejected": asked({"yes": 9, "no": 51}, "no", QUORUM, {"cast": 0, "registered": 141}),
    "an approval that is reached": asked({"yes": 25, "no": 9}, terms=Terms(approval=D(25)), wholes={"registered": 100}),
    "an approval that is not": asked({"yes": 24, "no": 9}, terms=Terms(approval=D(25)), wholes={"registered": 100}),
    "shares": asked({"yes": 50.1, "no": 49.9}, what="per cent"),
    "shares that do not tell": asked({"yes": "50.0", "no": "50.0"}, what="per cent"),
    "shares and a quorum": asked(
        {"yes": 60, "no": 40}, what="per cent", terms=QUORUM, wholes={"registered": 9, "cast": 8}
    ),
    "no ballots": asked({"yes": 0, "no": 0}),
    "no yes": asked({"maybe": 5, "no": 1}),
}


def counted(*rounds, elected=None, exhausted=None):
    """The rounds of a count."""
    return [
        contest(
            said(
                tally(figures, wholes={} if exhausted is None else {"exhausted": exhausted[i]}),
                elected=[elected] if elected and i == len(rounds) - 1 else [],
            ),
            number=i + 1,
        )
        for i, figures in enumerate(rounds)
    ]


CHOICE = {
    "one round": counted({"A": 6, "B": 3, "C": 2}, elected="A"),
    "one round, nobody has half": counted({"A": 5, "B": 3, "C": 2}, elected="A"),
    "half": counted({"A": 5, "B": 3, "C": 1, "D": 1}, elected="A"),
    "two rounds": counted({"A": 40, "B": 35, "C": 25}, {"A": 55, "B": 45, "C": 0}, elected="A"),
    "two rounds, some exhausted": counted(
        {"A": 40, "B": 35, "C": 25}, {"A": 50, "B": 45}, elected="A", exhausted=[1, 6]
    ),
    "two rounds, one exhausted too many": counted(
        {"A": 40, "B": 35, "C": 25}, {"A": 50, "B": 45, "C": 0}, elected="A", exhausted=[1, 7]
    ),
    "more than was set free": counted({"A": 40, "B": 35, "C": 25}, {"A": 56, "B": 45, "C": 0}, elected="A"),
    "fewer than before": counted({"A": 40, "B": 35, "C": 25}, {"A": 39, "B": 61, "C": 0}, elected="B"),
    "not the last goes out": counted({"A": 40, "B": 25, "C": 35}, {"A": 60, "B": 40, "C": 0}, elected="A"),
    "equal with the last": counted({"A": 40, "B": 30, "C": 30}, {"A": 60, "B": 40, "C": 0}, elected="A"),
    "two go out": counted({"A": 40, "B": 35, "C": 3, "D": 2}, {"A": 42, "B": 38, "C": 0, "D": 0}, elected="A"),
    "nobody goes out": counted({"A": 40, "B": 35, "C": 3}, {"A": 41, "B": 35, "C": 3}, elected="A"),
    "the second elected": counted({"A": 40, "B": 35, "C": 25}, {"A": 55, "B": 45, "C": 0}, elected="B"),
    "equal at the end": counted({"A": 40, "B": 35, "C": 25}, {"A": 50, "B": 50, "C": 0}, elected="B"),
    "three left": counted({"A": 4, "B": 3, "C": 2, "D": 1}, {"A": 5, "B": 3, "C": 2, "D": 0}, elected="A"),
    "nobody has votes": counted({"A": 0, "B": 0}, elected="A"),
    "somebody else elected": counted({"A": 4, "B": 3}, elected="Z"),
}
UNSAID = {
    name: FIRSTS[name] for name in ("a runoff", "a runoff of the first and third", "three named", "seats declared")
}
SAID = {
    "plurality": PERSONS,
    "block_vote": {name: PERSONS[name] for name in ("two for two seats", "a tie for the second seat")},
    "two_round_majority": FIRSTS | SECONDS,
    "top_two": {
        name: (FIRSTS | SECONDS)[name] for name in ("more than half", "a runoff", "the first two", "three named")
    },
    "top_three": {name: FIRSTS[name] for name in ("a runoff", "three named", "a tie for the second place")},
    "majority": ANSWERS,
    "ranked_choice": CHOICE,
    **dict.fromkeys(("dhondt", "sainte_lague", "modified_sainte_lague", "hare", "droop"), SEATS),
    "undeclared": UNSAID,
}


def told(law, rounds):
    """All that a law says of a contest: its result, and each claim in a line."""
    rounds, elsewhere = rounds if isinstance(rounds, tuple) else (rounds, ())
    for number, one in enumerate(rounds, 1):
        one.round = number
    lines = []
    for one in rounds:
        for source in one.said.values():
            for figures in source.tallies:
                gives = law.result(one, source, figures)
                if gives is not None:
                    sure = ", ".join(f"{name} {n}" for name, n in sorted(gives.sure.items()))
                    by_lot = f"; of {', '.join(sorted(gives.tied))} {gives.by_lot} by lot" if gives.by_lot else ""
                    lines.append(f"round {one.round}, {figures.what}: {gives.what} {sure}{by_lot}")
    race = Race(dict(enumerate(rounds, 1)), {"s": set(elsewhere)})
    for claim in law.claims(race):
        values = ", ".join(f"{name} {value}" for name, value in claim.values.items())
        holds = "holds" if claim.holds else "IS BROKEN"
        at = f"{claim.locators} | {claim.blames} | {claim.about}"
        lines.append(f"{claim.asks} {holds}: {values} [{claim.source_id} {claim.contest.round} | {at}]")
    return lines


def every():
    """Law -> situation -> what the law says."""
    return {
        word: {name: told(laws().get(word, UNDECLARED), rounds) for name, rounds in situations.items()}
        for word, situations in SAID.items()
    }


EXPECTED = yaml.safe_load(FILE.read_text("utf-8")) if FILE.exists() else {}


@pytest.mark.parametrize(("word", "name"), [(word, name) for word, some in SAID.items() for name in some])
def test_what_a_law_says(word, name):
    assert told(laws().get(word, UNDECLARED), SAID[word][name]) == EXPECTED[word][name]


def test_every_situation_is_one_that_is_tested():
    assert {word: list(some) for word, some in EXPECTED.items()} == {word: list(some) for word, some in SAID.items()}


def test_a_size_that_another_source_prints():
    made = two_sources(said(tally({"A": 9, "B": 8, "C": 8}), elected=["A", "B"]), said(size=2))[0]
    assert made.seats(made.said["s"]) == 2
    assert made.seats(Said("z", size=Whole(3))) == 3


if __name__ == "__main__":
    FILE.write_text(yaml.safe_dump(every(), sort_keys=False, allow_unicode=True, width=10_000), "utf-8")
