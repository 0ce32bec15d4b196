"""What may be lacking, by the names that people know."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import define
from attrs import field as attribute

from jifen.evaluation.cards import COHORT
from jifen.language.lexicon import narrowed
from jifen.model.expression import Ref
from jifen.plan.entitlements import SCORES, PolicyPart
from jifen.plan.library import status_names
from jifen.plan.policies import score_references
from jifen.testing.cases.opened import Opened

OTHERS = "其他企业"


@define
class Lacking:
    """The names of fields, tables, statuses and scores, from their ids and from what a case writes."""

    opened: Opened
    part: PolicyPart
    _names: Mapping[str, str] = attribute(init=False)

    def __attrs_post_init__(self) -> None:
        self._names = dict(self._each())

    def _each(self) -> Iterator[tuple[str, str]]:
        words = self.opened.library.vocabulary
        yield from status_names(self.opened.plan, self.opened.library.files).items()
        for table in words.tables.values():
            yield from ((table.id, table.name), (table.name, table.name))
        for field in words.fields.values():
            yield from ((field.id, field.name), (field.name, field.name))
        outside = f"{self.part.full_id}:{SCORES}"
        own_park = bool(self.part.applies_to)
        for spelled, typed in score_references(
            self.opened.plan, self.part.full_id, own_park=own_park
        ).items():
            assert isinstance(typed.expression, Ref)
            yield f"{SCORES}{typed.expression.name.removeprefix(outside)}", spelled
            yield spelled, spelled
        yield COHORT, OTHERS
        yield OTHERS, OTHERS

    @property
    def known(self) -> tuple[str, ...]:
        """All that a case may write."""
        return tuple(self._names)

    def named(self, written: str) -> str | None:
        """What people call what a case writes; None where there is no such thing."""
        return self._names.get(written) or self._names.get(narrowed(written))

    def names(self, ids: Iterable[str]) -> frozenset[str]:
        """What people call what a decision lacks."""
        return frozenset(self._name(id_) for id_ in ids)

    def _name(self, id_: str) -> str:
        if id_.startswith(SCORES):
            # A run reads scores by year.
            id_ = SCORES + id_.removeprefix(SCORES).partition(":")[2]
        return self._names.get(id_, id_)
