import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from jifen.language.diagnostics import Diagnostic, DiagnosticError
from jifen.language.source import Source
from jifen.language.toml import Document, Path, parse
from jifen.language.toml_mistakes import decimal
from jifen.language.toml_scan import MAX_FRACTION_DIGITS, MAX_WHOLE_DIGITS
from jifen.model.place import Place

GOOD = """\
# 说明
a.b."c d" = 1 # x
s = "“中文” 𠮷 \\u4E00"
[[x.y]]
k = [1, {a = 2, b.c = 3.50}] # y
[x.y.z]
q = true
[[x.y]]
[t]
d = 2020-01-01
m = '''
多行'''
list = [
  1, # one
  "二",
]
at = 07:32:00
"带 \\u70B9.的键" = '' #
"""


def read(text: str) -> Document:
    return parse(Source("f.toml", text))


def wrong(text: str) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        read(text)
    return list(caught.value.diagnostics)


def brief(text: str) -> list[tuple[str, int, int, int]]:
    """Code, line, column and length of each finding."""
    return [
        (found.code, found.place.line, found.place.column, found.place.length)
        for found in wrong(text)
        if found.place is not None
    ]


def shown(place: Place) -> str:
    return place.text[place.column - 1 : place.column - 1 + place.length]


def test_values_are_those_of_toml_with_exact_numbers() -> None:
    assert read(GOOD).values == {
        "a": {"b": {"c d": 1}},
        "s": "“中文” 𠮷 一",
        "x": {"y": [{"k": [1, {"a": 2, "b": {"c": Decimal("3.50")}}], "z": {"q": True}}, {}]},
        "t": {
            "d": dt.date(2020, 1, 1),
            "m": "多行",
            "list": [1, "二"],
            "at": dt.time(7, 32),
            "带 点.的键": "",
        },
    }


@pytest.mark.parametrize(
    ("path", "line", "key", "value"),
    [
        (("a",), 2, "a", None),
        (("a", "b", "c d"), 2, '"c d"', "1"),
        (("s",), 3, "s", '"“中文” 𠮷 \\u4E00"'),
        (("x",), 4, "x", None),
        (("x", "y"), 4, "y", "x.y"),
        (("x", "y", 0), 4, "y", "x.y"),
        (("x", "y", 0, "k"), 5, "k", "[1, {a = 2, b.c = 3.50}]"),
        (("x", "y", 0, "k", 0), 5, None, "1"),
        (("x", "y", 0, "k", 1), 5, None, "{a = 2, b.c = 3.50}"),
        (("x", "y", 0, "k", 1, "b", "c"), 5, "c", "3.50"),
        (("x", "y", 0, "z"), 6, "z", "x.y.z"),
        (("x", "y", 0, "z", "q"), 7, "q", "true"),
        (("x", "y", 1), 8, "y", "x.y"),
        (("t",), 9, "t", "t"),
        (("t", "m"), 11, "m", "'''"),
        (("t", "list"), 13, "list", "["),
        (("t", "list", 1), 15, None, '"二"'),
        (("t", "带 点.的键"), 18, '"带 \\u70B9.的键"', "''"),
    ],
)
def test_each_key_and_value_has_its_place(path: Path, line: int, key: str | None, value: str | None) -> None:
    places = read(GOOD).places
    assert (shown(places.keys[path]) if path in places.keys else None) == key
    assert (shown(places.values[path]) if path in places.values else None) == value
    for found in (places.keys.get(path), places.values.get(path)):
        assert found is None or (found.file, found.line) == ("f.toml", line)


