"""Chaining derives what the plan says, on random libraries; two programs of one library agree (S14, S18)."""

from collections import Counter
from random import Random

import pytest
from tests.settlement.random_libraries import DAY, drawn, enterprise

from jifen.evaluation.chaining import ChainingMismatch, Derived

pytest.importorskip("durable", reason="durable-rules is an extra; the plan decides without it")


@pytest.mark.parametrize("seed", range(24))
def test_what_is_chained_is_what_the_plan_says(seed: int) -> None:
    random = Random(f"chained/{seed}")
    decider = drawn(random).decider()
    assert decider.chained is not None
    values: Counter[bool | None] = Counter()
    for _ in range(25):
        values.update(decider.agrees(enterprise(random), DAY).values())
    assert sum(values.values()) > 0


def test_a_library_of_2000_rules_is_chained() -> None:
    from tests.settlement.random_libraries import of_texts

    def policy(number: int) -> str:
        head = f'[policy]\nid = "p{number}"\nversion = "1"\ntitle = "政策{number}"\nissuer = "园区"\n'
        rules = "".join(
            f'[[subsidy]]\nid = "r{rule}"\ntitle = "奖励{rule}"\nwhen = ["数值 >= {rule % 7}", "持证"]\n'
            f'amount = "{rule + 1}元"\n'
            for rule in range(500)
        )
        return f'{head}applies_to = ["toy"]\nrewards = "2020"\nround = "元"\nsource = "演示"\n\n{rules}'

    library = of_texts(tuple(map(policy, range(4))))
    decider, random = library.decider(), Random(1)
    assert decider.chained is not None
    found = decider.agrees(enterprise(random), DAY)
    assert sum(name.endswith(".entitled") for name in found) == 2000


def test_a_derivation_that_differs_fails_loudly() -> None:
    decider = drawn(Random("chained/1")).decider()

    class Blind:
        def derive(self, atoms: object) -> Derived:
            return Derived(frozenset(), frozenset(), ())

    assert decider.chained is not None
    object.__setattr__(decider.chained, "chainer", Blind())
    firms = [enterprise(Random(number)) for number in range(50)]
    with pytest.raises(ChainingMismatch):
        [decider.one(firm, DAY) for firm in firms]
