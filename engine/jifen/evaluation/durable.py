"""Chaining by durable-rules, an extra: ``pip install 'jifen[durable]'``. Only this module imports it.

**Two passes.** A condition is true, false or unknown (S14); the library knows facts and nothing else. So
each stratum is chained twice over the same rules: once over what is certain, once over what is possible.
"Not x" is a fact of its own, made from what lies below the stratum: certainly not x where x is not
possible, possibly not x where x is not certain. The second pass is left out where its facts are those of
the first.

This is Kleene's logic exactly. Negation is pushed down to the names, as Kleene's logic allows; what is
left is made of ``all``, ``any``, x and not x. It is true if and only if it holds over the certain facts,
and not false if and only if it holds over the possible ones: x and not x by the choice of the facts,
``all`` and ``any`` because both are true, and both are not false, by their parts alone. So ``any of (a,
not a)`` with a unknown has neither fact in the first pass and both in the second: possible and not
certain, unknown.

**Rules.** Within a stratum nothing is negated, so the library's forward chaining reaches its least
fixpoint. A rule has one head and a body of facts; an ``any`` becomes several rules, and what is nested
gets a head of its own. What a rule derives is asserted as a fact where another rule of the ruleset waits
for it.

**Kept out of reach.** Measured on 2.0.28; ``tests/evaluation/durable`` holds each point.

- A fact is an ASCII id and ones under ASCII keys: no text, no number to compare, no absence. What does
  not hold is not asserted, and no rule asks whether a property is absent.
- Rulesets are small (``RULES``, ``INPUTS``, ``WIDTH``). The tests that wait on the library's stack of 64
  lead to different rules, so they are no more than ``RULES``. Its 254 properties of a fact, 512 tests of
  a field and 16 facts of a rule are far.
- One session at a time lives in a ruleset, and is deleted. Its few facts have fixed ids that do not hash
  alike.
- To delete a session in a ruleset of which no rule has ever fired crashes the process. Each ruleset first
  runs once with every fact there is: all its rules fire, and nothing worse can come later.
- Rulesets stand by themselves, not in a ``Host``, whose threads would run our actions behind our back. A
  new theory has new rulesets; those of a chainer that is gone are freed.
- An exception in an action ends in the library's state, not at the caller: here it is kept, and raised.
"""

import itertools
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

from attrs import Factory, frozen, mutable

try:
    from durable.engine import Ruleset, durable_rules_engine
except ImportError as error:
    raise ImportError(
        "chaining by durable-rules needs the extra: pip install 'jifen[durable]' (and a C compiler)",
        name=error.name,
    ) from error

from jifen.evaluation.chaining import Conclusion, Derived, Theory, in_order
from jifen.model.expression import AllOf, AnyOf, Expression, NoneOf, Ref

RULES = 24
"""Rules of a ruleset at most, the one that meets every session included."""
INPUTS = 160
"""Properties of a session's first fact at most, besides its ids."""
WIDTH = 12
"""Facts of a rule, and rules of a head, at most."""

_SESSION = "s"
_FIRST = "g"
_BARE = 3
"""Properties of a first fact that says nothing: session, id and the one that is always there."""
_building = Lock()
_numbers = itertools.count()

Literal = tuple[str, bool]
"""A name, and whether it is to hold or not to hold."""
Body = tuple[Literal, ...]


@frozen
class Group:
    """A head with all its rules: it follows from each of the bodies. Without bodies it never does."""

    head: str
    bodies: tuple[Body, ...]


@mutable
class _Held:
    """What holds in one pass: names that do, and names whose negation does."""

    true: set[str] = Factory(set)
    false: set[str] = Factory(set)


