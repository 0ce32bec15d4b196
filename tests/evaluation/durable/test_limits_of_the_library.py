"""What durable-rules 2.0.28 does beyond its limits. A test that fails here says that a newer version behaves
otherwise: see then what of ``jifen/evaluation/durable.py`` is still needed.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from tests.evaluation.durable.hashing import fnv

engine = pytest.importorskip("durable.engine", reason="durable-rules is an extra that needs a compiler")

LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="fills fresh memory by glibc's setting"
)
numbers = count()


class Library:
    """A ruleset that counts how often its rules fire."""

    def __init__(self, *patterns: Any, action: Callable[[Any], None] | None = None) -> None:
        self.fired = 0

        def fires(closure: Any) -> None:
            self.fired += 1

        rules = {
            f"r{n}": {
                "all": pattern if isinstance(pattern, list) else [{"m": pattern}],
                "run": action or fires,
            }
            for n, pattern in enumerate(patterns)
        }
        self.ruleset = engine.Ruleset(f"library{next(numbers)}", None, rules)

    def tell(self, fact: dict[str, Any]) -> Any:
        """Assert a fact, fire what fires, and return the state."""
        ended: list[Any] = []
        self.ruleset.do_actions(self.ruleset.assert_fact(fact), lambda *end: ended.append(end))
        error, state = ended[0]
        assert error is None
        return state


def in_a_process(program: str, timeout: float = 60, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env=os.environ | environment,
    )


def test_a_text_is_more_than_a_greater_number() -> None:
    library = Library({"$gte": {"x": 100}})
    library.tell({"x": "99"})
    assert library.fired == 1
    with pytest.raises(engine.MessageNotHandledException):
        library.tell({"x": 99})


@pytest.mark.parametrize("number", [1e16, 1e-07])
def test_a_float_with_an_exponent_cannot_be_read(number: float) -> None:
    with pytest.raises(Exception, match="error code: 204"):
        Library({"$gt": {"x": 0}}).tell({"x": number})
    with pytest.raises(Exception, match="error code: 204"):
        Library({"$gt": {"x": number}})


def test_a_decimal_is_refused() -> None:
    with pytest.raises(TypeError, match="Decimal is not JSON"):
        Library({"$gt": {"x": 0}}).tell({"x": Decimal(1)})


def test_more_than_64_rules_that_match_one_fact_are_an_error() -> None:
    fact = {f"x{n}": 1 for n in range(65)}
    library = Library(*({name: 1} for name in list(fact)[:64]))
    library.tell(fact)
    assert library.fired == 64
    with pytest.raises(Exception, match="error code: 303"):
        Library(*({name: 1} for name in fact)).tell(fact)


def test_a_fact_of_254_properties_is_an_error() -> None:
    with pytest.raises(Exception, match="error code: 302"):
        Library({"x0": 1}).tell({f"x{n}": 1 for n in range(254)})


def test_a_rule_of_more_than_16_facts_is_an_error() -> None:
    library = Library([{f"m{n}": {f"x{n}": 1}} for n in range(17)])
    for n in range(16):
        library.tell({f"x{n}": 1})
    with pytest.raises(Exception, match="error code: 304"):
        library.tell({"x16": 1})


MANY_TESTS = """
from durable.engine import Ruleset
rules = {f"r{n}": {"all": [{"m": {"x": n}}], "run": lambda closure: None} for n in range(600)}
Ruleset("many", None, rules).assert_fact({"x": 3})
"""


def test_512_tests_of_one_field_fail_or_hang() -> None:
    try:
        failed = in_a_process(MANY_TESTS, timeout=3).returncode != 0
    except subprocess.TimeoutExpired:
        failed = True
    assert failed


def test_the_1025th_session_is_a_memory_error() -> None:
    library = Library({"x": 1})
    for n in range(1024):
        library.ruleset.assert_fact({"x": 1, "sid": str(n)})
    with pytest.raises(MemoryError):
        library.ruleset.assert_fact({"x": 1, "sid": "1024"})


def test_an_exception_in_an_action_ends_in_the_state() -> None:
    def fails(closure: Any) -> None:
        raise KeyError("lost")

    assert "lost" in Library({"x": 1}, action=fails).tell({"x": 1})["exception"]


def test_facts_whose_ids_hash_alike_are_duplicates() -> None:
    seen: dict[int, str] = {}
    for number in count():
        name = f"f{number}"
        if (other := seen.setdefault(fnv(name), name)) != name:
            break
    library = Library({"x": 1})
    library.tell({"x": 1, "id": other})
    with pytest.raises(engine.MessageObservedException):
        library.tell({"x": 1, "id": name})


def test_a_fact_that_nothing_matches_raises() -> None:
    with pytest.raises(engine.MessageNotHandledException):
        Library({"x": 1}).tell({"y": 1})


def test_a_fact_that_is_repeated_raises() -> None:
    library = Library({"x": 1})
    library.tell({"x": 1})
    with pytest.raises(engine.MessageObservedException):
        library.tell({"x": 1})


COLD = """
import sys, threading
from durable import lang
sys.setswitchinterval(1e-6)
failed = []
def call(ready, name, number):
    ready.wait()
    try:
        lang.post(name, {"x0": 1, "id": number})
    except Exception as error:
        failed.append(error)
for round in range(50):
    lang._main_host = None
    with lang.ruleset(f"cold{round}"):
        for number in range(40):
            @lang.when_all(getattr(lang.m, f"x{number}") == 1)
            def action(closure): pass
    ready = threading.Barrier(8)
    threads = [threading.Thread(target=call, args=(ready, f"cold{round}", n)) for n in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    if failed:
        print(failed[0])
        break
"""


def test_first_calls_at_the_same_time_fail() -> None:
    assert "cold" in in_a_process(COLD).stdout


WITHOUT_END = """
import os
from durable.engine import Ruleset
fired = []
def action(closure):
    fired.append(1)
    if len(fired) == 10_000:
        os._exit(7)
ruleset = Ruleset("absent", None, {"r": {"all": [{"m": {"$nex": {"x": 1}}}], "run": action}})
ruleset.do_actions(ruleset.assert_fact({"y": 1}), print)
"""


def test_a_rule_that_asks_whether_a_property_is_absent_fires_without_end() -> None:
    assert in_a_process(WITHOUT_END).returncode == 7


REPLACED = """
from durable.engine import Host
host = Host()
for test in ({"x": 1}, {"y": 1}):
    host.register_rulesets({"same": {"r": {"all": [{"m": test}], "run": lambda closure: None}}})
"""


def test_a_ruleset_of_a_host_cannot_be_replaced() -> None:
    assert "same already registered" in in_a_process(REPLACED).stderr


NEVER_FIRED = """
import resource
from durable.engine import Ruleset
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
both = [{"m": {"x": 1}}, {"n": {"n": 1}}]
ruleset = Ruleset("silent", None, {"r": {"all": both, "run": lambda closure: None}})
ruleset.assert_fact({"x": 1})
ruleset.delete_state("0")
"""


@LINUX
def test_to_delete_a_session_where_no_rule_has_ever_fired_ends_the_process() -> None:
    assert in_a_process(NEVER_FIRED, MALLOC_PERTURB_="165").returncode < 0
