"""How many relations hold a figure, and how large a slip passes all of them unseen."""

from numerim import warehouse

OWN = "register: {unit: municipality}\noffices: {mayor: {unit: municipality, law: plurality}}\nlicence: CC0-1.0\n"
CELLS = "SELECT locator, held_by, slip_unseen::DOUBLE FROM clean.statements WHERE held_by IS NOT NULL ORDER BY ALL"


def table(lines, complete=""):
    columns = ", ".join(f"{name}: {name}" for name in lines[0].split(","))
    return (f"{{columns: {{{columns}}}, complete: [{complete}]}}", *lines)


def held(declared, *tables, own="", complete="votes, share"):
    made = declared("is", OWN + own, *(table(lines, complete) for lines in tables), whole=True)
    return {place.removeprefix("t0.csv:"): (number, slip) for place, number, slip in warehouse.rows(made, CELLS)}


HELD = [
    # nothing but itself
    (["unit,turnout,office", "Elms,50.0,mayor"], {"L2.C2": (0, None)}),
    # a sum of whole counts sees a slip of one in each of its figures
    (
        ["unit,valid,invalid,cast,office", "Elms,90,10,100,mayor"],
        {"L2.C2": (1, 0), "L2.C3": (1, 0), "L2.C4": (1, 0)},
    ),
    # what is broken holds nothing
    (
        ["unit,valid,invalid,cast,office", "Elms,90,11,100,mayor"],
        {"L2.C2": (0, None), "L2.C3": (0, None), "L2.C4": (0, None)},
    ),
    # nor what is only at most something
    (["unit,registered,cast,office", "Elms,100,90,mayor"], {"L2.C2": (0, None), "L2.C3": (0, None)}),
    # 4,000 of 8,000 is 50.0; 3,996 (49.95) and 4,004 (50.05) are it, too, and so it is of 7,993 to 8,008
    (
        ["unit,registered,cast,turnout,office", "Elms,8000,4000,50.0,mayor"],
        {"L2.C2": (1, 8), "L2.C3": (1, 4), "L2.C4": (1, 0)},
    ),
    # 3,998 of 8,000 is 49.975: it may fall by 2 and grow by 6; the share may be anything that is printed 50.0
    (
        ["unit,registered,cast,turnout,office", "Elms,8000,3998,50.0,mayor"],
        {"L2.C2": (1, 11), "L2.C3": (1, 6), "L2.C4": (1, 0)},
    ),
    # a percentage with two decimals of few people sees every slip of one
    (
        ["unit,registered,cast,turnout,office", "Elms,800,400,50.00,mayor"],
        {"L2.C2": (1, 0), "L2.C3": (1, 0), "L2.C4": (1, 0)},
    ),
    # a share beside the others that make a hundred, and no votes: each may be off by what rounding explains
    (
        ["unit,candidate,share,office", "Elms,A,50.0,mayor", "Elms,B,30.0,mayor", "Elms,C,20.0,mayor"],
        {"L2.C3": (1, 0.1), "L3.C3": (1, 0.1), "L4.C3": (1, 0.1)},
    ),
    # 0.1 is too little or too much already: each may grow or fall by 0.2 until it is more than rounding explains
    *(
        (
            ["unit,candidate,share,office", "Elms,A,50.0,mayor", "Elms,B,30.0,mayor", f"Elms,C,{c},mayor"],
            {"L2.C3": (1, 0.2), "L3.C3": (1, 0.2), "L4.C3": (1, 0.2)},
        )
        for c in ("19.9", "20.1")
    ),
]  # fmt: skip


def test_how_a_figure_is_held(declared_together):
    elections = [("is", OWN, table(lines, "votes, share")) for lines, _ in HELD]
    made = declared_together(elections, whole=True)
    told = [{place.partition(":")[2]: held for place, *held in warehouse.rows(db, CELLS)} for db in made]
    expected = [{place: list(held) for place, held in cells.items()} for _, cells in HELD]
    assert list(zip(told, HELD, strict=True)) == list(zip(expected, HELD, strict=True))


def test_relations_between_the_same_figures_are_one(declared):
    """Votes make the valid ballots, and each share is of them; the votes are in a sum and in their own share."""
    lines = ["unit,candidate,votes,share,valid,office", "Elms,A,60,60.0,100,mayor", "Elms,B,40,40.0,100,mayor"]
    found = held(declared, lines)
    assert found["L2.C3"] == (2, 0)  # the sum, its share
    assert found["L2.C4"] == (2, 0)  # its votes, and all shares make a hundred
    assert found["L3.C3"] == (2, 0)


def test_a_rule_that_is_switched_off_holds_nothing(declared):
    lines = ["unit,valid,invalid,cast,office", "Elms,90,10,100,mayor"]
    found = held(declared, lines, own="rules: {R202: {off: as a test}}")
    assert set(found.values()) == {(0, None)}


def test_two_tables_that_agree(declared):
    rounded = ["unit,candidate,share,office", "Elms,A,51,mayor", "Elms,B,40,mayor"]
    exact = ["unit,candidate,share,office", "Elms,A,50.62,mayor", "Elms,B,40.25,mayor"]
    found = held(declared, rounded, exact, complete="")
    assert found == {
        "L2.C3": (1, 0),  # 50.5 to 51.5, and the other is 50.62: 50 and 52 no longer meet it
        "L3.C3": (1, 0),
        "t1.csv:L2.C3": (1, 0.88),  # anything that rounds to 51
        "t1.csv:L3.C3": (1, 0.75),
    }


def test_of_three_tables_the_narrowest_of_the_others_holds(declared):
    """50.62 is 50.615 to 50.625; it may fall by 0.07 until it no longer meets 50.55 to 50.65, and grow by 0.03."""
    lines = "unit,candidate,share,office"
    found = held(declared, *([lines, f"Elms,A,{share},mayor"] for share in ("51", "50.6", "50.62")), complete="")
    assert found == {"L2.C3": (1, 0), "t1.csv:L2.C3": (1, 0), "t2.csv:L2.C3": (1, 0.07)}


def test_results_have_it_beside_the_figures(declared):
    lines = ["unit,candidate,votes,share,valid,office", "Elms,A,60,60.0,100,mayor", "Elms,B,40,40.0,100,mayor"]
    made = declared("is", OWN, table(lines, "votes, share"), whole=True)
    columns = "candidate, votes_held_by, votes_slip_unseen::INT, share_held_by, seats_held_by, seats_slip_unseen"
    assert warehouse.rows(made, f"SELECT {columns} FROM clean.results ORDER BY 1") == [
        ("A", 2, 0, 2, None, None),
        ("B", 2, 0, 2, None, None),
    ]


SEEN = [
    *((8000 + slip, 4000, slip not in range(-7, 9)) for slip in (-8, -7, 8, 9)),
    *((8000, 4000 + slip, abs(slip) > 4) for slip in (-5, -4, 4, 5)),
]


def test_a_slip_is_seen_where_it_is_said_to_be(declared_together):
    """8,000, 4,000 and 50.0 say that slips of up to 8 and 4 pass unseen."""
    header = "unit,registered,cast,turnout,office"
    made = declared_together([("is", OWN, table([header, f"Elms,{reg},{cast},50.0,mayor"])) for reg, cast, _ in SEEN])
    told = [warehouse.rows(db, "SELECT 1 FROM clean.findings WHERE rule = 'R403'") == [(1,)] for db in made]
    assert told == [is_seen for *_, is_seen in SEEN]
