"""`check --document`: a transcription is proved against its document, or what is wrong is told."""

import csv
import io
from hashlib import sha256

import pytest

from numerim.ask.evidence import prove
from numerim.errors import InputError
from numerim.in_memory import checked
from numerim.read.document import breaks, is_whole
from numerim.stages import election_file
from tests.conftest import SHARED, seeded

DOCUMENT = (
    "🗳 More than 90 per cent of the ballots are counted.\n"
    "In Prizren, Ana Berisha of PDK won with 5,120 votes or 51.20%. Her opponent Ben Krasniqi took 4,880.\n\n"
    "Three municipalities go to a runoff, among them Gjakova. Cara Hoxha leads there with 1,204 votes.\n"
)
YML = """id: xk-test-2030
title: {{en: Test}}
country: XK
licence: CC0-1.0
held_on: 2030-10-17
status: partial
offices: {{mayor: {{outcome_rule: two_round_majority}}}}
sources:
  article:
    title: A source
    language: en
    licence: CC0-1.0
    rank: 1
    status: partial
    document: {document}
    numbers: {{thousands: ",", decimal: "."}}
    files:
      article.csv:
        sha256: {sha}
        reader: csv
        tables: [{{columns: same}}]
"""
COLUMNS = ["sentence", "unit", "candidate", "party", "office", "measure", "category", "value", "relation", "note"]
SPANS = ["span", "subject_span", "sentence_span"]
SENTENCES = ["🗳 More than", "In Prizren", "Her opponent", "Three municip", "Cara"]


def at(words, after=0):
    """The span of words in the document."""
    start = DOCUMENT.index(words, after)
    return f"{start}-{start + len(words)}"


def sentences(*numbers):
    """The spans of sentences, by number."""
    spans = []
    for number in numbers:
        start = DOCUMENT.index(SENTENCES[number - 1])
        stops = [i for stop in (". ", ".\n") if (i := DOCUMENT.find(stop, start)) >= 0]
        spans.append(f"{start}-{min(stops) + 1}")
    return " ".join(spans)


def row(number, measure, value, span, *names, others=(), **more):
    """A row of the transcription, the words of which are looked up in the document."""
    subject = " ".join(at(name) for name in names)
    cells = {"span": at(span), "subject_span": subject, "sentence_span": sentences(number, *others)}
    return {"sentence": number, "measure": measure, "value": value} | cells | more


ANA = {"unit": "Prizren", "candidate": "Ana Berisha", "party": "PDK", "office": "mayor"}
BEN = {"unit": "Prizren", "candidate": "Ben Krasniqi", "office": "mayor"}
CARA = {"unit": "Gjakova", "candidate": "Cara Hoxha", "office": "mayor"}
ROWS = [
    row(1, "counted", "90", "More than 90", relation="more than"),
    row(2, "outcome", "elected", "won", "Prizren", "Ana Berisha", "PDK", **ANA),
    row(2, "votes", "5,120", "5,120", "Prizren", "Ana Berisha", "PDK", **ANA),
    row(2, "share", "51.20%", "51.20%", "Prizren", "Ana Berisha", "PDK", **ANA),
    row(3, "candidacy", "stood", "opponent", "Ben Krasniqi", "Prizren", others=[2], **BEN),
    row(3, "votes", "4,880", "4,880", "Ben Krasniqi", "Prizren", others=[2], **BEN),
    row(4, "units", "Three", "Three", category="runoff", office="mayor"),
    row(5, "votes", "1,204", "1,204", "Cara Hoxha", "Gjakova", others=[4], **CARA),
]


@pytest.fixture
def brought(tmp_path):
    """Rows -> a house with an election of them, and the document."""

    def of(rows=ROWS, columns=(*COLUMNS, *SPANS), document=DOCUMENT):
        house = seeded(tmp_path)
        folder = house.raw / "xk" / "xk-test-2030"
        folder.mkdir(parents=True)
        stream = io.StringIO()
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (folder / "article.csv").write_text(stream.getvalue(), encoding="utf-8")
        path = tmp_path / "article.txt"
        path.write_bytes(document.encode())
        digest = sha256(stream.getvalue().encode()).hexdigest()
        yml = YML.format(document=sha256(path.read_bytes()).hexdigest(), sha=digest)
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return house, path

    return of


