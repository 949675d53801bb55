"""What a package says in sentences: rows of a source -> headlines, findings for people, a figure to cite."""

import pytest

from numerim import stages
from numerim.declare.house import House
from numerim.publish.draft import Draft
from numerim.publish.formats import readme
from numerim.publish.headlines.answers import _short_names, answers, example
from numerim.publish.headlines.doubts import _with_our_name, doubts, first_of, place_told
from numerim.publish.headlines.words import counted, listed, person, tallied
from tests.numerim.conftest import HEAD

PARTIES = HEAD.replace("sources:", "register: {unit: municipality, party: party}\nsources:")
TOWNS = ("Prizren", "Pejë", "Gjilan", "Ferizaj")


@pytest.fixture
def draft(judged, tmp_path):
    """Rows of a source -> a draft of their release."""

    def of(rows, head=PARTIES, **options):
        connection = judged(rows, head=head, whole=True, **options)
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
                "Largest list in 2 contests for council, by the published seats: A in 2 and B 2.",
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
LUMPED = f"“{OTHERS}” (lumped together in the source)"


def councils(*rest):
    """Two councils: A has 5 seats and B 4, and others have so many together."""
    lists = [f"{t},,{p},council,seats,,{n},," for t in TOWNS[:2] for p, n in (("A", 5), ("B", 4))]
    return lists + [f"{t},,{OTHERS},council,seats,,{n},," for t, n in zip(TOWNS, rest, strict=False)]


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (
            (6, 5),
            [
                f"In 1 of the 2, {LUMPED} have more seats than the largest list, so one of them may be "
                f"larger: Prizren.",
                "In 1 more, they have as many seats as the largest list, so one of them may be as large: Pejë.",
            ],
        ),
        (
            (6, 7),
            [
                f"In 2 of the 2, {LUMPED} have more seats than the largest list, so one of them may be "
                f"larger: Pejë and "
                "Prizren."
            ],
        ),
        (
            (5, 4),
            [
                f"In 1 of the 2, {LUMPED} have as many seats as the largest list, so one of them may be as "
                f"large: Prizren."
            ],
        ),
        ((3, 4), []),
    ],
)
def test_it_is_said_where_the_rest_may_hide_a_larger_list(draft, rest, told):
    head = PARTIES.replace("country: XK", "country: AL")
    said = answers(draft(councils(*rest), head=head, complete="")).sentences
    assert [one for one in said if "so one of them may be" in one] == told
    others = f"“{OTHERS}”" if told else LUMPED
    assert f"Of the {18 + sum(rest)} seats, A has 10 and B 8; {others} have {sum(rest)}." in said


def pair(town, measure, first, second):
    """A (elected) and B in one town, with so much of a measure; None where nothing is printed."""
    told = [(party, n) for party, n in (("A", first), ("B", second)) if n is not None]
    return [won(town, "A"), *(f"{town},{p} of {town},{p},mayor,{measure},,{n},," for p, n in told)]


MARGIN = "Gjilan,,,mayor,margin,,40,,"


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (  # fewest votes, and not the nearest shares
            [
                *pair("Prizren", "votes", 500, 400),
                *pair("Pejë", "votes", 80, 60),
                *pair("Ferizaj", "share", 50.5, 49.5),
            ],
            [
                "For 3 of these 4 contests votes (for 2) or shares (for 1) are published; of the other "
                "neither, but it is known who won.",
                "The closest of the 2 contests whose margin in votes is known is Pejë: A of "
                "Pejë (A) with 80 "
                "votes, ahead of B of Pejë (B) with 60.",
                "Only the shares of the first two are known in Ferizaj: A of Ferizaj (A) with 50.5 per "
                "cent, ahead of B of "
                "Ferizaj (B) with 49.5.",
            ],
        ),
        (  # a stated margin counts, though the votes of nobody are known there
            [*pair("Prizren", "votes", 500, 400), won("Pejë", "A"), won("Ferizaj", "A"), MARGIN],
            [
                "For 1 of these 4 contests votes are published; of the other 3 none, but it is known who won.",
                "The closest of the 2 contests whose margin in votes is known is Gjilan: A "
                "of Gjilan (A) won "
                "by 40 votes, according to the source.",
            ],
        ),
        (  # of one whose figure stands alone nothing is close
            [*pair("Prizren", "votes", 500, None), won("Pejë", "A"), won("Ferizaj", "A")],
            [
                "For 1 of these 4 contests votes are published, for 1 of them only the winner’s; of the "
                "other 3 none, but it is known who won."
            ],
        ),
    ],
)
def test_the_closest_contest_is_that_with_fewest_votes_between(draft, rows, sentences):
    said = answers(draft([*rows, won("Gjilan", "A")], complete="")).sentences
    assert [one for one in said if not one.startswith("All 4 contests")] == sentences


