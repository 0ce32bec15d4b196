"""The expressions of a park's or a policy's files, checked for what they are decided for."""

from attrs import frozen

from jifen.language.check import check_condition, check_constant, check_number, check_value
from jifen.language.diagnostics import Diagnostics, nearest
from jifen.language.scope import Scope, Typed
from jifen.model.expression import Constant, Expression, Fact
from jifen.model.function import IndicatorFunction
from jifen.model.place import Place, Written
from jifen.model.quantity import Scale, Unit, parse_scale
from jifen.plan.nodes import Call, leaves


@frozen
class Checker:
    """Checks expressions against one scope. Each method returns None after it has reported why it cannot.

    ``yearly`` says that they are decided for whole years, as schemes are: a quarter's fact is then refused.
    """

    scope: Scope
    diagnostics: Diagnostics
    yearly: bool = True

    def value(self, written: Written) -> Typed | None:
        """A value of any type."""
        return self._yearly(written, check_value(written, self.scope, self.diagnostics))

    def number(self, written: Written, *, unit: Unit | None = None) -> Typed | None:
        """A number, of ``unit`` where given."""
        return self._yearly(written, check_number(written, self.scope, self.diagnostics, unit=unit))

    def condition(self, written: Written) -> Expression | None:
        """A condition."""
        condition = check_condition(written, self.scope, self.diagnostics)
        if condition is None or self._reads_quarters(written, condition):
            return None
        return condition

    def constant(self, written: Written, unit: Unit, scale: Scale) -> Constant | None:
        """A figure of a unit; ``scale`` is how such figures are written here."""
        return check_constant(written, self.diagnostics, unit=unit, scale=scale)

    def _yearly(self, written: Written, typed: Typed | None) -> Typed | None:
        return None if typed is None or self._reads_quarters(written, typed.expression) else typed

    def _reads_quarters(self, written: Written, expression: Expression) -> bool:
        """Whether it reads fields of quarters, of which a year does not say which is meant; each is reported.

        A field of the year to date is no such thing: at the end of the year it is the year's figure.
        """
        facts = [node for node in leaves(expression) if isinstance(node, Fact) and self.yearly]
        quarterly = sorted({fact.field for fact in facts if fact.frequency == "quarter"})
        for field in quarterly:
            name = self.scope.vocabulary.fields[field].name
            start = written.text.find(name)
            place = written.place if start < 0 else written.at(start, len(name))
            self.diagnostics.report("J517", place, field=name)
        return bool(quarterly)

    def call(self, function: IndicatorFunction, place: Place) -> Typed | None:
        """A call of a registered function, its inputs checked like any expression; ``place`` is where it is
        used.
        """
        inputs = [(name, self._input(function, name, text, place)) for name, text in function.inputs.items()]
        known = [(name, typed.expression) for name, typed in inputs if typed is not None]
        tables = tuple(function.tables.items())
        unknown = [table for _, table in tables if table not in self.scope.vocabulary.tables]
        for table in unknown:
            near = nearest(table, self.scope.vocabulary.tables)
            self.diagnostics.report("J509", place, function=function.id, table=table, near=near)
        if unknown or len(known) < len(inputs):
            return None
        scale = parse_scale(function.unit)
        assert scale is not None, "checked when it was registered"
        node = Call(function.id, tuple(known), tables, function.low, function.high)
        return Typed(node, "number", scale.unit, scale)

    def _input(self, function: IndicatorFunction, name: str, text: str, place: Place) -> Typed | None:
        """An input, whose text stands in Python: what is wrong with it is told where the function is used."""
        found = Diagnostics()
        typed = Checker(self.scope, found).value(Written(text, place, verbatim=False))
        for problem in found.errors:
            self.diagnostics.report(
                "J526", place, function=function.id, input=name, text=text, problem=problem.message
            )
        return typed
