"""Processes that a test kills at any point of their work, and what they may not leave behind.

The process is a script that begins with ``from tests.videos.pausing import pausing``: it says the
name of each point where being killed could hurt, and goes on when it is told a line.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
LONGEST_MOMENT_SECONDS = 0.5
NOWHERE = "no point at all"


def start(script: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start a script on the database and the files of this test."""
    return subprocess.Popen(
        [sys.executable, str(script), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(settings.DATA_DIR),
        },
    )


def kill(process: "subprocess.Popen[str]", *, after: int, chance: random.Random) -> str:
    """Kill a process when it reaches a point, or a moment later; return which one it was."""
    point = NOWHERE
    try:
        for number, line in enumerate(process.stdout, 1):
            point = line.strip()
            if number == after and chance.random() < 0.5:
                break
            process.stdin.write("on\n")
            process.stdin.flush()
            if number == after:
                time.sleep(chance.uniform(0, LONGEST_MOMENT_SECONDS))
                point = f"a moment after {point}"
                break
        else:
            if point != NOWHERE:
                point = f"the end, after {point}"
    finally:
        process.kill()
        process.communicate()
    return point


def steps_left() -> list[str]:
    """Return the child processes of our steps that outlive their worker's end by far."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (left := _steps()) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _steps() -> list[str]:
    """Return the command lines of running steps that read files of this test."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if "videos.pipeline.child" in command and str(settings.DATA_DIR) in command:
            found.append(command)
    return found


def database_url() -> str:
    """Return the address of the test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{Path(values['NAME']).resolve()}"
    user, password = values["USER"], values["PASSWORD"]
    return f"postgres://{user}:{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