def test_a_doubt_that_a_headline_names_is_told_below_it(draft):
    near = [f"Prizren,{who},{p},mayor,share,,{n},," for who, p, n in (("Ann", "A", "50.255"), ("Bo", "B", "49.75"))]
    others = [won(town, "A") for town in TOWNS[1:]]
    made = draft([*near, won("Prizren", "A").replace("A of Prizren", "Ann"), *others], complete="")
    said = answers(made)
    (closest,) = [one for one in said.sentences if "per cent" in one]
    assert closest.endswith("(a figure is in doubt by rule R408).")
    ((rule, contest),) = said.doubted
    first, _ = first_of(doubts(made), said.doubted)[0]
    assert (first.rule, first.contest_id) == (rule, contest)


def test_a_figure_in_doubt_says_whose_it_is_here_too():
    assert _with_our_name("48% (FP)", {"FP": "PL"}) == "48% (FP, here PL)"
    assert _with_our_name("67% (PS)", {"FP": "PL"}) == "67% (PS)"
    assert _with_our_name("1,234", {"FP": "PL"}) == "1,234"


def test_every_short_name_in_the_headlines_is_explained():
    full = {"PD": "Democrats", "PD (BF)": "Democrats in BF", "BF": "Together", "SHeL": "Freedom", "X": "Never"}
    said = ["Won: PD (BF) 5, PD 1.", "SHeL has 3 of them, PDS none."]
    assert _short_names(said, full) == ["PD (BF)", "PD", "SHeL"]


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
    assert "Published, but in doubt: 70.0 and 20.0." in item
    assert "See `s1.csv:L2.C7, L3.C7`." in item


TURNOUTS = [f"{town},,,mayor,turnout,,{share},," for town, share in zip(TOWNS, (40, 61, 52, 55), strict=True)]
COUNTS = ["Pejë,,,mayor,registered,,1000,,", "Pejë,,,mayor,cast,,500,,"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ([], "Turnout is known in 4 of 4 units: from 40 per cent in Prizren to 61 in Pejë."),
        (COUNTS, "to 55 in Ferizaj, leaving aside 1 in doubt (R403)."),
    ],
)
def test_the_highest_turnout_is_in_no_doubt(draft, more, sentence):
    rows = [f"{town},Ann of {town},A,mayor,votes,,{300 + i},," for i, town in enumerate(TOWNS)]
    said = answers(draft([*rows, *TURNOUTS, *more], complete="")).sentences
    assert [one for one in said if sentence in one], said


def test_what_is_mended_is_not_counted_as_an_error(draft):
    rows = ["Prizren,Ann,A,mayor,share,,70.0,,", "Prizren,Bo,B,mayor,share,,20.0,,"]
    at = 'corrections: [{source: s1, at: "s1.csv:L3.C7", expect: "20.0", set: "30.0", reason: a slip}]'
    made = draft(rows, head=PARTIES.replace("sources:", f"{at}\nsources:"))
    readme.export(made)
    text = (made.folder / "README.md").read_text("utf-8")
    assert "1 corrected" in text
    assert "1 error" not in text


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
        ([("k", "k.xlsx!Sheet1!F17"), ("k", "k.xlsx!Sheet1!F18")], "k.xlsx!Sheet1!F17, F18"),
        ([("k", "k.xlsx!Sheet1!B55"), ("k", "k.xlsx!Sheet1!D55")], "k.xlsx!Sheet1!B55, D55"),
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
