"""The adapter stays clear of each limit that ``test_limits_of_the_library.py`` pins."""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.evaluation.durable.hashing import fnv
from tests.evaluation.durable.kleene import derived_from, kleene
from tests.evaluation.durable.theories import random_atoms, random_theory

from jifen.evaluation.chaining import Conclusion, Theory, compare, stratified
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref

engine = pytest.importorskip("durable.engine", reason="durable-rules is an extra that needs a compiler")

from jifen.evaluation import durable as adapter  # noqa: E402 after the skip
from jifen.evaluation.durable import DurableChainer  # noqa: E402

ATOMS = tuple(f"条件{number}" for number in range(1000))
CHAIN = stratified(
    [
        Conclusion("高新技术企业", AnyOf((Ref("甲"), Ref("乙")))),
        Conclusion("可申报", AllOf((Ref("高新技术企业"), Ref("丙")))),
        Conclusion("否决", NoneOf((Ref("可申报"),))),
    ],
    ("甲", "乙", "丙"),
)
STATUS = Path("/proc/self/status")
PROC = pytest.mark.skipif(not STATUS.exists(), reason="the memory of a process is read from /proc")
ALL_TRUE = dict.fromkeys(CHAIN.atoms, True)


def derives_what_kleene_does(theory: Theory, atoms: dict[str, bool | None]) -> None:
    values = kleene(theory, atoms)
    derived = DurableChainer(theory).derive(atoms)
    compare(derived, values)
    assert derived == derived_from(theory, values)


def of_one(condition: Expression, atoms: tuple[str, ...] = ATOMS) -> Theory:
    return stratified([Conclusion("c", condition)], atoms)


def resident() -> int:
    """Memory that the process holds, in KB."""
    lines = STATUS.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def printed_by(program: str, **environment: str) -> str:
    """What a program prints in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return run.stdout.strip()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every fact that is asserted."""
    facts: list[dict[str, Any]] = []
    assert_fact = engine.Ruleset.assert_fact

    def seen(ruleset: Any, fact: dict[str, Any]) -> Any:
        facts.append(dict(fact))
        return assert_fact(ruleset, fact)

    monkeypatch.setattr(engine.Ruleset, "assert_fact", seen)
    return facts


