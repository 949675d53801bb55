import json

import fairspec
from _told import FOLDER, PARTIES, tell


def judge():
    text = {"type": "string"}
    schema = {
        "required": ["id", "station", "day", "name", "party", "counted", "votes", "share"],
        "properties": {
            "id": {"type": "integer"},
            "station": text,
            "day": {"type": "string", "format": "date"},
            "name": text,
            "party": {"type": "string", "enum": PARTIES},
            "counted": {"type": "boolean"},
            "votes": {"type": "integer", "minimum": 0},
            "share": {"type": "number", "minimum": 0, "maximum": 100},
        },
        "primaryKey": ["id"],
        "foreignKeys": [{"columns": ["station"], "reference": {"resource": "stations", "columns": ["station"]}}],
    }
    dataset = {
        "resources": [
            {"name": "votes", "data": "votes.csv", "tableSchema": schema},
            {
                "name": "stations",
                "data": "stations.csv",
                "tableSchema": {"properties": {"station": text}},
            },
        ]
    }
    (FOLDER / "dataset.json").write_text(json.dumps(dataset))
    report = fairspec.validate_dataset(str(FOLDER / "dataset.json"), maxErrors=10**9)
    found = []
    for error in report.errors:  # it counts rows below the header
        names = getattr(error, "columnNames", None) or [getattr(error, "columnName", None) or "?"]
        found.append(((getattr(error, "rowNumber", None) or -1) + 1, names[0]))
    return found


tell("fairspec", judge)