def test_a_table_is_at_its_heading_its_braces_or_its_key() -> None:
    document = read("[a.b]\nc = {d = {}}\n")
    assert shown(document.place(("a",))) == "a"
    assert shown(document.place(("a", "b"))) == "a.b"
    assert shown(document.place(("a", "b", "c", "d"))) == "{}"
    assert document.place(()) == Place("f.toml", 1, 1, 1, "[a.b]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # quotes
        ("a = \"x\nb = 2\nc = 'y", [("J111", 1, 5, 2), ("J111", 3, 5, 2)]),
        ('a = """x\n\nb = 1\n', [("J111", 1, 5, 4)]),
        ("a = '''x\n", [("J111", 1, 5, 4)]),
        ('a = “x"\n', [("J113", 1, 5, 1)]),
        # the input method
        ("a = “中文”\nb＝1\n", [("J113", 1, 5, 4), ("J113", 2, 2, 1)]),
        ("名称：“x”\n", [("J113", 1, 3, 4)]),
        ("a ＝ 大连\n", [("J113", 1, 3, 1)]),
        ("a = [1，2]\n", [("J113", 1, 7, 1)]),
        ("a = 1\u3000\n", [("J113", 1, 6, 1)]),
        ("名 = 1\nb名.c = 2\n", [("J114", 1, 1, 1), ("J114", 2, 1, 2)]),
        ("[大连]\n", [("J114", 1, 2, 2)]),
        # values without quotes
        ("a = 100万元\nb = 10%\n", [("J116", 1, 5, 5), ("J116", 2, 5, 3)]),
        ("a = 投资额（万元）≥100\n", [("J116", 1, 5, 11)]),
        ("a = 007\nb = [07]\nc = 1.\n", [("J116", 1, 5, 3), ("J116", 2, 6, 2), ("J116", 3, 5, 2)]),
        ("a = 2024-13-01\n", [("J116", 1, 5, 10)]),
        ("a = true1\n", [("J116", 1, 5, 5)]),
        ("a = x", [("J116", 1, 5, 1)]),
        # what is missing
        ("a 1\nb = 2\nc\n", [("J112", 1, 3, 1), ("J112", 3, 2, 1)]),
        ("a =\nb = # x\nc = {d = }\n", [("J117", 1, 4, 1), ("J117", 2, 5, 1), ("J117", 3, 10, 1)]),
        ("a = [1 2]\nb = [\n 'x'\n 'y'\n]\n", [("J123", 1, 8, 1), ("J123", 4, 2, 1)]),
        ("a = {b = 1 c = 2}\n", [("J123", 1, 12, 1)]),
        # brackets
        ("a = [1, 2\nb = 3\n", [("J115", 1, 5, 1)]),
        ("a = [1,\n[b]\nc = 1\n", [("J115", 1, 5, 1)]),
        ("a = [\n[true]\n", [("J115", 1, 5, 1)]),
        ("a = {x = 1\nb = 2\n", [("J115", 1, 5, 1)]),
        ("a = [[1, 2]\n\nb = 1\n]\n", [("J115", 1, 5, 1), ("J115", 4, 1, 1)]),
        ("[a\nx = 1\n[[b]\n", [("J115", 1, 1, 1), ("J115", 3, 1, 1)]),
        ("[a\n]\nb = 1\n", [("J115", 1, 1, 1)]),
        ("a = 1]\nb = }\n", [("J115", 1, 6, 1), ("J115", 2, 5, 1)]),
        # escapes and characters
        (
            'a = "\\d"\nb = "\\u00"\nc = "\\ud800"\n',
            [("J118", 1, 6, 2), ("J118", 2, 6, 2), ("J118", 3, 6, 2)],
        ),
        ('a=\x01\nb="\x02" # \x03\n', [("J119", 1, 3, 1), ("J119", 2, 4, 1), ("J119", 2, 9, 1)]),
        ("a='\x02'\nb=1\r", [("J119", 1, 4, 1), ("J119", 2, 4, 1)]),
        # TOML 1.1
        ("a = {x = 1,\n  y = 2}\n", [("J120", 1, 5, 7)]),
        ("a = {x = 1, }\n", [("J120", 1, 12, 2)]),
        ("a = {x = [1,\n], y = 2}\n", []),
        ('a = "\\e\\x41\\\\e"\n', [("J121", 1, 6, 2), ("J121", 1, 8, 4)]),
        (
            "a = 07:32\nb = 2020-01-01T07:32Z\nc = 2020-01-01 07:32:00+08:00\n",
            [("J122", 1, 5, 5), ("J122", 2, 16, 5)],
        ),
        # anything else
        (
            "= 1\na. = 1\n[]\n[a] b = 1\n",
            [("J110", 1, 1, 1), ("J110", 2, 4, 1), ("J110", 3, 2, 1), ("J110", 4, 5, 1)],
        ),
        ("a = 'x' b = 2\nc = [1,,2]\n", [("J110", 1, 9, 1), ("J110", 2, 8, 3)]),
        ("a.", [("J110", 1, 3, 1)]),
    ],
)
def test_every_mistake_is_told_at_its_place(text: str, expected: list[tuple[str, int, int, int]]) -> None:
    if expected:
        assert brief(text) == expected
    else:
        read(text)


