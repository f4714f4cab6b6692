"""Make ``.venv`` what the hash-pinned lock says, and only when something changed.

Standard library only. ``base`` is what running needs, ``dev`` adds what testing and
linting need. A stamp in the environment holds the hash of what was installed; a marker tells an
interrupted installation from a finished one.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LAYERS = {"base": ["base"], "dev": ["base", "dev"]}
LOCKED_NAME = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
LOG_TAIL_LINES = 15
OLDEST = (3, 12)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layer", choices=sorted(LAYERS))
    layer = parser.parse_args().layer
    if sys.version_info < OLDEST:
        return fail("Python 3.12 or later is needed, this is " + sys.version.split()[0] + ".")
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # two commands at once must not install over each other
    return prepare(layer)


def prepare(layer: str) -> int:
    files = [ROOT / "requirements" / (name + ".txt") for name in LAYERS[layer]]
    if is_current(layer):
        return 0
    if not ENVIRONMENT.is_symlink() and must_be_made_anew():
        say("Creating .venv with Python " + ".".join(map(str, sys.version_info[:3])))
        try:
            venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=True)
        except (subprocess.CalledProcessError, OSError) as error:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            return fail(
                "The virtual environment could not be made ("
                + str(error)
                + "). On Debian or Ubuntu install python3-venv."
            )
    marker().touch()
    if not install(files):
        return 1
    stamp(layer).write_text(wanted(layer))
    if layer == "dev":
        stamp("base").write_text(wanted("base"))
    marker().unlink()
    return 0


def install(files: list[Path]) -> bool:
    """Run pip, showing one line per package; its full output is kept for a failure."""
    text = "".join(file.read_text() for file in files)
    total = len(set(LOCKED_NAME.findall(text)))
    say("Installing " + str(total) + " pinned packages")
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    for file in files:
        command += ["-r", str(file)]
    seen: set[str] = set()
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line.rstrip())
            report(line, seen, total)
    if sys.stdout.isatty():
        print(flush=True)
    if pip.returncode:
        print("\n".join(lines[-LOG_TAIL_LINES:]), file=sys.stderr)
        fail("The packages could not be installed: the lines above say why.")
    return pip.returncode == 0


def report(line: str, seen: set[str], total: int) -> None:
    found = re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)", line)
    if found:
        seen.add(found.group(1))
        progress = f"  {len(seen)}/{total} {found.group(1)}"
        if sys.stdout.isatty():
            print("\r" + progress.ljust(60), end="", flush=True)
        elif len(seen) % 10 == 0:
            say(progress)
    elif line.startswith("Installing collected packages"):
        say(("\n" if sys.stdout.isatty() else "") + "  Unpacking")


def is_current(layer: str) -> bool:
    try:
        return not marker().exists() and stamp(layer).read_text() == wanted(layer)
    except OSError:
        return False


def must_be_made_anew() -> bool:
    """Whether the environment is missing, broken, half installed or of another Python."""
    return marker().exists() or version_of(PYTHON) != version_of(Path(sys.executable))


def wanted(layer: str) -> str:
    digest = hashlib.sha256(version_of(PYTHON).encode())
    for name in LAYERS[layer]:
        digest.update((ROOT / "requirements" / (name + ".txt")).read_bytes())
    return digest.hexdigest()


def version_of(python: Path) -> str:
    if not os.access(python, os.X_OK):
        return ""
    code = "import sys; print(sys.version)"
    run = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return run.stdout.strip()


def stamp(layer: str) -> Path:
    return ENVIRONMENT / (".installed-" + layer)


def marker() -> Path:
    return ENVIRONMENT / ".installing"


def say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
