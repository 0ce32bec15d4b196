"""What a loan has besides its line: rate, term, risk, and what stops it."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from jifen.language.diagnostics import Diagnostics
from jifen.model.expression import AnyOf, Expression
from jifen.model.place import Place
from jifen.model.policy import Loan, Rate
from jifen.model.quantity import PLAIN, YEAR
from jifen.plan.amounts import MONEY, PERCENT
from jifen.plan.cases import intervals, tile, tiled
from jifen.plan.conditions import ConditionLowering, conjuncts
from jifen.plan.definer import Definer
from jifen.plan.entitlements import ConditionsPart, LoanPart, SharePart
from jifen.plan.expressions import Checker
from jifen.plan.nodes import Bands, Choose, Note, Term
from jifen.plan.terms import scale_of, terms_of


@frozen
class LoanLowering:
    """Lowers the terms of a loan."""

    checker: Checker
    definer: Definer
    loan: Loan

    @property
    def diagnostics(self) -> Diagnostics:
        """Where findings go."""
        return self.checker.diagnostics

    def part(self) -> LoanPart | None:
        """The terms; None after something was reported."""
        loan, before = self.loan, len(self.diagnostics.errors)
        rate = self._rate()
        if loan.term is not None:
            self.checker.constant(loan.term, YEAR, MONEY)
        risk = self._risk()
        fuse = self._fuse() if loan.fuse else None
        if len(self.diagnostics.errors) > before:
            return None
        return LoanPart(loan.lender, rate, loan.term.text if loan.term else "", risk, fuse)

    def _rate(self) -> str | None:
        loan = self.loan
        if loan.rates:
            return self._rate_by_tier(loan.rates)
        if loan.rate_by is not None:
            self._report_rate("写了 rate_by，却没有各档利率", loan.places.key("rate_by"))
            return None
        typed = None if loan.rate is None else self.checker.number(loan.rate, unit=PLAIN)
        if typed is None or loan.rate is None:
            return None
        terms = tuple(
            Term(one.text, one.start, self.definer.define(f"rate.term{number}", one.node).name, one.scale)
            for number, one in enumerate(terms_of(loan.rate, self.checker), start=1)
        )
        note = Note("rate", {"text": loan.rate.text}, terms=terms)
        return self.definer.define("rate", typed.expression, note).name

    def _report_rate(self, problem: str, place: Place) -> None:
        self.diagnostics.report("J940", place, title=self.loan.title, problem=problem)

    def _rate_by_tier(self, rates: Sequence[Rate]) -> str | None:
        loan = self.loan
        if loan.rate is not None:
            self._report_rate("已有各档利率，又写了 rate", loan.places.key("rate"))
        if loan.rate_by is None:
            self._report_rate("有各档利率，却没有写 rate_by", rates[0].places.here)
        if loan.rate_by is None or loan.rate is not None:
            return None
        value = self.checker.number(loan.rate_by)
        figures = [self.checker.constant(one.rate, PLAIN, PERCENT) for one in rates]
        known = [one for one in figures if one is not None]
        if value is None or len(known) < len(figures):
            return None
        written = [one.within for one in rates]
        found = intervals(written, value.unit, value.scale, self.diagnostics)
        if found is None or not tile(written, found, self.diagnostics):
            return None
        edges, order = tiled([(interval, position) for position, interval in enumerate(found)])
        options: tuple[Expression, ...] = tuple(known[position] for position in order)
        inputs = {"by": self.definer.define("rate.by", value.expression).name}
        note = Note("rate", {"by": loan.rate_by.text, "scale": scale_of(value).name}, inputs=inputs)
        return self.definer.define("rate", Choose(Bands(value.expression, edges), options), note).name

    def _risk(self) -> tuple[SharePart, ...]:
        loan = self.loan
        found = [
            (name, self.checker.constant(written, PLAIN, PERCENT)) for name, written in loan.risk.items()
        ]
        shares = tuple(SharePart(name, constant.value) for name, constant in found if constant is not None)
        for written, share in zip(loan.risk.values(), shares, strict=False):
            if not 0 <= share.share <= 1:
                expected = "要在 0% 到 100% 之间"
                self.diagnostics.report("J923", written.place, written=written.text, expected=expected)
        total = sum((one.share for one in shares), Fraction(0))
        if shares and total != 1:
            place = loan.places.key("risk")
            told = f"{float(total * 100):g}%"
            self.diagnostics.report("J912", place, title=loan.title, what="风险分担", key="risk", total=told)
        return shares

    def _fuse(self) -> ConditionsPart | None:
        """Any one of the conditions stops new lending."""
        loan = self.loan
        lowering = ConditionLowering(
            checker=self.checker, definer=self.definer, name="fuse", clause=loan.clause
        )
        found = lowering.structure(loan.fuse, loan.places.value("fuse"))
        if found is None:
            return None
        whole, atoms = found
        either = AnyOf(tuple(conjuncts(whole)))
        return ConditionsPart(self.definer.define("fuse", either).name, tuple(atoms))
