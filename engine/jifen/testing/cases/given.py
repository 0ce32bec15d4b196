"""What a case gives, read by the vocabulary: an enterprise, told scores, statuses that are settled."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from jifen.evaluation.program import Slot
from jifen.evaluation.settling import Told
from jifen.exchange.telling import UnknownValueError, number_with_unit, period_of, told_cell, told_value
from jifen.language.diagnostics import Diagnostic, Diagnostics, nearest
from jifen.language.lexicon import narrowed
from jifen.model.enterprise import Absence, Enterprise, FactKey, Row, Value
from jifen.model.expression import Ref
from jifen.model.period import Period
from jifen.model.place import Place, Written
from jifen.model.policy import Given, OtherClaim, PolicyCase
from jifen.model.quantity import YUAN, Unit
from jifen.model.terms import Field, Table, Vocabulary
from jifen.plan.entitlements import SCORES, PolicyPart
from jifen.plan.library import status_names
from jifen.plan.policies import MEMBERS, RANK, score_references
from jifen.testing.cases.claims import Claim, Claims
from jifen.testing.cases.opened import Opened


@frozen
class GivenReader:
    """Reads the cases of one policy, opened for one park; mistakes are reported."""

    opened: Opened
    part: PolicyPart
    diagnostics: Diagnostics

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of park and policies."""
        return self.opened.library.vocabulary

    # ------------------------------------------------------------ facts and tables

    def enterprise(self, case: PolicyCase, period: Period, as_of: date) -> Enterprise:
        """The enterprise of a case."""
        facts: dict[FactKey, Value] = {}
        tables: dict[str, tuple[Row, ...]] = {}
        for label, value in case.given.items():
            place = case.places.key("given", label)
            if isinstance(value, tuple):
                self._table(case, label, value, tables)
            elif (field := self._field(case, label, place)) is not None:
                of = period.at(field.frequency)
                if of is None:
                    problem = f"“{field.name}”是当季的数，{period.label}没有说是哪一季，请写在 earlier 里"
                    self._report("J961", place, case, problem=problem)
                else:
                    self._fact(case, field, (field.id, of.text), value, ("given", label), facts)
        for label, values in case.earlier.items():
            self._earlier(case, label, values, facts)
        coverage = dict.fromkeys(self.vocabulary.tables, as_of)
        for written in case.unknown:
            table = self._table_named(written.text)
            if table is None:
                self._unknown_name(case, written.place, written.text)
            else:
                coverage.pop(table.id, None)
        return Enterprise(case.name, case.name, case.founded, facts, tables, coverage)

    def _earlier(
        self, case: PolicyCase, label: str, values: Mapping[str, Given], facts: dict[FactKey, Value]
    ) -> None:
        try:
            period = Period.parse(label)
        except ValueError as error:
            self._report("J961", case.places.key("earlier", label), case, problem=str(error))
            return
        for name, value in values.items():
            place = case.places.key("earlier", label, name)
            field = self._field(case, name, place)
            if field is None:
                continue
            try:
                of = period_of(field, period)
            except UnknownValueError as error:
                self._report("J961", place, case, problem=str(error))
                continue
            self._fact(case, field, (field.id, of.text), value, ("earlier", label, name), facts)

    def _field(self, case: PolicyCase, label: str, place: Place) -> Field | None:
        for field in self.vocabulary.fields.values():
            if label in (field.id, field.name, *field.aliases):
                return field
        if self._table_named(label) is not None:
            self._report("J954", place, case, problem=f"“{label}”是子表，要写成各行：[{{ … }}, {{ … }}]")
        else:
            self._unknown_name(case, place, label)
        return None

    def _fact(
        self,
        case: PolicyCase,
        field: Field,
        key: FactKey,
        told: Given,
        path: tuple[str, ...],
        facts: dict[FactKey, Value],
    ) -> None:
        value = self._value(case, field, told, case.places.value(*path))
        if value is None or value is Absence.MISSING:
            return
        if key in facts:
            problem = f"“{field.name}”{Period.parse(key[1]).label}的数写了两次"
            self._report("J959", case.places.key(*path), case, problem=problem)
        facts[key] = value

    def _value(
        self, case: PolicyCase, field: Field, told: Given, place: Place, table: Table | None = None
    ) -> Value | None:
        """A value as data; None after it was reported why it is none."""
        problem = _without_unit(field, told)
        if problem is None:
            try:
                return (
                    told_value(field, told)
                    if table is None
                    else told_cell(self.vocabulary, table, field, told)
                )
            except UnknownValueError as error:
                problem = str(error)
        self._report("J954", place, case, problem=problem)
        return None

    def _table_named(self, label: str) -> Table | None:
        return next((one for one in self.vocabulary.tables.values() if label in (one.id, one.name)), None)

    def _table(
        self,
        case: PolicyCase,
        label: str,
        rows: Sequence[Mapping[str, Given]],
        tables: dict[str, tuple[Row, ...]],
    ) -> None:
        place = case.places.key("given", label)
        table = self._table_named(label)
        if table is None:
            fields = (field for field in self.vocabulary.fields.values() if label in (field.id, field.name))
            field = next(fields, None)
            if field is not None:
                self._report("J954", place, case, problem=f"“{field.name}”是字段，只写一个值")
            else:
                self._unknown_name(case, place, label)
            return
        if table.id in tables:
            self._report("J959", place, case, problem=f"子表“{table.name}”写了两次")
        read = [self._row(case, table, row, label, position) for position, row in enumerate(rows)]
        tables[table.id] = tuple(read)

    def _row(
        self, case: PolicyCase, table: Table, told: Mapping[str, Given], label: str, position: int
    ) -> Row:
        row: dict[str, Value] = {}
        for name, value in told.items():
            key = case.places.key("given", label, position, name)
            column = table.column(name)
            if column is None:
                known = [one.name for one in table.columns.values()]
                near = nearest(name, [*known, *table.columns])
                self._report(
                    "J953", key, case, written=name, table=table.name, near=near, known="、".join(known)
                )
                continue
            place = case.places.value("given", label, position, name)
            read = self._value(case, column, value, place, table)
            if column.id in row:
                self._report("J959", key, case, problem=f"同一行的“{column.name}”写了两次")
            if read is not None and read is not Absence.MISSING:
                row[column.id] = read
        return row

    def _unknown_name(self, case: PolicyCase, place: Place, written: str) -> None:
        words = self.vocabulary
        known = [name for field in words.fields.values() for name in (field.name, field.id)]
        known += [name for table in words.tables.values() for name in (table.name, table.id)]
        self._report("J952", place, case, written=written, near=nearest(written, known))

    # ------------------------------------------------------------ scores and statuses

    def told(self, case: PolicyCase) -> Told:
        """The scores that a case gives, by the names under which a run reads them."""
        known = dict(self._scores())
        told: dict[str, Slot] = {}
        for label, value in case.scores.items():
            place = case.places.value("scores", label)
            found = known.get(narrowed(label))
            if found is None:
                near = nearest(label, known)
                names = "、".join(name for name in known if not name.isascii())
                key = case.places.key("scores", label)
                self._report("J957", key, case, written=label, near=near, known=names)
                continue
            name, options = found
            read = _score(value, options)
            counted = label.startswith((RANK, MEMBERS))
            if isinstance(read, str) and options is None:
                self._report("J954", place, case, problem=f"“{label}”{read}")
            elif counted and not isinstance(read, int):
                self._report("J954", place, case, problem=f"“{label}”应当是整数")
            elif options and read not in options:
                self._report("J954", place, case, problem=f"“{label}”应当是 {'、'.join(options)} 之一")
            else:
                told[name] = read
        return told

    def _scores(self) -> Iterator[tuple[str, tuple[str, tuple[str, ...] | None]]]:
        """The scores that a case may give: under which name a run reads each; of a text its options."""
        part, plan = self.part, self.opened.plan
        outside = f"{part.full_id}:{SCORES}"
        for name, typed in score_references(plan, part.full_id, own_park=bool(part.applies_to)).items():
            assert isinstance(typed.expression, Ref)
            options = (typed.field.options if typed.field else ()) if typed.type == "text" else None
            yield name, (typed.expression.name.removeprefix(outside), options)
        for listing in self.opened.file(part.full_id).listings:
            for spelled in map(narrowed, (listing.id, listing.name)):
                yield f"{RANK}.{spelled}", (f"{part.full_id}/list.{listing.id}.rank", None)
                yield f"{MEMBERS}.{spelled}", (f"{part.full_id}/list.{listing.id}.members", None)

    def concluded(self, case: PolicyCase) -> tuple[tuple[str, bool], ...]:
        """The statuses that a case takes as settled, by id."""
        names = status_names(self.opened.plan, self.opened.library.files)
        found: dict[str, bool] = {}
        for written, met in (*((one, True) for one in case.holds), *((one, False) for one in case.fails)):
            id_ = names.get(written.text)
            if id_ is None:
                self._unknown_status(case, written, names)
            elif found.setdefault(id_, met) != met:
                self._report("J959", written.place, case, problem=f"“{written.text}”既写了成立又写了不成立")
        return tuple(sorted(found.items()))

    def _unknown_status(self, case: PolicyCase, written: Written, names: Mapping[str, str]) -> None:
        known = "、".join(sorted(name for name in names if not name.isascii()))
        near = nearest(written.text, names)
        self._report("J958", written.place, case, written=written.text, near=near, known=known)

    def _report(self, code: str, place: Place, case: PolicyCase, **facts: object) -> None:
        self.diagnostics.extend([Diagnostic.of(code, place, {"case": case.name, **facts})])


