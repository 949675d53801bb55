"""Names that the seeds do not know, taken as they are printed; and what reports below the contest's unit."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from tests.numerim.conftest import HEAD

COLUMNS = "unit,candidate,party,office,measure,category,value,according_to,round,within\n"
STATIONS = HEAD.replace("sources:", "register: {unit: polling_station, party: party}\nsources:")
NEW = HEAD.replace("sources:", "register: {unit: municipality, party: party}\nsources:")


@pytest.fixture
def stations(judged):
    """Rows of polling stations: municipality, station, candidate, votes."""

    def of(*rows, head=STATIONS, more=()):
        made = [f"{station},{name},P {name},mayor,votes,,{votes},,,{within}" for within, station, name, votes in rows]
        return judged([*made, *more], head=head, complete="units, votes, share", columns=COLUMNS, whole=True)

    return of


def units(connection):
    return warehouse.rows(
        connection, "SELECT gp_unit_id, parent_id FROM clean.gp_units WHERE unit_type = 'polling_station' ORDER BY 1"
    )


def test_a_station_is_of_the_municipality_that_its_row_names(stations):
    made = stations(("Prizren", "1", "Agim", 300), ("Pejë", "1", "Dardan", 100))
    assert units(made) == [("xk-peje-1", "xk-peje"), ("xk-prizren-1", "xk-prizren")]
    contests = warehouse.rows(made, "SELECT contest_id FROM clean.contests ORDER BY 1")
    assert contests == [("xk-test-2030/mayor/xk-peje/1",), ("xk-test-2030/mayor/xk-prizren/1",)]


def test_names_that_differ_in_letters_have_two_ids(stations):
    """Letters that numerim does not know are not dropped without a mark."""
    made = stations(("", "ბათუმი 1", "A", 5), ("", "თბილისი 1", "B", 6), head=NEW)
    ids = warehouse.rows(made, "SELECT count(DISTINCT gp_unit_id) FROM clean.vote_counts")
    assert ids == [(2,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2", "1/2"),
        ("1 2", "1-2"),
        ("Ward 1-2-3", "Ward 1-2.3"),
        ("Ward (1) 2", "Ward 1-2"),
        ("+Europa", "Europa"),
        ("a+", "a"),
        ("c++", "c+"),
        ("No. 1 *", "No 1"),
        ("#1", "1"),
    ],
)
def test_names_that_would_have_one_id_are_refused(stations, one, other):
    with pytest.raises(InputError, match="would have one id"):
        stations(("", one, "A", 5), ("", other, "B", 6), head=NEW)


ONE_NAME = [
    ("Ward 1, 2", "Ward 1,2"),
    ("Ward 1 - 4", "Ward 1-4"),
    ("Ward 5-6-7", "Ward 5 - 6 -7"),
    ("Ward 8.", "Ward 8"),
    ("Ward 9 (North)", "Ward 9 North"),
    ("St. John’s", "St John's"),
    ("“Alt-Neu” / West", "Alt Neu, West"),
    ("A + B (1)", "A+B 1"),
]


def test_names_that_differ_in_how_they_are_written_have_one_id(stations):
    rows = [("", f'"{name}"', f"C{i}", 5) for i, name in enumerate(name for pair in ONE_NAME for name in pair)]
    made = stations(*rows, head=NEW.replace("two_round_majority", "plurality"))
    ids = warehouse.rows(made, "SELECT count(DISTINCT gp_unit_id), count(*) FROM clean.vote_counts")
    assert ids == [(len(ONE_NAME), len(rows))]


def test_a_printed_total_of_one_does_not_hide_the_sum_of_the_others(stations):
    rows = [
        ("Prizren", "1", "A", 300),
        ("Prizren", "2", "A", 100),
        ("Prizren", "1", "B", 200),
        ("Prizren", "2", "B", 450),
    ]
    more = ["Prizren,A,P A,mayor,votes,,400,,,", "Prizren,A,P A,mayor,outcome,,elected,,,"]
    made = stations(*rows, more=more, head=STATIONS.replace("two_round_majority", "plurality"))
    votes = "SELECT selection_id, votes FROM core.contest_votes ORDER BY 1"
    assert warehouse.rows(made, votes) == [("a", 400), ("b", 650)]
    assert warehouse.rows(made, "SELECT broken FROM core.rules WHERE code = 'R501'") == [(1,)]


def test_a_municipality_that_is_named_like_its_county_is_the_one_that_is_meant(stations):
    """Berat and Dibër are counties and municipalities."""
    head = STATIONS.replace("country: XK", "country: AL").replace("two_round_majority", "plurality")
    made = stations(("Berat", "1", "A", 5), ("Dibër", "1", "B", 6), head=head)
    assert units(made) == [("al-berat-1", "al-berat"), ("al-diber-1", "al-diber")]
    assert warehouse.rows(made, "SELECT broken FROM core.rules WHERE code = 'R103'") == [(0,)]


def test_a_country_needs_no_seeds_where_names_are_taken_as_printed(judged):
    rows = ["Reykjavík,Anna,P,mayor,votes,,300,,", "Akureyri,Jón,Q,mayor,votes,,200,,"]
    head = NEW.replace("country: XK", "country: IS").replace("two_round_majority", "plurality")
    made = judged(rows, head=head, columns=COLUMNS.replace(",within", ""), whole=True)
    told = warehouse.rows(made, "SELECT gp_unit_id, name, unit_type FROM clean.gp_units ORDER BY 1")
    assert told == [
        ("is", "Iceland", "country"),
        ("is-akureyri", "Akureyri", "municipality"),
        ("is-reykjavik", "Reykjavík", "municipality"),
    ]


def test_of_a_country_that_is_not_known_it_is_said_what_to_write(judged):
    head = HEAD.replace("country: XK", "country: IS")
    with pytest.raises(InputError) as caught:
        judged(["Reykjavík,Anna,P,mayor,votes,,300,,"], head=head, columns=COLUMNS.replace(",within", ""))
    assert "has no unit of type country for IS" in str(caught.value)
    assert "add:\nregister: {unit: municipality, party: party}\n" in str(caught.value)
    assert "is,IS,its name,country,," in str(caught.value)


PRESIDENT = NEW.replace("unit: municipality, party: party", "unit: country").replace(
    "{mayor: {outcome_rule: two_round_majority}, council: {}}", "{president: {unit: country, outcome_rule: plurality}}"
)


def test_a_registered_country_is_that_of_the_election(judged):
    rows = [f"The Republic,{name},,president,votes,,{votes},,1" for name, votes in (("A B", 100), ("C D", 80))]
    made = judged(rows, head=PRESIDENT, whole=True)
    assert warehouse.rows(made, "SELECT DISTINCT gp_unit_id FROM clean.vote_counts") == [("xk",)]
    assert warehouse.rows(made, "SELECT count(*) FROM clean.vote_counts") == [(2,)]


def test_several_registered_countries_are_refused(judged):
    rows = [f"{unit},A B,,president,votes,,100,,1" for unit in ("Freedonia", "Sylvania")]
    with pytest.raises(InputError, match="finds several countries in an election of one: “Freedonia”, “Sylvania”"):
        judged(rows, head=PRESIDENT)
