"""Which assumed figures an amount rests on, by the names that people know (S27)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from jifen.model.expression import Fact, Ref
from jifen.plan.entitlements import SCORES, PolicyPart
from jifen.plan.graph import Plan
from jifen.plan.nodes import Definition, leaves

_SCORE = "园区的积分办法"


@frozen(slots=False)
class Assumptions:
    """The definitions of a run, to look for what is assumed below one of them."""

    plan: Plan
    policies: Sequence[PolicyPart]
    definitions: Sequence[Definition]

    @cached_property
    def _named(self) -> Mapping[str, Definition]:
        return {one.name: one for one in self.definitions}

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """What is called how, by the beginning of the names of its definitions."""
        return dict(pair for policy in self.policies for pair in _owners_of(policy))

    def below(self, name: str) -> Iterator[str]:
        """The owners of the assumed figures that a definition rests on, each once."""
        passed, stack, told = {name}, [name], set[str]()
        while stack:
            definition = self._named.get(stack.pop())
            if definition is None:
                continue
            for said in self._said(definition):
                if said not in told:
                    told.add(said)
                    yield said
            below = [node.name for node in leaves(definition.node) if isinstance(node, Ref)]
            stack += [one for one in reversed(below) if one not in passed]
            passed.update(below)

    def _said(self, definition: Definition) -> Iterable[str]:
        if not definition.assumed:
            return ()
        fields = self.plan.vocabulary.fields
        facts = {node.field for node in leaves(definition.node) if isinstance(node, Fact)}
        assumed = [fields[one].name for one in sorted(facts) if one in fields and fields[one].assumed]
        if assumed:
            return assumed
        if f":{SCORES}" in definition.name:
            return (_SCORE,)
        owner = definition.name
        while owner not in self._owners and "." in owner.rpartition("/")[2]:
            owner = owner.rpartition(".")[0]
        return (self._owners.get(owner, _SCORE),)


def _owners_of(policy: PolicyPart) -> Iterator[tuple[str, str]]:
    for rule in policy.rules:
        yield f"{policy.full_id}/{rule.id}", rule.title
    for negative in policy.negatives:
        yield f"{policy.full_id}/negative.{negative.id}", negative.title
    for status in policy.statuses:
        kind = "list" if status.listing else "status"
        yield f"{policy.full_id}/{kind}.{status.id}", status.name
    for factor in policy.factors:
        yield f"{policy.full_id}/factor.{factor.declared.id}", factor.declared.title or factor.declared.id