def _without_unit(field: Field, told: Given) -> str | None:
    """Why a number that is written without a unit could be read in two ways."""
    if field.type != "number" or isinstance(told, bool | date) or told == 0:
        return None
    if isinstance(told, str) and (number_with_unit(told) is not None or not _is_number(told)):
        return None
    scale = field.scale
    if scale.factor == 1 and scale.unit != YUAN:
        return None
    return f'“{field.name}”写作 {told}，没有写单位；请写成文字，如 "{told}{scale.name}"'


def _is_number(text: str) -> bool:
    try:
        Decimal(text.replace(",", ""))
    except ArithmeticError:
        return False
    return text.strip() not in ("0", "")


def _score(value: Given, options: tuple[str, ...] | None) -> Slot:
    """A score as a row holds it; a text that says why it is none."""
    if options is not None:
        return value if isinstance(value, str) else str(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        exact = Fraction(value)
        return int(exact) if exact.denominator == 1 else (exact.numerator, exact.denominator)
    return "应当是一个数，不加引号"


@frozen
class ClaimsReader:
    """Reads what others claim of the budgets of a policy; mistakes are reported."""

    opened: Opened
    part: PolicyPart
    diagnostics: Diagnostics

    def claims(self, case: PolicyCase) -> Claims:
        """The claims that a case tells, by rule."""
        found: dict[str, tuple[Claim, ...]] = {}
        orders = {
            written.text: budget.method == "in_order"
            for budget in self.part.budgets
            for written in budget.rules
        }
        for label, told in case.claims.items():
            if label not in orders:
                place, near = case.places.key("claims", label), nearest(label, orders)
                told_rules, what = "、".join(orders), "有预算的规则"
                self._report("J955", place, case, what=what, written=label, near=near, known=told_rules)
                continue
            full = f"{self.part.id}@{self.part.version}/{label}"
            claims = [self._claim(case, one, in_order=orders[label]) for one in told]
            found[full] = tuple(claim for claim in claims if claim is not None)
        return Claims(found)

    def _claim(self, case: PolicyCase, told: Written | OtherClaim, *, in_order: bool) -> Claim | None:
        written = told if isinstance(told, Written) else told.amount
        amount = quantity(written.text, YUAN)
        by = None if isinstance(told, Written) else _order(told.by)
        problem = ""
        if amount is None:
            problem = f"“{written.text}”不是金额，请连单位写，如 50万元"
        elif in_order != (not isinstance(told, Written)):
            shown = f'{{ amount = "{written.text}", by = … }}' if in_order else f'"{written.text}"'
            problem = f"预算{'按次序给足' if in_order else '按比例压缩'}，请写成 {shown}"
        elif in_order and by is None:
            problem = "by 应当是一个数，金额连单位写成文字"
        if amount is None or problem:
            self._report("J954", written.place, case, problem=problem)
            return None
        return amount, by

    def _report(self, code: str, place: Place, case: PolicyCase, **facts: object) -> None:
        self.diagnostics.extend([Diagnostic.of(code, place, {"case": case.name, **facts})])


def quantity(text: str, unit: Unit) -> Fraction | None:
    """A quantity that is written with a unit of this kind; None where it is none."""
    found = number_with_unit(text)
    if found is None or found[1].unit != unit:
        return None
    try:
        return Fraction(Decimal(found[0].replace(",", "").replace("，", ""))) * found[1].factor
    except ArithmeticError:
        return None


def _order(told: Given) -> Fraction | None:
    """The figure by which a claim is served."""
    if isinstance(told, int | Decimal) and not isinstance(told, bool):
        return Fraction(told)
    found = number_with_unit(told) if isinstance(told, str) else None
    return None if found is None or not isinstance(told, str) else quantity(told, found[1].unit)
