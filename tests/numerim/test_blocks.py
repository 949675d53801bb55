"""Tables beneath each other in one file, headers that stand again, tables on their side, and totals of totals."""

import pytest

from numerim.draft.file import judge_any

SHERIFFS = """\
Statement of Votes Cast

County Commissioner District 2
(Vote for 1)
Precinct,Registered Voters,Ballots Cast,SMITH ANN,JONES BOB,Total Votes
Precinct 1,400,110,40,60,100
Precinct 2,300,95,30,60,90
TOTAL,700,205,70,120,190

Sheriff
(Vote for 1)
Precinct,Registered Voters,Ballots Cast,LEE KIM,POE EDGAR,Total Votes
Precinct 1,400,110,55,50,105
Precinct 2,300,95,33,59,92
Page 1 of 2
Sheriff (continued)
(Vote for 1)
Precinct,Registered Voters,Ballots Cast,LEE KIM,POE EDGAR,Total Votes
Precinct 3,200,80,41,36,77
TOTAL,900,285,129,145,274
"""
DANES = """\
Kommunalvalg;;;;
;Parti;Hvidovre;Greve;I alt
A;Socialdemokratiet;1.200;900;2.100
V;Venstre;700;650;1.350
O;Dansk Folkeparti;100;50;150
;Gyldige stemmer;2.000;1.600;3.600
;Ugyldige stemmer;25;14;39
;Afgivne stemmer;2.025;1.614;3.639
;Stemmeberettigede;3.000;2.500;5.500
"""
AUSTRIANS = (
    "Sprengel;Wahlberechtigte;Abgegebene Stimmen;ÖVP;SPÖ;Gültige Stimmen;Ungültige Stimmen\n"
    + "".join(f"Sprengel {i};900;{205 + 9 * i};{100 + 7 * i};{100 + 2 * i};{200 + 9 * i};5\n" for i in range(1, 7))
    + "Summe Urnenwahl;5400;1419;747;642;1389;30\nBriefwahl;700;310;160;148;308;2\nGesamt;6100;1729;907;790;1697;32\n"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong", "place"),
    [
        (SHERIFFS, "Precinct 2,300,95,33,59,92", "Precinct 2,300,95,33,69,92", (14, 5)),
        (DANES, "Venstre;700;650", "Venstre;710;650", (4, 3)),
        (AUSTRIANS, "Summe Urnenwahl;5400;1419;747", "Summe Urnenwahl;5400;1419;757", (8, 4)),
    ],
    ids=["blocks", "turned", "totals of totals"],
)
def test_one_slip_is_found_where_it_stands(tmp_path, text, right, wrong, place):
    path = tmp_path / "r.csv"
    path.write_text(text)
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    path.write_text(text.replace(right, wrong, 1))
    found = [(at.line, at.cell) for one in judge_any(str(path)).told for at in one.places]
    assert place in found
