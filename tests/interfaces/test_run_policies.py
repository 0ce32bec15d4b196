"""``jifen run`` with policies: what each enterprise is entitled to, in numbers that reconcile."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.interfaces.conftest import ASKED, PLUGINS, ROSTER, Give

import jifen
from jifen.exchange.runs import ENTITLEMENTS_FILE
from jifen.exchange.settled import CLAIMS_FILE

POLICIES = Path(__file__).parent / "policies"
GIVEN = ("--policy", POLICIES, "--allow-assumed")
DAY = date(2021, 3, 31)


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run with policies; tests do not change it."""
    from jifen.interfaces.commands import execute

    folder = tmp_path_factory.mktemp("settled") / "run"
    arguments = ["run", ROSTER, *ASKED, *GIVEN, "--out", folder, "--format", "json"]
    assert execute([str(argument) for argument in arguments]) == 1
    return folder


def summary(folder: Path) -> Any:
    return json.loads((folder / "run.json").read_text("utf-8"))["policies"]


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / ENTITLEMENTS_FILE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def total(rows: Sequence[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def test_every_enterprise_has_an_outcome_of_every_rule(settled: Path) -> None:
    told, rows = summary(settled), lines(settled)
    assert told["decisions"] == 5
    assert sum(told["outcomes"].values()) == told["decisions"] * told["rules"] == len(rows)
    assert len({(row["统一社会信用代码"], row["政策编号"], row["规则编号"]) for row in rows}) == len(rows)
    words = Counter(row["结果"] for row in rows)
    assert sorted(words.values()) == sorted(count for count in told["outcomes"].values() if count)


def test_money_adds_up_by_rule_payer_and_enterprise(settled: Path) -> None:
    told, rows = summary(settled), lines(settled)
    subsidies = [row for row in rows if row["类别"] == "奖补"]
    assert total(subsidies, "应兑付（元）") == Decimal(told["granted"]) > 0
    assert total([row for row in rows if row["类别"] == "贷款"], "金额（元）") == Decimal(told["loan_lines"])
    for rule in told["by_rule"]:
        own = [row for row in rows if (row["政策编号"], row["规则编号"]) == (rule["policy"], rule["rule"])]
        assert total(own, "金额（元）") == Decimal(rule["amount"])
        assert total(own, "应兑付（元）") == Decimal(rule["due"])
    assert sum(map(Decimal, told["payers"].values())) == total(subsidies, "金额（元）")
    on_assumed = [row for row in subsidies if row["依据假定数字"] == "是"]
    assert total(on_assumed, "应兑付（元）") == Decimal(told["granted_on_assumed_figures"]) > 0


def test_budgets_are_not_exceeded(settled: Path) -> None:
    budgets = summary(settled)["budgets"]
    assert len(budgets) == 2
    for budget in budgets:
        assert Decimal(budget["given"]) <= min(Decimal(budget["budget"]), Decimal(budget["claimed"]))


def test_one_enterprise_decided_later_comes_out_as_in_the_run(settled: Path) -> None:
    library = jifen.open_library("garden", [POLICIES], plugins=[PLUGINS])
    saved = jifen.read_run(settled)
    plan = library.park.plan
    claims, scores = saved.claims(plan, library.digest, allow_assumed=True), {2020: saved.cohort(plan)}
    assert claims is not None
    for code in {row["统一社会信用代码"] for row in lines(settled)}:
        decision = library.decide(
            saved.enterprise(code),
            period="2020",
            as_of=DAY,
            cohort=claims,
            scores=scores,
            allow_assumed=True,
        )
        in_run = {
            (row["政策编号"], row["规则编号"]): row["金额（元）"]
            for row in lines(settled)
            if row["统一社会信用代码"] == code
        }
        now = {
            (one.policy, one.rule): "" if one.amount is None else f"{one.amount:f}"
            for one in decision.entitlements
        }
        assert now == in_run


def test_claims_of_other_rules_or_changed_since_are_not_used(settled: Path, tmp_path: Path) -> None:
    library = jifen.open_library("garden", [POLICIES / "support-2020.toml"], plugins=[PLUGINS])
    saved = jifen.read_run(settled)
    assert saved.claims(library.park.plan, library.digest, allow_assumed=True) is None
    whole = jifen.open_library("garden", [POLICIES], plugins=[PLUGINS])
    assert saved.claims(whole.park.plan, whole.digest, allow_assumed=False) is None
    for file in settled.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    kept = tmp_path / CLAIMS_FILE
    kept.write_bytes(kept.read_bytes() + b" ")
    with pytest.raises(jifen.DiagnosticError) as changed:
        jifen.read_run(tmp_path).claims(whole.park.plan, whole.digest, allow_assumed=True)
    assert [found.code for found in changed.value.diagnostics] == ["J813"]


def test_the_same_roster_gives_the_same_bytes_with_policies_in_any_order(
    give: Give, settled: Path, tmp_path: Path
) -> None:
    files = sorted(POLICIES.glob("*-20??.toml"), reverse=True)
    given = [part for file in files for part in ("--policy", file)]
    give("run", ROSTER, *ASKED, *given, "--allow-assumed", "--out", tmp_path / "again", "--format", "json")
    for name in (ENTITLEMENTS_FILE, CLAIMS_FILE, "report.xlsx"):
        assert (tmp_path / "again" / name).read_bytes() == (settled / name).read_bytes()


def test_what_rests_on_assumed_figures_is_withheld_unless_asked_for(give: Give, tmp_path: Path) -> None:
    answer = give("run", ROSTER, *ASKED, "--policy", POLICIES, "--out", tmp_path / "out")
    told = summary(tmp_path / "out")
    assert told["granted_on_assumed_figures"] == "0"
    assert not any(row["依据假定数字"] == "是" and row["金额（元）"] for row in lines(tmp_path / "out"))
    assert "依据没有公开出处的假定数字" in answer.out


def test_the_terminal_tells_of_policies(give: Give, tmp_path: Path, snapshot: object) -> None:
    answer = give("run", ROSTER, *ASKED, *GIVEN, "--out", tmp_path / "out")
    assert answer.out.replace(str(tmp_path), "…") == snapshot


BONUS = """\
[policy]
id = "garden-bid"
version = "2020"
title = "花园示范区项目评审办法"
issuer = "花园示范区管委会"
applies_to = ["garden"]
effective = { from = 2020-01-01 }
source = "示范区文件"

[[bonus]]
id = "bid"
title = "示范项目评审加分"
when = ["营业收入 >= 500万元"]
points = "5分"
"""


def test_points_in_a_bid_stand_apart_from_money(give: Give, settled: Path, tmp_path: Path) -> None:
    policy = tmp_path / "bid.toml"
    policy.write_text(BONUS, "utf-8")
    out = tmp_path / "out"
    answer = give("run", ROSTER, *ASKED, *GIVEN, "--policy", policy, "--out", out)
    told, before = summary(out), summary(settled)
    for key in ("granted", "granted_on_assumed_figures", "loan_lines", "payers", "budgets"):
        assert told[key] == before[key]
    own = [row for row in lines(out) if row["规则编号"] == "bid"]
    given = [row for row in own if row["结果"] == "给予"]
    assert len(own) == 5
    assert 0 < len(given) < 5
    assert {(row["类别"], row["评审加分（分）"]) for row in given} == {("评审加分", "5")}
    assert {row["评审加分（分）"] for row in lines(out) if row not in given} == {""}
    assert {row[name] for row in own for name in row if name.endswith("（元）")} == {""}
    (line,) = [line for line in answer.out.splitlines() if line.startswith("示范项目评审加分")]
    assert line.split() == ["示范项目评审加分", str(len(given)), *line.split()[2:6]]
    sheet = CalamineWorkbook.from_path(out / "report.xlsx").get_sheet_by_name("应得明细")
    _, (note, *_), headings, *rows = sheet.to_python(skip_empty_area=False)
    assert "评审加分只用于项目评审，不是金额" in str(note)
    found = [dict(zip(headings, row, strict=True)) for row in rows if row[4] == "评审加分"]
    told_of = [(row["金额（元）"], row["应兑付（元）"], row["评审加分（分）"]) for row in found]
    assert told_of == [("", "", 5)] * len(given)
