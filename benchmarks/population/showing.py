"""What was measured of populations, as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.population.peers import BASE
from benchmarks.telling import markdown

Told = Mapping[str, Any]


def in_memory(told: Sequence[Told]) -> str:
    """A table for each size, number of rows and kind of data."""
    lines = ["One core, data in memory, processor time.", *_absent(told)]
    for one in told:
        data = "5 % of the cells missing" if one["missing"] else "complete"
        title = f"{one['workload']}: {one['rows']:,} enterprises, {one['rules']} rules, {data}"
        head = (
            title,
            "enterprises/s",
            f"time to that of {BASE}",
            "least to greatest",
            "MB held, most",
            "differ",
        )
        lines += [
            "",
            *markdown(head, (_row(name, own, one["rows"]) for name, own in one["variants"].items())),
        ]
    return "\n".join([*lines, "", *_differing(told)])


def _row(name: str, own: Told, rows: int) -> tuple[object, ...]:
    shown = f"{name} ({own['rows']:,} rows)" if own["rows"] < rows else name
    return (
        shown,
        f"{own['per_second']:,}",
        own.get("ratio", "–"),
        f"{own['least']} to {own['greatest']}" if "ratio" in own else "–",
        f"{own['held_mb']}, {own['peak_mb']}",
        f"{own['differ']['enterprises']:,}",
    )


def between_files(told: Sequence[Told]) -> str:
    lines = ["Parquet to Parquet, time on the wall.", *_absent(told)]
    for one in told:
        data = "5 % of the cells missing" if one["missing"] else "complete"
        size = f"{one['rows']:,} enterprises, {one['megabytes']:,} MB"
        title = f"{one['workload']}: {size}, {data}, {one['cores']} cores"
        head = (title, "s", "enterprises/s", "MB at most", "differ")
        each = (
            (
                name,
                own["seconds"],
                f"{own['per_second']:,}",
                own["peak_mb"],
                f"{own['differ']['enterprises']:,}",
            )
            for name, own in one["variants"].items()
        )
        lines += ["", *markdown(head, each)]
    return "\n".join(lines)


def by_rules(told: Sequence[Told]) -> str:
    names = list(dict.fromkeys(name for one in told for name in one["variants"]))
    rows = told[0]["rows"] if told else 0
    head = (
        "rules",
        *(f"{name}, {what}" for name in names for what in ("enterprises/s", "ns for each and rule")),
    )
    each = []
    for one in told:
        cells: list[object] = [one["rules"]]
        for name in names:
            speed = one["variants"][name]["per_second"]
            cells += [f"{speed:,}", round(1e9 / speed / one["rules"], 1)]
        each.append(cells)
    return "\n".join(
        [
            f"{rows:,} enterprises, 20 tables, complete, one core, processor time.",
            *_absent(told),
            "",
            *markdown(head, each),
        ]
    )


def _absent(told: Iterable[Told]) -> list[str]:
    reasons = {name: reason for one in told for name, reason in one["absent"].items()}
    return ["", *(f"- {name}: not there ({reason})" for name, reason in reasons.items())] if reasons else []


def _differing(told: Iterable[Told]) -> list[str]:
    """What of the results differs, where anything does: of each kind of data with the most rows."""
    largest = {(one["workload"], one["missing"]): one for one in sorted(told, key=lambda one: one["rows"])}
    rows = []
    for one in largest.values():
        for name, own in one["variants"].items():
            differ = own["differ"]
            if differ["enterprises"]:
                share = f"{100 * differ['enterprises'] / own['rows']:.1f} %"
                data = (
                    f"{one['workload']}, {one['rows']:,}, {'5 % missing' if one['missing'] else 'complete'}"
                )
                counts = (
                    f"{differ[part]:,}" for part in ("score", "amounts", "veto", "total", "told_unknown")
                )
                rows.append((name, data, share, *counts, f"{differ['most_fen'] / 100:,.2f}"))
    head = (
        "differs",
        "data",
        "of enterprises",
        "score",
        "amounts",
        "veto",
        "total",
        "told though unknown",
        "most, yuan",
    )
    return markdown(head, rows) if rows else ["Nothing differs from the exact results."]
