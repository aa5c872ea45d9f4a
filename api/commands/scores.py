"""A report of scores as ``hansa evaluate`` prints it: tables to read, or one JSON object."""

from __future__ import annotations

from typing import Any, Final

from api.pages.characters import json_text, visible
from ingest.report import Report
from ingest.tallies import Score, Tally, total

_TABLES: Final = ("entities", "facts", "literals", "places")
_HEAD: Final = (
    f"{'':26}{'precision':>10}{'recall':>8}{'F1':>7}{'right':>8}{'wrong':>7}{'missed':>8}"
)
#: Accuracies over the facts that are right, and what each is counted over.
_QUALIFIERS: Final = (
    ("status", "right"),
    ("verbatim", "right"),
    ("year", "with year"),
    ("role", "with role"),
)


def print_report(report: Report, *, errors: bool = False, rules: bool = False) -> None:
    """Print scores per type and property with their intervals, lists apart, kinds and confidences.

    With *rules*, how often each rule was right follows; with *errors*, what was wrong or missed,
    document by document, each with its sentence.
    """
    score = report.total
    for name in _TABLES:
        _print_table(report, score, name)
    _print_qualifiers(score)
    _print_confusion(score)
    _print_calibration(report)
    if rules:
        print(f"\nfacts and literals by rule\n{_HEAD}")
        for rule, tally in report.rules().items():
            _print_row(rule, tally)
    if errors:
        _print_errors(report)


def report_to_json(report: Report) -> str:
    """Return the same as JSON text: every table, interval, accuracy, rule and error."""
    whole = {
        "documents": {name: _document(one) for name, one in report.documents.items()},
        **figures_of(report),
        "kinds": [
            {"gold": gold, "read": read, "count": count}
            for (gold, read), count in sorted(report.total.confusion.items())
        ],
        "rules": {rule: [tally.right, tally.wrong] for rule, tally in report.rules().items()},
    }
    return json_text(whole)


def figures_of(report: Report) -> dict[str, Any]:
    """Return what is told of all documents together: tables, accuracies and confidences."""
    score = report.total
    error, bins = report.calibration()
    return {
        **{name: _table(report, score, name) for name in _TABLES},
        "accuracy": {name: _accuracy(score, name, of) for name, of in _QUALIFIERS},
        "calibration": {
            "error": round(error, 4),
            "bins": [[b.count, round(b.confidence, 4), round(b.accuracy, 4)] for b in bins],
        },
    }


def kept_of(report: Report, *, measured: str, pipeline: str, model: str) -> dict[str, Any]:
    """Return what is kept of a measurement: when it was, what read, how much, and the figures.

    No document is named, and nothing of one is told.
    """
    return {
        "measured": measured,
        "pipeline": pipeline,
        "model": model,
        "documents": len(report.documents),
        "tables": figures_of(report),
    }


def _document(score: Score) -> dict[str, Any]:
    f1 = {name: round(total(getattr(score, name).values()).f1, 4) for name in _TABLES}
    return {**f1, "errors": score.errors}


def _table(report: Report, score: Score, name: str) -> dict[str, Any]:
    tallies: dict[str, Tally] = getattr(score, name)
    low, high = report.interval(name)
    return {
        "rows": {key: _rates(tally) for key, tally in sorted(tallies.items())},
        "micro": {**_rates(total(tallies.values())), "interval": [round(low, 4), round(high, 4)]},
        "mean": round(report.mean(name), 4),
    }


def _rates(tally: Tally) -> dict[str, float]:
    rates = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    counts = {"right": tally.right, "wrong": tally.wrong, "missed": tally.missed}
    return {**{name: round(value, 4) for name, value in rates.items()}, **counts}


def _print_table(report: Report, score: Score, name: str) -> None:
    tallies: dict[str, Tally] = getattr(score, name)
    print(f"{'facts by place' if name == 'places' else name}\n{_HEAD}")
    for key in sorted(tallies):
        low, high = report.interval(name, key=key) if name == "places" else (0.0, 0.0)
        _print_row(key, tallies[key], f"  {low:.3f}-{high:.3f}" if high else "")
    if name != "places":
        low, high = report.interval(name)
        _print_row("all, micro", total(tallies.values()), f"  {low:.3f}-{high:.3f}")
        print(f"{'mean of documents':26}{'':18}{report.mean(name):7.3f}")
    print()


def _print_row(name: str, tally: Tally, note: str = "") -> None:
    rates = f"{tally.precision:10.3f}{tally.recall:8.3f}{tally.f1:7.3f}"
    print(f"{name:26}{rates}{tally.right:8}{tally.wrong:7}{tally.missed:8}{note}")


def _accuracy(score: Score, name: str, of: str) -> list[float]:
    counts = score.qualifiers
    return [round(counts[name] / max(1, counts[of]), 4), counts[of]]


def _print_qualifiers(score: Score) -> None:
    """Print accuracies over the facts that are right; year and role over those that have one."""
    print("accuracy over right facts")
    for name, of in _QUALIFIERS:
        share, count = _accuracy(score, name, of)
        print(f"{name:26}{share:10.3f}{f'of {count}':>15}")


def _print_confusion(score: Score) -> None:
    """Print how often each gold kind (rows) was read as each kind (columns); - is nothing."""
    rows = sorted({gold for gold, _ in score.confusion})
    columns = sorted({read for _, read in score.confusion})
    print("\nkinds: gold in rows, read in columns, - for nothing")
    print(f"{'':14}{''.join(f'{column[:7]:>8}' for column in columns)}")
    for gold in rows:
        cells = (score.confusion[gold, read] for read in columns)
        print(f"{gold:14}{''.join(f'{count or chr(183):>8}' for count in cells)}")


def _print_calibration(report: Report) -> None:
    error, bins = report.calibration()
    print(f"\nconfidence of facts: calibration error {error:.3f}")
    for one in bins:
        print(f"  said {one.confidence:.2f}, right {one.accuracy:.2f}, of {one.count}")


def _print_errors(report: Report) -> None:
    for name, score in report.documents.items():
        print(f"\n{name}")
        for error in score.errors:
            print(f"  {visible(error)}")
