"""S27: a figure that no source gives is marked, and the mark travels with every value that rests on it."""

import pytest
from tests.semantics.trial import (
    HEAD,
    STAGES,
    WHOLE,
    bands,
    codes,
    enterprise,
    indicator,
    mistakes,
    opened,
    score,
)

from jifen.interfaces.park import open_park
from jifen.loading.provenance import figures

SIGN = bands(("< 0元", 1), (">= 0元", 2))
RATIO = '{ kind = "ratio", reference = "1元", points = 1 }'
BOARD = '[[board]]\nid = "top"\nname = "榜"\nby = "积分"\ntop = 3\nsource = "试行办法"\n'


def assumed(text: str) -> dict[str, bool]:
    """Which indicators a card says to rest on assumed figures."""
    park = opened(text)
    card = score(park, enterprise(park, {"净利润": "1元"}))
    return {each.id: each.assumed for each in card.indicators} | {"card": card.assumed}


def test_s27_published_figures_are_not_marked() -> None:
    assert assumed(WHOLE + indicator("x", SIGN, "净利润") + BOARD) == {"x": False, "card": False}


@pytest.mark.parametrize("mark", ["scoring", "value"])
def test_s27_the_mark_travels_to_the_card(mark: str) -> None:
    text = WHOLE + indicator("x", SIGN, "净利润", assumed=f'["{mark}"]') + indicator("y", SIGN, "净利润")
    assert assumed(text) == {"x": True, "y": False, "card": True}


def test_s27_the_mark_travels_from_the_stages_to_what_is_weighted_by_stage() -> None:
    stages = STAGES.replace('value  = "营业收入"', 'value  = "营业收入"\nassumed = ["value"]')
    by_stage = indicator("x", RATIO, "净利润", weights='{ "初创期" = 10, "成熟期" = 20 }')
    rank = '{ kind = "rank", within = "stage", by = "rank", '
    rank += 'bands = [{ in = "<= 1", points = 2 }, { in = "> 1", points = 1 }] }'
    text = (
        HEAD
        + stages
        + by_stage
        + indicator("y", RATIO, "净利润", weights="10")
        + indicator("z", rank, "净利润")
    )
    assert assumed(text) == {"x": True, "y": False, "z": True, "card": True}


def test_s27_the_mark_travels_from_a_national_indicator() -> None:
    """The last two of the national list are assumed; a source of the park's does not change that."""
    using = '[[indicator]]\nuse = "{}"\ndimension = "base"\nsource = "试行办法"\nscoring = {}\n\n'
    national = [one.id for one in open_park("dalian").park.national.values() if "name" in one.assumed]
    assert national
    share = bands(("< 0", 1), (">= 0", 2))
    text = WHOLE + using.format(national[0], share) + using.format("rd_expense", share)
    assert assumed(text) == {national[0]: True, "rd_expense": False, "card": True}


def test_s27_the_mark_travels_from_an_assumed_field() -> None:
    field = '[fields.guess]\nname = "推定数"\nunit = "元"\nassumed = true\n'
    text = WHOLE + field + indicator("x", SIGN, "推定数 + 净利润") + indicator("y", SIGN, "净利润")
    assert assumed(text) == {"x": True, "y": False, "card": True}


@pytest.mark.parametrize("key", ["scoring", "weights", "absent", "value"])
def test_s27_a_figure_with_neither_source_nor_mark_is_refused(key: str) -> None:
    ratio = indicator("x", RATIO, "净利润", weights="10", absent="0").replace('source = "试行办法"\n', "")
    keys = ["scoring", "weights", "absent", "value"]
    marks = ", ".join(f'"{each}"' for each in keys if each != key)
    (found,) = mistakes(WHOLE + ratio.replace("\n\n", f"\nassumed = [{marks}]\n\n"))
    assert found.code == "J570"
    assert key in found.message
    assert not mistakes(WHOLE + ratio.replace("\n\n", f'\nassumed = [{marks}, "{key}"]\n\n'))


@pytest.mark.parametrize("key", ["value", "in", "full", "cap", "top"])
def test_s27_stages_dimensions_and_boards_account_for_their_figures_too(key: str) -> None:
    whole = WHOLE.replace('name   = "基础"', 'name   = "基础"\nfull   = 2\ncap    = 2') + BOARD
    text = whole.replace('source = "试行办法"\n', "").replace('source  = "试行办法"\n', "")
    text = text.replace('source = "试行办法"', "") + indicator("x", SIGN, "净利润")
    found = [each for each in mistakes(text) if each.code == "J570"]
    assert [
        each
        for each in found
        if key in each.message.replace("“", " ").replace("、", " ").split() or key in each.message
    ]
    assert not mistakes(whole + indicator("x", SIGN, "净利润"))


def test_s27_a_mark_must_name_a_key_that_is_there() -> None:
    assert codes(mistakes(WHOLE + indicator("x", SIGN, "净利润", assumed='["weights"]'))) == ["J571"]


def test_s27_every_figure_says_where_it_comes_from() -> None:
    text = WHOLE + indicator("x", SIGN, "净利润", assumed='["scoring"]', derived='["value"]')
    found = figures(opened(text).park)
    assert {each.status for each in found if each.key.startswith("scoring")} == {"assumed"}
    assert [(each.status, each.source) for each in found if each.key == "value" and "x" in each.owner] == [
        ("derived", "试行办法")
    ]
    assert all(each.source or each.status == "assumed" for each in found)
    assert [each.key for each in found if each.status == "assumed" and each.value == "2"] == [
        "scoring.bands[1].points"
    ]
