"""S21: the order in which money is settled, each step worked by hand so that another order would show."""

from datetime import date
from typing import Any

from tests.semantics.trial import CODES
from tests.settlement.small import (
    award,
    decide,
    decide_many,
    enterprise,
    event,
    library,
    mistakes,
    outcomes,
    policy,
    subsidy,
)

DISHONEST = {"负面事件": [event("严重违法失信", date(2023, 6, 1))]}


def table(kind: str, name: str, **keys: str) -> str:
    """A table that settles several rules."""
    lines = [f"[[{kind}]]", f'id = "{name}"', *(f"{key} = {value}" for key, value in keys.items())]
    return "\n".join(lines) + "\n\n"


def settled(text: str, *, facts: Any = None, tables: Any = None) -> dict[str, str]:
    """What the rules of one policy come to."""
    rules = library(policy(text))
    return outcomes(decide(rules, enterprise(rules, facts or {}, tables or {})))


def test_s21_multipliers_come_before_the_cap() -> None:
    """800 × 150% = 1200, up to 1000; the other way round it would be 1200."""
    more = '[[subsidy.adjust]]\nwhen = ["职工总数 >= 1人"]\ntimes = "150%"\n'
    text = subsidy("a", "研发费用", cap='"1000元"') + more
    assert settled(text, facts={"研发费用": "800元", "职工总数": 1}) == {"a": "1000"}


def test_s21_rows_are_capped_added_and_capped_again() -> None:
    """70, up to 50, and 30: 80, up to 60. Without a row's cap first it would be 60 of 100 all the same, so
    the second case adds 70 and 5 to 55.
    """
    text = subsidy(
        "a", "成交额", ["本期(登记日期)"], per='"technology_contract"', row_cap='"50元"', cap='"60元"'
    )
    day = date(2023, 5, 1)
    for amounts, found in (((70, 30), "60"), ((70, 5), "55"), ((20, 20), "40")):
        rows = [{"合同编号": f"{n}", "成交额": f"{n}元", "登记日期": day} for n in amounts]
        assert settled(text, tables={"技术合同": rows}) == {"a": found}


def test_s21_matching_is_an_amount_and_reads_amounts_before_settlement() -> None:
    """b matches a's 100 although a is cut to 40 by the shared cap."""
    text = subsidy("a", "100元") + subsidy("b", "奖励额(a) × 50%")
    text += table("shared_cap", "s", rules='["a"]', cap='"40元"', split='"in_order"')
    assert settled(text) == {"a": "40", "b": "50"}


def test_s21_rounding_comes_before_the_group() -> None:
    """100.4 and 100.45 are both 100: the one written first is paid."""
    text = subsidy("a", "100.4元") + subsidy("b", "100.45元")
    text += table("group", "g", rules='["a", "b"]')
    assert settled(text) == {"a": "100", "b": "superseded"}


def test_s21_a_lowered_cap_comes_before_the_group() -> None:
    text = subsidy("a", "100元", cap='"100元"') + subsidy("b", "80元")
    text += table("group", "g", rules='["a", "b"]')
    text += table(
        "negative",
        "n",
        title='"n"',
        when='["有效(事件.严重违法失信)"]',
        effect='"cap"',
        cap='"70元"',
        scope='["a"]',
    )
    assert settled(text) == {"a": "100", "b": "superseded"}
    assert settled(text, tables=DISHONEST) == {"a": "superseded", "b": "80"}


def test_s21_the_group_compares_gross_amounts_and_the_difference_comes_after() -> None:
    """a, 100, wins over b, 80; 90 was paid for b before: 10. Net amounts would make neither of them win."""
    text = subsidy("a", "100元") + subsidy("b", "80元")
    text += table("group", "g", rules='["a", "b"]', top_up="true")
    assert settled(text, tables={"已兑现": [award("p/b", "90元")]}) == {"a": "10", "b": "superseded"}


def test_s21_a_difference_is_never_below_zero() -> None:
    text = subsidy("a", "100元") + table("group", "g", rules='["a"]', take='"all"', top_up="true")
    for paid, found in (("99元", "1"), ("100元", "refused"), ("101元", "refused")):
        assert settled(text, tables={"已兑现": [award("p/a", paid)]}) == {"a": found}