class DurableChainer:
    """Derives the conclusions of one theory. Threads may share it; they take turns."""

    def __init__(self, theory: Theory) -> None:
        self._atoms = theory.atoms
        self._strata = tuple(
            tuple(sorted(conclusion.name for conclusion in stratum)) for stratum in theory.strata
        )
        self._names = frozenset(itertools.chain.from_iterable(self._strata))
        self._taking_turns = Lock()
        with _building:
            self._rulesets = tuple(
                tuple(_Rules(groups) for groups in packed(rules_of(stratum))) for stratum in theory.strata
            )
        handles = [rules.handle for stratum in self._rulesets for rules in stratum]
        weakref.finalize(self, _free, handles).atexit = False

    def derive(self, atoms: Mapping[str, bool | None]) -> Derived:
        """The conclusions that follow from the atoms, each true, false or unknown (None)."""
        certain, possible = self._decided(atoms)
        with self._taking_turns:
            for names, rulesets in zip(self._strata, self._rulesets, strict=True):
                known = certain == possible
                for rules in rulesets:
                    first = rules.facts(certain)
                    second = first if known else rules.facts(possible)
                    found = rules.chain(first)
                    certain.true |= found
                    possible.true |= found if first == second else rules.chain(second)
                certain.false.update(name for name in names if name not in possible.true)
                possible.false.update(name for name in names if name not in certain.true)
        return Derived(
            self._names & certain.true,
            self._names & possible.true,
            tuple(name for names in self._strata for name in names if name in certain.true),
        )

    def _decided(self, atoms: Mapping[str, bool | None]) -> tuple[_Held, _Held]:
        certain, possible = _Held(), _Held()
        for name in self._atoms:
            value = atoms[name]
            if value is not None and type(value) is not bool:
                raise TypeError(f"{name} is {type(value).__name__}, and an atom is true, false or None")
            if value is not False:
                possible.true.add(name)
            if value is not True:
                possible.false.add(name)
            if value is not None:
                (certain.true if value else certain.false).add(name)
        return certain, possible


def rules_of(stratum: Iterable[Conclusion]) -> list[Group]:
    """The conclusions of a stratum as heads with flat bodies, each after those that it refers to."""
    groups: list[Group] = []
    for conclusion in in_order(tuple(stratum)):
        flat = _Flat(conclusion.name)
        bodies = flat.few(flat.bodies(conclusion.condition, holds=True))
        groups += [*flat.groups, Group(conclusion.name, bodies)]
    return groups


class _Flat:
    """Makes a condition flat. What is nested, or too wide, gets a head of its own, in ``groups``."""

    def __init__(self, head: str) -> None:
        self.head = head
        self.groups: list[Group] = []

    def bodies(self, condition: Expression, holds: bool) -> list[Body]:
        """The bodies of which one must hold if the condition is to hold, or is not to hold."""
        if isinstance(condition, Ref):
            return [((condition.name, holds),)]
        assert isinstance(condition, AllOf | AnyOf | NoneOf)
        inside = holds is not isinstance(condition, NoneOf)
        parts = [self.bodies(part, inside) for part in condition.conditions]
        if inside is isinstance(condition, AllOf):
            return [self._all(parts)] if all(parts) else []
        return list(dict.fromkeys(itertools.chain.from_iterable(parts)))

    def few(self, bodies: list[Body]) -> tuple[Body, ...]:
        """The bodies, no more than ``WIDTH``."""
        while len(bodies) > WIDTH:
            bodies = [*bodies[WIDTH:], (self._named(bodies[:WIDTH]),)]
        return tuple(bodies)

    def _all(self, parts: list[list[Body]]) -> Body:
        """One body for all the parts."""
        found = (part[0] if len(part) == 1 else (self._named(part),) for part in parts)
        body = list(dict.fromkeys(itertools.chain.from_iterable(found)))
        while len(body) > WIDTH:
            body = [*body[WIDTH:], self._named([tuple(body[:WIDTH])])]
        return tuple(body)

    def _named(self, bodies: list[Body]) -> Literal:
        few = self.few(bodies)
        name = f"{self.head}\0{len(self.groups)}"
        self.groups.append(Group(name, few))
        return name, True


def packed(groups: Iterable[Group]) -> list[list[Group]]:
    """The heads of a stratum put into rulesets in their order: what a head refers to is in its own ruleset or
    in one before it.
    """
    rulesets: list[list[Group]] = []
    rules, inputs = RULES, set[Literal]()
    for group in groups:
        if not group.bodies:
            continue
        wanted = {literal for body in group.bodies for literal in body}
        if rules + len(group.bodies) > RULES or len(inputs | wanted) > INPUTS:
            rulesets.append([])
            rules, inputs = 1, set()
        rulesets[-1].append(group)
        rules += len(group.bodies)
        inputs |= wanted
    return rulesets