@pytest.fixture
def defined(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The definition of every ruleset that is built."""
    definitions: list[dict[str, Any]] = []
    build = engine.Ruleset.__init__

    def seen(ruleset: Any, name: str, host: Any, definition: dict[str, Any]) -> None:
        assert host is None
        build(ruleset, name, host, definition)
        definitions.append(definition)

    monkeypatch.setattr(engine.Ruleset, "__init__", seen)
    return definitions


def asked(pattern: dict[str, Any]) -> list[dict[str, Any]]:
    return pattern.get("$and", [pattern])


def test_facts_are_ascii_ids_and_ones(told: list[dict[str, Any]]) -> None:
    chainer = DurableChainer(CHAIN)
    for values in ((True, None, True), (False, False, None), (None, True, True)):
        chainer.derive(dict(zip(CHAIN.atoms, values, strict=True)))
    assert len(told) > 5
    for fact in told:
        assert fact.pop("sid") == "s"
        assert fact.pop("id").isascii()
        assert all(key.isascii() for key in fact)
        assert all(type(value) is int and value == 1 for value in fact.values())


@pytest.mark.parametrize("value", ["99", 1, 0, 1e16, Decimal(1), "是"])
def test_an_atom_that_is_no_truth_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="甲 is"):
        DurableChainer(CHAIN).derive(ALL_TRUE | {"甲": value})


def test_rules_test_for_equality_with_one_and_never_for_an_absence(defined: list[dict[str, Any]]) -> None:
    random = Random(18)
    for _ in range(50):
        DurableChainer(random_theory(random))
    assert len(defined) > 50
    for definition in defined:
        for rule in definition.values():
            assert list(rule) == ["all"]
            for pattern in rule["all"]:
                for test in asked(*pattern.values()):
                    assert list(test.values()) == [1]
                    assert not next(iter(test)).startswith("$")


def wide_theories() -> Iterator[Theory]:
    literals = [Ref(name) for name in ATOMS]
    for kind in (AllOf, AnyOf, NoneOf):
        yield of_one(kind(tuple(literals[:300])))
    yield of_one(AllOf(tuple(AnyOf(tuple(literals[n : n + 30])) for n in range(0, 600, 30))))
    yield of_one(AnyOf(tuple(AllOf(tuple(literals[n : n + 30])) for n in range(0, 600, 30))))
    yield stratified([Conclusion(f"c{n}", literals[0]) for n in range(600)], ATOMS[:1])
    yield stratified(
        [Conclusion(f"c{n}", Ref(f"c{n - 1}") if n else literals[0]) for n in range(600)], ATOMS[:1]
    )
    yield stratified(
        [Conclusion(f"c{n}", literals[0]) for n in range(40)]
        + [Conclusion("all", AllOf(tuple(Ref(f"c{n}") for n in range(40))))],
        ATOMS[:1],
    )


@pytest.mark.parametrize("theory", list(wide_theories()))
def test_rulesets_facts_and_rules_stay_small(
    theory: Theory, defined: list[dict[str, Any]], told: list[dict[str, Any]]
) -> None:
    for value in (True, False, None):
        derives_what_kleene_does(theory, dict.fromkeys(theory.atoms, value))
    for definition in defined:
        assert len(definition) <= adapter.RULES < 64
        assert all(len(rule["all"]) <= adapter.WIDTH < 16 for rule in definition.values())
        assert all(
            len(asked(*pattern.values())) <= adapter.WIDTH
            for rule in definition.values()
            for pattern in rule["all"]
        )
    assert max(map(len, told)) <= adapter.INPUTS + 3 < 254


def test_the_widest_head_fits_a_ruleset() -> None:
    assert adapter.WIDTH < adapter.RULES
    assert adapter.WIDTH**2 <= adapter.INPUTS


def test_no_two_names_of_a_ruleset_hash_alike() -> None:
    names = ["sid", "id", "$s", "$m", "m", "t", "g", "n", "s", "sid-s"]
    names += [f"{letter}{number}" for letter in "pdr" for number in range(adapter.INPUTS)]
    assert len({fnv(name) for name in names}) == len(names)


def test_2000_conclusions_derive_what_kleene_does() -> None:
    random = Random(2000)
    conclusions: list[Conclusion] = []
    for number in range(2000):
        atoms = [Ref(name) for name in random.sample(ATOMS, 3)]
        other = Ref(random.choice(conclusions).name) if conclusions else atoms[0]
        condition = random.choice(
            (
                AllOf(tuple(atoms)),
                AnyOf((*atoms, other)),
                AllOf((other, AnyOf(tuple(atoms)))),
                NoneOf((other,)),
            )
        )
        conclusions.append(Conclusion(f"规则{number}", condition))
    theory = stratified(conclusions, ATOMS)
    assert len(theory.strata) > 3
    derives_what_kleene_does(theory, {name: random.choice((True, False, None)) for name in ATOMS})
    derives_what_kleene_does(theory, dict.fromkeys(ATOMS, True))


MANY = """
from tests.evaluation.durable.test_clear_of_the_limits import ALL_TRUE, CHAIN, DurableChainer, resident
chainer = DurableChainer(CHAIN)
unknown = ALL_TRUE | {"丙": None}
def derive(times):
    for _ in range(times // 2):
        assert chainer.derive(ALL_TRUE).certain == {"高新技术企业", "可申报"}
        assert chainer.derive(unknown).possible == {"高新技术企业", "可申报", "否决"}
derive(10_000)
before = resident()
derive(90_000)
print(resident() - before)
"""


@PROC
def test_100_000_derivations_in_one_process_keep_its_memory_flat() -> None:
    assert int(printed_by(MANY)) < 2_000


@PROC
def test_chainers_that_are_gone_leave_no_memory_behind() -> None:
    def build(times: int) -> None:
        for _ in range(times):
            assert DurableChainer(CHAIN).derive(ALL_TRUE).certain
        gc.collect()

    build(50)
    before = resident()
    build(300)
    assert resident() - before < 10_000


COLD = """
import sys, threading
from jifen.evaluation.chaining import Conclusion, stratified
from jifen.model.expression import AllOf, Ref
sys.setswitchinterval(1e-6)
theory = stratified([Conclusion(f"c{n}", AllOf((Ref("a"), Ref("b")))) for n in range(30)], ("a", "b"))
shared, failed, right = [], [], []
ready = threading.Barrier(8)
def call(number):
    ready.wait()
    try:
        from jifen.evaluation.durable import DurableChainer
        own = DurableChainer(theory)
        shared.append(own)
        for each in range(100):
            atoms = {"a": True, "b": (number + each) % 2 == 0}
            for chainer in (own, shared[0]):
                assert len(chainer.derive(atoms).certain) == (30 if atoms["b"] else 0)
        right.append(number)
    except BaseException as error:
        failed.append(repr(error))
threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(right), failed)
"""


def test_eight_threads_from_cold_derive_the_same_as_one() -> None:
    assert printed_by(COLD) == "8 []"


def test_no_thread_runs_behind_our_back() -> None:
    before = threading.active_count()
    DurableChainer(CHAIN).derive(ALL_TRUE)
    assert threading.active_count() == before


@pytest.mark.parametrize("error", [KeyError("lost"), KeyboardInterrupt(), MemoryError()])
def test_an_action_that_raises_ends_in_an_exception_for_the_caller(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    chainer = DurableChainer(CHAIN)

    def fails(*_: Any) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(engine.Closure, "assert_fact", fails)
        with pytest.raises(type(error)) as caught:
            chainer.derive(ALL_TRUE)
    assert caught.value is error
    assert chainer.derive(ALL_TRUE).certain == {"高新技术企业", "可申报"}


def swallowed(ruleset: Any, session: int, complete: Callable[..., None]) -> None:
    complete(None, {"exception": "exception caught lost"})


def failed(ruleset: Any, session: int, complete: Callable[..., None]) -> None:
    complete(LookupError("lost"), None)


def left_off(ruleset: Any, session: int, complete: Callable[..., None]) -> None:
    """What the library does when more than ten seconds seem to lie between an action's beginning and end."""


@pytest.mark.parametrize(
    ("way", "error", "message"),
    [
        (swallowed, RuntimeError, "exception caught lost"),
        (failed, LookupError, "lost"),
        (left_off, RuntimeError, "left off"),
    ],
)
def test_a_session_that_does_not_end_well_is_an_exception_for_the_caller(
    way: Callable[..., None], error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chainer = DurableChainer(CHAIN)
    with monkeypatch.context() as patched:
        patched.setattr(engine.Ruleset, "do_actions", way)
        with pytest.raises(error, match=message):
            chainer.derive(ALL_TRUE)
    assert chainer.derive(ALL_TRUE).certain == {"高新技术企业", "可申报"}


def test_a_library_that_does_not_derive_everything_when_everything_holds_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine.Ruleset, "do_actions", lambda ruleset, session, complete: complete(None, None))
    with pytest.raises(RuntimeError, match="does not derive all"):
        DurableChainer(CHAIN)


def test_a_session_is_deleted_when_its_fact_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    chainer = DurableChainer(CHAIN)
    with monkeypatch.context() as patched:
        patched.setattr(engine.json, "dumps", lambda *_, **__: "not a fact")
        with pytest.raises(Exception, match="error code"):
            chainer.derive(ALL_TRUE)
    assert chainer.derive(ALL_TRUE).certain == {"高新技术企业", "可申报"}


def test_what_several_parts_derive_and_what_nothing_derives_raises_nothing() -> None:
    chainer = DurableChainer(CHAIN)
    for _ in range(2):
        assert chainer.derive(ALL_TRUE).certain == {"高新技术企业", "可申报"}
        assert chainer.derive(dict.fromkeys(CHAIN.atoms, False)).certain == {"否决"}


def test_theories_of_the_same_names_stand_beside_one_another() -> None:
    either = DurableChainer(of_one(AnyOf((Ref("a"), Ref("b"))), ("a", "b")))
    both = DurableChainer(of_one(AllOf((Ref("a"), Ref("b"))), ("a", "b")))
    atoms = {"a": True, "b": False}
    for _ in range(2):
        assert either.derive(atoms).certain == {"c"}
        assert both.derive(atoms).certain == frozenset()


FRESH = """
from jifen.evaluation.durable import DurableChainer
from jifen.evaluation.chaining import Conclusion, stratified
from jifen.model.expression import AllOf, Ref
chainer = DurableChainer(stratified([Conclusion("c", AllOf((Ref("a"), Ref("b"))))], ("a", "b")))
print(*chainer.derive({"a": True, "b": False}).possible, *chainer.derive({"a": True, "b": True}).certain)
"""


def test_a_session_where_no_rule_fires_is_deleted_in_peace() -> None:
    assert printed_by(FRESH, MALLOC_PERTURB_="165") == "c"


def test_random_theories_one_after_the_other_in_one_process_agree() -> None:
    random = Random(7)
    for _ in range(200):
        theory = random_theory(random, atoms=30, conclusions=20)
        derives_what_kleene_does(theory, random_atoms(random, theory))
