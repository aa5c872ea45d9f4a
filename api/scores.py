"""A report of scores as the tables that ``hansa evaluate`` prints."""

from __future__ import annotations

from ingest.report import Report
from ingest.tallies import Score, Tally, total

_HEAD = f"{'':26}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>8}{'wrong':>7}{'missed':>8}"


def print_report(report: Report, *, errors: bool = False) -> None:
    """Print scores per type and property, micro and mean, lists apart, then the qualifiers.

    With *errors*, what was wrong or missed follows, document by document.
    """
    score = report.total
    for name in ("entities", "facts", "literals"):
        table: dict[str, Tally] = getattr(score, name)
        print(f"{name}\n{_HEAD}")
        for key in sorted(table):
            _print_row(key, table[key])
        _print_row("all, micro", total(table.values()))
        print(f"{'mean of documents':26}{'':18}{report.mean(name):7.3f}\n")
    print(f"facts by place\n{_HEAD}")
    for key in sorted(score.places):
        _print_row(key, score.places[key])
    _print_qualifiers(score)
    if errors:
        _print_errors(report)


def _print_row(name: str, tally: Tally) -> None:
    rates = f"{tally.precision:10.3f}{tally.recall:8.3f}{tally.f1:7.3f}"
    print(f"{name:26}{rates}{tally.right:8}{tally.wrong:7}{tally.missed:8}")


def _print_qualifiers(score: Score) -> None:
    """Print accuracies over the facts that are right; year and role over those that have one."""
    counts = score.qualifiers
    print("\naccuracy over right facts")
    for name, of in (
        ("status", "right"),
        ("verbatim", "right"),
        ("year", "with year"),
        ("role", "with role"),
    ):
        print(f"{name:26}{counts[name] / max(1, counts[of]):10.3f}{f'of {counts[of]}':>15}")


def _print_errors(report: Report) -> None:
    for name, score in report.documents.items():
        print(f"\n{name}")
        for error in score.errors:
            print(f"  {error}")
