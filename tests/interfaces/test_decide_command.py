"""``jifen decide`` and ``jifen why``: what policies come to for one enterprise, and the notice to it."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion
from tests.interfaces.conftest import ASKED, PLUGINS, ROSTER, Give
from tests.interfaces.test_pages import read

from jifen.exchange.pages.notices import notice_page
from jifen.explain.entitlements import decision_with_explanations
from jifen.interfaces.commands import execute
from jifen.interfaces.enterprise_file import read_enterprise
from jifen.interfaces.library import RuleLibrary, open_library
from jifen.model.entitlement import Decision

HERE = Path(__file__).parent
SCHEMAS = HERE.parents[1] / "docs" / "schemas"
POLICIES, PROGRAMMES, ENTERPRISES = HERE / "policies", HERE / "programmes", HERE / "enterprises"
SUPPORT = POLICIES / "support-2020.toml"
NAMES = ("strong", "weak", "vetoed", "open")
FIRST, SECOND = "91000000YL0000001L", "91000000YL0000002P"


def schema(name: str) -> Draft202012Validator:
    data = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(data)
    return Draft202012Validator(data)


def decide(give: Give, name: str, *more: object) -> Any:
    return give("decide", "--input", ENTERPRISES / f"{name}.json", *ASKED, "--policy", SUPPORT, *more)


@pytest.fixture(scope="module")
def library() -> RuleLibrary:
    return open_library("garden", [POLICIES], plugins=[PLUGINS])


def decision(library: RuleLibrary, name: str, *, allow_assumed: bool = False) -> Decision:
    enterprise = read_enterprise(ENTERPRISES / f"{name}.json", library.park)
    return library.decide(enterprise, period="2020", as_of=date(2021, 3, 31), allow_assumed=allow_assumed)


# ---------------------------------------------------------------- decide


@pytest.mark.parametrize("name", NAMES)
def test_as_text(give: Give, name: str, snapshot: SnapshotAssertion) -> None:
    answer = decide(give, name)
    assert answer.err == ""
    assert answer.code == (0 if name == "vetoed" else 1)
    assert answer.out == snapshot


@pytest.mark.parametrize(
    ("name", "rules"),
    [("strong", ("equipment", "credit", "marginal")), ("weak", ("rd-award",)), ("vetoed", ("rd-award",))],
)
def test_as_data(give: Give, name: str, rules: tuple[str, ...], snapshot: SnapshotAssertion) -> None:
    data = json.loads(decide(give, name, "--format", "json").out)
    data.update(digest="…", engine="…")
    kept = [one for one in data["entitlements"] if one["rule"] in rules]
    assert {**data, "entitlements": kept} == snapshot


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("assumed", [False, True])
def test_input_and_output_are_what_their_schemas_say(library: RuleLibrary, name: str, assumed: bool) -> None:
    told = json.loads((ENTERPRISES / f"{name}.json").read_text("utf-8"))
    assert list(schema("enterprise").iter_errors(told)) == []
    found = decision(library, name, allow_assumed=assumed)
    validator = schema("decision")
    for data in (found.to_dict(), decision_with_explanations(found)):
        assert list(validator.iter_errors(json.loads(json.dumps(data)))) == []


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        '{"name": "没有代码"}',
        '{"code": "1", "nme": "甲"}',
        '{"code": "1", "version": 2}',
        '{"code": "1", "facts": {"去年": {}}}',
        '{"code": "1", "facts": {"2020": {"营业收入": [1]}}}',
        '{"code": "1", "facts": 3}',
        '{"code": "1", "tables": {"资质": {}}}',
        '{"code": "1", "tables": {"资质": [1]}}',
        '{"code": "1", "founded": "2010/1/2"}',
        '{"code": 1}',
    ],
)
def test_what_the_schema_refuses_is_refused(give: Give, tmp_path: Path, told: str) -> None:
    file = tmp_path / "企业.json"
    file.write_text(told, "utf-8")
    assert not schema("enterprise").is_valid(json.loads(told))
    answer = give("decide", "--input", file, *ASKED, "--policy", SUPPORT)
    assert (answer.code, answer.out) == (2, "")
    assert "[J841]" in answer.err


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('{"code": "1", "code": "2"}', "“code”写了两次"),
        ('{"code": "1", "facts": {"2020": {"营业收入": 1e-7}}}', "超出登记的小数位数"),
        ('{"code": "1", "facts": {"2020": {"职工总数": "许多"}}}', "职工总数"),
        ('{"code": "1", "facts": {"2020": {"营业收入": 5, "revenue": 6}}}', "写了两次，且不一致"),
        ('{"code": "1", "facts": {"2020": {"营业收入": 1e999999999}}}', "营业收入"),
        ('{"code": "1", "tables": {"资质": [{"资质": "高新技术企业", "有效期": "2020-01-01"}]}}', "有效期"),
    ],
)
def test_what_means_nothing_is_refused(give: Give, tmp_path: Path, told: str, said: str) -> None:
    file = tmp_path / "企业.json"
    file.write_text(told, "utf-8")
    answer = give("decide", "--input", file, *ASKED, "--policy", SUPPORT)
    assert (answer.code, answer.out) == (2, "")
    assert "[J841]" in answer.err
    assert said in answer.err


@pytest.mark.parametrize("told", ["{", '{"code": NaN}', "\udcff", "[" * 100_000])
def test_what_is_no_json_is_refused(give: Give, tmp_path: Path, told: str) -> None:
    file = tmp_path / "企业.json"
    file.write_bytes(told.encode("utf-8", "surrogateescape"))
    answer = give("decide", "--input", file, *ASKED, "--policy", SUPPORT)
    assert (answer.code, answer.out) == (2, "")
    assert "[J840]" in answer.err


def test_a_file_that_is_not_there_is_said(give: Give, tmp_path: Path) -> None:
    answer = give("decide", "--input", tmp_path / "没有.json", *ASKED, "--policy", SUPPORT)
    assert (answer.code, "[J840]" in answer.err) == (2, True)


def test_policies_of_another_park_are_left_out_and_a_park_has_its_own(give: Give, tmp_path: Path) -> None:
    file = tmp_path / "企业.json"
    file.write_text('{"code": "91000000YL0000001L", "complete_to": "2021-12-31"}', "utf-8")
    asked = ("--period", "2020", "--as-of", "2021-12-31", "--format", "json")
    found = json.loads(give("decide", "--input", file, "--park", "dalian", *asked).out)
    assert {one["id"].partition("-")[0] for one in found["policies"]} == {"dalian"}
    folder = give("decide", "--input", file, "--park", "dalian", "--policy", SUPPORT.parent, *asked)
    assert {one["id"] for one in json.loads(folder.out)["policies"]} == {"garden-old"}
    named = give("decide", "--input", file, "--park", "dalian", "--policy", SUPPORT, *asked)
    assert (named.code, "[J930]" in named.err) == (2, True)


def test_assumed_figures_count_where_that_is_asked_for(give: Give) -> None:
    data = json.loads(decide(give, "strong", "--allow-assumed", "--format", "json").out)
    (one,) = [each for each in data["entitlements"] if each["rule"] == "assumed"]
    assert (one["outcome"], one["amount"], one["assumed"]) == ("granted", "10000", True)
    assert one["explanation"]["notes"][0].startswith("结果依据没有公开出处")


def test_ranks_come_from_a_run(give: Give, finished: Path) -> None:
    def ranked(*more: object) -> Any:
        data = json.loads(decide(give, "strong", "--allow-assumed", "--format", "json", *more).out)
        return next(one for one in data["entitlements"] if one["rule"] == "ranked")

    assert ranked()["outcome"] == "undetermined"
    assert [one["kind"] for one in ranked()["lacking"]] == ["score"]
    refused = decide(give, "strong", "--cohort", ROSTER)
    assert (refused.code, "[J801]" in refused.err) == (2, True)
    found = ranked("--cohort", finished)
    assert (found["outcome"], found["amount"]) == ("granted", "100000")


def test_data_of_programmes_count_where_they_are_given(give: Give) -> None:
    def pool(*more: object) -> Any:
        told = ("decide", "--input", ENTERPRISES / "vetoed.json", *ASKED, "--format", "json")
        data = json.loads(give(*told, "--policy", PROGRAMMES / "pool-2020.toml", *more).out)
        return data["entitlements"][0]

    assert pool()["outcome"] == "undetermined"
    assert pool()["explanation"]["blocks"][0]["lines"] == ["还缺：不良率（2020年度）"]
    fused = pool("--programme", PROGRAMMES / "pool-2020.programme.toml")
    assert fused["outcome"] == "refused"
    assert fused["explanation"]["headline"] == "放贷已经暂停：不良率 > 5%"
    assert fused["explanation"]["blocks"][0]["lines"] == ["“不良率 > 5%”：成立（不良率（2020年度）：6.5%）"]


# ---------------------------------------------------------------- why


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with policies: nothing of it is changed."""
    folder = tmp_path_factory.mktemp("settled") / "run"
    arguments = [
        "run",
        str(ROSTER),
        *ASKED,
        "--policy",
        str(SUPPORT),
        "--out",
        str(folder),
        "--format",
        "json",
    ]
    assert execute(arguments) == 1
    return folder