class _Rules:
    """One ruleset: some heads of a stratum, with all their rules. One session at a time."""

    def __init__(self, groups: Sequence[Group]) -> None:
        heads = {group.head for group in groups}
        wanted = list(dict.fromkeys(literal for group in groups for body in group.bodies for literal in body))
        given = [literal for literal in wanted if literal[0] not in heads]
        self._given = {literal: f"p{number}" for number, literal in enumerate(given)}
        self._if_true = [(name, key) for (name, holds), key in self._given.items() if holds]
        self._if_false = [(name, key) for (name, holds), key in self._given.items() if not holds]
        chained = [name for name, _ in wanted if name in heads]
        self._chained = {name: f"d{number}" for number, name in enumerate(chained)}
        self._always = any(() in group.bodies for group in groups)
        self._found: set[str] = set()
        self._failure: BaseException | None = None
        self._fired = False
        self._ruleset = Ruleset(f"jifen{next(_numbers)}", None, self._definition(groups))
        self.handle: int = self._ruleset._handle  # noqa: SLF001 the library frees a ruleset by nothing else
        self._warm_up(heads)

    def _definition(self, groups: Sequence[Group]) -> dict[str, Any]:
        # The first rule meets each session's first fact, so that none goes unmatched, and waits for another
        # that never comes.
        rules: dict[str, Any] = {"r0": {"all": [{"g": {"t": 1}}, {"n": {"n": 1}}], "run": self._action("")}}
        for group in groups:
            for body in group.bodies:
                rules[f"r{len(rules)}"] = {"all": self._patterns(body), "run": self._action(group.head)}
        return rules

    def _patterns(self, body: Body) -> list[dict[str, Any]]:
        """The facts that a rule waits for: the session's first one, with all that it must say, and those of
        heads of the same ruleset.
        """
        tests: list[dict[str, int]] = [
            {self._given[literal]: 1} for literal in body if literal in self._given
        ]
        chained = [self._chained[name] for name, _ in body if name in self._chained]
        if not chained and not tests:
            tests = [{"t": 1}]
        first = [{"g": {"$and": tests}}] if len(tests) > 1 else [{"g": test} for test in tests]
        return [*first, *({key: {key: 1}} for key in chained)]

    def _action(self, head: str) -> Callable[[Any], None]:
        def derived(closure: Any) -> None:
            self._fired = True
            try:
                if head not in self._found:  # an ``any`` of which two parts hold
                    self._found.add(head)
                    if key := self._chained.get(head):
                        closure.assert_fact({"id": key, key: 1})
            except BaseException as error:
                self._failure = error
                raise

        return derived

    def _warm_up(self, heads: set[str]) -> None:
        everything = _Held()
        for name, holds in self._given:
            (everything.true if holds else everything.false).add(name)
        if self.chain(self.facts(everything)) != heads:
            raise RuntimeError("durable-rules does not derive all that follows when everything holds")

    def facts(self, held: _Held) -> dict[str, Any]:
        """The first fact of a session: a one for each input that holds."""
        fact: dict[str, Any] = {"sid": _SESSION, "id": _FIRST, "t": 1}
        for names, literals in ((held.true, self._if_true), (held.false, self._if_false)):
            for name, key in literals:
                if name in names:
                    fact[key] = 1
        return fact

    def chain(self, fact: Mapping[str, Any]) -> frozenset[str]:
        """The heads that follow from the first fact, in a session of their own."""
        if len(fact) == _BARE and not self._always:
            return frozenset()
        self._found.clear()
        self._failure = None
        try:
            self._run(dict(fact))
        except BaseException:
            with suppress(Exception):  # what went wrong first is what the caller is told
                self._end()
            raise
        self._end()
        return frozenset(self._found)

    def _run(self, fact: dict[str, Any]) -> None:
        ended: list[tuple[BaseException | None, dict[str, Any] | None]] = []
        session = self._ruleset.assert_fact(fact)
        self._ruleset.do_actions(session, lambda error, state: ended.append((error, state)))
        if self._failure:
            raise self._failure
        if not ended:  # so it does when an action seems to have taken more than ten seconds
            raise RuntimeError("durable-rules left off before all rules had fired")
        error, state = ended[0]
        if error:
            raise error
        if state and "exception" in state:
            raise RuntimeError(f"durable-rules: {state['exception']}")

    def _end(self) -> None:
        if self._fired:
            self._ruleset.delete_state(_SESSION)


def _free(handles: Iterable[int]) -> None:
    for handle in handles:
        durable_rules_engine.delete_ruleset(handle)
