"""The report of the benchmark of accounts."""

import argparse
import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

REPORT = Path(__file__).resolve().parent / "results" / "accounts.md"
WORKERS = 2
READERS = 5  # of pages, and as many of the API
READS_A_SECOND = 20  # of pages, and as many of the API
AIM = 0.2  # how far the medians may lie apart


@dataclass(frozen=True)
class Pairs:
    """Times of the same request for known and for unknown addresses, in milliseconds."""

    name: str
    known: list[float]
    unknown: list[float]

    def ratio(self, begin: int = 0, end: int | None = None) -> float:
        """Return the median for known addresses as a multiple of the one for unknown ones."""
        return statistics.median(self.known[begin:end]) / statistics.median(self.unknown[begin:end])

    def ratio_within(self) -> float:
        """Return the median of the ratios of each pair, which a changing load disturbs least."""
        return statistics.median(
            one / two for one, two in zip(self.known, self.unknown, strict=True)
        )


@dataclass(frozen=True)
class Burst:
    """One round of registrations, and how long readers waited before, during and after."""

    seconds: float
    slowest: float
    refusals: int
    waits: dict[str, list[list[float]]]


@dataclass(frozen=True)
class Results:
    """All that was measured: pairs once, the rest in each round."""

    pairs: list[Pairs]
    sign_ins: list[float]
    codes: list[float]
    bursts: list[Burst]


def compose(engine: str, arguments: argparse.Namespace, results: Results) -> str:
    bursts = results.bursts
    lines = [
        f"## {engine}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}, `make run` with {WORKERS} web workers, clients "
        f"on the same machine. Load average {os.getloadavg()[1]:.1f}.",
        "",
        f"Median times of {arguments.pairs} pairs, known and unknown addresses in turns. Aim: "
        f"ratios within {AIM:.0%} of 1.",
        "",
        "| request | known, ms | unknown, ms | ratio | median ratio of a pair | ratios of the "
        "quarters |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *map(_row_of_pairs, results.pairs),
        "",
        "| 6 clients at once | a second, median | lowest to highest round |",
        "| --- | ---: | ---: |",
        _row_of_rates("sign-ins", results.sign_ins),
        _row_of_rates("codes checked", results.codes),
        "",
        f"{arguments.burst} registrations by {arguments.clients} clients took "
        f"{_median(burst.seconds for burst in bursts):.1f} s, the slowest "
        f"{_median(burst.slowest for burst in bursts):.1f} s, after "
        f"{_median(burst.refusals for burst in bursts):.0f} requests to come back later. Readers "
        f"asked {READS_A_SECOND} times a second for pages and as often for the API (median of "
        f"{len(bursts)} rounds, ms):",
        "",
        "| readers | | before | during | after | during to before |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
        *(
            _row_of_waits(name, word, bursts, part)
            for name in ("pages", "API")
            for word, part in (("median", 0.5), ("95 of 100", 0.95))
        ),
    ]
    return "\n".join(lines)


def _row_of_pairs(pairs: Pairs) -> str:
    size = max(1, len(pairs.known) // 4)
    quarters = [pairs.ratio(begin, begin + size) for begin in range(0, 4 * size, size)]
    return (
        f"| {pairs.name} | {statistics.median(pairs.known):.1f} "
        f"| {statistics.median(pairs.unknown):.1f} | {pairs.ratio():.2f} "
        f"| {pairs.ratio_within():.2f} | {min(quarters):.2f} to {max(quarters):.2f} |"
    )


def _row_of_rates(name: str, rates: list[float]) -> str:
    return f"| {name} | {_median(rates):.0f} | {min(rates):.0f} to {max(rates):.0f} |"


def _row_of_waits(name: str, word: str, bursts: list[Burst], part: float) -> str:
    spans = [
        [_quantile(burst.waits[name][number], part) for burst in bursts] for number in range(3)
    ]
    before, during, after = map(_median, spans)
    ratio = _median(two / one for one, two in zip(spans[0], spans[1], strict=True))
    return f"| {name} | {word} | {before:.1f} | {during:.1f} | {after:.1f} | {ratio:.2f}× |"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _quantile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def write(report: str) -> None:
    """Put the report into its file, in place of the one for the same database."""
    parts: dict[str, str] = {}
    if REPORT.exists():
        for part in REPORT.read_text("utf-8").split("\n## ")[1:]:
            parts[part.split("\n", 1)[0].strip()] = "## " + part.strip()
    parts[report.split("\n", 1)[0].removeprefix("## ")] = report
    head = (
        "# Accounts, measured\n\nWritten by `benchmarks/accounts.py`. Machines differ: read the "
        "ratios. Passwords are hashed as in\nproduction: Argon2id, 19 MiB, two passes.\n"
    )
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n\n".join([head.strip(), *parts.values()]) + "\n", "utf-8")
