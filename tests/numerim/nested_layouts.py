"""Layouts of single authorities, newsrooms and tabulation systems in JSON and XML, of the same three wards."""

from tests.numerim.nested_files import (
    BAD,
    CAST,
    GOOD,
    LISTS,
    OF_ALL,
    PEOPLE,
    ROLL,
    VOTES,
    WARDS,
    accounts,
    share,
    written,
)


def norwegian():
    return written(
        {
            "tidspunkt": {"rapportGenerert": "2023-09-14T10:00:00"},
            "id": {"valgtype": "KO", "valgaar": "2023", "navn": "Hill", "nr": "0301"},
            "stemmer": {"total": 742},
            "frammote": {"prosent": 63.75},
            "antallStemmeberettigede": 1200,
            "partier": [
                {
                    "id": {"partikode": p, "partinavn": f"{p} Parti"},
                    "stemmer": {"resultat": {"prosent": share(v, 742), "antall": {"total": v, "fhs": 20}}},
                }
                for p, v in zip(LISTS, OF_ALL, strict=True)
            ],
        }
    )


def by_code():
    """Votes of units keyed by codes; names stand nowhere."""
    ids = ("100025", "100026", "100027")
    return written(
        {
            "ts": "2024-02-20 10:00:00",
            "psu": "Reguler",
            "mode": "hhcw",
            "table": {
                str(11 + i): {
                    **dict(zip(ids, VOTES[i], strict=True)),
                    "psu": "Reguler",
                    "persen": 100,
                    "status_progress": True,
                }
                for i in range(3)
            },
        }
    )


def short_keys():
    """A summary by contest with arrays of those who stood."""
    return written(
        [
            {
                "K": "0001",
                "C": "MAYOR",
                "CH": list(PEOPLE),
                "P": list(LISTS),
                "V": list(OF_ALL),
                "PCT": [share(v, 742) for v in OF_ALL],
                "T": 742,
            },
            {
                "K": "0002",
                "C": "CLERK",
                "CH": ["Di Dean", "Ed Eel"],
                "P": ["RED", "BLUE"],
                "V": [400, 300],
                "PCT": [57.14, 42.86],
                "T": 700,
            },
        ]
    )


def groups_of_ballots():
    """Units, contests, who stood, and the votes by kind of ballots, with their sum."""
    option = lambda n, v: {  # noqa: E731
        "name": n,
        "voteCount": v,
        "groupResults": [
            {"groupName": "Election Day", "voteCount": v - 10},
            {"groupName": "Absentee by Mail", "voteCount": 10},
        ],
    }
    return written(
        {
            "electionDate": "2024-11-05",
            "localResults": [
                {
                    "name": w,
                    "ballotItems": [
                        {
                            "name": "Mayor",
                            "voteFor": 1,
                            "ballotOptions": [option(n, v) for n, v in zip(PEOPLE, VOTES[i], strict=True)],
                        }
                    ],
                }
                for i, w in enumerate(WARDS)
            ],
        }
    )


def agency():
    return written(
        {
            "electionDate": "2024-11-05",
            "timestamp": "2024-11-06T10:00:00Z",
            "races": [
                {
                    "raceID": "101",
                    "officeName": "Governor",
                    "reportingUnits": [
                        {
                            "reportingunitName": w,
                            "precinctsReporting": 5,
                            "precinctsTotal": 5,
                            "candidates": [
                                {
                                    "first": n.split()[0],
                                    "last": n.split()[1],
                                    "party": p,
                                    "candidateID": f"{7000 + k}",
                                    "voteCount": v,
                                }
                                for k, (n, p, v) in enumerate(zip(PEOPLE, LISTS, VOTES[i], strict=True))
                            ],
                        }
                        for i, w in enumerate(WARDS)
                    ],
                }
            ],
        }
    )


def newspaper():
    ids = ("ablea", "boldb", "colec")
    return written(
        {
            "races": [
                {
                    "race_id": "G1",
                    "office": "Governor",
                    "candidates": [
                        {"candidate_id": c, "name_display": n, "party_id": p, "votes": v}
                        for c, n, p, v in zip(ids, PEOPLE, LISTS, OF_ALL, strict=True)
                    ],
                    "counties": [
                        {
                            "fips": f"5400{i}",
                            "name": w,
                            "votes": GOOD[i],
                            "results": dict(zip(ids, VOTES[i], strict=True)),
                        }
                        for i, w in enumerate(WARDS)
                    ],
                }
            ]
        }
    )


def brazilian():
    return written(
        {
            "ele": "544", "cdabr": "br", "dg": "30/10/2022", "hg": "21:00:00", "carper": "1",
            "s": {"ts": "3", "st": "3", "pst": "100,00"},
            "e": {"te": "1200", "c": "765", "pc": "63,75", "a": "435", "pa": "36,25"},
            "v": {"tv": "765", "vvc": "742", "vb": "13", "pvb": "1,70", "tvn": "10", "ptvn": "1,31"},
            "cand": [
                {"seq": str(i + 1), "n": str(13 + i), "nm": n, "cc": p, "vap": str(v), "pvap": f"{v / 7.42:.2f}"}
                for i, (n, p, v) in enumerate(zip(PEOPLE, LISTS, OF_ALL, strict=True))
            ],
        }
    )  # fmt: skip


