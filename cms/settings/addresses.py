"""The addresses of the newsroom that a data folder belongs to.

``start`` writes them down. A command run beside it without them in its environment, such as a
script that publishes, then uses the same ones: they stand in every document.
"""

import json
import os
import sys
from pathlib import Path

NAMES = ("HOST", "PORT", "FILES_PORT", "BASE_URL", "FILES_URL")
FILE_NAME = "addresses.json"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "var"


def adopt() -> None:
    """Put the recorded addresses into the environment, unless it names any or ``start`` runs."""
    if sys.argv[1:2] == ["start"] or any(name in os.environ for name in NAMES):
        return
    folder = Path(os.environ.get("DATA_DIR", "").strip() or DEFAULT_FOLDER).expanduser()
    try:
        recorded = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    os.environ.update({name: recorded[name] for name in NAMES if name in recorded})


def record(folder: Path, addresses: dict[str, str]) -> None:
    """Write the addresses down, in one step."""
    draft = folder / f".{FILE_NAME}.{os.getpid()}"
    draft.write_text(json.dumps(addresses, indent=1), encoding="utf-8")
    draft.replace(folder / FILE_NAME)
