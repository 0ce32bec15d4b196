"""``jifen assess``: whether enterprises meet a scorecard, and where its figures come from."""

import json
import re
from pathlib import Path

import pytest
from tests.interfaces.conftest import ASKED, ROSTER, Give

FIRST, SECOND = "91000000YL0000001L", "91000000YL0000002P"
ROOT = Path(__file__).parents[2]


def lines_of(out: str) -> dict[str, tuple[str, str]]:
    """By code, the verdict and the reason of a list."""
    rows = re.findall(r"(91000000YL\w{8})　(\S+).*\n((?:    .*\n)+)", out)
    return {code: (word, "".join(line.strip() for line in said.splitlines())) for code, word, said in rows}


def test_a_day_before_the_standard_concludes_nothing(give: Give) -> None:
    """The roster is of 2020, the edition of 2022."""
    answer = give("assess", "innovative_sme", "--roster", ROSTER, *ASKED)
    assert (answer.code, answer.out) == (2, "")
    assert "[J812]" in answer.err


def later(*arguments: object) -> tuple[object, ...]:
    return tuple("2022-12-31" if one == "2021-03-31" else one for one in arguments)


def test_one_in_full(give: Give) -> None:
    answer = give(*later("assess", "innovative_sme", "--roster", ROSTER, *ASKED, "--code", FIRST))
    assert answer.code == 0
    for said in (
        "符合创新型中小企业评价（2022版）",
        "符合直通条件“拥有经认定的省级以上研发机构”，不看得分。",
        "研发机构级别（2020年度）：省级。",
        "落在“>= 5%”档；得 20 分（满分 20 分）。",
        "研发费用（2020年度）：30万元　← roster/企业.csv F2",
        "不是主管部门颁发的证书或公告",
    ):
        assert said in answer.out, said


def test_all_in_a_list(give: Give) -> None:
    answer = give(*later("assess", "innovative_sme", "--roster", ROSTER, *ASKED))
    assert answer.code == 1
    rows = lines_of(answer.out)
    assert rows[FIRST] == ("符合", "符合直通条件“拥有经认定的省级以上研发机构”，不看得分。")
    verdict, reason = rows[SECOND]
    assert verdict == "未定"
    assert reason.startswith("总分未定，已知部分 15 分（要求 >= 60）。还缺：")
    assert "名单里另有" in answer.out


def test_as_data(give: Give) -> None:
    one = give(
        *later("assess", "innovative_sme", "--roster", ROSTER, *ASKED, "--code", FIRST, "--format", "json")
    )
    data = json.loads(one.out)
    assert (data["verdict"], data["conclusion"]) == (True, "符合创新型中小企业评价（2022版）")
    assert data["explanations"]["rd_intensity"] == "落在“>= 5%”档；得 20 分（满分 20 分）。"
    every = give(*later("assess", "innovative_sme", "--roster", ROSTER, *ASKED, "--format", "json"))
    found = {each["code"]: each for each in json.loads(every.out)["assessments"]}
    assert found[FIRST]["verdict"] is True
    assert found[SECOND]["lacking"][0] == "主营业务收入" or "科技奖励" in found[SECOND]["lacking"]


def test_gates_false_conditions_and_assumed_figures_are_told(give: Give) -> None:
    answer = give("assess", "high_tech_enterprise", "--roster", ROSTER, *ASKED, "--code", FIRST)
    assert answer.code == 1
    assert "是否符合高新技术企业认定（2016版）尚不能确定*" in answer.out
    assert "还缺：高企研发费用" in answer.out
    assert "依据没有公开出处、由平台假定的设定" in answer.out


def test_a_slot_that_is_not_filled_is_named(give: Give) -> None:
    asked = later("assess", "specialised_sme", "--roster", ROSTER, *ASKED, "--code", FIRST)
    answer = give(*asked)
    assert answer.code in (0, 1)
    assert "由地方自设，本园区还没有写" in answer.out


def test_an_unknown_scorecard_or_enterprise_is_said(give: Give) -> None:
    unknown = give("assess", "technology_sm", "--roster", ROSTER, *ASKED)
    assert (unknown.code, "是不是 technology_sme？" in unknown.err) == (2, True)
    nobody = give("assess", "technology_sme", "--roster", ROSTER, *ASKED, "--code", "91000000YL0000009X")
    assert (nobody.code, "[J806]" in nobody.err) == (2, True)


@pytest.mark.parametrize("card", ["technology_sme", "high_tech_enterprise"])
def test_provenance_of_a_scorecard(give: Give, card: str) -> None:
    asked = ("provenance", "dalian", "--scorecard", card)
    data = json.loads(give(*asked, "--format", "json").out)
    assert data["scorecard"] == card
    assert sum(data["counts"].values()) == len(data["figures"])
    assert {"technology_sme": 2}.get(card, 50) <= data["counts"]["assumed"]
    assert "已公布" in give(*asked).out
    assert give("provenance", "dalian", "--scorecard", "no").code == 2


def test_a_file_of_scorecards_can_be_checked(give: Give, tmp_path: Path) -> None:
    source = ROOT / "policies" / "national" / "scorecards" / "technology_sme.toml"
    assert give("check", source).code == 0
    broken = tmp_path / "broken.toml"
    broken.write_text(
        source.read_text("utf-8").replace('dimension = "staff"', 'dimension = "stuff"'), "utf-8"
    )
    answer = give("check", broken)
    assert (answer.code, "[J538]" in answer.out) == (1, True)
