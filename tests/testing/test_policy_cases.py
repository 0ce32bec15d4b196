"""Cases of policies: what a run shows, what cases reach, what may be told, and that nothing passes unseen."""

import json
import shutil
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from jifen.interfaces.commands import execute
from jifen.testing import CaseResults, run_cases
from jifen.testing.cases.coverage import Coverage, Stood

HERE = Path(__file__).parent
POLICIES = HERE / "policies"
PARKS = HERE.parent / "parks"
GARDEN = HERE.parent / "interfaces" / "plugins"

Run = Callable[..., CaseResults]
Answer = tuple[int, str, str]

HEADER = """\
[policy]
id         = "trial"
version    = "1"
title      = "试行政策"
issuer     = "试行机关"
applies_to = "any"
rewards    = "2023"
round      = "元"
source     = "试行办法"

[inputs]
output    = { name = "试行产值", unit = "万元" }
growth    = { name = "试行增速", unit = "%" }
crew      = { name = "试行人数", unit = "人" }
quarterly = { name = "试行季度产值", unit = "万元", frequency = "quarter" }
class     = { name = "试行类别", type = "text" }

[tables.deals]
name    = "试行合同"
key     = ["deal"]
columns = { deal = { name = "合同号", type = "text" }, worth = { name = "合同金额", unit = "万元" } }

"""


def rule(*conditions: str, amount: str = "1万元", id_: str = "award") -> str:
    """A subsidy."""
    when = f"when = {json.dumps(conditions, ensure_ascii=False)}\n" if conditions else ""
    return f'[[subsidy]]\nid = "{id_}"\ntitle = "{id_}"\n{when}amount = "{amount}"\n\n'


