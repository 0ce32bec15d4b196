"""S13: what is recorded (a certificate with dates) and what is concluded have names of their own."""

from datetime import date

from tests.semantics.trial import (
    WHOLE,
    YEAR_END,
    codes,
    enterprise,
    indicator,
    item,
    judge,
    mistakes,
    opened,
    score,
    verdicts,
)

HIGH_TECH = "高新技术企业"


def test_s13_a_qualification_is_the_certificate_in_force() -> None:
    """However well an enterprise scores, it is a high-tech enterprise when its certificate says so."""
    park = judge(HIGH_TECH, f"资质.{HIGH_TECH}", f"有效({HIGH_TECH})", "研发费用 ÷ 营业收入 >= 5%")
    facts = {"研发费用": 50, "营业收入": 100}
    assert verdicts(park, enterprise(park, facts)) == [False, False, False, True]
    held = {"资质": [{"资质": HIGH_TECH, "有效期起": date(2019, 9, 1), "有效期止": date(2022, 9, 1)}]}
    assert verdicts(park, enterprise(park, facts, tables=held)) == [True, True, True, True]
    expired = {"资质": [{"资质": HIGH_TECH, "有效期起": date(2017, 9, 1), "有效期止": YEAR_END}]}
    assert verdicts(park, enterprise(park, facts, tables=expired)) == [False, False, False, True]


def test_s13_a_field_told_as_yes_is_not_the_certificate() -> None:
    """A field and a qualification of one name are two things, so the bare name is refused."""
    field = f'[fields.claimed]\nname = "{HIGH_TECH}"\ntype = "flag"\n'
    assert codes(mistakes(WHOLE + field + indicator("x", item(HIGH_TECH)))) == ["J403"]
    park = opened(WHOLE + field + indicator("x", item(f"资质.{HIGH_TECH}")) + indicator("y", item("claimed")))
    assert score(park, enterprise(park, {"claimed": True})).points == {"x": 0, "y": 1}


def test_s13_no_function_passes_a_conclusion_off_as_recorded() -> None:
    assert mistakes(WHOLE + indicator("x", item(f"符合({HIGH_TECH})")))


def test_s13_what_a_scorecard_concludes_is_not_the_certificate() -> None:
    """The certificate is what the table of qualifications says; meeting the standard does not change it."""
    park = judge(HIGH_TECH)
    assert [part.id for part in park.plan.scorecards if part.in_force(YEAR_END)].count(
        "high_tech_enterprise"
    ) == 1
    held = {"资质": [{"资质": HIGH_TECH, "有效期起": date(2019, 9, 1), "有效期止": date(2022, 9, 1)}]}
    told = enterprise(park, {}, tables=held)
    assert verdicts(park, told) == [True]
    assert park.assess(told, "high_tech_enterprise", period="2020", as_of=YEAR_END).verdict is None


def test_s13_no_field_can_take_the_name_of_conclusions() -> None:
    assert codes(mistakes(WHOLE + '[fields.claimed]\nname = "符合"\ntype = "flag"\n')) == ["J453"]
