"""What formats of spreadsheets show of numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerim.read.workbook.numberformats import built_in, parse
from numerim.read.workbook.ods import as_seen


@pytest.mark.parametrize(
    ("code", "number", "expected"),
    [
        ("General", 68.0997, None),
        ("0", 68.5, "69"),
        ("0.0", 68.0997, "68.1"),
        ("0.00", 1.005, "1.01"),  # as Excel rounds: by its fifteen digits
        ("0.00", 5.0, "5.00"),
        ("0.0#", 5.0, "5.0"),
        ("#.##", 0.5, "0.5"),
        ("#,##0", 1234567.0, "1234567"),
        ("#,##0.00;[Red](#,##0.00)", -4.555, "-4.56"),
        ("0%", 1.0, "100%"),
        ("0.00%", 0.681, "68.10%"),
        ('0.0" %"', 68.1, "68.1%"),
        ("0.0\\%", 68.1, "68.1%"),
        ("00000", 1001.0, "01001"),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', -5.0, "-5"),
        ('#,##0.00\\ "€"', 4.5, "4.50"),
        ("[$€-407]\\ 0.0", 4.55, "4.6"),
        ("0", -0.3, "0"),
        ("0.0;-0.0;0", 0.0, "0"),
        ('0.0%;-0.0%;"-"', 0.0, "0.0%"),  # a dash for it is no other value
        # more than decimals, dividers and a percent sign: as stored
        ("#,##0,", 12345.0, None),
        ("# ?/?", 1.5, None),
        ("0.00E+00", 1.5, None),
        ("000-0000", 5551234.0, None),
        ('0" votes"', 4.4, None),
        ("[>5]0.0;0", 4.0, None),
        ('General" x"', 3.0, None),
        ("yyyy-mm-dd", 3.0, None),
        ("0.0", float("inf"), None),
    ],
)
def test_formats(code, number, expected):
    shown = parse(code).text(number)
    assert (shown and shown[0]) == expected


@pytest.mark.parametrize(
    ("code", "is_date"), [("d/m/yy", True), ("[h]:mm", True), ('0.0" d"', False), ("[Red]0", False)]
)
def test_dates_are_known_by_their_format(code, is_date):
    assert parse(code).is_date is is_date


def test_built_in_formats():
    assert built_in(10).text(0.5)[0] == "50.00%"
    assert built_in(14).is_date
    assert built_in(0).text(0.5) is None


@pytest.mark.parametrize(
    ("number", "seen", "expected"),
    [
        (68.0997, "68.1", "68.1"),
        (68.0997, "68,1", "68.1"),
        (0.681, "68,10 %", "68.10%"),
        (1234.0, "1,234", "1234"),
        (1.234, "1,234", "1.234"),
        (1234567.5, "1.234.567,50", "1234567.50"),
        (1001.0, "01001", "01001"),
        (-5.0, "(5)", "-5"),
        (0.0, "0.00", "0.00"),
        (0.0, "-", None),
        (0.0, ".00", "0.00"),
        (0.681, ".68", "0.68"),
        (1500.0, "1.50E+03", None),
        (1.5, "1 1/2", None),
        (12345.0, "12", None),  # thousands
    ],
)
def test_what_is_seen_of_a_number_in_any_language(number, seen, expected):
    assert as_seen(number, seen) == expected


@given(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda one: float(f"{one:.9g}")),
    st.integers(0, 6),
    st.booleans(),
    st.sampled_from([(",", "."), (".", ","), ("\u202f", ","), ("'", "."), ("", ".")]),
)
def test_what_is_seen_is_what_the_format_sets(number, decimals, percent, marks):
    """A format and what is printed by it in some language give the same text, by two ways."""
    code = "#,##0" + ("." + "0" * decimals if decimals else "") + ("%" if percent else "")
    expected = parse(code).text(number)[0]
    printed = f"{abs(float(expected.rstrip('%'))):,.{decimals}f}".translate(str.maketrans(",.", "".join("\x00\x01")))
    printed = printed.replace("\x00", marks[0]).replace("\x01", marks[1])
    seen = as_seen(number, ("-" if expected.startswith("-") else "") + printed + (" %" if percent else ""))
    assert seen == expected
