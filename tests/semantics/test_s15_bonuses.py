"""S15: bonus points that a policy grants in a bid are another quantity than money and the score."""

from decimal import Decimal

from tests.settlement.small import AS_OF, decide, decide_many, enterprise, library, policy, subsidy

from jifen.exchange.settled import SettledRun, settlement_summary

MONEY = subsidy("a", "100元") + '[[loan]]\nid = "l"\ntitle = "l"\nline = "300元"\n\n'
SCORE = '[[status]]\nid = "s"\nname = "八十分"\nwhen = ["积分 = 80"]\n\n'
BONUS = '[[bonus]]\nid = "bid"\ntitle = "加分"\nwhen = ["积分 >= 80"]\npoints = "5分"\n\n'


def test_s15_points_of_a_bid_are_neither_money_nor_score() -> None:
    summaries = []
    for text in (MONEY + SCORE, MONEY + SCORE + BONUS):
        rules = library(policy(text, more="effective = { from = 2023-01-01 }"))
        one = enterprise(rules, {"职工总数": "10人", "营业收入": "600万元"})
        decision = decide(rules, one)
        assert [status.met for status in decision.statuses] == [True]
        settled = decide_many(rules, [one])
        run = SettledRun(rules.decider("2023", AS_OF).settlement, settled, False, ())
        summaries.append(settlement_summary(run))
    assert decision.entitlement("bid").points == Decimal(5)
    assert decision.entitlement("bid").amount is None
    for key in ("granted", "granted_on_assumed_figures", "loan_lines", "payers", "budgets"):
        assert summaries[0][key] == summaries[1][key]
    assert (summaries[1]["granted"], summaries[1]["loan_lines"]) == ("100", "300")
    (of_bonus,) = [rule for rule in summaries[1]["by_rule"] if rule["kind"] == "bonus"]
    assert (of_bonus["amount"], of_bonus["due"], of_bonus["outcomes"]["granted"]) == ("0", "0", 1)
