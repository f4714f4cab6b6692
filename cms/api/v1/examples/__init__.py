"""Example answers for the API description, one file for each operation.

They are what the API really answers about a small invented newsroom: the contract tests write
them and compare them.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def example(operation_id: str) -> Any | None:
    """Return the example answer of an operation, or None when it has none."""
    file = FOLDER / f"{operation_id}.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else None
