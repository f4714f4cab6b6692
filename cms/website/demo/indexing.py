"""Indexing once at the end, instead of one queued task for each of two thousand saves.

A worker that starts on a fresh installation would otherwise be busy with them for a while, and a
sign-in code would have to wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def no_index_tasks() -> Iterator[None]:
    """Queue no index update for what is saved meanwhile, in this process."""
    models = [
        model for model in index.get_indexed_models() if getattr(model, "search_auto_update", True)
    ]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


def index_everything() -> None:
    """Bring the editor's search and the reference index up to date."""
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
