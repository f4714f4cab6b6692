"""``bin/bootstrap`` finds a Python that is new enough, or says in one line what is missing."""

import os
import subprocess
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).resolve().parents[2] / "bin" / "bootstrap"
SHELL_TOOLS = ("sh", "dirname", "env")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder that stands for the whole PATH."""
    for folder in os.environ["PATH"].split(os.pathsep):
        for tool in SHELL_TOOLS:
            found = Path(folder) / tool
            if found.exists() and not (tmp_path / tool).exists():
                (tmp_path / tool).symlink_to(found)
    return tmp_path


def add_program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def bootstrap(programs: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(BOOTSTRAP), "base"],
        env={"PATH": str(programs), **environment},
        capture_output=True,
        text=True,
    )


class TestBootstrap:
    def test_says_in_one_line_that_python_is_missing(self, programs: Path) -> None:
        run = bootstrap(programs)

        assert run.returncode == 1
        assert run.stderr.splitlines() == [
            "Python 3.12 or later is missing: install it, or name one with "
            "PYTHON=/path/to/python3.13."
        ]

    def test_takes_none_that_is_too_old_or_does_not_run(self, programs: Path) -> None:
        add_program(programs, "python3.13", "echo 'not selected' >&2; exit 127")
        add_program(programs, "python3.12", "exit 1")
        add_program(programs, "python3", "exit 1")

        assert bootstrap(programs).returncode == 1

    def test_takes_the_first_that_runs(self, programs: Path) -> None:
        add_program(programs, "python3.13", "exit 127")
        add_program(programs, "python3.12", 'case "$1" in -c) exit 0;; *) echo "3.12 $2";; esac')
        add_program(programs, "python3", 'case "$1" in -c) exit 0;; *) echo "3 $2";; esac')

        assert bootstrap(programs).stdout == "3.12 base\n"

    def test_prefers_the_one_that_is_named(self, programs: Path) -> None:
        add_program(programs, "python3.13", 'case "$1" in -c) exit 0;; *) echo "3.13";; esac')
        add_program(programs, "mine", 'case "$1" in -c) exit 0;; *) echo "mine $2";; esac')

        assert bootstrap(programs, PYTHON=str(programs / "mine")).stdout == "mine base\n"
