"""Going through the steps of a start, and saying so."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.management.base import OutputWrapper

Say = Callable[[str], None]

LAST_STEP = "Starting the processes"


@dataclass(frozen=True)
class Step:
    """A step with its title; the function returns a short remark for the screen."""

    title: str
    run: Callable[[Say], str]


def run_steps(steps: Sequence[Step], output: OutputWrapper) -> None:
    """Run the steps in order, each on a numbered line with its time; announce the last one.

    Raises:
        StartRefusedError: a step refused.
    """
    count = len(steps) + 1
    for number, step in enumerate(steps, 1):
        output.write(f"[{number}/{count}] {step.title}", ending="")
        output.flush()
        started = time.monotonic()
        details: list[str] = []
        remark = step.run(partial(_say_detail, output, details))
        seconds = f"{time.monotonic() - started:.1f} s"
        before = "      done " if details else " "
        output.write(f"{before}({remark}, {seconds})" if remark else f"{before}({seconds})")
        output.flush()
    output.write(f"[{count}/{count}] {LAST_STEP}")


def _say_detail(output: OutputWrapper, details: list[str], line: str) -> None:
    if not details:
        output.write("")
    details.append(line)
    output.write(f"      {line}")
    output.flush()
