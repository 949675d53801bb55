"""JSON and XML whose keys nobody has described: every figure is read, right ones accuse nobody, a slip is told."""

import re

import pytest

from numerim.draft.file import judge_any
from numerim.errors import InputError
from tests.numerim import nested_files as files
from tests.numerim import nested_layouts as layouts

SHAPES = [
    # what makes the file; how many of its figures are read; a figure in it, a slip in its place, the rule that tells
    (files.keyed, 11, '"number": 342', '"number": 352', "R411"),
    (files.of_all_and_each, 20, '"votes": "280"', '"votes": "281"', "R203"),
    (files.of_all_and_each, 20, '"registered": "400"', '"registered": "410"', "R308"),
    (files.units_by_name, 9, "", "", ""),
    (files.units_with_keyed_votes, 21, '"BLUE": 120', '"BLUE": 130', "R203"),
    (files.units_with_keyed_counts, 30, '"votes": 120', '"votes": 102', "R203"),
    (files.columns_and_rows, 21, "  120,", "  121,", "R203"),
    (files.described_columns, 21, "  120,", "  121,", "R203"),
    (files.rows_under_names, 21, "  120,", "  121,", "R203"),
    (files.ckan, 21, '"BLUE": 120', '"BLUE": 121', "R203"),
    (files.arcgis, 21, "", "", ""),
    (files.geojson, 21, '"BLUE": 120', '"BLUE": 121', "R203"),
    (files.opendatasoft, 21, '"BLUE": 120', '"BLUE": 121', "R203"),
    (files.arrays, 4, "  280,", "  281,", "R203"),
    (files.arrays_in_units, 21, "  120,", "  121,", "R203"),
    (files.levels, 42, "", "", ""),
    (files.national_beside_units, 28, '"votes": 280', '"votes": 281', "R203"),
    (files.grouped_figures, 6, '"Percent": "37.74"', '"Percent": "36.74"', "R409"),
    (layouts.norwegian, 8, '"total": 280', '"total": 281', "R203"),
    (layouts.by_code, 9, "", "", ""),
    (layouts.short_keys, 12, "", "", ""),
    (layouts.groups_of_ballots, 27, "", "", ""),
    (layouts.agency, 9, "", "", ""),
    (layouts.newspaper, 15, "", "", ""),
    (layouts.brazilian, 7, "", "", ""),
    (layouts.czech, 22, "", "", ""),
    (layouts.detail_of_a_county, 27, 'votes="60"', 'votes="66"', "R307"),
    (layouts.detail_of_a_state, 15, 'votes="90"', 'votes="99"', "R307"),
    (layouts.danish, 30, 'StemmerAntal="120"', 'StemmerAntal="121"', "R203"),
    (layouts.counts_by_code, 12, '<count type="valid">250', '<count type="valid">251', "R202"),
    (layouts.child_elements, 21, "<votes>120", "<votes>121", "R203"),
    (layouts.attributes, 21, 'BLUE="120"', 'BLUE="121"', "R203"),
]


def told_of(path):
    judged = judge_any(str(path))
    return judged.counts["figures"], {one.rule for one in judged.told if one.severity != "info"}


@pytest.mark.parametrize(
    ("make", "figures", "right", "wrong", "rule"), SHAPES, ids=[f"{s[0].__name__}-{s[4]}" for s in SHAPES]
)
def test_what_is_read_of_a_shape(tmp_path, make, figures, right, wrong, rule):
    text = make()
    path = tmp_path / f"results.{'xml' if text.startswith('<') else 'json'}"
    path.write_text(text, encoding="utf-8")
    assert told_of(path) == (figures, set())
    if rule:
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        assert rule in told_of(path)[1]


def test_a_file_without_figures_is_refused_in_words(tmp_path):
    path = tmp_path / "names.json"
    path.write_text('{"sources": ["A", "B"], "elected": [{"name": "Ann"}]}', encoding="utf-8")
    with pytest.raises(InputError, match=re.escape("no figures stand in its lists and objects")):
        judge_any(str(path))
