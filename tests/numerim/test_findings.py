"""What is wrong in the documents is found; what is right is not accused.

Each finding was read by hand against its document.
"""

import pytest

from numerim import warehouse

FINDINGS = {
    "al-local-2023": [
        # The by-election in Dibër: 60.82 + 19.28 + 19.46. The other five by-elections sum to 100.
        ("error", "R401", "al-by-2022-03-06/mayor/al-diber/1", "99.56"),
        # The infobox gives 67 % to one and 48 % to the other.
        ("error", "R417", "all al total_share", "115"),
        # “With 6,400 votes”: his, or more than the other had?
        ("warning", "R120", "votes article.csv:L71.C8", "these may be his own or his margin"),
        # “Ongoing: yes” beside the by-elections of a year later.
        ("warning", "R123", "al-local-2023 wikipedia", "2024-08-04"),
        # 61 councils have 274 seats of other lists; the 31 lists beside the five big ones have 272.
        ("warning", "R304", "council al total_seats al-others", "272"),
        # 52.255 beside 47.75: the percent sign is the key of the 5.
        ("warning", "R408", "al-local-2023/mayor/al-memaliaj/1 albert-malaj", "52.255"),
        # 67 % and 48 %, of what?
        ("warning", "R419", "all al al-pl", "48 per cent"),
        ("warning", "R419", "all al al-ps", "43.11 per cent of the votes of the council"),
        # “In all communities”, but in Rrogozhinë 17.31 against 21.96.
        ("warning", "R510", "al-by-2022-03-06/mayor/al-rrogozhine/1 al-shel", "17.31"),
        # One party has one chairman in the register and another beside its results.
        ("warning", "R608", "al-prdsh", "Skender Halili"),
        # A party that is said not to stand, and its 123 seats.
        ("warning", "R713", "all al al-pd", "103,719 votes and 123 seats"),
        ("info", "R106", "Bedri Qypi", "bedri Qypi"),
        ("info", "R106", "Besmir Veli", "Besmir Veliu"),
        ("info", "R106", "Dhimitraq Toli", "Dhimitër Toli"),
        ("info", "R106", "Emiriana Sako", "Emiriano Sako"),
        ("info", "R106", "Erion Isaj", "Erion Isai"),
        ("info", "R106", "Gledian Llatja", "Gledian llatja"),
        ("info", "R106", "Klement Ndoni", "Kelmet Ndoni"),
        ("info", "R106", "Pali Kolefeski", "Pal Kolefski"),
        ("info", "R106", "Rexhe Byberi", "Rexh Byberin"),
        ("info", "R106", "Rrahim Spahiu", "Rahim Spahiu"),
        ("info", "R108", "Aleanca Liberale e Djathtë Aleanca Liberale e Djathë", "“Aleanca Liberale e Djathë”"),
        ("info", "R108", "Korçë Korcë", "“Korcë”"),
        (
            "info",
            "R108",
            "Partia për Mbrojtjen e të Drejtave të Emigrantëve "
            "Party for the Protection of the Rights of Immigrants of Albania",
            "Immigrants",
        ),
        ("info", "R108", "Rrogozhinë Rrogozhine", "“Rrogozhine”"),
        # 1,341,009 votes are listed, but their shares are of 1,344,381 or more.
        ("info", "R117", "mayor al-pd Mayoral results", "without a coalition in 2 of 6: Fushë-Arrëz, Has"),
        ("info", "R117", "mayor al-ps Mayoral results", "without a coalition in 10 of 53: Belsh, Berat, Bulqizë"),
        ("info", "R410", "council al Full results by party/coalition", "3,373"),
        ("info", "R506", "al-local-2023/council/al-fushe-arrez/1", "3 seats"),
        ("info", "R506", "al-local-2023/council/al-kukes/1", "4 seats"),
        ("info", "R506", "al-local-2023/council/al-mirdite/1", "4 seats"),
        ("info", "R506", "al-local-2023/council/al-tropoje/1", "4 seats"),
        # The winner is named without a party, the shares are of parties.
        ("info", "R509", "al-by-2023-09-24/mayor/al-kukes/1", "Albert Halilaj"),
        # The turnout of 2019: the official figures and those of the opposition.
        ("info", "R609", "cast all al", "534,528"),
        ("info", "R609", "turnout all al", "15.12"),
        # Sali Berisha alone, and with Ilir Meta.
        ("info", "R618", "al-bf", "Sali Berisha and Ilir Meta"),
        ("info", "R706", "Full results by party/coalition", "LDK, PEISH, PESh, PMDPSH, POSH"),
    ],
    "xk-local-2017": [
        # 819,865 of 1,890,952 is 43.36 %.
        ("error", "R403", "all xk 1", "43.36"),
        ("info", "R106", "Abdulhadi Krasniqi", "Krasniv"),
        ("info", "R108", "Deçan Decanit", "“Decanit”"),
        ("info", "R108", "Graçanicë Gracanicë", "“Gracanicë”"),
        ("info", "R108", "Mitrovicë e Jugut Mitrovicën e JUgut", "JUgut"),
    ],
    "xk-local-2021": [
        # 21 runoffs and 16 decided are 37 municipalities; there are 38.
        ("warning", "R701", "mayor article.csv", "Skënderaj"),
        ("info", "R108", "Rahovec Rahove", "“Rahove”"),
        # Two are named; all the others together have more than the second of them.
        ("info", "R413", "xk-local-2021/mayor/xk-istog/1", "34.42"),
        ("info", "R413", "xk-local-2021/mayor/xk-kamenice/1", "36.47"),
        ("info", "R413", "xk-local-2021/mayor/xk-kline/1", "29.25"),
        ("info", "R413", "xk-local-2021/mayor/xk-malisheve/1", "37.1"),
        ("info", "R413", "xk-local-2021/mayor/xk-obiliq/1", "31.69"),
        ("info", "R413", "xk-local-2021/mayor/xk-rahovec/1", "27.98"),
    ],
}


