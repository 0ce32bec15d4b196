"""What durable-rules derives is what Kleene's logic gives, conclusion by conclusion (S14, S18)."""

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.durable.kleene import derived_from, kleene
from tests.evaluation.durable.theories import random_atoms, random_theory

from jifen.evaluation.chaining import Conclusion, Theory, compare, stratified
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref

pytest.importorskip("durable", reason="durable-rules is an extra that needs a compiler")

from jifen.evaluation.durable import DurableChainer

A, B = Ref("a"), Ref("b")


@given(st.randoms(use_true_random=False))
def test_s14_s18_what_is_derived_is_what_three_valued_logic_gives(random: Random) -> None:
    theory = random_theory(random)
    chainer = DurableChainer(theory)
    for _ in range(5):
        atoms = random_atoms(random, theory)
        values = kleene(theory, atoms)
        derived = chainer.derive(atoms)
        compare(derived, values)
        assert derived == derived_from(theory, values)


@given(st.randoms(use_true_random=False))
def test_s18_the_least_strata_derive_what_any_strata_do(random: Random) -> None:
    theory = random_theory(random)
    least = stratified(itertools.chain.from_iterable(theory.strata), theory.atoms)
    assert len(least.strata) <= len(theory.strata)
    atoms = random_atoms(random, theory)
    compare(DurableChainer(least).derive(atoms), kleene(theory, atoms))


@pytest.mark.parametrize(
    "condition",
    [
        A,
        AllOf(()),
        AnyOf(()),
        NoneOf(()),
        AllOf((A, NoneOf((A,)))),
        AnyOf((A, NoneOf((A,)))),
        NoneOf((A, B)),
        NoneOf((NoneOf((A,)),)),
        NoneOf((AllOf((A, B)),)),
        AllOf((AnyOf((A, B)), AnyOf((NoneOf((A,)), B)))),
        AllOf((AnyOf(()), A)),
        AnyOf((AllOf(()), A)),
        NoneOf((AnyOf((A, NoneOf((B,)))), AllOf((A, A)))),
    ],
)
def test_s14_every_value_of_two_atoms_gives_what_kleene_gives(condition: Expression) -> None:
    theory = stratified(
        [Conclusion("c", condition), Conclusion("not", NoneOf((Ref("c"),))), Conclusion("again", Ref("c"))],
        ("a", "b"),
    )
    chainer = DurableChainer(theory)
    for a, b in itertools.product((True, False, None), repeat=2):
        atoms = {"a": a, "b": b}
        compare(chainer.derive(atoms), kleene(theory, atoms))


def test_s14_any_of_a_and_not_a_is_unknown_while_a_is() -> None:
    chainer = DurableChainer(stratified([Conclusion("c", AnyOf((A, NoneOf((A,)))))], ("a",)))
    derived = chainer.derive({"a": None})
    assert (derived.certain, derived.possible) == (frozenset(), {"c"})


def test_the_trail_stands_by_stratum_and_name() -> None:
    conclusions = [
        Conclusion("z", A),
        Conclusion("y", Ref("z")),
        Conclusion("b2", NoneOf((Ref("u"),))),
        Conclusion("a2", NoneOf((Ref("u"),))),
        Conclusion("u", B),
    ]
    chainer = DurableChainer(stratified(conclusions, ("a", "b")))
    assert chainer.derive({"a": True, "b": False}).trail == ("y", "z", "a2", "b2")
    assert chainer.derive({"a": None, "b": None}).trail == ()


def test_more_atoms_than_the_theory_knows_do_not_matter_and_fewer_are_an_error() -> None:
    chainer = DurableChainer(stratified([Conclusion("c", A)], ("a",)))
    assert chainer.derive({"a": True, "other": None}).certain == {"c"}
    with pytest.raises(KeyError):
        chainer.derive({})


def test_a_theory_of_nothing_derives_nothing() -> None:
    assert DurableChainer(Theory((), ())).derive({}).possible == frozenset()
