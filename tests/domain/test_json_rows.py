"""Reading goes through a text once, however long its values and however many are broken."""

import json
from collections.abc import Callable

import pytest

from specter2_gui.domain.json_rows import WINDOW, JsonRows
from specter2_gui.domain.json_values import Broken, JsonObject
from specter2_gui.domain.triplet_reading import read_triplets
from tests.domain.rows import row

BUILDERS: dict[str, Callable[[int], str]] = {
    "good rows": lambda n: json.dumps([row(number) for number in range(n)]),
    "rows with a forgotten quotation mark": lambda n: json.dumps([row(k) for k in range(n)]).replace(
        '", "neg', ', "neg'
    ),
    "short broken rows": lambda n: ',{"query" 1}' * (20 * n),
    "unclosed rows": lambda n: '[{"query":1,' * (20 * n),
    "nested rows": lambda n: '[{"query":[1,' * (20 * n),
    "nested keys": lambda n: '{"query":\n' * (20 * n),
    "a long broken row of rows": lambda n: '{"a":[' * 90 + '{"query":1},' * (20 * n),
    "brackets": lambda n: "[" * (200 * n),
    "commas": lambda n: "[" + "," * (200 * n),
    "line ends": lambda n: "{" + "\n" * (200 * n),
    "spaces between braces": lambda n: "{" + "} " * (100 * n),
    "quotation marks": lambda n: '["' * (100 * n),
    "backslashes": lambda n: '["' + "\\" * (200 * n),
}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS.keys())
def test_twice_the_text_is_looked_at_twice_as_long(build: Callable[[int], str]) -> None:
    def work(text: str) -> int:
        rows = JsonRows(text)
        assert sum(1 for _ in rows) > 0 or not text.strip("[,")
        return rows.looked_at

    text = build(1000)
    assert work(text) <= 12 * len(text) + 4 * WINDOW


def test_values_longer_than_the_window_are_read_whole() -> None:
    texts = ["x" * (WINDOW * 5 // 2), "", "y" * (WINDOW - 30), "z" * 3 * WINDOW]
    values = list(JsonRows(json.dumps([{"query": text} for text in texts])))
    assert values == [JsonObject({"query": text}) for text in texts]


@pytest.mark.parametrize("shift", range(40))
def test_wherever_the_window_ends_nothing_is_lost(shift: int) -> None:
    start = "[" + '"' + "x" * (WINDOW - 25 - shift) + '"'
    rest = r', {"a\u00e9\ud83e\udd8b": [true, null, -12.5e3, NaN]}, 123456, false, -Infinity, {"b": 1}]'
    rows = list(JsonRows(start + rest))
    # NaN is the one value that differs from itself, so that values are compared as they are shown.
    assert list(map(repr, rows[1:])) == list(map(repr, JsonRows("[" + rest)))
    assert len(rows) == 6
    assert not [found for found in rows if isinstance(found, Broken)]


def test_the_line_of_a_fault_is_told_far_into_a_file() -> None:
    good = json.dumps(row(1), indent=1)
    text = "[" + ",\n".join([good] * 2000 + ['{"query": }'] + [good]) + "]"
    broken = [found for found in JsonRows(text) if isinstance(found, Broken)]
    assert [found.line for found in broken] == [2000 * len(good.splitlines()) + 1]


@pytest.mark.parametrize("length", [1, 9, 11, 35, 36, 37, 60, 150])
@pytest.mark.parametrize("last", [False, True], ids=["in the middle", "at the end"])
def test_a_row_that_was_cut_off_is_named_by_its_own_line(length: int, *, last: bool) -> None:
    lines = [json.dumps(row(number)) for number in range(1, 6)]
    place = 5 if last else 2
    lines[place - 1] = lines[place - 1][:length]
    found = list(JsonRows("\n".join([*lines, "", ""])))
    assert [(number, one.line) for number, one in enumerate(found, 1) if isinstance(one, Broken)] == [(place, place)]
    assert len(found) == 5


def test_a_row_over_several_lines_that_was_cut_off_is_named_by_its_first_line() -> None:
    text = json.dumps([row(1), row(2)], indent=1)
    cut = text[: text.rindex('"negative_abstract')]
    [broken] = [one for one in JsonRows(cut) if isinstance(one, Broken)]
    assert broken.line == text[: text.rindex("{")].count("\n") + 1
    assert "cut off" in broken.why


def test_a_file_of_five_megabytes_is_read_with_every_row_accounted_for() -> None:
    abstract = "Moths follow plumes upwind. " * 20
    rows = [json.dumps(row(number, positive_abstract=f"{abstract}{number}")) for number in range(6000)]
    rows[3000] = rows[3000].replace('"query":', '"query"')
    data = ("[" + ", ".join(rows) + "]").encode()
    assert len(data) > 4_500_000
    report = read_triplets(data, "large.json")
    assert (report.total, report.rejected, len(report.problems)) == (6000, 1, 1)
    assert report.problems[0].row == 3001


def test_a_text_that_many_rows_hold_is_kept_once() -> None:
    paper = {"positive_title": "Plumes", "positive_abstract": "word " * 1000}
    report = read_triplets(json.dumps([row(number, **paper) for number in range(20)]).encode(), "shared.json")
    assert len({id(triplet.positive_abstract) for triplet in report.triplets}) == 1
