"""Small files of results, made in a test."""

HEAD = "county,precinct,office,district,party,candidate,votes\n"
TWO = (("Ann Ray", "D"), ("Bo Lind", "R"))
THREE = (*TWO, ("Cy Fox", "G"))
STATIONS = {"588200": (410, 233), "588270": (96, 120), "588271": (310, 220), "588272": (55, 41)}
WARDS = {f"W{i}": (137 + 61 * i % 419, 211 + 83 * i % 307, 3 + 11 * i % 29) for i in range(12)}


def rows(figures, selections=TWO, office="Mayor", county="Imp", district=""):
    """Rows in the layout of OpenElections: a unit -> the votes of each selection."""
    return "".join(
        f"{county},{unit},{office},{district},{party},{candidate},{votes}\n"
        for unit, of_unit in figures.items()
        for (candidate, party), votes in zip(selections, of_unit, strict=True)
    )


def summed(figures):
    """What the selections have in all units."""
    return tuple(map(sum, zip(*figures.values(), strict=True)))


MEDSL = (
    "precinct,office,party_detailed,party_simplified,mode,votes,county_name,county_fips,jurisdiction_name,"
    "jurisdiction_fips,candidate,district,dataverse,year,stage,state,special,writein,state_po,state_fips,state_cen,"
    "state_ic,date,readme_check,magnitude\n"
)


def medsl(precinct, office, party, mode, votes, candidate, county="GREN"):
    """A row in the layout of MEDSL."""
    return (
        f"{precinct},{office},{party},OTHER,{mode},{votes},{county},36097,{county},36097,{candidate},,STATE,2022,GEN,"
        "STATE,FALSE,FALSE,NY,36,21,13,2022-11-08,TRUE,1\n"
    )


PRIMARY = HEAD + "".join(
    f"Imp,p{i},Gov,,{party},{candidate},{votes}\n"
    for i in range(8)
    for party, ann, bo in (("D", 20 + i, 30), ("R", 7, 9 + i))
    for candidate, votes in ((f"{party} One", ann), (f"{party} Two", bo), ("Over Votes", 1), ("Total", ann + bo))
)
STATE = HEAD.replace("precinct,", "") + "".join(
    f"{county},Gov,,D,Ann,{ann}\n{county},Gov,,R,Bo,{bo}\n"
    for county, ann, bo in (("A", 5120, 4704), ("B", 6235, 1322), ("", 11355, 6026))
)