def test_the_words_fit_the_case() -> None:
    (found,) = wrong("a = 007\n")
    assert found.help == '请写成 "007"；如果是数，请写成 7。'
    (found,) = wrong("a = 2024-02-30\n")
    assert "没有这一天" in found.help
    (found,) = wrong("名称：“x”\n")
    assert (found.message[-5:], '= "' in found.help) == ("： “ ”", True)
    (found,) = wrong("a = [" + "大" * 60 + "]\n")
    assert found.message == f"值 {'大' * 39}… 读不懂"


def test_duplicates_point_at_the_first() -> None:
    text = "a=1\na=2\n[t]\nx.y=1\n[t]\nz=1\n[t.x]\n[[t]]\n[[u]]\nb={c=1,c=2}\n[u]\n[a.d]\n[[u]]\nb.c=1\nb=2\n"
    expected = [
        ("J130", 2, 1, 1, 1),
        ("J131", 5, 2, 1, 3),
        ("J131", 7, 2, 3, 4),
        ("J131", 8, 3, 1, 3),
        ("J130", 10, 8, 1, 10),
        ("J131", 11, 2, 1, 9),
        ("J131", 12, 2, 3, 1),
        ("J131", 15, 1, 1, 14),
    ]
    found = wrong(text)
    assert [
        (one.code, one.place.line, one.place.column, one.place.length, one.related[0][1].line)
        for one in found
        if one.place
    ] == expected
    assert found[4].message == "键 u.b.c 写了两次"
    assert found[0].related[0][0] == "第一次写在这里"


def test_a_key_below_a_value_is_refused() -> None:
    assert brief("a=1\na.b=2\n[c]\n[d]\nc.e=1\n") == [("J131", 2, 1, 3)]
    assert brief("[a.b]\nx=1\n[a]\nb.c=1\n") == [("J131", 4, 1, 3)]
    assert brief("[a]\n[[b]]\n[[a]]\n") == [("J131", 3, 3, 1)]


def test_mistakes_and_duplicates_come_together_unless_tables_are_unknown() -> None:
    assert brief("a = 1\nb = x\na = 2\n") == [("J116", 2, 5, 1), ("J130", 3, 1, 1)]
    assert brief("[a\nx = 1\n[b]\nx = 1\nx = 2\n") == [("J115", 1, 1, 1)]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("nan", "J140"),
        ("-inf", "J140"),
        ("999999999999999999", None),
        ("-999999999999999999", None),
        ("1000000000000000000", "J141"),
        ("1_000_000_000_000_000_000", "J141"),
        ("0.12345678", None),
        ("-0.123456789", "J141"),
        ("1e17", None),
        ("1e18", "J141"),
        ("1.5e-7", None),
        ("1e-9", "J141"),
        ("1e99999999999999999999999", "J141"),
        ("1e-99999999999999999999999", "J141"),
        ("0e99999999999999999999999", "J141"),
        ("0x7FFFFFFFFFFFFFF", None),
        ("0xFFFFFFFFFFFFFFFF", "J141"),
        ("0b" + "1" * 60, "J141"),
        ("0o1_0", None),
    ],
)
def test_numbers_have_so_many_digits_and_no_more(number: str, code: str | None) -> None:
    """S1: nan, inf, more than 18 integer or 8 fractional digits are refused in rules."""
    for text, column in ((f"a = {number}", 5), (f"a = [{{b = {number}}}]", 11)):
        if code is None:
            read(text)
        else:
            assert brief(text) == [(code, 1, column, len(number))]


