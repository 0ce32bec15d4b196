"""Masked names and codes: enough to find oneself, not enough to be found."""

import pytest

from jifen.exchange.masking import masked_code, masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("大连样例科技有限公司", "大****有限公司"),
        ("大连样例科技股份有限公司", "大****股份有限公司"),
        ("样例创业投资合伙企业（有限合伙）", "样****（有限合伙）"),
        ("=乙科技有限公司", "=****有限公司"),
        ("有限公司", "有****公司"),
        ("甲有限公司", "****有限公司"),
        ("甲", "****"),
        ("", ""),
    ],
)
def test_of_a_name_the_first_character_and_the_legal_form_stay(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_names_of_any_length_look_alike() -> None:
    assert masked_name("样例科技有限公司") == masked_name("样例一二三四五六七八九科技有限公司")


@pytest.mark.parametrize(
    ("code", "shown"),
    [("91000000YL0000001L", "91**************1L"), ("12345", "12*45"), ("1234", "****"), ("", "")],
)
def test_of_a_code_two_characters_stay_at_each_end(code: str, shown: str) -> None:
    assert masked_code(code) == shown
