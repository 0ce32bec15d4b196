"""Who is who, as it goes wrong: codes, names, duplicates, and rows of nobody."""

from jifen.exchange.dirty.kinds import (
    FULL_WIDTH,
    Draw,
    Files,
    Kind,
    UnsuitableError,
    as_workbook,
    either,
    kind,
    number_of,
)
from jifen.exchange.headers import ENTERPRISE_NAME
from jifen.model.terms import EVENT, QUALIFICATION


def _spelled_codes(draw: Draw) -> Files:
    column = draw.code()
    for line in draw.main.body:
        code = str(line[column])
        full = code.translate(FULL_WIDTH)
        line[column] = draw.random.choice([code.lower(), f" {code}", full, f"{code[:6]} {code[6:]}"])
    return either(draw)


def _old_name(draw: Draw) -> Files:
    line = draw.random.choice(draw.main.body)
    line[draw.main.column(ENTERPRISE_NAME.id)] = "原名科技有限公司"
    return either(draw)


def _twice_equal(draw: Draw) -> Files:
    line = draw.random.choice(draw.main.body)
    draw.main.lines.insert(draw.random.randrange(1, len(draw.main.lines)), list(line))
    return either(draw)


def _twice_differing(draw: Draw) -> Files:
    column = draw.money()
    again = list(draw.line(column))
    again[column] = float(number_of(again[column]) + 1)
    draw.main.lines.insert(draw.random.randrange(1, len(draw.main.lines)), again)
    return either(draw)


def _swapped_letters(draw: Draw) -> Files:
    column = draw.code()
    line = draw.random.choice(draw.main.body)
    code = str(line[column])
    places = [number for number, letter in enumerate(code) if letter in "01" and number < 17]
    place = draw.random.choice(places)
    line[column] = code[:place] + {"0": "O", "1": "I"}[code[place]] + code[place + 1 :]
    return either(draw)


def _neighbours_swapped(draw: Draw) -> Files:
    column = draw.code()
    line = draw.random.choice(draw.main.body)
    code = str(line[column])
    places = [
        number for number in range(2, 16) if code[number] != code[number + 1] and (number < 7 or number > 9)
    ]
    place = draw.random.choice(places)
    line[column] = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    return either(draw)


def _registration_number(draw: Draw) -> Files:
    column = draw.code()
    for line in draw.main.body[:: draw.random.randrange(2, 5)]:
        number = f"5001051{draw.random.randrange(10**8):08d}"
        line[column] = number if draw.random.random() < 0.5 else float(number)
    return either(draw)


def _code_as_number(draw: Draw) -> Files:
    column = draw.code()
    draw.random.choice(draw.main.body)[column] = 9.14403001922038e17
    return as_workbook(draw)


def _no_code(draw: Draw) -> Files:
    draw.random.choice(draw.main.body)[draw.code()] = None
    return either(draw)


def _stranger_in_table(draw: Draw) -> Files:
    page = draw.book.page(QUALIFICATION.name)
    page.lines.append(["91330100799655058B", "高新技术企业", *[None] * (len(page.head) - 2)])
    return as_workbook(draw)


def _unknown_event(draw: Draw) -> Files:
    page = draw.book.page(EVENT.name)
    if not draw.vocabulary.events:
        raise UnsuitableError
    code = draw.random.choice(draw.main.body)[draw.code()]
    page.lines.append([code, "失信披执行人", *[None] * (len(page.head) - 2)])
    return as_workbook(draw)


KINDS: tuple[Kind, ...] = (
    kind("spelled-codes", "代码大小写、全角、空格", "right", "J732", _spelled_codes),
    kind("old-name", "用了原名", "right", "J736", _old_name),
    kind("twice-equal", "同一行写了两遍", "right", "J733", _twice_equal),
    kind("twice-differing", "同一期两行不同", "problems", "J734", _twice_differing),
    kind("swapped-letters", "代码里 O 和 0、I 和 1 混淆", "problems", "J730", _swapped_letters),
    kind("neighbours-swapped", "代码相邻两位颠倒", "problems", "J730", _neighbours_swapped),
    kind("registration-number", "15位注册号", "problems", "J730", _registration_number),
    kind("code-as-number", "代码存成了数", "problems", "J731", _code_as_number),
    kind("no-code", "代码没有填", "problems", "J735", _no_code),
    kind("stranger-in-table", "子表里有名单外的企业", "problems", "J741", _stranger_in_table),
    kind("unknown-event", "负面事件写错", "problems", "J762", _unknown_event),
)