def test_numbers_are_told_with_the_other_mistakes() -> None:
    assert brief("a = inf\nb = 1e99999999999999999999999\nc =\n") == [
        ("J140", 1, 5, 3),
        ("J141", 2, 5, 25),
        ("J117", 3, 4, 1),
    ]


def test_a_text_that_no_file_could_hold_is_refused() -> None:
    assert brief("a = 1\nb = '\ud800'\n") == [("J103", 2, 6, 1)]
    assert wrong("a = '\ud800'")[0].place.text == "a = '?'"  # type: ignore[union-attr]
    assert [found.code for found in wrong("#" * (1024 * 1024 + 1))] == ["J102"]


PIECES = [*"[]{}=.,\"'#\\\n \tabx019_-+:eTZ“”＝，大\x00\x1b", '"""', "'''", "\r\n", "\r"]
PIECES += [
    "true",
    "nan",
    "1.5",
    "2020-01-01",
    "07:32",
    "\\u0041",
    "\\e",
    "[[",
    "a = ",
    "\n[t]\n",
    '""',
    "1e9",
    "[t.x]\n",
]
PIECES += ["0x1F", "{a=1}", "[1,2]", "# c\n", "b = 2\n", "1e99999999999999999999"]
soup = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
mutated = st.tuples(
    st.integers(0, len(GOOD)), st.integers(0, 8), st.lists(st.sampled_from(PIECES), max_size=3)
).map(lambda change: GOOD[: change[0]] + "".join(change[2]) + GOOD[change[0] + change[1] :])


def leaves(value: Any, path: Path) -> list[tuple[Path, Any]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [(path, value), *(leaf for at, item in enumerate(value) for leaf in leaves(item, (*path, at)))]
    return [(path, value)]


def outcome(source: Source) -> Document | tuple[Diagnostic, ...]:
    try:
        return parse(source)
    except DiagnosticError as error:
        return error.diagnostics


def check_places(source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
    assert diagnostics
    for found in diagnostics:
        assert found.place is not None
        assert found.place.text == source.lines[found.place.line - 1]
        assert 1 <= found.place.column <= len(found.place.text) + 1


@settings(max_examples=1500, deadline=None)
@given(soup | mutated | st.text(max_size=60))
def test_any_text_is_read_or_refused_with_places(text: str) -> None:
    source = Source("f.toml", text)
    document = outcome(source)
    if not isinstance(document, Document):
        check_places(source, document)
        return
    assert document.values == tomli.loads(source.text, parse_float=Decimal)
    for path, value in leaves(document.values, ()):
        assert path in document.places.values
        assert path in document.places.keys or isinstance(path[-1], int)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            assert Decimal(value).is_finite()
            assert abs(value) < 10**MAX_WHOLE_DIGITS
            assert value * 10**MAX_FRACTION_DIGITS % 1 == 0


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("toml") / "x.toml"
    path.write_bytes(content)
    try:
        outcome(Source.read(path))
    except DiagnosticError as error:
        (found,) = error.diagnostics
    else:
        return
    assert found.code == "J103"


@settings(max_examples=400, deadline=None)
@given(soup | mutated)
def test_what_tomli_takes_is_refused_only_for_what_toml_1_0_or_our_limits_forbid(text: str) -> None:
    found = outcome(Source("f.toml", text))
    codes = set() if isinstance(found, Document) else {one.code for one in found}
    try:
        tomli.loads(text, parse_float=decimal)
    except tomli.TOMLDecodeError:
        assert codes
    else:
        assert codes <= {"J120", "J121", "J122", "J140", "J141"}