@pytest.mark.parametrize("election", FINDINGS)
def test_findings(checked, election):
    found = warehouse.rows(
        checked(election),
        "SELECT severity, rule, subject, says FROM clean.findings "
        "ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule, subject",
    )
    expected = FINDINGS[election]
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    for (*_, says), (*_, number) in zip(found, expected, strict=True):
        assert number in says


RIGHT = [
    # rule, how often it holds: what the documents get right is judged and not accused
    ("al-local-2023", "R301", 49, "councils whose seats make their printed size"),
    ("al-local-2023", "R302", 61, "councils of a legal size"),
    ("al-local-2023", "R303", 6, "columns that make their printed total"),
    ("al-local-2023", "R306", 1, "23 counted and 38 being counted are 61"),
    ("al-local-2023", "R401", 8, "by-elections whose shares sum to 100"),
    ("al-local-2023", "R404", 1, "the lead in Tirana"),
    ("al-local-2023", "R405", 3, "the leads in three polls"),
    ("al-local-2023", "R406", 1, "15.31 points between 38.28 and 22.97"),
    ("al-local-2023", "R414", 1, "one base for 36 lists"),
    ("al-local-2023", "R415", 1, "one roll for two turnouts"),
    ("al-local-2023", "R601", 23, "winners that both sources name"),
    ("al-local-2023", "R701", 2, "lists of 61 mayors and of 61 councils"),
    ("xk-local-2017", "R305", 1, "1 + 35 + 30 + 25 subjects are 91"),
    ("xk-local-2017", "R306", 1, "19 decided and 19 runoffs are 38"),
    ("xk-local-2017", "R701", 1, "a list of 38"),
    ("xk-local-2017", "R703", 4, "lists of 19, 19, 9 and 2"),
    ("xk-local-2021", "R413", 15, "runoffs in which the others have less than the second"),
    ("xk-local-2021", "R503", 21, "pairs"),
    ("xk-local-2021", "R504", 42, "candidates below half who lead"),
]


@pytest.mark.parametrize(("election", "rule", "times", "what"), RIGHT)
def test_what_is_right_is_judged(checked, election, rule, times, what):
    held = warehouse.rows(checked(election), f"SELECT held FROM core.rules WHERE code = '{rule}'")[0][0]
    assert held == times, what


def test_spellings_are_kept(checked):
    printed = warehouse.rows(
        checked("al-local-2023"), "SELECT DISTINCT printed FROM clean.names WHERE id = 'besmir-veli' ORDER BY 1"
    )
    assert printed == [("Besmir Veli",), ("Besmir Veliu",)]


def test_flagged_figures_are_published_with_their_doubts(checked):
    rows = warehouse.rows(
        checked("al-local-2023"),
        "SELECT share::DOUBLE, doubts FROM clean.vote_shares WHERE contest_id LIKE '%memaliaj%'",
    )
    assert sorted(rows) == [(47.75, None), (52.255, "R408")]


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ("vote_shares", "contest_id = 'al-by-2022-03-06/mayor/al-diber/1'"),
        ("reported_shares", "measure = 'total_share' AND race = 'all'"),
    ],
)
def test_disputed_figures_of_which_none_is_singled_out_are_published_with_the_doubt(checked, table, condition):
    doubts = warehouse.rows(checked("al-local-2023"), f"SELECT DISTINCT doubts FROM clean.{table} WHERE {condition}")
    assert doubts in ([("R401",)], [("R417 R419",)])
