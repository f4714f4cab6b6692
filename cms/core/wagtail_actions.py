"""The one place that touches Wagtail's action classes.

Wagtail sends its publishing signals with no transaction open, and the editor calls the action
classes directly. Wrapping ``execute`` is therefore the only way to have a page's change and its
projection in one transaction.
"""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import wagtail.actions
from wagtail.actions.base import BaseAction
from wagtail.models import Collection

WRAPPED = "_runs_in_a_publication"


def action_classes() -> list[type[BaseAction]]:
    """Return every action class of Wagtail that has an ``execute`` of its own."""
    found: list[type[BaseAction]] = []
    for module in pkgutil.iter_modules(wagtail.actions.__path__, "wagtail.actions."):
        for _name, member in inspect.getmembers(importlib.import_module(module.name)):
            is_action = inspect.isclass(member) and issubclass(member, BaseAction)
            if is_action and "execute" in vars(member) and member not in found:
                found.append(member)
    return found


def wrap(unit_of_work: Callable[[], AbstractContextManager[Any]]) -> None:
    """Run ``execute`` of every action inside the given unit of work. Safe to call again."""
    for action_class in action_classes():
        execute = vars(action_class)["execute"]
        if not hasattr(execute, WRAPPED):
            action_class.execute = _wrapped(execute, unit_of_work)


def after_collection_moves(
    unit_of_work: Callable[[], AbstractContextManager[Any]], react: Callable[[Collection], None]
) -> None:
    """Call a function after each move of a collection, which sends no signal. Call this once."""
    move = Collection.move

    @functools.wraps(move)
    def run(self: Collection, *args: Any, **kwargs: Any) -> None:
        with unit_of_work():
            move(self, *args, **kwargs)
            react(self)

    Collection.move = run


def _wrapped(
    execute: Callable[..., Any], unit_of_work: Callable[[], AbstractContextManager[Any]]
) -> Callable[..., Any]:
    @functools.wraps(execute)
    def run(self: BaseAction, *args: Any, **kwargs: Any) -> Any:
        with unit_of_work():
            return execute(self, *args, **kwargs)

    setattr(run, WRAPPED, True)
    return run
