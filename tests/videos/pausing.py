"""For scripts that a test kills: Django is set up, and functions pause before and after."""

import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()


def pausing(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return the function with a pause on both sides."""

    def paused(*args: Any, **kwargs: Any) -> Any:
        _pause(f"before {name}")
        result = function(*args, **kwargs)
        _pause(f"after {name}")
        return result

    return paused


def _pause(name: str) -> None:
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()
    sys.stdin.readline()