def czech():
    """A district and its only municipality side by side, as elements of different names."""

    def unit(tag, names, i):
        rows = "".join(
            f'<HLASY_STRANA KSTRANA="{k}" HLASY="{v}" PROC_HLASU="{share(v, GOOD[i])}"/>'
            for k, v in zip((1, 3, 9), VOTES[i], strict=True)
        )
        return (
            f'<{tag} {names}><UCAST OKRSKY_CELKEM="3" ZAPSANI_VOLICI="{ROLL[i]}" VYDANE_OBALKY="{CAST[i]}" '
            f'UCAST_PROC="{share(CAST[i], ROLL[i])}" ODEVZDANE_OBALKY="{CAST[i]}" PLATNE_HLASY="{GOOD[i]}"/>'
            f"{rows}</{tag}>"
        )

    own = unit("OKRES", 'CIS_OKRES="CZ01" NAZ_OKRES="Hill District"', 0)
    own += unit("OBEC", 'CIS_OBEC="500" NAZ_OBEC="Hill"', 0)
    return f'<?xml version="1.0"?><VYSLEDKY xmlns="http://example.cz/ps/" DATUM="25/09/2013">{own}</VYSLEDKY>'


def danish():
    """Figures as elements, those of lists as attributes, with a total among them."""

    def unit(i):
        lists = "".join(
            f'<Parti Id="{k}" Bogstav="{p[0]}" Navn="{p}" StemmerAntal="{v}" StemmerPct="{share(v, GOOD[i])}"/>'
            for k, (p, v) in enumerate(zip(LISTS, VOTES[i], strict=True))
        )
        return (
            f'<Kreds Navn="{WARDS[i]}" Id="{i}"><Stemmeberettigede>{ROLL[i]}</Stemmeberettigede><Stemmer>{lists}'
            f"<IAltGyldigeStemmer>{GOOD[i]}</IAltGyldigeStemmer><IAltUgyldigeStemmer>{BAD[i]}</IAltUgyldigeStemmer>"
            f"<IAltAfgivneStemmer>{CAST[i]}</IAltAfgivneStemmer></Stemmer></Kreds>"
        )

    return f'<?xml version="1.0"?><Data>{"".join(map(unit, range(3)))}</Data>'


def counts_by_code():
    """Elements of one name, told apart by a code."""
    unit = lambda i: "".join(f'<count type="{key}">{value}</count>' for key, value in accounts(i).items())  # noqa: E731
    wards = "".join(f'<ward name="{w}">{unit(i)}</ward>' for i, w in enumerate(WARDS))
    return f"<?xml version='1.0'?><results>{wards}</results>"


def child_elements():
    def unit(i):
        lists = "".join(
            f"<candidate><name>{n}</name><votes>{v}</votes></candidate>" for n, v in zip(PEOPLE, VOTES[i], strict=True)
        )
        own = "".join(f"<{key}>{value}</{key}>" for key, value in accounts(i).items())
        own = own.replace("<", "<r:").replace("<r:/", "</r:")
        return f"<r:constituency><r:name>{WARDS[i]}</r:name>{own}{lists}</r:constituency>"

    return f'<?xml version="1.0"?><r:election xmlns:r="urn:results">{"".join(map(unit, range(3)))}</r:election>'


def attributes():
    def unit(i):
        own = [*accounts(i).items(), *zip(LISTS, VOTES[i], strict=True)]
        return f'<unit name="{WARDS[i]}" {" ".join(f"{key}={chr(34)}{value}{chr(34)}" for key, value in own)}/>'

    return f"<?xml version='1.0'?><report>{''.join(map(unit, range(3)))}</report>"


def _detail(kind, *ballots):
    """The detail XML of a tabulation system: votes by contest, choice, kind of ballots and unit, with their sums."""

    def choice(j):
        each = [VOTES[i][j] // len(ballots) for i in range(3)]
        units = "".join(f'<{kind} name="{ward}" votes="{n}"/>' for ward, n in zip(WARDS, each, strict=True))
        kinds = "".join(f'<VoteType name="{name}" votes="{sum(each)}">{units}</VoteType>' for name in ballots)
        return f'<Choice text="{PEOPLE[j]}" totalVotes="{sum(each) * len(ballots)}">{kinds}</Choice>'

    contest = f'<Contest text="Governor" voteFor="1">{"".join(map(choice, range(3)))}</Contest>'
    head = "<ElectionName>General</ElectionName><ElectionDate>11/8/2022</ElectionDate><Region>Adams</Region>"
    return f'<?xml version="1.0"?><ElectionResult>{head}{contest}</ElectionResult>'


def detail_of_a_county():
    return _detail("Precinct", "Election Day", "Absentee by Mail")


def detail_of_a_state():
    return _detail("County", "Election Day")
