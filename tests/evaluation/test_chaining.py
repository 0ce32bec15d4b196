"""The port of chaining: strata, what a theory may be, and the comparison that fails loudly (S18)."""

import subprocess
import sys

import pytest

from jifen.evaluation.chaining import ChainingMismatch, Conclusion, Derived, Theory, compare, stratified
from jifen.model.expression import AllOf, AnyOf, Expression, Known, NoneOf, Ref

A, B, C, D, X = map(Ref, "abcdx")


def strata_of(conclusions: dict[str, Expression], atoms: str = "x") -> list[list[str]]:
    theory = stratified([Conclusion(*item) for item in conclusions.items()], tuple(atoms))
    return [[conclusion.name for conclusion in stratum] for stratum in theory.strata]


@pytest.mark.parametrize(
    ("conclusions", "strata"),
    [
        ({}, []),
        ({"b": A, "a": X}, [["a", "b"]]),
        ({"a": NoneOf((X,))}, [["a"]]),
        ({"a": X, "b": NoneOf((A,))}, [["a"], ["b"]]),
        ({"c": AllOf((A, B)), "a": X, "b": NoneOf((A,))}, [["a"], ["b", "c"]]),
        ({"a": X, "b": NoneOf((AnyOf((X, NoneOf((A,)))),))}, [["a", "b"]]),
        ({"a": X, "b": AllOf((A, NoneOf((A,))))}, [["a"], ["b"]]),
        ({"a": X, "b": NoneOf((A,)), "c": NoneOf((B,)), "d": AnyOf((A, C))}, [["a"], ["b"], ["c", "d"]]),
    ],
)
def test_s18_each_conclusion_is_in_the_least_stratum_that_it_can_be_in(
    conclusions: dict[str, Expression], strata: list[list[str]]
) -> None:
    assert strata_of(conclusions) == strata


@pytest.mark.parametrize(
    ("conclusions", "message"),
    [
        ({"a": A}, "a → a"),
        ({"a": B, "b": AllOf((X, A))}, "follow from themselves: [ab] → [ab] → [ab]"),
        ({"a": NoneOf((B,)), "b": NoneOf((A,))}, "follow from themselves"),
        ({"a": B}, "a: b is no atom and no conclusion of its or a lower stratum"),
        ({"x": B}, "x is declared twice"),
        ({"a": Known(X)}, "Known cannot be chained"),
    ],
)
def test_what_has_no_strata_is_a_value_error(conclusions: dict[str, Expression], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        strata_of(conclusions, "xb" if "x" in conclusions else "x")


def test_two_conclusions_of_one_name_are_a_value_error() -> None:
    with pytest.raises(ValueError, match="a is declared twice"):
        stratified([Conclusion("a", X), Conclusion("a", X)], ["x"])


@pytest.mark.parametrize(
    ("strata", "message"),
    [
        (
            ((Conclusion("a", X), Conclusion("b", NoneOf((A,)))),),
            "b: a is no atom and no conclusion of a lower stratum",
        ),
        (((Conclusion("a", B),), (Conclusion("b", X),)), "a: b is no atom"),
        (((Conclusion("a", B), Conclusion("b", A)),), "follow from themselves"),
        (((Conclusion("a", X),), (Conclusion("a", X),)), "a is declared twice"),
    ],
)
def test_s18_a_theory_has_negation_of_lower_strata_only_and_no_cycle(
    strata: tuple[tuple[Conclusion, ...], ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Theory(("x",), strata)


def test_a_theory_may_name_a_conclusion_of_a_stratum_before_it_comes() -> None:
    assert len(Theory(("x",), ((Conclusion("a", B), Conclusion("b", X)),)).strata) == 1


def test_what_agrees_with_the_plan_passes() -> None:
    derived = Derived(frozenset("a"), frozenset("ab"), ("a",))
    compare(derived, {"a": True, "b": None, "c": False})


def test_every_conclusion_that_differs_from_the_plan_is_named() -> None:
    derived = Derived(frozenset("ab"), frozenset("abcx"), ("a", "b"))
    with pytest.raises(ChainingMismatch) as caught:
        compare(derived, {"a": False, "b": None, "c": True, "d": True, "e": None, "f": False})
    assert str(caught.value).split("; ") == [
        "a is false in the plan and certain in the chain",
        "b is unknown in the plan and certain in the chain",
        "c is true in the plan and possible in the chain",
        "d is true in the plan and neither certain nor possible in the chain",
        "e is unknown in the plan and neither certain nor possible in the chain",
        "x is derived and not in the plan",
    ]


WITHOUT = """
import sys
sys.modules["durable"] = None
import jifen.evaluation.chaining
try:
    import jifen.evaluation.durable
except ImportError as error:
    print(error)
"""


def test_without_durable_rules_the_port_works_and_the_adapter_says_what_to_install() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    assert "pip install 'jifen[durable]'" in run.stdout
