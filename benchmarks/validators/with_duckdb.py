import duckdb
from _told import FOLDER, tell

WRONG = {
    "id": "try_cast(id AS BIGINT) IS NULL OR count(*) FILTER (id IS NOT NULL) OVER (PARTITION BY id ORDER BY row) > 1",
    "station": "station NOT IN (FROM stations)",
    "day": "try_strptime(day, '%Y-%m-%d') IS NULL",
    "name": "name IS NULL",
    "party": "party NOT IN ('ALPHA', 'BETA', 'GAMMA', 'DELTA')",
    "counted": "counted NOT IN ('true', 'false')",
    "votes": "NOT coalesce(try_cast(votes AS BIGINT) >= 0, false)",
    "share": "NOT coalesce(try_cast(share AS DOUBLE) BETWEEN 0 AND 100, false)",
}


def judge():
    connection = duckdb.connect()
    connection.execute(
        f"CREATE VIEW stations AS SELECT station FROM read_csv('{FOLDER}/stations.csv', all_varchar=true)"
    )
    connection.execute("CREATE SEQUENCE n START 2")
    connection.execute(
        f"CREATE TABLE votes AS SELECT nextval('n') row, * FROM read_csv('{FOLDER}/votes.csv', all_varchar=true)"
    )
    asked = " UNION ALL ".join(
        f"SELECT row, '{name}' FROM (SELECT row, {says} AS wrong FROM votes) WHERE wrong"
        for name, says in WRONG.items()
    )
    return connection.execute(asked).fetchall()


tell("duckdb", judge)
