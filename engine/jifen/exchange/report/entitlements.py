"""What policies come to, as sheets of the report and as ``entitlements.csv``."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from jifen.exchange.report import policy_wording as wording
from jifen.exchange.report.layout import Book, Cell, width_of
from jifen.exchange.report.tables import Cell as CsvCell
from jifen.exchange.report.tables import write_table
from jifen.exchange.settled import SettledRun, blocked
from jifen.explain import lacking_name
from jifen.model.entitlement import OUTCOMES, Decision, Entitlement

_NAME = 34
_REASON = 46
_TOP = 3


def write_entitlements(path: Path, run: SettledRun) -> None:
    """Every enterprise and rule: outcome, money in 元, who bears it, and why."""
    rows = (_csv_row(run, decision, one) for decision, one in run.entitlements)
    write_table(path, wording.CSV_HEADINGS, rows)


def _csv_row(run: SettledRun, decision: Decision, one: Entitlement) -> list[CsvCell]:
    return [
        decision.code,
        decision.name,
        one.policy,
        one.version,
        one.rule,
        one.title,
        wording.KINDS[one.kind],
        wording.OUTCOMES[one.outcome],
        one.amount,
        one.paid,
        one.due if one.outcome == "granted" and one.kind != "bonus" else None,
        one.points,
        wording.BETWEEN.join(f"{part.id} {part.amount:f}" for part in one.payers if part.amount is not None),
        wording.YES if one.provisional else wording.NO,
        wording.YES if one.assumed else wording.NO,
        reason(run, one),
        one.clause,
        one.award,
    ]


def reason(run: SettledRun, one: Entitlement) -> str:
    """Why an outcome is not a grant, in a few words."""
    if one.lacks:
        names = (lacking_name(run.settlement.plan, name) for name in one.lacks)
        return wording.LACKING.format(names=wording.BETWEEN.join(dict.fromkeys(names)))
    return wording.BETWEEN.join(
        wording.BECAUSE[because.kind].format(title=because.title, clause=because.clause)
        for because in one.because
    )


def policy_sheets(book: Book, run: SettledRun) -> None:
    """The sheets of policies, each where there is something to say."""
    _summary(book, run)
    _granted(book, run)
    for name, outcome, note in (
        (wording.VETOED_SHEET, "vetoed", wording.VETOED_NOTE),
        (wording.UNDETERMINED_SHEET, "undetermined", wording.UNDETERMINED_NOTE),
    ):
        found = [pair for pair in run.entitlements if pair[1].outcome == outcome]
        if found:
            _outcomes(book, run, name, note, found)


def _head(book: Book, sheet: object, title: str, note: str, last: int) -> None:
    sheet.merge_range(0, 0, 0, last, title, book.styles["title"])  # type: ignore[attr-defined]
    sheet.set_row(0, 34)  # type: ignore[attr-defined]
    sheet.merge_range(1, 0, 1, last, note, book.styles["note_left"])  # type: ignore[attr-defined]
    sheet.set_row(1, book.height(book.lines(note, 100)))  # type: ignore[attr-defined]


def _summary(book: Book, run: SettledRun) -> None:
    """What each rule comes to, then payers and budgets."""
    sheet = book.sheet(wording.SUMMARY_SHEET)
    headings = [*wording.RULE_HEADINGS, *(wording.OUTCOMES[outcome] for outcome in OUTCOMES)]
    headings += wording.MONEY_HEADINGS
    last = len(headings) - 1
    _head(book, sheet, wording.SUMMARY_TITLE, summary_note(run), last)
    rows: list[Sequence[Cell]] = [
        (
            run.policy(total.rule).title,
            total.rule.title,
            wording.KINDS[total.rule.kind],
            *(total.outcomes[outcome] for outcome in OUTCOMES),
            *((None, None, None) if total.rule.kind == "bonus" else (total.amount, total.paid, total.due)),
            wording.YES if total.assumed else wording.NO,
        )
        for total in run.rules
    ]
    widths = [_NAME, _NAME, 8, *(9 for _ in OUTCOMES), 16, 14, 16, 9]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    wrap = {0: _NAME, 1: _NAME}
    book.table(sheet, _TOP - 1, headings, rows, center={2, last}, wrap=wrap)
    row = _TOP + len(rows) + 1
    for headings_of, lines in (
        (wording.PAYER_HEADINGS, _payers(run)),
        (wording.BUDGET_HEADINGS, _budgets(run)),
    ):
        if lines:
            book.table(sheet, row, headings_of, lines)
            row += len(lines) + 2
    sheet.freeze_panes(_TOP, 2)
    book.print_setup(sheet, repeat=(0, _TOP - 1), last_row=row, last_column=last, wide=True)


def _payers(run: SettledRun) -> list[Sequence[Cell]]:
    return [(name or wording.NO_PAYER, amount) for name, amount in run.payers.items()]


def _budgets(run: SettledRun) -> list[Sequence[Cell]]:
    return [
        (one.title or one.id, one.budget, one.claimed, one.given, one.undetermined) for one in run.budgets
    ]


def summary_note(run: SettledRun) -> str:
    """How much is granted, and how much of it rests on assumed figures (S27)."""
    parts = [
        wording.GRANTED.format(
            amount=_yuan(run.granted),
            published=_yuan(run.granted - run.granted_on_assumed),
            assumed=_yuan(run.granted_on_assumed),
        )
    ]
    if run.lines:
        parts.append(wording.LINES.format(amount=_yuan(run.lines)))
    withheld = sum(total.outcomes["not_in_force"] > 0 and total.assumed for total in run.rules)
    if withheld and not run.allow_assumed:
        parts.append(wording.WITHHELD.format(count=withheld))
    open_tables = blocked(run)
    if open_tables:
        parts.append(wording.BLOCKED.format(count=f"{open_tables:,}"))
    return wording.SENTENCES.join(parts)


def _yuan(amount: Decimal) -> str:
    """An amount for people: in 万元 where that is plain, else in 元."""
    whole = amount / 10**4
    return f"{whole:,.2f} 万元" if abs(whole) >= 1 else f"{amount:,.2f} 元"


def _granted(book: Book, run: SettledRun) -> None:
    """What is granted or was paid, by enterprise."""
    found = [pair for pair in run.entitlements if pair[1].outcome in ("granted", "paid")]
    if not found:
        return
    sheet = book.sheet(wording.GRANTED_SHEET)
    headings = wording.GRANTED_HEADINGS
    last = len(headings) - 1
    note = wording.GRANTED_NOTE
    if any(one.kind == "bonus" for _, one in found):
        note += wording.BONUS_NOTE
    _head(book, sheet, wording.GRANTED_TITLE, note, last)
    rows = list(_granted_rows(run, found))
    widths = [22, 30, _NAME, _NAME, 8, 16, 14, 16, 14, 28, 10]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    wrap = {2: _NAME, 3: _NAME, 9: 28}
    book.table(sheet, _TOP - 1, headings, rows, center={0, 4, last}, wrap=wrap)
    sheet.freeze_panes(_TOP, 2)
    sheet.autofilter(_TOP - 1, 0, _TOP - 1 + len(rows), last)
    book.print_setup(sheet, repeat=(0, _TOP - 1), last_row=_TOP - 1 + len(rows), last_column=last, wide=True)


def _granted_rows(run: SettledRun, found: Sequence[tuple[Decision, Entitlement]]) -> Iterator[Sequence[Cell]]:
    for decision, one in found:
        marks = [wording.PROVISIONAL] if one.provisional else []
        marks += [wording.ASSUMED] if one.assumed else []
        yield (
            decision.code,
            decision.name,
            _policy_title(run, one),
            one.title,
            wording.KINDS[one.kind],
            one.amount,
            one.paid,
            None if one.kind == "bonus" else one.due,
            one.points,
            wording.BETWEEN.join(
                f"{part.id} {part.amount:,.2f}" for part in one.payers if part.amount is not None
            ),
            wording.BETWEEN.join(marks),
        )


def _policy_title(run: SettledRun, one: Entitlement) -> str:
    for policy in (*run.settlement.policies, *run.settlement.absent):
        if (policy.id, policy.version) == (one.policy, one.version):
            return policy.title
    return one.policy


def _outcomes(
    book: Book,
    run: SettledRun,
    name: str,
    note: str,
    found: Sequence[tuple[Decision, Entitlement]],
) -> None:
    """Entitlements of one outcome with the reason of each."""
    sheet = book.sheet(name)
    headings = wording.OUTCOME_HEADINGS
    last = len(headings) - 1
    _head(book, sheet, name, note, last)
    rows: list[Sequence[Cell]] = [
        (decision.code, decision.name, _policy_title(run, one), one.title, reason(run, one))
        for decision, one in found
    ]
    reason_width = min(80, max(_REASON, max(width_of(row[-1]) for row in rows) + 4))
    for column, width in enumerate((22, 30, _NAME, _NAME, reason_width)):
        sheet.set_column(column, column, width)
    wrap = {2: float(_NAME), 3: float(_NAME), 4: float(reason_width)}
    book.table(sheet, _TOP - 1, headings, rows, center={0}, wrap=wrap)
    sheet.freeze_panes(_TOP, 2)
    sheet.autofilter(_TOP - 1, 0, _TOP - 1 + len(rows), last)
    book.print_setup(sheet, repeat=(0, _TOP - 1), last_row=_TOP - 1 + len(rows), last_column=last, wide=True)
