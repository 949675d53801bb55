"""JSON and XML as authorities, newsrooms and portals lay results out: the same three wards in each shape."""

import json

WARDS = ("Hill", "Lake", "Moor")
PEOPLE = ("Ann Able", "Bob Bold", "Cy Cole")
LISTS = ("RED", "BLUE", "GOLD")
ROLL = (500, 400, 300)
CAST = (310, 255, 200)
BAD = (10, 5, 8)
GOOD = (300, 250, 192)
VOTES = ((160, 100, 40), (90, 120, 40), (92, 60, 40))
OF_ALL = (342, 280, 120)


def share(part, whole):
    return round(100 * part / whole, 2)


def written(document):
    return json.dumps(document, ensure_ascii=False, indent=1)


def accounts(i):
    return {"registered": ROLL[i], "cast": CAST[i], "invalid": BAD[i], "valid": GOOD[i]}


WHOLE = {"registered": 1200, "cast": 765, "invalid": 23, "valid": 742}


def keyed(names=PEOPLE):
    """One unit; the votes keyed by who has them, with a share."""
    return written(
        {
            "estimate": False,
            "updated_at": "16/04",
            "sources": ["Ministry of the Interior"],
            "slug": "/elections/hill",
            "registered": 1200,
            "participation": {"percent": 63.75, "number": 765},
            "abstained": {"percent": 36.25, "number": 435},
            "real": {"percent": share(742, 765), "number": 742},
            "blank": {"percent": share(23, 765), "number": 23},
            "votes": {name: {"number": n, "percent": share(n, 742)} for name, n in zip(names, OF_ALL, strict=True)},
        }
    )


def of_all_and_each():
    """Ballots of all and of each unit, those who stood, and the elected: figures as text."""
    text = lambda some: {key: str(value) for key, value in some.items()}  # noqa: E731
    return written(
        {
            "header": {"resource": "results", "date": "2024-05-27 10:06:16+0300", "hash": "-1082880183"},
            "data": {
                "all": text(WHOLE) | {"turnout_percent": "63.75"},
                "candidates": [
                    {"candidate": name, "id": f"24353{i}", "box": str(n - 20), "post": "20", "votes": str(n)}
                    for i, (name, n) in enumerate(zip(PEOPLE, OF_ALL, strict=True))
                ],
                "elected": [{"candidate": "Ann Able", "from_abroad": "N"}],
                "ballots": [{"ward": name, "ward_id": f"90{i}", **text(accounts(i))} for i, name in enumerate(WARDS)],
            },
        }
    )


def units_by_name():
    """Units keyed by their names, and in each the votes keyed by who has them."""
    return written({"results": {w: dict(zip(PEOPLE, VOTES[i], strict=True)) for i, w in enumerate(WARDS)}})


def units_with_keyed_votes():
    return written(
        [{"ward": w, **accounts(i), "votes": dict(zip(LISTS, VOTES[i], strict=True))} for i, w in enumerate(WARDS)]
    )


def units_with_keyed_counts():
    return written(
        {
            "election": "Council",
            "wards": {
                w: {
                    **accounts(i),
                    "parties": {
                        p: {"votes": v, "percent": share(v, GOOD[i])} for p, v in zip(LISTS, VOTES[i], strict=True)
                    },
                }
                for i, w in enumerate(WARDS)
            },
        }
    )


ROWS = [[w, *accounts(i).values(), *VOTES[i]] for i, w in enumerate(WARDS)]
NAMES = ["ward", "registered", "cast", "invalid", "valid", *LISTS]


def columns_and_rows():
    return written({"columns": NAMES, "index": [0, 1, 2], "data": ROWS})


def described_columns():
    return written(
        {
            "meta": {
                "view": {
                    "id": "abcd-1234",
                    "name": "Results",
                    "columns": [{"id": 7 + i, "name": n, "dataTypeName": "text"} for i, n in enumerate(NAMES)],
                }
            },
            "data": ROWS,
        }
    )


