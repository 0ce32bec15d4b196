"""Data of programmes: read by what the policy declares, each mistake at its place, all at once."""

from datetime import date
from pathlib import Path

import pytest

import jifen
from jifen.interfaces.library import RuleLibrary
from jifen.language.diagnostics import DiagnosticError
from jifen.model.enterprise import Value

POLICY = """
[policy]
id         = "pool"
version    = "1"
title      = "风险池"
issuer     = "试验"
applies_to = "any"
effective  = { from = 2020-01-01 }
round      = "元"
source     = "试验"

[programme]
npl     = { name = "不良率", unit = "%", digits = 4, minimum = 0 }
balance = { name = "贷款余额", unit = "万元", frequency = "quarter" }
banks   = { name = "合作银行数", digits = 0 }
open    = { name = "开放申请", type = "flag" }
grade   = { name = "评级", type = "text", frequency = "instant", options = ["甲", "乙"] }
closed  = { name = "清算日", type = "date", frequency = "instant" }

[[loan]]
id    = "credit"
title = "贷款"
when  = ["营业收入 > 0"]
line  = "营业收入"
fuse  = ["不良率 > 3%"]
"""
HEADER = '[programme]\npolicy = "pool"\nsource = "年报"\n'


def library(tmp_path: Path) -> RuleLibrary:
    path = tmp_path / "pool.toml"
    path.write_text(POLICY, encoding="utf-8")
    return jifen.open_library("dalian", [path])


def told(tmp_path: Path, *texts: str, allow_assumed: bool = False) -> dict[tuple[str, str], Value]:
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number}.programme.toml")
        paths[-1].write_text(text, encoding="utf-8")
    return dict(library(tmp_path).programme(*paths, allow_assumed=allow_assumed))


def codes(tmp_path: Path, *texts: str) -> list[tuple[str, int]]:
    """Codes and lines of what is found."""
    with pytest.raises(DiagnosticError) as caught:
        told(tmp_path, *texts)
    return [(one.code, one.place.line if one.place else 0) for one in caught.value.diagnostics]


def test_each_value_is_read_by_its_field_and_period(tmp_path: Path) -> None:
    text = f"""{HEADER}
[periods.2023]
"不良率" = "3.25%"
banks = 12
open = true
grade = "甲"
closed = 2023-12-31

[periods.2023Q4]
balance = "1.5亿元"
"""
    assert told(tmp_path, text) == {
        ("npl", "2023"): 325,
        ("banks", "2023"): 12,
        ("open", "2023"): True,
        ("grade", "2023"): "甲",
        ("closed", "2023"): date(2023, 12, 31),
        ("balance", "2023Q4"): 15_000_000_000,
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('npl = "3.25%"', ""),
        ('npl = "-0.01%"', "J972"),
        ('npl = "3.255%"', "J972"),
        ("npl = 3.25", "J972"),
        ('npl = "3.25"', "J972"),
        ('npl = "3.25万元"', "J972"),
        ('npl = "1e-2%"', "J972"),
        ('npl = "约3%"', "J972"),
        ("banks = true", "J972"),
        ('banks = "12"', "J972"),
        ("banks = 1.5", "J972"),
        ('open = "是"', "J972"),
        ('grade = "丙"', "J972"),
        ('closed = "2023-12-31"', "J972"),
        ('npi = "3%"', "J971"),
        ('revenue = "3万元"', "J971"),
        ('balance = "1亿元"', "J970"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(tmp_path: Path, line: str, code: str) -> None:
    text = f"{HEADER}\n[periods.2023]\n{line}\n"
    if code:
        assert codes(tmp_path, text) == [(code, 6)]
    else:
        assert told(tmp_path, text) == {("npl", "2023"): 325}


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = f"""{HEADER}
[periods."2023年底"]
npl = "3%"

[periods.2023]
npl = "3元"
nlp = "3%"
"""
    assert codes(tmp_path, text) == [("J970", 5), ("J972", 9), ("J971", 10)]


def test_a_key_that_the_format_does_not_have_is_refused(tmp_path: Path) -> None:
    assert codes(tmp_path, f'{HEADER}sauce = "年报"\n[periods.2023]\nbanks = 1\n') == [("J201", 4)]


def test_two_files_agree_or_are_refused(tmp_path: Path) -> None:
    text = HEADER + '[periods.2023]\nnpl = "{}"\n'
    assert told(tmp_path, text.format("3%"), text.format("3.0%")) == {("npl", "2023"): 300}
    assert codes(tmp_path, text.format("3%"), text.format("4%")) == [("J975", 5)]


def test_a_file_asked_for_by_itself_is_for_a_policy_of_the_library(tmp_path: Path) -> None:
    other = HEADER.replace('"pool"', '"poole"') + "[periods.2023]\nbanks = 1\n"
    assert codes(tmp_path, other) == [("J973", 2)]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/0.programme.toml").write_text(other, encoding="utf-8")
    assert library(tmp_path).programme(tmp_path / "folder") == {}


def test_s27_a_value_has_a_source_or_is_marked_and_then_withheld(tmp_path: Path) -> None:
    values = '[periods.2023]\nnpl = "3%"\nbanks = 12\n'
    assert codes(tmp_path, f'[programme]\npolicy = "pool"\n{values}') == [("J974", 4), ("J974", 5)]
    assert codes(tmp_path, f'{HEADER}assumed = ["npi"]\n{values}') == [("J971", 4)]
    marked = f'{HEADER}assumed = ["不良率"]\n{values}'
    assert told(tmp_path, marked) == {("banks", "2023"): 12}
    assert told(tmp_path, marked, allow_assumed=True) == {("banks", "2023"): 12, ("npl", "2023"): 300}


@pytest.mark.parametrize(("npl", "outcome"), [("2.99%", "granted"), ("3%", "granted"), ("3.01%", "refused")])
def test_a_fuse_acts_on_what_was_read(tmp_path: Path, npl: str, outcome: str) -> None:
    rules = library(tmp_path)
    path = tmp_path / "0.programme.toml"
    path.write_text(f'{HEADER}[periods.2023]\nnpl = "{npl}"\n', encoding="utf-8")
    one = rules.park.enterprise("91330100799655058B", facts={"2023": {"营业收入": "100万元"}})
    closed = date(2023, 12, 31)
    decided = rules.decide(one, period="2023", as_of=closed, programme=rules.programme(path))
    assert decided.entitlement("credit").outcome == outcome
    assert rules.decide(one, period="2023", as_of=closed).entitlement("credit").lacks == ("npl",)


def test_the_files_that_come_with_policies_are_read() -> None:
    policies = Path(__file__).parents[2] / "policies"
    rules = jifen.open_library("dalian", [policies])
    assert rules.programme(policies) == {("ningbo_pool", "2015"): 6_250_000_000}
    every = rules.programme(policies, allow_assumed=True)
    assert every["compensation_rate", "2024"] == 320
