"""What is made quickly is what the constructor makes, and what is told at a glance is what readers tell."""

import pickle
import weakref
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from random import Random

import pytest
from attrs import evolve, fields, frozen
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.random_libraries import DAY, drawn, enterprise

from jifen.evaluation.cards import decimal_of
from jifen.evaluation.outcomes import OutcomeMaker, RuleReader
from jifen.model.decision import FactSeen, make_fact
from jifen.model.entitlement import Decision, Entitlement, make_decision, make_entitlement
from jifen.model.grounds import (
    AtomSeen,
    MoneyStep,
    OptionSeen,
    TermSeen,
    make_atom,
    make_option,
    make_step,
    make_term,
)
from jifen.model.making import maker_of

MAKERS = {
    FactSeen: make_fact,
    Decision: make_decision,
    Entitlement: make_entitlement,
    AtomSeen: make_atom,
    MoneyStep: make_step,
    OptionSeen: make_option,
    TermSeen: make_term,
}


@pytest.mark.parametrize("kind", MAKERS, ids=lambda kind: kind.__name__)
def test_what_is_made_is_what_the_constructor_makes(kind: type) -> None:
    values = [(one.name, number) for number, one in enumerate(fields(kind))]
    made, constructed = MAKERS[kind](*dict(values).values()), kind(**dict(values))  # type: ignore[operator]
    assert type(made) is kind
    assert made == constructed and hash(made) == hash(constructed) and repr(made) == repr(constructed)
    assert pickle.loads(pickle.dumps(made)) == made
    assert evolve(made, **{values[0][0]: "other"}) != made
    with pytest.raises(FrozenInstanceError):
        setattr(made, values[0][0], None)


def test_what_has_a_default_need_not_be_given() -> None:
    assert make_atom("a", True) == AtomSeen("a", True)
    assert make_term(text="a", start=0, value=None, scale=None) == TermSeen("a", 0, None, None)  # type: ignore[arg-type]


def test_a_class_with_more_than_its_slots_is_refused_at_once() -> None:
    @frozen
    class More:
        value: int

    with pytest.raises(TypeError):
        maker_of(More)
    assert weakref.ref(More(1))


@given(st.integers(-(10**20), 10**20), st.sampled_from([1, 3, 10, 40, 100, 1000, 10**6, 10**18, 7 * 10**3]))
def test_money_is_the_quotient_without_zeros_at_its_end(count: int, below: int) -> None:
    try:
        divided = Context(prec=100, traps=[Inexact]).divide(Decimal(count), Decimal(below))
    except Inexact:
        with pytest.raises(Inexact):
            decimal_of(count, below)
        return
    found = decimal_of(count, below)
    assert repr(found) == repr(divided) and Fraction(found) == Fraction(count, below)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_told_at_a_glance_is_what_the_readers_tell(seed: int) -> None:
    random = Random(f"glance/{seed}")
    decider = drawn(random).decider(chaining=False)
    program = decider.plain
    settlement = program.settlement
    maker = OutcomeMaker(program)
    readers = [RuleReader(program, settled) for settled in settlement.rules]
    seen = set()
    for _ in range(25):
        row = decider.row(program, enterprise(random), DAY)
        found = maker.entitlements(row)
        assert found[: len(readers)] == tuple(reader.entitlement(row) for reader in readers)
        seen |= {one.outcome for one in found}
    assert len(seen) > 1
