"""Each character that cannot be seen, or that turns the direction, is told and named by its number."""

import unicodedata

import polars as pl
import pytest

from numerim.schemas.rules.identity.odd_text import RULE

TURNS = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
UNREAD = [0xAD, 0x200B, 0x2028, 0x2029, *range(0x2060, 0x2066), 0xFEFF, *range(0xFFF9, 0xFFFC), 0xFFFD]
UNREAD += [
    *range(0x206A, 0x2070),
    0x34F,
    0x115F,
    0x1160,
    0x180E,
    0x3164,
    0xFFA0,
    0x200C,
    0x200D,
    0xFE00,
    0xFE0F,
    0xE0001,
    0xE0041,
]
CONTROL = [n for n in range(0xA0) if unicodedata.category(chr(n)) == "Cc" and chr(n) not in "\t\n\r"]
SEEN = [9, 10, 13, 0xA0, 0xAE, 0x20, 0x205F, 0x2070]
HIDDEN, TURNED = "cannot be seen", "turn the direction"


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [(CONTROL, HIDDEN), (UNREAD, HIDDEN), (TURNS, TURNED), ([0xE000], HIDDEN), (SEEN, None)],
)
def test_characters_that_nobody_sees(numbers, fault):
    told = RULE.then(pl.DataFrame({"printed": [f"An{chr(number)}na" for number in numbers]}))
    for number, said, shown in zip(numbers, told["fault"], told["visible"], strict=True):
        assert (fault in said) if fault else said == ""
        if fault and number != 0xE000:
            assert shown == f"An[U+{number:04X}]na"
        else:
            assert shown == f"An{chr(number)}na"


@pytest.mark.parametrize("name", ["می‌خواهم", "क्‍ष", "Lista ❤️"])
def test_what_a_script_or_a_picture_needs_is_not_odd(name):
    assert RULE.then(pl.DataFrame({"printed": [name]}))["fault"].to_list() == [""]