def proof(brought):
    house, path = brought
    return prove(house, election_file(house, "xk-test-2030"), [path])


def told(found):
    return [(one.place.rpartition(":")[2], one.span, one.stands, one.expected) for one in found.unproved]


def test_all_is_proved(brought):
    found = proof(brought())
    assert told(found) == []
    assert (found.proved, found.stated, found.left) == (8, 8, {})


@pytest.mark.parametrize("form", ["﻿{}", "{}"])
def test_a_byte_order_mark_does_not_count(brought, form):
    assert proof(brought(document=form.format(DOCUMENT))).proved == 8


def shifted(span, by):
    start, _, end = span.partition("-")
    return f"{int(start) + by}-{int(end) + by}"


CASES = {
    "a shifted span": (2, {"span": shifted(at("5,120"), 1)}, "L4.C11", ",120 ", "“5,120” as votes; found at "),
    "the figure of another": (2, {"span": at("4,880")}, "L4.C11", "4,880", f"“5,120” as votes; found at {at('5,120')}"),
    "a wrong figure": (2, {"value": "5,210"}, "L4.C11", "5,120", "“5,210” as votes; not found in the document"),
    "part of a figure": (2, {"value": "120", "span": at("120")}, "L4.C11", "120", "“120” as votes"),
    "decimals that are not printed": (3, {"value": "51.2%"}, "L5.C11", "51.20%", "“51.2%” as share; not found"),
    "a percentage as votes": (3, {"measure": "votes", "value": "20", "span": at("20%")}, "L5.C11", "20%", "“20”"),
    "more than, not said": (0, {"span": at("90")}, "L2.C11", "90", "more than “90” as counted; found at"),
    "said to be less": (0, {"relation": "less than"}, "L2.C11", "More than 90", "less than “90” as counted"),
    "another number in words": (6, {"value": "four"}, "L8.C11", "Three", "“four” as units; not found"),
    "words that do not say it": (1, {"span": at("votes")}, "L3.C11", "votes", "words for “elected”, such as"),
    "another claim": (1, {"value": "runoff"}, "L3.C11", "won", "words for “runoff”"),
    "no span": (2, {"span": None}, "L4.C8", "(no span)", f"“5,120” as votes; found at {at('5,120')}"),
    "past the end": (2, {"span": "900-905"}, "L4.C11", "(past its end)", "“5,120” as votes"),
    "another candidate": (
        2,
        {"candidate": "Ben Krasniqi"},
        "L4.C3",
        "Ana Berisha",
        f"the candidate “Ben Krasniqi”; found at {at('Ben Krasniqi')}",
    ),
    "the span of another candidate": (
        2,
        {"subject_span": f"{at('Prizren')} {at('Ben Krasniqi')} {at('PDK')}"},
        "L4.C3",
        "Ben Krasniqi",
        f"the candidate “Ana Berisha”; found at {at('Ana Berisha')}",
    ),
    "part of a name": (2, {"party": "PD", "subject_span": f"{at('Prizren')} {at('Ana Berisha')} {at('PD')}"}, "L4.C4",
        "PD", "the party “PD”; not found"),
    "no subject": (7, {"subject_span": None, "unit": None, "measure": "context", "office": None}, "L9.C3",
        "(no subject_span)", f"the candidate “Cara Hoxha”; found at {at('Cara Hoxha')}"),
    "a name too many": (
        6, {"subject_span": at("Gjakova")}, "L8.C12", "Gjakova", "a name that the row prints"
    ),
    "a subject in a sentence that is not declared": (
        7, {"sentence_span": sentences(5)}, "L9.C12", "Gjakova", f"a place in its sentences, {sentences(5)}"
    ),
    "a figure in another sentence": (
        5, {"sentence_span": sentences(2)}, "L7.C11", "4,880", f"a place in its sentences, {sentences(2)}"
    ),
    "no sentence": (6, {"sentence_span": None}, "L8.C8", "(no sentence_span)", "the span of its sentence"),
    "a sentence of two": (
        6, {"sentence_span": f"{sentences(4).partition('-')[0]}-{len(DOCUMENT) - 1}"}, "L8.C13", None, "one sentence"
    ),
    "a sentence of another number": (
        3, {"sentence": 3}, "L6.C13", None, f"{sentences(2)}, the place of sentence 3 at raw/"
    ),
    "sentences in another order": (6, {"sentence": 9}, "L8.C13", None, "a place after sentence 5"),
}  # fmt: skip


