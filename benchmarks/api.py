"""Compare the content API with Wagtail's own API v2 and with views that only send ready bytes.

All of them serve the same articles from the same server in the same run; the cases take turns
over several rounds, so that a busy machine disturbs all alike. Read the ratios, not the figures.

    .venv/bin/python benchmarks/api.py            # SQLite
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/api.py
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "benchmarks" / "results" / "api.md"
WORKERS = 2
V2_FIELDS = "kind,date,summary,dateline,lead_image"


@dataclass(frozen=True)
class Case:
    """One kind of request."""

    name: str
    requests: list[bytes]
    expect: int = 200


def main() -> None:
    """Prepare, measure, report."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="newsroom-benchmark-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATA_DIR": folder,
            "SECRET_KEY": "benchmark-" + "x" * 50,
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        from benchmarks.articles import prepare  # noqa: PLC0415 - needs Django

        print(f"Publishing {arguments.articles} articles …", flush=True)
        articles = prepare(arguments.articles)
        engine = django.db.connection.vendor
        django.db.connection.close()
        with _server(arguments.port) as pid:
            cases = _cases(arguments.port, articles)
            results = _rounds(arguments, cases, pid)
    report = _report(engine, results, arguments)
    print(report)
    _write(engine, report)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--port", type=int, default=8765)
    return parser.parse_args()


@dataclass(frozen=True)
class Result:
    """One turn of one case: requests a second, and the server's processor time for each."""

    rate: float
    cpu_microseconds: float


@contextmanager
def _server(port: int) -> Iterator[int]:
    """Run the application as ``make run`` does: granian, two processes, eight threads each."""
    command = [
        str(Path(sys.executable).with_name("granian")),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", "8"),
        *("--blocking-threads-idle-timeout", "600", "--no-ws", "--log-level", "error"),
        "benchmarks.wsgi:application",
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str) -> None:
    for _attempt in range(120):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"Nothing answers at {url}.")


def _cases(port: int, articles: list[tuple[int, str]]) -> list[Case]:
    from benchmarks.load import request_bytes as ask  # noqa: PLC0415 - beside the others

    def etag(path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.headers["ETag"]

    details = [f"/api/v1/articles/{work}/?locale=fr" for _pk, work in articles]
    newest = "/api/v1/articles/?locale=fr&limit=20"
    v2_list = (
        "/v2/pages/?type=news.ArticlePage&locale=fr&limit=20&order=-first_published_at"
        f"&fields={V2_FIELDS}"
    )
    return [
        Case("list", [ask(newest)]),
        Case("list, bare view", [ask("/api/bare/list/")]),
        Case("list, Wagtail v2", [ask(v2_list)]),
        Case("detail", [ask(path) for path in details]),
        Case(
            "detail, bare view",
            [ask(f"/api/bare/{work.replace('-', '')}/") for _pk, work in articles],
        ),
        Case("detail, Wagtail v2", [ask(f"/v2/pages/{pk}/") for pk, _work in articles]),
        Case(
            "304",
            [ask(path, {"If-None-Match": etag(path)}) for path in details[:100]],
            expect=304,
        ),
        Case("list 304", [ask(newest, {"If-None-Match": etag(newest)})], expect=304),
    ]


def _rounds(arguments: argparse.Namespace, cases: list[Case], pid: int) -> dict[str, list[Result]]:
    from benchmarks.load import measure  # noqa: PLC0415 - beside the others

    results: dict[str, list[Result]] = {case.name: [] for case in cases}
    for case in cases:
        measure(arguments.port, case.requests, seconds=1, expect=case.expect)
    for number in range(arguments.rounds):
        print(f"Round {number + 1} of {arguments.rounds}", flush=True)
        # Every other round backwards, so that no case always follows the same one.
        for case in cases if number % 2 == 0 else reversed(cases):
            before = _cpu_seconds(pid)
            answered, elapsed = measure(
                arguments.port, case.requests, seconds=arguments.seconds, expect=case.expect
            )
            spent = _cpu_seconds(pid) - before
            results[case.name].append(Result(answered / elapsed, spent / answered * 1e6))
    return results


def _cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and its children so far, 0 where it is not told."""
    folder = Path("/proc") / str(pid)
    if not folder.exists():
        return 0.0
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children = (folder / "task" / str(pid) / "children").read_text().split()
    return own + sum(_cpu_seconds(int(child)) for child in children)


def _report(engine: str, results: dict[str, list[Result]], arguments: argparse.Namespace) -> str:
    def faster(name: str, other: str) -> float:
        pairs = zip(results[name], results[other], strict=True)
        return statistics.median(one.rate / two.rate for one, two in pairs)

    def cheaper(name: str, other: str) -> float:
        pairs = zip(results[name], results[other], strict=True)
        return statistics.median(
            two.cpu_microseconds / one.cpu_microseconds
            for one, two in pairs
            if one.cpu_microseconds
        )

    lines = [
        f"## {engine}",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}, granian WSGI with {WORKERS} workers, 8 connections, client "
        f"on the same machine, {arguments.articles} articles, {arguments.rounds} alternating "
        f"rounds of {arguments.seconds:g} s. Load average {os.getloadavg()[1]:.1f}.",
        "",
        "| case | requests a second, median | lowest to highest round | server µs a request |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, turns in results.items():
        rates = [turn.rate for turn in turns]
        cpu = statistics.median(turn.cpu_microseconds for turn in turns)
        lines.append(
            f"| {name} | {statistics.median(rates):,.0f} | {min(rates):,.0f} to {max(rates):,.0f} "
            f"| {cpu:,.0f} |"
        )
    lines += [
        "",
        "| ratio, median of the rounds | requests a second | processor time | aim |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, other, aim in (
        ("detail", "detail, Wagtail v2", "20×"),
        ("list", "list, Wagtail v2", "40×"),
        ("detail", "detail, bare view", "0.7×"),
        ("list", "list, bare view", "0.7×"),
        ("304", "detail, bare view", ""),
    ):
        lines.append(
            f"| {name} to {other} | {faster(name, other):.2f}× | {cheaper(name, other):.2f}× "
            f"| {aim} |"
        )
    return "\n".join(lines)


def _write(engine: str, report: str) -> None:
    """Put the report into its file, in place of the one for the same database."""
    parts: dict[str, str] = {}
    if REPORT.exists():
        for part in REPORT.read_text("utf-8").split("\n## ")[1:]:
            parts[part.split("\n", 1)[0].strip()] = "## " + part.strip()
    parts[engine] = report
    head = (
        "# Content API, measured\n\nWritten by `benchmarks/api.py`. Machines differ: read the "
        "ratios. The bare view sends the same ready\nbytes after one indexed query, through the "
        "same server and middleware.\n"
    )
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n\n".join([head.strip(), *parts.values()]) + "\n", "utf-8")
    print(json.dumps({"written": str(REPORT.relative_to(ROOT))}))


if __name__ == "__main__":
    main()
