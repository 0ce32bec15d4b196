"""Small policies and enterprises drawn at random: figures, flags, conditions, amounts, and what settles them.

Every policy has the fields 甲数 to 丁数 (money) and 甲旗, 乙旗. Rules are called r0, r1, …
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st
from tests.settlement.small import policy

from jifen.interfaces.park import Told

NUMBERS = ("甲数", "乙数", "丙数", "丁数")
FLAGS = ("甲旗", "乙旗")
INPUTS = "[inputs]\n" + "".join(
    [
        *(f'n{place} = {{ name = "{name}", unit = "元" }}\n' for place, name in enumerate(NUMBERS)),
        *(f'f{place} = {{ name = "{name}", type = "flag" }}\n' for place, name in enumerate(FLAGS)),
    ]
)
UNITS = ("分", "角", "元", "十元", "百元")
PER_UNIT = {"分": "0.01", "角": "0.1", "元": "1", "十元": "10", "百元": "100"}


@frozen
class DrawnRule:
    """A subsidy as it is written."""

    name: str
    when: tuple[str, ...]
    amount: str
    cap: int | None
    unit: str
    mode: str
    payers: tuple[int, ...] = ()
    instalments: tuple[int, ...] = ()

    @property
    def whole(self) -> Decimal:
        """The least amount that its money is whole numbers of."""
        return Decimal(PER_UNIT[self.unit])

    @property
    def text(self) -> str:
        """The rule as TOML."""
        lines = ["[[subsidy]]", f'id = "{self.name}"', f'title = "{self.name}"']
        lines += [f'amount = "{self.amount}"', f'round = {{ to = "{self.unit}", mode = "{self.mode}" }}']
        lines += [f"when = [{', '.join(self.when)}]"] if self.when else []
        lines += [] if self.cap is None else [f'cap = "{self.cap}元"']
        if self.payers:
            shares = ", ".join(f'"级{place}" = "{share}%"' for place, share in enumerate(self.payers))
            lines.append(f"payers = {{ {shares} }}")
        for place, share in enumerate(self.instalments):
            lines += ["", "[[subsidy.instalment]]", f'id = "i{place}"', f'share = "{share}%"']
        return "\n".join(lines) + "\n\n"


def quoted(names: Sequence[str]) -> str:
    """Names as a list in TOML."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def written(rules: Sequence[DrawnRule], *more: str, name: str = "p") -> str:
    """A policy of these rules and further tables."""
    return policy("".join([INPUTS, "\n", *(rule.text for rule in rules), *more]), name=name)


_atoms = st.one_of(
    st.builds(
        "'{} {} {}元'".format,
        st.sampled_from(NUMBERS),
        st.sampled_from((">=", ">", "<=", "<")),
        st.integers(0, 300),
    ),
    st.builds("'{}'".format, st.sampled_from(FLAGS)),
)
_groups = st.builds(
    "{{ {} = [{}] }}".format,
    st.sampled_from(("any", "none", "all")),
    st.lists(_atoms, min_size=1, max_size=3).map(", ".join),
)
conditions = st.lists(st.one_of(_atoms, _groups), max_size=2).map(tuple)
amounts = st.one_of(
    st.builds("{} × {}%".format, st.sampled_from(NUMBERS), st.integers(1, 200)),
    st.builds("({} + {}) ÷ {}".format, *[st.sampled_from(NUMBERS)] * 2, st.integers(1, 7)),
    st.builds("{}元".format, st.integers(1, 400)),
    st.builds("每({}, {}元) × {}元".format, st.sampled_from(NUMBERS), st.integers(1, 60), st.integers(1, 60)),
)


@st.composite
def splits(draw: st.DrawFn) -> tuple[int, ...]:
    """Whole percentages that add up to a hundred."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=1, max_size=4)))
    return tuple(high - low for low, high in zip((0, *cuts), (*cuts, 100), strict=True))


@st.composite
def rules(
    draw: st.DrawFn, *, least: int = 1, most: int = 4, unit: str | None = None, free: bool = False
) -> tuple[DrawnRule, ...]:
    """Rules of one policy, all of ``unit`` where it is given; ``free`` ones ask for no condition."""
    return tuple(
        DrawnRule(
            name=f"r{place}",
            when=() if free else draw(conditions),
            amount=draw(amounts),
            cap=draw(st.none() | st.integers(1, 400)),
            unit=unit or draw(st.sampled_from(UNITS)),
            mode=draw(st.sampled_from(("half_up", "down", "up"))),
        )
        for place in range(draw(st.integers(least, most)))
    )


def divided(rule: DrawnRule, payers: tuple[int, ...], instalments: tuple[int, ...]) -> DrawnRule:
    """A rule with payers and instalments."""
    return evolve(rule, payers=payers, instalments=instalments)


_money = st.integers(0, 40000).map(lambda cents: Fraction(cents, 100))
_numbers: st.SearchStrategy[Any] = st.sampled_from((0, 1, 100, 300)).map(Fraction) | _money
whole_facts: st.SearchStrategy[dict[str, Told]] = st.fixed_dictionaries(
    {**dict.fromkeys(NUMBERS, _numbers), **dict.fromkeys(FLAGS, st.booleans())}
)
"""Everything is told."""

some_facts: st.SearchStrategy[dict[str, Told]] = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(NUMBERS, _numbers), **dict.fromkeys(FLAGS, st.booleans())}
)
"""Anything may be missing."""
