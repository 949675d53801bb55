"""Totals of more parts than are looked at one by one."""

_STATIONS = "\n".join(f"{i}, Elms, {400 + i % 7}" for i in range(1001))

CASES = {
    "cases": [
        {
            "case": "Two digits of the total of 1,001 stations were exchanged",
            "tables": [
                {"table": "unit, cast\nElms, 430403"},
                {"complete": ["units"], "table": f"unit, within, cast\n{_STATIONS}"},
            ],
            "find": [
                {
                    "rule": "R308",
                    "says": "mayor of Elms, cast: the 1,001 units within it add up to 403,403, but 430,403 are printed",
                    "in_doubt": " ".join(sorted(["a1:L2.C2", *(f"a2:L{line}.C3" for line in range(2, 1003))])),
                    "expected": 403403,
                    "actual": 430403,
                    "tolerance": 0,
                    "hint": "a1:L2.C2 403403",
                    "slip": "swapped",
                }
            ],
        }
    ]
}