def test_s21_groups_take_as_declared() -> None:
    rules = subsidy("a", "20元", ["研发费用 >= 5元"]) + subsidy("b", "30元") + subsidy("c", "10元")
    for take, found in (
        ("highest", {"a": "superseded", "b": "30", "c": "superseded"}),
        ("lowest", {"a": "superseded", "b": "superseded", "c": "10"}),
        ("first", {"a": "20", "b": "superseded", "c": "superseded"}),
    ):
        text = rules + table("group", "g", rules='["a", "b", "c"]', take=f'"{take}"')
        assert settled(text, facts={"研发费用": "5元"}) == found
    text = rules + table("group", "g", rules='["a", "b", "c"]', take='"first"')
    assert settled(text, facts={"研发费用": "4元"}) == {"a": "refused", "b": "30", "c": "superseded"}


def test_s21_the_difference_comes_before_the_shared_cap() -> None:
    """100 less 40 is 60, of 70; b gets the 10 that are left. Capped first, a would get 30 and b nothing."""
    text = subsidy("a", "100元") + subsidy("b", "50元")
    text += table("group", "g", rules='["a"]', take='"all"', top_up="true")
    text += table("shared_cap", "s", rules='["a", "b"]', cap='"70元"', split='"in_order"')
    assert settled(text, tables={"已兑现": [award("p/a", "40元")]}) == {"a": "60", "b": "10"}


def test_s21_a_shared_cap_is_split_as_declared() -> None:
    """100 : 200 of 100 is 33 : 67 pro rata; in order the first takes all."""
    rules = subsidy("a", "100元") + subsidy("b", "200元")
    for split, found in (
        ("pro_rata", {"a": "33", "b": "67"}),
        ("in_order", {"a": "100", "b": "refused"}),
    ):
        text = rules + table("shared_cap", "s", rules='["a", "b"]', cap='"100元"', split=f'"{split}"')
        assert settled(text) == found


def test_s21_what_was_paid_takes_of_a_shared_cap_only_where_that_is_declared() -> None:
    rules = subsidy("a", "60元") + subsidy("b", "60元")
    ledger = {"已兑现": [award("p/a", "30元", "2022")]}
    for counts, b in (("false", "40"), ("true", "10")):
        cap = table(
            "shared_cap", "s", rules='["a", "b"]', cap='"100元"', split='"in_order"', counts_paid=counts
        )
        assert settled(rules + cap, tables=ledger) == {"a": "60", "b": b}


def test_s21_what_was_paid_of_the_grants_themselves_takes_nothing_off_twice() -> None:
    rules = subsidy("a", "60元") + subsidy("b", "60元")
    cap = table("shared_cap", "s", rules='["a", "b"]', cap='"100元"', split='"in_order"', counts_paid="true")
    assert settled(rules + cap, tables={"已兑现": [award("p/a", "60元", "2023")]}) == {"a": "paid", "b": "40"}


def test_s21_two_shared_caps_over_one_rule_go_by_their_order() -> None:
    """a 50, b 80, c 50; caps of 100 over a and b, of 60 over b and c.

    The first first: b is 50, then c 10. The second first: b is 60, c nothing, then b 50.
    """
    rules = subsidy("a", "50元") + subsidy("b", "80元") + subsidy("c", "50元")

    def caps(first: str, second: str) -> str:
        one = table("shared_cap", "s", rules='["a", "b"]', cap='"100元"', split='"in_order"')
        other = table("shared_cap", "t", rules='["b", "c"]', cap='"60元"', split='"in_order"')
        return one.strip() + f"\n{first}\n\n" + other.strip() + f"\n{second}\n"

    assert settled(rules + caps("order = 1", "order = 2")) == {"a": "50", "b": "50", "c": "10"}
    assert settled(rules + caps("order = 2", "order = 1")) == {"a": "50", "b": "50", "c": "refused"}
    assert mistakes(policy(rules + caps("", ""))) == ["J911"]


def test_s21_the_grade_comes_after_the_shared_cap() -> None:
    """100 and 50 of 150, then half of each. Halved first, 50 and 50 would fit."""
    text = subsidy("a", "100元") + subsidy("b", "100元")
    text += table("shared_cap", "s", rules='["a", "b"]', cap='"150元"', split='"in_order"')
    text += table("factor", "f", by='"研发机构级别"', options='{ "省级" = "50%" }')
    assert settled(text, facts={"研发机构级别": "省级"}) == {"a": "50", "b": "25"}


GRADED = subsidy("a", "101元") + table("factor", "f", by='"研发机构级别"', options='{ "省级" = "50%" }')
HALVED = table(
    "negative",
    "n",
    title='"n"',
    when='["有效(事件.严重违法失信)"]',
    effect='"factor"',
    factor='"50%"',
    scope='["subsidy"]',
)


