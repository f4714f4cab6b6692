"""What delivery has to hear from the editor because no signal says it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from cms.core.models import NewsroomDocument
from cms.delivery.publication import mark_dependents


def project_files_of_another_collection(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: object
) -> None:
    """Project what offers the files: their new collection may be private, or public again."""
    if action_type == "add_to_collection":
        files = [found for found in objects if isinstance(found, NewsroomDocument)]
        mark_dependents(*(f"document:{found.uuid}" for found in files))


hooks.register("after_bulk_action", project_files_of_another_collection)