def test_why_by_a_run_and_by_its_roster_says_the_same(give: Give, settled: Path) -> None:
    run = give("why", FIRST, "--run", settled, "--plugins", PLUGINS, "--policy", SUPPORT)
    roster = give("why", FIRST, "--roster", ROSTER, *ASKED, "--policy", SUPPORT)
    assert run.err == ""
    assert "【给予】研发分段补助　marginal" in run.out
    assert roster.out == run.out
    assert roster.code == run.code == 1


def test_why_of_a_rule(give: Give, settled: Path) -> None:
    asked = ("--run", settled, "--plugins", PLUGINS, "--policy", SUPPORT)
    for rule in ("rd-award", "garden-support/rd-award", "研发投入奖励"):
        answer = give("why", FIRST, rule, *asked)
        assert answer.code == 0
        assert re.findall(r"【.*?】(.*?)　", answer.out) == ["研发投入奖励"]
    assert "还少 100万元" in answer.out
    unknown = give("why", FIRST, "rd-awrad", *asked)
    assert (unknown.code, "是不是 rd-award？" in unknown.err) == (2, True)


def test_why_by_other_policies_has_no_claims_to_compare_with(give: Give, settled: Path) -> None:
    other = give("why", FIRST, "--run", settled, "--plugins", PLUGINS, "--policy", POLICIES)
    assert other.err.startswith("提示：所用的政策与那一次 jifen run 的不同")
    assert "还缺：同期参评企业" in other.out


