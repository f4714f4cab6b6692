"""Measure accounts: sign-ins and codes a second, equal times for all addresses, calm readers.

The newsroom runs as ``make run`` starts it, with two web workers, in a folder of its own. Known
and unknown addresses take turns in one run. Machines differ: read the ratios.

    .venv/bin/python benchmarks/accounts.py
    DATABASE_URL=postgres://… .venv/bin/python benchmarks/accounts.py
"""

import argparse
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.accounts_report import (  # noqa: E402 - the folder is known only now
    READERS,
    READS_A_SECOND,
    WORKERS,
    Burst,
    Pairs,
    Results,
    compose,
    write,
)
from benchmarks.asking import App, Reader, together  # noqa: E402
from benchmarks.people import (  # noqa: E402
    PASSWORD,
    Addresses,
    prepare_addresses,
    prepare_flows,
    strangers,
)

ARTICLES = 30
WARM_UP = 4  # pairs that do not count
CLIENTS = 6  # as many as a worker takes in; one more might be asked to come back
CODES_A_FLOW = 4  # one less than it takes


def main() -> None:
    """Prepare, measure, report."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="newsroom-benchmark-") as folder:
        port, files_port = _free_ports()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "cms.settings.base",
            "DATA_DIR": folder,
            "PORT": str(port),
            "FILES_PORT": str(files_port),
            "DEMO": "0",
            "WEB_WORKERS": str(WORKERS),
            "TRUSTED_PROXIES": "1",
            "LOG_LEVEL": "ERROR",
            "CODE_MAILS_PER_HOUR": "1000000",
        }
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        from benchmarks.articles import prepare  # noqa: PLC0415 - needs Django

        prepare(ARTICLES)
        with _newsroom(port):
            report = _measure(arguments, port, django.db.connection.vendor)
    print(report)
    write(report)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=60, help="for each kind of request")
    parser.add_argument("--rounds", type=int, default=3, help="of everything else")
    parser.add_argument("--sign-ins", type=int, default=200, help="in each round")
    parser.add_argument("--codes", type=int, default=500, help="in each round")
    parser.add_argument("--burst", type=int, default=200, help="registrations in each round")
    parser.add_argument("--calm", type=float, default=8.0, help="seconds before and after a burst")
    parser.add_argument("--clients", type=int, default=20, help="that register at once")
    return parser.parse_args()


def _measure(arguments: argparse.Namespace, port: int, engine: str) -> str:
    count = 5 * (arguments.pairs + WARM_UP)
    addresses = prepare_addresses(count + arguments.rounds * arguments.sign_ins)
    terms = _terms_version(port)
    print("Comparing known and unknown addresses …", flush=True)
    pairs = list(_compare(arguments, port, addresses, terms))
    sign_ins, codes, bursts = [], [], []
    for number in range(arguments.rounds):
        print(f"Round {number + 1} of {arguments.rounds}", flush=True)
        sign_ins.append(_sign_in_rate(arguments, port, addresses))
        codes.append(_code_rate(arguments, port))
        bursts.append(_burst(arguments, port, terms))
    results = Results(pairs, sign_ins, codes, bursts)
    return compose(engine, arguments, results)


def _compare(
    arguments: argparse.Namespace, port: int, addresses: Addresses, terms: int
) -> Iterator[Pairs]:
    """Ask in turns for a known and an unknown address; who is first changes from pair to pair."""
    count = arguments.pairs + WARM_UP
    known = prepare_flows(list(itertools.islice(addresses.known, 2 * count)))
    unknown = prepare_flows(list(itertools.islice(addresses.unknown, 2 * count)))
    _wait_for_quiet()

    flows = iter(known), iter(unknown)
    people = addresses.known, addresses.unknown
    with App(port) as app:
        for name, subjects, ask in (
            ("register", people, lambda email: app.register(email, terms)),
            ("reset", people, app.reset),
            ("sign in", people, lambda email: app.sign_in(email, "Another-Lantern-4827", 401)),
            ("resend", flows, app.resend),
            ("verify", flows, app.verify),
        ):
            yield _take_turns(name, ask, known=subjects[0], unknown=subjects[1], count=count)


def _take_turns(
    name: str,
    ask: Callable[[str], float],
    *,
    known: Iterator[str],
    unknown: Iterator[str],
    count: int,
) -> Pairs:
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(count):
        for is_known in (True, False) if number % 2 else (False, True):
            subject = next(known if is_known else unknown)
            times[is_known].append(ask(subject) * 1000)
    return Pairs(name, times[True][WARM_UP:], times[False][WARM_UP:])


def _sign_in_rate(arguments: argparse.Namespace, port: int, addresses: Addresses) -> float:
    emails = list(itertools.islice(addresses.known, arguments.sign_ins))
    began = time.perf_counter()
    together(port, CLIENTS, lambda app, email: app.sign_in(email, PASSWORD, 200), emails)
    return len(emails) / (time.perf_counter() - began)


def _code_rate(arguments: argparse.Namespace, port: int) -> float:
    flows = prepare_flows(list(itertools.islice(strangers(), arguments.codes // CODES_A_FLOW)))
    _wait_for_quiet()
    # Wrong codes: what a guesser sends, and the same work as a right one up to the comparison.
    codes = flows * CODES_A_FLOW
    began = time.perf_counter()
    together(port, CLIENTS, App.verify, codes)
    return len(codes) / (time.perf_counter() - began)


def _burst(arguments: argparse.Namespace, port: int, terms: int) -> Burst:
    """Register many at once while readers go on reading."""
    interval = READERS / READS_A_SECOND
    readers = {
        name: [Reader(port, paths, interval, number / READS_A_SECOND) for number in range(READERS)]
        for name, paths in _reads(port).items()
    }
    everybody = list(itertools.chain.from_iterable(readers.values()))

    _wait_for_quiet()
    for reader in everybody:
        reader.start()
    time.sleep(2)
    moments = [time.perf_counter()]
    time.sleep(arguments.calm)
    moments.append(time.perf_counter())
    emails = list(itertools.islice(strangers(), arguments.burst))
    done = together(
        port, arguments.clients, lambda app, email: app.register_patiently(email, terms), emails
    )
    moments.append(time.perf_counter())
    _wait_for_quiet()  # the messages that the burst caused are written
    moments.append(time.perf_counter())
    time.sleep(arguments.calm)
    moments.append(time.perf_counter())
    for reader in everybody:
        reader.stop()
    spans = [(moments[0], moments[1]), (moments[1], moments[2]), (moments[3], moments[4])]
    return Burst(
        seconds=moments[2] - moments[1],
        slowest=max(seconds for seconds, _refusals in done),
        refusals=sum(refusals for _seconds, refusals in done),
        waits={
            name: [[wait for each in group for wait in each.between(*span)] for span in spans]
            for name, group in readers.items()
        },
    )


def _get(port: int, path: str) -> Any:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return json.load(answer)


def _terms_version(port: int) -> int:
    return int(_get(port, "/api/v1/account/terms").get("version") or 0)


def _reads(port: int) -> dict[str, list[str]]:
    """Return what readers ask for: pages and the API, lists and articles."""
    listed = "/api/v1/articles/?locale=fr&limit=20"
    articles = _get(port, listed)["data"][:5]
    return {
        "pages": ["/fr/", *(article["path"] for article in articles)],
        "API": [listed, *(f"/api/v1/articles/{each['id']}/?locale=fr" for each in articles)],
    }


def _wait_for_quiet() -> None:
    """Wait until the worker has written all messages."""
    from cms.core.models import OutboxMessage  # noqa: PLC0415 - needs Django

    until = time.monotonic() + 300
    while OutboxMessage.objects.filter(sent_at=None).exists():
        if time.monotonic() > until:
            raise SystemExit("The worker does not send the messages.")
        time.sleep(0.5)


@contextmanager
def _newsroom(port: int) -> Iterator[None]:
    print("Starting the newsroom …", flush=True)
    command = [sys.executable, str(ROOT / "manage.py"), "start"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"Nothing answers at {url}.")


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


if __name__ == "__main__":
    main()
