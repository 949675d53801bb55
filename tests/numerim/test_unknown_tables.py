"""Tables in the shapes of many countries, figures invented: what their columns are, and what is told of them."""

import pytest

from numerim.draft.columns import describe
from numerim.draft.file import judge_any
from numerim.draft.look import look
from numerim.errors import InputError
from tests.conftest import ROOT

PARTS_OF_A_TABLE = """Votes at each place
,,"A, Ann","B, Bob",Total Valid Votes,Informal Votes
Advance Places
Eastham,"Hall, 1 High Street",6,49,55,2
,"Library, 2 Low Street",7,50,57,0
Election Day Places
Eastham,"School, 3 Long Road",5,40,45,1
,"Church, 4 Side Road",3,30,33,0
"""
SHORT = """Bezirk;Gemeinde;Wahlber.;Abgegebene;Gültige;Ungültige;Nr./Liste1;Name/Liste1;Stimmen/Liste1;Nr./Liste2;\
Name/Liste2;Stimmen/Liste2;Nr./Liste3;Name/Liste3;Stimmen/Liste3
Tal;Oberdorf;100;80;78;2;1;ROT;40;2;BLAU;30;3;GELB;8
Tal;Niederdorf;90;61;60;1;1;ROT;35;3;GELB;25
Tal;Mitteldorf;95;70;68;2;1;ROT;35;2;BLAU;13;3;GELB;20
"""
WARDS = """City/Town,Ward,Pct,Ames/ Ball,Cole/ Dunn,All Others,Blank Votes,Total Votes Cast
Abton,-,1,818,717,30,22,"1,587"
Abton,-,2,739,785,12,41,"1,577"
Bexford,1,1,500,400,9,8,917
Bexford,1,2,510,410,9,8,937
Bexford,2,1,520,420,9,8,957
"""
ZEROS = """區,所,甲,乙,有效票數,無效票數,投票數,發出票數,用餘票數,選舉人數
00,0000,70,100,170,4,174,174,55,229
01,0000,70,100,170,4,174,174,55,229
01,0001,30,50,80,2,82,82,28,110
01,0002,40,50,90,2,92,92,27,119
"""
SPECIAL = """precinct,special precinct,possible voters,ballots signed for,invalid votes,1 - A. Abe,2 - B. Bee
1,,1000,600,20,300,280
2,,900,500,15,260,225
40,40,150,140,2,80,58
"""
YEARS = """year,party_a,party_n,party_ds,party_e,total_valid,electorate
1935,293,NA,16,9,318,409
1939,301,31,8,2,342,431
1943,421,43,43,1,508,570
1947,259,NA,24,3,286,487
"""
TURNOUT = """10;06;2024;12;00
900;400;44,44
1;DISTRICT 1000 - NORTH;0;DISTRICT 1000 - NORTH;500;200;40,00
1;DISTRICT 1000 - NORTH;1;UNIT 1001 - HILL;300;110;36,67
1;DISTRICT 1000 - NORTH;2;UNIT 1002 - DALE;200;90;45,00
2;DISTRICT 2000 - SOUTH;0;DISTRICT 2000 - SOUTH;410;210;51,22
2;DISTRICT 2000 - SOUTH;1;UNIT 2001 - MILL;410;210;51,22
"""
BOX = """Naziv,Upisani biraci,Glasali,U glasackoj kutiji,Nevazeci,Vazeci,Ana,"Boris
 "
A,700,500,500,10,490,290,200
B,600,400,399,9,390,190,200
C,650,450,450,20,430,230,200
D,640,440,440,10,430,200,230
E,610,410,410,30,380,200,180
F,680,480,480,20,460,260,200
G,550,350,350,20,330,200,130
H,560,360,360,20,340,210,130
I,570,370,370,20,350,220,130
J,580,380,380,20,360,230,130
"""
SPECIAL_VOTES = """Area,Votes (a),Special Votes (b),Valid Total (a)+(b),Ordinary Votes (d),Special Votes (e),\
Informal Total (d)+(e),Ordinary Votes Disallowed,Special Votes Disallowed,Total Votes Cast,Electors on Roll
Kauri,2100,800,2900,50,13,63,11,352,3326,3900
Rata,3600,500,4100,122,18,140,19,219,4478,5100
Rimu,2800,600,3400,113,29,142,8,510,4060,4600
Totara,3500,440,3940,101,17,118,16,214,4288,5000
"""
OF_STATES = """State Name,AC No.,AC Name,Candidate Name,Party,General Votes,Postal Votes,Total Votes,% Votes Polled,\
Total Electors
Kerala,1,Hill,Ann,ABC,298,2,300,60.00,700
Kerala,1,Hill,Bob,XYZ,199,1,200,40.00,700
Kerala,2,Dale,Cal,ABC,397,3,400,80.00,900
Kerala,2,Dale,Dan,XYZ,98,2,100,20.00,900
"""
OF_TOWNS = """town,candidate,first_choice_votes,town_total_ballots,first_choice_pct
Abbot,"Cote, Al",70,320,21.88
Abbot,"Eves, Mo",250,320,78.13
Acton,"Cote, Al",90,120,75.00
Acton,"Eves, Mo",30,120,25.00
Alna,"Cote, Al",60,100,60.00
Alna,"Eves, Mo",40,100,40.00
"""
NUMBERS = """OKRES;OBEC;OKRSEK;KSTRANA;POC_HLASU
1100;500001;1001;1;35
1100;500001;1001;2;40
1100;500002;1001;1;25
1100;500002;1001;2;41
"""
BY_SHARES = """teryt;nrk;LP;PO;LPp;POp;totalG
220401;4;57;349;6.82;41.75;836
022406;11;26;8;19.40;5.97;134
140310;2;10;19;4.27;8.12;234
246301;47;21;135;4.68;30.07;449
"""
BY_POST = """kandidatas,apygarda,nuo_biuleteniu,apylinkese,pastu
Ona ONA,Upė (Nr.1),"60,00%",50,10
Jonas JON,Upė (Nr.1),"40,00%",30,10
Rasa RAS,Ežeras (Nr.2),"75,00%",65,10
Tomas TOM,Ežeras (Nr.2),"25,00%",20,5
"""
COLOMBIA = """CODDEP,NOMDEP,CODMUN,NOMMUN,MESA,CODPAR,NOMPAR,CODCAN,NOMCAN,VOTOS
01,ANTIOQUIA,001,VALE,1,1,P UNO,101,ANA,52
01,ANTIOQUIA,001,VALE,1,2,P DOS,102,BEN,37
01,ANTIOQUIA,001,VALE,2,1,P UNO,101,ANA,61
01,ANTIOQUIA,001,VALE,2,2,P DOS,102,BEN,22
01,ANTIOQUIA,002,HILL,1,1,P UNO,101,ANA,33
01,ANTIOQUIA,002,HILL,1,2,P DOS,102,BEN,44
"""
BY_KIND = """Precinct,Early,Election Day,Total
101,610,590,"1,200"
102,141,151,292
103,20,30,50
104,220,30,250
"""
IN_PERSON = """Censo;Votantes_presencial;Voto_correo;Eleccion
640;501;30;May
"""
KINDS_AND_CHOICES = """Precinct,Registered,Machine,Paper,Ann,Bob
N1,2000,605,90,405,290
N2,1000,305,50,205,150
N3,1000,325,50,205,170
N4,1500,405,60,305,160
"""
KINDS_OF_VALID = """Precinct,Machine votes,Paper votes,Total votes,Invalid,Ballots cast
N1,600,90,690,10,700
N2,300,50,350,5,355
N3,320,50,370,5,375
N4,400,60,460,5,465
"""
WHITE = """Gemeinde;Partei;Stimmen
Nord;ROT;430
Nord;BLAU;270
Nord;Weiße;20
Süd;ROT;330
Süd;BLAU;170
Süd;Weiße;10
"""
ROUNDS = """tour;commune;candidat;voix;pourcentage
r1;Nord;Ann;4021;40.21
r1;Nord;Bob;5980;59.79
r2;Nord;Ann;5010;50.1
r2;Nord;Bob;4988;49.88
r2;Nord;Cy;2;0.02
"""
LISTS_OF_TABLES = """local,recibido,mesa,lista,total_votos,total_votantes
5_17,2030-04-30 10:01,1,1,131,301
5_17,2030-04-30 10:01,1,3,36,301
5_17,2030-04-30 10:01,2,1,120,280
5_17,2030-04-30 10:01,2,3,40,280
6_18,2030-04-30 10:05,1,1,99,250
6_18,2030-04-30 10:05,1,3,77,250
"""
NAMESAKES = """SerialNo,CandidateName,Gender,Age,PoliticalPartyName,District,TotalVotesReceived
4012,Ann Ames,F,46,UNITY,Vale,1610
4013,Ann Ames,F,28,New Force,Vale,32
4014,Bob Bell,M,51,Congress,Vale,496
4015,Cy Cole,M,51,Greens,Vale,221
"""
TWO_PARTIES = NAMESAKES.replace(",28,", ",46,")
PADDED = "".join(
    f"K ;01;{n:03}A;Place {n}   ;00{n + 30}10;00{n + 11}56;00{n + 18}54;00{n + 9}13;00{n + 13}42;000000{n % 3};T\n"
    for n in range(1, 8)
)