def test_why_of_nobody_and_of_changed_claims_is_refused(give: Give, settled: Path, tmp_path: Path) -> None:
    asked = ("--plugins", PLUGINS, "--policy", SUPPORT)
    nobody = give("why", "91000000YL0000009X", "--run", settled, *asked)
    assert (nobody.code, "[J806]" in nobody.err) == (2, True)
    changed = Path(shutil.copytree(settled, tmp_path / "run"))
    claims = changed / "settlement.json"
    claims.write_text(claims.read_text("utf-8") + "\n", "utf-8")
    answer = give("why", FIRST, "--run", changed, *asked)
    assert (answer.code, "[J813]" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((FIRST,), "要写 --run 或 --roster"),
        ((FIRST, "--roster", ROSTER), "还要写 --park、--period 和 --as-of"),
        ((FIRST, "--run", "x", "--roster", ROSTER), "写了 --run，就不能再写 --roster"),
    ],
)
def test_why_asks_for_what_it_needs(give: Give, arguments: tuple[object, ...], said: str) -> None:
    answer = give("why", *arguments)
    assert (answer.code, said in answer.err) == (2, True)


def test_why_as_data_is_what_the_schema_says(give: Give, settled: Path) -> None:
    asked = ("--run", settled, "--plugins", PLUGINS, "--policy", SUPPORT, "--format", "json")
    data = json.loads(give("why", SECOND, *asked).out)
    assert list(schema("decision").iter_errors(data)) == []
    assert {one["outcome"] for one in data["entitlements"]} == {"vetoed", "not_in_force"}


# ---------------------------------------------------------------- the notice


def test_why_writes_a_notice(give: Give, settled: Path, tmp_path: Path) -> None:
    page = tmp_path / "告知单.html"
    asked = ("--run", settled, "--plugins", PLUGINS, "--policy", SUPPORT)
    answer = give("why", FIRST, *asked, "--html", page)
    assert (answer.code, answer.out) == (1, f"告知单：{page}\n")
    first = page.read_bytes()
    give("why", FIRST, *asked, "--html", page)
    assert page.read_bytes() == first


@pytest.mark.parametrize("name", ["strong", "weak"])
def test_the_notice_is_this(library: RuleLibrary, name: str, snapshot: SnapshotAssertion) -> None:
    page = notice_page(decision(library, name, allow_assumed=name == "weak"), library.park.plan.name)
    assert re.sub(r"(?s)<style>.*?</style>", "", re.sub("[0-9a-f]{12}", "…", page)) == snapshot


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_holds_all_it_needs_and_runs_nothing(library: RuleLibrary, name: str) -> None:
    page = notice_page(decision(library, name), library.park.plan.name, sample=True)
    reader = read(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(reader.seen)
    assert not [value for key, value in reader.attributes if key in ("src", "href") or key.startswith("on")]
    assert "default-src 'none'" in page
    assert "@page" in page
    text = "".join(reader.text)
    assert "样例数据" in text
    assert "供核对和参考，不是主管部门的审核决定" in text


def test_a_notice_escapes_what_the_data_holds(library: RuleLibrary) -> None:
    page = notice_page(decision(library, "strong"), library.park.plan.name)
    assert "甲科技&lt;有限&gt;公司" in page
    assert "<有限>" not in page


def test_a_notice_says_what_rests_on_assumed_figures(library: RuleLibrary) -> None:
    assert "只供测算" not in notice_page(decision(library, "strong"), "园区")
    assert "带 * 的各项依据没有公开出处" in notice_page(
        decision(library, "strong", allow_assumed=True), "园区"
    )