def case(name: str = "案例", **keys: str) -> str:
    """A case; values as TOML."""
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[[case]]\nname = "{name}"\n{lines}\n'


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run cases against a policy, by a small shared vocabulary."""

    def running(policy: str, *cases: str, head: str = "", **options: Any) -> CaseResults:
        (tmp_path / "trial.toml").write_text(HEADER + policy, "utf-8")
        (tmp_path / "trial.cases.toml").write_text(head + "".join(cases), "utf-8")
        return run_cases(tmp_path, **{"policies": PARKS / "policies", **options})

    return running


def got(results: CaseResults) -> list[str]:
    """What came out other than expected, in words; nothing else is wrong."""
    assert results.mistakes == ()
    return [f"{one.what}：{one.got}" for result in results.cases for one in result.mismatches]


# ---------------------------------------------------------------- what a run shows


@pytest.fixture
def give(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Give ``jifen test`` in a folder: exit code, standard output, standard error."""

    def given(folder: Path, *arguments: str) -> Answer:
        monkeypatch.chdir(folder)
        capsys.readouterr()
        code = execute(["test", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return given


BROKEN = {
    'amount = "10万元", payers = { "市" = "5万元"': 'amount = "11万元", payers = { "市" = "4万元"',
    'expect = { by-tier = "refused" }': 'expect = { by-tier = "10万元" }',
    'trial_star = false': "trial_star = true",
    'lacks = ["试行产值", "积分", "其他企业"]': 'lacks = "积分"',
    '"first-time.m1" = "refused"': '"first-time.m1" = "1万元"',
    'due = "0元"': 'due = "1元"',
    'because = "by-case"': 'because = "trial-bad"',
    "assumed = true": "assumed = false, provisional = true",
}  # fmt: skip


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder with the whole policy and cases of which some expect something wrong."""
    shutil.copy(POLICIES / "whole.toml", tmp_path)
    text = (POLICIES / "whole.cases.toml").read_text("utf-8")
    for right, wrong in BROKEN.items():
        assert right in text, right
        text = text.replace(right, wrong)
    (tmp_path / "whole.cases.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_run_that_passes(give: Callable[..., Answer], snapshot: SnapshotAssertion) -> None:
    answer = give(HERE, "policies")
    assert answer == (0, snapshot, "")


def test_a_run_that_fails(give: Callable[..., Answer], broken: Path, snapshot: SnapshotAssertion) -> None:
    answer = give(broken, "whole.cases.toml")
    assert answer == (1, snapshot, "")


def test_a_run_that_fails_as_data(
    give: Callable[..., Answer], broken: Path, snapshot: SnapshotAssertion
) -> None:
    code, out, err = give(broken, "whole.toml", "--format", "json")
    assert (code, err) == (1, "")
    assert json.loads(out) == snapshot


def test_what_cases_reach_may_be_left_out(give: Callable[..., Answer]) -> None:
    code, out, _ = give(HERE, "policies", "--no-coverage")
    assert (code, out.count("界限"), out.count("没有走到")) == (0, 0, 0)


def test_nothing_found_could_not_run(give: Callable[..., Answer], tmp_path: Path) -> None:
    for path in (".", "nowhere", "trial.toml"):
        code, out, err = give(tmp_path, path)
        assert (code, out) == (2, "")
        assert f"错误[J966] {path} 里没有案例文件" in err
    assert not run_cases(tmp_path).passed


def test_a_path_without_cases_beside_one_with_some_does_not_pass(
    give: Callable[..., Answer], tmp_path: Path
) -> None:
    shutil.copytree(POLICIES, tmp_path / "with")
    (tmp_path / "without").mkdir()
    code, out, _ = give(tmp_path, "with", "without")
    assert code == 1
    assert "错误[J966] without 里没有案例文件" in out
    assert "另有 1 处错误" in out


def test_a_file_with_mistakes_alone_fails_though_no_case_ran(
    give: Callable[..., Answer], tmp_path: Path
) -> None:
    (tmp_path / "trial.toml").write_text(HEADER + rule(), "utf-8")
    (tmp_path / "trial.cases.toml").write_text(case(expect='{ awards = "1万元" }'), "utf-8")
    code, out, _ = give(tmp_path, "trial.toml")
    assert code == 1
    assert "没有运行  trial.cases.toml" in out
    assert out.endswith("一个案例也没有运行；有 1 处错误\n")


def test_a_mistake_in_the_policy_is_told_once(run: Run) -> None:
    results = run(
        rule("试行产置 > 1万元"), case(expect='{ award = "1万元" }'), case("乙", expect='{ award = "1元" }')
    )
    assert [one.code for one in results.mistakes] == ["J401"]
    assert not results.passed
    assert results.cases == ()


def test_a_file_that_is_no_toml_or_a_policy_that_is_none_is_a_mistake(run: Run) -> None:
    assert [one.code for one in run(rule(), "[[case\n").mistakes] == ["J115"]
    assert [one.code for one in run("[[subsidies]]\n", case(expect='{ award = "1万元" }')).mistakes] == [
        "J201"
    ]


def test_check_says_what_is_wrong_with_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "trial.toml").write_text(HEADER.replace("crew ", "workers ") + rule("试行产值 > 1"), "utf-8")
    (tmp_path / "trial.cases.toml").write_text(case(expect='{ awards = "1万元" }'), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert execute(["check", "trial.cases.toml"]) == 0
    (tmp_path / "trial.toml").write_text(HEADER.replace("crew ", "workers ") + rule(), "utf-8")
    assert execute(["check", "trial.cases.toml"]) == 1
    assert "错误[J955]" in capsys.readouterr().out


def test_a_case_with_a_mistake_does_not_stop_the_others(run: Run) -> None:
    results = run(
        rule("试行产值 > 1万元"),
        case("错", given='{ "试行产置" = "2万元" }', expect='{ award = "1万元" }'),
        case("对", given='{ "试行产值" = "2万元" }', expect='{ award = "1万元" }'),
    )
    assert [one.name for one in results.cases] == ["对"]
    assert [one.code for one in results.mistakes] == ["J952"]
    assert not results.passed


# ---------------------------------------------------------------- exactly


@pytest.mark.parametrize(
    ("expected", "passes"),
    [
        ("12345元", True),
        ("1.2345万元", True),
        ("12345.00元", True),
        ("12,345元", True),
        ("12345.01元", False),
    ],
)
def test_an_amount_is_compared_exactly(run: Run, expected: str, passes: bool) -> None:
    results = run(
        rule(amount="试行产值 × 1%"),
        case(given='{ output = "123.45万元" }', expect=f'{{ award = "{expected}" }}'),
    )
    assert results.mistakes == ()
    assert results.passed is passes


def test_an_amount_alone_is_granted_not_paid(run: Run) -> None:
    told = '{ award = [{ award = "trial/award", period = "2023", amount = "1万元", paid_on = 2023-12-01 }] }'
    results = run(rule(), case(given=told, expect='{ award = "1万元" }'))
    assert got(results) == ["结果：已兑现（paid）1万元"]


def test_what_is_lacking_must_be_told_in_full(run: Run) -> None:
    policy = rule("试行产值 > 1万元", "试行人数 > 1人")
    results = run(policy, case(expect='{ award = { lacks = "试行产值" } }'))
    assert got(results) == ["缺少：试行产值、试行人数"]
    assert run(policy, case(expect='{ award = { lacks = ["output", "试行人数"] } }')).passed


# ---------------------------------------------------------------- what a case tells


def test_s10_tables_that_are_not_given_are_empty_and_complete_unless_said_otherwise(run: Run) -> None:
    policy = rule("件数(试行合同) = 0")
    assert run(policy, case(expect='{ award = "1万元" }')).passed
    assert run(policy, case(unknown='["deals"]', expect='{ award = { lacks = "试行合同" } }')).passed


def test_other_periods(run: Run) -> None:
    policy = rule("同比(试行产值) >= 10%", "上年(上年(试行产值)) = 1万元")
    assert run(
        policy,
        case(
            given='{ output = "11万元" }',
            earlier='{ 2022 = { output = "10万元" }, "2021年度" = { "试行产值" = "1万元" } }',
            expect='{ award = "1万元" }',
        ),
    ).passed


def test_a_scorecard_and_a_status_may_be_taken_as_given(run: Run) -> None:
    status = '[[status]]\nid = "star"\nname = "试行之星"\nwhen = ["试行产值 > 1万元"]\n\n'
    policy = status + rule("符合(试行之星)", "符合(科技型中小企业评价)")
    held = '["试行之星", "科技型中小企业评价"]'
    bundled: Mapping[str, Any] = {"policies": None}
    assert run(policy, case(holds=held, expect='{ award = "1万元" }'), **bundled).passed
    one = case(holds='["试行之星"]', fails='["technology_sme"]', expect='{ award = "refused" }')
    assert run(policy, one, **bundled).passed
    assert got(run(policy, case(expect='{ award = "refused", star = true }'), **bundled)) == [
        "结果：尚不能确定（undetermined）",
        "认定：不能确定",
    ]


def test_the_stage_of_a_policy_for_any_park_is_any_text(run: Run) -> None:
    assert run(
        rule("阶段 = “成长期”"), case(scores='{ "阶段" = "成长期" }', expect='{ award = "1万元" }')
    ).passed


def test_ranks_are_whole_and_a_score_may_have_decimals(run: Run) -> None:
    listing = '[[list]]\nid = "best"\nname = "试行榜"\nby = "试行产值"\ntop = 3\n\n'
    policy = listing + rule("名次.试行榜 <= 3", "家数.试行榜 >= 10", "积分 >= 60.5", "符合(试行榜)")
    told = '{ "名次.试行榜" = 3, "家数.best" = 10, "积分" = 60.5 }'
    assert run(
        policy, case(given='{ output = "1万元" }', scores=told, expect='{ award = "1万元", best = true }')
    ).passed
    wrong = run(policy, case(scores='{ "名次.试行榜" = 2.5 }', expect='{ award = "1万元" }'))
    assert [one.code for one in wrong.mistakes] == ["J954"]


def test_scores_of_a_park_are_worked_out_where_they_are_not_told(tmp_path: Path) -> None:
    policy = HEADER.replace('"any"', '["garden"]') + rule("积分 >= 0")
    (tmp_path / "trial.toml").write_text(policy, "utf-8")
    lacking = case("没有数", expect='{ award = "undetermined" }')
    told = case("直接给出", scores='{ "积分" = 60 }', expect='{ award = "1万元" }')
    (tmp_path / "trial.cases.toml").write_text(lacking + told, "utf-8")
    results = run_cases(tmp_path, plugins=[GARDEN])
    assert results.mistakes == ()
    assert results.passed
    assert {one.decision.park for one in results.cases} == {"garden"}


def test_a_park_that_a_policy_is_not_for_is_a_mistake(run: Run) -> None:
    results = run(rule(), case(park='"nowhere"', expect='{ award = "1万元" }'))
    assert [(one.code, one.place and one.place.line) for one in results.mistakes] == [("J623", 3)]


# ---------------------------------------------------------------- budgets


BUDGET = '[[budget]]\nid = "b"\nrules = ["award"]\namount = "10万元"\nmethod = '
PRO_RATA, IN_ORDER = BUDGET + '"pro_rata"\n', BUDGET + '"in_order"\nby = "试行人数"\n'


@pytest.mark.parametrize(
    ("budget", "claims", "expected"),
    [
        (PRO_RATA, None, '{ lacks = "其他企业" }'),
        (PRO_RATA, "{ award = [] }", '"8万元"'),
        (PRO_RATA, '{ award = ["2万元"] }', '"8万元"'),
        (PRO_RATA, '{ award = ["4万元", "4万元"] }', '"5万元"'),
        (IN_ORDER, '{ award = [{ amount = "9万元", by = "6人" }] }', '"1万元"'),
        (IN_ORDER, '{ award = [{ amount = "9万元", by = 4 }] }', '"8万元"'),
        (IN_ORDER, '{ award = [{ amount = "10万元", by = "6人" }] }', '"refused"'),
    ],
)
def test_a_budget_is_decided_by_what_others_claim(
    run: Run, budget: str, claims: str | None, expected: str
) -> None:
    keys = {} if claims is None else {"claims": claims}
    one = case(given="{ crew = 5 }", expect=f"{{ award = {expected} }}", **keys)
    assert got(run(rule(amount="8万元") + budget, one)) == []


@pytest.mark.parametrize(
    ("budget", "claims", "code"),
    [
        (PRO_RATA, '{ award = [{ amount = "2万元", by = 1 }] }', "J954"),
        (IN_ORDER, '{ award = ["2万元"] }', "J954"),
        (IN_ORDER, '{ award = [{ amount = "2万元", by = "多" }] }', "J954"),
        (PRO_RATA, '{ award = ["2人"] }', "J954"),
        (PRO_RATA, '{ awards = ["2万元"] }', "J955"),
    ],
)
def test_a_claim_that_cannot_be_read_is_a_mistake(run: Run, budget: str, claims: str, code: str) -> None:
    results = run(rule() + budget, case(claims=claims, expect='{ award = "1万元" }'))
    assert [one.code for one in results.mistakes] == [code]


# ---------------------------------------------------------------- which policy


def test_cases_beside_no_policy_of_their_name_say_which_one_they_are_of(tmp_path: Path) -> None:
    for version in ("1", "2"):
        text = (HEADER + rule(amount=f"{version}万元")).replace('"1"\n', f'"{version}"\n', 1)
        (tmp_path / f"v{version}.toml").write_text(text, "utf-8")
    cases = tmp_path / "more.cases.toml"
    told = case(expect='{ award = "2万元" }')
    for head, problem in (
        ("", "旁边没有 more.toml"),
        ('policy = "trial"\n', "有 2 个文件都是政策 trial，请写明版本"),
        ('policy = "trial@3"\n', "这个文件夹里没有政策 trial@3"),
    ):
        cases.write_text(head + told, "utf-8")
        assert [(one.code, one.message) for one in run_cases(cases).mistakes] == [("J951", problem)]
    cases.write_text('policy = "trial@2"\n' + told, "utf-8")
    assert run_cases(cases).passed


def test_rules_of_another_policy_that_is_opened_too(run: Run, tmp_path: Path) -> None:
    other = HEADER.replace('id         = "trial"', 'id         = "other"') + rule(amount="3万元")
    (tmp_path / "other.toml").write_text(other, "utf-8")
    group = '[[group]]\nid = "g"\nrules = ["award", "other/award"]\n'
    expect = '{ award = { outcome = "superseded", because = "other/award" }, "other/award" = "3万元" }'
    assert run(rule() + group, case(expect=expect), head='also = ["other.toml"]\n').passed


def test_a_policy_is_tried_in_its_own_parks_only(tmp_path: Path) -> None:
    (tmp_path / "trial.toml").write_text(HEADER.replace('"any"', '["garden"]') + rule(), "utf-8")
    elsewhere = case("别处", park='"dalian"', expect='{ award = "1万元" }')
    here = case("本地", park='"garden"', expect='{ award = "1万元" }')
    (tmp_path / "trial.cases.toml").write_text(elsewhere + here, "utf-8")
    results = run_cases(tmp_path, plugins=[GARDEN])
    assert [one.code for one in results.mistakes] == ["J930"]
    assert [one.name for one in results.cases] == ["本地"]


def test_a_policy_in_force_is_decided_on_its_first_day_by_the_year_closed_before(run: Run) -> None:
    loan = (
        '[[loan]]\nid = "line"\ntitle = "贷款"\nwhen = ["试行产值 > 1万元"]\nline = "5万元"\nrate = "3.65%"\n'
    )
    head = HEADER.replace('rewards    = "2023"', "effective  = { from = 2024-03-01, until = 2025-01-01 }")
    text = head + loan
    given = {"given": '{ output = "2万元" }'}
    cases = (
        case("第一天", expect='{ line = { amount = "5万元", rate = "3.65%" } }', **given),
        case("前一天", as_of="2024-02-29", expect='{ line = "not_in_force" }', **given),
        case("写明年度", period='"2022"', expect='{ line = "5万元" }', **given),
    )
    results = run("", *cases, case("季度", period='"2023Q1"', expect='{ line = "5万元" }'))
    (Path(results.files[0].file).parent / "trial.toml").write_text(text, "utf-8")
    results = run_cases(Path(results.files[0].file))
    assert [one.code for one in results.mistakes] == ["J961"]
    assert results.failed == ()
    assert [one.decision.as_of.isoformat() for one in results.cases] == [
        "2024-03-01",
        "2024-02-29",
        "2024-03-01",
    ]
    assert [one.decision.period for one in results.cases] == ["2023", "2023", "2022"]


# ---------------------------------------------------------------- what cases reach


def coverage(results: CaseResults) -> Coverage:
    """What the cases of the only file reach."""
    assert results.mistakes == ()
    found = results.files[0].coverage
    assert found is not None
    return found


def stood(results: CaseResults) -> dict[str, tuple[int, int, int]]:
    """How many cases stand below, on and above each threshold."""
    return {one.threshold.text: (one.below, one.on, one.above) for one in coverage(results).thresholds}


ANY_OUTCOME = '{ award = "refused" }'


@pytest.mark.parametrize(
    ("condition", "given"),
    [
        ("试行产值 >= 1000万元", ("999.99万元", "999.98万元", "1000万元", "1000.01万元", "1000.02万元")),
        ("试行产值 >= 0.5万元", ("4999.99元", "4999.98元", "5000元", "5000.01元", "5000.02元")),
        ("试行增速 > 5%", ("4.99%", "4.98%", "5%", "5.01%", "5.02%")),
        ("试行人数 < 20人", ("19人", "18人", "20人", "21人", "22人")),
    ],
)  # fmt: skip
def test_a_step_is_a_hundredth_of_the_unit_or_one_of_what_is_counted(
    run: Run, condition: str, given: tuple[str, ...]
) -> None:
    field = condition.split(maxsplit=1)[0]
    cases = [case(told, given=f'{{ "{field}" = "{told}" }}', expect=ANY_OUTCOME) for told in given]
    assert stood(run(rule(condition), *cases)) == {condition: (1, 1, 1)}


def test_points_ratios_of_data_and_months_have_steps_of_their_own(run: Run) -> None:
    policy = rule("积分 >= 60", "试行产值 ÷ 上年(试行产值) > 2", "满(成立日期) <= 10年")
    told = {
        "scores": '{ "积分" = 59.99 }',
        "given": '{ output = "20001万元" }',
        "earlier": '{ 2022 = { output = "10000万元" } }',
        "founded": "2013-12-01",
    }
    results = run(policy, case(expect=ANY_OUTCOME, **told))
    assert list(stood(results).values()) == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    steps = [one.threshold.step for one in coverage(results).thresholds]
    assert steps == [Fraction(1, 100), Fraction(1, 10000), Fraction(1, 12)]


def test_only_cases_that_expect_something_of_a_rule_count_for_it(run: Run) -> None:
    policy = rule("试行产值 > 1万元") + rule("试行产值 > 2万元", id_="second")
    results = run(policy, case(given='{ output = "2万元" }', expect='{ award = "1万元" }'))
    found = coverage(results)
    assert {one.id: one.cases for one in found.rules} == {"award": 1, "second": 0}
    assert [one.id for one in found.unexpected] == ["second"]
    assert stood(results)["试行产值 > 2万元"] == (0, 0, 0)


def test_a_threshold_inside_a_table_is_stood_at_by_a_row(run: Run) -> None:
    policy = rule("件数(试行合同, 合同金额 >= 500万元) >= 2件")
    rows = '{ deals = [{ deal = "1", worth = "499.99万元" }, { deal = "2", worth = "500万元" }] }'
    found = stood(run(policy, case(given=rows, expect=ANY_OUTCOME)))
    assert list(found.values()) == [(1, 0, 0), (1, 1, 0)]


def missing(results: CaseResults) -> list[str]:
    """What no case reaches."""
    return [f"{one.kind} {one.label}" for one in coverage(results).unreached]


TIERED = """\
[[subsidy]]
id    = "award"
title = "award"
when  = ["试行人数 > 1人"]
by    = "试行产值"

[[subsidy.tier]]
in     = "< 100万元"
amount = "1万元"

[[subsidy.tier]]
in     = ">= 100万元"
amount = "2万元"

[[subsidy.adjust]]
name  = "大户"
when  = ["试行人数 >= 100人"]
times = "150%"
"""


def test_a_tier_is_reached_where_the_rule_holds(run: Run) -> None:
    refused = case("不成立", given='{ crew = 1, output = "1万元" }', expect=ANY_OUTCOME)
    first = case("第一档", given='{ crew = 2, output = "99.99万元" }', expect='{ award = "1万元" }')
    second = case("第二档", given='{ crew = 100, output = "100万元" }', expect='{ award = "3万元" }')
    tiers, adjust = ["tier 试行产值 < 100万元", "tier 试行产值 >= 100万元"], ["adjust 大户"]
    assert missing(run(TIERED, refused)) == [*tiers, *adjust]
    assert missing(run(TIERED, refused, first)) == [tiers[1], *adjust]
    assert missing(run(TIERED, refused, first, second)) == []
    edges = stood(run(TIERED, first, second))
    assert edges["试行产值：100万元"] == (1, 1, 0)


def test_a_tier_of_rows_is_reached_by_a_row_that_counts(run: Run) -> None:
    policy = TIERED.replace('"试行人数 > 1人"', '"合同金额 > 10万元"').replace("试行产值", "合同金额")
    policy = policy.replace("by    =", 'per   = "deals"\nby    =')
    rows = '{ deals = [{ deal = "1", worth = "10万元" }, { deal = "2", worth = "100万元" }], crew = 1 }'
    results = run(policy, case(given=rows, expect='{ award = "2万元" }'))
    assert missing(results) == ["tier 合同金额 < 100万元", "adjust 大户"]


def test_of_classes_the_first_that_holds_is_reached(run: Run) -> None:
    cases_ = "".join(
        f'[[subsidy.case]]\nname = "{name}"\nwhen = ["试行人数 >= {least}人"]\namount = "{least}万元"\n'
        for name, least in (("大", 100), ("小", 1))
    )
    policy = '[[subsidy]]\nid = "award"\ntitle = "award"\n' + cases_
    results = run(policy, case(given="{ crew = 100 }", expect='{ award = "100万元" }'))
    assert missing(results) == ["case 小"]


def test_a_missing_place_is_told_with_its_figure(run: Run) -> None:
    results = run(rule("试行产值 > 1亿元"), case(given='{ output = "1亿元" }', expect=ANY_OUTCOME))
    (one,) = coverage(results).unstood
    assert isinstance(one, Stood)
    assert one.missing == ("线下一步（9,999.99万元）", "线上一步（10,000.01万元）")


def test_the_policies_that_come_with_the_engine_are_what_runs_by_default() -> None:
    files = [one.file for one in run_cases(coverage=False).files]
    assert "policies/binjiang/kaimenhong-2023q1.cases.toml" in files
    assert all(one.startswith("policies/") for one in files)