CASES = {
    "headings of parts": (PARTS_OF_A_TABLE, {"column 2": "unit", "Total Valid Votes": "valid", "heading": "ignore"}),
    "rows that lack lists": (SHORT, {"Stimmen/Liste3": "votes", "Name/Liste3": "", "Gültige": "valid"}),
    "wards without a number": (WARDS, {"City/Town": "within", "All Others": "votes", "Total Votes Cast": "cast"}),
    "totals by code": (
        ZEROS,
        {"區": "within", "所": "unit", "甲": "votes", "發出票數": "issued", "用餘票數": "unused"},
    ),
    "a mark among counts": (SPECIAL, {"special precinct": "ignore", "1 - A. Abe": "votes", "2 - B. Bee": "votes"}),
    "a row a year": (YEARS, {"year": "office", "party_n": "votes", "party_ds": "votes", "total_valid": "valid"}),
    "turnout without a header": (TURNOUT, {"column 5": "registered", "column 6": "cast", "column 7": "turnout"}),
    "voters and papers": (BOX, {"Glasali": "signatures", "U glasackoj kutiji": "cast", "Boris": "votes"}),
    "kinds of votes": (SPECIAL_VOTES, {"Special Votes (b)": "valid", "Valid Total (a)+(b)": "valid"}),
    "electors beside candidates": (OF_STATES, {"AC Name": "unit", "% Votes Polled": "share", "Total Votes": "votes"}),
    "ballots beside candidates": (OF_TOWNS, {"town_total_ballots": "valid", "first_choice_pct": "share"}),
    "lists by number": (NUMBERS, {"OKRSEK": "unit", "OBEC": "within", "KSTRANA": "party", "POC_HLASU": "votes"}),
    "shares tell votes": (BY_SHARES, {"totalG": "valid", "LP": "votes", "POp": "share", "teryt": "unit"}),
    "shares with a mark": (BY_POST, {"nuo_biuleteniu": "ignore", "apylinkese": "votes", "pastu": "votes"}),
    "ballots by kind": (BY_KIND, {"Early": "cast", "Election Day": "cast", "Total": "cast"}),
    "voters in person": (IN_PERSON, {"Censo": "registered", "Votantes_presencial": "cast", "Voto_correo": "cast"}),
    "kinds and choices": (KINDS_AND_CHOICES, {"Machine": "cast", "Paper": "cast", "Ann": "votes", "Bob": "votes"}),
    "kinds of valid votes": (KINDS_OF_VALID, {"Paper votes": "valid", "Total votes": "valid", "Ballots cast": "cast"}),
    "blank ones among parties": (WHITE, {"Partei": "party", "Stimmen": "votes"}),
    "rounds by letter": (ROUNDS, {"tour": "round", "voix": "votes"}),
    "lists of tables": (
        LISTS_OF_TABLES,
        {"local": "part", "mesa": "unit", "lista": "party", "total_votos": "votes", "total_votantes": "cast"},
    ),
    "posts in local bodies": (
        "CandidateName,PartyName,LocalBodyName,PostName,Votes\nAnn,A,Oak,Mayor,160\nBob,B,Oak,Mayor,32\n"
        "Cy,A,Elm,Mayor,49\nDi,B,Elm,Mayor,22\n",
        {"LocalBodyName": "unit", "PostName": "office", "CandidateName": "candidate", "Votes": "votes"},
    ),
    "votes of two": (
        "place,votes_ann,votes_bob,valid_votes\nA,10,21,31\nB,8,9,17\nC,7,7,14\n",
        {"votes_ann": "votes", "votes_bob": "votes", "valid_votes": "valid"},
    ),
    "lists without voters": (
        "mesa,lista,total_votos\n1,1,131\n1,3,36\n2,1,120\n2,3,40\n",
        {"mesa": "unit", "lista": "party", "total_votos": "votes"},
    ),
    "voters of parties": (
        "Precinct,Party,Registered,Ballots Cast\nN1,DEM,400,131\nN1,REP,300,36\nN2,DEM,444,120\nN2,REP,555,40\n",
        {"Registered": "registered", "Ballots Cast": "cast"},
    ),
    "two of one name": (NAMESAKES, {"SerialNo": "ballot_number", "Age": "ignore", "CandidateName": "candidate"}),
    "one of two parties": (TWO_PARTIES, {"SerialNo": "ignore", "CandidateName": "candidate"}),
    "keys and names": (COLOMBIA, {"NOMMUN": "within", "MESA": "unit", "NOMPAR": "party", "NOMCAN": "candidate"}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_the_columns_of_an_unknown_table_are(name):
    text, wanted = CASES[name]
    (table,) = look(text.encode(), "table.csv").tables
    said = describe(table, ROOT / "seeds")
    found = {column.name: column.is_ for some in said.columns.values() for column in some}
    assert {one: found.get(one, "") for one in wanted} == wanted


@pytest.mark.parametrize(
    "name",
    [
        *(
            "headings of parts",
            "rows that lack lists",
            "wards without a number",
            "voters and papers",
            "ballots by kind",
        ),
        *("voters in person", "kinds and choices", "kinds of valid votes", "rounds by letter"),
        *("lists of tables", "two of one name"),
    ],
)
def test_right_figures_of_an_unknown_table_are_not_accused(tmp_path, name):
    file = tmp_path / "table.csv"
    file.write_text(CASES[name][0], "utf-8")
    assert {one.rule for one in judge_any(str(file)).told if one.severity != "info"} == set()


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule"),
    [(BOX, "450,450,20,430,230", "450,450,20,430,320", "R203"), (BY_KIND, "101,610", "101,510", "R313")],
)
def test_a_slip_in_an_unknown_table_is_told(tmp_path, text, right, wrong, rule):
    file = tmp_path / "table.csv"
    file.write_text(text.replace(right, wrong), "utf-8")
    assert rule in {one.rule for one in judge_any(str(file)).told}


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [(WHITE, "Partei", {"Weiße": "blank"}), (ROUNDS, "tour", {"r1": "1", "r2": "2"})],
)
def test_words_in_an_unknown_table_have_a_meaning(text, column, words):
    (table,) = look(text.encode(), "table.csv").tables
    assert [one.words for one in describe(table, ROOT / "seeds").columns[""] if one.name == column] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"01;001;13587;113"\n"01;002;46021;516"\n"01;003;65446;633"\n', "each of its lines stands in quotation marks"),
        (SHORT.replace("Tal;Niederdorf;90", "Niederdorf;90"), "the header has 15 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_that_are_true(text, words):
    with pytest.raises(InputError, match=words):
        look(text.encode(), "table.csv")


def test_padded_fields_without_a_header_are_not_guessed_at(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text(PADDED, "utf-8")
    with pytest.raises(InputError, match="it has no header, and figures alone do not say what they count"):
        judge_any(str(file))
