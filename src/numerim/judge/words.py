"""What the names in result files say: totals, accounts of ballots, write-ins, no figure.

All are as `fold` makes them: small letters without accents, one space for everything that is no letter or digit.
"""

TOTAL = (
    r"(^|.* )(total|totals|totali|totale|totaux|totales|totalt|i alt|ialt|gjithsej|gesamt|insgesamt|summe|ukupno|somme|suma|summa|razem|"
    r"celkem|spolu|skupaj|osszesen|toplam|yhteensa|kokku|kopa|is viso|всего|итого|вкупно|укупно|общо|разом|συνολο)$"
    r"|^(total|totals|all precincts|all units|election ?wide|county ?wide|district ?wide|state ?wide|grand total)( .*)?$"
)
"""The name of a row of totals."""

NO_STEM = frozenset(
    [
        "grand",
        "county",
        "countywide",
        "electionwide",
        "election",
        "wide",
        "district",
        "districtwide",
        "state",
        "statewide",
        "precinct",
        "precincts",
        "all",
        "sub",
        "the",
        "of",
        "contest",
        "office",
        "report",
        "final",
        "cumulative",
        "overall",
        "city",
        "town",
        "municipality",
        "parish",
        "unit",
        "units",
        "votes",
        "vote",
        "for",
    ]
)
"""Words beside “total” that do not say of which rows."""

KIND_OF_BALLOTS = r"(^| )(absentee|absentees|early|mail|provisional|provisionals|affidavit|uocava|military|overseas|emergency|advance)( |$)"
"""Units that are no places but kinds of ballots; “Absentee Total” is a unit, and no sum of rows."""

ACCOUNTS = {
    "registered": """registered voters;registered voters total;total registered voters;voters registered;registration;
        registered;reg voters;total registration;voter registration""",
    "cast": """ballots cast;total ballots cast;ballots cast total;total ballots;ballots;ballots counted;total ballots counted;
        times cast;times counted;number of ballots;public counter;public counters;ballot cast""",
    "total": """total;totals;total votes;total votes cast;votes cast;contest total;contest totals;total vote;cast votes;
        total number of votes;votes total;total votes counted;all candidates""",
    "over": "over votes;overvotes;over vote;overvote;number of overvotes;over voted;total over votes;total overvotes",
    "under": "under votes;undervotes;under vote;undervote;number of undervotes;under voted;total under votes;total undervotes",
    "turnout": "turnout;voter turnout;voter turnout total;turnout percentage;percent turnout",
    "blank": """blank;blanks;blank votes;blank ballots;ballots cast blank;blank voted;blank void;blanks voids;
        void;voids;blank ballots cast;blank vote;blank void scattering""",
}
"""Account of ballots -> the names that it goes by, among candidates and offices."""

WRITE_IN = r"(^| )(write ?ins?|writeins?|scattering|scattered|scatter|others?|unresolved|unqualified)( |$)"
"""Names that several rows of one contest may have: they stand for whoever."""

PRIMARY = r"(?i)(?<![^\W_])primar(y|ies)(?![^\W_])"
"""The name of a file of a primary."""

UNBOUND = r"(^| )(no party( .*)?|no pref\w*|nopty|npp?|npa|non? ?partisan|ind|indep\w*|una\w*|unenrolled|prefers|states|others?)( |$)"
"""What stands for a party where somebody is of none."""

NO_FIGURE = (
    "",
    "x",
    "n a",
    "na",
    "nan",
    "null",
    "none",
    "nr",
    "nd",
    "ns",
    "not available",
    "withheld",
    "suppressed",
    "d",
    "s",
)
"""What stands where there is no figure; so does what has no letter or digit, such as `*` or `-`."""