def test_s21_the_factor_of_a_negative_comes_after_the_grade() -> None:
    """Half of 101 is 51 in whole 元, half of that 26; a quarter at once would be 25."""
    text = GRADED + HALVED
    assert settled(text, facts={"研发机构级别": "省级"}, tables=DISHONEST) == {"a": "26"}


def test_s21_the_budget_comes_after_the_factors_and_payers_after_the_budget() -> None:
    """26 and 101 claim a budget of 100: 20.47 and 79.53, which is 20 and 80; payers share those."""
    payers = '\npayers = { "市" = "50%", "区" = "50%" }\n'
    text = subsidy("a", "101元").rstrip() + payers + "\n".join(GRADED.splitlines()[4:]) + "\n\n" + HALVED
    text += table("budget", "b", rules='["a"]', amount='"100元"', method='"pro_rata"')
    rules = library(policy(text.replace('"省级" = "50%"', '"省级" = "50%", "市级" = "100%"')))
    low = enterprise(rules, {"研发机构级别": "省级"}, DISHONEST, code=CODES[0])
    high = enterprise(rules, {"研发机构级别": "市级"}, code=CODES[1])
    found = [one.entitlement("a") for one in decide_many(rules, [low, high]).decisions]
    assert [one.amount for one in found] == [20, 80]
    assert [[part.amount for part in one.payers] for one in found] == [[10, 10], [40, 40]]


def test_s21_instalments_share_what_is_left() -> None:
    """49 halved is 25 in whole 元, in two parts of 13 and 12."""
    more = "".join(f'[[subsidy.instalment]]\nid = "{part}"\nshare = "50%"\n' for part in "xy")
    rules = library(policy(subsidy("a", "49元") + more + "\n" + HALVED))
    found = decide(rules, enterprise(rules, {}, DISHONEST)).entitlement("a")
    assert found.amount == 25
    assert [part.amount for part in found.instalments] == [13, 12]


def test_s21_a_claw_back_is_a_line_of_its_own() -> None:
    more = '[[subsidy.clawback]]\nid = "moved"\nwhen = ["职工总数 < 5人"]\n'
    rules = library(policy(subsidy("a", "100元") + more))
    one = enterprise(rules, {"职工总数": 4}, {"已兑现": [award("p/a", "100元", "2023")]})
    found = decide(rules, one).entitlement("a")
    assert (found.outcome, found.amount, found.due) == ("paid", 100, 0)
    assert [(back.id, back.met, back.amount) for back in found.clawbacks] == [("moved", True, 100)]


def test_s21_each_step_is_a_line_in_the_reasons() -> None:
    text = subsidy("a", "研发费用 × 10%", cap='"100元"')
    text += "\n".join(GRADED.splitlines()[4:]) + "\n\n" + HALVED
    text += table("group", "g", rules='["a"]', top_up="true")
    text += table("shared_cap", "s", rules='["a"]', cap='"60元"', split='"in_order"')
    rules = library(policy(text))
    one = enterprise(
        rules, {"研发费用": "2000元", "研发机构级别": "省级"}, {**DISHONEST, "已兑现": [award("p/a", "30元")]}
    )
    steps = decide(rules, one, reasons=True).entitlement("a").steps
    assert [(step.what, step.value) for step in steps] == [
        ("formula", 200),
        ("cap", 100),
        ("rounded", 100),
        ("group", 100),
        ("top_up", 70),
        ("shared_cap", 60),
        ("grade", 30),
        ("reduced", 15),
    ]


def test_s21_a_shared_cap_is_divided_in_units_of_the_coarsest_rule() -> None:
    """1 in 角 and twice 0.01 in 分, capped at 1: in units of 0.1 nothing is left for the small ones."""
    text = subsidy("a", "1元", round='"角"')
    text += subsidy("b", "0.01元", round='"分"') + subsidy("c", "0.01元", round='"分"')
    text += table("shared_cap", "s", rules='["a", "b", "c"]', cap='"1元"', split='"pro_rata"')
    assert settled(text) == {"a": "1", "b": "refused", "c": "refused"}


def test_s21_no_part_of_a_divided_cap_is_above_what_it_was() -> None:
    """1 and 1 of 1.5 in whole 元: the half that fits nobody stays."""
    text = subsidy("a", "1元") + subsidy("b", "1元")
    text += table("shared_cap", "s", rules='["a", "b"]', cap='"1.5元"', split='"pro_rata"')
    assert settled(text) == {"a": "1", "b": "refused"}
