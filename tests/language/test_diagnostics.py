import pytest
from hypothesis import given
from hypothesis import strategies as st

from jifen.language.diagnostics import Diagnostic, DiagnosticError, Diagnostics, nearest
from jifen.language.wording import WORDING, Wording, fill, merge
from jifen.model.place import Place


def place(line: int = 1, column: int = 1, file: str = "a.toml") -> Place:
    return Place(file, line, column, 2, "id = 3")


def test_a_report_is_worded_by_its_code_and_facts() -> None:
    found = Diagnostics()
    reported = found.report("J130", place(3, 5), clause="第四条", related=(("这里", place()),), key="id")
    assert reported == Diagnostic(
        code="J130",
        severity="error",
        message="键 id 写了两次",
        why=WORDING["J130"].why,
        help=WORDING["J130"].help,
        place=place(3, 5),
        clause="第四条",
        related=(("这里", place()),),
    )
    assert found.errors == (reported,)
    assert found.warnings == ()


def test_findings_come_by_file_line_column_and_code_whatever_order_they_came_in() -> None:
    ordered = [
        Diagnostic("J201", "error", "无处", place=None),
        Diagnostic("J202", "error", "x", place=place(1, 1)),
        Diagnostic("J201", "warning", "x", place=place(1, 2)),
        Diagnostic("J203", "notice", "x", place=place(1, 2)),
        Diagnostic("J201", "error", "x", place=place(2, 1)),
        Diagnostic("J201", "error", "x", place=place(1, 1, "b.toml")),
    ]
    for shuffled in (ordered, ordered[::-1], ordered[3:] + ordered[:3]):
        found = Diagnostics()
        found.extend(shuffled)
        assert list(found) == ordered
        assert len(found) == 6
        assert found.warnings == (ordered[2],)


def test_equal_findings_are_one_with_the_related_places_of_all() -> None:
    found = Diagnostics()
    found.report("J130", place(2), related=(("甲", place(1)),), key="id")
    found.report("J130", place(2), related=(("甲", place(1)), ("乙", place(4))), key="id")
    found.report("J130", place(2), key="name")
    first, second = found.sorted()
    assert [text for text, _ in first.related] == ["甲", "乙"]
    assert second.related == ()


def test_errors_are_raised_together_with_all_else() -> None:
    found = Diagnostics()
    found.extend([Diagnostic("J201", "warning", "小心", place=place())])
    found.raise_errors()
    found.report("J117", place(7, 3), key="id")
    with pytest.raises(DiagnosticError) as caught:
        found.raise_errors()
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["J201", "J117"]
    assert str(caught.value) == "a.toml:1:1: [J201] 小心\na.toml:7:3: [J117] 键 id 的等号后面没有值"
    assert str(Diagnostic("J201", "warning", "小心")) == "[J201] 小心"


def test_json_has_a_version_and_always_the_same_keys() -> None:
    found = Diagnostics()
    found.extend([Diagnostic("J201", "warning", "小心")])
    found.report("J117", place(), related=(("甲", place(2)),), key="id")
    data = found.to_dict()
    assert data["version"] == 1
    bare, full = data["diagnostics"]
    assert bare == {
        "code": "J201",
        "severity": "warning",
        "message": "小心",
        "why": "",
        "help": "",
        "place": None,
        "clause": None,
        "related": [],
    }
    assert bare.keys() == full.keys()
    assert full["place"] == {"file": "a.toml", "line": 1, "column": 1, "length": 2, "text": "id = 3"}
    assert full["related"] == [{"message": "甲", "place": {**full["place"], "line": 2}}]
    assert DiagnosticError(found.sorted()).to_dict() == data


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("wieghts", "weights"),
        ("ＷＥＩＧＨＴＳ", "weights"),
        ("Full-Marks", "full_marks"),
        ("营收", "营业收入"),
        ("研发费", "研发费用"),
        ("净利闰", "净利润"),
        ("研发费用（万元）", "研发费用"),
        ("天气", None),
        ("x" * 65, None),
    ],
)
def test_the_nearest_candidate_is_the_one_meant(word: str, expected: str | None) -> None:
    candidates = ["weights", "full_marks", "营业收入", "研发费用", "净利润", "资产总额"]
    assert nearest(word, candidates) == expected
    assert nearest(word, candidates[::-1]) == expected


def test_the_same_but_for_width_comes_before_the_more_alike() -> None:
    assert nearest("ＡＢ", ["ＡＢＣ", "ab"]) == "ab"
    assert nearest("ab", []) is None


def test_one_wrong_character_of_two_is_near() -> None:
    assert nearest("营受", ["营收", "天气"]) == "营收"


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=6))
def test_nearest_is_a_candidate_or_none(word: str, candidates: list[str]) -> None:
    assert nearest(word, candidates) in {None, *candidates}


def test_a_stretch_is_left_out_where_a_fact_is_missing() -> None:
    assert fill("⟦是{near}？⟧有{allowed}", {"near": "id", "allowed": "x"}) == "是id？有x"
    assert fill("⟦是{near}？⟧有{allowed}", {"near": "", "allowed": "x"}) == "有x"
    assert fill("⟦是{near}？⟧有{allowed}", {"allowed": "{near}"}) == "有{near}"
    assert fill("⟦{number}⟧", {"number": 0}) == "0"


def test_a_code_cannot_be_worded_twice() -> None:
    wording = Wording("t", "m", "w", "h")
    with pytest.raises(ValueError, match="J900"):
        merge([{"J900": wording}, {"J900": wording}])


@pytest.mark.parametrize("code", sorted(WORDING))
def test_each_wording_says_what_why_and_how(code: str) -> None:
    wording = WORDING[code]
    assert wording.title
    assert wording.message
    assert wording.why.endswith("。")
    assert wording.help.endswith(("。", "。⟧", "{remedy}"))
    assert wording.severity in {"error", "warning", "notice"}


def test_of_equally_near_candidates_the_one_with_its_characters_in_place_is_meant() -> None:
    assert nearest("合记", ["符合", "合计"]) == "合计"
