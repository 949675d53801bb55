"""Tables as portals and newsrooms give them: what is read, that nothing right is accused, and that a misprint shows."""

import pytest

from tests.numerim.drafting import is_

PEOPLE = "Candidato;Votos\nRosa Gil;{}\nIván Paz;57.140\nLuz Mora;33.695\nVotos en blanco;5.321\n"
COLOMBIA = PEOPLE + "Votos válidos;181.606\nVotos nulos;4.210\nVotos no marcados;2.456\nTotal votantes;188.272\n"
MAYOR = (
    "Candidato;Partido;Votos\nRosa Gil;PACTO;85.450\nIván Paz;LIBERAL;57.140\nLuz Mora;VERDE;33.695\n"
    "Votos en blanco;;5.321\nVotos válidos;;181.606\nVotos nulos;;4.210\nVotos no marcados;;2.456\nTotal votantes;;{}\n"
)
CHILE = "Candidato,Votos\nRosa Gil,{}\nIván Paz,79\nLuz Mora,71\nVotos Nulos,1\nVotos en Blanco,2\nTotal Votación,223\n"
CZECHIA = "číslo;Strana;Platné hlasy;v %\n20;ANO;{};46,15\n13;SPOLU;22 500;34,62\n4;STAN;12 500;19,23\n"
CZECHIA += ";Celkem;65 000;100,00\n"
LISTS = (
    "číslo;název;Platné hlasy;v %;Mandáty\n20;ANO;{};46,15;4\n13;SPOLU;17 500;26,92;2\n4;STAN;8 500;13,08;1\n"
    "9;SPD;5 000;7,69;1\n2;KSČM;4 000;6,15;0\n"
    ";Celkem;65 000;100,00;8\n"
)
UKRAINE = (
    "№ ТВО;Кількість виборців, внесених до списку;Кількість виборців, які отримали бюлетені;Взяли участь у голосуванні;"
    "Кількість бюлетенів, визнаних недійсними;Коваль Олена;Мельник Тарас\n"
)
UKRAINE += "".join(
    f"{20 + i};{n};{c + 5 * (i % 2)};{'{}' if i == 3 else c};{b};{a};{c - a - b}\n"
    for i, (n, c, b, a) in enumerate(
        (
            (9202, 4510, 50, 3426),
            (15986, 8734, 116, 6254),
            (14207, 6572, 82, 4941),
            (9753, 6763, 120, 4710),
            (8200, 5000, 60, 2900),
        )
    )
)
FORM = (
    "Name of Candidate,Party,Votes Polled\nAli Khan,PML,36262\nOmar Shah,IND,33621\nTotal Valid Votes Polled,,69883\n"
    "Rejected Votes,,2117\nTotal Votes Polled,,{}\n"
)
PLACE = "Station,Total votes cast,Valid votes,Blank votes\nElms,{},640,20\n"
NORWAY = "Kommunenavn;Partikode;Partinavn;Antall stemmeberettigede;Antall stemmer totalt\n" + "".join(
    f"{name};{code};{party};{'{}' if code == 'FRP' and roll == 11132 else roll};{votes}\n"
    for name, roll, more in (("Eigersund", 11132, 2000), ("Sandnes", 11006, 1700))
    for code, party, votes in (
        *(("A", "Arbeiderpartiet", 617 + more), ("H", "Høyre", 103 + more)),
        *(("FRP", "Fremskrittspartiet", more - 185), ("SP", "Senterpartiet", more - 900)),
    )
)
HUNGARY = "Szavazókör,Megjelentek,Urnában lévő szavazólapok,Érvénytelen szavazólapok,Érvényes szavazólapok\n" + "".join(
    f"{i:03},{n},{{}},{5 + i},{n - 5 - i}\n" if i == 2 else f"{i:03},{n},{n},{5 + i},{n - 5 - i}\n"
    for i, n in enumerate((313, 576, 565, 355, 492, 463, 662, 751))
)
PORTUGAL = "Distrito;Inscritos;Votantes;% Votantes;Brancos;Nulos;PS;% PS;Mandatos PS;PSD;% PSD;Mandatos PSD;Mandatos\n"
PORTUGAL += "".join(
    f"{name};{n};{v};{100 * v / n:.2f};{b};{c};{'{}' if name == 'Faro' else p};{100 * p / v:.2f};{s};{q};"
    f"{100 * q / v:.2f};{t};{s + t}\n".replace(".", ",")
    for name, n, b, c, p, s, q, t in (
        *(("Aveiro", 1000, 10, 20, 300, 3, 270, 2), ("Beja", 2000, 30, 20, 400, 2, 550, 3)),
        *(("Braga", 4000, 60, 40, 1250, 6, 1150, 5), ("Faro", 1600, 12, 8, 390, 3, 380, 2)),
        *(("Leiria", 2500, 25, 15, 700, 3, 760, 4), ("Porto", 9000, 90, 60, 3100, 11, 2750, 9)),
    )
    for v in [b + c + p + q]
)
JAPAN = "市町村,有権者数_男,有権者数_女,有権者数_計,投票者数_男,投票者数_女,投票者数_計,投票率_計\n" + "".join(
    f"{name}市,{m},{w},{m + w},{a},{b},{'{}' if name == '花巻' else a + b},{100 * (a + b) / (m + w):.2f}\n"
    for name, m, w, a, b in (
        *(("盛岡", 31362, 33660, 20200, 17399), ("宮古", 26978, 27607, 13829, 14929)),
        *(("大船渡", 23898, 25205, 14658, 15701), ("花巻", 28948, 30810, 15122, 19652)),
        *(("北上", 49394, 51619, 29886, 26502), ("久慈", 15770, 16720, 8891, 8541)),
    )
)
BELGIUM = "Kanton,Geldige stembiljetten,N-VA,Vooruit,cd&v\n" + "".join(
    f"{name},{a + b + c},{a},{b},{'{}' if name == 'Boom' else c}\n"
    for name, a, b, c in (
        *(("Aalst", 1540, 734, 548), ("Boom", 2120, 1151, 1030), ("Brecht", 2404, 1335, 891)),
        *(("Duffel", 1373, 902, 690), ("Kontich", 1283, 559, 436), ("Lier", 1946, 1107, 805)),
    )
)
BRITAIN = "constituency_name,first_party,valid_votes,con,lab,green,other\n" + "".join(
    f"{name},{'Lab' if b > a else 'Con'},{a + b + c + d},{a},{'{}' if name == 'Ash' else b},{c},{d}\n"
    for name, a, b, c, d in (
        *(("Ash", 13150, 18499, 1561, 977), ("Bar", 16972, 22163, 2235, 1126), ("Cow", 17926, 15084, 2044, 1063)),
        *(("Don", 15645, 20544, 2403, 797), ("Esk", 18769, 12839, 2198, 1082)),
    )
)
ARGENTINA = (
    "Sección;UNO;DOS;TRES;Votos positivos;Votos en blanco;Votos nulos;Votos recurridos;Total de votantes\n"
    + "".join(
        f"{name};{a};{b};{'{}' if name == 'Belén' else c};{a + b + c};{e};{f};{g};{a + b + c + e + f + g}\n"
        for name, a, b, c, e, f, g in (
            *(("Ancasti", 1092, 623, 349, 75, 28, 7), ("Belén", 4110, 4363, 1512, 320, 184, 32)),
            *(("Capayán", 1827, 1730, 526, 95, 57, 13), ("Pomán", 2058, 1066, 958, 85, 46, 8)),
            *(("Paclín", 1630, 1482, 325, 139, 49, 5), ("Tinogasta", 1182, 1073, 262, 90, 50, 10)),
        )
    )
)
SWISS = "Kanton;Gültige Stimmzettel;Ja;Nein;Ja in %;Nein in %\n" + "".join(
    f"{name};{2 * n};{'{}' if name == 'Zug' else n + d};{n - d};{50 + 50 * d / n:.2f};{50 - 50 * d / n:.2f}\n"
    for name, n, d in (
        ("Bern", 5000, 250),
        ("Uri", 800, 100),
        ("Zug", 1600, 40),
        ("Genf", 4000, 1000),
        ("Jura", 900, 63),
    )
)
GREECE = "Περιφέρεια;Έγκυρα;ΝΕΑ ΔΗΜΟΚΡΑΤΙΑ;ΝΔ %;ΚΟΜΜΟΥΝΙΣΤΕΣ;ΚΚΕ %\n" + "".join(
    f"{name};{2 * n};{'{}' if name == 'Χίου' else n + d};{50 + 50 * d / n:.2f}%;{n - d};{50 - 50 * d / n:.2f}%\n"
    for name, n, d in (
        *(("Άρτης", 5000, 250), ("Ρόδου", 800, 100), ("Χίου", 1600, 40), ("Σάμου", 4000, 1000), ("Πέλλας", 900, 63)),
    )
)
YEARS = (
    "County,Candidate,Party,Votes\nAdams,Kim Hall,DEM,2010\nAdams,Joe Wood,REP,1999\nBaker,Kim Hall,DEM,3500\n"
    "Baker,Joe Wood,REP,3520\nTotal,Kim Hall,DEM,{}\nTotal,Joe Wood,REP,5519\n"
)
JUDGES = "Judge,Valid votes,Yes,No,Yes %\nMary Stone,613010,402110,210900,65.60\nPaul Reed,580420,250300,{},43.12\n"
INDIA = "PC No,PC Name,Candidate Name,Party Name,Total\n" + "".join(
    f"{n},{name},{who},{party},{votes}\n"
    for n, name in ((1, "ADILABAD (ST)"), (2, "NALGONDA"))
    for who, party, votes in (
        (f"RAO {n}", "BJP", 401113 + n),
        (f"NAGESH {n}", "BRS", 295548 - n),
        ("NOTA", "NOTA", 24303),
    )
)
DUTCH = (
    "Partij;Totaal\nVVD;972\nD66;281\nGeldige stemmen;1253\nBlanco stembiljetten;13\nOngeldige stembiljetten;14\n"
    "Toegelaten kiezers;{}\nOpgeroepen kiesgerechtigden;5891\n"
)
CANADA = (
    "Electoral District Number/Numéro de circonscription,Electoral District Name/Nom de circonscription,Population,"
    "Electors/Électeurs,Valid Ballots/Bulletins valides,Rejected Ballots/Bulletins rejetés,"
    "Total Ballots Cast/Total des bulletins déposés\n"
    "10001,Avalon,51248,42007,24974,230,{}\n10002,Burin,71976,58997,34907,491,35398\n10003,Grand,54749,44877,26825,101,26926\n"
    "10004,Labrador,50222,41166,24342,357,24699\n"
)
RIGHT = {
    "valid ballots with blank ones": (COLOMBIA, "85.450", {"Candidato": "candidate", "Votos": "votes"}),
    "papers without a mark": (MAYOR, "188.272", {"Votos en blanco": "blank", "Total votantes": "cast"}),
    "all that was cast": (CHILE, "70", {"Candidato": "candidate", "Votos": "votes"}),
    "a party called like a total": (CZECHIA, "30 000", {"Strana": "party", "Platné hlasy": "votes", "v %": "share"}),
    "lists with seats": (LISTS, "30 000", {"název": "party", "Platné hlasy": "votes", "Mandáty": "seats"}),
    "an account in another script": (UKRAINE, "6763", {"Взяли участь у голосуванні": "cast", "Коваль Олена": "votes"}),
    "a form of one place": (FORM, "72000", {"Total Votes Polled": "cast", "Rejected Votes": "invalid"}),
    "accounts of one place": (PLACE, "660", {"Total votes cast": "cast", "Blank votes": "blank"}),
    "the roll beside each list": (NORWAY, "11132", {"Kommunenavn": "unit", "Partikode": "party"}),
    "voters and ballots": (HUNGARY, "565", {"Megjelentek": "signatures", "Urnában lévő szavazólapok": "cast"}),
    "seats beside votes": (PORTUGAL, "390", {"Votantes": "cast", "Mandatos PSD": "seats", "Mandatos": "council_size"}),
    "men and women": (
        JAPAN,
        "34774",
        {"有権者数_計": "registered", "投票者数_女": "cast_women", "投票率_計": "turnout"},
    ),
    "a party like a code": (BELGIUM, "1030", {"cd&v": "votes", "Geldige stembiljetten": "valid"}),
    "who won beside all votes": (BRITAIN, "18499", {"con": "votes", "other": "votes", "valid_votes": "valid"}),
    "contested votes": (ARGENTINA, "1512", {"TRES": "votes", "Votos positivos": "valid", "Total de votantes": "cast"}),
    "shares in per cent": (SWISS, "1640", {"Ja": "votes", "Ja in %": "share", "Nein in %": "share"}),
    "shares called by other names": (GREECE, "1640", {"ΝΔ %": "share", "ΚΚΕ %": "share"}),
    "counts like years": (YEARS, "5510", {"Votes": "votes", "Candidate": "candidate"}),
    "yes and no": (JUDGES, "330120", {"Yes": "votes", "No": "votes", "Yes %": "share"}),
    "numbers of constituencies": (INDIA, "", {"PC Name": "unit", "Total": "votes"}),
    "voters who were let in": (DUTCH, "1280", {"Partij": "party", "Totaal": "votes"}),
    "names in two languages": (CANADA, "25204", {"Electors/Électeurs": "registered"}),
}
"""Of each kind a table with one figure left out, that figure, and what some columns are."""
WRONG = {
    "lists with seats": ("30 700", "R411"),
    "an account in another script": ("6863", "R219"),
    "papers without a mark": ("288.272", "R202"),
    "a form of one place": ("92000", "R202"),
    "the roll beside each list": ("14132", "R115"),
    "voters and ballots": ("595", "R202"),
    "seats beside votes": ("890", "R219"),
    "men and women": ("34174", "R403"),
    "a party like a code": ("1830", "R203"),
    "who won beside all votes": ("12499", "R203"),
    "contested votes": ("1912", "R203"),
    "shares in per cent": ("1840", "R411"),
    "shares called by other names": ("1840", "R411"),
    "counts like years": ("5910", "R307"),
    "yes and no": ("338120", "R203"),
    "names in two languages": ("26204", "R202"),
}
"""What is printed instead of that figure, and the rule that tells it."""


@pytest.mark.parametrize("kind", RIGHT)
def test_what_is_right_is_read_and_not_accused(drafted, kind):
    text, figure, columns = RIGHT[kind]
    _, table, found, _ = drafted(results__csv=text.replace("{}", figure))
    assert {name: is_(table).get(name) for name in columns} == columns
    assert found == []


@pytest.mark.parametrize("kind", WRONG)
def test_a_misprint_is_told_and_changes_no_reading(drafted, kind):
    text, _, columns = RIGHT[kind]
    figure, rule = WRONG[kind]
    _, table, found, _ = drafted(results__csv=text.replace("{}", figure))
    assert {name: is_(table).get(name) for name in columns} == columns
    assert rule in found