def rows_under_names():
    return written([NAMES, *ROWS])


RECORDS = [dict(zip(NAMES, row, strict=True)) for row in ROWS]


def ckan():
    return written(
        {
            "help": "https://data.example/api",
            "success": True,
            "result": {
                "fields": [{"id": n, "type": "text"} for n in NAMES],
                "records": [{"_id": i + 1, **one} for i, one in enumerate(RECORDS)],
                "total": 3,
                "limit": 100,
            },
        }
    )


def arcgis():
    return written(
        {
            "objectIdFieldName": "OBJECTID",
            "fields": [{"name": n, "type": "esriFieldTypeString", "alias": n} for n in NAMES],
            "features": [
                {"attributes": {"OBJECTID": i + 1, **one}, "geometry": {"x": 20.1 + i, "y": 41.5 + i}}
                for i, one in enumerate(RECORDS)
            ],
        }
    )


def geojson():
    ring = lambda i: [[[20.0 + i, 41.0], [20.5 + i, 41.0], [20.5 + i, 41.5], [20.0 + i, 41.0]]]  # noqa: E731
    return written(
        {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
            "features": [
                {"type": "Feature", "id": i, "properties": one, "geometry": {"type": "Polygon", "coordinates": ring(i)}}
                for i, one in enumerate(RECORDS)
            ],
        }
    )


def opendatasoft():
    return written(
        {
            "nhits": 3,
            "parameters": {"dataset": "results", "rows": 10, "format": "json"},
            "records": [
                {
                    "datasetid": "results",
                    "recordid": f"c0ffee{i}",
                    "fields": one,
                    "record_timestamp": "2024-07-08T10:00:00Z",
                }
                for i, one in enumerate(RECORDS)
            ],
            "facet_groups": [
                {"name": "ward", "facets": [{"name": w, "count": 1, "state": "displayed", "path": w} for w in WARDS]}
            ],
        }
    )


def arrays():
    return written({"contest": "Mayor", "names": list(PEOPLE), "votes": list(OF_ALL), "total_valid": 742})


def arrays_in_units():
    return written(
        {
            "wards": [
                {"name": w, **accounts(i), "parties": list(LISTS), "votes": list(VOTES[i])} for i, w in enumerate(WARDS)
            ]
        }
    )


def result_lists(votes):
    return [{"party": p, "votes": v} for p, v in zip(LISTS, votes, strict=True)]


def levels():
    """A country, its regions, their municipalities: ballots and votes at every level."""
    town = lambda i: {"name": WARDS[i], **accounts(i), "results": result_lists(VOTES[i])}  # noqa: E731
    both = {key: accounts(0)[key] + accounts(1)[key] for key in WHOLE}
    return written(
        {
            "name": "Landia",
            **WHOLE,
            "results": result_lists(OF_ALL),
            "regions": [
                {
                    "name": "North",
                    **both,
                    "results": result_lists([a + b for a, b in zip(VOTES[0], VOTES[1], strict=True)]),
                    "municipalities": [town(0), town(1)],
                },
                {"name": "South", **accounts(2), "results": result_lists(VOTES[2]), "municipalities": [town(2)]},
            ],
        }
    )


def national_beside_units():
    return written(
        {
            "national": {**WHOLE, "parties": result_lists(OF_ALL)},
            "wards": [{"name": w, **accounts(i), "parties": result_lists(VOTES[i])} for i, w in enumerate(WARDS)],
        }
    )


def grouped_figures():
    """Figures as text, with marks between thousands."""
    many = lambda n: f"{n * 100:,}"  # noqa: E731
    return written(
        {
            "raceTitle": "Mayor",
            "Reporting": "100%",
            "candidates": [
                {"Name": n, "Party": p, "Votes": many(v), "Percent": f"{share(v, 742)}"}
                for n, p, v in zip(PEOPLE, LISTS, OF_ALL, strict=True)
            ],
        }
    )