@pytest.mark.parametrize(("index", "change", "place", "stands", "expected"), CASES.values(), ids=CASES)
def test_what_is_not_proved_is_told(brought, index, change, place, stands, expected):
    rows = [one | change if i == index else one for i, one in enumerate(ROWS)]
    found = proof(brought(rows))
    assert found.proved < found.stated == 8
    hits = [one for one in told(found) if one[0] == place]
    assert hits, told(found)
    assert expected in hits[0][3]
    assert stands is None or hits[0][2] == stands


@pytest.mark.parametrize(
    ("text", "part", "thousands", "whole"),
    [
        ("won 5,120 votes", "5,120", "", True),
        ("won 5,120 votes", "120", "", False),
        ("won 5,120 votes", "5", "", False),
        ("won 5,120 votes", "5,120 ", "", False),
        ("won 51.2.", "51.2", "", True),
        ("rose by -5.3 points", "5.3", "", False),
        ("in 2019-2023", "2023", "", True),
        ("won 5 120 votes", "120", " ", False),
        ("won 5 120 votes", "5", " ", False),
        ("in 2019 120 stood", "2019", " ", True),
        ("in 2019 120 stood", "120", " ", True),
        ("in 19 61 stood", "61", " ", True),
        ("Albania's mayors", "Albania", "", True),
        ("in Hasi", "Has", "", False),
    ],
)
def test_a_span_cuts_nothing_in_two(text, part, thousands, whole):
    start = text.index(part)
    assert is_whole(text, (start, start + len(part)), thousands) is whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The mayor was elected with 50% of the votes.", 0),
        ("Mr. Smith of St. Louis won 5,120 votes.", 0),
        ("Ana won. Ben lost.", 0),  # a short word before the stop may be shortened
        ("Counting ended. Ben lost.", 1),
        ("They won 51.2%. Ben lost.", 1),
        ("Am 17. Oktober gewann sie.", 0),
        ("Бројање је завршено. Бен је изгубио.", 1),
        ("Бројање од 17. октобра до 5. новембра", 0),
        ("One paragraph\n\nanother", 1),
    ],
)
def test_ends_of_sentences(text, number):
    assert len(breaks(text, (0, len(text)))) == number


def test_everything_is_told_at_once(brought):
    rows = [one | {"span": shifted(one["span"], 1)} for one in ROWS]
    found = proof(brought(rows))
    assert found.proved == 0
    assert {place for place, *_ in told(found)} >= {f"L{line}.C11" for line in range(2, 10)}


def test_a_transcription_without_spans_is_not_proved(brought):
    found = proof(brought(columns=COLUMNS))
    assert (found.proved, found.stated) == (0, 8)
    assert told(found)[5] == ("L4.C8", "", "(no span)", f"“5,120” as votes; found at {at('5,120')}")


