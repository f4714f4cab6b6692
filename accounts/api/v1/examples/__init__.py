"""Example requests and answers for the description, one file each.

They are what was really sent and answered: the contract tests write them and compare them.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def example(name: str) -> Any | None:
    """Return an example, or None when there is none."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else None
