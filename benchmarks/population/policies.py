"""Any workload as a park and policies of Jifen: its tables as indicators, its rules as policy files."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.population.workload import (
    SCORE,
    All,
    Among,
    Amount,
    AtLeastShare,
    Compared,
    Condition,
    Each,
    Either,
    Flag,
    Rule,
    Share,
    Steps,
    Workload,
)
from benchmarks.shared_workload.figures import SECTORS, STAGES
from benchmarks.shared_workload.library import PARK, STAGE_NAMES, write_park

from jifen.interfaces.library import RuleLibrary, open_library

NAMES = {
    SCORE: "积分",
    "revenue": "营业收入",
    "rd_expense": "研发费用",
    "tax_paid": "入库税收",
    "loan_interest": "贷款利息",
    "equipment_invest": "设备投资额",
    "tech_contract": "技术合同成交额",
    "tax_arrears": "欠税额",
    "revenue_growth": "收入增速",
    "years": "成立年数",
    "employees": "从业人员",
    "patents": "专利数",
    "env_penalties": "环保处罚次数",
    "arrears_days": "欠税天数",
    "is_hightech": "高新技术认定",
    "is_sme": "中小企业",
    "dishonest": "失信",
    "stage": "阶段",
    "sector": "行业",
}
UNITS = {
    **dict.fromkeys(
        (
            "revenue",
            "rd_expense",
            "tax_paid",
            "loan_interest",
            "equipment_invest",
            "tech_contract",
            "tax_arrears",
        ),
        "元",
    ),
    "revenue_growth": "%",
    "employees": "人",
    "patents": "件",
    "arrears_days": "天",
}
OF_THE_VOCABULARY = ("revenue", "rd_expense")
"""What every policy knows already."""
SOURCE = "本项目为比较运行时间拼出来的规则"
A_FILE = 50
"""Rules of a file, in a folder of many."""


def opened(workload: Workload) -> RuleLibrary:
    """The workload with all its rules in one policy, opened as any other library."""
    with TemporaryDirectory(prefix="jifen-population-") as folder:
        file = write(workload, Path(folder), len(workload.rules))
        return open_library(PARK, [file], plugins=[folder])


def write(workload: Workload, folder: Path, a_file: int = A_FILE) -> Path:
    """Write the park and a folder of policies, so many rules in each; the folder of policies."""
    write_park(folder, workload.indicators)
    policies = folder / "policies"
    policies.mkdir()
    for number, begin in enumerate(range(0, len(workload.rules), a_file), 1):
        text = policy_toml(workload, workload.rules[begin : begin + a_file], number)
        (policies / f"population-{number:03d}.toml").write_text(text, encoding="utf-8")
    return policies


def policy_toml(workload: Workload, rules: Sequence[Rule], number: int = 1) -> str:
    """A policy of these rules, with all vetoes, and the cap over the total as a cap over them."""
    lists = {texts: f"名单{place}" for place, texts in enumerate(sorted(_lists(rules)), 1)}
    columns = [name for name in NAMES if name not in (SCORE, "stage", *OF_THE_VOCABULARY)]
    head = (
        f'id = "population-{number:03d}"\nversion = "1"\ntitle = "比较运行时间用的补贴之{number}"\n'
        f'issuer = "本项目"\napplies_to = ["{PARK}"]\nrewards = "2023"\nround = "分"\n'
        f'source = "{SOURCE}"\n'
    )
    parts = [f"[policy]\n{head}", "[inputs]\n" + "".join(map(_input, columns))]
    if lists:
        parts.append("[lists]\n" + "".join(f'"{name}" = {_texts(texts)}\n' for texts, name in lists.items()))
    for rule in rules:
        when = ", ".join(_listed(_parts(rule.holds), lists))
        parts.append(
            f'[[subsidy]]\nid = "{rule.id}"\ntitle = "规则{rule.id}"\nwhen = [{when}]\n'
            f'amount = "{_amount(rule.amount)}"\ncap = "{_number(rule.amount.base, rule.cap, money=True)}"\n'
        )
    for place, veto in enumerate(workload.vetoes, 1):
        when = ", ".join(_listed(_parts(veto), lists))
        parts.append(
            f'[[negative]]\nid = "veto-{place}"\ntitle = "否决{place}"\nwhen = [{when}]\n'
            'effect = "veto"\nscope = ["subsidy"]\n'
        )
    parts.append(
        f'[[shared_cap]]\nid = "total-{number:03d}"\ntitle = "全部补贴合计"\n'
        f"rules = {_texts(rule.id for rule in rules)}\n"
        f'cap = "{_number("", workload.total_cap, money=True)}"\nsplit = "in_order"\n'
    )
    return "\n".join(parts)


def _texts(texts: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"


def _input(name: str) -> str:
    if name in ("is_hightech", "is_sme", "dishonest"):
        kind = 'type = "flag"'
    elif name == "sector":
        kind = f'type = "text", options = {_texts(SECTORS)}'
    else:
        unit = f'unit = "{UNITS[name]}"' if name in UNITS else ""
        digits = {"元": "", "%": "digits = 4"}.get(UNITS.get(name, ""), "digits = 0")
        kind = ", ".join(part for part in (unit, digits) if part)
    return f'{name} = {{ name = "{NAMES[name]}", {kind} }}\n'


def _lists(rules: Sequence[Rule]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()

    def look(condition: Condition) -> None:
        match condition:
            case All(parts) | Either(parts):
                for part in parts:
                    look(part)
            case Among(_, texts, _) if len(texts) > 1:
                found.add(texts)

    for rule in rules:
        look(rule.holds)
    return found


def _parts(condition: Condition) -> tuple[Condition, ...]:
    """What all must hold."""
    return condition.parts if isinstance(condition, All) else (condition,)


Lists = dict[tuple[str, ...], str]


def _listed(conditions: Iterable[Condition], lists: Lists) -> list[str]:
    """Conditions as TOML: texts, and groups as tables."""
    written = []
    for condition in conditions:
        match condition:
            case All(parts):
                written.append(f"{{ all = [{', '.join(_listed(parts, lists))}] }}")
            case Either(parts):
                written.append(f"{{ any = [{', '.join(_listed(parts, lists))}] }}")
            case _:
                written.append(f"'{_atom(condition, lists)}'")
    return written


def _atom(condition: Condition, lists: Lists) -> str:
    match condition:
        case Flag(field):
            return NAMES[field]
        case Among(field, (text,), negated):
            shown = STAGE_NAMES[STAGES.index(text)] if field == "stage" else text
            return f'{NAMES[field]} {"!=" if negated else "="} "{shown}"'
        case Among(field, texts, negated):
            return f"{NAMES[field]} {'不属于' if negated else '属于'} {lists[texts]}"
        case Compared(field, sign, number):
            return f"{NAMES[field]} {sign} {_number(field, number)}"
        case AtLeastShare(field, of, rate):
            return f"{NAMES[field]} >= {NAMES[of]} × {_hundredths(rate)}%"
    raise TypeError(condition)


def _amount(amount: Amount) -> str:
    base = NAMES[amount.base]
    match amount:
        case Share(_, rate):
            return f"{base} × {_hundredths(rate)}%"
        case Steps(name, step, each):
            return f"每({base}, {_number(name, step)}) × {_number(name, each, money=True)}"
        case Each(name, each):
            return f"{base} × {_number(name, each, money=True)}/{UNITS[name]}"


def _number(field: str, value: int, *, money: bool = False) -> str:
    unit = "元" if money else UNITS.get(field, "")
    return (_hundredths(value) if unit in ("元", "%") or field == SCORE else str(value)) + unit


def _hundredths(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)