def test_spans_are_in_the_ledger(brought):
    house, _ = brought()
    with checked(house, "xk-test-2030") as connection:
        rows = connection.execute(
            "SELECT span, subject_span, sentence_span FROM clean.statements WHERE printed = '5,120'"
        ).fetchall()
        others = connection.execute("SELECT count(*) FROM clean.statements WHERE measure = '-'").fetchone()
    assert rows == [(at("5,120"), f"{at('Prizren')} {at('Ana Berisha')} {at('PDK')}", sentences(2))]
    assert others == (0,), "spans are ours, no figures of the source"


def edited(brought, old, new):
    """An election whose document or declaration is changed."""
    house, path = brought()
    for place in (path, house.raw / "xk" / "xk-test-2030" / "election.yml"):
        text = place.read_text("utf-8")
        place.write_text(text.replace(old, new), encoding="utf-8")
    return house, path


@pytest.mark.parametrize(
    ("old", "new", "cure"),
    [
        ("1,204", "1,205", r"Declared: [0-9a-f]{64} \(article\)\."),
        ("    document: ", "    # ", "No source declares one"),
    ],
)
def test_another_document_is_refused(brought, old, new, cure):
    with pytest.raises(InputError, match=cure) as error:
        proof(edited(brought, old, new))
    assert "article.txt: no source declares this document; its SHA-256 is " in str(error.value)


def test_spans_of_no_document_are_refused(brought):
    house, _ = edited(brought, "    document: ", "    # ")
    with pytest.raises(InputError, match="has spans, but the document that they count in is not declared"):
        checked(house, "xk-test-2030")


@pytest.mark.parametrize("span", ["12", "12-", "20-12", "12-12", "a-b", "12-20 30-40"])
def test_a_span_that_is_none_is_refused(brought, span):
    house, _ = brought([*ROWS[:2], ROWS[2] | {"span": span}, ROWS[3] | {"subject_span": "1 2-3"}, *ROWS[4:]])
    with pytest.raises(InputError) as error, checked(house, "xk-test-2030"):
        pass
    assert f"article.csv:L4.C11: {span!r} is not a span of characters" in str(error.value)
    assert "article.csv:L5.C12: '1 2-3' is not a span" in str(error.value)


def test_the_command(numerim, brought):
    house, path = brought([*ROWS[:2], ROWS[2] | {"value": "5,210"}, *ROWS[3:]])
    command = ("check", "xk-test-2030", "--document", str(path))
    done = numerim(*command, cwd=house.root)
    assert done.returncode == 1
    assert "article.csv:L4.C11" in done.stdout
    assert done.stdout.endswith("xk-test-2030: 7 of 8 figures and claims are proved.\n")
    path.write_text("another", encoding="utf-8")
    done = numerim(*command, cwd=house.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no source declares this document" in done.stderr


def test_trace_shows_the_words(numerim, ungated, brought):
    house, path = brought()
    assert numerim("release", "xk-test-2030", cwd=house.root).returncode == 0
    trace = ("trace", "xk-test-2030", "vote_counts", "ben-krasniqi")
    done = numerim(*trace, cwd=house.root).stdout
    assert f"document@{at('4,880')}, its subject at {at('Ben Krasniqi')}, {at('Prizren')}\n" in done
    assert "“4,880”" not in done
    done = numerim(*trace, "--document", str(path), cwd=house.root).stdout
    assert "which reads “4,880”, its subject “Ben Krasniqi”, “Prizren”\n" in done
    assert "in “Her opponent Ben Krasniqi took 4,880.”\n" in done
    path.write_text("another", encoding="utf-8")
    assert numerim(*trace, "--document", str(path), cwd=house.root).returncode == 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not beside the checkout")
@pytest.mark.parametrize(
    ("election", "documents", "figures"),
    [("al-local-2023", ("000", "002"), 134), ("xk-local-2017", ("001",), 63), ("xk-local-2021", ("003",), 105)],
)
def test_every_figure_of_the_documents_is_proved(house, election, documents, figures):
    paths = [next((SHARED / "documents").glob(f"{name}_*")) for name in documents]
    found = prove(house, election_file(house, election), paths)
    assert told(found) == []
    assert (found.proved, found.stated) == (figures, figures)
