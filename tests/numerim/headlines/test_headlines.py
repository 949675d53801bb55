"""What a package says in sentences: rows of a source -> headlines, findings for people, a figure to cite."""

import pytest

from numerim import stages
from numerim.declare.house import House
from numerim.publish.draft import Draft
from numerim.publish.formats import readme
from numerim.publish.headlines.answers import answers, example
from numerim.publish.headlines.doubts import doubts, first_of, place_told
from numerim.publish.headlines.words import counted, listed, person, tallied
from tests.numerim.conftest import HEAD

PARTIES = HEAD.replace("sources:", "register: {unit: municipality, party: party}\nsources:")
TOWNS = ("Prizren", "Pejë", "Gjilan", "Ferizaj")


@pytest.fixture
def draft(judged, tmp_path):
    """Rows of a source -> a draft of their release."""

    def of(rows, head=PARTIES, **options):
        connection = judged(rows, head=head, **options)
        made = Draft(connection, stages.election_file(House(tmp_path), "xk-test-2030"), tmp_path / "release")
        made.folder.mkdir()
        made.version = "1.0.0"
        return made

    return of


def won(town, party, outcome="elected"):
    return f"{town},{party} of {town},{party},mayor,outcome,,{outcome},,"


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (
            [won("Prizren", "A"), won("Pejë", "A"), won("Gjilan", "A"), won("Ferizaj", "B")],
            [
                "All 4 contests for mayor are decided: A won 3 and B 1.",
                "No votes or shares are published for these 4 contests",
            ],
        ),
        (
            [won("Prizren", "A"), *(won(t, p, "runoff") for t in TOWNS[1:] for p in "AB")],
            [
                "Of 4 contests for mayor, 1 was decided in the first round and 3 go to a runoff.",
                "Who stands in the runoffs: A in 3 and B 3.",
            ],
        ),
        (
            [f"{town},{p} of {town},{p},mayor,votes,,{n},," for town in TOWNS for p, n in (("A", 500), ("B", 400))],
            ["Of 4 contests for mayor, the sources name no winner; first by the published figures: A in 4."],
        ),
        (
            ["Prizren,Ann Ray,A,mayor,votes,,300,,", "Prizren,Bo Lee,B,mayor,votes,,200,,"],
            ["Mayor, Prizren: Ann Ray (A) with 300 votes; Bo Lee (B) with 200 votes."],
        ),
        (
            [f"{t},,{p},council,seats,,{n},," for t in TOWNS[:2] for p, n in (("A", 5), ("B", 5))],
            [
                "Of the 20 seats, A has 10 and B 10.",
                "Largest list in 2 contests for council: A in 2 and B 2.",
                "In 2 of these another list has as many seats as the largest: Pejë and Prizren.",
            ],
        ),
    ],
)
def test_what_happened(draft, rows, sentences):
    said = answers(draft(rows, complete="")).sentences
    assert not any("are published." in sentence for sentence in said)
    for sentence in sentences:
        assert any(one.startswith(sentence) for one in said), (sentence, said)


OTHERS = "Other parties and independents"


def councils(*rest):
    """Two councils: A has 5 seats and B 4, and others have so many together."""
    lists = [f"{t},,{p},council,seats,,{n},," for t in TOWNS[:2] for p, n in (("A", 5), ("B", 4))]
    return lists + [f"{t},,{OTHERS},council,seats,,{n},," for t, n in zip(TOWNS, rest, strict=False)]


@pytest.mark.parametrize(
    ("rest", "told"),
    [((6, 5), "In 1 of the 2 the lists"), ((6, 7), "In 2 of the 2 the lists"), ((5, 4), None)],
)
def test_it_is_said_where_the_rest_may_hide_a_larger_list(draft, rest, told):
    head = PARTIES.replace("country: XK", "country: AL")
    said = answers(draft(councils(*rest), head=head, complete="")).sentences
    hidden = f"that are not printed one by one (“{OTHERS}”) have more seats than the largest list"
    assert [one.startswith(f"{told} {hidden}") for one in said if hidden in one] == [True] * bool(told)
    seats = f"Of the {18 + sum(rest)} seats, A has 10 and B 8; lists that are not printed one by one have {sum(rest)}."
    assert seats in said


def test_a_count_that_goes_on_says_so(draft):
    made = draft([won("Prizren", "A")], head=PARTIES.replace("status: final", "status: partial"))
    assert answers(made).sentences[0] == "The count was not finished; the sources do not say how far it had got."


def test_an_error_is_told_with_its_place_and_what_it_means(draft):
    rows = ["Prizren,Ann,A,mayor,share,,70.0,,", "Prizren,Bo,B,mayor,share,,20.0,,"]
    made = draft(rows)
    (doubt, same), *_ = first_of(doubts(made))
    assert (doubt.rule, doubt.severity, same) == ("R401", "error", 1)
    readme.export(made)
    text = (made.folder / "README.md").read_text("utf-8")
    (item,) = [line for line in text.splitlines() if line.endswith("(R401)")]
    assert "add up to 90" in item
    assert "Left out: 70.0 and 20.0." in item
    assert "See `s1.csv:L2.C7, L3.C7`." in item


def test_what_is_cited_is_in_no_doubt(draft):
    rows = ["Prizren,Ann,A,mayor,share,,70.0,,", "Prizren,Bo,B,mayor,share,,20.0,,", "Pejë,Cy,A,mayor,votes,,12,,"]
    made = draft(rows)
    answers(made)
    assert example(made)[0] == "Cy (A) had 12 votes in the contest for mayor of Pejë on 17 October 2030"


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([("w", "w.txt:L4.C5"), ("w", "w.txt:L4.C6"), ("w", "w.txt:L9.C1")], "w.txt:L4.C5, C6, L9.C1"),
        ([("a", "a.csv:L4.C5"), ("w", "w.txt:L4.C5")], "a.csv:L4.C5, w.txt:L4.C5"),
        ([("k", "k.xlsx!Sheet1!F17"), ("k", "k.xlsx!Sheet1!F18")], "k.xlsx!Sheet1!F17, k.xlsx!Sheet1!F18"),
        ([("w", f"w.txt:L{n}.C1") for n in range(1, 8)], "w.txt:L1.C1, L2.C1, L3.C1, L4.C1 and 3 more"),
    ],
)
def test_places_say_once_what_they_share(places, told):
    assert place_told(places) == told


def test_words():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert counted(1, "contest") == "1 contest"
    assert tallied([(p, 10 - n) for n, p in enumerate("ABCDEFGHI")], "won") == (
        "A won 10, B 9, C 8, D 7, E 6, F 5 and 3 others together 9"
    )
    assert person("Ann", "PD (BF)", "candidate") == "Ann of PD (BF)"
    assert person("PD", "PD", "list") == "PD"
